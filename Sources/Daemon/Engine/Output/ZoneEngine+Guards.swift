import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Publishing
import Wording

// What the zone file brings is held against what was published last: a slip that empties a zone must not leave the house.
extension ZoneEngine {
    /// Tells what guards say of new content; true if it may be published.
    ///
    /// Only what keyturn published last is held against it, and only where its file is whole: a damaged one must heal.
    func passesGuards(_ new: Zone, after previous: EarlierOutput?) -> Bool {
        guard let policy, let ring, ring.publication != nil, let previous, previous.seal != nil,
            let held = policy.guards.findings(in: new, after: previous.zone, override: ring.guardOverride)
        else {
            clear(.guards)
            return true
        }
        noteOnce(.guards, .guarded(zone: zone, held))
        return false
    }

    /// A person lets pass what guards hold back: this content, and no other.
    func publish(_ order: PublishOrder, by person: String, actor: JournalActor) throws(ControlFailure)
        -> ActionReport
    {
        let (ring, _) = try ready()
        guard case .guarded(_, let held)? = state.troubles[.guards]?.trouble else {
            throw ControlFailure(.nothingHeldBack, of: zone)
        }
        guard Set(held.guards) == Set(order.guards) else {
            throw ControlFailure(.otherGuards(held.guards), of: zone)
        }
        var after = ring
        after.guardOverride = GuardOverride(
            guards: Set(order.guards),
            digest: held.digest,
            user: person,
            reason: order.reason,
            at: now
        )
        let payload: JSONValue = [
            "override": .array(held.guards.map { .string($0.rawValue) }), "sha256": .string(held.digest),
            "findings": .array(held.findings.map { .string($0.description) }),
            "reason": .string(order.reason),
        ]
        try carryOut(
            after,
            OrderLine.overridden(held.guards),
            actor,
            payload,
            .warning,
            remark: ": \(order.reason)"
        )
        state.publisher.forget()
        return ActionReport(zone: zone, time: now, outcome: .overridden(held.guards))
    }
}
