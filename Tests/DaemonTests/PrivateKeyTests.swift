import ControlProtocol
import DNSSECModel
import KeyStore
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// Private keys are looked at when the daemon starts and every hour, and not when a signature needs them.
struct PrivateKeyTests {
    enum Fault: CaseIterable { case missing, foreign, damaged, open }

    private func zsk(_ world: EngineWorld) throws -> String {
        let key = try #require(try world.ring().keys.first { $0.role == .zsk })
        let name = BINDKeyFileName(zone: try world.ring().zone, record: try #require(key.material).record)
        return world.folder.path("state/keys/example/\(name.privateFile)")
    }

    private func spoil(_ file: String, _ fault: Fault, _ world: EngineWorld) throws {
        switch fault {
        case .missing: try FileSystem.remove(file)
        case .damaged: try replace(file, Array("rubbish\n".utf8), 0o600)
        case .open: try replace(file, try FileSystem.read(file), 0o644)
        case .foreign:
            let other = world.keyFiles().map { world.folder.path("state/keys/example/\($0)") }
                .first { $0.hasSuffix(".private") && $0 != file }
            try replace(file, try FileSystem.read(try #require(other)), 0o600)
        }
    }

    private func replace(_ file: String, _ octets: [UInt8], _ mode: UInt32) throws {
        try AtomicFile.replace(file, with: octets.span, mode: mode)
    }

    private func message(_ world: EngineWorld) throws -> String? {
        let zone = try world.ring().zone
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else { return nil }
        #expect(status.summary.needsPerson == (status.summary.lastError != nil))
        return status.summary.lastError?.message
    }

    @Test(arguments: Fault.allCases, [true, false])
    func `a private key that is missing, foreign, damaged or open to all is an error within the hour`(
        _ fault: Fault,
        restarts: Bool
    ) throws {
        let world = EngineWorld()
        try world.run()
        let file = try zsk(world)
        let (good, output) = (try FileSystem.read(file), world.outputIdentity())
        try spoil(file, fault, world)
        world.now = world.now + (restarts ? .minutes(1) : .minutes(61))
        if restarts { try world.restart() }
        try world.run()
        #expect(try #require(try message(world)).contains(file))
        let remedies = fault == .missing ? ["keyturn roll example. --zsk --emergency --reason TEXT"] : []
        #expect(try world.explain().remedies == remedies)
        #expect(world.outputIdentity() == output)
        try replace(file, good, 0o600)
        world.now = world.now + .minutes(61)
        try world.run()
        #expect(try message(world) == nil)
        #expect(try world.report().troubles.isEmpty)
        #expect(world.outputIdentity() == output)
    }

    @Test func `good keys leave a resting zone at rest`() throws {
        let world = EngineWorld()
        try world.run()
        let looks = try #require(world.engine).fullLooks
        for _ in 0..<5 {
            world.now = world.now + .minutes(61)
            _ = world.engine?.runDue(world.reading, changed: [])
        }
        #expect(try #require(world.engine).fullLooks <= looks + 2)
    }
}
