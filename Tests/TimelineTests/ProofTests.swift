import DNSSECModel
import TestKit
import Testing
import Timeline

struct ProofTests {
    static func prove(
        _ policy: DNSSECPolicy,
        days: Int64 = 3650,
        forecast: ForecastAssumptions = ForecastAssumptions(),
        assumptions: ProofAssumptions = ProofAssumptions()
    ) -> Proof {
        Timeline.prove(
            policy,
            KeyRing(zone: Name.root),
            from: VirtualWorld.start,
            until: VirtualWorld.start + .days(days),
            forecast: forecast,
            assumptions: assumptions
        )
    }

    @Test(arguments: TestPolicy.all.indices)
    func `ten years of rolls are proven`(_ index: Int) {
        let (name, policy) = TestPolicy.all[index]
        let proof = Self.prove(policy)
        #expect(proof.story.isEmpty, "\(name)")
        #expect(proof.instants > 40, "\(name): only \(proof.instants) moments")
        #expect(proof.hasAnchors == (policy.keys[0].rfc5011 != nil), "\(name)")
    }

    @Test(arguments: 0..<200)
    func `ten years under a random policy are proven`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let policy = TestPolicy.random(&random)
        let forecast = ForecastAssumptions(
            dsDelay: .seconds(.random(in: 60...(20 * 86400), using: &random)),
            zoneTTL: .seconds(.random(in: 60...200_000, using: &random)),
            negativeTTL: .seconds(.random(in: 60...90_000, using: &random))
        )
        let proof = Self.prove(policy, forecast: forecast)
        #expect(proof.story.isEmpty, "seed \(seed)")
    }

    /// Caches hold what the zone showed before the proof begins: it is read off the ring.
    @Test(arguments: 0..<40)
    func `a running zone is proven from any moment on`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(7000 + seed))
        let policy = TestPolicy.random(&random)
        let moment = VirtualWorld.start + .seconds(.random(in: 0...(700 * 86400), using: &random))
        let ring = Forecast(policy, KeyRing(zone: Name.root), from: VirtualWorld.start, until: moment).ring
        let proof = Timeline.prove(policy, ring, from: moment, until: moment + .days(400))
        #expect(proof.story.isEmpty, "seed \(seed)")
    }
}
