import TestKit
import Testing

/// Whether a real unbound, and BIND, ever refute what was proven: random policies of all kinds, with keys that roll.
///
/// `make trials` plays forty of them. Each has its seed, which a failure names.
@Suite(.serialized) struct `Resolvers and random policies` {
    private static let count = Trials.count == nil ? 2 : 40

    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"))
    func `no proof is refuted`() throws {
        var played = 0
        var seed: UInt64 = 0
        while played < Self.count {
            seed += 1
            // One in five is a root whose validators follow its keys by themselves.
            let isRoot = played % 5 == 4
            let draft = RandomPolicyText(seed: seed, pace: isRoot ? .anchored : .brisk)
            guard try Self.isProven(draft.text, for: isRoot ? "200d" : "45d") else { continue }
            played += 1
            print("seed \(seed): \(draft.traits.joined(separator: ", "))")
            let faults = try isRoot ? follow(draft) : play(draft)
            #expect(faults.isEmpty, "seed \(seed)\n\(draft.text)\n\(faults)")
        }
    }

    /// True if the policy has no errors and its plan is proven.
    private static func isProven(_ policy: String, for length: String) throws -> Bool {
        let folder = TemporaryFolder()
        let file = folder.write(policy, to: "policy.yaml")
        guard try Tool.run(["check", "--policy", file]).status == 0 else { return false }
        let proof = try Tool.run([
            "plan", "--policy", file, "--from", "2026-01-01", "--for", length, "--prove",
        ])
        #expect(proof.status == 0 && proof.output.contains("Proven"), "\(proof.output)\n\(policy)")
        return true
    }

    /// A zone below a signed parent, and crowds of caches.
    private func play(_ draft: RandomPolicyText) throws -> String {
        let play = try RollingZone(policy: draft.text, until: "2026-02-12").play(delayingDS: false)
        #expect(play.before != play.after && play.lab.answers > 100, "nothing has rolled\n\(draft.text)")
        return play.lab.faults.isEmpty ? "" : "questions by seed \(play.seed)\n\(play.lab.firstFaults)"
    }

    /// A root with validators that follow its keys by RFC 5011.
    private func follow(_ draft: RandomPolicyText) throws -> String {
        let root = try FollowedRoot(draft.text, from: "2026-01-01", until: "2026-07-20", quiet: 2)
        #expect(root.entryPoints.count > 1, "nothing has rolled\n\(draft.text)")
        return root.lab.firstFaults
    }
}
