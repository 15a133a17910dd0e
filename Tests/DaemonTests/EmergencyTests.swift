import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Signing
import SystemIO
import TestKit
import Testing
import Wording

@testable import Daemon

/// A key is stolen or lost: what is offered is taken, what is named breaks, and nothing else does.
struct EmergencyTests {
    static let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    /// No validator follows RFC 5011.
    static let policyText = """
        version: 1
        ttl: { dnskey: 1h, ds: 1d }
        keys:
          - { role: ksk, algorithm: ecdsap256sha256 }
          - { role: zsk, algorithm: ecdsap256sha256, lifetime: 60d }

        """

    /// What was typed, as an order.
    static func order(_ command: String) throws -> ControlRequest {
        let words = command.split(separator: " ")
        let tag = try #require(words.count > 4 ? UInt16(words[3]) : nil)
        let phase = try #require(KeyStep(rawValue: String(words[4])))
        #expect(words[1] == "advance")
        let isForced = words.contains("--force")
        return .advance(
            AdvanceOrder(zone: zone, tag: tag, phase: phase, force: isForced, reason: isForced ? "test" : nil)
        )
    }

    private func lose(_ role: KeyRole, _ world: EngineWorld) throws -> ManagedKey {
        let key = try #require(try world.ring().keys.first { $0.role == role })
        let record = try #require(key.material?.record)
        let name = BINDKeyFileName(zone: Self.zone, record: record).privateFile
        try FileSystem.remove(world.folder.path("state/keys/example/\(name)"))
        return key
    }

    /// A new record, so that something must be signed.
    private func touch(_ world: EngineWorld) {
        world.folder.write(
            EngineWorld.zoneText + "new A 192.0.2.\(world.now.secondsSinceEpoch % 250)\n",
            to: "example.zone"
        )
    }

    // MARK: - Stolen

