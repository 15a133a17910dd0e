import ArgumentParser
import ControlProtocol
import DNSSECModel

/// The zone and the step that a person decides on.
struct GateArguments: ParsableArguments {
    @OptionGroup var named: ZoneArgument

    @Argument(
        help: ArgumentHelp(
            "The step: sign, KEYTAG/sign, ksk/submit-ds, ...; without key that which waits.",
            valueName: "gate"
        ),
        transform: Typed.gate
    )
    var gate: GateName
}

extension Typed {
    /// A step behind a gate.
    static func gate(_ text: String) throws -> GateName {
        guard let gate = GateName(text: text) else {
            throw ValidationError(
                "`\(text)` is no gate; expected such as sign, 20326/revoke or ksk/submit-ds"
            )
        }
        return gate
    }
}

/// `keyturn approve`.
struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a step behind a policy gate.",
        discussion: """
            The policy names who may, and how many must. The daemon knows you by the user that you are on this \
            machine; anyone else is refused (exit status 77). An approval ends after the time that the policy \
            gives it. Approving again begins that time anew, and takes back a refusal of yours.

            Example:
              keyturn approve example. sign
              keyturn approve example. 20326/revoke --reason "resolvers follow the new key"
            """
    )

    @OptionGroup var arguments: GateArguments

    @OptionGroup var why: ReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = VoteOrder(
                zone: arguments.named.zone,
                gate: arguments.gate,
                approves: true,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.vote(order))
        }
    }
}

/// `keyturn refuse`.
struct RefuseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse",
        abstract: "Refuse a step behind a policy gate.",
        discussion: """
            Earlier approvals no longer count. The gate opens when you approve, or when as many as the policy \
            wants approve after you.

            Example:
              keyturn refuse example. ksk/sign --reason "7 % of resolvers still know the old key only"
            """
    )

    @OptionGroup var arguments: GateArguments

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = VoteOrder(
                zone: arguments.named.zone,
                gate: arguments.gate,
                approves: false,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.vote(order))
        }
    }
}
