/// Which recent rules count for a zone or its policy, and from which it is excused.
///
/// Kept in the zone's state, once for its policy and once for its content. See `RecentRule`.
public struct RuleRecord: Hashable, Sendable {
    /// The edition of the newest rules that it was held against; 0 if that was before there were any.
    public var edition: Int
    /// The names of the rules that it broke when it was first held against them, and still breaks, in order.
    public var excused: [String]

    /// The record of what was signed before there were recent rules, unless given.
    public init(edition: Int = 0, excused: [String] = []) {
        (self.edition, self.excused) = (edition, excused)
    }

    /// True if a rule counts in full.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - isSigned: False for a zone that was never published: it is excused from nothing.
    /// - Returns: False if the zone is excused from it.
    public func counts(_ rule: RecentRule, isSigned: Bool) -> Bool {
        !isSigned || rule.edition <= edition && !excused.contains(rule.name)
    }

    /// The record after it is known which rules are broken.
    ///
    /// - Parameters:
    ///   - broken: All recent rules that are broken now.
    ///   - isSigned: False for a zone that was never published.
    /// - Returns: The record; a rule that is kept now counts from now on.
    public func noting(_ broken: [RecentRule], isSigned: Bool) -> RuleRecord {
        let excused = Set(broken.filter { !counts($0, isSigned: isSigned) }.map(\.name))
        return RuleRecord(edition: max(edition, RecentRule.presentEdition), excused: excused.sorted())
    }
}

extension RecentRule {
    /// RFC 5011 validators hold a new key down for 30 days (RFC 5011 2.4.1).
    static let holdDown = RecentRule("rfc5011-hold-down")
    /// No standby keys beside Double-DS.
    static let standbyBesideDoubleDS = RecentRule("standby-beside-double-ds")
    /// The turns of a calendar begin with its periods.
    static let everyBesidePeriods = RecentRule("every-beside-periods")
    /// Every key that is due rolls.
    static let liveness = RecentRule("liveness")
    /// No roll makes anything bogus at any resolver.
    static let safety = RecentRule("safety")
}

extension PolicyFinding.Problem {
    /// The rule that the problem breaks, if keyturn has not always had it.
    public var recentRule: RecentRule? {
        switch self {
        case .shortHoldDown, .stopTooSoon: .holdDown
        case .standbyBesideDoubleDS: .standbyBesideDoubleDS
        case .everyBesidePeriods: .everyBesidePeriods
        case .neverRolls, .insecureWithAnchors: .liveness
        case .rollCanBreak: .safety
        default: nil
        }
    }
}
