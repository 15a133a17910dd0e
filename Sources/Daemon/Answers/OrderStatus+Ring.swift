import ControlProtocol
import DNSSECModel
import Timeline

extension OrderStatus {
    /// The orders of people that have not come to their end.
    static func all(in ring: KeyRing, _ policy: DNSSECPolicy?, at now: Instant) -> [OrderStatus] {
        let coming = ring.rollRequests.compactMap { OrderStatus($0, key: nil, in: ring) }
        let rolls = ring.keysUnderOrder.compactMap { key in
            key.order.flatMap { OrderStatus($0, key: key, in: ring) }
        }
        return rolls + coming + ring.forcedSteps.map { OrderStatus($0, in: ring, policy, at: now) }
    }

    /// A roll that was ordered; nil if it is not known who has.
    private init?(_ order: RollRequest, key: ManagedKey?, in ring: KeyRing) {
        guard let user = order.user, let at = order.at else { return nil }
        self.init(
            kind: order.isEmergency ? .emergencyRoll : .roll,
            key: key.flatMap { ring.reference(to: $0.id) } ?? KeyReference(role: order.role),
            start: order.start,
            user: user,
            at: at,
            reason: order.reason
        )
    }

    /// A step that was forced; the ends of its risks are those that the present schedule comes to.
    private init(_ forced: ForcedStep, in ring: KeyRing, _ policy: DNSSECPolicy?, at now: Instant) {
        let risks = policy.map { Timeline.risks(of: forced, $0, ring, at: now) } ?? forced.risks
        self.init(
            kind: .forcedStep,
            key: ring.reference(to: forced.key, orRole: .zsk),
            step: forced.step,
            user: forced.user,
            at: forced.at,
            reason: forced.reason,
            risks: risks.map(\.status)
        )
    }
}

extension KeyRing {
    /// The new keys of rolls that were ordered and are not over: the key before is still somewhere.
    var keysUnderOrder: [ManagedKey] {
        keys.filter { key in
            guard key.order != nil, !key.isGone else { return false }
            return keys.contains {
                $0.id != key.id && $0.role == key.role && !$0.isGone && $0.goal != .standby
            }
        }
    }
}

extension StepRisk {
    /// The risk as the tool is told.
    var status: RiskStatus { RiskStatus(rule: rule, until: until) }
}
