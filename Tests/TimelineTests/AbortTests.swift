import DNSSECModel
import TestKit
import Testing
import Timeline

struct AbortTests {
    static let methods: [(role: KeyRole, method: RolloverMethod, rfc5011: RFC5011Policy?)] = [
        (.zsk, .prePublication, nil), (.zsk, .doubleSignature, nil), (.ksk, .doubleSignature, nil),
        (.ksk, .doubleDS, nil), (.ksk, .doubleRRset, nil), (.ksk, .doubleSignature, RFC5011Policy()),
    ]

    private static func policy(_ index: Int) -> DNSSECPolicy {
        let (role, method, rfc5011) = methods[index]
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        for place in policy.keys.indices where policy.keys[place].role == role {
            policy.keys[place].roll = method
            policy.keys[place].rfc5011 = rfc5011
        }
        return policy
    }

    @Test(arguments: methods.indices)
    func `every roll can be aborted at every moment until the old key is gone or revoked`(_ index: Int) {
        let role = Self.methods[index].role
        var outcomes: Set<String> = []
        for hours in stride(from: 1, through: 24 * 120, by: 17) {
            var world = VirtualWorld(Self.policy(index))
            world.live(for: .days(60))
            let start = max(world.now, VirtualWorld.start + .days(60))
            world.now = start
            world.ring = world.ring.recording(.rollRequested(RollRequest(role: role, start: start)))
            world.live(for: .hours(Int64(hours)))
            world.now = max(world.now, start + .hours(Int64(hours)))
            let first = world.ring.keys.first { $0.role == role }?.id
            do {
                world.ring = try Timeline.abort(
                    role,
                    world.policy,
                    world.ring,
                    by: "test",
                    reason: "test",
                    at: world.now
                )
                outcomes.insert("aborted")
                world.live(for: .days(150))
                let alive = world.ring.keys.filter { $0.role == role && !$0.isGone }
                #expect(alive.map(\.id) == [first], "\(index) after \(hours) hours")
            } catch {
                outcomes.insert("refused")
                world.live(for: .days(150))
            }
            #expect(world.faults.isEmpty, "\(index) after \(hours) hours: \(world.faults.prefix(2))")
            let violations = world.model.violations()
            #expect(violations.isEmpty, "\(index) after \(hours) hours: \(violations)")
        }
        #expect(outcomes == ["aborted", "refused"])
    }

    @Test func `an aborted roll does not begin again by itself, and a released one does`() throws {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: .days(60), kskLifetime: nil))
        world.live(for: .days(59) + .hours(23))
        #expect(world.ring.keys.count == 3)
        world.ring = try Timeline.abort(
            .zsk,
            world.policy,
            world.ring,
            by: "test",
            reason: "test",
            at: world.now
        )
        world.live(for: .days(90))
        #expect(world.ring.keys.count == 3)
        world.ring = world.ring.recording(.released(key: nil, phase: .generate, at: world.now))
        world.live(for: .days(20))
        #expect(world.ring.keys.count == 4)
    }

    @Test func `a key that has just been revoked does not come back`() throws {
        var world = VirtualWorld(Self.policy(5))
        world.live(for: .days(60))
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .ksk, start: world.now)))
        let old = try #require(world.ring.keys.first { $0.role == .ksk }).id
        let limit = world.now + .days(200)
        while world.ring[old]?.revocation == nil, world.now < limit {
            world.pass(until: world.now + .minutes(10))
        }
        #expect(world.ring[old]?.dnskey.state == .unretentive)
        #expect(throws: Refusal.noWayBack(old)) {
            try Timeline.abort(.ksk, world.policy, world.ring, by: "test", reason: "test", at: world.now)
        }
    }

    @Test func `where nothing rolls there is nothing to abort`() {
        var world = VirtualWorld(TestPolicy.split())
        world.live(for: .days(5))
        #expect(throws: Refusal.nothingToAbort(.ksk)) {
            try Timeline.abort(.ksk, world.policy, world.ring, by: "test", reason: "test", at: world.now)
        }
    }
}
