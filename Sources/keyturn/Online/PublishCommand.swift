import ArgumentParser
import ControlProtocol
import DNSSECModel

/// `keyturn publish`.
struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish what guards hold back.",
        discussion: """
            Before the content of a zone file takes the place of what was published last, guards look at it: at records \
            that are gone (shrink) or new (grow), at a zone without records (empty), without any of its name servers \
            (nameservers) or without a name that the policy guards (names). What they hold back stands in status; what was \
            published last is renewed. This command lets it pass, this content only: another edit is looked at anew. All \
            guards that hold it back must be named.

            Example:
              keyturn publish example. --override shrink --reason "400 hosts moved to example.net"
              keyturn publish example. --override shrink,nameservers --reason "new operator"
            """
    )

    @OptionGroup var named: ZoneArgument

    @Option(
        help: ArgumentHelp(
            "The guards: \(ContentGuard.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "guard,..."
        ),
        completion: .list(ContentGuard.allCases.map(\.rawValue)),
        transform: Typed.guards
    )
    var override: [ContentGuard]

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = PublishOrder(zone: named.zone, guards: override, reason: why.reason)
            try Conversation(socket: socket, isJSON: json.json).act(.publish(order))
        }
    }
}

extension Typed {
    /// Guards with commas between them.
    static func guards(_ text: String) throws -> [ContentGuard] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let kind = ContentGuard(rawValue: word.lowercased()) else {
                let list = ContentGuard.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("`\(word)` is no guard; expected one of \(list)")
            }
            return kind
        }
    }
}
