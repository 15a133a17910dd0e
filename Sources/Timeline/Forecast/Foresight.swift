public import DNSSECModel

// What the forecast says of steps that wait: the one truth for "at the earliest", and for who must act.
extension Forecast {
    /// The step that a wait is about, as it will be taken; nil if the forecast does not reach it.
    public func step(of hold: Hold) -> TimelineEvent? {
        events.first { $0.isAwaited(in: hold) }
    }

    /// A wait with the reason that holds its step up last.
    ///
    /// Behind a wait that has an end there may be another one: hours that have not begun, a rule, a person. What a person
    /// holds goes on being named as long as it lasts.
    public func foreseen(_ hold: Hold) -> Hold {
        if case .manual = hold.reason { return hold }
        guard let until = hold.until, let event = step(of: hold) else { return hold }
        var hold = hold
        // A roll to a key that stands by begins with its signing.
        if hold.key == nil, event.phase == .sign { (hold.key, hold.phase) = (event.key, event.phase) }
        if event.at != until, let last = event.reason { hold.reason = last }
        return hold
    }
}

extension TimelineEvent {
    /// True if this is the step that a wait is about.
    func isAwaited(in hold: Hold) -> Bool {
        guard role == hold.role else { return false }
        if let id = hold.key { return phase == hold.phase && key == id }
        // A scheduled roll is to a successor, which may be there already; other new keys follow nobody.
        if predecessor != nil { return phase == .generate || phase == .sign }
        switch hold.reason {
        case .policy, .ordered: return false
        default: return phase == .generate
        }
    }
}

extension ForecastAssumptions {
    /// A world in which nobody but the daemon does anything.
    public static let nobodyActs = ForecastAssumptions(dsDelay: .days(36_500), approvalDelay: .days(36_500))
}

/// Who or what a step waits for in the end, whatever it waits for at present.
public enum StepBlocker: Hashable, Sendable {
    /// Nobody: it comes by itself.
    case nobody
    /// The parent must show or drop a DS.
    case parent
    /// These people must approve it, or a step before it.
    case approvers([Principal])
    /// A person holds it, or a step before it.
    case holder
    /// Nothing that anybody does brings it: the policy does not let it come.
    case policy
}

extension Timeline {
    /// How far ahead the next step is looked for, behind the waits that are known.
    private static let outlook = Interval.days(400)

    /// The first step of all that wait for a time, with the reason that holds it up last; nil if none waits for a time.
    public static func next(
        of holds: [Hold],
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> Hold? {
        let timed = holds.filter { $0.until != nil }
        guard let last = timed.compactMap(\.until).max() else { return nil }
        let isNext = { (event: TimelineEvent) in timed.contains { event.isAwaited(in: $0) } }
        let forecast = Forecast(policy, ring, from: now, until: last + outlook) { $0.contains(where: isNext) }
        let event = forecast.events.first(where: isNext)
        return event.flatMap { event in timed.first { event.isAwaited(in: $0) } }.map(forecast.foreseen)
            ?? timed.min { ($0.until ?? now) < ($1.until ?? now) }
    }

    /// Who must act before a step that waits can be taken.
    ///
    /// - Parameters:
    ///   - hold: The wait.
    ///   - alone: The forecast of the same ring in a world in which nobody acts.
    /// - Returns: Whom it waits for now, or else whom it will be stuck at.
    public static func blocker(of hold: Hold, in alone: Forecast) -> StepBlocker {
        if let blocker = hold.reason.blocker { return blocker }
        if alone.step(of: hold) != nil || hold.until.map({ $0 > alone.reached }) ?? false { return .nobody }
        let own = alone.holds.filter { $0.key == hold.key && $0.role == hold.role && $0.phase == hold.phase }
        return (own + alone.holds).lazy.compactMap(\.reason.blocker).first ?? .policy
    }
}

extension HoldReason {
    /// Whom the wait itself is for; nil if it ends by itself or with another step.
    fileprivate var blocker: StepBlocker? {
        switch self {
        case .manual: .holder
        case .gate(.approval(_, _, let people, _)): .approvers(people)
        case .gate(.condition(.dsSeen)), .observation(.dsSeen), .observation(.dsGone): .parent
        case .policy, .ordered, .time, .chainOfTrust, .queued, .gate, .observation: nil
        }
    }
}
