import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Timeline
import Wording

extension Liveness {
    /// Looks at the plan of a ring between two moments.
    fileprivate init(of policy: DNSSECPolicy, _ ring: KeyRing, from start: Instant, until end: Instant) {
        self.init(beyond: Forecast(policy, ring, from: start, until: end), policy, from: start)
    }
}

/// The second half of a proof: what is due comes.
struct LivenessTests {
    private static let start = VirtualWorld.start

    private static func window(_ day: Weekday) -> [WeeklyWindow] {
        [WeeklyWindow(days: [day], opens: .hours(9), closes: .hours(12))]
    }

    /// The cause that the check names; nil if it finds none.
    private static func causes(_ policy: DNSSECPolicy) -> [StallCause?] {
        Timeline.rollFindings(policy).compactMap { finding in
            guard case .neverRolls(_, let cause, _, _) = finding.problem else { return nil }
            return .some(cause)
        }
    }

    @Test(arguments: TestPolicy.all.map(\.name))
    func `usual policies go on`(name: String) throws {
        let policy = try #require(TestPolicy.all.first { $0.name == name }).policy
        #expect(Timeline.rollFindings(policy) == [])
        let life = Liveness(
            of: policy,
            KeyRing(zone: .root),
            from: Self.start,
            until: Self.start + .days(900)
        )
        #expect(life.holds && life.until >= Self.start + .days(900), "\(life)")
    }

    @Test func `hours that never meet before steps of one moment are found and named`() {
        var policy = TestPolicy.split(kskLifetime: .days(60))
        policy.gates = [
            GatePolicy(phase: .publish, role: .ksk, windows: Self.window(.monday)),
            GatePolicy(phase: .sign, role: .ksk, windows: Self.window(.tuesday)),
        ]
        #expect(Self.causes(policy) == [.windows])
        policy.gates[1].windows = Self.window(.monday)
        #expect(Self.causes(policy) == [])
    }

    @Test func `slots that never meet before steps of one moment are found and named`() {
        var policy = TestPolicy.split(kskLifetime: nil)
        policy.calendar = SlotCalendar()
        policy.keys[0].calendar = KeyCalendar(
            every: 3,
            rules: [.publish: .init(9...9), .sign: .init(1...1)]
        )
        #expect(Self.causes(policy) == [.slots])
        policy.keys[0].calendar?.rules[.sign] = .init(9...9)
        #expect(Self.causes(policy) == [])
    }

    @Test func `a condition that can never be met is found and named`() {
        var policy = TestPolicy.split()
        policy.gates = [GatePolicy(phase: .publish, role: .ksk, conditions: [.dsSeen])]
        #expect(Self.causes(policy) == [.conditions])
    }

    @Test func `more approvals than people are found and named`() {
        var policy = TestPolicy.split()
        let gate = ApprovalPolicy(count: 2, approvers: [.user("anna")])
        policy.gates = [GatePolicy(phase: .sign, role: .zsk, approval: gate)]
        #expect(Self.causes(policy) == [.approvals])
    }

    @Test func `a revision that leaves RFC 5011 out keeps the old key for ever, and that is named`() {
        var policy = TestPolicy.split(kskLifetime: nil, rfc5011: RFC5011Policy())
        let from = Self.start + .days(300)
        var csk = KeyPolicy(role: .csk, algorithm: .ed25519)
        policy.revisions = [PolicyRevision(from: from, keys: [csk])]
        #expect(Set(Self.causes(policy)) == [.anchors])
        csk.rfc5011 = RFC5011Policy()
        policy.revisions = [PolicyRevision(from: from, keys: [csk])]
        #expect(Self.causes(policy) == [])
    }

    /// Nobody can tell validators that hold a trust anchor that there is no key any more.
    @Test func `a revision without keys after RFC 5011 is refused at its place, and not without RFC 5011`() {
        var policy = TestPolicy.split(rfc5011: RFC5011Policy())
        policy.revisions = [PolicyRevision(from: Self.start + .days(300), keys: [])]
        let path = PolicyKeyPath("revisions").appending(0).appending("keys")
        let finding = PolicyFinding(.error, path, .insecureWithAnchors(.ksk))
        #expect(Timeline.rollFindings(policy) == [finding])
        #expect(finding.problem.description.contains("nobody could tell those that hold a trust anchor"))
        policy.keys[0].rfc5011 = nil
        #expect(Timeline.rollFindings(policy) == [])
    }

    @Test func `standby keys beside Double-DS are refused`() {
        let policy = TestPolicy.split(ksk: .doubleDS, standby: 1)
        let path = PolicyKeyPath("keys").appending(0).appending("standby")
        #expect(PolicyCheck.findings(policy) == [PolicyFinding(.error, path, .standbyBesideDoubleDS(1))])
    }

    @Test func `turns that do not begin with a period are refused`() {
        var policy = TestPolicy.split(zskLifetime: nil)
        policy.calendar = SlotCalendar()
        for (every, isRefused) in [(1, true), (2, true), (3, false), (4, true), (12, false)] {
            policy.keys[1].calendar = KeyCalendar(every: every)
            let findings = PolicyCheck.findings(policy).filter { $0.severity == .error }
            #expect(findings.isEmpty != isRefused, "every \(every): \(findings)")
        }
    }

