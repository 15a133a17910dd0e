/// A fact from outside that changes what a ring knows.
public enum Observation: Hashable, Sendable {
    /// The key pair of a key was made.
    case keyGenerated(ManagedKey.ID, KeyMaterial, at: Instant)
    /// The signed zone was handed to its servers.
    case zonePublished(Publication)
    /// All the parent's servers show the key's DS, with this TTL where it is known.
    case dsSeen(ManagedKey.ID, at: Instant, ttl: Interval?)
    /// None of the parent's servers shows the key's DS any more.
    case dsGone(ManagedKey.ID, at: Instant, ttl: Interval?)
    /// An operator asks for a roll.
    case rollRequested(RollRequest)
    /// An operator lets steps wait.
    case held(OperatorHold)
    /// An operator lets go what he, or another one, held up: all, or only the holds of a key or a phase.
    case released(key: ManagedKey.ID?, phase: KeyStep?, at: Instant)
    /// A person approves or refuses a step.
    case voted(GateVote)
}
