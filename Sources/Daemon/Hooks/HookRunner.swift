import DNSSECModel
import Dispatch
import Glibc
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs hooks as processes of their own, in process groups of their own.
public struct HookRunner: HookRunning {
    /// How many of the last octets that a hook prints are kept.
    public static let maximumOutput = 8192
    /// From asking a process group to end until it is killed.
    static let grace = Duration.seconds(2)

    /// Hooks that may begin before others have ended.
    static let mostYoung = 32
    /// Hooks that may run at once.
    static let mostOfAll = 512
    /// How long a hook counts among those that have just begun.
    static let youth = Duration.seconds(2)

    /// Whether a call waits for the hook's end.
    private let isBlocking: Bool
    private let gate: HookGate

    /// A runner that comes back at once, or only when the hook has ended (`keyturnd --once`).
    public init(blocking: Bool = false) {
        isBlocking = blocking
        gate = HookGate(young: Self.mostYoung, all: Self.mostOfAll)
    }

    /// Runs the program.
    public func run(_ call: HookCall, then done: @escaping @Sendable (HookOutcome) -> Void) {
        let end = DispatchSemaphore(value: 0)
        // Not on the shared pool: who waits here may be sitting on its last thread.
        Task.detached(executorPreference: HookExecutor.shared) { [gate] in
            let failure = await Self.failure(of: call, through: gate)
            done(HookOutcome(call, failure: failure))
            end.signal()
        }
        if isBlocking { end.wait() }
    }

    /// Runs the program as soon as it may.
    private static func failure(of call: HookCall, through gate: HookGate) async -> HookFailure? {
        let pass = await gate.enter()
        let aging = Task.detached(executorPreference: HookExecutor.shared) {
            try await Task.sleep(for: youth)
            pass.age()
        }
        defer {
            aging.cancel()
            pass.end()
        }
        return await failure(of: call)
    }

    /// Runs the program to its end; `nil` if it succeeded.
    static func failure(of call: HookCall) async -> HookFailure? {
        let tail = OutputTail(limit: maximumOutput)
        do {
            let status = try await execute(call, tail)
            if tail.isLate { return HookFailure(.timedOut(call.timeLimit), output: tail.text) }
            switch status {
            case .exited(0): return nil
            case .exited(let code): return HookFailure(.exited(code), output: tail.text)
            case .signaled(let signal): return HookFailure(.signalled(signal), output: tail.text)
            }
        } catch {
            return HookFailure(.notStarted("\(error)"), output: tail.text)
        }
    }

    /// What a hook gets of the daemon's own environment; sockets, credentials and settings of the service manager are not
    /// the hook's.
    static let inherited = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR"]

    private static var surroundings: [String: String] {
        let values = inherited.compactMap { name in
            unsafe getenv(name).map { unsafe (name, String(cString: $0)) }
        }
        return ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
            .merging(values) { $1 }
    }

    private static func execute(
        _ call: HookCall,
        _ tail: OutputTail
    ) async throws -> TerminationStatus {
        var options = PlatformOptions()
        options.processGroupID = 0
        let values = Dictionary(
            uniqueKeysWithValues: surroundings.merging(call.environment) { $1 }.map {
                (Environment.Key(stringLiteral: $0.key), $0.value)
            }
        )
        let program = call.words[0]
        let configuration = Configuration(
            executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(call.words.dropFirst())),
            environment: .custom(values),
            workingDirectory: "/",
            platformOptions: options
        )
        return try await Subprocess.run(
            configuration,
            input: .string(call.input),
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            let limit = Duration.seconds(call.timeLimit.seconds)
            let watch = Task.detached(executorPreference: HookExecutor.shared) { [tail] in
                try await Task.sleep(for: limit)
                tail.markLate()
                try? execution.send(signal: .terminate, toProcessGroup: true)
                try await Task.sleep(for: grace)
                try? execution.send(signal: .kill, toProcessGroup: true)
            }
            defer { watch.cancel() }
            for try await buffer in execution.standardOutput { tail.append(buffer.bytes) }
        }.terminationStatus
    }
}

/// Threads of the hooks' own.
private final class HookExecutor: TaskExecutor {
    static let shared = HookExecutor()
    private let queue = DispatchQueue(label: "keyturn.hooks", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// The last octets of an output, and whether it took too long.
private final class OutputTail: Sendable {
    private let limit: Int
    private let octets = Mutex<[UInt8]>([])
    private let late = Atomic<Bool>(false)

    init(limit: Int) { self.limit = limit }

    func append(_ bytes: RawSpan) {
        octets.withLock { octets in
            for index in 0..<bytes.byteCount { octets.append(bytes.unsafeLoadByte(index)) }
            if octets.count > limit { octets.removeFirst(octets.count - limit) }
        }
    }

    func markLate() { late.store(true, ordering: .relaxed) }

    var isLate: Bool { late.load(ordering: .relaxed) }

    var text: String { String(decoding: octets.withLock { $0 }, as: UTF8.self) }
}

extension RawSpan {
    /// One octet; the index is checked.
    fileprivate func unsafeLoadByte(_ index: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}
