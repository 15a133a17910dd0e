import ControlProtocol
import DNSSECModel
import Timeline

extension RollRequest {
    /// Who ordered the roll, when and why, as the reason of a step; nil where nobody knows who.
    var because: String? {
        guard let user else { return nil }
        let moment = at.map { " at \($0)" } ?? ""
        return "\(user) ordered \(isEmergency ? "an emergency roll" : "it")\(moment)"
            + (reason.map { ": \($0)" } ?? "")
    }

    /// `roll`, `emergency roll`.
    var kindText: String { isEmergency ? "emergency roll" : "roll" }
}

extension OrderStatus {
    /// The orders of people that have not come to their end.
    static func all(in ring: KeyRing, _ policy: DNSSECPolicy?, at now: Instant) -> [OrderStatus] {
        let coming = ring.rollRequests.compactMap { OrderStatus($0, key: nil, in: ring) }
        let rolls = ring.keysUnderOrder.compactMap { key in
            key.order.flatMap { OrderStatus($0, key: key, in: ring) }
        }
        return rolls + coming + ring.forcedSteps.map { OrderStatus($0, in: ring, policy, at: now) }
    }

    /// A roll that was ordered; nil where nobody knows who has.
    private init?(_ order: RollRequest, key: ManagedKey?, in ring: KeyRing) {
        guard let user = order.user, let at = order.at else { return nil }
        let names = KeyNames(ring)
        let what = key.map { "the \(order.kindText) to \(names[$0.id])" }
        let reason = order.reason.map { ": \($0)" } ?? ""
        self.init(
            kind: order.isEmergency ? .emergencyRoll : .roll,
            role: order.role,
            key: key?.id.rawValue,
            tag: key?.tag,
            start: order.start,
            user: user,
            at: at,
            reason: order.reason,
            sentence: (what ?? "\(order.kindText) of the \(order.role) from \(order.start) on")
                + ", ordered by \(user) at \(at)\(reason)"
        )
    }

    /// A step that was forced; the ends of its risks are those that the present schedule comes to.
    private init(_ forced: ForcedStep, in ring: KeyRing, _ policy: DNSSECPolicy?, at now: Instant) {
        let risks = (policy.map { Timeline.risks(of: forced, $0, ring, at: now) } ?? forced.risks).map(
            \.status
        )
        let name = KeyNames(ring)[forced.key]
        let dangers = risks.map(\.sentence).joined(separator: "; ")
        self.init(
            kind: .forcedStep,
            role: ring[forced.key]?.role ?? .zsk,
            key: forced.key.rawValue,
            tag: ring[forced.key]?.tag,
            step: forced.step,
            user: forced.user,
            at: forced.at,
            reason: forced.reason,
            risks: risks,
            sentence:
                "\(forced.user) forced \(forced.step.rawValue) of \(name) at \(forced.at): \(forced.reason); "
                + dangers
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
    /// The risk as the tool shows it.
    var status: RiskStatus {
        let caches =
            switch rule {
            case .chainFromDS: "caches that hold the DS or DNSKEY RRset of before can find no chain of trust"
            case .chainFromAnchor: "validators with a trust anchor of before can find no chain of trust"
            case .zoneSignatures:
                "caches that hold records or keys of before can find signatures without their key"
            case .wholeInItself: "the zone is broken in itself"
            case .algorithms: "validators that want every algorithm's signature answer SERVFAIL"
            }
        let end = until.map { "until \($0)" } ?? "with no end in sight"
        return RiskStatus(rule: rule, until: until, sentence: "\(caches), \(end)")
    }
}
