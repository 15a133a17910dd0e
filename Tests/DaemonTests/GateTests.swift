import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import TestKit
import Testing
import Wording

@testable import Daemon

/// Steps that people must approve.
struct GateTests {
    private let start = EngineWorld.start
    private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    static let policy =
        EngineWorld.policyText + """
            gates:
              - phase: sign
                role: zsk
                approve: 2 of [root, group dns]
                approval-validity: 3d

            """

    /// A zone whose new ZSK waits for approval.
    private func waitingWorld() throws -> (EngineWorld, UInt16) {
        let world = try HoldTests.secureWorld(policy: Self.policy)
        let report = try world.order(.roll(zone: zone, role: .zsk, start: nil))
        #expect(report.assumptions == [PlanAssumption(.approvalDelay, .zero)], "dates rest upon approvals")
        try world.live(until: world.now + .days(1))
        let key = try #require(try world.ring().keys.last { $0.role == .zsk })
        #expect(key.dnskey.state == .omnipresent && key.zrrsig?.state == .hidden)
        return (world, try #require(key.tag))
    }

    private func vote(_ gate: String, _ approves: Bool = true) throws -> ControlRequest {
        let gate = try #require(GateName(text: gate))
        return .vote(VoteOrder(zone: zone, gate: gate, approves: approves, reason: approves ? nil : "no"))
    }

    @Test func `dates behind a gate of every role rest upon approvals, too`() throws {
        let world = try HoldTests.secureWorld()
        let policy = Self.policy.replacing("    role: zsk\n", with: "")
        world.folder.write(policy, to: "policies/default.yaml")
        _ = try world.ask(.reload(ReloadOrder(isConfirmed: true))).get()
        let report = try world.order(.roll(zone: zone, role: .zsk, start: nil))
        #expect(report.assumptions == [PlanAssumption(.approvalDelay, .zero)])
    }

    @Test func `two people open a gate, who else asks is not heard, and one person counts once`() throws {
        let (world, tag) = try waitingWorld()
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else { return }
        #expect(status.summary.needsPerson)
        #expect(
            status.summary.tasks.map { $0.sentence(of: zone, now: status.time) } == [
                "not yet: ZSK \(tag) signs the zone. 2 of root, group dns must approve it, 0 did: keyturn approve "
                    + "example. \(tag)/sign"
            ]
        )
        guard case .failure(let failure) = world.ask(try vote("sign"), as: "eve", groups: ["staff"]) else {
            Issue.record("eve was heard")
            return
        }
        #expect(
            failure.code == .notAllowed && failure.exit == 77 && failure.message.contains("root, group dns")
        )
        let first = try world.order(try vote("sign"), as: "anna", groups: ["dns"])
        #expect(first.done.contains("1 of 2 have approved"), "\(first.done)")
        let again = try world.order(try vote("zsk/sign"), as: "anna", groups: ["dns"])
        #expect(again.done.contains("1 of 2 have approved"), "\(again.done)")
        try world.live(until: world.now + .days(1))
        #expect(try world.ring().keys.last?.zrrsig?.state == .hidden)
        try world.restart()
        try world.run()
        let second = try world.order(try vote("\(tag)/sign"))
        #expect(
            second.done.contains("the gate is open; the step comes at \(world.now) (now)"),
            "\(second.done)"
        )
        #expect(try world.ring().keys.last?.zrrsig?.since == world.now)
        let entries = try Journal.read(world.folder.path("state/journal/example.jsonl"), zone: zone).entries
        #expect(entries.contains { $0.payload["user"] == "anna" && $0.payload["groups"] == ["dns"] })
    }

    @Test func `the log warns that people must decide, with who has, who is missing, and why`() throws {
        let world = try HoldTests.secureWorld(
            policy: Self.policy.replacing("approve: 2", with: "approve: 3").replacing(
                "[root, ",
                with: "[root, eva, ben, "
            )
        )
        let order = RollOrder(zone: zone, role: .zsk, reason: "an audit")
        world.log.clear()
        try world.order(.roll(order))
        try world.live(until: world.now + .days(1))
        let tag = try #require(try world.ring().keys.last?.tag)
        let start = "warning: [example.] a person must act: not yet: ZSK \(tag) signs the zone. "
        let command = ": keyturn approve example. \(tag)/sign; root ordered it at "
        let first = try #require(world.log.all.first { $0.contains("a person must act") })
        #expect(
            first.hasPrefix(start + "3 of root, eva, ben, group dns must approve it, 0 did\(command)"),
            "\(first)"
        )
        #expect(first.hasSuffix(": an audit"))
        for user in ["eva", "ben"] {
            let gate = try #require(GateName(text: "sign"))
            let vote = VoteOrder(
                zone: zone,
                gate: gate,
                approves: true,
                reason: user == "ben" ? "tested" : nil
            )
            try world.order(.vote(vote), as: user)
        }
        let last = try #require(world.log.all.last { $0.contains("a person must act") })
        #expect(
            last.hasPrefix(start + "2 of 3 approvals: ben, eva; missing one of root, group dns\(command)"),
            "\(last)"
        )
        #expect(last.hasSuffix(": an audit; ben approved it: tested"), "\(last)")
        #expect(world.log.all.count { $0.contains("a person must act") } == 3)
        try world.restart()
        try world.run()
        try world.run()
        #expect(world.log.all.count { $0.contains("a person must act") } == 4)
    }

    @Test func `approvals end, and force does not pass a gate`() throws {
        let (world, tag) = try waitingWorld()
        try world.order(try vote("sign"), as: "anna", groups: ["dns"])
        try world.live(until: world.now + .days(3))
        let late = try world.order(try vote("sign"))
        #expect(late.done.contains("1 of 2 have approved"), "\(late.done)")
        let force = AdvanceOrder(zone: zone, tag: tag, phase: .sign, force: true, reason: "now")
        guard case .failure(let failure) = world.ask(.advance(force)) else {
            Issue.record("force has passed a gate")
            return
        }
        #expect(failure.code == .refused)
        #expect(try world.ring().keys.last?.zrrsig?.state == .hidden)
    }

    @Test func `a refusal closes a gate until others approve after it`() throws {
        let (world, _) = try waitingWorld()
        try world.order(try vote("sign"), as: "anna", groups: ["dns"])
        world.now = world.now + .minutes(1)
        let refusal = try world.order(try vote("sign", false), as: "ben", groups: ["dns"])
        #expect(refusal.done.contains("0 of 2 have approved; refused by ben"), "\(refusal.done)")
        world.now = world.now + .minutes(1)
        try world.order(try vote("sign"))
        #expect(try world.ring().keys.last?.zrrsig?.state == .hidden)
        let votes = try world.explain().votes
        #expect(
            votes.map(\.user) == ["anna", "ben", "root"] && votes.map(\.approves) == [true, false, true]
        )
        world.now = world.now + .minutes(1)
        try world.order(try vote("sign"), as: "anna", groups: ["dns"])
        #expect(try world.ring().keys.last?.zrrsig?.state == .rumoured)
    }

    @Test func `who decides on what nobody guards, or what does not come, is told so`() throws {
        let (world, _) = try waitingWorld()
        let old = try #require(try world.ring().keys.first { $0.role == .zsk }?.tag)
        for gate in ["revoke", "ksk/sign", "\(old)/sign"] {
            guard case .failure(let failure) = world.ask(try vote(gate)) else {
                Issue.record("\(gate) was approved")
                continue
            }
            #expect(failure.code == .badRequest, "\(failure.message)")
        }
        #expect(try world.ring().votes.isEmpty)
    }
}
