import ControlProtocol
import DNSSECModel
import Synchronization
import SystemIO
import TestKit
import Testing
import Wording

@testable import Daemon

/// A reload tells what moves before it moves, and changes all or nothing.
struct ReloadLimitTests {
    private func reload(_ world: EngineWorld, _ order: ReloadOrder = ReloadOrder()) throws -> ReloadReport {
        guard case .reload(let report) = try world.ask(.reload(order)).get() else { throw MissingZone() }
        return report
    }

    /// Zones with a chain of trust, a week old.
    private func world(_ zones: [String] = ["example"]) throws -> EngineWorld {
        let world = EngineWorld(zones: zones)
        try world.live(until: EngineWorld.start + .days(1))
        for zone in zones { try world.confirmParent(zone) }
        try world.live(until: EngineWorld.start + .days(8))
        return world
    }

    private func edit(_ world: EngineWorld, _ text: String, _ other: String) {
        world.folder.write(EngineWorld.policyText.replacing(text, with: other), to: "policies/default.yaml")
    }

    /// All that a refused reload must leave as it is.
    private func state(_ world: EngineWorld) throws -> [String] {
        let engine = try #require(world.engine)
        let zones = engine.contents.withLock { $0.slots.map { "\($0.zone) \($0.policyName)" } }
        let policy = try world.report().policy
        return zones + ["\(engine.configuration)", "\(policy.debugDescription)"]
    }

