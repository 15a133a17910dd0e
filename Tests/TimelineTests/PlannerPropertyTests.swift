import DNSSECModel
import TestKit
import Testing
import Timeline

struct PlannerPropertyTests {
    @Test(arguments: TestPolicy.all.indices)
    func `ten years of rolls never break a chain`(_ index: Int) {
        let (name, policy) = TestPolicy.all[index]
        var world = VirtualWorld(policy)
        world.live(for: .days(3650))
        #expect(world.faults.isEmpty, "\(name): \(world.faults.prefix(3))")
        #expect(world.model.violations().isEmpty, "\(name): \(world.model.violations())")
        let rolls = world.events.filter { $0.phase == .remove }.count
        #expect(rolls > 5, "\(name): only \(rolls) keys were removed")
    }

    @Test(arguments: 0..<60)
    func `no policy and no lateness of up to 40 days breaks a chain`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let policy = TestPolicy.random(&random)
        var behaviour = VirtualWorld.Behaviour()
        behaviour.zoneTTL = .seconds(.random(in: 60...200_000, using: &random))
        behaviour.negativeTTL = .seconds(.random(in: 60...90_000, using: &random))
        behaviour.lateness = { random in
            Int.random(in: 0..<3, using: &random) == 0
                ? .seconds(.random(in: 0...(40 * 86400), using: &random)) : .zero
        }
        behaviour.dsDelay = { .seconds(.random(in: 60...(20 * 86400), using: &$0)) }
        var world = VirtualWorld(policy, behaviour: behaviour, seed: UInt64(seed))
        world.live(for: .days(2000))
        #expect(world.faults.isEmpty, "seed \(seed): \(world.faults.prefix(3))")
        #expect(world.model.violations().isEmpty, "seed \(seed): \(world.model.violations()) \(policy)")
        #expect(world.events.contains { $0.phase == .remove }, "seed \(seed): no roll came to its end")
    }

    @Test(arguments: 0..<12)
    func `validators that follow RFC 5011 always keep an anchor that vouches`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(1000 + seed))
        var policy = TestPolicy.random(&random)
        policy.parent.ds = seed % 2 == 0 ? .none : .manual
        let isScheduled = seed % 4 < 2
        for index in policy.keys.indices where policy.keys[index].role.signsKeys {
            policy.keys[index].rfc5011 = RFC5011Policy()
            policy.keys[index].lifetime = isScheduled ? .days(.random(in: 150...400, using: &random)) : nil
        }
        var world = VirtualWorld(policy, seed: UInt64(seed))
        for _ in 0..<8 {
            world.live(for: .days(.random(in: 150...300, using: &random)))
            guard !isScheduled, let role = policy.keys.first?.role else { continue }
            world.ring = world.ring.recording(.rollRequested(RollRequest(role: role, start: world.now)))
        }
        let end = Int(world.now.secondsSinceEpoch)
        let violations = world.anchorModel.violations(from: world.anchorLists.first?.time ?? end, until: end)
        #expect(violations.isEmpty, "seed \(seed): \(violations) \(policy)")
        #expect(world.events.contains { $0.phase == .revoke }, "seed \(seed): no key was revoked")
    }

    /// No gate stands here, only the rules: they alone keep the old key until the new one is everywhere.
    @Test(arguments: [KeyRole.zsk, .ksk])
    func `a key that is retired before it has a successor stays until a new one is everywhere`(
        _ role: KeyRole
    )
        throws
    {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil))
        world.live(for: .days(20))
        let old = try #require(world.ring.keys.first { $0.role == role })
        world.ring[old.id]?.goal = .retired
        world.live(for: .days(60))
        #expect(world.model.violations().isEmpty, "\(world.model.violations())")
        #expect(world.ring[old.id]?.isGone == true)
    }

    /// The world is one second slower than the policy says, margins included: the waits are as short as can be,
    /// and the model sees it.
    @Test(arguments: ["zone", "parent", "dnskey", "ds", "data"])
    func `one second more than the policy allows for is seen by the resolver model`(_ part: String) {
        var policy = TestPolicy.split(zskLifetime: .days(30), kskLifetime: .days(120))
        policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
        var behaviour = VirtualWorld.Behaviour()
        switch part {
        case "zone": behaviour.zoneExcess = .seconds(1)
        case "parent": behaviour.parentExcess = .seconds(1)
        case "dnskey": behaviour.dnskeyTTLExcess = .seconds(1)
        case "ds": behaviour.dsTTLExcess = .seconds(1)
        default: behaviour.zoneTTLExcess = .seconds(1)
        }
        var world = VirtualWorld(policy, behaviour: behaviour)
        world.live(for: .days(400))
        #expect(!world.model.violations().isEmpty)
    }
}
