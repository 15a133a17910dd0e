import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import TestKit
import Testing
import Wording

@testable import Daemon

/// What operators hold up, put off and let go.
struct HoldTests {
    private let start = EngineWorld.start
    private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    /// A zone with a chain of trust, some days old.
    static func secureWorld(policy: String = EngineWorld.policyText) throws -> EngineWorld {
        let world = EngineWorld()
        world.folder.write(policy, to: "policies/default.yaml")
        try world.live(until: EngineWorld.start + .days(1))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(8))
        return world
    }

    @Test func `a held step waits through restarts until its date, while signing goes on`() throws {
        let world = try Self.secureWorld()
        let date = start + .days(45)
        let report = try world.order(
            .hold(HoldOrder(target: .zone(zone), phase: .sign, until: date, reason: "resolvers lag")),
            as: "anna"
        )
        let sign = try #require(report.moves.first { $0.phase == .sign && $0.key.role == .zsk })
        #expect(sign.to == date && sign.from.map { $0 < date } == true)
        #expect(report.costs.contains { $0.contains("longer than its lifetime of 30d") }, "\(report.costs)")
        #expect(report.done.contains("signing goes on"))
        try world.restart()
        try world.live(until: date - .hours(1))
        let waiting = try #require(try world.ring().keys.last { $0.role == .zsk })
        #expect(waiting.dnskey.state == .omnipresent && waiting.zrrsig?.state == .hidden)
        #expect(try world.report().troubles.isEmpty)
        #expect(try #require(world.report().signaturesExpire) > world.now + .days(5))
        let wait = try #require(try world.explain(waiting.tag).waits.first { $0.hold.phase == .sign })
        let sentence = wait.hold.sentence(of: zone, now: world.now)
        #expect(
            wait.hold.kind == .manual
                && sentence.contains("Held until \(date) (in 1h) by anna: resolvers lag")
        )
        #expect(wait.commands == ["keyturn release example. --phase sign"])
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else { return }
        #expect(status.operatorHolds.map(\.user) == ["anna"])
        try world.live(until: date)
        try world.run()
        #expect(try world.ring()[waiting.id]?.zrrsig?.since == date)
        let lines = try Journal.read(world.folder.path("state/journal/example.jsonl"), zone: zone).entries
        #expect(
            lines.contains { $0.decision == "sign of every key held until \(date)" && $0.actor != .daemon }
        )
        #expect(lines.contains { $0.inputs["because"] == .string("anna held it until \(date)") })
    }

    @Test func `without a date it waits until somebody lets it go, and says what has no date`() throws {
        let world = try Self.secureWorld()
        let held = try world.order(.hold(HoldOrder(target: .zone(zone), phase: .sign, reason: "freeze")))
        #expect(held.moves.contains { $0.phase == .sign && $0.to == nil })
        #expect(held.costs.contains { $0.contains("for as long as this holds") }, "\(held.costs)")
        try world.live(until: start + .days(100))
        let key = try #require(try world.ring().keys.last { $0.role == .zsk })
        #expect(key.zrrsig?.state == .hidden)
        let released = try world.order(.release(ReleaseOrder(target: .zone(zone), phase: .sign)))
        #expect(released.moves.contains { $0.phase == .sign && $0.from == nil && $0.to == world.now })
        #expect(try world.ring()[key.id]?.zrrsig?.since == start + .days(100))
        #expect(try world.ring().operatorHolds.isEmpty)
    }

    @Test func `a hold of the same key and step takes the place of the one before`() throws {
        let world = try Self.secureWorld()
        let tag = try #require(try world.ring().keys.first { $0.role == .zsk }?.tag)
        let hold = { (days: Int64) in
            HoldOrder(
                target: .zone(zone),
                tag: tag,
                phase: .retire,
                until: start + .days(days),
                reason: "r"
            )
        }
        try world.order(.hold(hold(40)), as: "anna")
        let second = try world.order(.hold(hold(60)), as: "ben")
        #expect(second.done.contains("before, anna held it until \(start + .days(40))"))
        #expect(try world.ring().operatorHolds.map(\.until) == [start + .days(60)])
        let nothing = try world.order(.release(ReleaseOrder(target: .zone(zone), phase: .revoke)))
        #expect(nothing.done.hasPrefix("nothing like that is held; in force: retire of ZSK \(tag)"))
    }

    @Test func `what makes no sense is refused`() throws {
        let world = try Self.secureWorld()
        let tag = try #require(try world.ring().keys.first { $0.role == .zsk }?.tag)
        let orders: [(HoldOrder, ControlFailure.Code)] = [
            (HoldOrder(target: .zone(zone), until: world.now, reason: "r"), .badRequest),
            (HoldOrder(target: .zone(zone), tag: tag, phase: .publish, reason: "r"), .badRequest),
            (HoldOrder(target: .zone(zone), tag: tag &+ 1, reason: "r"), .unknownKey),
            (HoldOrder(target: .policy("other"), reason: "r"), .unknownZone),
            (HoldOrder(target: .policy("default"), tag: tag, reason: "r"), .badRequest),
        ]
        for (order, code) in orders {
            guard case .failure(let failure) = world.ask(.hold(order)) else {
                Issue.record("\(order) was taken")
                continue
            }
            #expect(failure.code == code)
        }
        #expect(try world.ring().operatorHolds.isEmpty)
    }

    @Test
    func `a refusal under a hold gives the hold's date as the hold's, and that of the caches beside it`()
        throws
    {
        let world = try Self.secureWorld()
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        let tag = try #require(try world.ring().keys.last { $0.role == .zsk }?.tag)
        let date = start + .days(60)
        try world.order(
            .hold(HoldOrder(target: .zone(zone), tag: tag, phase: .sign, until: date, reason: "freeze"))
        )
        let refusal = { (force: Bool) throws -> ControlFailure in
            let order = AdvanceOrder(zone: zone, tag: tag, phase: .sign, force: force, reason: "now")
            guard case .failure(let failure) = world.ask(.advance(order)) else { throw MissingZone() }
            return failure
        }
        let ready = world.now + .minutes(125)
        for force in [false, true] {
            let early = try refusal(force)
            #expect(early.message.contains("Held until \(date) (in 52d"), "\(early.message)")
            #expect(early.message.contains(") by root: freeze; but for that it is safe from \(ready)"))
            #expect(early.exit == 3 && early.rule == nil && early.earliest == ready)
        }
        try world.live(until: start + .days(20))
        let late = try refusal(false)
        #expect(late.message.hasSuffix("Held until \(date) (in 40d) by root: freeze"), "\(late.message)")
        #expect(late.earliest == nil)
    }

    @Test func `a hold names what it holds, in the answer, status, log, journal and plan alike`() throws {
        let world = try Self.secureWorld()
        let ksk = try #require(try world.ring().keys.first { $0.role == .ksk }?.tag)
        let cases: [(HoldOrder, String, String)] = [
            (HoldOrder(target: .zone(zone), tag: ksk, reason: "r"), "every step of KSK \(ksk)", "KSK \(ksk)"),
            (
                HoldOrder(target: .zone(zone), tag: ksk, phase: .remove, reason: "r"),
                "remove of KSK \(ksk)", "KSK \(ksk)"
            ),
            (
                HoldOrder(target: .zone(zone), phase: .publish, reason: "r"), "publish of every key",
                "every key"
            ),
            (HoldOrder(target: .zone(zone), reason: "r"), "every step", "every key"),
        ]
        for (order, name, keys) in cases {
            world.log.clear()
            let answer = try world.order(.hold(order))
            #expect(answer.done.hasPrefix("\(name) held until released"), "\(answer.done)")
            #expect(world.log.contains("\(name) held until released by root"), "\(world.log.all)")
            guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get(),
                case .plan(let plan) = try world.ask(.plan(zone: zone, from: nil, until: nil)).get(),
                case .history(let history) = try world.ask(.history(zone: zone, limit: 1)).get()
            else { return }
            let lines = StatusText.zone(status, isVerbose: false)
            #expect(lines.contains { $0.hasPrefix("  \(name), until it is released, by root") }, "\(lines)")
            #expect(history.entries.first?.decision == "\(name) held until released")
            let text = PlanText(plan, .english)
            #expect(plan.holds.map { text.subject(of: $0).text() } == [name])
            #expect(plan.holds.map(text.keys) == [keys])
            let released = try world.order(.release(ReleaseOrder(target: .zone(zone))))
            #expect(released.done == "\(name) released")
        }
    }

    @Test func `a policy's hold is that of all its zones`() throws {
        let world = EngineWorld(zones: ["example", "other"])
        try world.run()
        let order = HoldOrder(target: .policy("default"), reason: "change freeze")
        guard case .actions(let report) = try world.ask(.hold(order)).get() else { throw MissingZone() }
        #expect(report.zones.map(\.zone.description) == ["example.", "other."] && report.failures.isEmpty)
        #expect(try world.ring("other").operatorHolds.count == 1)
        guard case .actions = try world.ask(.release(ReleaseOrder(target: .policy("default")))).get() else {
            throw MissingZone()
        }
        #expect(try world.ring("other").operatorHolds.isEmpty && world.ring().operatorHolds.isEmpty)
    }

    // MARK: - Waiting in words

    @Test func `a wait for caches has the numbers of its formula`() throws {
        let world = try Self.secureWorld()
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        let key = try #require(try world.ring().keys.last { $0.role == .zsk })
        let waits = try world.explain().waits
        let wait = try #require(waits.first { $0.arithmetic != nil })
        let sum = try #require(wait.arithmetic)
        #expect(sum.sum == "Dprp 5m + TTLkey 1h + publish safety 1h = 2h5m")
        #expect(sum.until == sum.since + .minutes(125) && wait.earliest == sum.until && wait.actor == .daemon)
        #expect(key.dnskey.seen == sum.since)
    }

    @Test func `a step that a daemon has slept through comes late, and says by how much`() throws {
        let world = try Self.secureWorld()
        world.now = start + .days(70)
        try world.restart()
        try world.live(until: start + .days(71))
        let path = world.folder.path("state/journal/example.jsonl")
        let late = try Journal.read(path, zone: zone).entries.filter {
            $0.payload["late"] != .null && $0.payload["late"] != nil
        }
        #expect(late.count == 1 && late.first?.payload["phase"] == "generate", "\(late)")
        guard case .integer(let seconds)? = late.first?.payload["late"] else { return }
        #expect(Interval(seconds: seconds) > .days(39))
        #expect(world.log.contains("; late by 40d"), "\(world.log.all.filter { $0.contains("late") })")
    }
}
