import ArgumentParser
import ControlProtocol
import DNSSECModel
import Wording

/// `keyturn keys`.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of a zone.",
        subcommands: [KeysListCommand.self, KeysImportCommand.self, KeysExportCommand.self]
    )
}

/// `keyturn keys list`.
struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every key of a zone, those that are gone included.",
        discussion: """
            Example:
              keyturn keys list example.
            """
    )

    @OptionGroup var named: ZoneArgument

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            try Conversation(socket: socket, isJSON: json.json).hold(.keys(zone: named.zone)) { answer in
                guard case .keys(let list) = answer else { return [] }
                return list.keys.isEmpty
                    ? ["\(list.zone) has no keys."] : KeyText.table(list.keys, time: list.time)
            }
        }
    }
}

/// `keyturn history`.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What happened to a zone, from its journal, the oldest first.",
        discussion: """
            Who did it stands in brackets where it was not the daemon by itself. --json shows the inputs of every \
            decision, too.

            Each entry carries the hash of the one before. A journal that was changed afterwards is shown up to the \
            fault, which is named, and the exit status is 74.

            Example:
              keyturn history example. --limit 20
            """
    )

    @OptionGroup var named: ZoneArgument

    @Option(
        name: .long,
        help: ArgumentHelp("At most this many entries, the newest.", valueName: "number"),
        transform: Typed.limit
    )
    var limit: Int?

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let request = ControlRequest.history(zone: named.zone, limit: limit)
            let answer = try Conversation(socket: socket, isJSON: json.json).hold(request) { answer in
                if case .history(let report) = answer { StatusText.history(report) } else { [] }
            }
            if case .history(let report) = answer, let fault = report.fault {
                throw ToolFailure(.inputOutput, "\(fault); what follows it in the journal is not shown")
            }
        }
    }
}
