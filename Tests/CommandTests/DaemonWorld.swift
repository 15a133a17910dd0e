import Dispatch
import Glibc
import Synchronization
import TestKit
import Testing

/// A folder with a configuration, a policy of seconds and a zone, and the real daemon to run in it.
final class DaemonWorld {
    /// A zone whose caches forget within a second.
    static let zone = """
        $ORIGIN example.
        $TTL 1
        @    SOA ns hostmaster 1 3600 600 86400 1
             NS  ns
        ns   A   192.0.2.1
        www  A   192.0.2.2
        *.w  TXT "wildcard"
        """

    /// The same zone for caches that keep it for an hour.
    static let slowZone = zone.replacing("$TTL 1\n", with: "$TTL 3600\n").replacing(
        "86400 1",
        with: "86400 3600"
    )

    let folder = TemporaryFolder()

    init(zone: String = DaemonWorld.zone, zskLifetime: String = "unlimited") {
        folder.makeFolder("policies")
        folder.write(zone + "\n", to: "example.zone")
        folder.write(
            """
            version: 1
            ttl: { dnskey: 1s, ds: 1s, zone-maximum: auto }
            signatures: { validity: 1d, refresh: 12h, jitter: 1h, inception-offset: 1h }
            propagation: { zone: 0s, parent: 0s }
            safety: { publish: 0s, retire: 0s }
            keys:
              - { role: ksk, algorithm: ecdsap256sha256 }
              - { role: zsk, algorithm: ecdsap256sha256, lifetime: \(zskLifetime) }
            """,
            to: "policies/fast.yaml"
        )
        folder.write(
            """
            version: 1
            state: state
            policies: policies
            socket: control.sock
            zones:
              - { name: example, file: example.zone, policy: fast, output: signed.zone }
            """,
            to: "keyturn.yaml"
        )
    }

    var configuration: String { folder.path("keyturn.yaml") }
    var signedZone: String { folder.path("signed.zone") }

    /// The names of the key pairs on the disk, without `.key` and `.private`.
    ///
    /// A private file alone is what a kill in the middle of writing leaves: nobody has ever seen that key.
    var keyFiles: Set<String> {
        Set(allKeyFiles.filter { $0.hasSuffix(".key") }.map { String($0.dropLast(4)) })
    }

    /// The public files that have no private one.
    var orphans: Set<String> { keyFiles.filter { !allKeyFiles.contains("\($0).private") } }

    private var allKeyFiles: [String] {
        folder.names("state/keys/example.") + folder.names("state/keys/example")
    }

    /// Starts the daemon, in its folder.
    func start(
        _ arguments: [String] = [],
        notifying socket: NotifySocket? = nil,
        descriptors: Int? = nil
    ) throws -> DaemonRun {
        let environment = socket.map { ["NOTIFY_SOCKET=\($0.path)"] } ?? []
        return try DaemonRun(
            ["--config", configuration] + arguments,
            log: folder.path("log"),
            environment,
            descriptors: descriptors
        )
    }

    /// Runs the daemon to its end, and gives its exit status back.
    func run(_ arguments: [String]) throws -> Int32 { try start(arguments).wait() }

    /// Runs `body` while the daemon runs, and ends the daemon with SIGTERM.
    func whileRunning(descriptors: Int? = nil, _ body: (NotifySocket) throws -> Void) throws {
        let socket = NotifySocket(folder.path("notify"))
        let daemon = try start(notifying: socket, descriptors: descriptors)
        defer { daemon.kill(SIGKILL) }
        try #require(socket.waits(for: "READY=1"), "not ready: \(log)")
        try body(socket)
        daemon.kill(SIGTERM)
        #expect(daemon.wait() == 0, "\(log)")
    }

    /// Runs the tool against this world's daemon.
    func ask(_ arguments: String...) throws -> Tool.Outcome { try ask(arguments) }

    /// Runs the tool against this world's daemon.
    func ask(_ arguments: [String]) throws -> Tool.Outcome {
        try Tool.run(arguments + ["--socket", folder.path("control.sock")])
    }

    /// What the daemon wrote to its log.
    var log: String { String(decoding: folder.read("log") ?? [], as: UTF8.self) }

    /// Whether the published zone is right: `nil` if it verifies, else what is wrong.
    func faultOfSignedZone() throws -> String? {
        let outcome = try Tool.run(["verify", signedZone, "--origin", "example."])
        return outcome.status == 0 ? nil : outcome.output + outcome.errors
    }
}

/// A running daemon.
final class DaemonRun {
    let process: pid_t
    private var status: Int32?

    /// Starts the daemon; with a number of file descriptors it can have no more.
    init(_ arguments: [String], log: String, _ environment: [String], descriptors: Int? = nil) throws {
        let tests = Tool.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let daemon = tests.joined(separator: "/") + "/keyturnd"
        let path = descriptors == nil ? daemon : "/bin/sh"
        let limit = descriptors.map { ["/bin/sh", "-c", "ulimit -n \($0); exec \"$0\" \"$@\"", daemon] }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var vector = unsafe ((limit ?? [daemon]) + arguments).map { unsafe strdup($0) } + [nil]
        var variables = unsafe (["PATH=/usr/bin:/bin"] + environment).map { unsafe strdup($0) } + [nil]
        defer { unsafe (vector + variables).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, path, &actions, nil, &vector, &variables)
        try #require(code == 0, "cannot start \(path)")
        self.process = process
    }

    deinit { if status == nil { kill(SIGKILL) } }

    /// Sends a signal, unless the daemon has ended.
    func kill(_ signal: Int32) {
        guard status == nil else { return }
        _ = Glibc.kill(process, signal)
        if signal == SIGKILL { wait() }
    }

    /// The exit status; 128 and the signal's number where a signal ended it.
    @discardableResult
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while unsafe waitpid(process, &raw, 0) < 0, errno == EINTR {}
        let ended = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        status = ended
        return ended
    }
}

/// The socket of a service manager, which hears what the daemon says of itself.
///
/// A thread of its own listens all the time: a daemon must not wait for us to listen.
final class NotifySocket: Sendable {
    let path: String
    private let number: Int32
    private let lines = Mutex<[String]>([])
    private let taken = Mutex<Int>(0)

    init(_ path: String) {
        self.path = path
        number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        DispatchQueue(label: "keyturn.test.notify").async { [number, weak self] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe recv(number, $0.baseAddress, $0.count, 0)
                }
                guard count > 0, let self else { break }
                let text = String(decoding: buffer[..<count], as: UTF8.self)
                self.lines.withLock { $0 += text.split(separator: "\n").map(String.init) }
            }
            close(number)
        }
    }

    /// Wakes the thread, which then closes the socket.
    deinit { shutdown(number, Int32(SHUT_RDWR)) }

    /// All that was heard so far.
    var heard: [String] { lines.withLock { $0 } }

    /// Waits until a line is heard that no earlier call has waited for; false if none comes within ten minutes.
    func waits(for line: String) -> Bool {
        for _ in 0..<60_000 {
            let all = heard
            let start = taken.withLock { $0 }
            if let index = all.indices.dropFirst(start).first(where: { all[$0] == line }) {
                taken.withLock { $0 = index + 1 }
                return true
            }
            usleep(10_000)
        }
        return false
    }
}

extension TemporaryFolder {
    /// Makes a folder inside.
    func makeFolder(_ name: String) { _ = unsafe mkdir(path(name), 0o700) }

    /// The names in a folder inside; none where there is no such folder.
    func names(_ name: String) -> [String] {
        guard let stream = unsafe opendir(path(name)) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
            )
        }
        return names
    }
}
