import DNSCore
import DNSSECModel
import Publishing
import Timeline

// Which policy and which content are in force, though there are rules that are newer than the zone.
//
// What a new version complains of is an error for zones that were never signed. A zone that is signed goes on: with the
// policy of the file if only recent rules are broken from which it is excused, else with the policy that its ring has kept.
extension ZoneEngine {
    /// Settles which policy the zone is worked on by, once the ring is known.
    func settlePolicy() {
        guard let ring else { return }
        if troubles[.policy]?.since == Instant(secondsSinceEpoch: 0) { troubles[.policy]?.since = now }
        let isSigned = ring.publication != nil
        let breaches = shared?.breaches ?? []
        let counted = breaches.filter { ring.policyRules.counts($0.rule, isSigned: isSigned) }
        if counted.isEmpty, let conflict = newConflict(ring) {
            (shared, rejected) = (nil, shared)
            noteOnce(.policy, .conflict(conflict))
        } else if !counted.isEmpty {
            shared = nil
            noteOnce(.policy, .policy(counted.map(\.complaint)))
        } else if !breaches.isEmpty {
            noteOnce(.policy, .policyExcused(breaches.map(\.complaint)))
        }
        if shared == nil, isSigned { recallPolicy(ring) }
    }

    /// Why a policy that the zone did not follow before does not fit its keys; `nil` if it fits, or is in force already.
    private func newConflict(_ ring: KeyRing) -> PolicyConflict? {
        guard let shared, let kept = ring.policy, kept != shared.kept else { return nil }
        let before = environment.recalledPolicies.policy(kept)?.policy
        return Timeline.newConflict(of: shared.policy, after: before, with: ring, at: now)
    }

    /// Goes on with the policy that the ring has kept.
    private func recallPolicy(_ ring: KeyRing) {
        if let kept = ring.policy, let policy = environment.recalledPolicies.policy(kept) {
            shared = policy
        } else {
            let output = ZoneInput(file: configuration.output, origin: zone, rules: .lenient).zone
            let caretaker = CaretakerPolicy(ring, output: output, name: configuration.policy)
            guard let caretaker else { return }
            shared = SharedPolicy(recalled: caretaker.policy)
        }
        guard let trouble = troubles[.policy]?.trouble else { return }
        if case .policyKept = trouble { return }
        note(.policy, .policyKept(trouble))
    }

    /// The ring with the policy that is in force, and what rules count for it from now on.
    func keepingPolicy(_ ring: KeyRing) -> KeyRing {
        guard let shared, let kept = shared.kept else { return ring }
        var ring = ring
        ring.policy = kept
        ring.policyRules = ring.policyRules.noting(
            shared.breaches.map(\.rule),
            isSigned: ring.publication != nil
        )
        return ring
    }

    /// The ring with what rules count for the zone's content from now on.
    func keepingRules(_ ring: KeyRing) -> KeyRing {
        guard let judgedZoneRules else { return ring }
        var ring = ring
        ring.zoneRules = judgedZoneRules
        return ring
    }

    /// Judges what is said against a zone file; true if the zone can be published all the same.
    func accepts(_ complaints: [ZoneDiagnostic]) -> Bool {
        let (record, isSigned) = (ring?.zoneRules ?? RuleRecord(), ring?.publication != nil)
        let errors = complaints.filter { $0.severity == .error }
        let counted = errors.filter { error in
            error.problem.recentRule.map { record.counts($0, isSigned: isSigned) } ?? true
        }
        guard counted.isEmpty else {
            noteOnce(.zoneFile, .zoneFile(errors))
            return false
        }
        judgedZoneRules = record.noting(errors.compactMap(\.problem.recentRule), isSigned: isSigned)
        if errors.isEmpty {
            clear(.zoneFile)
        } else {
            noteOnce(.zoneFile, .zoneExcused(errors))
        }
        return true
    }

    /// Notes a trouble unless it is the one that is known.
    func noteOnce(_ stage: ZoneStage, _ trouble: ZoneTrouble) {
        if troubles[stage]?.trouble != trouble { note(stage, trouble) }
    }
}
