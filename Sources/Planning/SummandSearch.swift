public import DNSSECModel

/// Looks for the numbers that were put into a formula.
public struct SummandSearch {
    private let ring: KeyRing
    /// How long signatures took to change over, or will take.
    private let delays: [Interval]
    /// Each TTL that can have counted.
    private let ttls: [Interval]

    /// A search among the numbers of a ring.
    public init(_ ring: KeyRing) {
        self.ring = ring
        var known: Set<Interval> = []
        let spreads = ring.keys.compactMap(\.spread).map { $0.delay ?? $0.length }
        delays = ([.zero] + spreads).filter { known.insert($0).inserted }
        // A record keeps its TTL only as long as it is passing; the ring knows what was published.
        let passing = ring.keys.flatMap { key in KeyRecord.allCases.compactMap { key[$0]?.ttl } }
        let memories = [ring.dnskeyTTL, ring.zoneTTL, ring.dsTTL]
        let seen = passing + memories.flatMap { ($0.current.map { [$0] } ?? []) + $0.past.map(\.ttl) }
        ttls = Set(seen).sorted()
    }

    /// The parts of an interval, with the TTL and the Dsgn that make their sum right; none if none do.
    ///
    /// - Parameters:
    ///   - formula: The formula.
    ///   - interval: What it came to.
    ///   - role: The role of the key that waited, for its RFC 5011 timers.
    ///   - policy: The policy that was in force.
    /// - Returns: Parts whose sum is the interval, or none.
    public func summands(
        _ formula: TimingFormula,
        _ interval: Interval,
        _ role: KeyRole,
        _ policy: DNSSECPolicy
    ) -> [TimingSummand] {
        let timers = policy.keys.filter { $0.role == role }.compactMap(\.rfc5011) + [RFC5011Policy()]
        for delay in delays {
            for times in candidates(policy) {
                var times = times
                times.signingDelay = delay
                for timer in timers {
                    let parts = times.summands(of: formula, timer)
                    if parts.reduce(Interval.zero, { $0 + $1.interval }) == interval {
                        return Self.named(parts, ring, policy)
                    }
                }
            }
        }
        return []
    }

    /// The intervals with each TTL that can have counted, with and without the policy's margins.
    private func candidates(_ policy: DNSSECPolicy) -> [TimingIntervals] {
        ([nil] + ttls.map(Optional.some)).flatMap { ttl in
            let times = TimingIntervals(policy, dnskeyTTL: ttl, zoneTTL: ttl, dsTTL: ttl)
            var urgent = times
            (urgent.publishSafety, urgent.retireSafety) = (.zero, .zero)
            return [times, urgent]
        }
    }

    /// The parts, with the TTL named that has counted.
    ///
    /// Before the first keys of a zone caches hold the answer that there are none, for as long as the SOA says (RFC 2308 5);
    /// no other TTL that counts as TTLkey or TTLsig is larger than those of the records.
    private static func named(
        _ parts: [TimingSummand],
        _ ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> [TimingSummand] {
        let memory = ring.dnskeyTTL
        let keyTTLs = [policy.ttl.dnskey] + [memory.current].compactMap(\.self) + memory.past.map(\.ttl)
        let dataTTLs = [policy.ttl.zoneMaximum, ring.publication?.maximumTTL].compactMap(\.self)
        let negative = ring.publication?.negativeTTL
        return parts.map { part in
            let isNegative =
                switch part.symbol {
                case "TTLkey": keyTTLs.allSatisfy { $0 < part.interval }
                case "TTLsig": part.interval == negative && dataTTLs.allSatisfy { $0 < part.interval }
                default: false
                }
            return isNegative ? TimingSummand("negative TTL", part.interval) : part
        }
    }
}
