import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import SystemIO
import Timeline
import Wording

// Emergencies in which the private part of the old key is missing: the roll works with what is left.
extension ZoneEngine {
    /// The keys that are not gone and whose private part is not among the key files.
    func lostKeys(_ ring: KeyRing) -> [ManagedKey] {
        ring.keys.filter { key in
            guard !key.isGone, let record = key.material?.record else { return false }
            return !((try? FileSystem.exists(keyFiles.privateFile(of: record))) ?? true)
        }
    }

    /// The refusal of a roll for which a lost key would have to sign.
    func needsEmergency(_ key: ManagedKey, _ ring: KeyRing) -> ControlFailure {
        refusal(.refused, StepRefusal(kind: .lostKey, key: ring.reference(to: key.id, orRole: key.role)))
    }

    /// Goes on without a key that is lost, as far as that is safe or nothing else is possible.
    ///
    /// A lost ZSK: its successor signs at once, which the KSK and the successor can do alone. A lost KSK whose DS the parent
    /// shows: nothing before the successor's DS is known everywhere. One that no DS leads to goes at once.
    func goOn(
        without lost: ManagedKey,
        _ order: RollRequest,
        _ person: String,
        _ actor: JournalActor
    ) throws(ControlFailure) -> (KeyLoss, [StepRisk]) {
        let name = ring?.reference(to: lost.id) ?? KeyReference(role: lost.role, id: lost.id.rawValue)
        guard let ring, let policy, let old = ring[lost.id],
            let new = ring.keys.last(where: { $0.predecessor == lost.id && $0.material != nil && !$0.isLost })
        else { return (KeyLoss(key: name, successor: nil, way: .unmade), []) }
        let successor = ring.reference(to: new.id)
        if old.role.signsKeys, old.isBelievedAtParent {
            return (waitForParent(name, successor), Self.risks(without: old, policy, ring, at: now))
        }
        let move = move(without: old, new)
        let step: ManualStep
        do throws(Refusal) {
            step = try Timeline.take(move.step, of: move.key.id, policy, ring, at: now, force: true)
        } catch {
            let obstacle = StepRefusal(error, of: move.key.id, move.key.role, in: ring)
            return (KeyLoss(key: name, successor: successor, way: .obstructed, obstacle: obstacle), [])
        }
        try force(move.step, of: move.key.id, step, order, person, actor)
        return (KeyLoss(key: name, successor: successor, way: .successorSigns), step.risks)
    }

    /// What lets the successor do the work of a lost key alone.
    private func move(without old: ManagedKey, _ new: ManagedKey) -> (step: KeyStep, key: ManagedKey) {
        if old.role.signsKeys { return (.remove, old) }
        // With double signatures it signs already, beside the lost key.
        return new.isInForce(.sign) ? (.retire, old) : (.sign, new)
    }

    private func waitForParent(_ name: KeyReference, _ successor: KeyReference?) -> KeyLoss {
        KeyLoss(
            key: name,
            successor: successor,
            way: .waitsForParent,
            signaturesEnd: signaturesExpire
        )
    }

    /// What breaks once the successor of a lost key that a DS leads to signs alone.
    ///
    /// Who trusts the lost key by RFC 5011 never learns of its successor. Nor can caches know the successor of a CSK before
    /// it signs data: the lost key would have to sign the DNSKEY RRset that tells them.
    private static func risks(
        without old: ManagedKey,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> [StepRisk] {
        let isAnchor = old.anchor.map { $0.state != .hidden } ?? false
        return Timeline.comingRisks(policy, ring, at: now)
            + (isAnchor ? [StepRisk(rule: .chainFromAnchor, until: nil)] : [])
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
            OrderLine.step(phase, ofLost: after.reference(to: id, orRole: order.role)),
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
