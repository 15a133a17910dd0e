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
        _ exceptions: Exceptions
    ) -> Decision {
        // What is over stays as history and takes no part.
        var living = ring
        living.keys.removeAll(where: \.isOver)
        var planner = Planner(policy: policy, ring: living, now: now)
        planner.exceptions = exceptions
        planner.usedNames = Set(ring.keys.compactMap(\.name))
        let conflict = planner.conflict
        if conflict == nil, ring.lastAdvanced.map({ now >= $0 }) ?? true {
            planner.run()
        }
        var decision = planner.decision(conflict: conflict)
        let changed = planner.ring
        decision.ring =
            changed == living ? ring : changed.notingPhases(since: living, at: now).withHistory(of: ring)
        return decision
    }
}

extension KeyRing {
    /// The ring with the keys of another one that are over, in order of their numbers.
    fileprivate func withHistory(of other: KeyRing) -> KeyRing {
        var whole = self
        whole.keys = (other.keys.filter(\.isOver) + keys).sorted { $0.id < $1.id }
        return whole
    }
}

extension ManagedKey {
    /// True if the key is gone and it was noted when.
    fileprivate var isOver: Bool { removed != nil && isGone }
}
