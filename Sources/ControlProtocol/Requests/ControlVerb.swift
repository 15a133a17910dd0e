/// The words of the control protocol: the last part of a request's path, and what people type behind `keyturn`.
///
/// A new command begins here, with one case. Every switch over the words is exhaustive, so the compiler names each
/// place that does not know the new one yet.
public enum ControlVerb: String, Hashable, Sendable, CaseIterable {
    /// Where zones stand.
    case status
    /// What will happen.
    case plan
    /// Why each step waits.
    case explain
    /// Begin a roll.
    case roll
    /// Take a key's next step ahead of its schedule.
    case advance
    /// Let steps wait.
    case hold
    /// Release a hold.
    case release
    /// Go back from a roll.
    case abort
    /// Approve a step behind a gate.
    case approve
    /// Refuse a step behind a gate.
    case refuse
    /// What the parent needs.
    case ds
    /// All the parent's servers show a DS.
    case dsSeen = "ds-seen"
    /// None of the parent's servers shows a DS any more.
    case dsGone = "ds-gone"
    /// The keys of a zone.
    case keys
    /// The journal of a zone.
    case history
    /// Read configuration, policies and zone files again.
    case reload
    /// Believe the clock as it is.
    case clock
    /// Take the newest state that is known of a zone.
    case recover
    /// Publish what guards hold back.
    case publish
}

extension ControlVerb {
    /// What a request with this word is answered with.
    enum AnswerForm {
        case status
        case plan
        case explanation
        case ds
        case keys
        case history
        /// What an order has done.
        case action
        case reload
        case clock
    }

    var answer: AnswerForm {
        switch self {
        case .status: .status
        case .plan: .plan
        case .explain: .explanation
        case .ds: .ds
        case .keys: .keys
        case .history: .history
        case .roll, .advance, .hold, .release, .abort, .approve, .refuse, .dsSeen, .dsGone, .recover,
            .publish:
            .action
        case .reload: .reload
        case .clock: .clock
        }
    }

    /// True if the request changes something.
    public var isCommand: Bool { answer == .action || answer == .reload || answer == .clock }
}
