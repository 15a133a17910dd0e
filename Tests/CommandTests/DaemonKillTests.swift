import DNSSECModel
import Glibc
import JSON
import TestKit
import Testing

@Suite struct DaemonKillTests {
    /// Enough names that signing takes a while.
    private static let zone =
        DaemonWorld.zone + "\n" + (0..<150).map { "h\($0) A 192.0.2.\($0)" }.joined(separator: "\n")

    /// Kills the daemon again and again, each time at another moment, and looks at what is left.
    @Test(.timeLimit(.minutes(60)), arguments: [UInt64(20_181_011), 4711])
    func `whenever the daemon is killed, no key is lost or made twice and the published zone is right`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let world = DaemonWorld(zone: Self.zone, zskLifetime: "3s")
        var keys: Set<String> = []
        var wasSigned = false
        for round in 0..<25 {
            let daemon = try world.start()
            // From before its first step to the middle of a roll.
            usleep(UInt32.random(in: 0...(round < 12 ? 250_000 : 900_000), using: &random))
            daemon.kill(SIGKILL)
            let present = world.keyFiles
            #expect(present.isSuperset(of: keys), "a key was lost in round \(round), seed \(seed)")
            #expect(world.orphans.isEmpty, "a private key is missing in round \(round), seed \(seed)")
            keys = present
            let isThere = world.folder.read("signed.zone") != nil
            #expect(isThere || !wasSigned, "the signed zone is gone in round \(round), seed \(seed)")
            wasSigned = isThere
            if isThere {
                let fault = try world.faultOfSignedZone()
                #expect(fault == nil, "round \(round), seed \(seed)")
            }
        }
        try expectOrder(in: world, seed)
    }

    /// After all that: one more start, and ring, key files and zone tell the same.
    private func expectOrder(in world: DaemonWorld, _ seed: UInt64) throws {
        try world.whileRunning { _ in
            let (list, files, present) = try keysAtRest(in: world)
            #expect(Set(files) == present, "seed \(seed)")
            #expect(Set(files).count == files.count, "one key stands twice, seed \(seed)")
            let secureEntries = list.filter { $0["role"]?.text == "ksk" }
            #expect(secureEntries.count == 1, "a KSK was made twice, seed \(seed)")
            let active = list.filter { $0["role"]?.text == "zsk" && $0["phase"]?.text == "sign" }
            #expect((1...2).contains(active.count), "seed \(seed)")
            let history = try world.ask("history", "example", "--json")
            #expect(history.status == 0, "\(history.errors)")
            #expect(try history.json()["fault"] == .null)
            // Every ZSK but the first was asked for once.
            let rolls = list.filter { $0["role"]?.text == "zsk" }.compactMap { $0["predecessor"] }
            #expect(rolls.count == Set(rolls).count, "two successors of one key, seed \(seed)")
        }
        #expect(try world.faultOfSignedZone() == nil)
    }

    /// The keys that the daemon tells of, the names of their files, and what files there are, when no key is being made.
    ///
    /// A new key is there every three seconds: it may come between the answer and the look at the folder. What is
    /// lost, or is nobody's, stays so.
    private func keysAtRest(
        in world: DaemonWorld
    ) throws -> (keys: [JSONValue], files: [String], present: Set<String>) {
        var keys: [JSONValue] = []
        var files: [String] = []
        var present: Set<String> = []
        _ = try world.waits { world in
            present = world.keyFiles
            keys = try world.ask("keys", "list", "example", "--json").json()["keys"]?.elements ?? []
            files = keys.compactMap { $0["file"]?.text?.split(separator: "/").last.map(String.init) }
                .map { $0.hasSuffix(".private") ? String($0.dropLast(8)) : $0 }
            return present == Set(files) && world.keyFiles == present
        }
        return (keys, files, present)
    }
}
