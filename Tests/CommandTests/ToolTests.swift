import Foundation
import TestKit
import Testing

@Suite struct `The tool` {
    private static let commands = ["check", "print", "sign", "verify", "plan"]

    @Test func `says its version`() throws {
        let outcome = try Tool.run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("keyturn "))
    }

    @Test(arguments: commands)
    func `has help with an example for each command`(command: String) throws {
        let outcome = try Tool.run(["help", command])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Example: keyturn \(command)"))
        #expect(outcome.output.contains("--json"))
    }

    @Test(arguments: [
        ["nonsense"], ["print"], ["print", "a", "b"], ["sign", "a"], ["verify"],
        ["verify", "a", "--at", "soon"],
        ["plan"], ["plan", "example.", "--policy", "a", "--zone", "a"],
        ["plan", "--policy", "a", "--for", "1y"],
        ["plan", "--policy", "a", "--until", "+1d", "--for", "1d"],
        ["plan", "--policy", "a", "--from", "now", "--until", "-1d"],
        ["plan", "--policy", "a", "--assume", "luck=1d"], ["plan", "example.", "--assume", "zone-ttl=1d"],
        ["check", "--origin", "example."], ["print", "a", "--origin", "a..b"],
        ["sign", "-", "--policy", "a", "--keys", "k"],
        ["sign", "a", "--policy", "a", "--keys", "k", "--threads", "0"],
    ])
    func `ends with 64 where it was called wrongly`(arguments: [String]) throws {
        let outcome = try Tool.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("Usage:"), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["print", "missing"], ["verify", "missing"], ["check", "--policy", "missing"],
        ["check", "--config", "missing"], ["check", "--zone", "missing"], ["plan", "--policy", "missing"],
        ["sign", "missing", "--policy", "p", "--keys", "k"], ["print", "/"],
    ])
    func `ends with 66 where an input is missing`(arguments: [String]) throws {
        let outcome = try Tool.run(arguments)
        #expect(outcome.status == 66)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(": error: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("; expected "), "\(outcome.errors)")
    }

    @Test func `ends with 74 where its output goes nowhere`() throws {
        try #require(FileManager.default.fileExists(atPath: "/dev/full"))
        let command = "'\(Tool.path)' print '\(Tool.zone("business"))' >/dev/full 2>/dev/null; echo $?"
        let run = try #require(ToolRun("sh", ["-c", command]))
        #expect(run.output == "74\n")
    }

    @Test(.enabled(if: ExternalTool("bash").isExpected))
    func `completes file names in a shell`() throws {
        let script = try Tool.run(["--generate-completion-script", "bash"])
        #expect(script.status == 0)
        let folder = TemporaryFolder()
        folder.write(script.output, to: "keyturn")
        folder.write("", to: "own.policy")
        let commands = """
            cd '\(folder.path)'; . ./keyturn; COMP_WORDS=(keyturn sign --policy own); COMP_CWORD=3
            COMP_LINE='keyturn sign --policy own'; COMP_POINT=${#COMP_LINE}; _keyturn keyturn own --policy; echo "${COMPREPLY[@]}"
            """
        let run = try #require(ToolRun("bash", ["-c", commands]))
        #expect(run.output.contains("own.policy"), "\(run.output)")
    }

    // MARK: - Colour

    /// The tool on a terminal of its own, complaining about a missing file.
    private func terminalOutput(_ variables: String) throws -> String {
        let command = "env TERM=xterm \(variables) '\(Tool.path)' print missing"
        return try #require(ToolRun("script", ["-qec", command, "/dev/null"])).output
    }

    @Test(.enabled(if: ExternalTool("script").isExpected))
    func `is coloured on a terminal, unless NO_COLOR is set`() throws {
        let escape = "\u{1B}["
        #expect(try terminalOutput("NO_COLOR=").contains(escape))
        #expect(try !terminalOutput("NO_COLOR=1").contains(escape))
        #expect(try !terminalOutput("TERM=dumb").contains(escape))
        #expect(try !Tool.run(["print", "missing"]).errors.contains(escape))
    }
}
