import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Timeline
import Wording

// Operators let steps wait, and let them go.
extension ZoneEngine {
    /// Lets steps wait; signing goes on.
    func hold(_ order: HoldOrder, by person: String, actor: JournalActor) throws(ControlFailure)
        -> ActionReport
    {
        let (ring, policy) = try ready()
        let key = try order.tag.map { tag throws(ControlFailure) in try living(tag, ring) }
        if let until = order.until, until <= now {
            throw ControlFailure(.endsInThePast(until), of: zone)
        }
        if let key, let phase = order.phase, ring.hasTaken(phase, of: key.id) {
            let reference = ring.reference(to: key.id, orRole: key.role)
            throw refusal(.badRequest, StepRefusal(kind: .behindIt, key: reference, phase: phase))
        }
        let hold = OperatorHold(
            key: key?.id,
            phase: order.phase,
            until: order.until,
            reason: order.reason,
            user: person,
            at: now
        )
        let old = ring.operatorHolds.first {
            $0.key == hold.key && $0.role == nil && $0.phase == hold.phase && $0.isInForce(at: now)
        }
        let after = ring.recording(.held(hold))
        let change = ScheduleChange(policy, from: ring, to: after, at: now)
        let told = OperatorHoldStatus(hold, in: ring)
        try carryOut(
            after,
            OrderLine.hold(told),
            actor,
            [
                "hold": hold.journalValue, "reason": .string(hold.reason),
                "replaces": old.map { $0.journalValue } ?? nil,
                "moves": .array(change.moves.map(\.journalValue)),
            ]
        )
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .held(told, replaces: old.map { OperatorHoldStatus($0, in: ring) }),
            moves: change.moves,
            costs: change.costs
        )
    }

    /// Lets go what operators hold.
    func release(_ order: ReleaseOrder, actor: JournalActor) throws(ControlFailure) -> ActionReport {
        let (ring, policy) = try ready()
        let key = try order.tag.map { tag throws(ControlFailure) in try self.key(tag, ring) }
        let after = ring.recording(.released(key: key?.id, phase: order.phase, at: now))
        let kept = Set(after.operatorHolds)
        let released = ring.operatorHolds.filter { !kept.contains($0) }
        guard !released.isEmpty else {
            let others = ring.operatorHolds.filter { $0.isInForce(at: now) }
            return ActionReport(
                zone: zone,
                time: now,
                outcome: .nothingHeld(others: others.map { OperatorHoldStatus($0, in: ring) })
            )
        }
        let change = ScheduleChange(policy, from: ring, to: after, at: now)
        let told = released.map { OperatorHoldStatus($0, in: ring) }
        try carryOut(
            after,
            OrderLine.release(told),
            actor,
            [
                "released": .array(released.map(\.journalValue)),
                "reason": order.reason.map { .string($0) } ?? nil,
                "moves": .array(change.moves.map(\.journalValue)),
            ]
        )
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .released(told),
            moves: change.moves,
            costs: change.costs
        )
    }

    /// The key with a tag, of which something is left.
    func living(_ tag: UInt16, _ ring: KeyRing) throws(ControlFailure) -> ManagedKey {
        let key = try key(tag, ring)
        if key.isGone {
            let gone = ring.reference(to: key.id, orRole: key.role)
            throw ControlFailure(.noKey(tag, gone: gone), of: zone)
        }
        return key
    }
}

extension OperatorHold {
    /// False once its time is over.
    func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }

    /// The hold in the journal.
    var journalValue: JSONValue {
        [
            "key": key.map { .integer(Int64($0.rawValue)) } ?? nil,
            "role": role.map { .string($0.rawValue) } ?? nil,
            "phase": phase.map { .string($0.rawValue) } ?? nil,
            "until": JSONValue(until), "user": .string(user),
        ]
    }
}

extension StepMove {
    /// The move in the journal.
    var journalValue: JSONValue {
        [
            "step": .string(step()), "phase": .string(phase.rawValue), "key": key.json,
            "from": JSONValue(from), "to": JSONValue(to),
        ]
    }
}
