import DNSSECModel
import TestKit
import Testing
import Timeline

/// Everything that people may do to a zone, at any moment, in any order: nobody's cache may suffer, and all ends well.
struct AttackTests {
    /// Those behind the first hundred have found faults, of the rules or of the oracle.
    @Test(arguments: Array(0..<100) + [144, 241, 313, 414, 419, 528, 648, 730, 840, 1164])
    func `no policy edits, holds, votes, orders or delays break a chain or lead to a dead end`(_ seed: Int) {
        var siege = Siege(seed: UInt64(seed))
        for _ in 0..<14 { siege.strike() }
        siege.relent()
        #expect(
            siege.problems.isEmpty,
            "seed \(seed): \(siege.story)\n\(siege.problems.joined(separator: "\n"))"
        )
    }
}

/// A zone whose operators change their minds all the time.
struct Siege {
    var world: VirtualWorld
    var random: SplitMix64
    /// What was done, for the report.
    var log: [String] = []
    private let rfc5011: RFC5011Policy?
    private var deadEnds: [String] = []

    init(seed: UInt64) {
        random = SplitMix64(seed: 77_000 + seed)
        var first = TestPolicy.random(&random)
        first.parent.ds = .manual
        let follows = Int.random(in: 0..<4, using: &random) == 0
        rfc5011 = follows ? RFC5011Policy(addHoldDown: .days(30), revoked: .days(10)) : nil
        first.keys = Self.keys(&random, rfc5011)
        var behaviour = VirtualWorld.Behaviour()
        behaviour.zonePropagation = first.propagation.zone
        behaviour.parentPropagation = first.propagation.parent
        behaviour.dsTTL = first.ttl.ds
        behaviour.lateness = { random in
            Int.random(in: 0..<6, using: &random) == 0
                ? .seconds(.random(in: 0...(40 * 86400), using: &random)) : .zero
        }
        behaviour.dsDelay = { .seconds(.random(in: 60...(12 * 86400), using: &$0)) }
        world = VirtualWorld(first, behaviour: behaviour, seed: seed)
        log.append(Self.text(first))
        pass(.days(.random(in: 0...40, using: &random)))
    }

    var problems: [String] { deadEnds + world.problems }
    var story: String { log.joined(separator: "\n") }

    // MARK: - Strikes

