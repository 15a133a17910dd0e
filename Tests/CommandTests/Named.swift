import Glibc
import TestKit
import Testing

/// A real BIND that signs `example.` by a dnssec-policy, without a network: it listens nowhere.
final class Named {
    /// What the tests of it need.
    static var isExpected: Bool {
        ["named", "named-compilezone", "dnssec-settime"].allSatisfy { ExternalTool($0).isExpected }
    }

    static let zone = """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns hostmaster 2026010101 3600 900 604800 300
        @ NS ns
        ns A 192.0.2.1
        www A 192.0.2.2
        child NS ns.child
        ns.child A 192.0.2.4

        """

    let folder = TemporaryFolder()

    /// A BIND with this policy, a `dnssec-policy` statement, and its keys in `keys`.
    init(policy: String, named name: String) {
        folder.makeFolder("keys")
        folder.write(Named.zone, to: "example.zone")
        folder.write(
            """
            options {
                directory "\(folder.path)"; pid-file none; session-keyfile none; recursion no; notify no;
                listen-on { none; }; listen-on-v6 { none; }; managed-keys-directory "\(folder.path)";
            };
            controls { };
            \(policy)
            zone "example" {
                type primary; file "example.zone"; inline-signing yes;
                dnssec-policy "\(name)"; key-directory "keys";
            };

            """,
            to: "named.conf"
        )
    }

    /// The names of the keys, without `.key`.
    var keys: [String] {
        folder.names("keys").filter { $0.hasSuffix(".key") }.map { String($0.dropLast(4)) }.sorted()
    }

    /// The state file of a key, line by line.
    func state(_ key: String) -> [String] {
        text("keys/\(key).state").split(separator: "\n").map(String.init)
    }

    /// What a field of a key's state file says.
    func field(_ tag: String, _ key: String) -> String? {
        state(key).first { $0.hasPrefix("\(tag): ") }.map { String($0.dropFirst(tag.utf8.count + 2)) }
    }

    private func text(_ file: String) -> String { String(decoding: folder.read(file) ?? [], as: UTF8.self) }

    /// Lets BIND run until `body` is content with the signed zone, and gives that zone back.
    func run(until isContent: (String) -> Bool) throws -> String {
        let named = try #require(ToolRun.path(of: "named"))
        // A copy: a profile of AppArmor that is meant for the service would keep it from this folder.
        let copy = folder.path("named")
        try #require(ToolRun("cp", [named, copy])?.status == 0)
        let process = try BackgroundProcess(
            [copy, "-g", "-c", folder.path("named.conf")],
            log: folder.path("named.log")
        )
        var zone = ""
        for _ in 0..<600 {
            zone = signedZone
            if isContent(zone) { break }
            usleep(100_000)
        }
        process.end()
        try #require(isContent(signedZone), "\(text("named.log"))")
        return signedZone
    }

    /// The signed zone with its journal, as text.
    private var signedZone: String {
        let output = folder.path("signed.text")
        let options = ["-q", "-j", "-f", "raw", "-F", "text", "-o", output]
        let run = ToolRun("named-compilezone", options + ["example", folder.path("example.zone.signed")])
        return run?.status == 0 ? text("signed.text") : ""
    }
}

/// A program that runs beside the test until it is told to end.
final class BackgroundProcess {
    private let process: pid_t
    private var hasEnded = false

    /// Starts a program by its path; its output goes to a file.
    init(_ words: [String], log: String) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var vector = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, words[0], &actions, nil, &vector, environ)
        try #require(code == 0, "cannot start \(words[0])")
        self.process = process
    }

    deinit { end() }

    /// Ends the program as a service manager does, and waits for it.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        _ = kill(process, SIGTERM)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
