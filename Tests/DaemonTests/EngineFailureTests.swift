import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import SystemIO
import TestKit
import Testing

@testable import Daemon

struct EngineFailureTests {
    @Test
    func `a bad edit of the zone file leaves the signed zone and names the place`() throws {
        let world = EngineWorld()
        try world.run()
        let before = world.outputIdentity()
        world.now = world.now + .minutes(5)
        world.folder.write(EngineWorld.zoneText + "bad A 192.0.2\n", to: "example.zone")
        try world.run()
        #expect(world.outputIdentity() == before)
        let trouble = try #require(world.report().troubles[.zoneFile]?.trouble.description)
        #expect(trouble.contains("example.zone:9:"), "\(trouble)")
        world.now = world.now + .minutes(5)
        world.folder.write(EngineWorld.zoneText + "good A 192.0.2.9\n", to: "example.zone")
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        let name = try Name(absolute: "good.example.")
        #expect(world.output()?.ownerIndex(of: name) != nil)
    }

    @Test
    func `while the zone file is bad signatures are made anew all the same`() throws {
        let world = EngineWorld()
        try world.run()
        world.folder.write("nonsense", to: "example.zone")
        try world.live(until: EngineWorld.start + .days(20))
        let zone = try #require(world.output())
        let content = SignedContent(zone)
        #expect(content.dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
        #expect(zone.ownerIndex(of: try Name(absolute: "www.example.")) != nil)
    }

    @Test
    func `an included file that changes is noticed`() throws {
        let world = EngineWorld()
        world.folder.write("more A 192.0.2.7\n", to: "part.inc")
        world.folder.write(EngineWorld.zoneText + "$INCLUDE part.inc\n", to: "example.zone")
        try world.run()
        #expect(world.engine?.watchedFiles.contains(world.folder.path("part.inc")) == true)
        world.now = world.now + .minutes(5)
        world.folder.write("other A 192.0.2.78\n", to: "part.inc")
        try world.run()
        #expect(world.output()?.ownerIndex(of: try Name(absolute: "other.example.")) != nil)
        #expect(world.output()?.ownerIndex(of: try Name(absolute: "more.example.")) == nil)
    }

    @Test
    func `a private key that cannot be read pauses its zone and no other`() throws {
        let world = EngineWorld(zones: ["example", "other"])
        try world.run()
        let before = (world.outputIdentity(), world.outputIdentity("other"))
        let file = try #require(world.keyFiles().first { $0.hasSuffix(".private") })
        world.folder.write("nonsense\n", to: "state/keys/example/\(file)")
        for zone in ["example", "other"] {
            let text = EngineWorld.zoneText.replacing("example.", with: "\(zone).")
            world.folder.write(text + "new A 192.0.2.9\n", to: "\(zone).zone")
        }
        world.now = world.now + .minutes(5)
        try world.run()
        #expect(world.outputIdentity() == before.0)
        #expect(world.outputIdentity("other") != before.1)
        let trouble = try #require(world.report().troubles[.signing])
        #expect(trouble.trouble.description.contains(file))
        #expect(try world.report().nextWake == world.now + .minutes(1))
        #expect(try world.report("other").troubles.isEmpty)
    }

    @Test
    func `a missing private key is named by its file`() throws {
        let world = EngineWorld()
        try world.run()
        let file = try #require(world.keyFiles().first { $0.hasSuffix(".private") })
        try FileSystem.remove(world.folder.path("state/keys/example/\(file)"))
        world.folder.write(EngineWorld.zoneText + "new A 192.0.2.9\n", to: "example.zone")
        world.now = world.now + .minutes(5)
        try world.run()
        let path = world.folder.path("state/keys/example/\(file)")
        #expect(try world.report().troubles[.signing]?.trouble == .refused(.privateKeyMissing(file: path)))
    }

    @Test(arguments: [["zones"], ["zones", "journal"]])
    func `lost state with keys on the disk makes no new key`(_ lost: [String]) throws {
        let world = EngineWorld()
        try world.run()
        let (files, output) = (world.keyFiles(), world.outputIdentity())
        for folder in lost {
            for name in try FileSystem.names(in: world.folder.path("state/\(folder)")) {
                try FileSystem.remove(world.folder.path("state/\(folder)/\(name)"))
            }
        }
        try world.restart()
        try world.run()
        #expect(world.keyFiles() == files)
        #expect(world.outputIdentity() == output)
        let trouble = try #require(world.report().troubles[.state]?.trouble)
        switch trouble {
        case .state(let error): #expect(lost.count == 1 && error.description.contains("lost"))
        case .keys: #expect(lost.count == 2 && trouble.description.contains("backup"))
        default: Issue.record("\(trouble)")
        }
    }

    @Test
    func `a signed zone without any state makes no new key`() throws {
        let world = EngineWorld()
        try world.run()
        let output = world.outputIdentity()
        world.folder.write(
            String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
                .replacing("state: state", with: "state: fresh"),
            to: "keyturn.yaml"
        )
        try world.restart()
        try world.run()
        #expect(world.outputIdentity() == output)
        let file = world.folder.path("signed/example.zone")
        #expect(try world.report().troubles[.state]?.trouble == .outputOfUnknownKeys(file: file))
    }

    @Test
    func `a folder that cannot be written to is reported and tried again`() throws {
        let world = EngineWorld()
        world.folder.write("a file", to: "signed")
        try world.run()
        #expect(try world.report().troubles[.signing] != nil)
        let keys = world.keyFiles()
        try FileSystem.remove(world.folder.path("signed"))
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        #expect(world.output() != nil)
        #expect(world.keyFiles() == keys)
    }

    @Test
    func `a signed zone that was damaged is made anew`() throws {
        let world = EngineWorld()
        try world.run()
        let text = String(decoding: world.folder.read("signed/example.zone") ?? [], as: UTF8.self)
        world.folder.write(text.replacing("192.0.2.80", with: "192.0.2.81"), to: "signed/example.zone")
        world.now = world.now + .minutes(5)
        try world.run()
        let content = SignedContent(try #require(world.output()))
        #expect(content.faults.isEmpty)
        let healed = String(decoding: world.folder.read("signed/example.zone") ?? [], as: UTF8.self)
        #expect(healed.contains("192.0.2.80"))
    }
}