    @Test
    func `a zone with a DS under a policy without a parent waits for ever, and the proof says for what`() {
        var policy = TestPolicy.split(zskLifetime: nil, kskLifetime: .days(90))
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        policy.parent.ds = .none
        let life = Liveness(of: policy, world.ring, from: world.now, until: world.now + .days(200))
        #expect(life.stalls.first?.role == .ksk, "\(life)")
        let proof = Proof(of: WorldHistory(), from: world.now).told(life.stalls)
        #expect(proof.liveness().hasPrefix("Not proven: since "))
        #expect(proof.stall?.role == .ksk && !proof.holds)
    }

    @Test func `what an operator holds is no stall`() {
        let policy = TestPolicy.split(zskLifetime: .days(30), kskLifetime: nil)
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        let hold = OperatorHold(role: .zsk, reason: "holidays", user: "anna", at: world.now)
        let held = world.ring.recording(.held(hold))
        #expect(Liveness(of: policy, held, from: world.now, until: world.now + .days(300)).holds)
        let new = KeyRing(zone: .root).recording(
            .held(OperatorHold(reason: "", user: "anna", at: Self.start))
        )
        #expect(Liveness(of: policy, new, from: Self.start, until: Self.start + .days(300)).holds)
    }

    /// More approvals than people before a step of a role.
    private static func closed(_ phase: KeyStep, _ role: KeyRole) -> GatePolicy {
        GatePolicy(phase: phase, role: role, approval: ApprovalPolicy(count: 2, approvers: [.user("anna")]))
    }

    @Test func `a hold of the KSK excuses no stall of the ZSK`() {
        var policy = TestPolicy.split(zskLifetime: .days(30), kskLifetime: nil)
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        policy.gates = [Self.closed(.sign, .zsk)]
        let hold = OperatorHold(role: .ksk, reason: "holidays", user: "anna", at: world.now)
        let held = world.ring.recording(.held(hold))
        let life = Liveness(of: policy, held, from: world.now, until: world.now + .days(300))
        #expect(Set(life.stalls.map(\.role)) == [.zsk])
    }
}

/// Places where the plan once said another thing than the daemon did.
struct PlanDetailTests {
    private static let start = VirtualWorld.start

    private static func plan(
        _ policy: DNSSECPolicy,
        _ assumptions: ForecastAssumptions = ForecastAssumptions()
    ) -> Forecast {
        let end = start + .days(400)
        return Forecast(policy, KeyRing(zone: .root), from: start, until: end, assumptions: assumptions)
    }

    @Test func `a parent that acts at once does not end the plan`() {
        let forecast = Self.plan(TestPolicy.split(), ForecastAssumptions(dsDelay: .zero))
        let asked = forecast.events.first { $0.phase == .submitDS }
        let seen = forecast.events.first { $0.phase == .dsSeen }
        #expect(asked != nil && asked?.at == seen?.at)
        #expect(forecast.events.contains { $0.phase == .remove })
    }

    /// A wait that is over when the DS is reported, or that is none: the key's lifetime began all the same.
    @Test(arguments: [Interval.zero, .days(20)])
    func `a key whose DS is reported late is in use since it was seen`(_ lateness: Interval) throws {
        var policy = TestPolicy.split(kskLifetime: .days(90))
        if lateness == .zero {
            policy.ttl.ds = .zero
            policy.propagation.parent = .zero
            policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
        }
        var world = VirtualWorld(policy)
        world.behaviour.parentListens = false
        world.live(for: .days(30))
        let seen = world.now - lateness
        let ring = world.ring.recording(.dsSeen(ManagedKey.ID(rawValue: 1), at: seen, ttl: policy.ttl.ds))
        let after = Timeline.advance(policy, ring, at: world.now).ring
        #expect(after.keys[0].ds?.state == .omnipresent && after.keys[0].activated == seen)
    }

    /// RFC 5011 6.2: the old key signs until no cache holds its DS.
    @Test func `with RFC 5011 and a DS the old key ends its work when it stops to sign`() throws {
        let forecast = Self.plan(TestPolicy.split(kskLifetime: .days(200), rfc5011: RFC5011Policy()))
        let old = ManagedKey.ID(rawValue: 1)
        let retired = forecast.events.filter { $0.key == old && $0.phase == .retire }.map(\.at)
        let signing = forecast.publications.filter { $0.plan.keySigners.contains(old) }.map(\.at)
        let stopped = forecast.publications.first { publication in
            publication.at > signing[0] && !publication.plan.keySigners.contains(old)
        }
        #expect(retired == [try #require(stopped).at])
        let gone = forecast.events.first { $0.key == old && $0.phase == .dsGone }
        #expect(try #require(gone).at < retired[0])
    }

    @Test func `a zone that was read counts for more than a zone maximum below it`() {
        var policy = TestPolicy.split()
        policy.ttl.zoneMaximum = .hours(1)
        var assumptions = ForecastAssumptions(zoneTTL: .days(2))
        #expect(Self.plan(policy, assumptions).publications.first?.maximumTTL == .hours(1))
        assumptions.isZoneRead = true
        #expect(Self.plan(policy, assumptions).publications.first?.maximumTTL == .days(2))
    }
}
