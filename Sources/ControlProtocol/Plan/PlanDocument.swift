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
    /// The policy's name; `nil` if it is not known.
    public var policy: String?
    /// Size of the DNSKEY answer at the first moment, before its steps; `nil` if nothing is published.
    public var dnskeyOctets: Int?
    /// What was taken for granted about the world.
    public var assumptions: [PlanAssumption]
    /// The keys that the steps are about, and those that are in the zone already.
    public var keys: [PlanKey]
    /// Dates that are no steps of a key but belong to its story, in order of time.
    public var milestones: [PlanMilestone]
    /// Steps that are held back by a person, in order of time.
    public var holds: [PlanHold]
    /// Whether some resolver could hold a bogus answer; `nil` if nobody asked.
    public var proof: PlanProof?
    /// What a person must do now; empty if nothing is to be done, or if nobody asked the daemon.
    public var tasks: [ZoneTask] = []

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
