import Glibc

/// A program of another project that tests hold our output against.
///
/// On a machine without it the test is skipped and says so; where the environment has `CI=true`, as `make test` sets it
/// once all tools are installed, a missing tool is a failure. Use it as `@Test(.enabled(if: ExternalTool("dnssec-verify").isExpected))`.
public struct ExternalTool: Sendable {
    /// What a run came to.
    public struct Outcome: Sendable {
        /// The exit status; 128 and more for a signal, 127 for a tool that is missing.
        public let status: Int32
        /// Standard output and standard error together.
        public let output: String
    }

    /// The program's name, looked for in `PATH` and in `/usr/sbin`.
    public let name: String

    /// A program by its name.
    public init(_ name: String) { self.name = name }

    /// True if a missing tool is a failure and no reason to skip.
    public static var areRequired: Bool { environment("CI") == "true" }

    /// True if the tool is installed, or has to be.
    public var isExpected: Bool { ExternalTool.areRequired || isInstalled }

    /// True if the tool is installed.
    public var isInstalled: Bool {
        ExternalTool.searchPath.split(separator: ":").contains { unsafe access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Runs the tool with `folder` as its working folder, `TZ=UTC` and no input, and waits for its end.
    public func run(_ arguments: [String], in folder: String) -> Outcome {
        let words = ([name] + arguments).map(ExternalTool.quoted).joined(separator: " ")
        let place = ExternalTool.quoted(folder)
        let command =
            "cd \(place) && PATH=\(ExternalTool.quoted(ExternalTool.searchPath)) TZ=UTC exec \(words) </dev/null 2>&1"
        guard let stream = unsafe popen(command, "r") else { return Outcome(status: 127, output: "") }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(stream), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        let status = unsafe pclose(stream)
        return Outcome(
            status: status & 0x7F == 0 ? status >> 8 : 128 + (status & 0x7F),
            output: String(decoding: octets, as: UTF8.self)
        )
    }

    private static let searchPath = (environment("PATH") ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
