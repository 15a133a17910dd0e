public import DNSSECModel

/// Whether the keys of a plan go on to roll: the other half of a proof.
///
/// Each key with a lifetime or a calendar has a successor that takes over, each key that was to come is at work, and each
/// that was to go has gone. A step may wait for as long as caches, parents, people, slots and hours can make it wait
/// (`patience`); what waits for longer waits for something that cannot come.
///
/// No stalls, but limits: the end of the forecast, also where it has too many steps; steps that an operator holds;
/// lists of named keys that end; a policy without keys. Approvals are taken as given.
public struct Liveness: Hashable, Sendable {
    /// What never comes, in the order of the keys; empty if all goes on.
    public let stalls: [Stall]
    /// Up to here what is due was looked at.
    public let until: Instant

    /// True if nothing waits for what cannot come.
    public var holds: Bool { stalls.isEmpty }

    /// Looks whether what is due in a forecast comes, however long it may wait.
    ///
    /// - Parameters:
    ///   - forecast: The plan; it is continued until all that is due by its end had time to come.
    ///   - policy: What it followed.
    ///   - start: Its first moment.
    ///   - assumptions: What it takes for granted about the zone and its parent.
    public init(
        beyond forecast: Forecast,
        _ policy: DNSSECPolicy,
        from start: Instant,
        assumptions: ForecastAssumptions = ForecastAssumptions()
    ) {
        let patience = policy.patience(assumptions)
        let future = forecast.continued(until: forecast.reached + patience)
        self.init(of: future, policy, from: start, patience: patience)
    }

    /// Looks at what a forecast came to.
    ///
    /// - Parameters:
    ///   - forecast: The forecast; what is due later than `patience` before its end is not judged.
    ///   - policy: What it followed.
    ///   - start: Its first moment.
    ///   - patience: The longest that a step may wait.
    public init(of forecast: Forecast, _ policy: DNSSECPolicy, from start: Instant, patience: Interval) {
        let last = forecast.reached - patience
        until = max(start, last)
        let judge = StallJudge(forecast, policy, from: start, last: last)
        stalls = last < start ? [] : judge.stalls
    }
}

/// Something of a plan that never comes.
public struct Stall: Hashable, Sendable {
    /// What never comes.
    public var kind: StallKind
    /// The key, if there is one.
    public var key: ManagedKey.ID?
    /// Its role.
    public var role: KeyRole
    /// When it was due.
    public var due: Instant
    /// The step that waits at the end, and why; nil if none is known.
    public var hold: Hold?
}

/// Judges the keys at the end of a forecast.
private struct StallJudge {
    private let ring: KeyRing
    private let holds: [Hold]
    private let policy: DNSSECPolicy
    private let start: Instant
    /// What was due before that moment should have come.
    private let last: Instant

    init(_ forecast: Forecast, _ policy: DNSSECPolicy, from start: Instant, last: Instant) {
        (ring, holds) = (forecast.ring, forecast.holds)
        (self.policy, self.start, self.last) = (policy, start, last)
    }

    var stalls: [Stall] {
        let end = Planner(policy: policy, ring: ring, now: last)
        // Nothing moves then.
        if let anchored = end.anchoredInVain {
            let from = policy.revisions.last { $0.from <= last }?.from ?? start
            return [Stall(kind: .staysSecure, key: anchored.id, role: anchored.role, due: from, hold: nil)]
        }
        let keys = ring.keys.filter { !$0.isGone && !isHeld($0) }
        return keys.compactMap(stall) + missing
    }

    private func stall(_ key: ManagedKey) -> Stall? {
        let found: (kind: StallKind, due: Instant)? =
            switch key.goal {
            case .retired: (.neverLeaves, key.retired ?? key.requested)
            case .standby: key.dnskey.state.isPublished ? nil : (.neverWorks, key.requested)
            case .active where key.activated == nil: (.neverWorks, key.requested)
            case .active: end(of: key).map { (.neverReplaced, $0) }
            }
        guard let found else { return nil }
        let due = max(found.due, lastDate(of: key))
        guard due < last else { return nil }
        return Stall(kind: found.kind, key: key.id, role: key.role, due: due, hold: hold(of: key))
    }

    /// When a key that works should end its work; nil = by hand only.
    private func end(of key: ManagedKey) -> Instant? {
        guard let activated = key.activated else { return nil }
        let asked = [
            ring.keys.last { $0.predecessor == key.id }.map {
                max($0.requested, $0.takeover ?? $0.requested)
            },
            ring.rollRequests.first { $0.role == key.role }?.start,
        ]
        let effective = policy.effective(at: last)
        guard let rule = effective.keys.first(where: { $0.family == key.family })
        else {
            return effective.keys.isEmpty ? nil : policy.revisions.last { $0.from <= last }?.from ?? start
        }
        let calendar = policy.calendar ?? SlotCalendar()
        let turn = rule.calendar?.every.map {
            CalendarTime(calendar.period(of: activated)).adding(months: $0)
        }
        return (asked + [rule.lifetime.map { activated + $0 }, turn]).compactMap(\.self).min()
    }

    /// The last date that the policy has for a step of a key, or to which it has put one off.
    private func lastDate(of key: ManagedKey) -> Instant {
        let known = policy.allKeys.filter { $0.role == key.role }.flatMap(\.known)
        let postponed = policy.postponements.filter { $0.role == key.role }.map(\.until)
        let dates = known.flatMap { $0.dates.values } + postponed
        return dates.max() ?? key.takeover ?? key.requested
    }

    /// True if an operator holds steps of a key, or of the next one.
    private func isHeld(_ key: ManagedKey) -> Bool {
        ring.operatorHolds.contains { hold in
            (hold.key ?? key.id) == key.id && (hold.role ?? key.role) == key.role
                && (hold.until ?? .never) > last
        }
    }

    /// Roles of the policy that have no key though none is to come any more.
    private var missing: [Stall] {
        let effective = policy.effective(at: last)
        let from = policy.revisions.last { $0.from <= last }?.from ?? start
        guard from < last, ring.operatorHolds.isEmpty else { return [] }
        return effective.keys.filter { rule in
            !ring.keys.contains {
                $0.family == rule.family && $0.goal == .active
            }
        }
        .map { rule in
            let hold = holds.first { $0.key == nil && $0.role == rule.role }
            return Stall(kind: .noKey, key: nil, role: rule.role, due: from, hold: hold)
        }
    }

    /// What the key, or else the one that follows it, waits for.
    private func hold(of key: ManagedKey) -> Hold? {
        let successor = ring.keys.last { $0.predecessor == key.id }
        return holds.first { $0.key == successor?.id && $0.key != nil } ?? holds.first { $0.key == key.id }
            ?? holds.first { hold in
                hold.role == key.role && (hold.key.map { ring[$0]?.goal == .standby } ?? true)
            }
    }
}
