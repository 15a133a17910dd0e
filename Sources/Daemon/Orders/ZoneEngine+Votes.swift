import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Timeline
import Wording

// People approve and refuse steps behind gates.
extension ZoneEngine {
    /// How far ahead a gate may be approved.
    private static let reach = Interval.days(400)

    /// A person approves or refuses a step.
    func vote(_ order: VoteOrder, by peer: Peer, actor: JournalActor) throws(ControlFailure) -> ActionReport {
        let (ring, policy) = try ready()
        let (key, phase) = try step(order.gate, ring, policy)
        let vote = GateVote(
            key: key.id,
            phase: phase,
            isApproval: order.approves,
            user: peer.person,
            groups: peer.groups,
            at: now,
            reason: order.reason
        )
        let approvals = policy.gates(before: phase, of: key.role).compactMap(\.approval)
        guard approvals.contains(where: { vote.isBy(oneOf: $0.approvers) }) else {
            let people = approvals.flatMap(\.approvers).map(\.description)
            let reference = ring.reference(to: key.id, orRole: key.role)
            throw refusal(
                .notAllowed,
                StepRefusal(kind: .mayNotDecide, key: reference, phase: phase, people: people)
            )
        }
        let after = ring.recording(.voted(vote))
        let reference = ring.reference(to: key.id, orRole: key.role)
        try carryOut(
            after,
            OrderLine.vote(phase, of: reference, approves: order.approves),
            actor,
            [
                "vote": .string(order.approves ? "approve" : "refuse"),
                "key": .integer(Int64(key.id.rawValue)), "phase": .string(phase.rawValue),
                "user": .string(vote.user), "groups": .array(vote.groups.map { .string($0) }),
                "reason": order.reason.map { .string($0) } ?? nil,
            ]
        )
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .voted(outcome(of: vote, reference, after, policy)),
            costs: ScheduleChange(policy, from: ring, to: after, at: now).costs
        )
    }

    // MARK: - Which step

    /// The step that a person means.
    private func step(
        _ gate: GateName,
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) throws(ControlFailure) -> (ManagedKey, KeyStep) {
        let keys = try gate.tag.map { tag throws(ControlFailure) in [try living(tag, ring)] } ?? ring.keys
        let meant = keys.filter { !$0.isGone && (gate.role ?? $0.role) == $0.role }
        let guarded = meant.flatMap { key in
            policy.gatedPhases(gate.phase, of: key.role).map { (key, $0) }
        }
        guard !guarded.isEmpty else { throw noGate(gate, policy) }
        let steps = waitingSteps(guarded, ring, policy)
        if let only = steps.first, steps.count == 1 { return only }
        guard !steps.isEmpty else {
            throw ControlFailure(.nothingAtGate(gate, within: Self.reach), of: zone)
        }
        let names = steps.compactMap { key, phase in key.tag.map { GateName(phase: phase, tag: $0) } }
        throw ControlFailure(.severalAtGate(gate, steps: names), of: zone)
    }

    /// Those of some steps that wait at their gates; where none does, those that will come to them.
    private func waitingSteps(
        _ steps: [(ManagedKey, KeyStep)],
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> [(ManagedKey, KeyStep)] {
        let waiting = Timeline.advance(policy, ring, at: now).holds
        let now = steps.filter { step in
            waiting.contains { $0.key == step.0.id && policy.approvalPhase(of: $0) == step.1 }
        }
        if !now.isEmpty { return now }
        let forecast = Forecast(policy, ring, from: self.now, until: self.now + Self.reach)
        return steps.filter { key, phase in
            forecast.events.contains { $0.key == key.id && $0.phase == phase }
                || forecast.holds.contains { $0.key == key.id && policy.approvalPhase(of: $0) == phase }
        }
    }

    private func noGate(_ gate: GateName, _ policy: DNSSECPolicy) -> ControlFailure {
        let others = policy.gates.filter { $0.approval != nil }.map { gate in
            GateName(phase: gate.phase, role: gate.role)
        }
        return ControlFailure(.noGate(gate, policy: policy.name, others: others), of: zone)
    }

    // MARK: - What comes next

    /// How many have approved, and when the step comes.
    private func outcome(
        of vote: GateVote,
        _ key: KeyReference,
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> VoteOutcome {
        let tally = policy.tally(of: vote.phase, of: vote.key, in: ring, at: now)
        let forecast = Forecast(policy, ring, from: now, until: now + Self.reach)
        return VoteOutcome(
            key: key,
            phase: vote.phase,
            approves: vote.isApproval,
            user: vote.user,
            counts: tally.map { VoteOutcome.Count(given: $0.given, needed: $0.needed) },
            refusers: Set(tally.compactMap(\.refusedBy)).sorted(),
            isOpen: tally.allSatisfy(\.suffices),
            date: forecast.events.first { $0.key == vote.key && $0.phase == vote.phase }?.at
        )
    }
}

extension DNSSECPolicy {
    /// The phases that a person can mean by one: a key that signs from its first day on passes both gates at once.
    fileprivate func gatedPhases(_ phase: KeyStep, of role: KeyRole) -> [KeyStep] {
        let isGated = { (phase: KeyStep) in
            self.gates(before: phase, of: role).contains { $0.approval != nil }
        }
        if isGated(phase) { return [phase] }
        return phase == .publish && isGated(.sign) ? [.sign] : []
    }

    /// The phase whose gate a wait is about; nil for other waits, and for that of a key whose successor is at a gate.
    func approvalPhase(of hold: Hold) -> KeyStep? {
        guard case .gate(.approval) = hold.reason else { return nil }
        return gatedPhases(hold.phase, of: hold.role).first
    }

    /// How many have approved a step, gate by gate.
    func tally(of phase: KeyStep, of id: ManagedKey.ID, in ring: KeyRing, at now: Instant) -> [ApprovalTally]
    {
        guard let role = ring[id]?.role else { return [] }
        let votes = ring.votes(on: phase, of: id)
        return gates(before: phase, of: role).compactMap(\.approval).map { $0.tally(votes, at: now) }
    }
}
