import DNSSECModel
import Glibc
import TestKit
import Testing

/// The real `keyturn`, which the build put beside the tests.
enum Tool {
    static let path: String = {
        let resolved = unsafe realpath("/proc/self/exe", nil)
        defer { unsafe free(resolved) }
        let tests = unsafe resolved.map { unsafe String(cString: $0) } ?? ""
        return "\(tests[..<(tests.lastIndex(of: "/") ?? tests.startIndex)])/keyturn"
    }()

    /// Runs it; status, and the lines of standard output and standard error.
    static func run(_ arguments: [String]) throws -> (status: Int32, lines: [String]) {
        let run = try #require(ToolRun(path, arguments), "no \(path)")
        return (run.status, run.output.split(separator: "\n").map(String.init))
    }
}

/// One run of `keyturn sign` on files in a folder.
struct SignTrial {
    var zone: String
    var policy: String
    var keys: String
    var origin = "example."
    var output: String
    var previous: String?
    var at: Instant
    var more: [String] = []

    /// Signs; all that it prints, and the messages of errors without the place before them.
    func run() throws -> (status: Int32, errors: [String], lines: [String]) {
        var arguments = [
            "sign", zone, "--policy", policy, "--keys", keys, "--origin", origin, "--output", output,
        ]
        if let previous { arguments += ["--previous", previous] }
        let run = try Tool.run(arguments + ["--at", "\(at)"] + more)
        let errors = run.lines.compactMap { line -> String? in
            guard let found = line.firstRange(of: " error: ") else { return nil }
            return String(line[found.upperBound...])
        }
        return (run.status, errors, run.lines)
    }
}
