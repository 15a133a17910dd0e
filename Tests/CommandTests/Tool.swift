import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

/// The real `keyturn`, which the build put beside the tests.
enum Tool {
    /// What a run came to.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// Standard output as one JSON document.
        func json() throws -> JSONValue { try JSONValue(parsing: Array(output.utf8).span) }

        var outputLines: [String] { output.split(separator: "\n").map(String.init) }
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// The folder of the repository.
    static let repository =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    static let path: String = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("keyturn").path
    }()

    /// Runs the tool to its end, with standard output and standard error in files, so that neither is a terminal.
    static func run(
        _ arguments: [String],
        in folder: String? = nil,
        input: String = "",
        path: String = path,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let files = TemporaryFolder()
        let names = ["out", "err"]
        for name in names { files.write("", to: name) }
        files.write(input, to: "in")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? files.path)
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C"].merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files.path("in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path("err")))
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationReason == .exit, "keyturn was ended by a signal")
        let texts = names.map { String(decoding: files.read($0) ?? [], as: UTF8.self) }
        return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    static func zone(_ name: String) -> String { "\(repository)/Zones/\(name).zone" }
    static func policy(_ name: String) -> String { "\(repository)/Policies/\(name).yaml" }

    /// The moment so many seconds before the present one, as `--at` takes it; other tools look at the clock.
    static func time(secondsAgo: Int64) -> Instant {
        Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970) - secondsAgo)
    }
}

extension JSONValue {
    /// The names of the members of an object, in their order.
    var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.name)
    }

    /// The elements of an array.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The text of a string.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of an integer.
    var number: Int? {
        guard case .integer(let number) = self else { return nil }
        return Int(number)
    }
}

/// A folder with a zone, a policy and a place for keys and output: what `keyturn sign` wants.
struct Workshop {
    let folder = TemporaryFolder()
    /// An hour ago, so that what is signed then is valid for tools that look at the clock.
    let at = Tool.time(secondsAgo: 3600)

    static let zoneText = """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns hostmaster 2026010101 3600 900 604800 300
        @ NS ns
        ns A 192.0.2.1
        www A 192.0.2.2
        www TXT "a" "b;c"
        *.wild A 192.0.2.3
        child NS ns.child
        ns.child A 192.0.2.4

        """

    init(zone: String = zoneText) { folder.write(zone, to: "example.zone") }

    func path(_ name: String) -> String { folder.path(name) }

    /// Signs `example.zone` into `example.zone.signed`.
    func sign(
        policy: String = "default",
        at: Instant? = nil,
        _ more: [String] = ["--generate-keys"]
    ) throws -> Tool.Outcome {
        try Tool.run(
            [
                "sign", "example.zone", "--policy", Tool.policy(policy), "--keys", "keys", "--at",
                "\(at ?? self.at)",
            ]
                + more,
            in: folder.path
        )
    }

    /// Signs, demands that it worked, and gives the JSON document.
    @discardableResult
    func signed(policy: String = "default", at: Instant? = nil, _ more: [String] = ["--generate-keys"]) throws
        -> JSONValue
    {
        let outcome = try sign(policy: policy, at: at, more + ["--json"])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try outcome.json()
    }

    /// What dnssec-verify says of the output.
    func bindVerdict(_ options: [String] = []) throws -> ToolRun {
        try #require(
            ToolRun("dnssec-verify", ["-q"] + options + ["-o", "example.", path("example.zone.signed")])
        )
    }
}
