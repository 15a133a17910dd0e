import DNSSECModel
import TestKit
import Timeline

/// A zone's life in virtual time: the planner decides, this world does what it says and tells what it saw.
///
/// What was published is noted for the resolver model, which then judges it without knowing the planner.
struct VirtualWorld {
    /// How the world behaves towards the planner.
    struct Behaviour {
        /// Added to each wake, chosen anew each time.
        var lateness: (inout SplitMix64) -> Interval = { _ in .zero }
        /// From the request to the parent's showing it, chosen anew each time.
        var dsDelay: (inout SplitMix64) -> Interval = { _ in .hours(3) }
        /// The zone's largest TTL.
        var zoneTTL = Interval.days(1)
        /// The zone's negative TTL.
        var negativeTTL = Interval.hours(1)
        /// How much longer than the policy says the zone's servers need.
        var zoneExcess = Interval.zero
        /// How much longer than the policy says the parent's servers need.
        var parentExcess = Interval.zero
        /// How much longer than the policy says caches keep the DNSKEY RRset.
        var dnskeyTTLExcess = Interval.zero
        /// How much longer than the policy says caches keep the DS RRset.
        var dsTTLExcess = Interval.zero
        /// How much longer than what is reported caches keep the zone's data.
        var zoneTTLExcess = Interval.zero
        /// The planner: a false one where a test is to notice.
        var advance: (DNSSECPolicy, KeyRing, Instant) -> Decision = { Timeline.advance($0, $1, at: $2) }
        /// What the planner is made to believe of a ring that changed: nothing but the truth unless given.
        var belief: (_ before: KeyRing, _ after: KeyRing) -> KeyRing = { $1 }
        /// How long the zone's servers need; nil = as long as the policy says.
        var zonePropagation: Interval?
        /// How long the parent's servers need; nil = as long as the policy says.
        var parentPropagation: Interval?
        /// The TTL that the parent's DS has, and that is told with it; nil = the policy's, and nobody looks.
        var dsTTL: Interval?
        /// Whether the parent does anything at all.
        var parentListens = true
        /// Whether calls that must change nothing are made at each wake.
        var checksIdempotence = true
    }

    var policy: DNSSECPolicy
    var behaviour: Behaviour
    var ring: KeyRing
    var now: Instant
    var random: SplitMix64
    var events: [TimelineEvent] = []
    var model = ResolverModel(child: [], parent: [])
    var anchorLists: [TrustAnchorModel.AnchorList] = []
    var faults: [String] = []
    /// What the parent shows.
    private(set) var dsSet: Set<ResolverModel.Key> = []
    /// What the parent will do.
    private(set) var pending: [(at: Instant, key: ManagedKey.ID, comes: Bool)] = []
    private var serial: UInt32 = 0

    static let start = Instant(secondsSinceEpoch: 1_600_000_000)

    init(_ policy: DNSSECPolicy, behaviour: Behaviour = Behaviour(), seed: UInt64 = 1) {
        self.policy = policy
        self.behaviour = behaviour
        ring = KeyRing(zone: Name.root)
        now = Self.start
        random = SplitMix64(seed: seed)
        let ttl = Int(policy.ttl.ds.seconds)
        let before = Self.start - .days(400)
        model.parent = [
            .init(
                time: Int(before.secondsSinceEpoch),
                delay: 0,
                keys: [],
                ttl: ttl,
                negativeTTL: ttl
            )
        ]
        model.child = [
            .init(
                time: Int(before.secondsSinceEpoch),
                delay: 0,
                keys: [],
                revoked: [],
                keySigners: [],
                dataSigners: [[]],
                keyTTL: Int(policy.ttl.dnskey.seconds),
                dataTTL: Int(behaviour.zoneTTL.seconds),
                negativeTTL: Int(behaviour.negativeTTL.seconds)
            )
        ]
    }

    // MARK: - Running