    @Test func `a dry run tells what an algorithm roll moves, and changes nothing`() throws {
        let world = try world()
        edit(world, "ecdsap256sha256", "ed25519")
        let before = try state(world)
        let report = try reload(world, ReloadOrder(isDryRun: true))
        #expect(report.outcome == .dryRun)
        #expect(report.changed.map(\.description) == ["example."])
        let moves = try #require(report.schedules.first).moves
        #expect(
            moves.contains {
                $0.phase == .generate && $0.key.role == .ksk && $0.from == nil && $0.to == world.now
            }
        )
        #expect(report.doubts.map { $0.sentence() } == ["a roll of example. begins within 1d"])
        #expect(try state(world) == before)
        try world.run()
        #expect(try world.ring().keys.allSatisfy { $0.algorithm == .ecdsaP256SHA256 })
    }

    @Test func `a roll that begins within a day wants a person's yes`() throws {
        let world = try world()
        // The ZSK is eight days old: a lifetime of eight days and an hour makes the next one at once.
        edit(world, "lifetime: 30d", "lifetime: 9d")
        let before = try state(world)
        let asked = try reload(world)
        #expect(asked.outcome == .unconfirmed && !asked.doubts.isEmpty)
        #expect(try state(world) == before)
        #expect(world.log.contains("the reload waits for a person"))
        let done = try reload(world, ReloadOrder(isConfirmed: true))
        #expect(done.outcome == .applied && done.schedules == asked.schedules)
        try world.run()
        #expect(try world.report().policy?.keys.last?.lifetime == .days(9))
    }

    @Test func `status shows that the configuration on the disk is not in force, until it is`() throws {
        let world = try world()
        let status = { () throws -> StatusReport in
            guard case .status(let report) = try world.ask(.status(zone: nil)).get() else {
                throw MissingZone()
            }
            return report
        }
        #expect(try status().heldReload == nil)
        edit(world, "lifetime: 30d", "lifetime: 9d")
        world.log.clear()
        // As by SIGHUP, which has no way to confirm.
        _ = world.engine?.reload(ReloadOrder(), now: world.now)
        #expect(
            world.log.all.contains {
                $0.hasPrefix("warning: ") && $0.hasSuffix("then keyturn reload --yes")
            }
        )
        let held = try #require(try status().heldReload)
        #expect(held.outcome == .unconfirmed && held.at == world.now && !held.doubts.isEmpty)
        #expect(try status().needsPerson)
        var overview = StatusOverview()
        overview.heldReload = held
        for summary in try status().zones { overview.append(summary) }
        let text = overview.lines(now: world.now + .hours(2)).joined(separator: "\n")
        #expect(text.contains("the configuration on the disk is not in force"), "\(text)")
        #expect(text.contains("(2h ago)") && text.contains("keyturn reload --yes"), "\(text)")
        _ = try reload(world, ReloadOrder(isDryRun: true))
        #expect(try status().heldReload == held)
        world.folder.write("version: 1\nkeys: [\n", to: "policies/default.yaml")
        _ = try reload(world)
        #expect(try status().heldReload?.outcome == .refused)
        edit(world, "lifetime: 30d", "lifetime: 30d")
        _ = try reload(world)
        #expect(try status().heldReload == nil && !status().needsPerson)
    }

    @Test func `an earlier roll that is far away is told and needs no yes`() throws {
        let world = try world()
        edit(world, "lifetime: 30d", "lifetime: 25d")
        let report = try reload(world)
        #expect(report.outcome == .applied && report.doubts.isEmpty)
        let made = try #require(report.schedules.first?.moves.first { $0.phase == .generate })
        let (from, to) = (try #require(made.from), try #require(made.to))
        #expect(from - to == .days(5))
    }

    @Test func `more than ten zones, and a tenth of all, are not changed without a yes`() throws {
        let names = (1...12).map { "zone\($0)" }
        let world = EngineWorld(zones: names)
        try world.run()
        edit(world, "quick", "other words")
        let report = try reload(world)
        #expect(report.outcome == .unconfirmed && report.changed.count == 12)
        #expect(
            report.doubts.contains { $0.sentence().contains("12 of 12 zones are changed") },
            "\(report.doubts)"
        )
        #expect(try reload(world, ReloadOrder(isConfirmed: true)).outcome == .applied)
    }

    @Test func `zones that a slip has taken out of the configuration are not let go`() throws {
        let names = (1...12).map { "zone\($0)" }
        let world = EngineWorld(zones: names)
        try world.run()
        world.zones = ["zone1": ""]
        world.writeConfiguration()
        #expect(try reload(world).outcome == .unconfirmed)
        #expect(world.engine?.contents.withLock { $0.slots.count } == 12)
    }

    @Test func `a refused reload changes nothing, and the previous configuration is taken after it`() throws {
        let world = try world(["example", "other"])
        let (text, before) = (world.folder.read("keyturn.yaml") ?? [], try state(world))
        world.zones = ["example": "    policy: broken\n", "third": ""]
        world.folder.write(EngineWorld.zoneText.replacing("example.", with: "third."), to: "third.zone")
        world.folder.write("version: 1\nkeys: [\n", to: "policies/broken.yaml")
        world.writeConfiguration()
        let report = try reload(world, ReloadOrder(isConfirmed: true))
        #expect(report.outcome == .refused)
        #expect(report.problems.contains { $0.contains("broken.yaml") })
        #expect(report.added.count == 1 && report.removed.count == 1)
        #expect(try state(world) == before)
        world.folder.write(text, to: "keyturn.yaml")
        let back = try reload(world)
        #expect(
            back.outcome == .applied && back.changed.isEmpty && back.added.isEmpty && back.removed.isEmpty
        )
    }

    @Test func `a fault that stood before does not keep other changes out`() throws {
        let world = try world(["example", "other"])
        world.zones["other"] = "    policy: lost\n"
        world.writeConfiguration()
        #expect(try reload(world).outcome == .refused)
        try world.restart()
        try world.run()
        #expect(try world.report("other").troubles[.policy] != nil)
        edit(world, "quick", "other words")
        let report = try reload(world)
        #expect(report.outcome == .applied && report.problems.isEmpty, "\(report.problems)")
        try world.run()
        #expect(try world.report().policy?.description == "other words")
    }

    @Test func `a plan under a policy that check refuses is refused at the socket`() throws {
        let world = try world()
        let text = """
            version: 1
            ttl: { dnskey: 1d }
            keys:
              - { role: ksk, algorithm: 13 }
              - role: zsk
                algorithm: 13
                known: [{ name: ZSK-2, publish: 2027-05-01, sign: 2027-05-02 }]
            """
        let question = PlanQuestion(
            zone: try Name(absolute: "example"),
            policy: PlanQuestion.Policy(name: "p", text: text)
        )
        guard case .failure(let failure) = world.ask(.whatIf(question)) else {
            Issue.record("the plan was made")
            return
        }
        #expect(failure.message.contains("p.yaml:7:55: error: sign of ZSK-2"), "\(failure.message)")
    }

    @Test func `every setting of the daemon is applied or named`() throws {
        let world = try world()
        let text = String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
        let edited =
            text.replacing("threads: 1", with: "threads: 2\nsocket-group: dns\nlog-level: warning")
            .replacing("state: state", with: "state: elsewhere")
            .replacing("socket: control.sock", with: "socket: other.sock")
        world.folder.write(edited, to: "keyturn.yaml")
        for _ in 0..<2 {
            let settings = try reload(world).settings
            for name in ["state", "socket", "socket-group", "threads"] {
                #expect(settings.contains { $0.hasPrefix("\(name): ") && $0.contains("needs a restart") })
            }
        }
        #expect(world.engine?.options.log.threshold == .warning)
        #expect(world.engine?.configuration.threads == 1)
        world.folder.write(text, to: "keyturn.yaml")
        #expect(try reload(world).settings == ["log-level: info is in force"])
    }
}
