import DNSSECModel
import TestKit
import Testing
import Timeline

struct RecordingTests {
    private static func settledWorld() -> VirtualWorld {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil))
        world.live(for: .days(20))
        return world
    }

    @Test func `recording a fact twice changes nothing more`() throws {
        let world = Self.settledWorld()
        let publication = try #require(world.ring.publication)
        let once = world.ring.recording(.zonePublished(publication))
        #expect(once.recording(.zonePublished(publication)) == once)
        let gone = world.ring.recording(.dsGone(ManagedKey.ID(rawValue: 1), at: world.now, ttl: nil))
        #expect(
            gone.recording(.dsGone(ManagedKey.ID(rawValue: 1), at: world.now + .hours(1), ttl: nil)) == gone
        )
    }

    @Test func `a key that is generated twice keeps its first material`() {
        let ring = Self.settledWorld().ring
        let other = KeyMaterial(
            record: DNSKEYRecord(flags: 257, algorithm: .ecdsaP256SHA256, publicKey: [1, 2, 3])
        )
        #expect(
            ring.recording(.keyGenerated(ManagedKey.ID(rawValue: 1), other, at: VirtualWorld.start)) == ring
        )
    }

    @Test func `a DS that vanishes from the parent is asked for again`() {
        let world = Self.settledWorld()
        let key = ManagedKey.ID(rawValue: 1)
        let ring = world.ring.recording(.dsGone(key, at: world.now, ttl: nil))
        let decision = Timeline.advance(world.policy, ring, at: world.now)
        #expect(decision.actions.contains(.changeDS(add: [key], remove: [])))
        #expect(decision.plan == world.ring.plan, "the zone itself stays as it is")
    }

    @Test func `a DNSKEY TTL that is lowered in mid-roll still counts while caches hold it`() throws {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        policy.ttl.dnskey = .days(2)
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        let now = VirtualWorld.start + .days(20)
        world.policy.ttl.dnskey = .hours(1)
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: now)))
        world.now = now
        world.live(for: .days(10))
        let signing = try #require(world.events.last { $0.phase == .sign }).at
        #expect(signing >= now + .days(2))
        #expect(world.model.violations().isEmpty)
    }

    @Test func `a clock that was set back changes nothing`() {
        let world = Self.settledWorld()
        let decision = Timeline.advance(world.policy, world.ring, at: VirtualWorld.start - .days(300))
        #expect(decision.ring == world.ring)
    }

    @Test func `a zone whose keys are trust anchors cannot become insecure, and nothing moves`() {
        let policy = TestPolicy.split(rfc5011: RFC5011Policy(), ds: .none)
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        world.policy.keys = []
        let decision = Timeline.advance(world.policy, world.ring, at: world.now)
        #expect(decision.conflict == .insecureWithAnchors(.ksk))
        #expect(decision.ring == world.ring)
        #expect(decision.plan == world.ring.plan)
    }

    @Test func `a roll that is ordered before the zone is settled waits, and says so`() {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil))
        world.live(for: .minutes(1))
        for role in [KeyRole.zsk, .ksk] {
            let start = VirtualWorld.start + .minutes(1)
            let ring = world.ring.recording(.rollRequested(RollRequest(role: role, start: start)))
            let decision = Timeline.advance(world.policy, ring, at: start)
            #expect(decision.ring.keys.count == 2)
            let hold = decision.holds.first { $0.key == nil && $0.role == role && $0.phase == .generate }
            #expect(hold != nil, "\(role): \(decision.holds)")
        }
    }

    @Test func `a forecast of ever so many steps ends, and says where`() {
        var policy = TestPolicy.split(zskLifetime: .hours(6), kskLifetime: nil)
        policy.ttl = TTLPolicy(dnskey: .minutes(1), zoneMaximum: .minutes(1))
        policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
        let end = VirtualWorld.start + .days(36_500)
        let assumptions = ForecastAssumptions(zoneTTL: .minutes(1))
        let forecast = Forecast(
            policy,
            KeyRing(zone: .root),
            from: VirtualWorld.start,
            until: end,
            assumptions: assumptions
        )
        #expect(forecast.events.count >= Forecast.maximumEvents)
        #expect(forecast.events.count < Forecast.maximumEvents + 20)
        #expect(forecast.reached < end)
    }
}
