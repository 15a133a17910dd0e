public import DNSSECModel

/// What a forecast takes for granted about the world.
public struct ForecastAssumptions: Hashable, Sendable {
    /// From asking the parent until all its servers show the change (RFC 7583 Dreg).
    public var dsDelay: Interval
    /// The largest TTL of the zone, if the policy says `auto` or the zone was read.
    public var zoneTTL: Interval
    /// True if `zoneTTL` is that of a zone that was read: then a smaller `zone-maximum` is wrong.
    public var isZoneRead = false
    /// How long caches keep a negative answer.
    public var negativeTTL: Interval
    /// From a step's being held up by nothing but people until they approve it.
    public var approvalDelay: Interval

    /// One day for the parent, one day and one hour for the zone, approvals at once unless given.
    public init(
        dsDelay: Interval = .days(1),
        zoneTTL: Interval = DNSSECPolicy.Default.zoneTTL,
        negativeTTL: Interval = .hours(1),
        approvalDelay: Interval = .zero
    ) {
        self.approvalDelay = approvalDelay
        self.dsDelay = dsDelay
        self.zoneTTL = zoneTTL
        self.negativeTTL = negativeTTL
    }
}

extension ForecastAssumptions {
    /// The largest TTL of a zone that was never published.
    func maximumTTL(_ policy: DNSSECPolicy) -> Interval {
        guard let maximum = policy.ttl.zoneMaximum else { return zoneTTL }
        return isZoneRead ? zoneTTL : maximum
    }
}
