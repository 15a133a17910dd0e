import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import TestKit
import Testing

@testable import Daemon

struct LifeTests {
    /// Unsigned, secure, three ZSK rolls, a KSK roll with revocation: by the daemon's own engine on real files.
    @Test
    func `a whole life keeps a chain from every cache and every trust anchor`() throws {
        let world = EngineWorld()
        try world.run()
        let policy = try #require(world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        let start = EngineWorld.start
        var isRollOrdered = false
        try Self.live(world, &recorder, until: start + .days(150)) { world in
            if !isRollOrdered, world.now >= start + .days(45) {
                isRollOrdered = true
                let order = ControlRequest.roll(zone: try Name(absolute: "example."), role: .ksk, start: nil)
                _ = try world.ask(order).get()
            }
        }
        #expect(recorder.outsideChecks > 3 || !ExternalTool("ldns-verify-zone").isExpected)
        #expect(recorder.faults.isEmpty, "\(recorder.faults.prefix(3))")
        let bogus = recorder.model.violations(until: Int(world.now.secondsSinceEpoch))
        #expect(bogus.isEmpty, "\(bogus)")
        let from = try #require(recorder.anchors.first?.time)
        let violations = recorder.anchorModel.violations(
            from: from,
            until: Int(world.now.secondsSinceEpoch)
        )
        #expect(violations.isEmpty, "\(violations)")
        let ring = try world.ring()
        #expect(ring.keys.filter { $0.role == .zsk && $0.removed != nil }.count >= 3)
        #expect(ring.keys.contains { $0.role == .ksk && $0.revocation != nil && $0.removed != nil })
        #expect(recorder.model.child.contains { !$0.revoked.isEmpty })
        #expect(try world.report().troubles.isEmpty, "\(world.log.all.filter { $0.hasPrefix("error") })")
        let name = try Name(absolute: "example.")
        let journal = try Journal.verify(world.folder.path("state/journal/example.jsonl"), zone: name)
        #expect(journal.isSound && journal.goodLines > 50)
    }

    @Test(
        arguments: [
            ["dnssec-verify", "-q", "-o", "example."], ["kzonecheck", "-o", "example.", "-d", "on"],
            ["ldns-verify-zone", "-V", "1"],
        ].filter { ExternalTool($0[0]).isExpected }
    )
    func `what is published now is accepted by validators of other houses`(_ words: [String]) throws {
        let world = EngineWorld()
        world.now = ClockReading.now.wall
        try world.run()
        let file = world.folder.path("signed/example.zone")
        let run = try #require(ToolRun(words[0], Array(words.dropFirst()) + [file]), "\(words[0]) is missing")
        #expect(run.status == 0, "\(run.output)")
    }

    /// Lives on; the operator brings each DS change to the parent three hours after it was asked for.
    static func live(
        _ world: EngineWorld,
        _ recorder: inout LifeRecorder,
        until end: Instant,
        each: (EngineWorld) throws -> Void = { _ in }
    ) throws {
        var parentDue: Instant?
        for _ in 0..<20_000 {
            try each(world)
            var next = try world.run()
            recorder.look(world)
            let ring = try world.ring()
            recorder.announceAnchors(ring, at: world.now)
            if let due = parentDue, due <= world.now {
                recorder.changeParent(try world.confirmParent(), at: world.now)
                parentDue = nil
                next = try world.run()
                recorder.look(world)
            }
            if parentDue == nil, ring.awaitsParent { parentDue = world.now + .hours(3) }
            guard let moment = [next, parentDue].compactMap(\.self).min(), moment <= end else { break }
            world.now = max(moment, world.now + .seconds(1))
        }
        world.now = end
    }
}

extension KeyRing {
    /// True if something at the parent was asked for and not seen.
    var awaitsParent: Bool {
        keys.contains { key in
            key.ds.map { $0.seen == nil && ($0.state == .rumoured || $0.state == .unretentive) } ?? false
        }
    }
}
