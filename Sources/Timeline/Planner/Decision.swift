public import DNSSECModel

/// Something that the daemon must do.
///
/// Each is safe to repeat; after a crash the next decision asks again.
public enum Action: Hashable, Sendable {
    /// Make the key pair of this key, then record `.keyGenerated`.
    case generateKey(ManagedKey.ID)
    /// Sign the zone by this plan and publish it, then record `.zonePublished`.
    case publish(SigningPlan)
    /// Ask the parent to show the DS of some keys and to drop that of others.
    case changeDS(add: [ManagedKey.ID], remove: [ManagedKey.ID])
}

/// Why a policy cannot be followed with the keys that a zone has.
public enum PolicyConflict: Hashable, Sendable {
    /// The zone shall become insecure, but validators hold a trust anchor of this role's key: nobody could tell
    /// them.
    case insecureWithAnchors(KeyRole)
    /// The parent holds a DS of this role's key, and no parent does so by the policy: no roll could change it.
    case dsWithoutParent(KeyRole)
}

extension Timeline {
    /// Why a policy does not fit the keys of a zone, before it is in force; or nil.
    ///
    /// What `advance` finds, and what only keeps keys from rolling: a policy in force is followed all the same.
    ///
    /// - Parameters:
    ///   - policy: The policy that the keys would follow.
    ///   - ring: The zone's keys.
    ///   - now: The moment.
    /// - Returns: The conflict, or nil.
    public static func conflict(of policy: DNSSECPolicy, with ring: KeyRing, at now: Instant)
        -> PolicyConflict?
    {
        Planner(policy: policy, ring: ring, now: now).conflict ?? parentConflict(of: policy, with: ring)
    }

    /// What only keeps keys from rolling: the parent holds a DS, and by the policy no parent does.
    ///
    /// - Parameters:
    ///   - policy: The policy that the keys would follow.
    ///   - ring: The zone's keys.
    /// - Returns: The conflict, or nil.
    public static func parentConflict(of policy: DNSSECPolicy, with ring: KeyRing) -> PolicyConflict? {
        guard policy.parent.ds == .none else { return nil }
        return ring.keys.first(where: \.isBelievedAtParent).map { .dsWithoutParent($0.role) }
    }

    /// Why a policy does not fit the keys of a zone that has followed another one; or nil.
    ///
    /// What is in force already goes on, and so does what conflicts no less than what was before.
    ///
    /// - Parameters:
    ///   - policy: The policy that the keys would follow.
    ///   - before: What they have followed; nil = unknown, and then nothing is new.
    ///   - ring: The zone's keys.
    ///   - now: The moment.
    /// - Returns: The conflict, or nil.
    public static func newConflict(
        of policy: DNSSECPolicy,
        after before: DNSSECPolicy?,
        with ring: KeyRing,
        at now: Instant
    ) -> PolicyConflict? {
        guard let before, conflict(of: before, with: ring, at: now) == nil else { return nil }
        return conflict(of: policy, with: ring, at: now)
    }
}

/// What shall be, at a moment: the answer of `Timeline.advance`.
public struct Decision: Hashable, Sendable {
    /// The ring with every step taken that policy, time and rules allow.
    ///
    /// Save it before acting.
    public var ring: KeyRing
    /// Which keys the zone must show and which key signs what.
    public var plan: SigningPlan
    /// What to do now.
    public var actions: [Action]
    /// When to call again, if nothing is observed before; `nil` if only an observation can change something.
    public var nextWake: Instant?
    /// Each step that waits, and why, in order of key and phase.
    public var holds: [Hold]
    /// Set where the policy does not fit the keys: then nothing has moved.
    public var conflict: PolicyConflict?
}

/// What a decision does without.
struct Exceptions: Hashable, Sendable {
    /// The key whose schedule an operator overrides.
    var unscheduled: ManagedKey.ID?
    /// Rules that do not count: none, but for a proof that each of them is needed.
    var rules: Set<SafetyRule> = []
}

/// The rollover brain: pure functions of policy, key ring and time.
public enum Timeline {
    /// Decides what a zone's keys do now.
    ///
    /// Reads no clock and does no I/O. Calling early changes nothing, calling late only delays, calling twice
    /// equals calling once. A `now` before the ring's last change, a clock that was set back, changes nothing
    /// either.
    public static func advance(_ policy: DNSSECPolicy, _ ring: KeyRing, at now: Instant) -> Decision {
        advance(policy, ring, at: now, Exceptions())
    }

    /// Decides as `advance` does, with exceptions.
    static func advance(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant,
        _ exceptions: Exceptions,
        usedNames: Set<String> = []
    ) -> Decision {
        // What is over stays as history and takes no part.
        var living = ring
        living.keys.removeAll(where: \.isOver)
        var planner = Planner(policy: policy, ring: living, now: now)
        planner.exceptions = exceptions
        planner.usedNames = usedNames.union(ring.keys.compactMap(\.name))
        let conflict = planner.conflict
        if conflict == nil, ring.lastAdvanced.map({ now >= $0 }) ?? true {
            planner.run()
        }
        var decision = planner.decision(conflict: conflict)
        let changed = planner.ring
        decision.ring =
            changed == living
            ? ring : changed.notingPhases(since: living, at: now).with(over: ring.keys.filter(\.isOver))
        return decision
    }
}

extension KeyRing {
    /// The ring with keys that are over, too, in order of their numbers.
    func with(over: [ManagedKey]) -> KeyRing {
        guard !over.isEmpty else { return self }
        var whole = self
        whole.keys = (over + keys).sorted { $0.id < $1.id }
        return whole
    }
}

extension ManagedKey {
    /// True if the key is gone and it was noted when.
    var isOver: Bool { removed != nil && isGone }
}
