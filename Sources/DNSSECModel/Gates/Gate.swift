/// Who may approve: a user, or any member of a group, of the machine that the daemon runs on.
public enum Principal: Hashable, Sendable {
    /// A user by name.
    case user(String)
    /// The members of a group by name.
    case group(String)
}

extension Principal: CustomStringConvertible {
    /// As policies have it: `root`, `group dns-approvers`.
    public var description: String {
        switch self {
        case .user(let name): name
        case .group(let name): "group \(name)"
        }
    }
}

/// How many people must agree.
public struct ApprovalPolicy: Hashable, Sendable {
    /// How many different people, from 1.
    public var count: Int
    /// Who may.
    public var approvers: [Principal]
    /// How long an approval counts.
    public var validity: Interval

    /// Thirty days: longer than any step is planned in detail.
    public static let defaultValidity = Interval.days(30)

    /// All fields as they are.
    public init(count: Int, approvers: [Principal], validity: Interval = Self.defaultValidity) {
        self.count = count
        self.approvers = approvers
        self.validity = validity
    }
}

/// What must be so before a gate opens.
public enum GateCondition: String, Hashable, Sendable, CaseIterable {
    /// The zone as it was decided last is published, and was verified as a whole before.
    case verified
    /// The parent's servers show the DS of the key, or of the key that follows it.
    case dsSeen = "ds-seen"
}

/// What stands before a step of the keys, besides caches and rules.
public struct GatePolicy: Hashable, Sendable {
    /// The step.
    public var phase: KeyStep
    /// Whose step; nil = of any role.
    public var role: KeyRole?
    /// Who must agree; nil = nobody.
    public var approval: ApprovalPolicy?
    /// At least one of these must be open; none = at any time.
    public var windows: [WeeklyWindow]
    /// All of these must be so.
    public var conditions: [GateCondition]

    /// An open gate, unless given.
    public init(
        phase: KeyStep,
        role: KeyRole? = nil,
        approval: ApprovalPolicy? = nil,
        windows: [WeeklyWindow] = [],
        conditions: [GateCondition] = []
    ) {
        self.phase = phase
        self.role = role
        self.approval = approval
        self.windows = windows
        self.conditions = conditions
    }
}

/// What one person said about a step.
public struct GateVote: Hashable, Sendable {
    /// The key whose step it is.
    public var key: ManagedKey.ID
    /// The step.
    public var phase: KeyStep
    /// True for yes.
    public var isApproval: Bool
    /// Who: a user's name.
    public var user: String
    /// The groups of that user at that moment, by name.
    public var groups: [String]
    /// When.
    public var at: Instant
    /// Why; a refusal always has a reason.
    public var reason: String?

    /// All fields as they are.
    public init(
        key: ManagedKey.ID,
        phase: KeyStep,
        isApproval: Bool,
        user: String,
        groups: [String],
        at: Instant,
        reason: String?
    ) {
        self.key = key
        self.phase = phase
        self.isApproval = isApproval
        self.user = user
        self.groups = groups
        self.at = at
        self.reason = reason
    }

    /// True if the person is one of these.
    public func isBy(oneOf principals: [Principal]) -> Bool {
        principals.contains { principal in
            switch principal {
            case .user(let name): name == user
            case .group(let name): groups.contains(name)
            }
        }
    }
}

/// An operator's word that a step, or all steps, wait.
public struct OperatorHold: Hashable, Sendable {
    /// The only key that it holds; nil = all.
    public var key: ManagedKey.ID?
    /// The only role whose keys it holds; nil = all.
    public var role: KeyRole?
    /// The only step that it holds; nil = all.
    public var phase: KeyStep?
    /// Until when; nil = until it is released.
    public var until: Instant?
    /// Why.
    public var reason: String
    /// Who said so.
    public var user: String
    /// When.
    public var at: Instant

    /// All fields as they are.
    public init(
        key: ManagedKey.ID? = nil,
        role: KeyRole? = nil,
        phase: KeyStep? = nil,
        until: Instant? = nil,
        reason: String,
        user: String,
        at: Instant
    ) {
        self.key = key
        self.role = role
        self.phase = phase
        self.until = until
        self.reason = reason
        self.user = user
        self.at = at
    }

    /// True if it holds a step at a moment: of a key, or of a role's next key.
    public func covers(_ phase: KeyStep, of key: ManagedKey.ID?, role: KeyRole, at now: Instant) -> Bool {
        (until.map { now < $0 } ?? true)
            && (self.phase.map { $0 == phase } ?? true)
            && (self.key.map { $0 == key } ?? true)
            && (self.role.map { $0 == role } ?? true)
    }
}
