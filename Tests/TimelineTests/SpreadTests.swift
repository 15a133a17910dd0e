import DNSSECModel
import TestKit
import Testing

@testable import Timeline

/// Signatures that change over from one ZSK to the next little by little: RFC 7583's Dsgn.
struct SpreadTests {
    static let spread = Interval.days(5)
    static let start = VirtualWorld.start

    /// A world in which a roll was asked for, a moment after its signatures began to change over.
    static func inSpread(
        _ policy: DNSSECPolicy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: spread),
        role: KeyRole = .zsk,
        after hours: Int64 = 0
    ) throws -> (world: VirtualWorld, old: ManagedKey.ID, new: ManagedKey.ID, since: Instant) {
        var world = VirtualWorld(policy)
        world.pass(until: start + .days(20))
        world.note(world.ring.recording(.rollRequested(RollRequest(role: role, start: world.now))))
        world.pass(until: start + .days(20) + .minutes(126))
        let kept = try #require(world.ring.plan.keptSignatures.first)
        world.pass(until: kept.start + .hours(hours))
        return (world, kept.key, kept.successor, kept.start)
    }

    static func time(_ phase: KeyStep, _ key: ManagedKey.ID, in world: VirtualWorld) throws -> Instant {
        try #require(world.events.last { $0.phase == phase && $0.key == key }, "no \(phase)").at
    }

    static let retirement = TimingIntervals(TestPolicy.split(), zoneTTL: .days(1)).retireInterval

    // MARK: - The plan

    @Test func `while signatures change over the old key makes none and its own may be kept`() throws {
        let (world, old, new, since) = try Self.inSpread(after: 30)
        let plan = world.ring.plan
        #expect(plan.zoneSigners == [new])
        #expect(
            plan.keptSignatures == [.init(key: old, successor: new, start: since, length: Self.spread)]
        )
        #expect(world.ring.publication?.plan == plan)
        #expect(world.ring[old]?.zrrsig?.state == .unretentive)
        #expect(world.ring[new]?.zrrsig?.state == .rumoured)
    }

    @Test func `3.2.1 with Dsgn: the old key leaves at Tret + Dsgn + Dprp + TTLsig, and not before`() throws {
        var (world, old, new, since) = try Self.inSpread()
        let end = since + Self.spread + Self.retirement
        world.pass(until: end - .seconds(1))
        #expect(world.ring[new]?.zrrsig?.state == .rumoured)
        #expect(world.ring[old]?.zrrsig?.state == .unretentive)
        #expect(world.ring[old]?.dnskey.state == .omnipresent)
        world.pass(until: end)
        #expect(world.ring[new]?.zrrsig?.state == .omnipresent)
        #expect(world.ring[old]?.zrrsig?.state == .hidden)
        #expect(try Self.time(.remove, old, in: world) == end)
        #expect(world.problems == [])
    }

    @Test func `nothing counts as seen before a publication without a signature of the old key`() throws {
        var (world, old, new, since) = try Self.inSpread(after: 119)
        world.touch()
        #expect(world.ring[old]?.zrrsig?.seen == nil)
        #expect(world.ring[new]?.zrrsig?.seen == nil)
        world.pass(until: since + Self.spread)
        #expect(world.ring.publication?.plan.keptSignatures == [])
        #expect(world.ring[old]?.zrrsig?.seen == since + Self.spread)
        #expect(world.ring[new]?.zrrsig?.seen == since + Self.spread)
        #expect(world.ring[old]?.spread?.delay == Self.spread)
    }

    @Test func `a lifetime counts from the beginning of the change-over`() throws {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: .days(60), spread: Self.spread))
        world.live(for: .days(400))
        let signs = world.events.filter { $0.phase == .sign && $0.role == .zsk }.map(\.at)
        #expect(signs.count > 5)
        for (one, next) in zip(signs, signs.dropFirst()) { #expect(next == one + .days(60)) }
        #expect(world.problems == [])
    }

    @Test func `the step says over how long, and the wait has Dsgn as a part of its own`() throws {
        let (world, old, new, since) = try Self.inSpread(after: 30)
        let sign = world.events.last { $0.phase == .sign && $0.key == new }
        #expect(sign?.spread == Self.spread)
        #expect(world.events.filter { $0.key != new }.allSatisfy { $0.spread == nil })
        let holds = Timeline.advance(world.policy, world.ring, at: world.now).holds
        let hold = try #require(holds.first { $0.key == old && $0.phase == .remove })
        let interval = Self.spread + Self.retirement
        #expect(
            hold.reason
                == .time(until: since + interval, since: since, interval: interval, formula: .retireInterval)
        )
    }

    // MARK: - What may come between

    @Test func `a daemon that slept past the end waits from what it published then`() throws {
        var (world, old, _, since) = try Self.inSpread(after: 30)
        world.now = since + Self.spread + .days(9)
        let woken = world.now
        world.pass(until: woken + Self.retirement - .seconds(1))
        #expect(world.ring[old]?.dnskey.state == .omnipresent)
        #expect(world.ring[old]?.zrrsig?.seen == woken)
        #expect(world.ring[old]?.spread?.delay == woken - since)
        world.pass(until: woken + Self.retirement)
        #expect(try Self.time(.remove, old, in: world) == woken + Self.retirement)
        #expect(world.problems == [])
    }

    @Test(arguments: [nil, Interval.hours(20), .hours(40), .days(30)])
    func `a policy that wants less in between shortens the change-over, and one that wants more does not`(
        _ wanted: Interval?
    ) throws {
        var (world, old, _, since) = try Self.inSpread(after: 30)
        world.policy.keys[1].spread = wanted
        let end = max(since + .hours(30), since + min(wanted ?? .zero, Self.spread))
        world.pass(until: end + Self.retirement + .days(1))
        #expect(try Self.time(.remove, old, in: world) == end + Self.retirement)
        #expect(world.problems == [])
    }

    @Test func `an emergency roll changes all signatures at once`() {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: Self.spread))
        world.pass(until: Self.start + .days(20))
        let request = RollRequest(role: .zsk, start: world.now, isEmergency: true)
        world.note(world.ring.recording(.rollRequested(request)))
        world.pass(until: Self.start + .days(40))
        #expect(world.events.allSatisfy { $0.spread == nil })
        #expect(world.ring.keys.allSatisfy { $0.spread == nil })
        #expect(world.events.contains { $0.phase == .remove && $0.role == .zsk })
        #expect(world.problems == [])
    }

    @Test func `an emergency in between takes all signatures of the old key away at once`() throws {
        var (world, old, new, _) = try Self.inSpread(after: 30)
        let request = RollRequest(role: .zsk, start: world.now, isEmergency: true)
        world.note(world.ring.recording(.rollRequested(request)))
        let asked = world.now
        world.pass(until: asked)
        #expect(world.ring.publication?.plan.keptSignatures == [])
        #expect(world.ring[old]?.zrrsig?.seen == asked)
        world.pass(until: asked + .days(20))
        #expect(world.ring[old]?.isGone == true)
        #expect(world.ring[new]?.isGone == true)
        #expect(world.problems == [])
    }

    @Test func `a hold in between does not stop the change-over, only the steps after it`() throws {
        var (world, old, _, since) = try Self.inSpread(after: 30)
        let hold = OperatorHold(reason: "doubt", user: "root", at: world.now)
        world.note(world.ring.recording(.held(hold)))
        world.pass(until: since + .days(30))
        #expect(world.ring[old]?.zrrsig?.state == .hidden)
        #expect(world.ring[old]?.dnskey.state == .omnipresent)
        world.note(world.ring.recording(.released(key: nil, phase: nil, at: world.now)))
        world.pass(until: since + .days(31))
        #expect(world.ring[old]?.dnskey.state == .hidden || world.ring[old]?.dnskey.state == .unretentive)
        #expect(world.problems == [])
    }

    @Test func `a forced step changes all signatures at once`() throws {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: Self.spread))
        world.pass(until: Self.start + .days(20))
        world.note(world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: world.now))))
        world.pass(until: world.now + .minutes(5))
        let key = try #require(world.ring.keys.last)
        let step = try Timeline.take(.sign, of: key.id, world.policy, world.ring, at: world.now, force: true)
        #expect(!step.risks.isEmpty)
        #expect(step.ring.plan.zoneSigners == [key.id])
        #expect(step.ring.plan.keptSignatures == [])
    }

    @Test func `a removal by force takes the kept signatures along, and says what it risks`() throws {
        let (world, old, new, since) = try Self.inSpread(after: 30)
        let (policy, ring, now) = (world.policy, world.ring, world.now)
        #expect(throws: Refusal.self) { try Timeline.take(.remove, of: old, policy, ring, at: now) }
        do throws(Refusal) {
            _ = try Timeline.take(.remove, of: old, policy, ring, at: now)
        } catch {
            guard case .tooEarly(.remove, .time(let until, _, _, _), _, let earliest) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(until == since + Self.spread + Self.retirement)
            #expect(earliest == until)
        }
        let step = try Timeline.take(.remove, of: old, policy, ring, at: now, force: true)
        #expect(step.risks.map(\.rule).contains(.zoneSignatures))
        #expect(step.ring.plan.keptSignatures == [])
        #expect(step.ring.plan.zoneSigners == [new])
    }

    // MARK: - The way back

    @Test(arguments: [KeyRole.zsk, .csk])
    func `a change-over can be aborted at every moment, and goes back at once`(_ role: KeyRole) throws {
        let policy =
            role == .zsk
            ? TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: Self.spread)
            : TestPolicy.combined(lifetime: nil, roll: .prePublication, spread: Self.spread)
        for hours in stride(from: Int64(0), through: 119, by: 7) {
            var (world, old, new, _) = try Self.inSpread(policy, role: role, after: hours)
            let now = world.now
            world.note(
                try Timeline.abort(role, policy, world.ring, by: "test", reason: "test", at: now)
            )
            world.pass(until: now)
            let plan = try #require(world.ring.publication?.plan)
            #expect(plan.zoneSigners == [old], "\(hours) hours")
            #expect(plan.keptSignatures == [], "\(hours) hours")
            world.pass(until: now + .days(60))
            #expect(world.ring[new]?.isGone == true, "\(hours) hours")
            let alive = world.ring.keys.filter { $0.role == role && !$0.isGone }
            #expect(alive.map(\.id) == [old], "\(hours) hours")
            #expect(alive.allSatisfy { $0.zrrsig?.state == .omnipresent }, "\(hours) hours")
            #expect(world.problems == [], "\(hours) hours")
        }
    }
}

