import ControlProtocol
import DNSSECModel
import Daemon
import Dispatch
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import TestKit

/// A control server in a folder of its own, with a handler that notes what it was asked.
final class ServerUnderTest: Sendable {
    let folder = TemporaryFolder()
    private let seen = Mutex<[(ControlRequest, Peer)]>([])

    var path: String { folder.path("control.sock") }
    var requests: [ControlRequest] { seen.withLock { $0.map(\.0) } }
    var peers: [Peer] { seen.withLock { $0.map(\.1) } }

    /// Runs the server while `body` runs, and stops it gracefully.
    ///
    /// - Parameters:
    ///   - group: The socket's group.
    ///   - limits: The bounds of the socket.
    ///   - streamer: What comes piece by piece.
    ///   - answer: What the handler says.
    ///   - body: Begins when clients can connect.
    /// - Throws: What the server or `body` throws.
    func run(
        group: String? = nil,
        limits: ControlLimits = .patient,
        streaming streamer: @escaping ControlServer.Streamer = { _, _ in nil },
        answering answer: @escaping ControlServer.Handler = { _, _ in .success(.example) },
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let (listening, said) = AsyncStream.makeStream(of: Void.self)
        let server = ControlServer(
            path: path,
            group: group,
            logger: .silent,
            limits: limits,
            onListening: { said.yield() },
            streamer: streamer,
            handler: { request, peer in
                self.seen.withLock { $0.append((request, peer)) }
                return await answer(request, peer)
            }
        )
        let services = ServiceGroup(services: [server], logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { said.finish() }
                try await services.run()
            }
            for await _ in listening {
                try await body()
                await services.triggerGracefulShutdown()
                break
            }
            try await group.waitForAll()
        }
    }

    /// Asks with the tool's client, on a thread of its own: it blocks.
    func ask(_ request: ControlRequest) async -> Result<ControlAnswer, ControlFailure> {
        let path = path
        return await onThread {
            do throws(ControlFailure) {
                return .success(try ControlClient(path: path, timeLimit: 3600).ask(request))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Sends octets as they are, and gives back all that comes.
    func send(_ text: String) async throws -> String {
        let path = path
        return await onThread {
            (try? RawConnection.exchange(Array(text.utf8), with: path)) ?? ""
        }
    }
}

/// A value that several tasks may use.
final class Shared<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) { content = Mutex(value) }

    var value: Value {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension ControlAnswer {
    /// An answer to a command.
    static let example = ControlAnswer.action(
        ActionReport(zone: .root, time: Instant(secondsSinceEpoch: 0), outcome: .aborted(.zsk, leaving: []))
    )
}

/// Runs something that blocks without taking a thread from the tasks.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        // A queue of its own has a thread at once, however many others wait.
        DispatchQueue(label: "keyturn.test").async { continuation.resume(returning: work()) }
    }
}

/// A connection that knows nothing of HTTP.
enum RawConnection {
    struct Failure: Error {}

    /// An open connection, to be closed by the caller.
    static func open(_ path: String) throws -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            close(number)
            throw Failure()
        }
        return number
    }

    /// Sends octets; false if the other end has closed.
    @discardableResult
    static func send(_ octets: [UInt8], over number: Int32) -> Bool {
        unsafe octets.withUnsafeBytes {
            unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        } == octets.count
    }

    /// True if the other end closes within a minute; what it has sent is not read.
    static func isClosed(_ number: Int32) -> Bool {
        // POLLRDHUP, which Glibc shows to GNU programs only.
        var wanted = pollfd(fd: number, events: 0x2000, revents: 0)
        return unsafe poll(&wanted, 1, 60_000) > 0
    }

    static func exchange(_ octets: [UInt8], with path: String) throws -> String {
        let number = try open(path)
        defer { close(number) }
        send(octets, over: number)
        return readAll(number)
    }

    /// All that comes until the other end closes.
    static func readAll(_ number: Int32) -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe buffer.withUnsafeMutableBytes({
            unsafe recv(number, $0.baseAddress, $0.count, 0)
        }),
            count > 0
        {
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// Binds a socket and closes it without removing the file: what a daemon that was killed leaves behind.
    static func leaveStale(at path: String) {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        close(number)
    }

    static func mode(of path: String) -> (mode: mode_t, group: gid_t)? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return (status.st_mode, status.st_gid)
    }
}

extension ControlLimits {
    /// Limits of time that no test reaches: among all the others a test may wait for many minutes until it goes on.
    static var patient: ControlLimits {
        var limits = ControlLimits()
        limits.readingSeconds = 3600
        limits.workSeconds = 3600
        limits.stallSeconds = 3600
        limits.idleSeconds = 3600
        limits.refusalSeconds = 3600
        limits.stopSeconds = 3600
        return limits
    }
}
