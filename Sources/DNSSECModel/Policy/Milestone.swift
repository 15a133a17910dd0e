/// Something that belongs to a schedule and is no step of a key: a public comment, a board's resolution.
public struct Milestone: Hashable, Sendable {
    /// When.
    public var at: Instant
    /// Until when, for something that takes its time.
    public var until: Instant?
    /// What, in a few words.
    public var title: String
    /// More about it.
    public var note: String?
    /// True if nobody published the date.
    public var isAssumed: Bool

    /// A moment and its title, unless given.
    public init(
        at: Instant,
        until: Instant? = nil,
        title: String,
        note: String? = nil,
        isAssumed: Bool = false
    ) {
        self.at = at
        self.until = until
        self.title = title
        self.note = note
        self.isAssumed = isAssumed
    }
}

/// A step that was put off, as the policy's history records it.
public struct Postponement: Hashable, Sendable {
    /// When it was put off: a plan of an earlier moment does not know of it.
    public var announced: Instant
    /// Whose step.
    public var role: KeyRole
    /// The key's name in the policy; nil = any key of the role.
    public var key: String?
    /// Which step.
    public var phase: KeyStep
    /// To when.
    public var until: Instant
    /// Why.
    public var reason: String

    /// All fields as they are.
    public init(
        announced: Instant,
        role: KeyRole,
        key: String? = nil,
        phase: KeyStep,
        until: Instant,
        reason: String
    ) {
        self.announced = announced
        self.role = role
        self.key = key
        self.phase = phase
        self.until = until
        self.reason = reason
    }
}
