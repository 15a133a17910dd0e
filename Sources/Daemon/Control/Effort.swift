import Synchronization

/// Work that somebody may call off: its client has gone, its time is over, or the daemon stops.
///
/// Who works looks at it between two steps, and before anything is changed. What was begun to be changed is finished.
public final class Effort: Sendable {
    private let calledOff = Atomic<Bool>(false)

    /// Work that is wanted.
    public init() {}

    /// True as long as somebody waits for the work.
    public var isWanted: Bool { !calledOff.load(ordering: .relaxed) }

    /// Lets the work end at its next step.
    func callOff() { calledOff.store(true, ordering: .relaxed) }
}
