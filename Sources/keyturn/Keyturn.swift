import ArgumentParser
import ControlProtocol

// The tool: commands that work without a daemon in this folder, those that ask the daemon in Online/.
//
// A command reads its inputs through `InputFile` and its kin, calls one job, and prints the outcome through `Terminal`.
// What goes wrong on the way is a `ToolFailure`, which carries diagnostics and an exit status of sysexits.h.

/// The tool.
@main
struct Keyturn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyturn",
        abstract: "Sign DNS zones and roll their keys.",
        discussion: """
            check, print, sign, verify, simulate and plan --policy need no daemon; the other commands ask keyturnd.

            Times are ISO 8601 (2026-11-23T07:00:00Z, 2026-11-23), YYYYMMDDHHMMSS, now, +30d, -2h or Unix seconds. \
            Durations are 30d, 2w, 12h, P30D, PT12H.

            Exit status: 0 done, 1 the answer is no, 3 refused by a safety rule, 4 a person must act, 64 usage, \
            65 bad zone or key data, 66 no such input, 69 no daemon, 70 a fault of keyturn, 73 no output, \
            74 input or output failed, 77 not allowed, 78 bad configuration or policy.
            """,
        version: "keyturn \(KeyturnVersion.current)",
        subcommands: offline + OnlineCommands.all
    )

    private static let offline: [any ParsableCommand.Type] = [
        CheckCommand.self, PrintCommand.self, SignCommand.self, VerifyCommand.self, PlanCommand.self,
        SimulateCommand.self,
    ]
}
