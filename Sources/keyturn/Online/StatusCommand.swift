import ArgumentParser
import ControlProtocol
import DNSSECModel
import Wording

/// `keyturn status`.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Where the zones and their keys stand, and what comes next.",
        discussion: """
            Without a zone: one line for each, and what a person must do. With a zone: its keys, and each step that \
            waits, with the reason. -v adds what caches may know of each record of each key: hidden, rumoured, \
            omnipresent or unretentive.

            With --check only what a person must do is printed, a line each, and the exit status is then 4: a DS has \
            to be brought to the parent, a step waits for approval, or the last attempt to sign a zone failed. That is \
            for monitoring.

            Example:
              keyturn status
              keyturn status example. -v
              keyturn status --check || mail -s "keyturn needs you" hostmaster
            """
    )

    @Argument(
        help: ArgumentHelp("The zone; all without it.", valueName: "zone"),
        completion: DaemonCompletion.zone,
        transform: Typed.zoneName
    )
    var zone: Name?

    @Flag(name: .long, help: "Say only what a person must do, and exit with 4 where there is something.")
    var check = false

    @Flag(name: .shortAndLong, help: "Show the states of every key's records, and the formulas of the waits.")
    var verbose = false

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let conversation = Conversation(socket: socket, isJSON: json.json)
            guard zone != nil else {
                if try AllZonesStatus(conversation, checks: check).run(), check { throw ExitCode(4) }
                return
            }
            let answer = try conversation.hold(.status(zone: zone)) { answer in
                switch answer {
                case .zoneStatus(let status):
                    check
                        ? StatusText.concerns([status.summary]) + StatusText.notices(status.summary)
                        : StatusText.zone(status, isVerbose: verbose)
                default: []
                }
            }
            if check, Self.needsPerson(answer) { throw ExitCode(4) }
        }
    }

    static func needsPerson(_ answer: ControlAnswer) -> Bool {
        switch answer {
        case .zoneStatus(let status): status.summary.needsPerson
        default: false
        }
    }
}

/// `keyturn reload`.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "The daemon reads configuration, policies and zone files again.",
        discussion: """
            What has an error is left as it was, and the error is shown; the exit status is then 78. The same as \
            SIGHUP, but with an answer.

            Example:
              keyturn reload
            """
    )

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let answer = try Conversation(socket: socket, isJSON: json.json).hold(.reload) { answer in
                if case .reload(let report) = answer { StatusText.reload(report) } else { [] }
            }
            if case .reload(let report) = answer, !report.problems.isEmpty { throw ExitCode(78) }
        }
    }
}
