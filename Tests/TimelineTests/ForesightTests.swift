import DNSSECModel
import TestKit
import Testing
import Timeline

/// What is said of waiting steps is what the plan says of them.
struct ForesightTests {
    private static func holds(_ world: VirtualWorld) -> [Hold] {
        Timeline.advance(world.policy, world.ring, at: world.now).holds
    }

    private static func plan(
        _ world: VirtualWorld,
        _ assumptions: ForecastAssumptions = ForecastAssumptions()
    )
        -> Forecast
    {
        Forecast(
            world.policy,
            world.ring,
            from: world.now,
            until: world.now + .days(300),
            assumptions: assumptions
        )
    }

    /// Gates with hours, slots and dates behind the caches' waits: none of them makes a wait tell another date.
    @Test(arguments: 0..<10)
    func `each wait that has an end ends when the plan has its step`(_ seed: Int) {
        var random = SplitMix64(seed: 7_100 + UInt64(seed))
        let policy = seed % 2 == 0 ? TestPolicy.random(&random) : TestPolicy.randomSchedule(&random)
        var world = VirtualWorld(policy, seed: UInt64(seed))
        world.behaviour.zoneTTL = policy.ttl.zoneMaximum ?? .days(1)
        let end = world.now + .days(300)
        while world.now < end {
            world.pass(until: world.now + .seconds(.random(in: 1...(30 * 86400), using: &random)))
            let plan = Self.plan(world)
            for hold in Self.holds(world).map(plan.foreseen) {
                guard let until = hold.until, let event = plan.step(of: hold) else { continue }
                if case .manual = hold.reason { continue }
                #expect(event.at == until, "seed \(seed): \(hold) but \(event)")
            }
            let next = Timeline.next(of: Self.holds(world), policy, world.ring, at: world.now)
            guard let next, let date = plan.step(of: next)?.at else { continue }
            let first = plan.events.first { event in
                Self.holds(world).contains { $0.until != nil && plan.step(of: $0) == event }
            }
            #expect(date == first?.at, "seed \(seed): \(next)")
        }
    }

