import DNSSECModel
import Timeline

/// The policy that a zone is worked on by, as other zones have it too.
struct PolicyInForce {
    /// The policy in force; nil if none could be read.
    private(set) var shared: SharedPolicy?
    /// A newer policy that does not fit the keys: the one before stays in force.
    private(set) var rejected: SharedPolicy?

    init(_ shared: SharedPolicy?) { self.shared = shared }

    var policy: DNSSECPolicy? { shared?.policy }

    /// Another policy comes into force; nil for none.
    mutating func take(_ new: SharedPolicy?) { shared = new }

    /// A policy was read that does not fit the keys.
    mutating func reject(_ new: SharedPolicy?) { rejected = new }

    /// A policy that did not fit the keys may fit them now: a roll has ended, perhaps.
    mutating func retryRejected(_ ring: KeyRing?, at now: Instant) {
        guard let ring, let policy = rejected?.policy,
            Timeline.conflict(of: policy, with: ring, at: now) == nil
        else { return }
        (shared, rejected) = (rejected, nil)
    }

    /// The ring with the policy that is in force, and which recent rules count for it from now on.
    func kept(in ring: KeyRing) -> KeyRing {
        guard let shared, let kept = shared.kept else { return ring }
        var ring = ring
        ring.policy = kept
        ring.policyRules = ring.policyRules.noting(
            shared.breaches.map(\.rule),
            isSigned: ring.publication != nil
        )
        return ring
    }
}
