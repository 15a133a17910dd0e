/// What in a policy keeps keys from rolling: the keys roll without it.
public enum StallCause: String, Hashable, Sendable, CaseIterable {
    /// The hours of gates before steps that come at one moment never meet.
    case windows
    /// Slots of steps that come at one moment never meet.
    case slots
    /// Slots and hours never meet.
    case slotsAndWindows = "slots-and-windows"
    /// A condition of a gate cannot be met at that step.
    case conditions
    /// More people must agree than may.
    case approvals
    /// Validators follow the keys of one time by RFC 5011, and those of another leave it out.
    case anchors
    /// Standby keys that the method of rolling has no use for.
    case standby
    /// The method of rolling.
    case method
}

extension StallCause {
    /// What to expect in its place, for a sentence that begins with what never comes.
    var text: String {
        switch self {
        case .windows:
            "the hours of the gates before steps that come at one moment never meet; expected hours that do"
        case .slots:
            "the slots of steps that come at one moment never meet; expected the same slots, or slots that meet"
        case .slotsAndWindows:
            "the slots of its calendar and the hours of gates never meet; expected slots and hours that do"
        case .conditions:
            "a condition of a gate cannot be met before that step; expected it before a later step"
        case .approvals: "a gate wants more approvals than there are people who may give them"
        case .anchors:
            "validators follow its keys by RFC 5011, and would have no trust anchor among keys without it; expected "
                + "`rfc5011` in every revision"
        case .standby: "its standby keys stand in the way; expected `standby: 0`"
        case .method: "its method of rolling stands in the way; expected `double-signature`"
        }
    }
}
