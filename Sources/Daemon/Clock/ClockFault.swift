public import DNSSECModel

/// Why the wall clock cannot be trusted.
public enum ClockFault: Hashable, Sendable {
    /// It shows a time that is long over.
    case backwards(expected: Instant, found: Instant)
    /// It ran ahead of the clock that cannot be set.
    case forwards(expected: Instant, found: Instant)
    /// The machine was started anew, much time has passed by the wall clock, and nothing confirms it.
    case unconfirmed(lastKnown: Instant, found: Instant)
    /// A zone's own state or signatures are of a time that is still to come.
    case zoneAhead(moment: Instant, found: Instant)
}

extension ClockFault: CustomStringConvertible {
    /// What happened, what pauses, and the way out.
    public var description: String {
        "\(observation); key transitions pause, and \(signing); correct the clock, or, if it is right, confirm it with: "
            + "keyturn clock accept --reason TEXT"
    }

    /// What was seen, without what follows.
    var observation: String {
        switch self {
        case .backwards(let expected, let found):
            "the clock shows \(found), which is before \(expected), the time by what was seen earlier"
        case .forwards(let expected, let found): "the clock jumped ahead to \(found); expected \(expected)"
        case .unconfirmed(let lastKnown, let found):
            "the clock shows \(found), the last time known to be right is \(lastKnown), the machine was started anew since, "
                + "and no time server confirms the clock"
        case .zoneAhead(let moment, let found):
            "the clock shows \(found), and the zone's last step or publication is of \(moment)"
        }
    }

    private var signing: String {
        switch self {
        case .backwards(let expected, _), .forwards(let expected, _):
            "signatures are renewed by the time expected, \(expected) when this was found"
        case .unconfirmed: "what is renewed is valid by both times"
        case .zoneAhead: "signatures are renewed by the clock"
        }
    }
}
