import ArgumentParser
import ControlProtocol
import DNSSECModel

/// `keyturn advance`.
struct AdvanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Take a key's next step now, ahead of its schedule.",
        discussion: """
            The schedule gives way to you; the caches of the world do not. A step that some cache is not ready for is \
            refused (exit status 3), with the rule that it would break and the earliest time at which it is safe.

            --force takes such a step all the same and tells which caches can fail, and until when. It needs --reason, \
            which stands in the journal. A zone that is broken in itself is never made, not even by force.

            Example:
              keyturn advance example. 12345 sign
              keyturn advance example. 12345 remove --force --reason "key lost, see ticket 42"
            """
    )

    @OptionGroup var named: ZoneArgument

    @Argument(
        help: ArgumentHelp("The key's tag, plain or revoked.", valueName: "keytag"),
        completion: DaemonCompletion.tag,
        transform: Typed.tag
    )
    var key: UInt16

    @Argument(help: ArgumentHelp("The step: publish, sign, submit-ds, revoke or remove.", valueName: "phase"))
    var phase: OrderedPhase

    @Flag(name: .long, help: "Take the step even if caches can break.")
    var force = false

    @Option(name: .long, help: ArgumentHelp("Why, for the journal.", valueName: "text"))
    var reason: String?

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func validate() throws {
        if force, reason?.isEmpty ?? true {
            throw ValidationError("--force needs --reason TEXT: it stands in the journal.")
        }
    }

    func run() throws {
        try perform {
            let order = AdvanceOrder(
                zone: named.zone,
                tag: key,
                phase: phase.phase,
                force: force,
                reason: reason
            )
            try Conversation(socket: socket, isJSON: json.json).act(.advance(order))
        }
    }
}
