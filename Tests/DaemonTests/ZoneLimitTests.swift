import DNSCore
import DNSSECModel
import Dispatch
import Synchronization
import TestKit
import Testing

@testable import Daemon

@Suite struct `A zone beyond a limit, under a daemon` {
    private static func set(_ settings: String, of world: EngineWorld) {
        let text = String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
        world.folder.write(
            text.replacing("threads: 1\n", with: "threads: 1\n\(settings)\n"),
            to: "keyturn.yaml"
        )
    }

    /// Sixteen million records in a line.
    private static let bomb = EngineWorld.zoneText + "$GENERATE 0-16777215 h$ A 192.0.2.1\n"

    @Test func `keeps its last good zone, which is renewed, and disturbs no other`() throws {
        let world = EngineWorld(zones: ["example", "other"])
        Self.set("limits: { generated: 1000 }", of: world)
        world.folder.write(EngineWorld.zoneText.replacing("example.", with: "other."), to: "other.zone")
        try world.run()
        let before = world.outputIdentity()
        #expect(before != nil)
        world.now = world.now + .minutes(5)
        world.folder.write(Self.bomb, to: "example.zone")
        try world.run()
        #expect(world.outputIdentity() == before)
        let trouble = try #require(world.report().troubles[.zoneFile]?.trouble.description)
        #expect(
            trouble.contains(
                "example.zone:9:11: error: $GENERATE makes 16777216 records; expected at most 1000"
            )
        )
        #expect(try world.report("other").troubles.isEmpty)
        try world.live(until: world.now + .days(20))
        for zone in ["example", "other"] {
            let output = try #require(world.output(zone))
            #expect(SignedContent(output).dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
        }
    }

    @Test func `is signed once its own limit is higher`() throws {
        let world = EngineWorld()
        Self.set("limits: { records: 3 }", of: world)
        try world.run()
        #expect(world.output() == nil)
        #expect(
            try world.report().troubles[.zoneFile]?.trouble.description.contains("more than 3 records")
                == true
        )
        world.zones["example"] = "    limits: { records: 100 }\n"
        world.writeConfiguration()
        Self.set("limits: { records: 3 }", of: world)
        world.now = world.now + .minutes(5)
        try world.restart()
        try world.run()
        #expect(world.output() != nil)
    }
}

@Suite struct `Large zones` {
    @Test func `have their turns one after the other, and small ones need none`() throws {
        let zones = LargeZones(share: 1 << 20)
        var first: LargeZones.Turn? = zones.take()
        let taken = Atomic<Int>(0)
        let threads = DispatchGroup()
        DispatchQueue(label: "second").async(group: threads) {
            let turn = zones.take()
            taken.add(1, ordering: .relaxed)
            withExtendedLifetime(turn) {}
        }
        #expect(threads.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        #expect(taken.load(ordering: .relaxed) == 0)
        withExtendedLifetime(first) {}
        first = nil
        threads.wait()
        #expect(taken.load(ordering: .relaxed) == 1)
    }

    @Test func `are known by their files, or while they are read`() throws {
        let world = EngineWorld()
        world.memoryShare = 4096
        // Few octets, but more memory than the share: it is read twice, and signed.
        world.folder.write(EngineWorld.zoneText + "$GENERATE 1-200 h$ A 192.0.2.1\n", to: "example.zone")
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        #expect(world.output()?.owners.count == 204)
        // The turn was given back.
        world.folder.write(EngineWorld.zoneText + "$GENERATE 1-240 h$ A 192.0.2.1\n", to: "example.zone")
        world.now = world.now + .minutes(5)
        try world.run()
        #expect(world.output()?.owners.count == 244)
    }
}
