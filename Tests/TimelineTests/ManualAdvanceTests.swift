import DNSSECModel
import TestKit
import Testing
import Timeline

struct ManualAdvanceTests {
    /// A zone whose ZSK rolls: one minute after the successor's publication.
    private static func rollingZone() throws -> (world: VirtualWorld, successor: ManagedKey.ID) {
        var world = VirtualWorld(TestPolicy.split(zskLifetime: nil, kskLifetime: nil))
        world.live(for: .days(20))
        world.ring = world.ring.recording(
            .rollRequested(RollRequest(role: .zsk, start: VirtualWorld.start + .days(20)))
        )
        world.now = VirtualWorld.start + .days(20)
        world.live(for: .minutes(1))
        world.now = VirtualWorld.start + .days(20) + .minutes(1)
        return (world, try #require(world.ring.keys.last).id)
    }

    private static func refusal(_ body: () throws(Refusal) -> ManualStep) -> Refusal? {
        do throws(Refusal) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a ZSK that caches do not know yet is refused, with the earliest safe moment`() throws {
        let (world, key) = try Self.rollingZone()
        let refusal = Self.refusal { () throws(Refusal) in
            try Timeline.take(.sign, of: key, world.policy, world.ring, at: world.now)
        }
        let published = VirtualWorld.start + .days(20)
        let earliest = published + TimingIntervals(world.policy).publicationInterval
        guard case .tooEarly(.sign, let reason, let rule, let told)? = refusal else {
            Issue.record("not refused: \(String(describing: refusal))")
            return
        }
        #expect(told == earliest)
        #expect(rule == .zoneSignatures)
        #expect(
            reason
                == .time(
                    until: earliest,
                    since: published,
                    interval: earliest - published,
                    formula: .publicationInterval
                )
        )
    }

    @Test func `at the earliest safe moment the step is taken`() throws {
        let (world, key) = try Self.rollingZone()
        let earliest =
            VirtualWorld.start + .days(20) + TimingIntervals(world.policy).publicationInterval
        let before = Self.refusal { () throws(Refusal) in
            try Timeline.take(.sign, of: key, world.policy, world.ring, at: earliest - .seconds(1))
        }
        #expect(before != nil)
        let step = try Timeline.take(.sign, of: key, world.policy, world.ring, at: earliest)
        #expect(step.risks.isEmpty)
        #expect(step.ring.plan.zoneSigners == [key])
    }

    /// Nobody would be told whose word it waits for: its signing, at which the gate stands, is done.
    @Test func `a gate before signing holds no key that signs already`() throws {
        var (world, successor) = try Self.rollingZone()
        let hold = OperatorHold(phase: .retire, reason: "doubt", user: "root", at: world.now)
        world.note(world.ring.recording(.held(hold)))
        let step = try Timeline.take(
            .sign,
            of: successor,
            world.policy,
            world.ring,
            at: world.now + TimingIntervals(world.policy).publicationInterval
        )
        world.note(step.ring)
        world.pass(until: world.now + .days(5))
        world.policy.gates = [
            GatePolicy(phase: .sign, approval: ApprovalPolicy(count: 1, approvers: [.user("root")]))
        ]
        world.note(world.ring.recording(.released(key: nil, phase: nil, at: world.now)))
        world.pass(until: world.now + .days(20))
        let left = world.ring.keys.filter { !$0.isGone && $0.role == .zsk }
        #expect(left.map(\.id) == [successor], "\(left)")
    }

    @Test func `a schedule gives way: a pre-published key signs before its day`() throws {
        var policy = TestPolicy.split(zskLifetime: .days(90), kskLifetime: nil)
        policy.safety.publish = .zero
        var world = VirtualWorld(policy)
        world.live(for: .days(89) + .hours(23))
        let key = try #require(world.ring.keys.last)
        #expect(key.predecessor != nil, "the successor is published")
        // Its DNSKEY is known everywhere only when it is due; ask just then, a second before the daemon would.
        let due = try #require(key.takeover)
        world.ring[key.id]?.takeover = due + .days(10)
        let step = try Timeline.take(.sign, of: key.id, policy, world.ring, at: due)
        #expect(step.ring.plan.zoneSigners == [key.id])
    }

    @Test
    func `force takes the step and tells until when caches can break, which the resolver model confirms`()
        throws
    {
        var (world, key) = try Self.rollingZone()
        let step = try Timeline.take(.sign, of: key, world.policy, world.ring, at: world.now, force: true)
        let risk = try #require(step.risks.first)
        #expect(risk.rule == .zoneSignatures)
        let until = try #require(risk.until)
        #expect(step.ring.plan.isWhole)
        world.ring = step.ring
        world.live(for: .days(30))
        let violations = world.model.violations()
        #expect(!violations.isEmpty, "the model sees no danger where we warn of one")
        #expect(
            violations.allSatisfy { $0.time < Int(until.secondsSinceEpoch) },
            "\(violations) after \(until)"
        )
    }

    @Test func `force never makes a zone that is broken in itself`() throws {
        let (world, _) = try Self.rollingZone()
        let ksk = try #require(world.ring.keys.first { $0.role == .ksk })
        let refusal = Self.refusal { () throws(Refusal) in
            try Timeline.take(.remove, of: ksk.id, world.policy, world.ring, at: world.now, force: true)
        }
        #expect(refusal == .brokenInItself(.remove))
    }

    @Test func `a step that a key does not have before it is refused`() throws {
        let (world, key) = try Self.rollingZone()
        for phase in [KeyStep.publish, .revoke] {
            let refusal = Self.refusal { () throws(Refusal) in
                try Timeline.take(phase, of: key, world.policy, world.ring, at: world.now)
            }
            #expect(refusal == .notBeforeIt(phase))
        }
        let unknown = Self.refusal { () throws(Refusal) in
            try Timeline.take(
                .sign,
                of: ManagedKey.ID(rawValue: 99),
                world.policy,
                world.ring,
                at: world.now
            )
        }
        #expect(unknown == .unknownKey)
    }

    @Test func `the only ZSK is not removed, the reason is named`() throws {
        let (world, key) = try Self.rollingZone()
        let old = try #require(world.ring[key]?.predecessor)
        let refusal = Self.refusal { () throws(Refusal) in
            try Timeline.take(.remove, of: old, world.policy, world.ring, at: world.now)
        }
        guard case .tooEarly(.remove, _, _, let earliest)? = refusal else {
            Issue.record("not refused: \(String(describing: refusal))")
            return
        }
        #expect(earliest != nil)
    }
}
