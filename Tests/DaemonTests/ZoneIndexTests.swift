import ControlProtocol
import DNSSECModel
import KeyStore
import Synchronization
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// The rows of zones at rest on the disk: a cache, and never the truth.
struct ZoneIndexTests {
    private static let names = ["a", "b", "c"]

    /// Zones that were signed and went to rest, and a daemon that was stopped in order.
    private func rested() throws -> EngineWorld {
        let world = EngineWorld(zones: Self.names)
        try world.run()
        world.now = world.now + .hours(3)
        try world.run()
        world.engine?.saveIndex()
        world.log.clear()
        return world
    }

    /// How many zones the next daemon looks at in full.
    private func looks(_ world: EngineWorld) throws -> Int {
        try world.restart()
        try world.run()
        for name in Self.names {
            let zone = try Name(absolute: name)
            #expect(world.engine?.contents.withLock { $0.book[zone] }?.restingRow != nil)
        }
        return try #require(world.engine).fullLooks
    }

    @Test func `a daemon that starts again looks at no zone that rests as it did`() throws {
        let world = try rested()
        #expect(try looks(world) == 0)
        for name in Self.names {
            let report = try world.report(name)
            #expect(report.nextWake.map { $0 > world.now } == true)
            #expect(report.serial != nil && report.ring?.keys.count == 2)
            #expect(report.troubles.isEmpty)
        }
    }

    @Test func `without an index every zone is looked at, and nothing is signed anew`() throws {
        let world = try rested()
        let output = world.outputIdentity("a")
        try FileSystem.remove(world.folder.path("state/index"))
        #expect(try looks(world) == 3)
        #expect(world.outputIdentity("a") == output)
    }

    @Test func `a zone file that was changed while no daemon ran is signed at the start`() throws {
        let world = try rested()
        let serial = try world.report("b").serial
        let text = EngineWorld.zoneText.replacing("example.", with: "b.") + "new A 192.0.2.99\n"
        world.folder.write(text, to: "b.zone")
        #expect(try looks(world) == 1)
        #expect(try world.report("b").serial != serial)
        #expect(world.output("b")?.owners.count == (world.output("a")?.owners.count ?? 0) + 1)
    }

    @Test func `a signed zone that was lost while no daemon ran is made again`() throws {
        let world = try rested()
        try FileSystem.remove(world.folder.path("signed/c.zone"))
        #expect(try looks(world) == 1)
        #expect(world.output("c") != nil)
    }

    @Test func `a state that was put back from a backup is not taken for the one of the index`() throws {
        let world = try rested()
        let state = world.folder.read("state/zones/a.json") ?? []
        world.folder.write(state, to: "state/zones/a.json")
        #expect(try looks(world) == 1)
    }

    @Test func `another policy lets its zones be looked at`() throws {
        let world = try rested()
        world.folder.write(EngineWorld.policyText + "denial: { nsec3: {} }\n", to: "policies/default.yaml")
        #expect(try looks(world) == 3)
        let output = try #require(world.output("a"))
        #expect(output.rrset(.nsec3param, of: output.owners[0]) != nil)
    }

    @Test func `another configuration of a zone lets it be looked at`() throws {
        let world = try rested()
        world.zones["a"] = "    hooks: { published: [ true ] }\n"
        world.writeConfiguration()
        #expect(try looks(world) == 1)
    }

    @Test(arguments: [0, 20, 400, -1])
    func `an index that is damaged anywhere is passed over as a whole`(_ place: Int) throws {
        let world = try rested()
        var octets = world.folder.read("state/index") ?? []
        octets[place < 0 ? octets.count + place : place] ^= 1
        world.folder.write(octets, to: "state/index")
        #expect(try looks(world) == 3)
        #expect(world.log.contains("all zones are looked at"))
    }

    @Test func `an index of another folder, cut or empty is passed over`() throws {
        let world = try rested()
        let octets = world.folder.read("state/index") ?? []
        let folder = StateFolder(path: world.folder.path("state"))
        #expect(ZoneIndex.entries(in: octets, folder: folder)?.count == 3)
        #expect(ZoneIndex.entries(in: octets, folder: StateFolder(path: "/elsewhere")) == nil)
        for count in 0..<octets.count {
            #expect(ZoneIndex.entries(in: Array(octets[..<count]), folder: folder) == nil)
        }
    }

