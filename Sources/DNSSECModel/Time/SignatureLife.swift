/// How near the signatures of a published zone are to their end, and whether somebody should worry.
///
/// Signatures are made anew long before they end (`refresh`). Where that does not happen the worry grows by itself: when half
/// of the refresh time is left, a quarter, a day.
public enum SignatureLife: String, Hashable, Sendable, CaseIterable, Comparable {
    /// They are made anew in time.
    case sound
    /// Not made anew in time: half of the refresh time is left.
    case half
    /// A quarter of the refresh time is left.
    case quarter
    /// A day is left, or less.
    case lastDay = "last-day"
    /// The first one has expired: validators refuse what it covers.
    case expired

    /// Sounder comes first.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The worry about signatures at a moment.
    ///
    /// - Parameters:
    ///   - end: When the first one expires.
    ///   - due: When they are made anew next; nil if nobody knows. What is due before it is too late is no worry.
    ///   - refresh: How long before their end the policy has them made anew.
    ///   - now: The present moment.
    public init(end: Instant, due: Instant?, refresh: Interval, at now: Instant) {
        let passed = Self.moments(end: end, refresh: refresh).last { $0.at <= now }?.life ?? .sound
        let isComing = due.map { $0 > now && $0 < end } ?? false
        self = isComing && passed < .expired ? .sound : passed
    }

    /// When the worry grows, in order of time.
    ///
    /// Signatures that live for less than two days have no last day of their own.
    public static func moments(end: Instant, refresh: Interval) -> [(at: Instant, life: SignatureLife)] {
        let day: [(Interval, SignatureLife)] = refresh / 4 > .days(1) ? [(.days(1), .lastDay)] : []
        let ahead: [(Interval, SignatureLife)] = [(refresh / 2, .half), (refresh / 4, .quarter)] + day
        return ahead.map { (end - $0.0, $0.1) } + [(end, .expired)]
    }
}
