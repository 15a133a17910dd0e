import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// A state that is older than what is known of the zone, or none at all: no step, no key, and the zone stays valid.
struct OlderStateTests {
    private static let zone = (try? Name(absolute: "example.")) ?? .root
    private static let files = ["zones/example.json", "journal/example.jsonl"]

    /// A world in the middle of a roll of its ZSK, with the files of its state as they were before it.
    private func rolled() throws -> (world: EngineWorld, before: [String: [UInt8]], keys: Set<String>) {
        let world = EngineWorld()
        try world.live(until: EngineWorld.start + .days(2))
        var before: [String: [UInt8]] = [:]
        for file in Self.files { before[file] = try FileSystem.read(world.folder.path("state/\(file)")) }
        let keys = Set(world.keyFiles())
        try world.live(until: EngineWorld.start + .days(32))
        try #require(try world.ring().keys.count > 2)
        return (world, before, keys)
    }

    private func put(_ octets: [UInt8], _ file: String, _ world: EngineWorld) {
        world.folder.write(octets, to: "state/\(file)")
        try? FileSystem.remove(world.folder.path("state/index"))
    }

    private func isValid(_ world: EngineWorld) throws -> Bool {
        let zone = try #require(world.output())
        return ZoneVerifier.verify(zone: zone, at: world.now, ds: nil, options: .init()).findings.isEmpty
    }

