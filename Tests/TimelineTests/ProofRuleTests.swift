import DNSSECModel
import TestKit
import Testing

@testable import Timeline

/// A planner without some of its rules, in the hands of somebody who retires keys and changes algorithms at random.
struct ProofRuleTests {
    /// The histories of some lives whose planner does without rules, proven.
    private static func faults(without rules: Set<SafetyRule>) -> [ProofFault] {
        (0..<30).compactMap { seed in
            var random = SplitMix64(seed: UInt64(seed))
            var policy = TestPolicy.random(&random)
            if policy.keys[0].role == .ksk, policy.keys[0].rfc5011 == nil, policy.parent.ds != .none {
                policy.keys[0].roll = Bool.random(using: &random) ? .doubleDS : .doubleRRset
            }
            var behaviour = VirtualWorld.Behaviour()
            behaviour.checksIdempotence = false
            behaviour.advance = { Timeline.advance($0, $1, at: $2, Exceptions(rules: rules)) }
            var world = VirtualWorld(policy, behaviour: behaviour, seed: UInt64(seed))
            for _ in 0..<4 {
                world.live(for: .seconds(.random(in: 0...(200 * 86400), using: &random)))
                let algorithm: SecurityAlgorithm = Bool.random(using: &random) ? .rsaSHA256 : .ed25519
                if Bool.random(using: &random) {
                    for index in policy.keys.indices { policy.keys[index].algorithm = algorithm }
                    world.policy = policy
                }
                world.live(for: .seconds(.random(in: 0...(20 * 86400), using: &random)))
                let keys = world.ring.keys.filter { $0.goal == .active }
                if let key = keys.randomElement(using: &random) { world.ring[key.id]?.goal = .retired }
            }
            world.live(for: .days(100))
            let proof = Proof(of: ProofMutationTests.history(of: world), from: VirtualWorld.start)
            return proof.counterExample?.fault
        }
    }

    @Test func `with all rules every life is proven`() {
        #expect(Self.faults(without: []) == [])
    }

    /// The rule of algorithms demands the others within each algorithm: it is switched off with each of them.
    ///
    /// The chain from the DS does not show here: gates stand before each of its steps, too, and hand-made histories show
    /// what it is for (ProofFaultTests).
    @Test(
        arguments: [
            ([.zoneSignatures, .algorithms], .dataSignerUnknown), ([.chainFromAnchor], .noAnchor),
            ([.chainFromDS, .algorithms], .dataSignerUnknown),
            ([.zoneSignatures, .algorithms, .wholeInItself], .dataUnsigned),
        ] as [(Set<SafetyRule>, ProofFault)]
    )
    func `a planner without a rule is caught`(_ rules: Set<SafetyRule>, _ fault: ProofFault) {
        #expect(Self.faults(without: rules).contains(fault))
    }
}
