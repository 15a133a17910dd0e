import ControlProtocol
import DNSSECModel
import Timeline
import Wording

extension Refusal {
    /// The refusal as the tool shows it.
    ///
    /// - Parameters:
    ///   - key: What the order is about, as people call it: `key 20326`, `the roll of the KSK`.
    ///   - id: The key; `nil` if there is none.
    ///   - now: For distances.
    ///   - ring: The zone's keys.
    /// - Returns: What goes to the tool.
    func failure(_ key: String, _ id: ManagedKey.ID?, now: Instant, ring: KeyRing) -> ControlFailure {
        switch self {
        case .unknownKey:
            return ControlFailure(.unknownKey, "\(ring.zone) has no \(key), or it is gone")
        case .notBeforeIt(let phase):
            return ControlFailure(.refused, "\(key) does not have the step \(phase.rawValue) before it")
        case .tooEarly(let phase, let reason, let rule, let earliest):
            let wait = wait(phase, reason, id, ring)
            let told = earliest == wait.until ? nil : earliest
            let moment = told.map { "; safe from \($0) (\($0.distance(from: now)))" } ?? ""
            return ControlFailure(
                .refused,
                wait.sentence(of: ring.zone, now: now) + moment,
                rule: rule,
                earliest: earliest
            )
        case .held(let phase, let reason, let safe):
            let moment = safe.flatMap { $0 > now ? $0 : nil }
            let caches = moment.map { "; but for that it is safe from \($0) (\($0.distance(from: now)))" }
            return ControlFailure(
                .refused,
                wait(phase, reason, id, ring).sentence(of: ring.zone, now: now) + (caches ?? ""),
                earliest: moment
            )
        case .brokenInItself(let phase):
            return ControlFailure(
                .refused,
                "after \(phase.rawValue) of \(key) the zone would be broken in itself; not even by force",
                rule: .wholeInItself
            )
        case .leavesParentBehind(let phase, let earliest):
            return ControlFailure(
                .refused,
                "after \(phase.rawValue) of \(key) no DS at the parent would lead to the zone, and nothing could be published; "
                    + "bring the DS of the new key there first: keyturn ds \(ring.zone)",
                rule: .chainFromDS,
                earliest: earliest
            )
        case .conflict(let conflict): return ControlFailure(.refused, conflict.sentence)
        case .nothingToAbort(let role):
            return ControlFailure(.refused, "no roll of the \(role) is under way or ordered")
        case .noWayBack(let id):
            return ControlFailure(
                .refused,
                "there is no way back: \(KeyNames(ring)[id]) is revoked or gone; only a new roll leads on"
            )
        case .policyDemands:
            return ControlFailure(
                .refused,
                "the policy demands the change: change the policy back, then keyturn reload"
            )
        }
    }

    private func wait(_ phase: KeyStep, _ reason: HoldReason, _ id: ManagedKey.ID?, _ ring: KeyRing)
        -> HoldStatus
    {
        let role = id.flatMap { ring[$0]?.role } ?? .zsk
        return HoldStatus(Hold(key: id, role: role, phase: phase, reason: reason), in: ring)
    }
}
