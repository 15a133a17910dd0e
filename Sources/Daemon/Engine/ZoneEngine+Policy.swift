import ControlProtocol
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
        state.troubles.date(.policy, at: now)
        let isSigned = ring.publication != nil
        let breaches = shared?.breaches ?? []
        let counted = breaches.filter { ring.policyRules.counts($0.rule, isSigned: isSigned) }
        if counted.isEmpty, let conflict = newConflict(ring) {
            let misfit = shared
            state.policies.take(nil)
            state.policies.reject(misfit)
            noteOnce(.policy, .conflict(conflict))
        } else if !counted.isEmpty {
            state.policies.take(nil)
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
            state.policies.take(policy)
        } else {
            let output = reader.outputZone(configuration)
            let caretaker = CaretakerPolicy(ring, output: output, name: configuration.policy)
            guard let caretaker else { return }
            state.policies.take(SharedPolicy(recalled: caretaker.policy))
        }
        guard let trouble = state.troubles[.policy]?.trouble else { return }
        if case .policyKept = trouble { return }
        note(.policy, .policyKept(trouble))
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
        state.publisher.judged(by: record.noting(errors.compactMap(\.problem.recentRule), isSigned: isSigned))
        if errors.isEmpty {
            clear(.zoneFile)
        } else {
            noteOnce(.zoneFile, .zoneExcused(errors))
        }
        return true
    }

    // MARK: - Reload

    /// Takes over another configuration and policy.
    ///
    /// A policy that cannot be read, or that does not fit the zone's keys, leaves the old one in force.
    func take(_ new: ZoneConfiguration, _ choice: PolicyChoice) {
        take(new)
        state.troubles.retry(at: now)
        if let trouble = choice.trouble {
            noteOnce(.policy, choice.shared == nil && policy != nil ? .policyKept(trouble) : trouble)
        }
        guard let fresh = choice.shared else { return }
        if policy != nil, let ring, let conflict = Timeline.conflict(of: fresh.policy, with: ring, at: now) {
            note(.policy, .conflict(conflict))
            state.policies.reject(fresh)
            return
        }
        state.policies.reject(nil)
        if choice.trouble == nil, fresh.breaches.isEmpty { clear(.policy) }
        state.policies.take(fresh)
        settlePolicy()
    }

    /// What becomes of a changed policy while a roll is under way; `nil` if none is.
    func noteOnPolicy(at now: Instant) -> ReloadNote? {
        guard let ring, let policy else { return nil }
        let decision = Timeline.advance(policy, ring, at: now)
        if let queued = decision.holds.first(where: { $0.reason == .queued }) {
            return ReloadNote(zone: zone, policy: policy.name, kind: .queued, roles: [queued.role])
        }
        let rolling = Set(ring.keys.filter { $0.goal == .retired && !$0.isGone }.map(\.role))
        guard !rolling.isEmpty else { return nil }
        return ReloadNote(zone: zone, policy: policy.name, kind: .underWay, roles: rolling.sorted())
    }
}
