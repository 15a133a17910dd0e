/// A rule that came with an edition of keyturn: what breaks it is an error, and yet stops nothing that was signed before.
///
/// An upgrade never stops a zone. So a complaint that is new in a version counts in full for zones that were never
/// signed. A zone that was signed before keyturn had the rule, and broke it when this version first looked at it, is
/// excused from it (`RuleRecord` in its state): it goes on with its policy and keys, `check` warns, and `status` shows an
/// error. Once it has kept the rule, the rule counts for it too.
///
/// To add a complaint about a policy or a zone:
///
/// 1. Give it the severity `.error`.
/// 2. Name the rule, beside the problem that reports it: `extension RecentRule { static let dnameBesideNS =
///    RecentRule("dname-beside-ns") }`. The name goes into state files: it never changes and is never used again.
/// 3. Return it from `recentRule` of the problem (`PolicyFinding.Problem`, `ZoneProblem`).
///
/// All else follows: `PolicyReading.policy` and `ZoneReading.excusable` are there though the rule is broken, and
/// the daemon, `keyturnd --check` and `keyturn check` ask the zone's `RuleRecord` whether it counts. Rules of
/// a later version carry the next edition, and `presentEdition` moves with them.
public struct RecentRule: Hashable, Sendable {
    /// The edition of the newest rules.
    public static let presentEdition = 1

    /// Its name, in lower case with hyphens; for good.
    public let name: String
    /// The edition that it came with, from 1.
    public let edition: Int

    /// A rule of this name; of the present edition unless given.
    public init(_ name: String, edition: Int = RecentRule.presentEdition) {
        (self.name, self.edition) = (name, edition)
    }
}

extension RecentRule {
    static let dnskeyBelowApex = RecentRule("dnskey-below-apex")
    static let rkeyFlags = RecentRule("rkey-flags")
    static let rrsetTooLarge = RecentRule("rrset-too-large")
    static let refusedByServers = RecentRule("refused-by-servers")
}

extension ZoneProblem {
    /// The rule that the problem breaks, if keyturn has not always had it.
    public var recentRule: RecentRule? {
        switch self {
        case .dnskeyBelowApex: .dnskeyBelowApex
        case .rkeyFlags: .rkeyFlags
        case .rrsetTooLarge: .rrsetTooLarge
        case .refused: .refusedByServers
        default: nil
        }
    }
}
