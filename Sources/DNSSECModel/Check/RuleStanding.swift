/// How recent rules count for one zone, as its state has it.
///
/// For whoever checks a zone without working on it: an error about a rule from which the zone is excused is a warning there.
public struct RuleStanding: Hashable, Sendable {
    /// False for a zone that was never published.
    public var isSigned: Bool
    /// The record for the policy.
    public var policyRules: RuleRecord
    /// The record for the content.
    public var zoneRules: RuleRecord

    /// The standing of the zone of a ring; nil stands for a zone without state, which is excused from nothing.
    public init(_ ring: KeyRing?) {
        isSigned = ring?.publication != nil
        policyRules = ring?.policyRules ?? RuleRecord()
        zoneRules = ring?.zoneRules ?? RuleRecord()
    }

    /// True if a rule for policies counts in full.
    public func countsForPolicy(_ rule: RecentRule) -> Bool { policyRules.counts(rule, isSigned: isSigned) }

    /// True if a rule for the content of zones counts in full.
    public func countsForZone(_ rule: RecentRule) -> Bool { zoneRules.counts(rule, isSigned: isSigned) }
}

extension ZoneDiagnostic {
    /// The complaint about a zone of this standing: a warning if it is about a rule from which the zone is excused.
    public func judged(by standing: RuleStanding) -> ZoneDiagnostic {
        guard severity == .error, let rule = problem.recentRule, !standing.countsForZone(rule) else {
            return self
        }
        return ZoneDiagnostic(
            severity: .warning,
            position: position,
            problem: problem,
            includedFrom: includedFrom
        )
    }
}
