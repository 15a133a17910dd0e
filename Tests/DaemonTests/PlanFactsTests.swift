import ControlProtocol
import DNSSECModel
import Daemon
import Planning
import Testing
import Timeline
import Wording

@Suite struct `What a plan tells beside the words of its steps` {
    private let start = Instant(secondsSinceEpoch: 1_800_000_000)
    private let zsk = KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256, lifetime: .days(90))

    private func policy(_ keys: [KeyPolicy]) -> DNSSECPolicy {
        DNSSECPolicy(name: "own", description: "", keys: keys)
    }

    private func plan(
        _ policy: DNSSECPolicy,
        of ring: KeyRing? = nil,
        from: Int64 = 0,
        days: Int64
    ) throws -> PlanDocument {
        let zone = try Name(absolute: "example")
        let until = start + .days(days)
        let forecast = Forecast(policy, ring ?? KeyRing(zone: zone), from: start, until: until)
        return PlanDocument(
            forecast: forecast,
            of: ring,
            zone: zone,
            from: start + .days(from),
            until: until,
            policy: policy
        )
    }

    private var usual: DNSSECPolicy {
        policy([KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256), zsk])
    }

    @Test func `its keys have the numbers that its steps name`() throws {
        let plan = try plan(usual, days: 200)
        #expect(plan.policy == "own")
        #expect(plan.keys.map(\.role) == [.ksk, .zsk, .zsk, .zsk])
        #expect(plan.keys.allSatisfy { $0.states.isEmpty && $0.tag == nil })
        let numbers = Set(plan.keys.map(\.number))
        #expect(plan.events.allSatisfy { $0.key.map(numbers.contains) ?? false })
        let successor = try #require(plan.events.last { $0.phase == .generate })
        #expect(successor.predecessor == plan.keys[2].number)
        #expect(plan.dnskeyOctets == nil)
        #expect(plan.assumptions.map(\.kind) == [.dsDelay, .zoneTTL, .negativeTTL])
    }

    @Test func `a plan that begins later has the keys as they stand then`() throws {
        let whole = try plan(usual, days: 200)
        let later = try plan(usual, from: 100, days: 200)
        #expect(later.events == whole.events.filter { $0.time >= start + .days(100) })
        #expect(
            later.keys.map(\.states) == [
                [.made, .published, .signing, .ds], [.made, .published, .signing], [],
            ]
        )
        #expect(later.dnskeyOctets == whole.events.last { $0.time < start + .days(100) }?.dnskeyOctets)
    }

    @Test func `a plan of keys that are there has them as they stand now`() throws {
        let zone = try Name(absolute: "example")
        let ring = Forecast(usual, KeyRing(zone: zone), from: start, until: start).ring
        let plan = try plan(usual, of: ring, days: 10)
        #expect(plan.keys.map(\.states) == [[.made, .published, .signing], [.made, .published, .signing]])
        #expect(plan.keys.allSatisfy { $0.tag != nil })
        #expect(plan.dnskeyOctets == 299)
        #expect(plan.assumptions.map(\.kind) == [.dsDelay])
    }

    @Test func `a ZSK that replaces signatures little by little says over how long, and Dsgn is in the sum`()
        throws
    {
        var keys = usual.keys
        keys[1].spread = .days(3)
        let plan = try plan(policy(keys), days: 120)
        let sign = try #require(plan.events.first { $0.phase == .sign && $0.predecessor != nil })
        #expect(sign.spread == .days(3))
        #expect(
            sign.change()
                == "ZSK no. 2 signs the zone; ZSK no. 1 stops, and its signatures are replaced over 3d"
        )
        let remove = try #require(plan.events.first { $0.phase == .remove })
        #expect(remove.time == sign.time + .days(4) + .minutes(65))
        #expect(
            remove.because()
                == "no cache holds a previous signature any more, 4d1h5m after \(sign.time)"
        )
        #expect(
            remove.formula == "RFC 7583 3.2.1: Iret = Dsgn + Dprp + TTLsig + retire safety"
                + " = Dsgn 3d + Dprp 5m + TTLsig 1d + retire safety 1h = 4d1h5m"
        )
        #expect(plan.events.filter { $0.spread != nil }.map(\.phase) == [.sign])
    }

    @Test func `a reason has its facts`() throws {
        let plan = try plan(usual, days: 100)
        let remove = try #require(plan.events.first { $0.phase == .remove })
        let retire = try #require(plan.events.first { $0.phase == .retire })
        let expected = PlanReason(
            .time,
            since: retire.time,
            interval: .days(1) + .hours(1) + .minutes(5),
            formula: .retireInterval,
            summands: [
                TimingSummand("Dprp", .minutes(5)), TimingSummand("TTLsig", .days(1)),
                TimingSummand("retire safety", .hours(1)),
            ]
        )
        #expect(remove.reason == expected)
        #expect(retire.reason.kind == .relieved || retire.reason.kind == .time)
        #expect(plan.events.first?.reason.kind == .newRole)
        let next = try #require(plan.events.last { $0.phase == .generate })
        #expect(next.reason == PlanReason(.preparation, interval: .days(90)))
    }

    @Test func `a wait for the answer that there are no keys names the negative TTL`() throws {
        var policy = usual
        policy.ttl.dnskey = .minutes(5)
        var ring = Forecast(policy, KeyRing(zone: try Name(absolute: "example")), from: start, until: start)
            .ring
        let id = try #require(ring.keys.first?.id)
        ring[id]?.dnskey = RecordTrack(.rumoured, since: start, seen: start, ttl: .hours(1))
        let parts = SummandSearch.summands(.publicationInterval, .minutes(125), .zsk, ring, policy)
        #expect(parts.map(\.symbol) == ["Dprp", "negative TTL", "publish safety"])
        #expect(parts.map(\.interval) == [.minutes(5), .hours(1), .hours(1)])
        let plain = SummandSearch.summands(.publicationInterval, .minutes(70), .zsk, ring, policy)
        #expect(plain.map(\.symbol) == ["Dprp", "TTLkey", "publish safety"])
    }

    @Test func `a published key has the moment from which it can take over`() throws {
        let plan = try plan(usual, days: 100)
        let publish = try #require(plan.events.last { $0.phase == .publish })
        #expect(publish.ready == publish.time + .hours(2) + .minutes(5))
        #expect(plan.events.filter { $0.phase != .publish }.allSatisfy { $0.ready == nil })
    }

    // MARK: - Dates

    /// A KSK that follows another at a date, with 40 days to spare for validators.
    private func dated(late: Int64 = 0) -> DNSSECPolicy {
        let dates: [KeyStep: Instant] = [
            .generate: start + .days(10), .publish: start + .days(30), .sign: start + .days(110),
        ]
        let known = [
            KnownKey(name: "KSK-1", dates: [.generate: start, .publish: start, .sign: start]),
            KnownKey(name: "KSK-2", dates: dates, assumed: [.sign]),
        ]
        var policy = policy([
            KeyPolicy(
                role: .ksk,
                algorithm: .ecdsaP256SHA256,
                roll: .doubleSignature,
                rfc5011: RFC5011Policy(),
                known: known
            ), zsk,
        ])
        policy.parent.ds = .none
        policy.milestones = [
            Milestone(at: start - .days(1), title: "over"),
            Milestone(at: start + .days(50), title: "comment"),
        ]
        if late > 0 {
            policy.postponements = [
                Postponement(
                    announced: start + .days(60),
                    role: .ksk,
                    key: "KSK-2",
                    phase: .sign,
                    until: start + .days(110 + late),
                    reason: "doubt"
                )
            ]
        }
        return policy
    }

    @Test func `keys have their names, milestones their dates`() throws {
        let plan = try plan(dated(), days: 200)
        #expect(plan.keys.filter { $0.role == .ksk }.map(\.name) == ["KSK-1", "KSK-2"])
        let sign = try #require(plan.events.last { $0.phase == .sign && $0.role == .ksk })
        #expect(sign.name == "KSK-2")
        #expect(sign.change() == "KSK-2 signs the DNSKEY RRset; KSK-1 stops")
        #expect(sign.isAssumed)
        #expect(sign.late == nil)
        #expect(plan.milestones.map(\.title) == ["comment"])
    }

    @Test func `what prepares a date has a latest safe time`() throws {
        let plan = try plan(dated(), days: 200)
        let publish = try #require(plan.events.last { $0.phase == .publish && $0.name == "KSK-2" })
        let sign = try #require(plan.events.last { $0.phase == .sign && $0.name == "KSK-2" })
        let ready = try #require(publish.ready)
        #expect(publish.latest == sign.time - (ready - publish.time))
        #expect(try #require(publish.latest) > publish.time)
        #expect(sign.latest == nil)
    }

    @Test func `what was put off is told, and how late it is`() throws {
        let plan = try plan(dated(late: 20), days: 200)
        let sign = try #require(plan.events.last { $0.phase == .sign && $0.name == "KSK-2" })
        #expect(sign.time == start + .days(130))
        #expect(sign.late == .days(20))
        let hold = try #require(plan.holds.first)
        #expect(hold.from == start + .days(60) && hold.until == start + .days(130))
        #expect(hold.key == sign.key && hold.phase == .sign && hold.reason == "doubt")
    }

    @Test func `who must approve a step is told, but not for the first keys`() throws {
        var policy = usual
        let approval = ApprovalPolicy(count: 2, approvers: [.user("root"), .group("approvers")])
        policy.gates = [GatePolicy(phase: .sign, approval: approval)]
        let signs = try plan(policy, days: 100).events.filter { $0.phase == .sign }
        #expect(signs.map(\.approval?.needed) == [nil, nil, 2])
        #expect(signs.last?.approval?.approvers == ["root", "group approvers"])
    }

    @Test func `what an operator holds is told`() throws {
        let zone = try Name(absolute: "example")
        var ring = Forecast(usual, KeyRing(zone: zone), from: start, until: start).ring
        ring.operatorHolds = [
            OperatorHold(phase: .generate, until: nil, reason: "audit", user: "root", at: start)
        ]
        let plan = try plan(usual, of: ring, days: 100)
        #expect(
            plan.holds == [
                PlanHold(from: start, until: nil, phase: .generate, reason: "audit", isPublic: false)
            ]
        )
    }
}
