public import DNSSECModel

/// A key of a plan: by its number the steps name it.
public struct PlanKey: Hashable, Sendable {
    /// Its number within the zone; never used twice.
    public var number: Int
    /// What it is for.
    public var role: KeyRole
    /// Its algorithm.
    public var algorithm: SecurityAlgorithm
    /// Its tag; nil as long as it does not exist.
    public var tag: UInt16?
    /// Its name in the policy, where it has one.
    public var name: String?
    /// Its place among the keys of its role, from 1; `nil` once it has a tag.
    public var ordinal: Int?
    /// Where it stands at the plan's first moment, before the steps of that moment.
    public var states: Set<PlanKeyState>

    /// All fields as they are.
    public init(
        number: Int,
        role: KeyRole,
        algorithm: SecurityAlgorithm,
        tag: UInt16?,
        name: String? = nil,
        ordinal: Int? = nil,
        states: Set<PlanKeyState> = []
    ) {
        self.number = number
        self.role = role
        self.algorithm = algorithm
        self.tag = tag
        self.name = name
        self.ordinal = ordinal
        self.states = states
    }

    /// The key as facts refer to it.
    public var reference: KeyReference {
        KeyReference(role: role, id: number, tag: tag, name: name, number: ordinal)
    }
}

/// A fact about a key at a given moment; several may hold at once.
public enum PlanKeyState: String, Hashable, Sendable, CaseIterable {
    /// The key pair is there.
    case made
    /// The DNSKEY is in the zone.
    case published
    /// The key does the work of its role.
    case signing
    /// The key's work has ended and it is on its way out.
    case retired
    /// The REVOKE bit is set.
    case revoked
    /// The parent was asked for the DS.
    case dsAsked = "ds-asked"
    /// The parent shows the DS.
    case ds
    /// The parent was asked to drop the DS.
    case dsLeaving = "ds-leaving"
}

/// Why a step comes when it comes: the facts that a sentence in any language is made of.
public struct PlanReason: Hashable, Sendable {
    /// The sort of reason.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An interval has passed since something was seen: `since`, `interval` and `formula` are there.
        case time
        /// The lifetime of the key before, `interval`, ends.
        case lifetime
        /// The lifetime of the key before, `interval`, ends as soon as this one can take over.
        case preparation
        /// The policy has a date for it; with `slot` and `since`, a slot of the period that began then.
        case calendar
        /// Another step came first; `rule` is kept now.
        case chainOfTrust = "chain-of-trust"
        /// Something was seen: `awaits`.
        case observation
        /// The key before needs a successor.
        case successor
        /// The policy wants keys of another size: of `bits`.
        case size
        /// The policy has a role that the zone does not have.
        case newRole = "new-role"
        /// Another key does the work.
        case relieved
        /// The parent has done what it was asked.
        case parent
        /// Nothing has to be waited for.
        case free
        /// It was held, by `user`, `until` then where an end was set.
        case manual
        /// A person ordered the roll: `user`, at `since`, with the reason in `text`.
        case ordered
        /// It was approved.
        case approval
        /// The hours of its gate have begun.
        case window
        /// Something that its gate demands is so: `condition`.
        case condition
        /// The roll before it, under the policy before, is over.
        case queued
    }

    /// The sort of reason.
    public var kind: Kind
    /// What the interval counts from; the beginning of the slot's period; when the roll was ordered.
    public var since: Instant?
    /// When the hold ended.
    public var until: Instant?
    /// The interval that has passed.
    public var interval: Interval?
    /// The interval's formula.
    public var formula: TimingFormula?
    /// The rule that another step had to come first for.
    public var rule: SafetyRule?
    /// What was waited for.
    public var awaits: AwaitedObservation?
    /// What its gate demands.
    public var condition: GateCondition?
    /// Who held it or ordered it.
    public var user: String?
    /// The reason of the one who ordered it, in his own words.
    public var text: String?
    /// The number of a slot in its period.
    public var slot: Int?
    /// What the interval is the sum of; empty if the numbers are no longer known.
    public var summands: [TimingSummand]
    /// The name of the policy that demands it, for `.newRole`.
    public var policy: String?
    /// The size of RSA keys that the policy wants, for `.size`.
    public var bits: Int?
    /// The months of the calendar that make up the lifetime, where the policy counts in these.
    public var months: Int?

    /// A reason of some sort, with the facts that it has.
    public init(
        _ kind: Kind,
        since: Instant? = nil,
        until: Instant? = nil,
        interval: Interval? = nil,
        formula: TimingFormula? = nil,
        rule: SafetyRule? = nil,
        awaits: AwaitedObservation? = nil,
        condition: GateCondition? = nil,
        user: String? = nil,
        text: String? = nil,
        slot: Int? = nil,
        summands: [TimingSummand] = [],
        policy: String? = nil,
        bits: Int? = nil,
        months: Int? = nil
    ) {
        self.kind = kind
        self.since = since
        self.until = until
        self.interval = interval
        self.formula = formula
        self.rule = rule
        self.awaits = awaits
        self.condition = condition
        self.user = user
        self.text = text
        self.slot = slot
        self.summands = summands
        self.policy = policy
        self.bits = bits
        self.months = months
    }
}

