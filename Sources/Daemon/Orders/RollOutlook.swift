import ControlProtocol
import DNSSECModel
import Planning
import Timeline

/// The steps of a role's roll that is ordered or under way, until the old key is out of the zone.
struct RollOutlook {
    /// How far ahead the steps are looked for.
    private static let reach = Interval.days(800)

    /// The steps to come, in order of time.
    let steps: [PlanEvent]
    /// When the old key leaves the zone; `nil` if that is not in sight.
    let end: Instant?
    /// True if the old key must go as soon as it is safe.
    let isEmergency: Bool

    /// Looks ahead from a moment.
    init(of role: KeyRole, _ ring: KeyRing, _ policy: DNSSECPolicy, at now: Instant) {
        let request = ring.rollRequests.first { $0.role == role }
        let start = max(request?.start ?? now, now)
        let forecast = Forecast(policy, ring, from: now, until: start + Self.reach)
        let all = forecast.ring.keys.filter { $0.role == role }
        let new =
            request.flatMap { request in all.first { $0.order == request } }
            ?? ring.keys.last { $0.role == role && $0.predecessor != nil && !$0.isGone }
        let old = Set(
            ring.keys.filter { key in
                key.role == role && !key.isGone && key.goal != .standby && key.id != new?.id
            }.map(\.id)
        )
        let mine = forecast.events.filter { event in
            event.key == new?.id || old.contains(event.key) && Self.departures.contains(event.phase)
        }
        let last = mine.lastIndex { old.contains($0.key) && $0.phase == .remove }
        let roll = last.map { Array(mine[...$0]) } ?? mine.filter { $0.key == new?.id }
        steps = roll.map { PlanEvent($0, in: forecast.ring, policy: policy, among: roll) }
        end = last.map { mine[$0].at }
        isEmergency = request?.isEmergency ?? new?.isUrgent ?? false
    }

    /// The steps by which a key goes.
    private static let departures: Set<KeyStep> = [.retire, .withdrawDS, .dsGone, .revoke, .remove]
}
