import DNSSECModel
import TestKit
import Testing
import Timeline

/// Rolls that concern more than one key or the parent first, proven from the middle of a zone's life.
struct ProofChangeoverTests {
    /// A policy with an algorithm, a set of roles and methods drawn at random.
    static func randomPolicy(_ random: inout SplitMix64) -> DNSSECPolicy {
        var policy = TestPolicy.random(&random)
        let algorithms: [SecurityAlgorithm] = [.rsaSHA256, .ecdsaP256SHA256, .ed25519]
        let algorithm = algorithms[Int.random(in: 0..<3, using: &random)]
        let methods: [RolloverMethod] = [.doubleSignature, .doubleDS, .doubleRRset]
        let hasDS = policy.parent.ds != .none
        for index in policy.keys.indices {
            policy.keys[index].algorithm = algorithm
            let isPlain = policy.keys[index].rfc5011 == nil
            if policy.keys[index].role == .ksk, isPlain, hasDS {
                policy.keys[index].roll = methods[Int.random(in: 0..<3, using: &random)]
            }
        }
        return policy
    }

    static func forecast(_ random: inout SplitMix64) -> ForecastAssumptions {
        ForecastAssumptions(
            dsDelay: .seconds(.random(in: 60...(9 * 86400), using: &random)),
            zoneTTL: .seconds(.random(in: 60...200_000, using: &random)),
            negativeTTL: .seconds(.random(in: 60...90_000, using: &random))
        )
    }

    @Test(arguments: 0..<60)
    func `every method is proven`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let policy = Self.randomPolicy(&random)
        let forecast = Self.forecast(&random)
        let proof = ProofTests.prove(policy, days: 2000, forecast: forecast)
        #expect(proof.story.isEmpty, "seed \(seed)")
    }

    /// One policy, then another with the same parent and RFC 5011 timers, at any moment of any roll.
    @Test(arguments: 0..<120)
    func `a policy that is changed at any moment is proven from then on`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(5000 + seed))
        let first = Self.randomPolicy(&random)
        var second = Self.randomPolicy(&random)
        second.parent = first.parent
        for index in second.keys.indices where second.keys[index].role.signsKeys {
            second.keys[index].rfc5011 = first.keys[0].rfc5011
            if first.keys[0].rfc5011 != nil { second.keys[index].roll = .doubleSignature }
        }
        let forecast = Self.forecast(&random)
        let moment = VirtualWorld.start + .seconds(.random(in: 0...(500 * 86400), using: &random))
        let ring = Forecast(
            first,
            KeyRing(zone: Name.root),
            from: VirtualWorld.start,
            until: moment,
            assumptions: forecast
        ).ring
        let proof = Timeline.prove(
            second,
            ring,
            from: moment,
            until: moment + .days(500),
            forecast: forecast
        )
        #expect(proof.story.isEmpty, "seed \(seed)")
    }

    @Test(arguments: 0..<30)
    func `a zone that is to be insecure is proven`(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(9000 + seed))
        var policy = Self.randomPolicy(&random)
        policy.parent.ds = .manual
        for index in policy.keys.indices { policy.keys[index].rfc5011 = nil }
        let forecast = Self.forecast(&random)
        let moment = VirtualWorld.start + .seconds(.random(in: 0...(500 * 86400), using: &random))
        let ring = Forecast(
            policy,
            KeyRing(zone: Name.root),
            from: VirtualWorld.start,
            until: moment,
            assumptions: forecast
        ).ring
        policy.keys = []
        let proof = Timeline.prove(
            policy,
            ring,
            from: moment,
            until: moment + .days(200),
            forecast: forecast
        )
        #expect(proof.story.isEmpty, "seed \(seed)")
    }
}
