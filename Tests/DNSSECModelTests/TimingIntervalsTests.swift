import DNSSECModel
import Testing

@Suite struct TimingIntervalsTests {
    private func policy(
        dnskey: Interval = .hours(2),
        ds: Interval = .days(1),
        zone: Interval? = .hours(6),
        validity: Interval = .days(14)
    ) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "test",
            description: "",
            ttl: TTLPolicy(dnskey: dnskey, ds: ds, zoneMaximum: zone),
            signatures: SignaturePolicy(dnskeyValidity: validity),
            propagation: PropagationPolicy(zone: .minutes(10), parent: .hours(3)),
            safety: SafetyPolicy(publish: .minutes(30), retire: .minutes(45)),
            keys: []
        )
    }

    /// All numbers by hand from RFC 7583: DprpC 10 m, DprpP 3 h, TTLkey 2 h, TTLds 24 h, TTLsig 6 h, margins 30 and 45 m.
    @Test func `the intervals of RFC 7583 are the sums that the RFC gives`() {
        let timing = TimingIntervals(policy())
        #expect(timing.publicationInterval == .minutes(10 + 120 + 30))
        #expect(timing.retireInterval == .minutes(10 + 360 + 45))
        #expect(timing.doubleSignatureInterval == .minutes(415))
        #expect(timing.childPublicationInterval == .minutes(160))
        #expect(timing.parentPublicationInterval == .minutes(180 + 1440 + 30))
        #expect(timing.kskRetireInterval == .minutes(180 + 1440 + 45))
        #expect(timing.dnskeyRetireInterval == .minutes(10 + 120 + 45))
    }

    /// Else the old KSK's signature would count as forgotten while the new one's does not count as known yet.
    @Test func `what leaves the DNSKEY RRset is forgotten no earlier than what comes is known`() {
        var policy = policy()
        policy.safety = SafetyPolicy(publish: .minutes(50), retire: .minutes(45))
        let timing = TimingIntervals(policy)
        #expect(timing.dnskeyRetireInterval == .minutes(10 + 120 + 50))
        #expect(timing.dnskeyRetireInterval == timing.publicationInterval)
    }

    @Test func `a DNSKEY TTL above the zone's rules the double-signature interval`() {
        let timing = TimingIntervals(policy(dnskey: .hours(8)))
        #expect(timing.doubleSignatureInterval == .minutes(10 + 480 + 30))
    }

    @Test func `TTLs that were seen count if they are larger, never if smaller`() {
        let larger = TimingIntervals(policy(), dnskeyTTL: .hours(9), zoneTTL: .hours(9), dsTTL: .days(2))
        #expect((larger.dnskeyTTL, larger.zoneTTL, larger.dsTTL) == (.hours(9), .hours(9), .days(2)))
        let smaller = TimingIntervals(policy(), dnskeyTTL: .zero, zoneTTL: .zero, dsTTL: .zero)
        #expect(smaller == TimingIntervals(policy()))
        #expect(TimingIntervals(policy(zone: nil), zoneTTL: .hours(3)).zoneTTL == .hours(3))
    }

    /// RFC 5011 2.3 and RFC 7583 3.3.4: half of TTL and validity, at least an hour, at most 15 days.
    @Test(arguments: [
        (Interval.hours(2), Interval.days(14), Interval.hours(1)),
        (.minutes(10), .days(14), .hours(1)),
        (.days(2), .days(21), .days(1)),
        (.days(60), .days(90), .days(15)),
        (.days(4), .days(2), .days(1)),
    ])
    func `validators ask every half TTL within an hour and fifteen days`(
        ttl: Interval,
        validity: Interval,
        query: Interval
    ) {
        let timing = TimingIntervals(policy(dnskey: ttl, validity: validity))
        #expect(timing.modifiedQueryInterval == query)
    }

    @Test func `the root's trust point takes 32 days and its revocation a day at least`() {
        let root = DNSSECPolicy(
            name: "root",
            description: "",
            ttl: TTLPolicy(dnskey: .hours(48)),
            signatures: SignaturePolicy(validity: .days(13), dnskeyValidity: .days(21)),
            propagation: PropagationPolicy(zone: .hours(1), parent: .zero),
            safety: SafetyPolicy(publish: .zero, retire: .zero),
            keys: []
        )
        let timing = TimingIntervals(root)
        #expect(timing.trustPointInterval(RFC5011Policy()) == .days(32))
        // A tenth of the TTL, for a question that fails (RFC 5011 2.3), where the policy has no margin.
        let retry = Interval.minutes(288)
        #expect(timing.retryTime == retry)
        #expect(timing.trustedPublicationInterval(RFC5011Policy()) == .days(32) + .hours(1) + retry)
        let shortest = timing.revocationInterval(RFC5011Policy(revoked: .zero))
        #expect(shortest == .days(1) + .hours(1) + retry)
        #expect(timing.revocationInterval(RFC5011Policy(revoked: .days(70))) == .days(70))
        // The root's own plan has slack over both: 92 days published, 70 days revoked.
        #expect(timing.trustedPublicationInterval(RFC5011Policy()) < .days(92))
    }

    @Test func `a DNSKEY TTL above the hold-down rules the trust point`() {
        let timing = TimingIntervals(policy(dnskey: .days(4)))
        let query = Interval.days(2)
        #expect(timing.trustPointInterval(RFC5011Policy(addHoldDown: .days(1))) == .days(4) + 2 * query)
    }
}
