import Glibc

/// Why a benchmark cannot go on.
struct BenchmarkError: Error {
    let text: String
}

/// A program's run with its cost.
struct MeasuredRun {
    /// From start to end.
    let seconds: Double
    /// The largest resident set.
    let mebibytes: Int

    /// Runs a program in a folder, its output in `log` there; a status other than 0 is an error.
    init(_ words: [String], in folder: String, log: String = "log") throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(
            &actions,
            1,
            "\(folder)/\(log)",
            O_WRONLY | O_CREAT | O_TRUNC,
            0o600
        )
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var vector = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        let start = Self.now
        var process: pid_t = 0
        guard unsafe posix_spawnp(&process, words[0], &actions, nil, &vector, environ) == 0 else {
            throw BenchmarkError(text: "\(words[0]) cannot be started")
        }
        var status: Int32 = 0
        var usage = rusage()
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        guard status == 0 else {
            throw BenchmarkError(text: "failed: \(words.joined(separator: " ")); see \(folder)/\(log)")
        }
        seconds = Self.now - start
        mebibytes = (usage.ru_maxrss + 512) / 1024
    }

    private static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// True where a program is in `PATH`.
    static func isInstalled(_ program: String) -> Bool {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { unsafe access("\($0)/\(program)", X_OK) == 0 }
    }
}

/// A text file, read or written whole.
enum TextFile {
    static func read(_ path: String) throws -> String {
        guard let file = unsafe fopen(path, "r") else { throw BenchmarkError(text: "cannot read \(path)") }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return String(decoding: octets, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw BenchmarkError(text: "cannot write \(path)") }
        _ = unsafe fputs(text, file)
        unsafe fclose(file)
    }

    /// How many lines hold a word; a line at a time, to stay small.
    static func count(linesWith word: String, in path: String) throws -> Int {
        guard let file = unsafe fopen(path, "r") else { throw BenchmarkError(text: "cannot read \(path)") }
        defer { unsafe fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        defer { unsafe free(line) }
        var (capacity, count) = (0, 0)
        while unsafe getline(&line, &capacity, file) >= 0 {
            if let line = unsafe line, unsafe strstr(line, word) != nil { count += 1 }
        }
        return count
    }
}
