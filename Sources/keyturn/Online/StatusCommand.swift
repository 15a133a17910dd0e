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

    @OptionGroup var lang: LanguageOptions
    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func validate() throws { try lang.check(json) }

    func run() throws {
        try perform {
            let language = lang.language
            let conversation = Conversation(socket: socket, isJSON: json.json)
            guard zone != nil else {
                if try AllZonesStatus(conversation, checks: check, language).run(), check {
                    throw ExitCode(4)
                }
                return
            }
            let answer = try conversation.hold(.status(zone: zone)) { answer in
                switch answer {
                case .zoneStatus(let status):
                    check
                        ? StatusText.concerns([status.summary], now: status.time, in: language)
                            + StatusText.notices(status.summary, in: language)
                        : StatusText.zone(status, isVerbose: verbose, in: language)
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
            All of it comes into force, or nothing: where something has an error, the errors are shown, everything \
            stays as it was, and the exit status is 78. The answer lists the steps of changed zones that move, \
            appear or go. Where more than 10 zones, and a tenth of all, are changed or removed, or where a roll \
            begins within a day, the reload wants --yes, and without it changes nothing (exit status 3). SIGHUP is \
            the same without an answer and without --yes.

            Example:
              keyturn reload --dry-run
              keyturn reload --yes
            """
    )

    @Flag(help: "Only tell what would happen.")
    var dryRun = false

    @Flag(help: "Go on though many zones change, or a roll begins at once.")
    var yes = false

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = ReloadOrder(isDryRun: dryRun, isConfirmed: yes)
            let answer = try Conversation(socket: socket, isJSON: json.json).hold(.reload(order)) { answer in
                if case .reload(let report) = answer { StatusText.reload(report) } else { [] }
            }
            guard case .reload(let report) = answer else { return }
            switch report.outcome {
            case .refused: throw ExitCode(78)
            case .unconfirmed: throw ExitCode(3)
            case .applied, .dryRun: return
            }
        }
    }
}
