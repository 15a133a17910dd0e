import ArgumentParser
import ControlProtocol
import DNSSECModel

/// Whose steps: a zone's, or those of all zones with a policy.
struct TargetOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The zone.", valueName: "zone"),
        completion: DaemonCompletion.zone,
        transform: Typed.zoneName
    )
    var zone: Name?

    @Option(
        name: .long,
        help: ArgumentHelp("All zones with this policy, instead of one zone.", valueName: "name")
    )
    var policy: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Only this key.", valueName: "keytag"),
        completion: DaemonCompletion.tag,
        transform: Typed.tag
    )
    var key: UInt16?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only this step: generate, publish, sign, submit-ds, withdraw-ds, retire, revoke or remove.",
            valueName: "phase"
        ),
        transform: Typed.heldPhase
    )
    var phase: KeyStep?

    func validate() throws {
        guard (zone == nil) != (policy == nil) else {
            throw ValidationError("expected either a zone or --policy NAME")
        }
        if policy != nil, key != nil {
            throw ValidationError("a key belongs to one zone: --key goes with a zone, not with --policy")
        }
    }

    var target: OrderTarget { zone.map { .zone($0) } ?? .policy(policy ?? "") }
}

extension Typed {
    /// A step that may be held.
    static func heldPhase(_ text: String) throws -> KeyStep {
        guard let phase = KeyStep(rawValue: text.lowercased()), HoldOrder.phases.contains(phase) else {
            let list = HoldOrder.phases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("`\(text)` is no step that can wait; expected one of \(list)")
        }
        return phase
    }

    /// A reason that says something.
    static func reason(_ text: String) throws -> String {
        guard !text.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason is empty") }
        return text
    }
}

/// `keyturn hold`.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Let steps of keys wait, until a date or until they are released.",
        discussion: """
            Signing goes on with the keys in use. The answer shows which dates move and what that costs. A hold stays \
            through restarts, and stands in status, explain, plan and history with your name and reason. A second hold \
            of the same key and step takes the place of the first.

            Example:
              keyturn hold example. --phase sign --until 2018-10-11T16:00:00Z --reason "resolvers are not ready"
              keyturn hold --policy default --reason "change freeze"
            """
    )

    @OptionGroup var target: TargetOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Until when; without it until it is released.", valueName: "time"),
        transform: Typed.time
    )
    var until: Instant?

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = HoldOrder(
                target: target.target,
                tag: target.key,
                phase: target.phase,
                until: until,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.hold(order))
        }
    }
}

/// `keyturn postpone`.
struct PostponeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postpone",
        abstract: "Let steps of keys wait until a new date.",
        discussion: """
            The same as hold, with a date. What was held until another date of the same key and step is held until \
            this one.

            Example:
              keyturn postpone example. --phase sign --until 2018-10-11T16:00:00Z --reason "resolvers are not ready"
            """
    )

    @OptionGroup var target: TargetOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The new date.", valueName: "time"),
        transform: Typed.time
    )
    var until: Instant

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = HoldOrder(
                target: target.target,
                tag: target.key,
                phase: target.phase,
                until: until,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.hold(order))
        }
    }
}

/// `keyturn release`.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release a hold.",
        discussion: """
            Without --key and --phase all holds of the zone are released; with them, those of that key and that step. \
            The answer shows which dates move.

            Example:
              keyturn release example. --phase sign --reason "resolvers are ready"
            """
    )

    @OptionGroup var target: TargetOptions

    @OptionGroup var why: ReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            let order = ReleaseOrder(
                target: target.target,
                tag: target.key,
                phase: target.phase,
                reason: why.reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.release(order))
        }
    }
}
