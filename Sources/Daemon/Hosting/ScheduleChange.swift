import ControlProtocol
import DNSSECModel
import Planning
import Timeline
import Wording

/// What becomes of a zone's schedule when its ring changes: which steps move, and what that costs.
struct ScheduleChange {
    /// How far ahead the schedules are compared: a yearly roll and a month.
    private static let reach = Interval.days(400)

    /// The steps with another date, those that were due first first.
    let moves: [StepMove]
    /// What the change costs.
    let costs: [ScheduleCost]

    /// The same step in two schedules.
    private struct StepName: Hashable {
        var role: KeyRole
        /// The key's place among the keys of its role: the numbers of keys to come may differ.
        var place: Int
        var phase: KeyStep
        /// How often the key has taken such a step before.
        var repetition: Int
    }

    private struct Schedule {
        let forecast: Forecast
        let steps: [StepName: TimelineEvent]

        init(_ policy: DNSSECPolicy, _ ring: KeyRing, from now: Instant, until end: Instant) {
            let forecast = Forecast(policy, ring, from: now, until: end)
            var places: [ManagedKey.ID: Int] = [:]
            var counts: [KeyRole: Int] = [:]
            for key in forecast.ring.keys.sorted(by: { $0.id < $1.id }) {
                places[key.id] = counts[key.role, default: 0]
                counts[key.role, default: 0] += 1
            }
            var steps: [StepName: TimelineEvent] = [:]
            for event in forecast.events {
                var name = StepName(
                    role: event.role,
                    place: places[event.key] ?? 0,
                    phase: event.phase,
                    repetition: 0
                )
                while steps[name] != nil { name.repetition += 1 }
                steps[name] = event
            }
            self.forecast = forecast
            self.steps = steps
        }

        func time(of phase: KeyStep, of key: ManagedKey.ID) -> Instant? {
            forecast.events.first { $0.key == key && $0.phase == phase }?.at
        }
    }

    /// Compares what will happen to two rings.
    init(_ policy: DNSSECPolicy, from before: KeyRing, to after: KeyRing, at now: Instant) {
        let dates = (before.operatorHolds + after.operatorHolds).compactMap(\.until)
        let end = max(now, dates.max() ?? now) + 2 * Self.reach
        let old = Schedule(policy, before, from: now, until: end)
        let new = Schedule(policy, after, from: now, until: end)
        moves = Self.moves(old, new, until: now + Self.reach)
        costs =
            after.keys.compactMap { Self.lateEnd(of: $0, policy, old, new) }
            + after.votes.compactMap { Self.lapse(of: $0, after, policy, new) }
    }

    /// The steps that move when another policy comes into force, those that come or were due first first.
    static func moves(
        from old: DNSSECPolicy,
        to new: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> [StepMove] {
        let dates = ring.operatorHolds.compactMap(\.until)
        let end = max(now, dates.max() ?? now) + 2 * reach
        return moves(
            Schedule(old, ring, from: now, until: end),
            Schedule(new, ring, from: now, until: end),
            until: now + reach
        )
    }

    // MARK: - Moves

    private static func moves(_ old: Schedule, _ new: Schedule, until end: Instant) -> [StepMove] {
        let names = Set(old.steps.keys).union(new.steps.keys)
        let moved: [(Instant, StepMove)] = names.compactMap { name in
            let (from, to) = (old.steps[name], new.steps[name])
            guard from?.at != to?.at, let first = [from?.at, to?.at].compactMap({ $0 }).min(), first <= end,
                let event = to ?? from
            else { return nil }
            return (first, move(event, from: from?.at, to: to?.at, in: (to == nil ? old : new).forecast))
        }
        return moved.sorted { ($0.0, $0.1.step()) < ($1.0, $1.1.step()) }.map(\.1)
    }

    private static func move(
        _ event: TimelineEvent,
        from: Instant?,
        to: Instant?,
        in forecast: Forecast
    ) -> StepMove {
        let keys = KeyNames(forecast.ring, events: forecast.events)
        return StepMove(
            phase: event.phase,
            key: keys.reference(to: event.key) ?? KeyReference(role: event.role),
            from: from,
            to: to
        )
    }

    // MARK: - Costs

    /// A key whose work ends later than it would have.
    private static func lateEnd(
        of key: ManagedKey,
        _ policy: DNSSECPolicy,
        _ old: Schedule,
        _ new: Schedule
    ) -> ScheduleCost? {
        guard key.goal == .active, let planned = old.time(of: .retire, of: key.id) else { return nil }
        let end = new.time(of: .retire, of: key.id)
        guard end.map({ $0 > planned }) ?? true else { return nil }
        let keyPolicy = policy.keys.first { $0.role == key.role && $0.calendar == nil }
        let zone = new.forecast.ring.zone
        let due = key.activated.flatMap { keyPolicy?.lifetimeEnd(from: $0, in: zone) }
        let lifetime = key.activated.flatMap { keyPolicy?.lifetimeText(from: $0, in: zone) }
        return .lateEnd(
            LateEnd(
                key: new.forecast.ring.reference(to: key.id) ?? KeyReference(role: key.role),
                planned: planned,
                end: end,
                due: due,
                lifetime: lifetime,
                isEmergency: key.isBeingReplacedUrgently(in: new.forecast.ring)
            )
        )
    }

    /// An approval that no longer counts when its step comes.
    private static func lapse(
        of vote: GateVote,
        _ ring: KeyRing,
        _ policy: DNSSECPolicy,
        _ new: Schedule
    ) -> ScheduleCost? {
        guard vote.isApproval, let end = policy.end(of: vote, in: ring),
            !ring.hasTaken(vote.phase, of: vote.key),
            new.time(of: vote.phase, of: vote.key).map({ $0 >= end }) ?? true
        else { return nil }
        return ring.reference(to: vote.key).map { .lapsedApproval($0, vote.phase, user: vote.user, end: end) }
    }
}

extension ManagedKey {
    /// True if a key of an emergency roll follows it.
    fileprivate func isBeingReplacedUrgently(in ring: KeyRing) -> Bool {
        ring.keys.contains { $0.predecessor == id && $0.isUrgent }
    }
}

extension DNSSECPolicy {
    /// Until when a vote counts; `nil` if no gate asks for it.
    ///
    /// A refusal has no end.
    func end(of vote: GateVote, in ring: KeyRing) -> Instant? {
        guard vote.isApproval, let role = ring[vote.key]?.role else { return nil }
        let validities = gates(before: vote.phase, of: role).compactMap(\.approval)
            .filter { vote.isBy(oneOf: $0.approvers) }.map(\.validity)
        return validities.min().map { vote.at + $0 }
    }
}
