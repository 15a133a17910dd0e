import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Wording

@testable import Daemon

struct EngineReloadTests {
    private func reload(_ world: EngineWorld, _ order: ReloadOrder = ReloadOrder(isConfirmed: true)) throws
        -> ReloadReport
    {
        guard case .reload(let report) = try world.ask(.reload(order)).get() else { throw MissingZone() }
        return report
    }

    @Test
    func `zones come and go with a reload, and keep their keys`() throws {
        let world = EngineWorld(zones: ["example", "other"])
        try world.run()
        let keys = world.keyFiles("other")
        world.zones["other"] = nil
        world.writeConfiguration()
        #expect(try reload(world).removed.map(\.description) == ["other."])
        try world.run()
        world.zones["other"] = ""
        world.writeConfiguration()
        #expect(try reload(world).added.map(\.description) == ["other."])
        try world.run()
        #expect(world.keyFiles("other") == keys)
        #expect(try world.report("other").troubles.isEmpty)
    }

    @Test
    func `a configuration with an error changes nothing`() throws {
        let world = EngineWorld()
        try world.run()
        world.folder.write("version: 1\nzones: 7\n", to: "keyturn.yaml")
        let report = try reload(world)
        #expect(!report.problems.isEmpty)
        #expect(try world.report().ring != nil)
    }

    @Test
    func `an edited policy is in force after a reload`() throws {
        let world = EngineWorld()
        try world.run()
        world.folder.write(EngineWorld.policyText + "denial: { nsec3: {} }\n", to: "policies/default.yaml")
        world.now = world.now + .minutes(5)
        #expect(try reload(world).changed.count == 1)
        try world.run()
        let zone = try #require(world.output())
        #expect(zone.rrset(.nsec3param, of: zone.owners[0]) != nil)
    }

    @Test
    func `another algorithm is in force at once, and rolls`() throws {
        let world = EngineWorld()
        try world.live(until: EngineWorld.start + .days(1))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(8))
        let other = EngineWorld.policyText.replacing("ecdsap256sha256", with: "ed25519")
        world.folder.write(other, to: "policies/default.yaml")
        #expect(try reload(world).changed.count == 1)
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        let ring = try world.ring()
        #expect(ring.keys.count { $0.algorithm == .ed25519 && $0.material != nil } == 2)
    }

    @Test
    func `another algorithm waits until the roll that is under way is over, and says so`() throws {
        let world = EngineWorld()
        try world.live(until: EngineWorld.start + .days(1))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(8))
        let zone = try Name(absolute: "example.")
        _ = try world.ask(.roll(zone: zone, role: .zsk, start: nil)).get()
        world.now = world.now + .minutes(1)
        try world.run()
        let other = EngineWorld.policyText.replacing("ecdsap256sha256", with: "ed25519")
        world.folder.write(other, to: "policies/default.yaml")
        let notes = try reload(world).notes.map { $0.sentence() }
        #expect(
            notes.count == 1 && notes[0].contains("waits until the roll that is under way is over"),
            "\(notes)"
        )
        try world.run()
        #expect(try !world.ring().keys.contains { $0.algorithm == .ed25519 })
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else {
            throw MissingZone()
        }
        #expect(status.holds.contains { $0.kind == .queued })
        try world.live(until: world.now + .days(4))
        #expect(try world.ring().keys.contains { $0.algorithm == .ed25519 })
    }

    @Test
    func `a policy with an error is reported and the old one stays`() throws {
        let world = EngineWorld()
        try world.run()
        world.folder.write("version: 1\nkeys: []\n", to: "policies/default.yaml")
        let report = try reload(world)
        #expect(report.problems.contains { $0.contains("policies/default.yaml:2:") }, "\(report.problems)")
        try world.run()
        #expect(try world.report().policy != nil)
    }
}
