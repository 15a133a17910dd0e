import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Planning
import Timeline
import Wording

// Rolls that people begin, and go back from.
extension ZoneEngine {
    /// How far ahead the steps of a way back are looked for.
    private static let reach = Interval.days(800)

    // MARK: - Forward

    /// Starts a roll, now or later.
    ///
    /// A roll that is ordered or under way already is not ordered twice: the answer tells of the first.
    func roll(_ order: RollOrder, by person: String, actor: JournalActor) throws(ControlFailure)
        -> ActionReport
    {
        let (ring, policy) = try ready()
        guard policy.effective(at: now).keys.contains(where: { $0.role == order.role }) else {
            throw ControlFailure(.noRole(order.role, policy: policy.name), of: zone)
        }
        if let first = earlier(order, ring) { return repetition(first, order, ring, policy) }
        let lost = lostKeys(ring).filter { $0.role == order.role }
        let signers = Set(ring.plan.keySigners + ring.plan.zoneSigners)
        let needed = lost.filter { signers.contains($0.id) }
        if let key = needed.first, !order.isEmergency { throw needsEmergency(key, ring) }
        let start = max(order.start ?? now, now)
        let request = RollRequest(
            role: order.role,
            start: start,
            isEmergency: order.isEmergency,
            reason: order.reason,
            user: person,
            at: now
        )
        let replaced = ring.rollRequests.first { $0.role == order.role }
        var after = ring.recording(.rollRequested(request))
        if order.isEmergency { for key in lost { after[key.id]?.isLost = true } }
        try carryOut(
            after,
            OrderLine.roll(request),
            actor,
            [
                "role": .string(order.role.rawValue), "start": .string(start.description),
                "emergency": .bool(order.isEmergency), "reason": order.reason.map { .string($0) } ?? nil,
                "replaces": replaced.map { .string($0.start.description) } ?? nil,
                "lost": .array(needed.map { .integer(Int64($0.id.rawValue)) }),
            ],
            order.isEmergency ? .warning : .notice
        )
        // The answer to an emergency names the new key: it is made at once.
        if order.isEmergency, start <= now { decideWithKeys() }
        var outcome = RollOutcome(
            kind: .ordered,
            role: order.role,
            order: request,
            replaced: replaced?.start
        )
        var risks: [StepRisk] = []
        for key in needed {
            let (loss, more) = try goOn(without: key, request, person, actor)
            outcome.losses.append(loss)
            risks += more
        }
        var report = outlook(outcome, self.ring ?? after, policy)
        report.risks = risks.map(\.status)
        return report
    }

    /// A roll that the same order was given for before, and nothing has come between.
    private func earlier(_ order: RollOrder, _ ring: KeyRing) -> EarlierRoll? {
        if let request = ring.rollRequests.first(where: { $0.role == order.role }) {
            let isSame =
                request.isEmergency == order.isEmergency
                && (order.start.map { max($0, now) == max(request.start, now) } ?? (request.start <= now))
            return isSame ? .ordered(request) : nil
        }
        guard order.start.map({ $0 <= now }) ?? true else { return nil }
        let mine = ring.keys.filter { $0.role == order.role && !$0.isGone && $0.goal != .standby }
        let coming = mine.filter { $0.goal == .active }
        guard mine.count > 1, let newest = coming.last(where: { $0.predecessor != nil }) else { return nil }
        // An emergency hurries a roll that is under way, and does not wait for one that is nearly over.
        if order.isEmergency { return coming.count > 1 && newest.isUrgent ? .underWay(newest) : nil }
        return .underWay(newest)
    }

    /// Says that nothing new was ordered, and tells the dates of the roll that was.
    private func repetition(
        _ first: EarlierRoll,
        _ order: RollOrder,
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> ActionReport {
        let outcome =
            switch first {
            case .ordered(let earlier):
                RollOutcome(kind: .orderedBefore, role: order.role, order: earlier)
            case .underWay(let key):
                RollOutcome(
                    kind: .underWay,
                    role: order.role,
                    order: key.order,
                    key: ring.reference(to: key.id)
                )
            }
        return outlook(outcome, ring, policy)
    }

    /// What a roll will do, and in an emergency what a person may do to be faster.
    private func outlook(_ outcome: RollOutcome, _ ring: KeyRing, _ policy: DNSSECPolicy) -> ActionReport {
        let roll = RollOutlook(of: outcome.role, ring, policy, at: now)
        var outcome = outcome
        (outcome.end, outcome.isUrgent) = (roll.end, roll.isEmergency)
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .roll(outcome),
            steps: roll.steps,
            assumptions: ForecastAssumptions().mattering(policy, ring, to: outcome.role),
            shortcuts: roll.isEmergency ? Shortcuts(of: outcome.role, ring, policy, at: now).list : []
        )
    }

    // MARK: - Back

    /// Goes back from a roll, the safe way.
    func abort(_ order: AbortOrder, by person: String, actor: JournalActor) throws(ControlFailure)
        -> ActionReport
    {
        let (ring, policy) = try ready()
        let role = try role(of: order.subject, ring)
        let after: KeyRing
        do throws(Refusal) {
            after = try Timeline.abort(role, policy, ring, by: person, reason: order.reason, at: now)
        } catch {
            throw error.failure(of: nil, role, now: now, in: ring)
        }
        guard after != ring else {
            throw Refusal.nothingToAbort(role).failure(of: nil, role, now: now, in: ring)
        }
        try carryOut(
            after,
            OrderLine.abort(role),
            actor,
            ["abort": .string(role.rawValue), "reason": .string(order.reason)]
        )
        let changed = Set(after.keys.filter { $0 != ring[$0.id] }.map(\.id))
        let forecast = Forecast(policy, after, from: now, until: now + Self.reach)
        let steps = stepsBack(changed, forecast)
        let leaving = after.keys.filter { changed.contains($0.id) && $0.goal == .retired }
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .aborted(role, leaving: leaving.compactMap { ring.reference(to: $0.id) }),
            steps: steps.map { PlanEvent($0, in: forecast.ring, policy: policy, among: steps) }
        )
    }

    /// The steps of some keys until the first of another key's next roll.
    private func stepsBack(_ keys: Set<ManagedKey.ID>, _ forecast: Forecast) -> [TimelineEvent] {
        let next = forecast.events.firstIndex { $0.phase == .generate && !keys.contains($0.key) }
        return forecast.events[..<(next ?? forecast.events.endIndex)].filter { keys.contains($0.key) }
    }

    /// The role whose roll a person means.
    private func role(of subject: AbortOrder.Subject?, _ ring: KeyRing) throws(ControlFailure) -> KeyRole {
        switch subject {
        case .role(let role): return role
        case .key(let tag): return try living(tag, ring).role
        case nil: break
        }
        let rolling = KeyRole.allCases.filter { role in
            ring.rollRequests.contains { $0.role == role }
                || ring.keys.count { $0.role == role && !$0.isGone && $0.goal != .standby } > 1
        }
        if let only = rolling.first, rolling.count == 1 { return only }
        throw ControlFailure(rolling.isEmpty ? .noRoll : .severalRolls(rolling), of: zone)
    }
}

/// A roll that was ordered before and has not come to its end.
private enum EarlierRoll {
    /// It has not begun.
    case ordered(RollRequest)
    /// Its new key is there, or is being made.
    case underWay(ManagedKey)
}