    private func dnskeys(_ world: EngineWorld) throws -> Set<DNSKEYRecord> {
        let zone = try #require(world.output())
        return Set(try #require(PublishedKeys(zone)).dnskeys)
    }

    /// Lives for two months and more: every signature is made anew meanwhile.
    private func goesOnBeingRenewed(_ world: EngineWorld) throws {
        let (keys, files) = (try dnskeys(world), world.keyFiles())
        for _ in 0..<35 {
            world.now = world.now + .days(2)
            try world.run()
            #expect(try isValid(world))
        }
        #expect(try dnskeys(world) == keys)
        #expect(world.keyFiles() == files)
    }

    private func recover(_ world: EngineWorld) -> Result<ControlAnswer, ControlFailure> {
        world.ask(.recover(zone: Self.zone))
    }

    private func complaint(_ world: EngineWorld) throws -> String {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: Self.zone)).get() else {
            throw MissingZone()
        }
        #expect(status.summary.needsPerson)
        #expect(status.summary.signaturesExpire != nil)
        return try #require(status.summary.lastError).message
    }

    // MARK: - The journal knows more

    @Test
    func `an older ring is seen by the journal, the zone is renewed, and the journal makes the newest state`()
        throws
    {
        let (world, before, _) = try rolled()
        let newest = try world.ring()
        put(try #require(before[Self.files[0]]), Self.files[0], world)
        try world.restart()
        try world.run()
        #expect(try complaint(world).contains("later states"))
        #expect(try complaint(world).contains("keyturn recover example."))
        #expect(throws: ControlFailure.self) {
            try world.ask(.roll(zone: Self.zone, role: .zsk, start: nil)).get()
        }
        try goesOnBeingRenewed(world)
        _ = try recover(world).get()
        #expect(try world.ring().keys == newest.keys)
        #expect(try world.ring().publication == newest.publication)
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        #expect(try isValid(world))
        #expect(try Journal.verify(world.folder.path("state/\(Self.files[1])"), zone: Self.zone).fault == nil)
    }

    @Test(arguments: ["cut", "gone"])
    func `a ring that is damaged or gone is made again by the journal`(_ kind: String) throws {
        let (world, _, _) = try rolled()
        let newest = try world.ring()
        let file = world.folder.path("state/\(Self.files[0])")
        if kind == "cut" {
            put(Array(try FileSystem.read(file).dropLast(90)), Self.files[0], world)
        } else {
            try FileSystem.remove(file)
        }
        try world.restart()
        try world.run()
        _ = try complaint(world)
        try goesOnBeingRenewed(world)
        _ = try recover(world).get()
        #expect(try world.ring().keys == newest.keys)
        try world.live(until: world.now + .days(60))
        #expect(try isValid(world))
        #expect(try world.report().troubles.isEmpty)
    }

    // MARK: - The published zone knows more

    @Test func `a whole folder of an older day is seen by the published zone, and a person must decide`()
        throws
    {
        let (world, before, keys) = try rolled()
        for (file, octets) in before { put(octets, file, world) }
        try world.restart()
        try world.run()
        #expect(try complaint(world).contains("which the state does not have"))
        try goesOnBeingRenewed(world)
        #expect(Set(world.keyFiles()).isSuperset(of: keys))
        guard case .failure(let failure) = recover(world) else {
            Issue.record("taken")
            return
        }
        #expect(failure.code == .refused && failure.message.contains("newer backup"))
    }

    @Test
    func `without the private part of a newer key what can be renewed stays, and status names the file`()
        throws
    {
        let (world, before, keys) = try rolled()
        try world.live(until: EngineWorld.start + .days(36))
        for (file, octets) in before { put(octets, file, world) }
        let newer = Set(world.keyFiles()).subtracting(keys)
        for file in newer { try FileSystem.remove(world.folder.path("state/keys/example/\(file)")) }
        let output = world.outputIdentity()
        try world.restart()
        try world.run()
        #expect(try complaint(world).contains("which the state does not have"))
        #expect(world.outputIdentity() == output)
        #expect(Set(world.keyFiles()) == keys)
        let trouble = try world.report().troubles[.signing]?.trouble.description
        #expect(newer.contains { trouble?.contains($0) ?? false }, "\(trouble ?? "none"), \(newer)")
    }

    @Test func `a published zone that somebody has changed is no witness and heals`() throws {
        let world = EngineWorld()
        try world.run()
        let good = try dnskeys(world)
        let path = world.folder.path("signed/example.zone")
        var text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        text = text.replacing("192.0.2.80", with: "192.0.2.99")
        world.folder.write(text, to: "signed/example.zone")
        try world.restart()
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        #expect(try isValid(world) && dnskeys(world) == good)
    }

    // MARK: - The journal knows less

    @Test(arguments: [0, 3])
    func `a journal that lost lines is told of, and the state goes on with a whole record`(_ lines: Int)
        throws
    {
        let (world, _, _) = try rolled()
        let path = world.folder.path("state/\(Self.files[1])")
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        let kept = text.split(separator: "\n").prefix(lines).map { $0 + "\n" }.joined()
        put(Array(kept.utf8), Self.files[1], world)
        try world.restart()
        try world.run()
        #expect(
            world.log.all.contains {
                $0.contains("expected") && $0.contains("the same as when the state was saved")
            }
        )
        #expect(try world.report().troubles.isEmpty)
        try world.live(until: world.now + .days(40))
        #expect(try isValid(world))
        let newest = try Journal.newestState(path, zone: Self.zone, from: nil)
        #expect(newest?.ring == (try world.ring()))
    }

    @Test func `a crash between state and journal is neither older nor newer`() throws {
        let world = EngineWorld()
        try world.run()
        world.diesAt = { $0 == .ringSaved }
        world.now = world.now + .days(31)
        try world.restart()
        try world.run()
        world.diesAt = { _ in false }
        try world.restart()
        try world.run()
        #expect(try world.report().troubles.isEmpty)
        let path = world.folder.path("state/\(Self.files[1])")
        #expect(try Journal.newestState(path, zone: Self.zone, from: nil)?.ring == (try world.ring()))
    }

    @Test func `at every moment of a life the journal makes the state`() throws {
        let world = EngineWorld()
        let path = world.folder.path("state/\(Self.files[1])")
        let state = StateFolder(path: world.folder.path("state"))
        try world.live(until: EngineWorld.start + .days(70)) { _ in
            let content = try #require(try state.content(of: Self.zone))
            #expect(try Journal.newestState(path, zone: Self.zone, from: nil)?.ring == content.ring)
            #expect(try content.standing(to: path).0 == .current(isRecorded: true))
        }
    }
}
