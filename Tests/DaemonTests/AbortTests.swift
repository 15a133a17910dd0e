import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Wording

@testable import Daemon

/// Emergencies, and ways back.
struct AbortTests {
    private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    // MARK: - Emergency

    @Test func `an emergency roll tells its steps, and what would be faster, and forces nothing`() throws {
        let world = try HoldTests.secureWorld()
        let old = try #require(try world.ring().keys.first { $0.role == .zsk })
        let report = try world.order(
            .roll(RollOrder(zone: zone, role: .zsk, isEmergency: true, reason: "stolen"))
        )
        let phases = report.steps.map(\.phase)
        #expect(phases.contains(.sign) && phases.last == .remove, "\(phases)")
        let sign = try #require(report.shortcuts.first { $0.phase == .sign })
        #expect(!sign.risks.isEmpty && sign.commands.contains { $0.contains("--force --reason") })
        #expect(sign.scheduled == report.steps.first { $0.phase == .sign }?.time)
        #expect(try world.ring()[old.id]?.goal == .active)
        let key = try #require(try world.ring().keys.last)
        // It is made with the order, and so its publication is no step to come.
        #expect(key.dnskey.state.isPublished)
        #expect(key.isUrgent && key.zrrsig?.state == .hidden)
        let explained = try world.explain(key.tag)
        #expect(
            explained.shortcuts.contains {
                $0.commands == ["keyturn advance example. \(key.tag ?? 0) sign --force --reason TEXT"]
            },
            "\(explained.shortcuts)"
        )
        // Without margins: 5m + 1h, and so the numbers are told.
        let sum = explained.waits.compactMap(\.arithmetic?.sum).first
        #expect(sum == "Dprp 5m + TTLkey 1h = 1h5m")
        for step in report.steps where step.time > world.now {
            try world.live(until: step.time)
            try world.run()
        }
        #expect(try world.ring()[old.id]?.dnskey.state.isPublished == false)
    }

    // MARK: - Back

    /// How far a ZSK roll is when it is aborted: hours since it began.
    @Test(arguments: [0, 1, 3, 4])
    func `a ZSK roll is taken back from wherever it is`(hours: Int64) throws {
        let world = try HoldTests.secureWorld()
        let policy = try #require(try world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        recorder.look(world)
        let old = try #require(try world.ring().keys.first { $0.role == .zsk })
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        try world.live(until: world.now + .hours(hours)) { recorder.look($0) }
        let report = try world.order(.abort(AbortOrder(zone: zone, reason: "wrong day")))
        #expect(report.done.hasPrefix("the roll of the ZSK is aborted"))
        recorder.look(world)
        try world.live(until: world.now + .days(10)) { recorder.look($0) }
        let ring = try world.ring()
        #expect(ring[old.id]?.zrrsig?.state == .omnipresent)
        #expect(ring.keys.filter { $0.role == .zsk && !$0.isGone }.map(\.id) == [old.id])
        #expect(recorder.faults.isEmpty, "\(recorder.faults)")
        let waits = try world.explain().waits
        #expect(waits.contains { $0.hold.phase == .generate && $0.hold.kind == .manual }, "\(waits)")
    }

    @Test func `a roll that was ordered for later is forgotten, and without one there is nothing to abort`()
        throws
    {
        let world = try HoldTests.secureWorld()
        try world.order(.roll(zone: zone, role: .ksk, start: world.now + .days(9)))
        try world.order(.abort(AbortOrder(zone: zone, subject: .role(.ksk), reason: "no")))
        #expect(try world.ring().rollRequests.isEmpty)
        guard case .failure(let failure) = world.ask(.abort(AbortOrder(zone: zone, reason: "no"))) else {
            Issue.record("something was aborted")
            return
        }
        #expect(failure.code == .refused && failure.exit == 3)
    }

    @Test func `a KSK that was revoked does not come back`() throws {
        let world = try HoldTests.secureWorld()
        let old = try #require(try world.ring().keys.first { $0.role == .ksk })
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        for _ in 0..<80 where try world.ring()[old.id]?.revocation == nil {
            try world.live(until: world.now + .days(1))
            try world.confirmParent()
            try world.run()
        }
        #expect(try world.ring()[old.id]?.revocation != nil)
        guard
            case .failure(let failure) = world.ask(
                .abort(AbortOrder(zone: zone, subject: .role(.ksk), reason: "no"))
            )
        else {
            Issue.record("a revoked key came back")
            return
        }
        #expect(failure.code == .refused && failure.message.contains("revoked"), "\(failure.message)")
    }
}
