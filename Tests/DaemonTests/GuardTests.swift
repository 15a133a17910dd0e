import ControlProtocol
import DNSCore
import DNSSECModel
import Publishing
import TestKit
import Testing

@testable import Daemon

@Suite struct `Guards over the content of a zone` {
    private static let zone = EngineWorld.zoneText + "$GENERATE 1-400 h$ A 192.0.2.1\n"

    /// A world with a zone of 405 records that is published.
    private func published(_ guards: String = "") throws -> EngineWorld {
        let world = EngineWorld()
        world.folder.write(EngineWorld.policyText + guards + "\n", to: "policies/default.yaml")
        world.folder.write(Self.zone, to: "example.zone")
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        return world
    }

    private func edit(_ world: EngineWorld, _ text: String) throws {
        world.now = world.now + .minutes(10)
        world.folder.write(text, to: "example.zone")
        try world.run()
    }

    private func names(_ world: EngineWorld) -> Set<Name> {
        guard let output = world.output() else { return [] }
        return Set(output.owners.map { output.name(of: $0) })
    }

    private func held(_ world: EngineWorld) throws -> [ContentGuard] {
        guard case .guarded(_, let content)? = try world.report().troubles[.guards]?.trouble else {
            return []
        }
        return content.guards
    }

    private func publish(_ world: EngineWorld, _ guards: [ContentGuard]) throws -> ActionReport {
        try world.order(
            .publish(PublishOrder(zone: Name(absolute: "example"), guards: guards, reason: "moved"))
        )
    }

    @Test func `a zone that loses a fifth of its records stays as it was, is renewed, and says why`() throws {
        let world = try published()
        let before = names(world)
        try edit(world, EngineWorld.zoneText + "$GENERATE 1-300 h$ A 192.0.2.1\n")
        #expect(try held(world) == [.shrink])
        #expect(names(world) == before)
        let text = try #require(try world.report().troubles[.guards]?.trouble.description)
        #expect(
            text
                == "100 of 405 records are gone; expected at most 20 %; this content is held back, and what was published "
                + "last is renewed; if it is meant: keyturn publish example. --override shrink --reason TEXT"
        )
        #expect(world.log.contains("100 of 405 records are gone"))
        #expect(try world.report().status(world.now, nil).summary.needsPerson)
        try world.live(until: world.now + .days(40))
        #expect(names(world) == before)
        let output = try #require(world.output())
        #expect(SignedContent(output).dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
    }

    @Test func `fewer records than a fifth, or than fifty, go as they like`() throws {
        let world = try published()
        try edit(world, EngineWorld.zoneText + "$GENERATE 1-320 h$ A 192.0.2.1\n")
        #expect(try held(world).isEmpty)
        #expect(names(world).count == 324)
        let small = EngineWorld()
        try small.run()
        try edit(small, EngineWorld.zoneText.replacing("www A 192.0.2.80\n", with: ""))
        #expect(try held(small).isEmpty)
    }

    @Test func `many new records are held back, and share and size are the policy's to set`() throws {
        let growth = Self.zone + "$GENERATE 1-100 n$ A 192.0.2.1\n"
        let world = try published()
        try edit(world, growth)
        #expect(try held(world) == [.grow])
        for guards in ["guards: none", "guards: { grow: none }", "guards: { grow: 25% }"] {
            let free = try published(guards)
            try edit(free, growth)
            #expect(try held(free).isEmpty, "\(guards)")
            #expect(names(free).count == 504, "\(guards)")
        }
    }

    @Test func `an empty zone, other name servers, and a lost name that the policy guards`() throws {
        let head = "$ORIGIN example.\n$TTL 3600\n@ IN SOA ns1 admin 2 7200 900 1209600 600\n"
        let world = try published("guards: { shrink: none, names: [www, \"@\", h7.example.] }")
        try edit(world, head + "@ NS ns.example.net.\nx A 192.0.2.1\n")
        #expect(try held(world) == [.nameservers, .names])
        let text = try #require(try world.report().troubles[.guards]?.trouble.description)
        #expect(text.contains("none of the zone's name servers is left: ns1.example., ns2.example."))
        #expect(text.contains("www.example. has no record any more"))
        #expect(text.contains("h7.example. has no record any more"))
        #expect(!text.contains("; example. has"))
        // One of the servers is enough.
        try edit(world, Self.zone.replacing("@ NS ns1\n", with: ""))
        #expect(try held(world).isEmpty)
    }

    @Test func `a person lets a content pass, that one and no other`() throws {
        let world = try published()
        let smaller = EngineWorld.zoneText + "$GENERATE 1-200 h$ A 192.0.2.1\n"
        try edit(world, smaller)
        #expect(throws: ControlFailure.self) { try publish(world, [.grow]) }
        #expect(throws: ControlFailure.self) { try publish(world, [.shrink, .grow]) }
        let report = try publish(world, [.shrink])
        #expect(report.outcome == .overridden([.shrink]))
        #expect(try held(world).isEmpty)
        #expect(names(world).count == 204)
        #expect(world.log.contains("held back by shrink by root"))
        #expect(throws: ControlFailure.self) { try publish(world, [.shrink]) }
        // What is published now is what the next edit is held against.
        try edit(world, EngineWorld.zoneText + "$GENERATE 1-100 h$ A 192.0.2.1\n")
        #expect(try held(world) == [.shrink])
        // The content that was agreed to is what is published: nothing is to be said of it.
        try edit(world, smaller)
        #expect(try held(world).isEmpty)
    }

    @Test func `a word of a person and a content held back survive a restart`() throws {
        let world = try published()
        try edit(world, EngineWorld.zoneText)
        #expect(try held(world) == [.shrink])
        try world.restart()
        try world.run()
        #expect(try held(world) == [.shrink])
        #expect(names(world).count == 404)
        _ = try publish(world, [.shrink])
        try world.restart()
        try world.run()
        #expect(names(world).count == 4)
    }

    @Test func `an output that was damaged is no measure, and heals`() throws {
        let world = try published()
        let path = world.folder.path("signed/example.zone")
        let lines = String(decoding: world.folder.read("signed/example.zone") ?? [], as: UTF8.self)
            .split(separator: "\n")
        world.folder.write(lines.prefix(20).joined(separator: "\n") + "\n", to: "signed/example.zone")
        #expect(path.hasSuffix("signed/example.zone"))
        world.now = world.now + .minutes(10)
        try world.run()
        #expect(try held(world).isEmpty)
        #expect(names(world).count == 404)
    }

    @Test func `another serial, other TTLs and other keys are no change of content`() throws {
        let world = try published("guards: { shrink: 1%, grow: 1% }")
        try edit(
            world,
            Self.zone.replacing("$TTL 3600", with: "$TTL 7200").replacing("admin 1", with: "admin 2")
        )
        #expect(try held(world).isEmpty)
        try world.live(until: world.now + .days(70))
        #expect(try held(world).isEmpty)
        #expect(try world.report().troubles.isEmpty)
    }
}
