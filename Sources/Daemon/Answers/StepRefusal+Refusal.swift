import ControlProtocol
import DNSSECModel
import Timeline
import Wording

extension StepRefusal {
    /// The facts of a refusal.
    ///
    /// - Parameters:
    ///   - refusal: Why the planner refuses.
    ///   - id: The key that the order is about; `nil` for a role's roll.
    ///   - role: Its role.
    ///   - ring: The zone's keys.
    init(_ refusal: Refusal, of id: ManagedKey.ID?, _ role: KeyRole, in ring: KeyRing) {
        let key = id.flatMap { ring.reference(to: $0) } ?? KeyReference(role: role)
        func wait(_ phase: KeyStep, _ reason: HoldReason) -> HoldStatus {
            HoldStatus(Hold(key: id, role: role, phase: phase, reason: reason), in: ring)
        }
        switch refusal {
        case .unknownKey: self.init(kind: .unknownKey, key: key)
        case .notBeforeIt(let phase): self.init(kind: .notBeforeIt, key: key, phase: phase)
        case .tooEarly(let phase, let reason, _, let earliest):
            self.init(kind: .tooEarly, key: key, phase: phase, wait: wait(phase, reason), safe: earliest)
        case .held(let phase, let reason, let safe):
            self.init(kind: .held, key: key, phase: phase, wait: wait(phase, reason), safe: safe)
        case .brokenInItself(let phase): self.init(kind: .brokenInItself, key: key, phase: phase)
        case .leavesParentBehind(let phase, let earliest):
            self.init(kind: .leavesParentBehind, key: key, phase: phase, safe: earliest)
        case .conflict(let conflict): self.init(conflict)
        case .nothingToAbort(let role): self.init(kind: .nothingToAbort, key: KeyReference(role: role))
        case .noWayBack(let id):
            self.init(kind: .noWayBack, key: ring.reference(to: id) ?? KeyReference(role: role))
        case .policyDemands(let role): self.init(kind: .policyDemands, key: KeyReference(role: role))
        }
    }

    /// The facts of a policy that does not fit the keys.
    init(_ conflict: PolicyConflict) {
        switch conflict {
        case .insecureWithAnchors(let role):
            self.init(kind: .insecureWithAnchors, key: KeyReference(role: role))
        case .dsWithoutParent(let role):
            self.init(kind: .dsWithoutParent, key: KeyReference(role: role))
        }
    }
}

extension Refusal {
    /// The refusal as the tool shows it.
    ///
    /// - Parameters:
    ///   - id: The key that the order is about; `nil` for a role's roll.
    ///   - role: Its role.
    ///   - now: For distances.
    ///   - ring: The zone's keys.
    /// - Returns: What goes to the tool.
    func failure(of id: ManagedKey.ID?, _ role: KeyRole, now: Instant, in ring: KeyRing) -> ControlFailure {
        let facts = StepRefusal(self, of: id, role, in: ring)
        return ControlFailure(
            facts.kind == .unknownKey ? .unknownKey : .refused,
            facts.sentence(of: ring.zone, now: now),
            rule: rule,
            // What people hold has no earliest safe moment once it is safe but for them.
            earliest: facts.kind == .held ? facts.safe.flatMap { $0 > now ? $0 : nil } : facts.safe,
            refusal: facts
        )
    }

    /// The rule that forbids the step; nil if people do, or if there is no such step.
    private var rule: SafetyRule? {
        switch self {
        case .tooEarly(_, _, let rule, _): rule
        case .brokenInItself: .wholeInItself
        case .leavesParentBehind: .chainFromDS
        case .unknownKey, .notBeforeIt, .held, .conflict, .nothingToAbort, .noWayBack, .policyDemands: nil
        }
    }
}