    /// Lives until `end`; true as long as there is always a wake or a named wait.
    mutating func live(for length: Interval) {
        let end = now + length
        while now <= end {
            let wake = actOnce()
            let coming = pending.map(\.at).min()
            guard let next = [wake, behaviour.parentListens ? coming : nil].compactMap({ $0 }).min() else {
                return
            }
            if next <= now { faults.append("wake \(next) is not after \(now)"); return }
            now = min(next + behaviour.lateness(&random), max(end + .seconds(1), next))
        }
    }

    /// Lives until `end` and not a second longer; lateness ends there too.
    mutating func pass(until end: Instant) {
        while true {
            let wake = actOnce()
            let coming = behaviour.parentListens ? pending.map(\.at).min() : nil
            guard let next = [wake, coming].compactMap({ $0 }).min(), next <= end else {
                now = max(now, end)
                return
            }
            if next <= now { faults.append("wake \(next) is not after \(now)"); return }
            now = min(next + behaviour.lateness(&random), end)
        }
    }

    /// The parent does something that nobody asked for, at this moment.
    mutating func parentChanges(_ id: ManagedKey.ID, comes: Bool, isSeen: Bool = true) {
        pending.removeAll { $0.key == id }
        showDS(of: id, comes: comes)
        if isSeen { observe(id, comes: comes) }
    }

    @discardableResult
    mutating func actOnce() -> Instant? {
        observeParent()
        for _ in 0..<100 {
            let decision = behaviour.advance(policy, ring, now)
            if behaviour.checksIdempotence { check(decision) }
            note(decision.ring)
            var acted = false
            for action in decision.actions where perform(action) { acted = true }
            guard !acted else { continue }
            if decision.nextWake == nil, decision.holds.isEmpty, decision.conflict == nil, pending.isEmpty,
                ring.hasWork(policy)
            {
                faults.append("no wake and no named wait at \(now)")
            }
            return decision.nextWake
        }
        faults.append("no rest at \(now)")
        return nil
    }

    private mutating func check(_ decision: Decision) {
        let again = behaviour.advance(policy, decision.ring, now)
        if again != decision { faults.append("calling twice differs at \(now)") }
        if let wake = decision.nextWake, wake - now > .seconds(1), decision.actions.isEmpty {
            let early = Instant(
                secondsSinceEpoch: .random(
                    in: now.secondsSinceEpoch..<wake.secondsSinceEpoch,
                    using: &random
                )
            )
            let other = behaviour.advance(policy, decision.ring, early)
            if other.ring != decision.ring { faults.append("calling early at \(early) changed the ring") }
        }
        if !decision.plan.isWhole { faults.append("the plan is broken in itself at \(now)") }
    }

    /// New validators are given every key that is or will be an anchor, from its publication on.
    private mutating func announceAnchors(_ ring: KeyRing) {
        let keys = ring.keys.filter { $0.anchor != nil && $0.dnskey.state.isPublished }
        let anchors = Set(keys.map { ResolverModel.Key(String($0.id.rawValue)) })
        guard !anchors.isEmpty, anchorLists.last?.keys != anchors else { return }
        let list = TrustAnchorModel.AnchorList(time: Int(now.secondsSinceEpoch), keys: anchors)
        // One that nobody had the time to take is none.
        if anchorLists.last?.time == list.time { anchorLists.removeLast() }
        anchorLists.append(list)
    }

    /// What validators that follow RFC 5011 make of the zone.
    var anchorModel: TrustAnchorModel {
        TrustAnchorModel(
            child: Array(model.child.dropFirst()),
            anchors: anchorLists,
            entryPoints: Set(
                ring.keys.filter(\.role.signsKeys).map { ResolverModel.Key(String($0.id.rawValue)) }
            )
        )
    }

    mutating func note(_ changed: KeyRing) {
        announceAnchors(changed)
        events += Timeline.events(from: ring, to: changed, at: now, policy: policy)
        ring = behaviour.belief(ring, changed)
    }

    // MARK: - Acting

    private mutating func perform(_ action: Action) -> Bool {
        switch action {
        case .generateKey(let id):
            generate(id)
        case .publish(let plan):
            publish(plan)
        case .changeDS(let add, let remove):
            let known = Set(pending.map(\.key))
            for key in add where !known.contains(key) {
                pending.append((now + behaviour.dsDelay(&random), key, true))
            }
            for key in remove where !known.contains(key) {
                pending.append((now + behaviour.dsDelay(&random), key, false))
            }
            return false
        }
        return true
    }

