import DNSSECModel
import TestKit
import Testing
import Timeline

/// The methods in which the DS does not come last (RFC 7583 3.3.2 and 3.3.3).
struct RollMethodTests {
    private static func world(_ method: RolloverMethod, seed: UInt64 = 1) -> VirtualWorld {
        var policy = TestPolicy.split(zskLifetime: .days(40), kskLifetime: .days(100))
        policy.keys[0].roll = method
        var behaviour = VirtualWorld.Behaviour()
        behaviour.dsDelay = { .seconds(.random(in: 60...(9 * 86400), using: &$0)) }
        var world = VirtualWorld(policy, behaviour: behaviour, seed: seed)
        world.live(for: .days(1500))
        return world
    }

    @Test(arguments: [RolloverMethod.doubleDS, .doubleRRset, .doubleSignature])
    func `no cache ever sees a broken chain`(_ method: RolloverMethod) {
        for seed in 1...3 {
            let world = Self.world(method, seed: UInt64(seed))
            #expect(world.faults.isEmpty, "\(method): \(world.faults.prefix(3))")
            #expect(world.model.violations().isEmpty, "\(method): \(world.model.violations())")
            #expect(world.events.filter { $0.phase == .remove && $0.role == .ksk }.count > 8)
        }
    }

    @Test func `with Double-DS the new DS comes first, then the keys change, then the old DS goes`() throws {
        let world = Self.world(.doubleDS)
        let second = try #require(world.ring.keys.filter { $0.role == .ksk }.dropFirst().first)
        let first = try #require(world.ring.keys.first { $0.role == .ksk })
        let steps = world.events.filter { $0.key == second.id || $0.key == first.id }
            .drop { $0.key != second.id }.prefix(9)
            .map { "\($0.key == first.id ? "old" : "new") \($0.phase.rawValue)" }
        let wanted = [
            "new generate", "new submit-ds", "new ds-seen", "new publish", "new sign", "old retire",
            "old remove", "old withdraw-ds", "old ds-gone",
        ]
        #expect(Array(steps) == wanted)
    }

    @Test func `with Double-DS only one KSK stands in the DNSKEY RRset at any time`() {
        let world = Self.world(.doubleDS)
        let keys = Set(
            world.ring.keys.filter { $0.role == .ksk }.map { ResolverModel.Key(String($0.id.rawValue)) }
        )
        let most = world.model.child.map { $0.keys.intersection(keys).count }.max()
        #expect(most == 1)
    }

    @Test func `with Double-RRset the DS is asked for as the key is published`() throws {
        let world = Self.world(.doubleRRset)
        let second = try #require(world.ring.keys.filter { $0.role == .ksk }.dropFirst().first)
        let published = try #require(world.events.first { $0.key == second.id && $0.phase == .publish })
        let submitted = try #require(world.events.first { $0.key == second.id && $0.phase == .submitDS })
        #expect(published.at == submitted.at)
    }
}