    @Test(arguments: 0..<16) func `whatever is offered is taken, and only what is named breaks`(seed: Int)
        throws
    {
        var random = SplitMix64(seed: UInt64(9000 + seed))
        let world = try HoldTests.secureWorld(policy: Self.policyText)
        let policy = try #require(try world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        recorder.look(world)
        recorder.changeParent(
            try world.ring().keys.filter { $0.ds != nil }.map(\.comingToParent),
            at: world.now
        )
        // The zone has been so for long.
        recorder.backdate(by: .days(100))
        let role: KeyRole = Bool.random(using: &random) ? .zsk : .ksk
        try world.order(.roll(RollOrder(zone: Self.zone, role: role, isEmergency: true, reason: "stolen")))
        recorder.look(world)
        var named: Instant?
        for _ in 0..<4 {
            let wait = Interval.seconds(.random(in: 0...20_000, using: &random))
            try world.live(until: world.now + wait) { recorder.look($0) }
            if Bool.random(using: &random) {
                let changed = try world.confirmParent()
                recorder.changeParent(changed, at: world.now)
            }
            try world.run()
            let shortcuts = try world.explain().shortcuts
            guard let shortcut = shortcuts.randomElement(using: &random) else { continue }
            for command in shortcut.commands {
                let answer = world.ask(try Self.order(command))
                guard case .success = answer else {
                    Issue.record("seed \(seed): offered and refused: \(command): \(answer)")
                    return
                }
                try world.run()
                recorder.look(world)
            }
            named = ([named] + shortcut.risks.map(\.until)).compactMap(\.self).max()
            if !shortcut.risks.isEmpty, shortcut.risks.contains(where: { $0.until == nil }) { return }
        }
        for _ in 0..<20 {
            try world.live(until: world.now + .days(1)) { recorder.look($0) }
            recorder.changeParent(try world.confirmParent(), at: world.now)
        }
        let ends = Int((named ?? Instant(secondsSinceEpoch: 0)).secondsSinceEpoch)
        let violations = recorder.model.violations(
            from: Int(EngineWorld.start.secondsSinceEpoch),
            until: Int(world.now.secondsSinceEpoch)
        )
        .filter { $0.time >= ends }
        #expect(
            violations.isEmpty,
            "seed \(seed), \(role), named until \(String(describing: named)): \(violations)"
        )
        #expect(recorder.faults.isEmpty, "seed \(seed): \(recorder.faults)")
        #expect(try world.ring().keys.count { $0.role == role && !$0.isGone } == 1, "seed \(seed)")
    }

    @Test func `the stolen ZSK can be gone at once, and who breaks until when is named`() throws {
        let world = try HoldTests.secureWorld(policy: Self.policyText)
        let old = try #require(try world.ring().keys.first { $0.role == .zsk })
        let report = try world.order(
            .roll(RollOrder(zone: Self.zone, role: .zsk, isEmergency: true, reason: "stolen"))
        )
        let gone = try #require(report.shortcuts.first { $0.phase == .remove && $0.key.tag == old.tag })
        #expect(gone.commands.count == 2 && !gone.risks.isEmpty, "\(gone)")
        #expect(
            gone.risks.allSatisfy { $0.until != nil } && gone.commands.allSatisfy { !$0.contains("KEYTAG") }
        )
        for command in gone.commands { try world.order(try Self.order(command)) }
        let keys = try #require(world.output()).rrset(.dnskey, of: try #require(world.output()).owners[0])
        #expect(keys?.records.count == 2)
        #expect(try world.report().troubles.isEmpty)
    }

    @Test func `the only key with a DS is not removed, not even by force, and nobody advises it`() throws {
        let world = try HoldTests.secureWorld(policy: Self.policyText)
        let old = try #require(try world.ring().keys.first { $0.role == .ksk })
        let report = try world.order(
            .roll(RollOrder(zone: Self.zone, role: .ksk, isEmergency: true, reason: "stolen"))
        )
        #expect(!report.shortcuts.contains { $0.key.tag == old.tag }, "\(report.shortcuts)")
        let order = AdvanceOrder(zone: Self.zone, tag: old.tag ?? 0, phase: .remove, force: true, reason: "x")
        guard case .failure(let failure) = world.ask(.advance(order)) else {
            Issue.record("the zone has no way in any more")
            return
        }
        #expect(
            failure.exit == 3 && failure.rule == .chainFromDS
                && failure.message.contains("keyturn ds example.")
        )
        try world.live(until: world.now + .hours(3))
        let new = try #require(try world.ring().keys.last { $0.role == .ksk })
        #expect(new.ds?.state == .rumoured)
        try world.order(.dsSeen(zone: Self.zone, tag: try #require(new.tag), at: nil))
        let gone = try #require(
            try world.explain().shortcuts.first { $0.phase == .remove && $0.key.tag == old.tag }
        )
        #expect(gone.risks.map(\.rule).contains(.chainFromDS))
        for command in gone.commands { try world.order(try Self.order(command)) }
        #expect(try world.ring()[old.id]?.dnskey.state == .unretentive && world.report().troubles.isEmpty)
    }

    // MARK: - Lost

    @Test func `a lost ZSK needs only the KSK`() throws {
        let world = try HoldTests.secureWorld(policy: Self.policyText)
        let old = try lose(.zsk, world)
        touch(world)
        try world.run()
        let explained = try world.explain()
        #expect(explained.error?.message.contains("the private key is missing") == true)
        #expect(explained.remedies == ["keyturn roll example. --zsk --emergency --reason TEXT"])
        guard case .failure(let failure) = world.ask(.roll(zone: Self.zone, role: .zsk, start: nil)) else {
            Issue.record("a roll that the lost key would have to sign was taken")
            return
        }
        #expect(failure.exit == 3 && failure.message.contains("--emergency"))
        let report = try world.order(
            .roll(RollOrder(zone: Self.zone, role: .zsk, isEmergency: true, reason: "disk gone"))
        )
        let new = try #require(try world.ring().keys.last { $0.role == .zsk })
        #expect(
            report.done.contains(
                "the private key of ZSK \(old.tag ?? 0) is lost, so ZSK \(new.tag ?? 0) signs at once"
            )
        )
        #expect(report.risks.contains { $0.rule == .zoneSignatures }, "\(report.risks)")
        #expect(report.risks.allSatisfy { $0.until != nil }, "\(report.risks)")
        #expect(try world.report().troubles.isEmpty, "\(world.log.all.suffix(5))")
        let output = try #require(world.output())
        let content = SignedContent(output)
        #expect(content.keys.count == 3 && content.dataSigners == [[.init(String(new.tag ?? 0))]])
        #expect(ZoneVerifier.verify(zone: output, at: world.now).isGood)
        try world.live(until: world.now + .days(5))
        #expect(try world.ring()[old.id]?.isGone == true && world.report().troubles.isEmpty)
    }

    @Test func `a lost KSK leaves the zone as it is until every cache knows the new DS`() throws {
        let world = try HoldTests.secureWorld(policy: Self.policyText)
        let old = try lose(.ksk, world)
        let report = try world.order(
            .roll(RollOrder(zone: Self.zone, role: .ksk, isEmergency: true, reason: "disk gone"))
        )
        let new = try #require(try world.ring().keys.last { $0.role == .ksk })
        #expect(report.done.contains("the parent must show the DS of KSK \(new.tag ?? 0) beside that of KSK"))
        #expect(report.shortcuts.isEmpty, "\(report.shortcuts)")
        let before = SignedContent(try #require(world.output()))
        #expect(before.keys.count == 2)
        try world.live(until: world.now + .hours(1))
        #expect(try world.explain().error != nil)
        try world.order(.dsSeen(zone: Self.zone, tag: try #require(new.tag), at: nil))
        try world.live(until: world.now + .hours(20))
        #expect(SignedContent(try #require(world.output())).keys == before.keys)
        try world.live(until: world.now + .hours(8))
        let after = SignedContent(try #require(world.output()))
        #expect(after.keySigners == [.init(String(new.tag ?? 0))], "\(world.log.all.suffix(5))")
        #expect(
            try world.ring()[old.id]?.dnskey.state.isPublished == false && world.report().troubles.isEmpty
        )
    }
}

extension ManagedKey {
    /// The key as the recorder of the parent wants to see it come.
    fileprivate var comingToParent: ManagedKey {
        var key = self
        key.ds?.state = .rumoured
        return key
    }
}