    @Test func `an old index is of no harm to a zone that was signed since`() throws {
        let world = try rested()
        let old = world.folder.read("state/index") ?? []
        world.folder.write(
            EngineWorld.zoneText.replacing("example.", with: "a.") + "new A 192.0.2.99\n",
            to: "a.zone"
        )
        world.now = world.now + .minutes(1)
        try world.run()
        let serial = try world.report("a").serial
        world.folder.write(old, to: "state/index")
        #expect(try looks(world) == 1)
        #expect(try world.report("a").serial == serial)
    }

    @Test func `every reason to wait comes back from the disk, but those of people`() throws {
        let start = EngineWorld.start
        let reasons: [HoldReason] =
            [.policy(until: start), .queued]
            + TimingFormula.allCases.map {
                .time(until: start, since: start - .days(1), interval: .days(1), formula: $0)
            } + SafetyRule.allCases.map { .chainOfTrust($0) }
            + AwaitedObservation.allCases.map { .observation($0) }
        var row = RestingZone()
        row.seen = PackedInstant(start)
        row.steps = reasons.enumerated().map { number, reason in
            let key = number.isMultiple(of: 2) ? nil : ManagedKey.ID(rawValue: number)
            return RowStep(
                Hold(key: key, role: .ksk, phase: .sign, reason: reason),
                tag: number.isMultiple(of: 2) ? nil : 65535,
                isNext: number == 0,
                isTask: number == 1
            )
        }
        row.serial = 7
        var writer = OctetWriter()
        #expect(row.isWritten(to: &writer))
        var reader = OctetReader(writer.octets, to: writer.octets.count)
        #expect(RestingZone(&reader) == row)
        #expect(reader.isAtEnd)
        for step in row.steps {
            var single = row
            single.steps = [step]
            #expect(single.steps == [step])
            var named = step
            named.key.name = "KSK-2017"
            single.steps = [named]
            #expect(single.steps == [named])
        }
        row.steps[0].hold.reason = .manual(until: nil, reason: "no", user: "anna")
        #expect(row.steps[0].hold.reason == .manual(until: nil, reason: "no", user: "anna"))
        #expect(!row.isWritten(to: &writer))
    }
    // MARK: - What zones share

    @Test(arguments: [
        ("a.example.", "zones/a.example.zone", "signed/a.example", true),
        ("a.example.", "a/a.example/a.example/zone", "a.example", true),
        ("a.example.", "zones/A.EXAMPLE", "signed/a.example", false),
        ("a.example.", "zones/one", "signed/two", false),
        (".", "./root.zone", "root.signed", true),
        ("\\000\\..b.", "\\000\\..b", "e\u{301}/\\000\\..b", true),
    ])
    func `an order has the paths as they were written, and zones of like paths share it`(
        _ text: String,
        _ file: String,
        _ output: String,
        _ isShared: Bool
    ) throws {
        let zone = try Name(text)
        let orders = AllZoneSettings()
        let configuration = configuration(zone, file, output)
        let order = orders.order(configuration, nil)
        #expect(order.file(of: zone) == file)
        #expect(order.output(of: zone) == output)
        #expect(order.configuration(of: zone) == configuration)
        let name = text == "." ? text : String(text.dropLast())
        let like = self.configuration(
            try Name("other.zone."),
            file.replacing(name, with: "other.zone"),
            output.replacing(name, with: "other.zone")
        )
        let other = orders.order(like, nil)
        #expect((order === other) == isShared)
        #expect(other.configuration(of: like.name) == like)
    }

    private func configuration(_ zone: Name, _ file: String, _ output: String) -> ZoneConfiguration {
        ZoneConfiguration(
            name: zone,
            file: file,
            policy: "default",
            output: output,
            hooks: HookConfiguration(),
            position: SourcePosition(file: "", line: 0, column: 0)
        )
    }
}
