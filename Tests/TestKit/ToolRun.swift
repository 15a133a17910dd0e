import Glibc

/// One run of a program of the machine, with what it printed and how it ended.
public struct ToolRun: Sendable {
    /// The exit status; 128 and the signal's number where a signal ended it.
    public let status: Int32
    /// Standard output and standard error, as they came.
    public let output: String

    /// Runs a program without a shell and waits for its end; `nil` if it is not installed.
    ///
    /// - Parameters:
    ///   - name: A path, or a name that is looked for in `PATH`, `/usr/sbin` and `/sbin`.
    ///   - arguments: Without the program's name.
    public init?(_ name: String, _ arguments: [String]) {
        guard let path = ToolRun.path(of: name) else { return nil }
        let folder = TemporaryFolder()
        let log = folder.path("output")
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var vector = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        var process: pid_t = 0
        guard unsafe posix_spawn(&process, path, &actions, nil, &vector, environ) == 0 else { return nil }
        var raw: Int32 = 0
        while unsafe waitpid(process, &raw, 0) < 0, errno == EINTR {}
        status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        output = String(decoding: folder.read("output") ?? [], as: UTF8.self)
    }

    /// The path of an installed program, or nil; a name with a slash is a path already.
    public static func path(of name: String) -> String? {
        if name.utf8.contains(0x2F) { return unsafe access(name, X_OK) == 0 ? name : nil }
        let list = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        let folders = list.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        return folders.map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
    }
}