/// Who must agree before a step.
public struct PlanApproval: Hashable, Sendable {
    /// How many different people.
    public var needed: Int
    /// Users, and groups as `group NAME`.
    public var approvers: [String]

    /// A number of some people.
    public init(needed: Int, of approvers: [String]) {
        self.needed = needed
        self.approvers = approvers
    }
}

/// A date that is no step of a key but belongs to its story: the end of a public comment, a resolution.
public struct PlanMilestone: Hashable, Sendable {
    /// When; midnight in UTC stands for the whole day.
    public var time: Instant
    /// Until when, for something that takes its time.
    public var until: Instant?
    /// What, in a few words.
    public var title: String
    /// More about it.
    public var note: String?
    /// True if nobody published the date.
    public var isAssumed: Bool

    /// All fields as they are.
    public init(
        time: Instant,
        until: Instant? = nil,
        title: String,
        note: String? = nil,
        isAssumed: Bool = false
    ) {
        self.time = time
        self.until = until
        self.title = title
        self.note = note
        self.isAssumed = isAssumed
    }
}

/// A step that a person holds back, or held back.
public struct PlanHold: Hashable, Sendable {
    /// When the hold began.
    public var from: Instant
    /// When it ends or ended; nil as long as nobody releases it.
    public var until: Instant?
    /// The number of the only key that is held; nil for several, or for one that nobody has asked for yet.
    public var key: Int?
    /// The role of that key, or the only role whose keys are held; nil for all keys of the zone.
    public var role: KeyRole?
    /// The step that is held; nil for every step.
    public var phase: KeyStep?
    /// Why, in the words of the person.
    public var reason: String
    /// True if the words are for the public: they stand in the policy, or the policy lets them out.
    public var isPublic: Bool

    /// All fields as they are; for the public unless given.
    public init(
        from: Instant,
        until: Instant?,
        key: Int? = nil,
        role: KeyRole? = nil,
        phase: KeyStep? = nil,
        reason: String,
        isPublic: Bool = true
    ) {
        self.from = from
        self.until = until
        self.key = key
        self.role = role
        self.phase = phase
        self.reason = reason
        self.isPublic = isPublic
    }
}

/// Something that is taken for granted because only the world decides it.
public struct PlanAssumption: Hashable, Sendable {
    /// What is assumed.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// From asking the parent until all its servers show the change.
        case dsDelay = "ds-delay"
        /// The largest TTL of the zone.
        case zoneTTL = "zone-ttl"
        /// How long caches keep a negative answer.
        case negativeTTL = "negative-ttl"
        /// From a step's waiting for nothing but people until they approve it.
        case approvalDelay = "approval-delay"
    }

    /// What is assumed.
    public var kind: Kind
    /// How long it is taken to be.
    public var interval: Interval

    /// An assumption and its value.
    public init(_ kind: Kind, _ interval: Interval) {
        self.kind = kind
        self.interval = interval
    }
}
