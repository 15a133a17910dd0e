import DNSSECModel
import KeyStore
import Signing
import Synchronization
import TestKit
import Testing

@testable import Daemon

/// Lets an engine die at certain checkpoints.
final class Reaper: Sendable {
    struct State {
        var counts: [Checkpoint: Int] = [:]
        var random: SplitMix64
        var deaths = 0
    }

    private let state: Mutex<State>
    private let decide: @Sendable (Checkpoint, Int, inout SplitMix64) -> Bool

    init(seed: UInt64 = 1, _ decide: @escaping @Sendable (Checkpoint, Int, inout SplitMix64) -> Bool) {
        state = Mutex(State(random: SplitMix64(seed: seed)))
        self.decide = decide
    }

    var deaths: Int { state.withLock { $0.deaths } }

    func comes(at place: Checkpoint) -> Bool {
        state.withLock { state in
            state.counts[place, default: 0] += 1
            let dies = decide(place, state.counts[place] ?? 0, &state.random)
            if dies { state.deaths += 1 }
            return dies
        }
    }
}

struct CrashTests {
    /// A place and how often it is passed before the engine dies there; the parent is asked once in such a life.
    static let places: [(Checkpoint, Int)] = Checkpoint.allCases.filter { $0 != .hookReturned }.flatMap {
        place in
        (place == .parentAsked ? [1] : [1, 2, 3]).map { (place, $0) }
    }

    @Test(arguments: places)
    func `a crash at any place leaves a good zone, and the life goes on`(_ place: (Checkpoint, Int)) throws {
        let reaper = Reaper { checkpoint, count, _ in checkpoint == place.0 && count == place.1 }
        try Self.live(for: .days(48), reaper)
        #expect(reaper.deaths == 1, "\(place) was never reached")
    }

    @Test(arguments: 0..<6)
    func `a daemon that dies at every third place comes through all the same`(_ seed: Int) throws {
        let reaper = Reaper(seed: UInt64(seed)) { _, _, random in Int.random(in: 0..<3, using: &random) == 0 }
        try Self.live(for: .days(48), reaper, seed: seed)
        #expect(reaper.deaths > 20)
    }

    /// Lives through the first signing, the DS and a ZSK roll, with a new engine after each death.
    static func live(for length: Interval, _ reaper: Reaper, seed: Int = 0) throws {
        let world = EngineWorld()
        world.folder.write(
            EngineWorld.policyText + "signatures: { jitter: 0s }\n",
            to: "policies/default.yaml"
        )
        world.diesAt = { reaper.comes(at: $0) }
        var lastSerial: UInt32?
        let end = EngineWorld.start + length
        while world.now <= end {
            let deaths = reaper.deaths
            let next = try world.run()
            let output = world.output()
            if let output {
                let report = ZoneVerifier.verify(zone: output, at: world.now)
                try #require(report.isGood, "seed \(seed), \(world.now): \(report.findings.prefix(3))")
                let content = SignedContent(output)
                try #require(content.faults.isEmpty, "seed \(seed): \(content.faults)")
                try #require(lastSerial.map { content.serial >= $0 } ?? true, "seed \(seed)")
                lastSerial = content.serial
            } else {
                try #require(lastSerial == nil, "seed \(seed): the signed zone is gone")
            }
            if reaper.deaths > deaths {
                world.now = world.now + .seconds(1)
                try world.restart()
                continue
            }
            do {
                if try world.ring().awaitsParent { try world.confirmParent() }
            } catch {
                // The command is answered with a failure where the engine dies of it.
                try #require(reaper.deaths > deaths, "seed \(seed): \(error)")
            }
            if reaper.deaths > deaths {
                try world.restart()
                continue
            }
            guard let next else { break }
            world.now = max(next, world.now + .seconds(1))
        }
        try expectOneKeyEach(world, seed: seed)
    }

    private static func expectOneKeyEach(_ world: EngineWorld, seed: Int) throws {
        let ring = try world.ring()
        #expect(ring.keys.count { $0.role == .zsk && $0.material != nil } == 2, "seed \(seed)")
        #expect(ring.keys.count { $0.role == .ksk && $0.material != nil } == 1, "seed \(seed)")
        #expect(world.keyFiles().count == 6, "seed \(seed): \(world.keyFiles())")
        #expect(try StateFolder(path: world.folder.path("state")).keyFindings(ring).isEmpty)
        #expect(try world.report().troubles.isEmpty)
        let journal = try Journal.verify(world.folder.path("state/journal/example.jsonl"), zone: ring.zone)
        #expect(journal.isSound, "seed \(seed): \(journal)")
    }
}
