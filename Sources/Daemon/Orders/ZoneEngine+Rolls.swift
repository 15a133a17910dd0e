import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Planning
import Timeline
import Wording

// Rolls that people begin, and go back from.
extension ZoneEngine {
    /// So far ahead the steps of a roll are told.
    private static let reach = Interval.days(800)

    // MARK: - Forward

    /// Starts a roll, now or later.
    func roll(_ order: RollOrder, actor: JournalActor) throws(ControlFailure) -> ActionReport {
        let (ring, policy) = try ready()
        guard policy.effective(at: now).keys.contains(where: { $0.role == order.role }) else {
            throw ControlFailure(.badRequest, "policy \(policy.name) has no \(order.role)")
        }
        let start = order.start ?? now
        let request = RollRequest(
            role: order.role,
            start: start,
            isEmergency: order.isEmergency,
            reason: order.reason
        )
        let after = ring.recording(.rollRequested(request))
        let kind = order.isEmergency ? "emergency roll" : "roll"
        try carryOut(
            after,
            "\(kind) of the \(order.role) ordered for \(start)",
            actor,
            [
                "role": .string(order.role.rawValue), "start": .string(start.description),
                "emergency": .bool(order.isEmergency), "reason": order.reason.map { .string($0) } ?? nil,
            ]
        )
        guard order.isEmergency else {
            return ActionReport(zone: zone, time: now, done: "the \(order.role) rolls from \(start) on")
        }
        return emergency(order.role, start, after, policy)
    }

    /// What an emergency roll will do, and what a person may do to be faster.
    private func emergency(
        _ role: KeyRole,
        _ start: Instant,
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> ActionReport {
        let forecast = Forecast(policy, ring, from: now, until: max(start, now) + Self.reach)
        let old = Set(ring.keys.filter { $0.role == role && !$0.isGone && $0.goal != .standby }.map(\.id))
        let new = Set(forecast.ring.keys.filter { $0.isUrgent && $0.role == role }.map(\.id))
        let steps = forecast.events.filter { old.contains($0.key) || new.contains($0.key) }
        let last = steps.lastIndex { old.contains($0.key) && $0.phase == .remove }
        let roll = last.map { Array(steps[...$0]) } ?? steps.filter { new.contains($0.key) }
        let end = last.map { "; the old key is out of the zone at \(steps[$0].at)" } ?? ""
        return ActionReport(
            zone: zone,
            time: now,
            done: "the \(role) rolls from \(start) on, by the shortest way that is safe\(end)",
            steps: roll.map { PlanEvent($0, in: forecast.ring, policy: policy, among: roll) },
            shortcuts: Shortcuts(of: role, ring, policy, at: max(start, now)).list
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
            throw error.failure("the roll of the \(role)", nil, now: now, ring: ring)
        }
        guard after != ring else {
            throw ControlFailure(.refused, "no roll of the \(role) is under way or ordered")
        }
        try carryOut(
            after,
            "roll of the \(role) aborted",
            actor,
            ["abort": .string(role.rawValue), "reason": .string(order.reason)]
        )
        let changed = Set(after.keys.filter { $0 != ring[$0.id] }.map(\.id))
        let forecast = Forecast(policy, after, from: now, until: now + Self.reach)
        let steps = stepsBack(changed, forecast)
        let names = KeyNames(ring)
        let leaving = after.keys.filter { changed.contains($0.id) && $0.goal == .retired }.map {
            names[$0.id]
        }
        let what = leaving.isEmpty ? "" : ": \(leaving.joined(separator: ", ")) goes again"
        return ActionReport(
            zone: zone,
            time: now,
            done: "the roll of the \(role) is aborted\(what)",
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
        let choice = rolling.map { "--\($0.rawValue)" }.joined(separator: ", ")
        throw ControlFailure(
            rolling.isEmpty ? .refused : .badRequest,
            rolling.isEmpty ? "no roll is under way or ordered" : "several rolls are under way; say \(choice)"
        )
    }
}

/// The steps of a roll that can be forced before their time, and what each endangers.
struct Shortcuts {
    /// In the order of the schedule.
    let list: [Shortcut]

    /// Looks what could be forced at a moment; nothing is.
    init(of role: KeyRole, _ ring: KeyRing, _ policy: DNSSECPolicy, at now: Instant) {
        // What happens at this very moment anyway, keys that are made included.
        let base = Forecast(
            policy,
            ring,
            from: now,
            until: now,
            assumptions: ForecastAssumptions(approvalDelay: .days(36500))
        )
        let schedule = Forecast(policy, ring, from: now, until: now + .days(400))
        let names = KeyNames(base.ring, events: base.events)
        var list: [Shortcut] = []
        for event in schedule.events where event.role == role && event.at > now {
            guard AdvanceOrder.phases.contains(event.phase), base.ring[event.key] != nil,
                !list.contains(where: { $0.phase == event.phase && $0.key.id == event.key.rawValue }),
                let forced = try? Timeline.take(
                    event.phase,
                    of: event.key,
                    policy,
                    base.ring,
                    at: now,
                    force: true
                )
            else { continue }
            let tag = ring[event.key]?.tag.map(String.init)
            let force = forced.risks.isEmpty ? "" : " --force --reason TEXT"
            list.append(
                Shortcut(
                    phase: event.phase,
                    key: names.reference(to: event.key) ?? KeyReference(role: role),
                    scheduled: event.at,
                    risks: forced.risks.map(\.status),
                    command: "keyturn advance \(ring.zone) \(tag ?? "KEYTAG") \(event.phase.rawValue)\(force)"
                )
            )
        }
        self.list = list
    }
}
