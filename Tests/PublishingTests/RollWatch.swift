import DNSSECModel
import Timeline

/// Whether the keys of a policy roll, seen from outside: a plan of many years, and what servers show in it.
///
/// It asks neither the planner's goals and holds nor the liveness half of a proof: only when keys began to sign, which
/// keys are shown, and how long that is after it was due. Its patience is the same for all policies of a kind, and long.
struct RollWatch {
    private let policy: DNSSECPolicy
    private let forecast: Forecast
    /// When all dates of the policy are over: then each key that rolls by hand is asked to do so.
    private let asked: Instant

    /// All random policies have their dates between these.
    private static let start = Instant(secondsSinceEpoch: 1_798_761_600)
    private static let lastDate = Instant(secondsSinceEpoch: 2_114_380_800)

    /// Carries a policy out.
    ///
    /// - Parameter policy: A policy without dates before 2027-01-01 and after 2037-01-01.
    init(_ policy: DNSSECPolicy) {
        self.policy = policy
        let hasDates =
            !policy.revisions.isEmpty || !policy.postponements.isEmpty
            || policy.keys.contains { $0.known.contains { !$0.dates.isEmpty } }
        asked = hasDates ? Self.lastDate : Self.start + .days(300)
        var ring = KeyRing(zone: Name.root)
        for key in Self.last(policy) where Self.turn(key) == nil && key.known.isEmpty {
            ring.rollRequests.append(RollRequest(role: key.role, start: asked))
        }
        let longest = Self.last(policy).compactMap { Self.turn($0) }.max() ?? .zero
        let end = asked + longest + Interval(seconds: Self.patience(policy).seconds * 3 / 2)
        forecast = Forecast(policy, ring, from: Self.start, until: end)
    }

    /// The keys of the policy that count at the end.
    private static func last(_ policy: DNSSECPolicy) -> [KeyPolicy] {
        policy.revisions.last?.keys ?? policy.keys
    }

    /// From one key's beginning to the next one's; nil = by hand or by dates.
    private static func turn(_ key: KeyPolicy) -> Interval? {
        if let every = key.calendar?.every { return .days(31 * Int64(every)) }
        // Years of the calendar are up to a tenth longer than the shortest that they can be.
        return key.lifetime.map { Interval(seconds: $0.seconds + $0.seconds / 10) }
    }

    /// How late a step may be: a year, and seven slots of the calendar.
    private static func patience(_ policy: DNSSECPolicy) -> Interval {
        let all = ([policy.keys] + policy.revisions.map(\.keys)).joined().compactMap(\.calendar)
        guard !all.isEmpty else { return .days(365) }
        let later = all.flatMap(\.rules.values).map(\.periods).max() ?? 0
        return .days(365 + 7 * 31 * Int64((policy.calendar?.months ?? 3) * (1 + later)))
    }

    private var patience: Interval { Self.patience(policy) }

    // MARK: - What is wrong

    /// What never came, in a few words; none if all that was due did.
    var complaints: [String] {
        // A named limit: later than its last step a plan with too many of them says nothing.
        guard forecast.reached > asked + patience else { return [] }
        let keys = Self.last(policy)
        return keys.isEmpty ? lingering : keys.flatMap(complaints) + lingering
    }

    private func complaints(_ rule: KeyPolicy) -> [String] {
        let taken = forecast.events.filter {
            $0.phase == .sign && $0.role == rule.role && $0.algorithm == rule.algorithm
        }
        guard let newest = taken.last else { return ["no \(rule.role) ever signs"] }
        if let last = rule.known.last {
            // A list of named keys ends with its last one.
            let names = Set(
                taken.compactMap { event in forecast.ring.keys.first { $0.id == event.key }?.name }
            )
            return names.contains(last.name) ? [] : overdueName(rule, besides: names)
        }
        var complaints: [String] = []
        if let turn = Self.turn(rule), newest.at + turn + patience < forecast.reached {
            complaints.append("the \(rule.role) of \(newest.at) is never replaced")
        }
        if Self.turn(rule) == nil, newest.at < asked {
            complaints.append("the \(rule.role) of \(newest.at) does not roll when it is asked to")
        }
        return complaints
    }

    /// Named keys that should have signed by their dates, or by the lifetime of those before them.
    private func overdueName(_ rule: KeyPolicy, besides names: Set<String>) -> [String] {
        guard let next = rule.known.first(where: { !names.contains($0.name) }) else { return [] }
        let isDue = Self.turn(rule) != nil || next.dates[.sign] != nil
        return isDue ? ["\(next.name) never signs"] : []
    }

    /// Keys that are still shown long after another one took over from them, or after the policy has no use for them.
    private var lingering: [String] {
        let shown = Set(forecast.publications.last?.plan.dnskeys.map(\.key) ?? [])
        let over = forecast.events.filter { $0.phase == .sign && $0.at + patience < forecast.reached }
        let families = Set(Self.last(policy).map(\.family))
        let strangers = forecast.ring.keys.filter { !families.contains($0.family) }.map(\.id)
        return Set(over.compactMap(\.predecessor) + strangers).intersection(shown).sorted()
            .map { "key \($0.rawValue) never leaves" }
    }
}
