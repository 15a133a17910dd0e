import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import SystemIO
import Timeline
import Wording

// Emergencies in which the private part of the old key is missing: the roll works with what is left.
extension ZoneEngine {
    /// What an emergency roll does because a key is lost.
    struct LossOutcome {
        /// For the answer; empty or beginning with a semicolon.
        var remark: String
        var risks: [StepRisk] = []
    }

    /// The keys that have to sign and whose private file is not there.
    func lostKeys(_ ring: KeyRing) -> [ManagedKey] {
        let plan = ring.plan
        let signers = Set(plan.keySigners + plan.zoneSigners)
        return ring.keys.filter { key in
            guard signers.contains(key.id), let record = key.material?.record else { return false }
            return !((try? FileSystem.exists(keyFiles.privateFile(of: record))) ?? true)
        }
    }

    /// The refusal of a roll for which a lost key would have to sign.
    func needsEmergency(_ key: ManagedKey, _ ring: KeyRing) -> ControlFailure {
        ControlFailure(
            .refused,
            "the private key of \(KeyNames(ring)[key.id]) is missing, and this roll needs its signatures: put its file back, "
                + "or go on without it: keyturn roll \(zone) --\(key.role.rawValue) --emergency --reason TEXT"
        )
    }

    /// Goes on without a key that is lost, as far as that is safe or nothing else is possible.
    ///
    /// A lost ZSK: its successor signs at once, which the KSK and the successor can do alone. A lost KSK whose DS the parent
    /// shows: nothing before the successor's DS is known everywhere. One that no DS leads to goes at once.
    func goOn(
        without id: ManagedKey.ID,
        _ order: RollRequest,
        _ person: String,
        _ actor: JournalActor
    ) throws(ControlFailure) -> LossOutcome {
        guard let ring, let policy, let old = ring[id],
            let new = ring.keys.last(where: { $0.predecessor == id && $0.material != nil })
        else { return LossOutcome(remark: "; the old key is lost, and the new one is not made yet") }
        let names = KeyNames(ring)
        let lost = "; the private key of \(names[id]) is lost"
        if old.role.signsKeys, old.isBelievedAtParent { return waitForParent(old, new, lost) }
        let move: (step: KeyStep, key: ManagedKey.ID) = old.role.signsKeys ? (.remove, id) : (.sign, new.id)
        let step: ManualStep
        do throws(Refusal) {
            step = try Timeline.take(move.step, of: move.key, policy, ring, at: now, force: true)
        } catch {
            let refusal = error.failure(names[move.key], move.key, now: now, ring: ring)
            return LossOutcome(remark: "\(lost), and its successor cannot take over yet: \(refusal.message)")
        }
        try force(move.step, of: move.key, step, order, person, actor)
        return LossOutcome(remark: "\(lost), so \(names[new.id]) signs at once", risks: step.risks)
    }

    private func waitForParent(_ old: ManagedKey, _ new: ManagedKey, _ lost: String) -> LossOutcome {
        let names = ring.map { KeyNames($0) }
        let (oldName, newName) = (names?[old.id] ?? "the old key", names?[new.id] ?? "the new key")
        let expiration = state.publisher.signed?.earliestExpiration
        let end = expiration.map { " before the published signatures end at \($0)" } ?? ""
        var outcome = LossOutcome(
            remark:
                "\(lost), and no DNSKEY RRset can be signed with both keys: the parent must show the DS of \(newName) "
                + "beside that of \(oldName), and every cache must know it,\(end); then the keys change at one moment. "
                + "Until then the zone stays as it is published: do not let the parent drop the DS of \(oldName)"
        )
        if old.anchor.map({ $0.state != .hidden }) ?? false {
            outcome.risks = [StepRisk(rule: .chainFromAnchor, until: nil)]
        }
        return outcome
    }

    /// Takes a step that only the loss of a key has made necessary; it stands as forced until its risk is over.
    private func force(
        _ phase: KeyStep,
        of id: ManagedKey.ID,
        _ step: ManualStep,
        _ order: RollRequest,
        _ person: String,
        _ actor: JournalActor
    ) throws(ControlFailure) {
        var after = step.ring
        let reason = order.reason ?? ""
        if !step.risks.isEmpty {
            after.forcedSteps.append(
                ForcedStep(
                    key: id,
                    step: phase,
                    user: person,
                    at: now,
                    reason: reason,
                    risks: step.risks
                )
            )
        }
        let risks = step.risks.map { $0.status.sentence() }
        try carryOut(
            after,
            "\(phase.rawValue) of \(KeyNames(after)[id]) at once, since a key is lost, ordered",
            actor,
            [
                "phase": .string(phase.rawValue), "key": .integer(Int64(id.rawValue)), "force": .bool(true),
                "reason": .string(reason), "risks": .array(risks.map { .string($0) }),
            ],
            .warning,
            remark: ": " + ([reason] + risks).joined(separator: "; ")
        )
    }
}
