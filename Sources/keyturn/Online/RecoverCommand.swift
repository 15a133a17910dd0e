import ArgumentParser
import ControlProtocol
import DNSSECModel

/// `keyturn recover`.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract:
            "Take the newest state that is known of a zone, after an older one or a damaged one was found.",
        discussion: """
            A state from a backup or a snapshot may be older than what was published since. The daemon sees that by the \
            journal and by the published zone, publishes nothing new, makes no key, and renews what is published. This \
            command makes the newest state of the zone's journal and goes on with it. Where the journal does not have it, \
            the answer says what is missing, and the exit status is 3.

            Example:
              keyturn recover example.
            """
    )

    @OptionGroup var named: ZoneArgument

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform { try Conversation(socket: socket, isJSON: json.json).act(.recover(zone: named.zone)) }
    }
}
