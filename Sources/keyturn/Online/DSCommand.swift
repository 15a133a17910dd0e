import ArgumentParser
import ControlProtocol
import DNSSECModel

/// `keyturn ds`.
struct DSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ds",
        abstract: "What the parent needs, in the form that it takes.",
        discussion: """
            One record a line, for the keys that the parent shall point to now. Bring them to the parent, and when all \
            its servers show them, say so with keyturn ds-seen.

            Example:
              keyturn ds example.
              keyturn ds example. --format dnskey
              keyturn ds example. --digest sha384 --json
            """
    )

    @OptionGroup var named: ZoneArgument

    @Option(name: .long, help: ArgumentHelp("\(Self.formats).", valueName: "format"))
    var format: DSFormat = .ds

    @Option(name: .long, help: ArgumentHelp("sha256 or sha384.", valueName: "digest"))
    var digest: DigestArgument = .sha256

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    /// The words of all forms: `ds, dnskey or json`.
    private static var formats: String {
        let words = DSFormat.allCases.map(\.rawValue)
        return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    }

    func run() throws {
        try perform {
            let request = ControlRequest.ds(zone: named.zone, format: format, digest: digest.digest)
            try Conversation(socket: socket, isJSON: json.json || format == .json).hold(request) { answer in
                guard case .ds(let report) = answer else { return [] }
                if report.entries.isEmpty {
                    Terminal.complain(
                        "\(named.zone) wants no DS at present; keyturn status \(named.zone) says what it waits for"
                    )
                }
                return report.entries.map(\.line)
            }
        }
    }
}

/// `keyturn ds-seen`.
struct DSSeenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ds-seen",
        abstract: "Confirm that all the parent's servers show a key's DS.",
        discussion: """
            The wait for caches begins at that time, so say it when you have seen it at every server of the parent. \
            An earlier --at is believed; a later one is refused.

            Example:
              dig +norec @a.parent-server.example example. DS
              keyturn ds-seen example. 12345
            """
    )

    @OptionGroup var parent: ParentWord

    func run() throws {
        try perform {
            try parent.conversation.act(
                .dsSeen(
                    zone: parent.named.zone,
                    tag: parent.key,
                    at: parent.at
                )
            )
        }
    }
}

/// `keyturn ds-gone`.
struct DSGoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ds-gone",
        abstract: "Confirm that none of the parent's servers shows a key's DS any more.",
        discussion: """
            The old key is kept until every cache has forgotten its DS, counted from that time.

            Example:
              keyturn ds-gone example. 12345 --at 2018-10-11T16:00:00Z
            """
    )

    @OptionGroup var parent: ParentWord

    func run() throws {
        try perform {
            try parent.conversation.act(
                .dsGone(
                    zone: parent.named.zone,
                    tag: parent.key,
                    at: parent.at
                )
            )
        }
    }
}

/// What a person says of the parent.
struct ParentWord: ParsableArguments {
    @OptionGroup var named: ZoneArgument

    @Argument(
        help: ArgumentHelp("The key's tag.", valueName: "keytag"),
        completion: DaemonCompletion.tag,
        transform: Typed.tag
    )
    var key: UInt16

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "When it was seen: -2h, 2018-10-11T16:00:00Z, now (the default).",
            valueName: "time"
        ),
        transform: Typed.time
    )
    var at: Instant?

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    var conversation: Conversation { Conversation(socket: socket, isJSON: json.json) }
}
