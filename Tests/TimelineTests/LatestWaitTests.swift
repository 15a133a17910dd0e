import DNSSECModel
import TestKit
import Testing
import Timeline

/// A step that waits for several things waits for the last of them.
struct LatestWaitTests {
    private static let policy = TestPolicy.split(zskLifetime: .days(90), kskLifetime: .days(400))

    /// A new zone whose data is kept in caches for a day: the DNSKEY RRset is known after two hours already.
    @Test func `the DS of a new zone waits for its signatures, not for its keys alone`() throws {
        var policy = Self.policy
        policy.ttl = TTLPolicy(dnskey: .hours(1), ds: .days(1))
        var world = VirtualWorld(policy)
        world.actOnce()
        let hold = try #require(
            Timeline.advance(policy, world.ring, at: world.now).holds.first { $0.phase == .submitDS }
        )
        #expect(hold.until == world.now + .hours(25) + .minutes(5))
        guard case .time(_, _, _, let formula) = hold.reason else {
            Issue.record("\(hold)")
            return
        }
        #expect(formula == .signaturePublicationInterval)
        let plan = Forecast(policy, world.ring, from: world.now, until: world.now + .days(3))
        #expect(plan.events.first { $0.phase == .submitDS }?.at == hold.until)
    }

    /// The parent does at once what it is asked for: the plan goes on all the same.
    @Test(arguments: [Interval.zero, .seconds(1), .days(1)])
    func `a plan does not end at the first DS, however fast the parent is`(_ delay: Interval) throws {
        let ring = KeyRing(zone: Name.root)
        let start = VirtualWorld.start
        let assumptions = ForecastAssumptions(dsDelay: delay)
        let plan = Forecast(
            Self.policy,
            ring,
            from: start,
            until: start + .days(1000),
            assumptions: assumptions
        )
        #expect(plan.events.count { $0.phase == .dsSeen } >= 3, "\(plan.events.map(\.phase))")
        #expect(plan.events.count { $0.phase == .dsGone } >= 2)
        let first = try #require(plan.events.first { $0.phase == .submitDS })
        #expect(plan.events.first { $0.phase == .dsSeen }?.at == first.at + delay)
        let proof = Timeline.prove(
            Self.policy,
            ring,
            from: start,
            until: start + .days(1000),
            forecast: assumptions
        )
        #expect(proof.holds)
        #expect(proof.instants > 30)
    }
}
