import Glibc

/// Why a benchmark cannot go on.
struct BenchmarkError: Error {
    let text: String
}

/// A program's run with its cost.
struct MeasuredRun {
    /// From start to end.
    let seconds: Double
    /// The largest resident set; no less than that of this process when it started the program, which is small.
    let mebibytes: Double

    /// Runs a program in a folder, its output in a file; an unexpected status is an error.
    init(
        _ words: [String],
        in folder: String,
        log: String = "log",
        goodStatuses: Set<Int32> = [0]
    ) throws(BenchmarkError) {
        let path = log.hasPrefix("/") ? log : "\(folder)/\(log)"
        let start = Self.now
        let process = try Self.start(words, output: path)
        var status: Int32 = 0
        var usage = rusage()
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        seconds = Self.now - start
        mebibytes = Double(usage.ru_maxrss) / 1024
        guard status & 0x7F == 0, goodStatuses.contains(status >> 8) else {
            throw BenchmarkError(
                text: "failed: \(words.joined(separator: " "))\n\(TextFile.end(of: path))"
            )
        }
    }

    /// Runs a contestant.
    init(_ contestant: Contestant, in folder: String) throws(BenchmarkError) {
        try self.init(
            contestant.words,
            in: folder,
            log: contestant.log,
            goodStatuses: contestant.goodStatuses
        )
    }

    private static func start(_ words: [String], output: String) throws(BenchmarkError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var vector = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        var process: pid_t = 0
        guard unsafe posix_spawnp(&process, words[0], &actions, nil, &vector, environ) == 0 else {
            throw BenchmarkError(text: "\(words[0]) cannot be started")
        }
        return process
    }

    private static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// True if a program is in `PATH`.
    static func isInstalled(_ program: String) -> Bool {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { unsafe access("\($0)/\(program)", X_OK) == 0 }
    }

    /// Lets system administrators' programs be found, which Debian keeps out of users' `PATH`.
    static func extendPath() {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        unsafe setenv("PATH", "\(path):/usr/sbin:/sbin", 1)
    }
}
