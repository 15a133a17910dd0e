import ArgumentParser
import ControlProtocol
import DNSSECModel
import Wording

/// `keyturn explain`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why each step of the keys waits: who must act, until when, and what to type.",
        discussion: """
            Each wait has its arithmetic: since when, the interval with the numbers of its formula, and the moment at \
            which it ends. -v adds what caches may know of each record of each key.

            Example:
              keyturn explain example.
              keyturn explain example. 20326 -v
            """
    )

    @OptionGroup var named: ZoneArgument

    @Argument(
        help: ArgumentHelp("Only this key.", valueName: "keytag"),
        completion: DaemonCompletion.tag,
        transform: Typed.tag
    )
    var key: UInt16?

    @Flag(name: .shortAndLong, help: "Show the states of every key's records, too.")
    var verbose = false

    @OptionGroup var lang: LanguageOptions
    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func validate() throws { try lang.check(json) }

    func run() throws {
        try perform {
            let conversation = Conversation(socket: socket, isJSON: json.json)
            try conversation.hold(.explain(zone: named.zone, tag: key)) { answer in
                guard case .explanation(let report) = answer else { return [] }
                return ExplainText.lines(report, isVerbose: verbose, in: lang.language)
            }
        }
    }
}
