import ControlProtocol
import DNSSECModel
import KeyStore
import SystemIO
import TestKit
import Testing
import Timeline
import Wording

@testable import Daemon

/// What status, explain and plan say of a zone at the moments at which an operator asks.
struct StandingTests {
    private let start = EngineWorld.start
    private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    private static let plainPolicy = """
        version: 1
        ttl: { dnskey: 1h, ds: 1d }
        keys:
          - { role: ksk, algorithm: ecdsap256sha256, lifetime: unlimited }
          - { role: zsk, algorithm: ecdsap256sha256, lifetime: 30d }

        """

    private func status(_ world: EngineWorld) throws -> ZoneStatus {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else {
            throw MissingZone()
        }
        return status
    }

    private func plan(_ world: EngineWorld) throws -> PlanDocument {
        let request = ControlRequest.plan(zone: zone, from: nil, until: nil)
        guard case .plan(let plan) = try world.ask(request).get() else { throw MissingZone() }
        return plan
    }

    private func errors(_ world: EngineWorld) -> [String] { world.log.all.filter { $0.hasPrefix("error: ") } }

    // MARK: - Dates

    @Test func `a new zone with a TTL of a day tells one moment for its DS, wherever one asks`() throws {
        let world = EngineWorld()
        world.folder.write(
            EngineWorld.zoneText.replacing("$TTL 3600", with: "$TTL 86400"),
            to: "example.zone"
        )
        world.folder.write(Self.plainPolicy, to: "policies/default.yaml")
        try world.run()
        let moment = start + .hours(25) + .minutes(5)
        let status = try status(world)
        let wait = try #require(status.holds.first { $0.phase == .submitDS })
        #expect(wait.until == moment && wait.expected == moment)
        #expect(wait.sentence(of: zone, now: world.now).contains("at \(moment) (in 1d1h) at the earliest"))
        #expect(status.summary.next?.at == moment)
        let explained = try #require(try world.explain().waits.first { $0.hold.phase == .submitDS })
        #expect(explained.earliest == moment && explained.arithmetic?.until == moment)
        #expect(try plan(world).events.first { $0.phase == .submitDS }?.time == moment)
        #expect(world.log.contains("submit-ds at \(moment)"))
        try world.live(until: moment)
        try world.run()
        #expect(try world.ring().keys.first { $0.role == .ksk }?.ds?.since == moment)
    }