/// Planners that forget Dsgn, and the models that must notice.
struct SpreadMutationTests {
    /// A planner that takes the beginning of the change-over for its end.
    static func hastyWorld() -> VirtualWorld {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: .days(5))
        policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
        var behaviour = VirtualWorld.Behaviour()
        behaviour.checksIdempotence = false
        behaviour.belief = { _, after in
            var after = after
            guard let publication = after.publication else { return after }
            for kept in publication.plan.keptSignatures {
                for id in [kept.key, kept.successor] where after[id]?.zrrsig?.seen == nil {
                    after[id]?.zrrsig?.seen = publication.at
                    after[id]?.zrrsig?.ttl = publication.maximumTTL
                }
            }
            return after
        }
        var world = VirtualWorld(policy, behaviour: behaviour)
        world.pass(until: VirtualWorld.start + .days(20))
        world.note(world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: world.now))))
        world.pass(until: VirtualWorld.start + .days(60))
        return world
    }

    @Test func `a wait without Dsgn is found by the resolver model`() {
        let world = Self.hastyWorld()
        #expect(world.events.contains { $0.phase == .remove })
        let faults = Set(world.model.violations().map(\.fault))
        #expect(faults == [.dataSignerNotInDNSKEY], "\(world.model.violations())")
    }

    @Test func `a wait without Dsgn is found by the proof`() {
        let proof = Proof(of: ProofMutationTests.history(of: Self.hastyWorld()), from: VirtualWorld.start)
        #expect(proof.counterExample?.fault == .dataSignerUnknown)
    }

    @Test func `the proof of a ring in mid-spread knows the signatures of both keys`() throws {
        for hours in [Int64(1), 60, 119, 121, 140] {
            var (world, old, _, since) = try SpreadTests.inSpread()
            world.pass(until: since + .hours(hours))
            let (policy, now) = (world.policy, world.now)
            let assumptions = ForecastAssumptions(zoneTTL: .days(1))
            #expect(
                Timeline.prove(policy, world.ring, from: now, until: now + .days(60), forecast: assumptions)
                    .holds
            )
            // The old DNSKEY leaves now: a cache may hold a signature of it, or the DNSKEY RRset with it alone.
            let forced = try Timeline.take(.remove, of: old, policy, world.ring, at: now, force: true).ring
            let proof = Timeline.prove(
                policy,
                forced,
                from: now,
                until: now + .days(60),
                forecast: assumptions
            )
            #expect(proof.counterExample?.fault == .dataSignerUnknown, "\(hours) hours")
        }
    }
}
