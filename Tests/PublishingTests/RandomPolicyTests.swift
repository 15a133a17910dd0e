import DNSSECModel
import PolicyFile
import Publishing
import TestKit
import Testing
import Timeline

/// Policies of all kinds: none stalls that `check` accepts.
///
/// `make trials` has two thousand of them. Each has its seed, which a failure names.
struct RandomPolicyTests {
    private static let seeds: ClosedRange<UInt64> = 1...UInt64(Trials.count ?? 100)

    @Test func `no policy that check accepts stalls`() async {
        let tally = await withTaskGroup(of: Tally.self) { group in
            for seed in Self.seeds { group.addTask { Self.look(seed) } }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        for stall in tally.stalls { Issue.record("\(stall)") }
        for alarm in tally.alarms { Issue.record("\(alarm)") }
        print("\(tally) of the seeds \(Self.seeds)")
        // Nothing is shown by policies that are all refused, or all accepted.
        #expect(tally.accepted * 3 > tally.all && tally.refusedForStall * 50 > tally.all)
    }

    private static func look(_ seed: UInt64) -> Tally {
        let draft = RandomPolicyText(seed: seed)
        let octets = Array(draft.text.utf8)
        let reading = PolicyFile.read(octets: octets.span, file: "policy.yaml", name: "policy")
        let errors = reading.complaints().filter { $0.severity == .error }
        var tally = Tally(all: 1)
        guard let policy = reading.policy else { return tally }
        let isRefusedForStall = errors.contains { error in
            ["never rolls", "never leaves", "nobody could tell"].contains { error.description.contains($0) }
        }
        tally.accepted = errors.isEmpty ? 1 : 0
        tally.refusedForStall = isRefusedForStall ? 1 : 0
        guard errors.isEmpty || isRefusedForStall else { return tally }
        let seen = RollWatch(policy).complaints
        let words = "seed \(seed) \(draft.traits): \(seen) \(errors.map(\.description))\n\(draft.text)"
        if errors.isEmpty, !seen.isEmpty { tally.stalls.append(words) }
        if isRefusedForStall, seen.isEmpty, hasNoNames(policy) { tally.alarms.append(words) }
        return tally
    }

    /// What comes after a list of named keys is not watched.
    private static func hasNoNames(_ policy: DNSSECPolicy) -> Bool {
        ([policy.keys] + policy.revisions.map(\.keys)).joined().allSatisfy(\.known.isEmpty)
    }

    /// What came of many policies.
    private struct Tally: CustomStringConvertible {
        var all = 0
        var accepted = 0
        var refusedForStall = 0
        var stalls: [String] = []
        /// Refused as stalled, and they roll.
        var alarms: [String] = []

        var description: String {
            "\(all) policies, \(accepted) accepted, \(refusedForStall) refused since keys never roll, "
                + "\(all - accepted - refusedForStall) for other reasons"
        }

        mutating func add(_ other: Tally) {
            all += other.all
            accepted += other.accepted
            refusedForStall += other.refusedForStall
            stalls += other.stalls
            alarms += other.alarms
        }
    }
}