    mutating func strike() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: editTimes()
        case 2, 3: editKeys()
        case 4: hold()
        case 5: release()
        case 6, 7: order()
        case 8: Bool.random(using: &random) ? vote() : abort()
        case 9: take()
        case 10: editGates()
        default: setClockBack()
        }
        let most: Int64 = Bool.random(using: &random) ? 3 : 60
        pass(.seconds(.random(in: 0...(most * 86400), using: &random)))
    }

    private mutating func editTimes() {
        world.policy.ttl.dnskey = .seconds(.random(in: 60...200_000, using: &random))
        world.behaviour.zoneTTL = .seconds(.random(in: 60...200_000, using: &random))
        world.behaviour.negativeTTL = .seconds(.random(in: 60...90_000, using: &random))
        world.behaviour.dsTTL = .seconds(.random(in: 60...200_000, using: &random))
        world.policy.ttl.ds = world.behaviour.dsTTL ?? .days(1)
        note("times: \(Self.text(world.policy))")
        world.touch()
    }

    private mutating func editKeys() {
        if Int.random(in: 0..<8, using: &random) == 0 {
            world.policy.keys = []
        } else {
            world.policy.keys = Self.keys(&random, rfc5011)
        }
        note("keys: \(Self.text(world.policy))")
    }

    private mutating func hold() {
        let hold = OperatorHold(
            key: Bool.random(using: &random) ? nil : someKey?.id,
            phase: KeyStep.allCases.randomElement(using: &random),
            until: Bool.random(using: &random)
                ? nil : world.now + .seconds(.random(in: 1...(90 * 86400), using: &random)),
            reason: "doubt",
            user: "root",
            at: world.now
        )
        note("hold \(hold)")
        world.note(world.ring.recording(.held(hold)))
    }

    private mutating func release() {
        note("release")
        world.note(world.ring.recording(.released(key: nil, phase: nil, at: world.now)))
    }

    private mutating func order() {
        guard let role = KeyRole.allCases.randomElement(using: &random) else { return }
        let isEmergency = Int.random(in: 0..<3, using: &random) == 0
        let start = world.now + .seconds(.random(in: 0...(10 * 86400), using: &random))
        note("roll \(role) at \(start)\(isEmergency ? " emergency" : "")")
        let request = RollRequest(role: role, start: start, isEmergency: isEmergency)
        world.note(world.ring.recording(.rollRequested(request)))
    }

    private mutating func vote() {
        guard let key = someKey, let phase = KeyStep.allCases.randomElement(using: &random) else { return }
        world.vote(key.id, phase, isApproval: Bool.random(using: &random))
    }

    private mutating func take() {
        guard let key = someKey, let phase = KeyStep.allCases.randomElement(using: &random),
            let step = try? Timeline.take(phase, of: key.id, world.policy, world.ring, at: world.now)
        else { return }
        note("take \(phase) of \(key.id.rawValue), risks \(step.risks)")
        if !step.risks.isEmpty { deadEnds.append("a risk without force: \(step.risks)") }
        world.note(step.ring)
    }

    private mutating func abort() {
        guard let role = world.policy.keys.map(\.role).randomElement(using: &random),
            let ring = try? Timeline.abort(
                role,
                world.policy,
                world.ring,
                by: "root",
                reason: "doubt",
                at: world.now
            )
        else { return }
        note("abort \(role)")
        world.note(ring)
    }

    private mutating func editGates() {
        let phases: [KeyStep] = [.submitDS, .sign, .revoke, .remove, .publish, .retire, .withdrawDS]
        world.policy.gates = phases.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.map { phase in
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                GatePolicy(phase: phase, approval: ApprovalPolicy(count: 1, approvers: [.user("root")]))
            case 1:
                GatePolicy(
                    phase: phase,
                    windows: [WeeklyWindow(days: [.tuesday], opens: .hours(9), closes: .hours(15))]
                )
            default:
                GatePolicy(phase: phase, conditions: [.verified])
            }
        }
        note("gates: \(world.policy.gates.map(\.phase.rawValue))")
    }

    private mutating func setClockBack() {
        let early = world.now - .seconds(.random(in: 1...(20 * 86400), using: &random))
        let decision = Timeline.advance(world.policy, world.ring, at: early)
        if let last = world.ring.lastAdvanced, early < last, decision.ring != world.ring {
            deadEnds.append("a clock set back to \(early) changed the ring")
        }
    }

    // MARK: - The end

    /// Everybody lets go; now each roll must come to its end.
    mutating func relent() {
        release()
        world.behaviour.lateness = { _ in .zero }
        if world.policy.keys.isEmpty || Bool.random(using: &random) { editKeys() }
        for index in world.policy.keys.indices { world.policy.keys[index].lifetime = nil }
        for _ in 0..<40 {
            pass(.days(10))
            for hold in Timeline.advance(world.policy, world.ring, at: world.now).holds {
                if case .gate(.approval) = hold.reason, let key = hold.key {
                    world.vote(key, hold.phase, isApproval: true)
                }
            }
        }
        let end = Timeline.advance(world.policy, world.ring, at: world.now)
        // Validators hold trust anchors of a zone that shall be insecure: that is refused, and told as a conflict.
        if end.conflict != nil { return }
        let left = world.ring.keys.filter { !$0.isGone }
        let isDone = left.allSatisfy { key in
            key.goal != .retired
                && KeyRecord.allCases.allSatisfy {
                    (key[$0]?.state ?? .omnipresent) == .omnipresent
                        || key.goal == .standby
                }
                && world.policy.keys.contains { $0.role == key.role && $0.algorithm == key.algorithm }
        }
        let actives = left.filter { $0.goal == .active }.count
        guard !isDone || actives != world.policy.keys.count else { return }
        deadEnds.append("dead end at \(world.now): \(left.map(Self.text)) holds \(end.holds)")
    }

    // MARK: - Small things

    private var someKey: ManagedKey? {
        mutating get { world.ring.keys.filter { !$0.isGone }.randomElement(using: &random) }
    }

    private mutating func pass(_ length: Interval) { world.pass(until: world.now + length) }

    private mutating func note(_ text: String) { log.append("\(world.now): \(text)") }

    private static func keys(_ random: inout SplitMix64, _ rfc5011: RFC5011Policy?) -> [KeyPolicy] {
        var keys = keysAtOnce(&random, rfc5011)
        // Signatures that change over in hours or weeks: by chance of their own, so that seeds mean what they meant.
        var other = SplitMix64(seed: UInt64(keys[keys.count - 1].lifetime?.seconds ?? 0))
        for index in keys.indices where keys[index].roll == .prePublication {
            guard Int.random(in: 0..<3, using: &other) > 0 else { continue }
            keys[index].spread = .seconds(.random(in: 1...(15 * 86_400), using: &other))
        }
        return keys
    }

    private static func keysAtOnce(_ random: inout SplitMix64, _ rfc5011: RFC5011Policy?) -> [KeyPolicy] {
        let algorithms: [SecurityAlgorithm] = [.ed25519, .ecdsaP256SHA256]
        let algorithm = algorithms.randomElement(using: &random) ?? .ed25519
        let lifetime = Interval.days(.random(in: 150...400, using: &random))
        let methods: [RolloverMethod] =
            rfc5011 == nil ? [.doubleSignature, .doubleDS, .doubleRRset] : [.doubleSignature]
        let zoneMethods: [RolloverMethod] = [.prePublication, .doubleSignature]
        if Int.random(in: 0..<3, using: &random) == 0 {
            return [
                KeyPolicy(
                    role: .csk,
                    algorithm: algorithm,
                    lifetime: lifetime,
                    roll: zoneMethods.randomElement(using: &random),
                    rfc5011: rfc5011,
                    standby: Int.random(in: 0..<5, using: &random) / 4
                )
            ]
        }
        return [
            KeyPolicy(
                role: .ksk,
                algorithm: algorithm,
                lifetime: lifetime,
                roll: methods.randomElement(using: &random),
                rfc5011: rfc5011,
                standby: Int.random(in: 0..<5, using: &random) / 4
            ),
            KeyPolicy(
                role: .zsk,
                algorithm: algorithm,
                lifetime: .days(.random(in: 20...60, using: &random)),
                roll: zoneMethods.randomElement(using: &random),
                standby: Int.random(in: 0..<5, using: &random) / 4
            ),
        ]
    }

    static func text(_ policy: DNSSECPolicy) -> String {
        let keys = policy.keys.map { key in
            "\(key.role) \(key.algorithm.rawValue) \(key.roll) \(key.lifetime.map(\.description) ?? "-")"
                + (key.spread.map { " over \($0)" } ?? "") + (key.rfc5011 == nil ? "" : " rfc5011")
                + (key.standby > 0 ? " standby" : "")
        }
        return "\(keys) ttl \(policy.ttl.dnskey) ds \(policy.ttl.ds) prop \(policy.propagation.zone) "
            + "\(policy.propagation.parent) safety \(policy.safety.publish) \(policy.safety.retire)"
    }

    static func text(_ key: ManagedKey) -> String {
        let records = KeyRecord.allCases.compactMap { record in
            key[record].map { "\(record.rawValue) \($0.state.rawValue)\($0.seen == nil ? "?" : "")" }
        }
        return "\(key.id.rawValue) \(key.role) \(key.algorithm.rawValue) \(key.goal) \(records)"
    }
}

extension VirtualWorld {
    /// The zone is published again as it is: its TTLs may have changed.
    mutating func touch() {
        if let plan = ring.publication?.plan { publish(plan) }
    }

    /// The only approver has something to say.
    mutating func vote(_ key: ManagedKey.ID, _ phase: KeyStep, isApproval: Bool) {
        note(
            ring.recording(
                .voted(
                    GateVote(
                        key: key,
                        phase: phase,
                        isApproval: isApproval,
                        user: "root",
                        groups: [],
                        at: now,
                        reason: "so be it"
                    )
                )
            )
        )
    }
}
