import DNSSECModel
import TestKit
import Testing
import Timeline

/// A policy that wants RSA keys of another size rolls to them, like any other roll.
struct SizeRollTests {
    private static let revision = VirtualWorld.start + .days(60)

    /// A policy with RSA keys of some size.
    private static func policy(
        _ bits: Int,
        roles: [KeyRole] = [.ksk, .zsk],
        roll: RolloverMethod? = nil,
        rfc5011: RFC5011Policy? = nil,
        standby: Int = 0
    ) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "size",
            description: "",
            keys: roles.map { role in
                KeyPolicy(
                    role: role,
                    algorithm: .rsaSHA256,
                    bits: bits,
                    lifetime: role == .zsk ? .days(90) : nil,
                    roll: role == .zsk ? nil : roll,
                    rfc5011: role == .zsk ? nil : rfc5011,
                    standby: standby
                )
            }
        )
    }

    private static let shapes: [@Sendable (Int) -> DNSSECPolicy] = [
        { policy($0) },
        { policy($0, roll: .doubleDS) },
        { policy($0, roll: .doubleRRset) },
        { policy($0, rfc5011: RFC5011Policy()) },
        { policy($0, standby: 1) },
        { policy($0, rfc5011: RFC5011Policy(), standby: 1) },
        { policy($0, roles: [.csk]) },
        { policy($0, roles: [.csk], roll: .prePublication, standby: 2) },
    ]

    @Test(arguments: shapes.indices)
    func `keys of another size replace those in use, and no cache ever sees a broken chain`(
        _ index: Int
    ) {
        let bits = index % 2 == 0 ? 1024 : 3072
        var world = VirtualWorld(Self.shapes[index](2048))
        world.pass(until: Self.revision)
        #expect(world.ring.keys.allSatisfy { $0.bits == 2048 })
        world.policy = Self.shapes[index](bits)
        world.live(for: .days(120))
        #expect(world.problems.isEmpty, "\(world.problems)")
        let alive = world.ring.keys.filter { !$0.isGone }
        #expect(alive.allSatisfy { $0.bits == bits }, "\(alive)")
        #expect(alive.count { $0.goal == .standby } == world.policy.keys.map(\.standby).reduce(0, +))
    }

    /// The same by a revision: it begins on its date, and the proof holds.
    @Test(arguments: shapes.indices)
    func `a revision with another size rolls the keys from its date on`(_ index: Int) throws {
        var policy = Self.shapes[index](1024)
        policy.revisions = [PolicyRevision(from: Self.revision, keys: Self.shapes[index](2048).keys)]
        let end = Self.revision + .days(120)
        let forecast = Forecast(policy, KeyRing(zone: Name.root), from: VirtualWorld.start, until: end)
        for role in policy.keys.map(\.role) {
            let key = try #require(forecast.ring.keys.first { $0.role == role && $0.bits == 2048 })
            #expect(key.predecessor != nil)
            #expect(key.requested == Self.revision)
        }
        #expect(forecast.ring.keys.filter { $0.bits == 1024 }.allSatisfy { $0.isGone })
        let proof = Timeline.prove(policy, KeyRing(zone: Name.root), from: VirtualWorld.start, until: end)
        #expect(proof.story.isEmpty)
    }

    @Test func `the slots of a calendar count for a change of size, too`() throws {
        func keys(_ bits: Int) -> [KeyPolicy] {
            var keys = Self.policy(bits).keys
            keys[1].lifetime = nil
            keys[1].calendar = KeyCalendar(
                every: 12,
                rules: [.publish: .init(9...9), .sign: .init(1...1), .remove: .init(2...2)]
            )
            return keys
        }
        var policy = Self.policy(2048)
        policy.keys = keys(2048)
        policy.calendar = SlotCalendar()
        // In the middle of the fourth quarter of 2020.
        let from = try #require(CalendarTime(year: 2020, month: 11, day: 5)).instant
        policy.revisions = [PolicyRevision(from: from, keys: keys(1536))]
        let forecast = Forecast(
            policy,
            KeyRing(zone: Name.root),
            from: VirtualWorld.start,
            until: from + .days(120)
        )
        let key = try #require(forecast.ring.keys.first { $0.bits == 1536 && $0.role == .zsk })
        let slots = try [(2020, 12, 20), (2021, 1, 1)].map { date in
            try #require(CalendarTime(year: date.0, month: Int64(date.1), day: Int64(date.2))).instant
        }
        let steps = forecast.events.filter { $0.key == key.id }
        #expect(steps.first { $0.phase == .publish }?.at == slots[0])
        #expect(steps.first { $0.phase == .sign }?.at == slots[1])
    }

    @Test func `a change of size waits for a roll that is under way`() throws {
        var world = VirtualWorld(Self.policy(1024))
        world.pass(until: Self.revision)
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .ksk, start: world.now)))
        world.pass(until: Self.revision + .hours(1))
        world.policy = Self.policy(2048)
        world.live(for: .days(60))
        #expect(world.problems.isEmpty, "\(world.problems)")
        let sizes = world.ring.keys.filter { $0.role == .ksk }.map(\.bits)
        #expect(sizes == [1024, 1024, 2048])
        #expect(world.ring.keys.filter { $0.bits == 1024 }.allSatisfy { $0.isGone })
    }
}
