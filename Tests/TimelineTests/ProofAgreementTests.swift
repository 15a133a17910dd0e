import DNSSECModel
import TestKit
import Testing
import Timeline

/// The proof against the resolver model, which was written by others for the tests of the planner.
struct ProofAgreementTests {
    /// Twenty publications without sense, of few keys, so that many are good.
    private static func randomModel(_ random: inout SplitMix64) -> ResolverModel {
        func pick(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
        func subset(_ percent: Int, of range: ClosedRange<Int>) -> Set<ResolverModel.Key> {
            Set(range.filter { _ in pick(1...100) <= percent }.map { ResolverModel.Key(String($0)) })
        }
        var model = ResolverModel()
        let isCareful = pick(0...1) == 1
        var time = 1_600_000_000
        for _ in 0..<pick(2...12) {
            let signers = isCareful ? subset(85, of: 1...2) : subset(60, of: 1...3)
            let revoked = pick(0...9) == 0 ? subset(30, of: 1...3) : []
            var data: Set<Set<ResolverModel.Key>> = [isCareful ? signers : subset(70, of: 1...3)]
            // Some RRsets are signed by another key in place of one.
            if pick(0...2) == 0, let usual = data.first, let left = usual.min(),
                let other = subset(100, of: 1...3).subtracting(usual).min()
            {
                data.insert(usual.subtracting([left]).union([other]))
            }
            model.child.append(
                .init(
                    time: time,
                    delay: pick(0...50),
                    keys: signers.union(subset(isCareful ? 90 : 50, of: 1...3)).union(revoked),
                    revoked: revoked,
                    keySigners: signers,
                    dataSigners: data,
                    keyTTL: pick(1...300),
                    dataTTL: pick(1...300),
                    negativeTTL: pick(1...100)
                )
            )
            if pick(0...2) == 0 {
                model.parent.append(
                    .init(
                        time: time + pick(0...100),
                        delay: pick(0...50),
                        keys: isCareful ? subset(85, of: 1...2) : subset(40, of: 1...3),
                        ttl: pick(1...300),
                        negativeTTL: pick(1...100)
                    )
                )
            }
            time += pick(0...400)
        }
        return model
    }

    @Test func `the proof and the resolver model find fault with the same histories`() {
        var verdicts: [Bool: Int] = [:]
        for seed in 0..<4000 {
            var random = SplitMix64(seed: UInt64(seed))
            let model = Self.randomModel(&random)
            let violations = model.violations(limit: 1)
            let start = Instant(secondsSinceEpoch: 1_500_000_000)
            let proof = Proof(of: WorldHistory(model), from: start)
            verdicts[proof.holds, default: 0] += 1
            guard proof.holds != violations.isEmpty else { continue }
            Issue.record("seed \(seed): \(model.report(violations))\n\(proof.story)")
            return
        }
        #expect(verdicts[true] ?? 0 > 300 && verdicts[false] ?? 0 > 300, "\(verdicts)")
    }

    /// What the counter-example says was shown and kept must be so by the history, and bogus by the model.
    @Test func `each counter-example is a mixture that the resolver model can form at that moment`() {
        var seen = 0
        for seed in 0..<1500 {
            var random = SplitMix64(seed: UInt64(seed))
            let model = Self.randomModel(&random)
            let proof = Proof(
                of: WorldHistory(model),
                from: Instant(secondsSinceEpoch: 1_500_000_000)
            )
            guard let example = proof.counterExample else { continue }
            seen += 1
            let moment = Int(example.at.secondsSinceEpoch)
            #expect(!model.violations(from: moment, until: moment + 1).isEmpty, "seed \(seed)")
            for step in example.steps {
                guard case .fetches(let fetched) = step.event else { continue }
                #expect(step.at <= example.at && example.at < fetched.keptUntil, "seed \(seed)")
                #expect(fetched.shownFrom <= step.at, "seed \(seed)")
                #expect(step.at <= fetched.shownUntil ?? step.at, "seed \(seed)")
            }
        }
        #expect(seen > 100)
    }

    /// The planner's own histories, with a world that is slower than the policy says by one second somewhere.
    @Test(arguments: ["none", "zone", "parent", "dnskey", "ds", "data"])
    func `the proof judges a zone's life as the resolver model does`(_ part: String) {
        var policy = TestPolicy.split(zskLifetime: .days(30), kskLifetime: .days(120))
        policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
        var behaviour = VirtualWorld.Behaviour()
        switch part {
        case "zone": behaviour.zoneExcess = .seconds(1)
        case "parent": behaviour.parentExcess = .seconds(1)
        case "dnskey": behaviour.dnskeyTTLExcess = .seconds(1)
        case "ds": behaviour.dsTTLExcess = .seconds(1)
        case "data": behaviour.zoneTTLExcess = .seconds(1)
        default: break
        }
        var world = VirtualWorld(policy, behaviour: behaviour)
        world.live(for: .days(400))
        let proof = Proof(of: WorldHistory(world.model), from: VirtualWorld.start)
        #expect(proof.holds == (part == "none"), "\(proof.story)")
        #expect(world.model.violations().isEmpty == (part == "none"))
    }
}