    /// A wait of two hours ends at night, and the gate's hours begin in the morning.
    @Test func `hours that begin after the wait are the moment that is told`() throws {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        world.now = VirtualWorld.start + .days(20)
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: world.now)))
        world.actOnce()
        let wait = try #require(Self.holds(world).first { $0.phase == .sign })
        let ready = try #require(wait.until)
        let opening = Interval.hours((ready.secondsSinceEpoch % 86400 / 3600 + 3) % 24)
        policy.gates = [
            GatePolicy(
                phase: .sign,
                role: .zsk,
                windows: [
                    WeeklyWindow(days: Set(Weekday.allCases), opens: opening, closes: opening + .minutes(30))
                ]
            )
        ]
        world.policy = policy
        let plan = Self.plan(world)
        let told = try #require(Self.holds(world).first { $0.phase == .sign }.map(plan.foreseen))
        let until = try #require(told.until)
        #expect(until > ready)
        #expect(plan.step(of: told)?.at == until)
        #expect(told.reason == .gate(.window(until: until)))
    }

    // MARK: - Who acts

    @Test func `nobody must act only if the daemon alone brings the step`() throws {
        let policy = TestPolicy.split(zskLifetime: .days(90), kskLifetime: nil)
        var world = VirtualWorld(policy)
        world.behaviour.parentListens = false
        world.live(for: .days(3))
        world.now = VirtualWorld.start + .days(3)
        let alone = Self.plan(world, .nobodyActs)
        let waits = Self.holds(world)
        let seen = try #require(waits.first { $0.phase == .dsSeen })
        #expect(Timeline.blocker(of: seen, in: alone) == .parent)
        let roll = try #require(waits.first { $0.role == .zsk && $0.phase == .generate })
        #expect(Timeline.blocker(of: roll, in: alone) == .nobody)
    }

    @Test func `a step behind one that people must approve waits for them`() throws {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        let people = [Principal.user("anna")]
        policy.gates = [
            GatePolicy(phase: .sign, role: .zsk, approval: ApprovalPolicy(count: 1, approvers: people))
        ]
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        world.now = VirtualWorld.start + .days(20)
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: world.now)))
        world.live(for: .days(3))
        world.now = VirtualWorld.start + .days(23)
        let alone = Self.plan(world, .nobodyActs)
        for hold in Self.holds(world) where hold.role == .zsk {
            #expect(Timeline.blocker(of: hold, in: alone) == .approvers(people), "\(hold)")
        }
        #expect(Self.holds(world).contains { $0.role == .zsk && $0.phase == .sign })
    }

    @Test func `a step that no policy lets come waits for another policy`() throws {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: .days(90), kskLifetime: nil))
        world.live(for: .days(20))
        let zsk = try #require(world.ring.keys.first { $0.role == .zsk })
        let hold = Hold(key: zsk.id, role: .zsk, phase: .revoke, reason: .chainOfTrust(.zoneSignatures))
        world.policy.keys[1].lifetime = nil
        let alone = Self.plan(world, .nobodyActs)
        #expect(Timeline.blocker(of: hold, in: alone) == .policy)
    }

    // MARK: - What is told of the parent

    @Test(arguments: 0..<10)
    func `a life that nobody interferes with endangers nothing at any moment`(_ seed: Int) {
        var random = SplitMix64(seed: 9_300 + UInt64(seed))
        let policy = TestPolicy.random(&random)
        var world = VirtualWorld(policy, seed: UInt64(seed))
        let end = world.now + .days(500)
        while world.now < end {
            world.pass(until: world.now + .seconds(.random(in: 1...(9 * 86400), using: &random)))
            let risks = Timeline.risks(policy, world.ring, at: world.now)
            #expect(risks.isEmpty, "seed \(seed): \(risks) at \(world.now)")
        }
    }

    /// A new zone whose DS somebody brings, and tells of, before its signatures are in every cache.
    @Test
    func
        `a DS that is there too early endangers the zone until its signatures are everywhere, and the proof says so`()
        throws
    {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        policy.ttl = TTLPolicy(dnskey: .hours(1), ds: .days(1))
        var world = VirtualWorld(policy)
        world.actOnce()
        world.now = world.now + .hours(1)
        let ksk = try #require(world.ring.keys.first { $0.role == .ksk })
        let known = VirtualWorld.start + .hours(25) + .minutes(5)
        world.ring = world.ring.recording(.dsSeen(ksk.id, at: world.now, ttl: nil))
        let risks = Timeline.risks(policy, world.ring, at: world.now)
        #expect(Set(risks.map(\.rule)) == [.chainFromDS, .zoneSignatures, .algorithms])
        #expect(risks.compactMap(\.until).max() == known)
        #expect(!Timeline.prove(policy, world.ring, from: world.now, until: known + .days(9)).holds)
        world.pass(until: known)
        #expect(Timeline.risks(policy, world.ring, at: world.now).isEmpty)
        #expect(Timeline.prove(policy, world.ring, from: world.now, until: known + .days(9)).holds)
    }

    /// The operator mistakes one key for another, or speaks too early: what the rules say is what the proof finds.
    @Test(arguments: 0..<16)
    func `a word about the parent endangers something if and only if the proof finds it`(_ seed: Int) throws {
        var random = SplitMix64(seed: 9_700 + UInt64(seed))
        var policy = TestPolicy.random(&random)
        policy.parent.ds = .manual
        for index in policy.keys.indices { policy.keys[index].rfc5011 = nil }
        if seed % 3 == 0, policy.keys[0].role == .ksk { policy.keys[0].roll = .doubleDS }
        var world = VirtualWorld(policy, seed: UInt64(seed))
        world.pass(until: world.now + .seconds(.random(in: 60...(300 * 86400), using: &random)))
        let keys = world.ring.keys.filter { $0.ds != nil && $0.material != nil && !$0.isGone }
        for key in keys {
            for comes in [true, false] {
                let after = world.ring.recording(
                    comes
                        ? .dsSeen(key.id, at: world.now, ttl: nil) : .dsGone(key.id, at: world.now, ttl: nil)
                )
                let risks = Timeline.risks(policy, after, at: world.now)
                let proof = Timeline.prove(policy, after, from: world.now, until: world.now + .days(60))
                #expect(
                    risks.isEmpty == proof.holds,
                    "seed \(seed): \(key.role) \(key.id) comes \(comes): \(risks)"
                )
            }
        }
    }
}
