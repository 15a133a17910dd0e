import ControlProtocol
import DNSSECModel
import TestKit
import Testing

@testable import Daemon

struct EngineReloadTests {
    private func reload(_ world: EngineWorld) throws -> ReloadReport {
        guard case .reload(let report) = try world.ask(.reload).get() else { throw MissingZone() }
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
    func `a policy that does not fit the keys leaves the old one in force`() throws {
        let world = EngineWorld()
        try world.run()
        let before = world.outputIdentity()
        let other = EngineWorld.policyText.replacing("ecdsap256sha256", with: "ed25519")
        world.folder.write(other, to: "policies/default.yaml")
        world.now = world.now + .minutes(5)
        _ = try reload(world)
        try world.run()
        #expect(try world.report().policy?.keys.allSatisfy { $0.algorithm == .ecdsaP256SHA256 } == true)
        guard case .conflict? = try world.report().troubles[.policy]?.trouble else {
            Issue.record("\(try world.report().troubles)")
            return
        }
        #expect(world.outputIdentity() == before)
        world.folder.write(EngineWorld.policyText, to: "policies/default.yaml")
        _ = try reload(world)
        try world.run()
        #expect(try world.report().troubles.isEmpty)
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
