import DNSCore
import DNSSECModel
import TestKit
import Testing

@testable import Daemon

/// What name servers refuse, and records outside of the zone, under a daemon.
struct ServerRuleTests {
    private static let wildcard = EngineWorld.zoneText + "*.sub NS ns.example.net.\n"

    private static func write(_ settings: String, of world: EngineWorld) {
        let text = String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
        world.folder.write(
            text.replacing("threads: 1\n", with: "threads: 1\n\(settings)\n"),
            to: "keyturn.yaml"
        )
    }

    @Test
    func `what one server refuses is published, and the warning stands in the report`() throws {
        let world = EngineWorld()
        world.folder.write(Self.wildcard, to: "example.zone")
        try world.run()
        #expect(world.output() != nil)
        let warnings = try world.report().warnings
        #expect(
            warnings.contains { $0.contains("example.zone:9:1: warning: NS at the wildcard") },
            "\(warnings)"
        )
        #expect(warnings.contains { $0.contains("BIND does not load the zone") })
        #expect(try world.report().troubles.isEmpty)
    }

    @Test
    func `what a server of the configuration refuses leaves the last good zone`() throws {
        let world = EngineWorld()
        Self.write("servers: [bind]", of: world)
        try world.run()
        let before = world.outputIdentity()
        world.now = world.now + .minutes(5)
        world.folder.write(Self.wildcard, to: "example.zone")
        try world.run()
        #expect(world.outputIdentity() == before)
        let trouble = try #require(world.report().troubles[.zoneFile]?.trouble.description)
        #expect(trouble.contains("example.zone:9:1: error: NS at the wildcard"), "\(trouble)")
        // It is renewed all the same.
        try world.live(until: world.now + .days(20))
        let zone = try #require(world.output())
        #expect(SignedContent(zone).dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
    }

    @Test
    func `records outside of the zone are left out of the output if the configuration says so`() throws {
        let world = EngineWorld()
        Self.write("out-of-zone: warn", of: world)
        world.folder.write(EngineWorld.zoneText + "www.example.net. A 192.0.2.1\n", to: "example.zone")
        try world.run()
        #expect(world.output() != nil)
        #expect(try world.report().warnings.contains { $0.contains("www.example.net. is not in the zone") })
    }

    @Test
    func `the first start asks which servers load the zones, and no other`() throws {
        let world = EngineWorld()
        try world.run()
        #expect(world.log.all.count { $0.contains("does not say which servers load the zones") } == 1)
        try world.restart()
        #expect(world.log.all.count { $0.contains("does not say which servers load the zones") } == 1)
        let other = EngineWorld()
        Self.write("servers: []", of: other)
        try other.run()
        #expect(!other.log.all.contains { $0.contains("does not say which servers load the zones") })
    }
}