    @Test func `what waits for the parent is told with the plan's date, and with the earliest one`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        try world.live(until: world.now + .days(1))
        let old = try #require(try world.ring().keys.first { $0.role == .ksk })
        let asked = try #require(old.ds?.since)
        #expect(old.ds?.state == .unretentive)
        let wait = try #require(try world.explain(old.tag).waits.first { $0.hold.phase == .remove })
        // DprpP 1h + TTLds 1d + retire safety 1h after the DS has gone.
        #expect(wait.earliest == world.now + .days(1) + .hours(2))
        let planned = try plan(world).events.first { $0.phase == .remove && $0.key == old.id.rawValue }?.time
        #expect(wait.hold.expected == planned)
        #expect(planned == asked + .days(2) + .hours(2))
        #expect(try status(world).holds.first { $0.phase == .remove }?.expected == planned)
    }

    @Test(arguments: 1..<3)
    func `at every moment of a life status, explain and plan give the same dates`(_ seed: Int) throws {
        var random = SplitMix64(seed: 4_400 + UInt64(seed))
        let world = EngineWorld()
        let policy = seed == 1 ? GateTests.policy : Self.plainPolicy
        world.folder.write(policy, to: "policies/default.yaml")
        let end = start + .days(45)
        while world.now < end {
            try world.live(until: world.now + .seconds(.random(in: 1...(15 * 86400), using: &random)))
            if Bool.random(using: &random) { try world.confirmParent() }
            try world.run()
            let (status, explained, plan) = (try status(world), try world.explain(), try plan(world))
            #expect(status.holds == explained.waits.map(\.hold), "seed \(seed) at \(world.now)")
            for hold in status.holds {
                guard let date = hold.expected, date <= plan.until, let key = hold.key.id else { continue }
                let step = plan.events.first { $0.phase == hold.phase && $0.key == key }
                #expect(step?.time == date, "seed \(seed): \(hold) at \(world.now)")
                if let until = hold.until, hold.kind != .manual {
                    #expect(until == date, "seed \(seed): \(hold)")
                }
            }
            let next = status.holds.filter { $0.until != nil }.compactMap(\.expected).min()
            if let at = status.summary.next?.at, let next {
                #expect(at == next, "seed \(seed) at \(world.now)")
            }
        }
    }

    // MARK: - Condition

    @Test func `a secure zone is secure at every moment of a KSK roll`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        #expect(try status(world).summary.condition == .secure)
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        let end = world.now + .days(10)
        var wasLeaving = false
        while world.now < end {
            try world.live(until: world.now + .hours(7)) { world in
                #expect(try world.report().condition(at: world.now) == .secure, "\(world.now)")
                wasLeaving = try wasLeaving || world.ring().keys.allSatisfy { $0.ds?.state != .omnipresent }
            }
            try world.confirmParent()
        }
        #expect(wasLeaving, "at no moment was every DS coming or going")
        #expect(try world.ring().keys.count { $0.role == .ksk && !$0.isGone } == 1)
    }

    @Test func `signatures that run out escalate by themselves, and once expired the zone is bogus`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        let expiry = try #require(try status(world).summary.signaturesExpire)
        for file in world.keyFiles() where file.hasSuffix(".private") {
            try FileSystem.remove(world.folder.path("state/keys/example/\(file)"))
        }
        world.log.clear()
        var seen: [SignatureLife] = []
        try world.live(until: expiry + .hours(9)) { world in
            let life = try world.report().signatureLife(at: world.now)
            if seen.last != life { seen.append(life) }
        }
        #expect(seen == [.sound, .half, .quarter, .lastDay, .expired])
        #expect(world.log.all.count { $0.contains("the signatures are not made anew in time") } == 3)
        #expect(errors(world).count { $0.contains("the signatures expired") } == 1)
        let summary = try status(world).summary
        #expect(summary.condition == .bogus && summary.needsPerson)
        let text = StatusText.zone(try status(world), isVerbose: false)
        #expect(
            text.first?.hasPrefix("example. is bogus: the signatures expired 9h ago; validators") == true,
            "\(text)"
        )
        let concerns = StatusText.concerns([summary], now: world.now)
        #expect(
            concerns.first == "example.: the signatures expired 9h ago; validators refuse the zone",
            "\(concerns)"
        )
    }

    @Test func `the signatures' end is known right after a start, even if nothing can be signed`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        let expiry = try #require(try status(world).summary.signaturesExpire)
        for file in world.keyFiles() where file.hasSuffix(".private") {
            try FileSystem.remove(world.folder.path("state/keys/example/\(file)"))
        }
        world.folder.write(EngineWorld.zoneText + "new A 192.0.2.9\n", to: "example.zone")
        try world.restart()
        #expect(try status(world).summary.signaturesExpire == expiry)
        try world.run()
        #expect(try world.report().troubles[.signing] != nil)
        #expect(try status(world).summary.signaturesExpire == expiry)
        // A state that an earlier version has written does not note it: then the output tells.
        let file = world.folder.path("state/zones/example.json")
        let old = String(decoding: try FileSystem.read(file), as: UTF8.self)
        #expect(old.contains("signatures-expire"))
    }

    // MARK: - Who acts

    @Test func `nobody must act only if that is so`() throws {
        let world = EngineWorld()
        world.folder.write(Self.plainPolicy, to: "policies/default.yaml")
        try world.live(until: start + .days(1))
        func who(_ step: KeyStep, _ role: KeyRole) throws -> WaitActor? {
            try world.explain().waits.first { $0.hold.phase == step && $0.hold.role == role }?.actor
        }
        #expect(try who(.dsSeen, .ksk) == .operator)
        #expect(try who(.generate, .zsk) == .daemon)
        let file = try #require(world.keyFiles().first { $0.hasSuffix(".private") })
        try FileSystem.remove(world.folder.path("state/keys/example/\(file)"))
        world.folder.write(EngineWorld.zoneText + "new A 192.0.2.9\n", to: "example.zone")
        world.now = world.now + .minutes(5)
        try world.run()
        #expect(try who(.generate, .zsk) == .operator)
        let wait = try #require(try world.explain().waits.first { $0.hold.role == .zsk })
        #expect(wait.trouble?.contains(file) == true)
        let text = ExplainText.lines(try world.explain(), isVerbose: false).joined(separator: "\n")
        #expect(!text.contains("nobody; the daemon goes on by itself"), "\(text)")
    }

    @Test func `status and explain tell the same moments in both languages`() throws {
        let world = EngineWorld()
        try world.run()
        try world.live(until: start + .days(1))
        _ = try world.order(.hold(HoldOrder(target: .zone(zone), phase: .publish, reason: "r")))
        func moments(_ lines: [String]) -> Set<Substring> {
            Set(lines.flatMap { $0.matches(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/).map(\.output) })
        }
        let (status, report) = (try status(world), try world.explain())
        let english =
            StatusText.zone(status, isVerbose: true) + ExplainText.lines(report, isVerbose: true)
        let chinese =
            StatusText.zone(status, isVerbose: true, in: .traditionalChinese)
            + ExplainText.lines(report, isVerbose: true, in: .traditionalChinese)
        #expect(moments(english) == moments(chinese) && !moments(english).isEmpty)
        for label in ["Waiting", "Held", "why", "who acts", "serial", "next step", "SINCE", "omnipresent"] {
            #expect(english.contains { $0.contains(label) }, "\(label): \(english)")
            #expect(!chinese.contains { $0.contains(label) }, "\(label): \(chinese)")
        }
    }

    @Test func `steps behind a gate wait for its approvers, those behind a hold for whoever releases it`()
        throws
    {
        let world = try HoldTests.secureWorld(policy: GateTests.policy)
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        try world.live(until: world.now + .days(1))
        let waits = try world.explain().waits.filter { $0.hold.role == .zsk }
        #expect(
            !waits.isEmpty
                && waits.allSatisfy { $0.actor == .approvers && $0.people == ["root", "group dns"] }
        )
        try world.order(.hold(HoldOrder(target: .zone(zone), phase: .sign, reason: "freeze")))
        let held = try #require(try world.explain().waits.first { $0.hold.kind == .manual })
        #expect(held.actor == .operator)
    }

    @Test func `a hook has two days for the parent, then a person must look`() throws {
        let world = EngineWorld()
        world.folder.write(
            Self.plainPolicy + "parent: { ds: hook }\n",
            to: "policies/default.yaml"
        )
        world.zones["example"] = "    hooks: { ds-submit: [sh, -c, cat], ds-withdraw: [sh, -c, cat] }\n"
        world.writeConfiguration()
        try world.live(until: start + .days(1))
        let asked = try #require(try world.ring().keys.first { $0.role == .ksk }?.ds?.since)
        #expect(try status(world).summary.tasks.isEmpty)
        #expect(try world.explain().waits.first { $0.hold.phase == .dsSeen }?.actor == .parent)
        try world.live(until: asked + .days(2))
        try world.run()
        let task = try #require(try status(world).summary.tasks.first)
        #expect(task.kind == .bringDS && task.since == asked)
    }

    // MARK: - Tasks

    @Test func `the new DS is brought before the old one goes, with what there is to type`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        try world.live(until: world.now + .days(1))
        let keys = try world.ring().keys.filter { $0.role == .ksk }
        let (old, new) = (try #require(keys.first?.tag), try #require(keys.last?.tag))
        let tasks = try status(world).summary.tasks
        #expect(tasks.map(\.kind) == [.bringDS, .removeDS])
        #expect(tasks.map(\.wait.tag) == [new, old])
        #expect(tasks.map(\.isAfterOthers) == [false, true])
        #expect(tasks.allSatisfy { $0.since == keys.last?.ds?.since })
        #expect(tasks[0].commands == ["keyturn ds example.", "keyturn ds-seen example. \(new)"])
        #expect(tasks[1].commands == ["keyturn ds-gone example. \(old)"])
        #expect(try plan(world).tasks == tasks)
        guard case .status(let all) = try world.ask(.status(zone: nil)).get() else { return }
        #expect(all.zones.first?.tasks == tasks)
    }

    @Test func `the log warns once of what a person must do at the parent, with the records beside it`()
        throws
    {
        let world = EngineWorld()
        world.folder.write(Self.plainPolicy, to: "policies/default.yaml")
        try world.live(until: start + .days(2))
        let tag = try #require(try world.ring().keys.first { $0.role == .ksk }?.tag)
        let told = world.log.all.filter { $0.contains("a person must act") }
        #expect(told.count == 1, "\(told)")
        #expect(
            told[0].hasPrefix(
                "warning: [example.] a person must act: bring the DS of KSK \(tag) to the parent (asked for now): "
                    + "keyturn ds example.; once all its servers show it: keyturn ds-seen example. \(tag)"
            ),
            "\(told)"
        )
        #expect(world.log.contains("notice: [example.] example. 86400 IN DS \(tag) "), "\(world.log.all)")
    }

    // MARK: - Words about the parent

    @Test func `a DS that is told gone before the new one is there leaves the zone unsigned, and says so`()
        throws
    {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        try world.live(until: world.now + .days(1))
        let old = try #require(try world.ring().keys.first { $0.role == .ksk }?.tag)
        let report = try world.order(.dsGone(zone: zone, tag: old, at: nil))
        #expect(report.done.contains("validators take the zone for unsigned"), "\(report.done)")
        #expect(try status(world).summary.condition == .signed)
        try world.confirmParent()
        try world.live(until: world.now + .days(2))
        #expect(try status(world).summary.condition == .secure)
    }

    @Test func `a DS of the key in use that is told gone will be asked for again`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        let tag = try #require(try world.ring().keys.first { $0.role == .ksk }?.tag)
        let report = try world.order(.dsGone(zone: zone, tag: tag, at: nil))
        #expect(report.done.contains("but the key is in use"), "\(report.done)")
    }

    @Test
    func `a DS that is told there too early stands in status until its danger is over, as the proof has it`()
        throws
    {
        let world = EngineWorld()
        world.folder.write(Self.plainPolicy, to: "policies/default.yaml")
        try world.live(until: start + .hours(1))
        let ksk = try #require(try world.ring().keys.first { $0.role == .ksk })
        let known = start + .hours(2) + .minutes(5)
        let report = try world.order(.dsSeen(zone: zone, tag: try #require(ksk.tag), at: nil))
        #expect(report.risks.map(\.rule).contains(.chainFromDS))
        #expect(report.risks.compactMap(\.until).max() == known)
        let policy = try #require(try world.report().policy)
        let isProven = {
            try Timeline.prove(policy, world.ring(), from: world.now, until: world.now + .days(9)).holds
        }
        #expect(try status(world).summary.risks.count == report.risks.count)
        #expect(try !isProven())
        try world.restart()
        try world.run()
        #expect(try !status(world).summary.risks.isEmpty)
        #expect(!StatusText.concerns([try status(world).summary], now: world.now).isEmpty)
        try world.live(until: known)
        try world.run()
        #expect(try status(world).summary.risks.isEmpty)
        #expect(try isProven())
    }

    // MARK: - One meaning

    /// A KSK signs the DNSKEY RRset from its first day on; what is still before it is the parent.
    @Test func `hold, advance and force mean the same by a step that was taken`() throws {
        let world = try HoldTests.secureWorld(policy: Self.plainPolicy)
        try world.order(.roll(zone: zone, role: .ksk, start: nil))
        let new = try #require(try world.ring().keys.last { $0.role == .ksk })
        let tag = try #require(new.tag)
        let hold = HoldOrder(target: .zone(zone), tag: tag, phase: .sign, reason: "r")
        guard case .failure(let held) = world.ask(.hold(hold)) else {
            Issue.record("sign was held")
            return
        }
        #expect(held.message.contains("behind it already"), "\(held.message)")
        for force in [false, true] {
            let order = AdvanceOrder(zone: zone, tag: tag, phase: .sign, force: force, reason: "r")
            guard case .failure(let failure) = world.ask(.advance(order)) else {
                Issue.record("sign was taken")
                continue
            }
            #expect(failure.message.contains("does not have the step sign before it"), "\(failure.message)")
        }
        #expect(try world.ring()[new.id]?.ds?.state == .hidden)
        let submit = AdvanceOrder(zone: zone, tag: tag, phase: .submitDS, force: true, reason: "r")
        #expect(try world.order(.advance(submit)).risks.isEmpty)
        #expect(try world.ring()[new.id]?.ds?.state == .rumoured)
        #expect(try status(world).keys.first { $0.tag == tag }?.phase == .sign)
    }
}
