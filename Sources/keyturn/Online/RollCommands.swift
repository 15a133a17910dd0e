import ArgumentParser
import ControlProtocol
import DNSSECModel

/// `keyturn roll`.
struct RollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll",
        abstract: "Start a roll: a new key follows the present one.",
        discussion: """
            The new key takes over by the method of the policy, with all its waits. Nothing is skipped; keyturn plan \
            shows the steps. A roll that was not begun yet may be set for later with --start.

            --emergency is for a key that is lost or in wrong hands: the roll begins at once and waits only for what \
            caches demand, without the policy's margins and dates. The answer has its steps, and each step that you \
            could force to be faster, with the caches that break and for how long. None of those is taken by itself.

            Example:
              keyturn roll example. --zsk
              keyturn roll example. --ksk --start 2018-10-11T16:00:00Z
              keyturn roll example. --zsk --emergency --reason "stolen, see ticket 42"
            """
    )

    @OptionGroup var named: ZoneArgument

    @Flag(exclusivity: .exclusive)
    var role: RoleFlag

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When the roll begins: 2018-10-11, +30d, now (the default).", valueName: "time"),
        transform: Typed.time
    )
    var start: Instant?

    @Flag(name: .long, help: "Go the shortest way that is safe: the key must go.")
    var emergency = false

    @OptionGroup var why: ReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func validate() throws {
        if emergency, why.reason == nil {
            throw ValidationError("--emergency needs --reason TEXT: it stands in the journal.")
        }
    }

    func run() throws {
        try perform {
            let order = RollOrder(
                zone: named.zone,
                role: role.role,
                start: start,
                isEmergency: emergency,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.roll(order))
        }
    }
}

/// `keyturn abort`.
struct AbortCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort",
        abstract: "Go back from a roll, the safe way.",
        discussion: """
            Before the new key has taken over, it goes again. After that the old key takes over once more, as long as \
            it was not revoked and caches can still find it. Both by the waits that any key has; the answer has the \
            steps. Where there is no way back, the answer says why (exit status 3).

            Example:
              keyturn abort example. --reason "the registry cannot take the new DS"
              keyturn abort example. --zsk --reason "wrong algorithm"
            """
    )

    @OptionGroup var named: ZoneArgument

    @Flag(exclusivity: .exclusive)
    var role: RoleFlag?

    @Option(
        name: .long,
        help: ArgumentHelp("The roll that this key is a part of.", valueName: "keytag"),
        completion: DaemonCompletion.tag,
        transform: Typed.tag
    )
    var key: UInt16?

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func validate() throws {
        if role != nil, key != nil { throw ValidationError("expected a role or --key, not both") }
    }

    func run() throws {
        try perform {
            let subject = key.map { AbortOrder.Subject.key($0) } ?? role.map { .role($0.role) }
            let order = AbortOrder(zone: named.zone, subject: subject, reason: why.reason)
            try Conversation(socket: socket, isJSON: json.json).act(.abort(order))
        }
    }
}
