import ControlProtocol
import DNSSECModel
import Signing
import SystemIO
import TestKit
import Testing

@testable import Daemon

struct EngineFirstStepsTests {
    @Test
    func `a new zone gets keys, is signed, verified and published in one round`() throws {
        let world = EngineWorld()
        try world.run()
        let zone = try #require(world.output(), "\(world.log.all)")
        #expect(ZoneVerifier.verify(zone: zone, at: world.now).isGood)
        #expect(try world.ring().keys.count == 2)
        #expect(world.keyFiles().count == 4)
        #expect(try world.report().troubles.isEmpty, "\(world.log.all)")
        #expect(try world.report().nextWake != nil)
        #expect(world.log.contains("[example.] DNSSEC, next key action"))
    }

    @Test
    func `with nothing changed nothing is written`() throws {
        let world = EngineWorld()
        try world.run()
        let before = (world.outputIdentity(), world.folder.read("state/zones/example.json"))
        let journal = world.folder.read("state/journal/example.jsonl")
        world.now = world.now + .minutes(2)
        try world.run()
        try world.restart()
        try world.run()
        #expect(world.outputIdentity() == before.0)
        #expect(world.folder.read("state/zones/example.json") == before.1)
        #expect(world.folder.read("state/journal/example.jsonl") == journal)
    }

    @Test
    func `two engines on one state folder are refused`() throws {
        let world = EngineWorld()
        try world.run()
        #expect(throws: EngineError.self) { try world.open() }
        do {
            _ = try world.open()
        } catch let error as EngineError {
            #expect(error.exit == 69)
        }
    }
}
