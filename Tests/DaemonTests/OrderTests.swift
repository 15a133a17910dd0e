import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import TestKit
import Testing
import Wording

@testable import Daemon

/// What people order keeps who, when and why, wherever it is told.
struct OrderTests {
    private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    private func status(_ world: EngineWorld) throws -> ZoneStatus {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else {
            throw MissingZone()
        }
        return status
    }

    private func journal(_ world: EngineWorld) throws -> [JournalEntry] {
        try Journal.read(world.folder.path("state/journal/example.jsonl"), zone: zone).entries
    }

    @Test func `what comes next is nothing that waits behind a step that is due at once`() throws {
        let world = try HoldTests.secureWorld()
        let later = try world.order(.roll(RollOrder(zone: zone, role: .ksk, start: world.now + .days(3))))
        #expect(later.next?.at == world.now + .days(3) && later.next?.phase == .generate)
        #expect(later.assumptions.map(\.kind) == [.dsDelay])
        let atOnce = try world.order(.roll(RollOrder(zone: zone, role: .zsk)))
        #expect(atOnce.steps.first?.time == world.now && atOnce.assumptions.isEmpty)
        #expect(atOnce.next == nil, "\(atOnce.next.map { $0.wait.sentence(of: zone, now: world.now) } ?? "")")
        try world.run()
        let keys = Set(try world.ring().keys.map(\.id.rawValue))
        #expect(try status(world).holds.allSatisfy { $0.key.id.map(keys.contains) ?? true })
    }

    @Test func `anna orders a roll for next week, and all say that she did, when and why`() throws {
        let world = try HoldTests.secureWorld()
        let start = world.now + .days(7)
        let ordered = world.now
        let report = try world.order(
            .roll(RollOrder(zone: zone, role: .zsk, start: start, reason: "ticket 42")),
            as: "anna"
        )
        let why = "anna ordered it at \(ordered): ticket 42"
        #expect(report.steps.first?.time == start && report.steps.first?.because() == why)
        let end = try #require(report.steps.last)
        #expect(
            end.phase == .remove && report.done.contains("out of the zone at \(end.time)"),
            "\(report.done)"
        )
        try world.restart()
        try world.run()
        let status = try status(world)
        let order = try #require(status.orders.first)
        #expect(order.kind == .roll && order.user == "anna" && order.start == start)
        #expect(order.sentence().hasSuffix("ordered by anna at \(ordered): ticket 42"), "\(order.sentence())")
        let wait = try #require(try world.explain().waits.first { $0.hold.kind == .ordered })
        #expect(
            wait.hold.sentence(of: zone, now: world.now).hasSuffix(why) && wait.hold.phase == .generate
                && wait.hold.until == start
        )
        let question = ControlRequest.plan(zone: zone, from: nil, until: start + .days(1))
        guard case .plan(let plan) = try world.ask(question).get() else { throw MissingZone() }
        let planned = try #require(plan.events.first { $0.phase == .generate })
        #expect(planned.because() == why && planned.reason.kind == .ordered && planned.reason.user == "anna")
        try world.live(until: start)
        try world.run()
        #expect(world.log.contains(": \(why)"), "\(world.log.all.suffix(20))")
        let line = try #require(try journal(world).last { $0.payload["phase"] == "generate" })
        #expect(line.inputs["because"] == .string(why))
        let key = try #require(try world.ring().keys.last)
        #expect(try self.status(world).orders.map(\.key.tag) == [key.tag])
        try world.live(until: end.time + .days(1))
        #expect(try self.status(world).orders.isEmpty)
        #expect(try world.ring()[key.id]?.order?.user == "anna")
    }

    @Test func `a roll that is typed twice says so, and no second one follows`() throws {
        let world = try HoldTests.secureWorld()
        let order = RollOrder(zone: zone, role: .zsk, reason: "audit")
        try world.order(.roll(order), as: "anna")
        let before = try world.ring()
        let again = try world.order(.roll(order), as: "ben")
        #expect(again.done.hasPrefix("nothing new: a roll of the ZSK is under way already"), "\(again.done)")
        #expect(again.done.contains("anna ordered it") && again.steps.contains { $0.phase == .sign })
        #expect(try world.ring() == before)
        let later = RollOrder(zone: zone, role: .zsk, start: world.now + .days(20))
        try world.order(.roll(later))
        let third = try world.order(.roll(later), as: "ben")
        #expect(third.done.contains("is ordered already, as root ordered it"), "\(third.done)")
        #expect(try world.ring().rollRequests.map(\.user) == ["root"])
        try world.live(until: world.now + .days(5))
        #expect(try world.ring().keys.count { $0.role == .zsk } == 2)
    }

    @Test func `a forced step stands in status and check until its risk is over`() throws {
        let world = try HoldTests.secureWorld()
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        let tag = try #require(try world.ring().keys.last?.tag)
        let order = AdvanceOrder(
            zone: zone,
            tag: tag,
            phase: .sign,
            force: true,
            reason: "the old one is burnt"
        )
        let report = try world.order(.advance(order), as: "anna")
        let end = try #require(report.risks.first?.until)
        let text = "anna forced sign of ZSK \(tag) at \(world.now): the old one is burnt"
        #expect(
            world.log.all.contains {
                $0.hasPrefix("\(LogThreshold.warning.rawValue): ") && $0.contains("the old one is burnt")
                    && $0.contains("until \(end)")
            }
        )
        try world.restart()
        try world.live(until: end - .seconds(1))
        let status = try status(world)
        #expect(
            status.summary.notices.count == 1 && status.summary.notices[0].sentence().hasPrefix(text),
            "\(status)"
        )
        #expect(status.summary.notices[0].sentence().hasSuffix("until \(end)") && !status.summary.needsPerson)
        let forced = try #require(status.orders.first { $0.kind == .forcedStep })
        #expect(!forced.risks.isEmpty && forced.risks.allSatisfy { $0.until == end }, "\(forced.risks)")
        #expect(try world.explain().orders.contains { $0.kind == .forcedStep })
        try world.live(until: end + .seconds(1))
        try world.run()
        #expect(try self.status(world).summary.notices.isEmpty)
        #expect(
            try journal(world).contains {
                $0.decision.hasSuffix("which anna forced at \(report.time), is over")
            }
        )
    }
}
