import DNSSECModel
import TestKit
import Testing
import Timeline

/// What people do to a running zone, proven from that moment on.
struct ProofInterventionTests {
    /// A policy, its world, and the ring of a zone at some moment of its rolls.
    private struct Life {
        var policy: DNSSECPolicy
        var forecast = ForecastAssumptions()
        var moment: Instant
        var ring: KeyRing

        init(_ random: inout SplitMix64) {
            policy = ProofChangeoverTests.randomPolicy(&random)
            forecast = ProofChangeoverTests.forecast(&random)
            moment = VirtualWorld.start + .seconds(.random(in: 0...(500 * 86400), using: &random))
            ring =
                Forecast(
                    policy,
                    KeyRing(zone: Name.root),
                    from: VirtualWorld.start,
                    until: moment,
                    assumptions: forecast
                ).ring
        }

        var proof: Proof {
            Timeline.prove(policy, ring, from: moment, until: moment + .days(400), forecast: forecast)
        }
    }

    @Test(arguments: 0..<60)
    func `an emergency at any moment is proven`(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(11000 + seed))
        var life = Life(&random)
        let role = try #require(life.policy.keys.randomElement(using: &random)).role
        let request = RollRequest(role: role, start: life.moment, isEmergency: true, reason: "lost")
        life.ring = life.ring.recording(.rollRequested(request))
        #expect(life.proof.story.isEmpty, "seed \(seed)")
    }

    @Test func `a roll that is aborted at any moment is proven`() throws {
        var aborted = 0
        for seed in 0..<60 {
            var random = SplitMix64(seed: UInt64(12000 + seed))
            var life = Life(&random)
            let role = try #require(life.policy.keys.randomElement(using: &random)).role
            let start = life.moment
            let asked = life.ring.recording(.rollRequested(RollRequest(role: role, start: start)))
            life.moment = start + .seconds(.random(in: 0...(60 * 86400), using: &random))
            let forecast = Forecast(
                life.policy,
                asked,
                from: start,
                until: life.moment,
                assumptions: life.forecast
            )
            let back = try? Timeline.abort(
                role,
                life.policy,
                forecast.ring,
                by: "root",
                reason: "doubt",
                at: life.moment
            )
            guard let back else { continue }
            aborted += 1
            life.ring = back
            #expect(life.proof.story.isEmpty, "seed \(seed)")
        }
        #expect(aborted > 10)
    }

    @Test(arguments: 0..<40)
    func `a daemon that wakes up to 40 days late is proven`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(13000 + seed))
        let policy = ProofChangeoverTests.randomPolicy(&random)
        var behaviour = VirtualWorld.Behaviour()
        behaviour.checksIdempotence = false
        behaviour.lateness = { random in
            Int.random(in: 0..<3, using: &random) == 0
                ? .seconds(.random(in: 0...(40 * 86400), using: &random)) : .zero
        }
        var world = VirtualWorld(policy, behaviour: behaviour, seed: UInt64(seed))
        world.live(for: .days(1500))
        let proof = Proof(of: ProofMutationTests.history(of: world), from: VirtualWorld.start)
        #expect(proof.story.isEmpty, "seed \(seed)")
    }

    @Test func `a step by force is not proven`() throws {
        let policy = TestPolicy.split(zskLifetime: nil, kskLifetime: nil)
        let moment = VirtualWorld.start + .days(20)
        var ring = Forecast(policy, KeyRing(zone: Name.root), from: VirtualWorld.start, until: moment).ring
        ring = ring.recording(.rollRequested(RollRequest(role: .zsk, start: moment)))
        let soon = moment + .minutes(1)
        ring = Forecast(policy, ring, from: moment, until: soon).ring
        #expect(Timeline.prove(policy, ring, from: soon, until: soon + .days(90)).holds)
        let key = try #require(ring.keys.last).id
        ring = try Timeline.take(.sign, of: key, policy, ring, at: soon, force: true).ring
        let proof = Timeline.prove(policy, ring, from: soon, until: soon + .days(90))
        #expect(proof.counterExample?.fault == .dataSignerUnknown)
        #expect(proof.counterExample?.at == soon)
    }
}
