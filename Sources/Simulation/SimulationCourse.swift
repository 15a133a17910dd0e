import DNSSECModel
import Timeline

/// A forecast as a simulation walks through it: what holds at a moment, and when something changes next.
struct SimulationCourse: Sendable {
    let forecast: Forecast
    private let policy: DNSSECPolicy
    private let end: Instant
    /// When keys, zone or parent change, in order.
    private let changes: [Instant]

    init(_ forecast: Forecast, policy: DNSSECPolicy, until end: Instant) {
        self.forecast = forecast
        self.policy = policy
        self.end = min(end, forecast.reached)
        let all =
            forecast.events.map(\.at) + forecast.publications.map(\.at) + forecast.parentChanges.map(\.at)
        changes = Set(all).sorted()
    }

    /// The first moment after another one at which something changes, or the time for a new slot's signatures comes.
    func nextChange(after now: Instant) -> Instant? {
        let edit = plan(at: now).dnskeys.isEmpty ? nil : policy.calendar?.nextSignatureEdit(after: now)
        let next = [changes.first { $0 > now }, edit].compactMap(\.self).min()
        return next.flatMap { $0 <= end ? $0 : nil }
    }

    /// Up to when the zone of the last step must be valid.
    var last: Instant { end }

    /// The steps of keys at a moment.
    func events(at now: Instant) -> [TimelineEvent] { forecast.events.filter { $0.at == now } }

    /// The plan by which the zone is signed at a moment.
    func plan(at now: Instant) -> SigningPlan {
        forecast.publications.last { $0.at <= now }?.plan ?? .unsigned
    }

    /// The keys whose DS the parent shows at a moment, and the TTL of the RRset.
    func parent(at now: Instant) -> (keys: [ManagedKey.ID], ttl: Interval) {
        var keys: [ManagedKey.ID] = []
        var ttl = policy.ttl.ds
        for change in forecast.parentChanges where change.at <= now {
            keys.removeAll { $0 == change.key }
            if change.comes { keys.append(change.key) }
            ttl = change.ttl
        }
        return (keys.sorted(), ttl)
    }
}
