import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import SystemIO
import TestKit
import Testing
import Wording

@testable import Daemon

/// What earlier versions have left on the disk is taken over as it is: keys, rolls, holds, approvals, journals.
struct EarlierStateTests {
    /// The zones of the installation of 2026-11-28, with the tags of their keys in order.
    private static let keys: [String: [UInt16]] = [
        "roll.example": [37558, 61910, 50019], "anchor.example": [27939, 37656, 11453],
        "standby.example": [34965, 18143, 67, 47278], "gated.example": [1829, 997, 48304],
    ]

    /// A world with the files of a version, at the moment of its daemon's last step.
    private func world(_ version: EarlierInstallation) -> EngineWorld {
        let world = EngineWorld(zones: [])
        version.copy(to: world.folder)
        world.now = Instant(secondsSinceEpoch: version.end)
        return world
    }

    private func tags(_ world: EngineWorld, _ zone: String) throws -> [UInt16] {
        try world.ring(zone).keys.compactMap(\.tag)
    }

    private func name(_ text: String) throws -> Name { try Name(absolute: text) }

    @Test(arguments: EarlierInstallation.all)
    func `every state file is read as it stands`(_ version: EarlierInstallation) throws {
        let folder = TemporaryFolder()
        version.copy(to: folder)
        let loaded = try StateFolder(path: folder.path("state")).loadAll()
        #expect(!loaded.isEmpty)
        for file in loaded { #expect(throws: Never.self) { try file.ring.get() } }
    }

    @Test(arguments: EarlierInstallation.all)
    func `the daemon goes on with the same keys, and a sound journal`(_ version: EarlierInstallation) throws {
        let world = world(version)
        let before = try StateFolder(path: world.folder.path("state")).loadAll().map { try $0.ring.get() }
        try world.run()
        for old in before {
            let zone = String(old.zone.description.dropLast())
            let new = try world.ring(zone)
            #expect(try world.report(zone).troubles.isEmpty, "\(world.log.all)")
            #expect(new.keys.map(\.material) == old.keys.map(\.material))
            #expect(new.keys.map(\.goal) == old.keys.map(\.goal))
            #expect(new.operatorHolds == old.operatorHolds)
            #expect(new.votes == old.votes)
            #expect(new.rollRequests == old.rollRequests)
            guard case .history(let history) = try world.ask(.history(zone: old.zone, limit: nil)).get()
            else { throw MissingZone() }
            #expect(history.fault == nil)
            #expect(!history.entries.isEmpty)
        }
        #expect(!world.log.all.contains { $0.hasPrefix("error") }, "\(world.log.all)")
    }

    @Test func `what 2026-11-28 has left is what was ordered there`() throws {
        let world = world(EarlierInstallation.all[0])
        try world.run()
        for (zone, expected) in Self.keys { #expect(try tags(world, zone) == expected, "\(zone)") }
        let hold = try #require(world.ring("roll.example").operatorHolds.first)
        #expect(hold.phase == .retire && hold.user == "root" && hold.reason == "change freeze")
        #expect(hold.until == Instant(secondsSinceEpoch: 1_602_682_001))
        let freeze = try #require(world.ring("standby.example").operatorHolds.first)
        #expect(freeze.phase == nil && freeze.until == nil && freeze.reason == "new data centre")
        #expect(try world.ring("standby.example").rollRequests.map(\.role) == [.ksk])
        let vote = try #require(world.ring("gated.example").votes.first)
        #expect(vote.isApproval && vote.user == "root" && vote.reason == "looked at it")
        let revoking = try world.ring("anchor.example")
        #expect(revoking.keys(tagged: 11453).first?.krrsig?.state == .hidden)
    }

    @Test func `the rolls of 2026-11-28 go to their ends`() throws {
        let world = world(EarlierInstallation.all[0])
        try world.run()
        let vote = VoteOrder(
            zone: try name("gated.example"),
            gate: try #require(GateName(text: "48304/sign")),
            approves: true,
            reason: nil
        )
        let approved = try world.order(.vote(vote), as: "anna", groups: ["dns"])
        #expect(approved.done.contains("the gate is open"), "\(approved.done)")
        try world.live(until: world.now + .days(75)) { world in _ = try world.confirmParent("roll.example") }
        #expect(try world.ring("roll.example").keys(tagged: 37558).first?.isGone == true)
        #expect(try world.ring("roll.example").keys(tagged: 50019).first?.ds?.state == .omnipresent)
        #expect(try world.ring("anchor.example").keys(tagged: 27939).first?.isGone == true)
        #expect(try world.ring("gated.example").keys(tagged: 997).first?.isGone == true)
        #expect(try tags(world, "standby.example") == Self.keys["standby.example"])
        for zone in Self.keys.keys {
            #expect(try world.report(zone).troubles.isEmpty)
            let file = world.folder.path("signed/\(zone.prefix { $0 != "." }).zone")
            let output = try #require(ZoneInput(file: file, origin: try name(zone)).zone)
            let content = SignedContent(output)
            #expect(content.faults.isEmpty && content.dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
        }
    }
}