    private mutating func generate(_ id: ManagedKey.ID) {
        guard let key = ring[id] else { return }
        let octets = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
        let record = DNSKEYRecord(flags: key.role.flags, algorithm: key.algorithm, publicKey: octets)
        note(ring.recording(.keyGenerated(id, KeyMaterial(record: record), at: now)))
    }

    mutating func publish(_ plan: SigningPlan) {
        serial += 1
        let name = { (id: ManagedKey.ID) in ResolverModel.Key(String(id.rawValue)) }
        model.child.append(
            .init(
                time: Int(now.secondsSinceEpoch),
                delay: Int(
                    ((behaviour.zonePropagation ?? policy.propagation.zone) + behaviour.zoneExcess).seconds
                ),
                keys: Set(plan.dnskeys.map { name($0.key) }),
                revoked: Set(plan.dnskeys.filter(\.isRevoked).map { name($0.key) }),
                keySigners: Set(plan.keySigners.map(name)),
                dataSigners: Self.dataSigners(plan, name),
                keyTTL: Int((policy.ttl.dnskey + behaviour.dnskeyTTLExcess).seconds),
                dataTTL: Int((behaviour.zoneTTL + behaviour.zoneTTLExcess).seconds),
                negativeTTL: Int(behaviour.negativeTTL.seconds)
            )
        )
        note(
            ring.recording(
                .zonePublished(
                    Publication(
                        at: now,
                        serial: serial,
                        plan: plan,
                        dnskeyTTL: policy.ttl.dnskey,
                        maximumTTL: behaviour.zoneTTL,
                        negativeTTL: behaviour.negativeTTL,
                        propagation: policy.propagation.zone
                    )
                )
            )
        )
    }

    /// All RRsets by the plan's signers; while signatures are replaced little by little some still by the key before.
    private static func dataSigners(
        _ plan: SigningPlan,
        _ name: (ManagedKey.ID) -> ResolverModel.Key
    ) -> Set<Set<ResolverModel.Key>> {
        let new = Set(plan.zoneSigners.map(name))
        let old = plan.keptSignatures.map { new.subtracting([name($0.successor)]).union([name($0.key)]) }
        return Set([new] + old)
    }

    // MARK: - The parent

    /// The parent's primary changes now, its other servers within the propagation delay.
    private mutating func observeParent() {
        guard behaviour.parentListens else { return }
        for change in pending where change.at <= now {
            showDS(of: change.key, comes: change.comes)
            observe(change.key, comes: change.comes)
        }
        pending.removeAll { $0.at <= now }
    }

    private mutating func showDS(of id: ManagedKey.ID, comes: Bool) {
        let name = ResolverModel.Key(String(id.rawValue))
        if comes { dsSet.insert(name) } else { dsSet.remove(name) }
        let delay = behaviour.parentPropagation ?? policy.propagation.parent
        let ttl = behaviour.dsTTL ?? policy.ttl.ds
        model.parent.append(
            .init(
                time: Int(now.secondsSinceEpoch),
                delay: Int((delay + behaviour.parentExcess).seconds),
                keys: dsSet,
                ttl: Int((ttl + behaviour.dsTTLExcess).seconds),
                negativeTTL: Int(ttl.seconds)
            )
        )
    }

    private mutating func observe(_ id: ManagedKey.ID, comes: Bool) {
        let ttl = behaviour.dsTTL
        note(ring.recording(comes ? .dsSeen(id, at: now, ttl: ttl) : .dsGone(id, at: now, ttl: ttl)))
    }
}

extension KeyRing {
    /// True if something has yet to happen by policy: a lifetime runs, or a roll is under way.
    fileprivate func hasWork(_ policy: DNSSECPolicy) -> Bool {
        policy.keys.contains { $0.lifetime != nil }
            || keys.contains { !$0.isGone && $0.goal == .retired }
    }
}
