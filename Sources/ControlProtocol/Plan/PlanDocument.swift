public import DNSSECModel

/// What will happen to the keys of a zone.
///
/// Its JSON form is the one of `keyturn plan --json`, which carries no version: other programs hold it to be fixed.
public struct PlanDocument: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The first moment that is looked at.
    public var from: Instant
    /// The last moment that is looked at.
    public var until: Instant
    /// The steps in order of time.
    public var events: [PlanEvent]
    /// The policy's name; nil where it is not known.
    public var policy: String?
    /// Size of the DNSKEY answer at the first moment, before its steps; nil where nothing is published.
    public var dnskeyOctets: Int?
    /// What was taken for granted about the world.
    public var assumptions: [PlanAssumption]
    /// The keys that the steps are about, and those that are in the zone already.
    public var keys: [PlanKey]
    /// Dates that are no steps of a key but belong to its story, in order of time.
    public var milestones: [PlanMilestone]
    /// Steps that are held back by a person, in order of time.
    public var holds: [PlanHold]
    /// Whether some resolver could hold a bogus answer; nil where nobody asked.
    public var proof: PlanProof?

    /// All fields as they are.
    public init(
        zone: Name,
        from: Instant,
        until: Instant,
        events: [PlanEvent],
        policy: String? = nil,
        dnskeyOctets: Int? = nil,
        assumptions: [PlanAssumption] = [],
        keys: [PlanKey] = [],
        milestones: [PlanMilestone] = [],
        holds: [PlanHold] = [],
        proof: PlanProof? = nil
    ) {
        self.zone = zone
        self.from = from
        self.until = until
        self.events = events
        self.policy = policy
        self.dnskeyOctets = dnskeyOctets
        self.assumptions = assumptions
        self.keys = keys
        self.milestones = milestones
        self.holds = holds
        self.proof = proof
    }
}

/// Who makes a step happen.
public enum PlanActor: String, Hashable, Sendable, CaseIterable {
    /// The daemon, by itself.
    case daemon
    /// A person.
    case `operator`
    /// The parent zone's registry.
    case parent
}

/// A step of a key, to come.
public struct PlanEvent: Hashable, Sendable {
    /// When.
    public var time: Instant
    /// The step.
    public var phase: KeyStep
    /// The key's role.
    public var role: KeyRole
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The key's tag; nil for a key that does not exist yet.
    public var tag: UInt16?
    /// The key's name in the policy, where it has one.
    public var name: String?
    /// What changes, in a sentence.
    public var change: String
    /// Why then, in a sentence.
    public var because: String
    /// The formula behind the moment; nil where no interval decided it.
    public var formula: String?
    /// Who makes it happen.
    public var actor: PlanActor
    /// Size of the DNSKEY answer from that moment, with an OPT record of 11 octets.
    public var dnskeyOctets: Int
    /// The key's number, by which `PlanDocument.keys` has it; nil where it is not known.
    public var key: Int?
    /// The number of the key that it follows, for `generate`, `sign` and `submit-ds`.
    public var predecessor: Int?
    /// For `sign`: over how long the signatures of the key before are replaced; nil = all at once.
    public var spread: Interval?
    /// The facts behind `because`; nil where they are not known.
    public var reason: PlanReason?
    /// For `publish`: when every cache and every validator knows the key, so that it can take over.
    public var ready: Instant?
    /// The last moment at which the step can be taken without putting off one that has a fixed date.
    public var latest: Instant?
    /// How much later the step comes than the policy has set it; nil where it is in time.
    public var late: Interval?
    /// True where the date is one that nobody published: the policy takes it for granted.
    public var isAssumed: Bool
    /// Who must agree before; nil where nobody is asked.
    public var approval: PlanApproval?

    /// All fields as they are.
    public init(
        time: Instant,
        phase: KeyStep,
        role: KeyRole,
        algorithm: SecurityAlgorithm,
        tag: UInt16?,
        name: String? = nil,
        change: String,
        because: String,
        formula: String?,
        actor: PlanActor,
        dnskeyOctets: Int,
        key: Int? = nil,
        predecessor: Int? = nil,
        spread: Interval? = nil,
        reason: PlanReason? = nil,
        ready: Instant? = nil,
        latest: Instant? = nil,
        late: Interval? = nil,
        isAssumed: Bool = false,
        approval: PlanApproval? = nil
    ) {
        self.time = time
        self.phase = phase
        self.role = role
        self.algorithm = algorithm
        self.tag = tag
        self.name = name
        self.change = change
        self.because = because
        self.formula = formula
        self.actor = actor
        self.dnskeyOctets = dnskeyOctets
        self.key = key
        self.predecessor = predecessor
        self.spread = spread
        self.reason = reason
        self.ready = ready
        self.latest = latest
        self.late = late
        self.isAssumed = isAssumed
        self.approval = approval
    }
}
