/// How a zone is signed and how its keys roll: one policy file, understood and complete.
///
/// Every value is set; `PolicyFile` fills in the defaults of `DNSSECPolicy.Default`.
public struct DNSSECPolicy: Hashable, Sendable {
    /// The policy's name: its file name without the extension.
    public var name: String
    /// One line for people.
    public var description: String
    /// TTLs of what the signer and the parent publish.
    public var ttl: TTLPolicy
    /// Times of signatures.
    public var signatures: SignaturePolicy
    /// How names that do not exist are denied.
    public var denial: DenialPolicy
    /// How the SOA serial moves.
    public var serial: SerialPolicy
    /// The digest of the whole zone that is published (RFC 8976); nil = those that the zone file has.
    public var zonemd: ZoneDigestMethod?
    /// How long a change takes to reach every server.
    public var propagation: PropagationPolicy
    /// Margins on top of what the formulas demand.
    public var safety: SafetyPolicy
    /// One entry for each role; a policy has either one KSK and one ZSK entry or one CSK entry, or none at all:
    /// then its zones become, or stay, insecure.
    public var keys: [KeyPolicy]
    /// How the DS gets to the parent.
    public var parent: ParentPolicy
    /// Periods and slots that keys change by; nil = keys change whenever they are due.
    public var calendar: SlotCalendar?
    /// What stands before steps of the keys, besides caches and rules.
    public var gates: [GatePolicy]
    /// What belongs to the schedule and is no step of a key, in order of time.
    public var milestones: [Milestone]
    /// Steps that were put off, in the order in which that was announced.
    public var postponements: [Postponement]
    /// Later keys, in order of time.
    public var revisions: [PolicyRevision]
    /// The zone that plans and simulations are about where nobody names one.
    public var usualZone: Name?
    /// How much of a zone may change at once.
    public var guards = GuardPolicy()
    /// True if pages for the public show why operators hold steps; the words of `postponements` are always shown.
    public var publishesReasons = false

    /// All parts as they are.
    public init(
        name: String,
        description: String,
        ttl: TTLPolicy = TTLPolicy(),
        signatures: SignaturePolicy = SignaturePolicy(),
        denial: DenialPolicy = Default.denial,
        serial: SerialPolicy = Default.serial,
        zonemd: ZoneDigestMethod? = nil,
        propagation: PropagationPolicy = PropagationPolicy(),
        safety: SafetyPolicy = SafetyPolicy(),
        keys: [KeyPolicy],
        parent: ParentPolicy = ParentPolicy(),
        calendar: SlotCalendar? = nil,
        gates: [GatePolicy] = [],
        milestones: [Milestone] = [],
        postponements: [Postponement] = [],
        revisions: [PolicyRevision] = []
    ) {
        self.name = name
        self.description = description
        self.ttl = ttl
        self.signatures = signatures
        self.denial = denial
        self.serial = serial
        self.zonemd = zonemd
        self.propagation = propagation
        self.safety = safety
        self.keys = keys
        self.parent = parent
        self.calendar = calendar
        self.gates = gates
        self.milestones = milestones
        self.postponements = postponements
        self.revisions = revisions
    }

    /// Every default with its reason.
    public enum Default {
        /// One hour: a wrong DNSKEY set is forgotten soon, and rolls are short.
        public static let dnskeyTTL = Interval.hours(1)
        /// One day: the largest TTL of a zone that nobody has read.
        public static let zoneTTL = Interval.days(1)
        /// One day: what most parents use.
        public static let dsTTL = Interval.days(1)
        /// Two weeks: two weekends to notice that signing has stopped.
        public static let validity = Interval.days(14)
        /// Half the validity: a week to repair the signer.
        public static let refresh = Interval.days(7)
        /// Half a day: spreads the work of re-signing without eating into the repair time.
        public static let jitter = Interval.hours(12)
        /// One hour: validators' clocks may be late, and daylight saving may be misconfigured.
        public static let inceptionOffset = Interval.hours(1)
        /// NSEC: no extra cost; RFC 9276 3 asks for a reason to use NSEC3.
        public static let denial = DenialPolicy.nsec
        /// Unix time: always grows, whoever edits the file.
        public static let serial = SerialPolicy.unixtime
        /// Five minutes: NOTIFY and a transfer.
        public static let zonePropagation = Interval.minutes(5)
        /// One hour: many parents publish hourly.
        public static let parentPropagation = Interval.hours(1)
        /// One hour: clocks, slow secondaries.
        public static let publishSafety = Interval.hours(1)
        /// One hour: clocks, slow secondaries.
        public static let retireSafety = Interval.hours(1)
        /// RFC 5011 2.4.1.
        public static let addHoldDown = Interval.days(30)
        /// RFC 5011 2.4.2 and 6.2: as long as the remove hold-down time.
        public static let revoked = Interval.days(30)
        /// RSA keys of 2048 bits: 1024 are too weak, 4096 make DNSKEY answers too large.
        public static let rsaBits = 2048
        /// A fifth of the records: an editor's slip or a cut transfer takes more, a day's work less.
        public static let guardedShare = 20
        /// Every registry takes SHA-256, and RFC 9904 recommends it alone.
        public static let digests: [DigestType] = [.sha256]
    }
}

/// TTLs that timing counts with.
public struct TTLPolicy: Hashable, Sendable {
    /// TTL of DNSKEY, CDS and CDNSKEY.
    public var dnskey: Interval
    /// TTL of the DS RRset at the parent.
    public var ds: Interval
    /// The largest TTL in the zone; nil = observed in the zone each time that it is read.
    public var zoneMaximum: Interval?

    /// The defaults unless given.
    public init(
        dnskey: Interval = DNSSECPolicy.Default.dnskeyTTL,
        ds: Interval = DNSSECPolicy.Default.dsTTL,
        zoneMaximum: Interval? = nil
    ) {
        self.dnskey = dnskey
        self.ds = ds
        self.zoneMaximum = zoneMaximum
    }
}

/// Which keys sign the DNSKEY RRset.
public enum DNSKEYSigners: String, Hashable, Sendable, CaseIterable {
    /// The KSKs alone: smallest answer.
    case ksk
    /// KSKs and ZSKs.
    case both
}

/// Times of signatures (RFC 6781 4.4.2).
public struct SignaturePolicy: Hashable, Sendable {
    /// From now to expiration, of all but DNSKEY, CDS and CDNSKEY.
    public var validity: Interval
    /// From now to expiration, of DNSKEY, CDS and CDNSKEY.
    public var dnskeyValidity: Interval
    /// A signature with less than this left is made anew.
    public var refresh: Interval
    /// How far expirations are spread before the end of the validity.
    public var jitter: Interval
    /// How far before now the inception lies.
    public var inceptionOffset: Interval
    /// Who signs the DNSKEY RRset.
    public var dnskeySigners: DNSKEYSigners

    /// The defaults unless given; the DNSKEY validity is the general one unless given.
    public init(
        validity: Interval = DNSSECPolicy.Default.validity,
        dnskeyValidity: Interval? = nil,
        refresh: Interval = DNSSECPolicy.Default.refresh,
        jitter: Interval = DNSSECPolicy.Default.jitter,
        inceptionOffset: Interval = DNSSECPolicy.Default.inceptionOffset,
        dnskeySigners: DNSKEYSigners = .ksk
    ) {
        self.validity = validity
        self.dnskeyValidity = dnskeyValidity ?? validity
        self.refresh = refresh
        self.jitter = jitter
        self.inceptionOffset = inceptionOffset
        self.dnskeySigners = dnskeySigners
    }
}

/// How names that do not exist are denied.
public enum DenialPolicy: Hashable, Sendable {
    /// NSEC (RFC 4034 4).
    case nsec
    /// NSEC3 (RFC 5155) with these parameters.
    case nsec3(NSEC3Policy)
}

/// Parameters of an NSEC3 chain.
public struct NSEC3Policy: Hashable, Sendable {
    /// Insecure delegations get no NSEC3 record (RFC 5155 6).
    public var optOut: Bool
    /// Extra iterations; 0 unless forced (RFC 9276 3.1).
    public var iterations: UInt16
    /// Salt of 0 to 255 octets; empty unless forced (RFC 9276 3.1).
    public var salt: [UInt8]

    /// No opt-out, no iterations, no salt unless given.
    public init(optOut: Bool = false, iterations: UInt16 = 0, salt: [UInt8] = []) {
        self.optOut = optOut
        self.iterations = iterations
        self.salt = salt
    }
}

/// How the SOA serial of the signed zone moves.
public enum SerialPolicy: String, Hashable, Sendable, CaseIterable {
    /// The operator's serial as it is.
    case keep
    /// The larger of the operator's serial and the last published one plus one.
    case counter
    /// Seconds since 1970.
    case unixtime
    /// `YYYYMMDDNN`.
    case datecounter
}

/// How long a change takes to reach every server (RFC 7583 Dprp).
public struct PropagationPolicy: Hashable, Sendable {
    /// From our publication to the last of the zone's servers (DprpC).
    public var zone: Interval
    /// From the parent's publication to the last of the parent's servers (DprpP).
    public var parent: Interval

    /// The defaults unless given.
    public init(
        zone: Interval = DNSSECPolicy.Default.zonePropagation,
        parent: Interval = DNSSECPolicy.Default.parentPropagation
    ) {
        self.zone = zone
        self.parent = parent
    }
}

/// Margins on top of what the formulas demand.
public struct SafetyPolicy: Hashable, Sendable {
    /// Added before a new record counts as known everywhere.
    public var publish: Interval
    /// Added before an old record counts as forgotten everywhere.
    public var retire: Interval

    /// The defaults unless given.
    public init(
        publish: Interval = DNSSECPolicy.Default.publishSafety,
        retire: Interval = DNSSECPolicy.Default.retireSafety
    ) {
        self.publish = publish
        self.retire = retire
    }
}

/// The keys of one role.
public struct KeyPolicy: Hashable, Sendable {
    /// What the keys are for.
    public var role: KeyRole
    /// Their algorithm.
    public var algorithm: SecurityAlgorithm
    /// Modulus size for RSA; nil for the others.
    public var bits: Int?
    /// How long a key is in use, at least; nil = unlimited, rolled by hand only.
    public var lifetime: Interval?
    /// The months of the calendar that a key is in use, where the policy counts in these: `lifetime` is then the shortest
    /// that they can be.
    public var lifetimeSpan: CalendarSpan?
    /// Shortens the lifetime by up to this much; the amount is derived from the zone's name.
    public var lifetimeJitter: Interval
    /// How one key follows another.
    public var roll: RolloverMethod
    /// Over how long the signatures of a key are replaced when the next one takes over; nil = all at once.
    ///
    /// Only where the keys sign the zone and roll by pre-publication.
    public var spread: Interval?
    /// Set where validators follow the keys by RFC 5011: hold-down before, revocation after.
    public var rfc5011: RFC5011Policy?
    /// Keys that are kept ready, published but not used.
    public var standby: Int
    /// When the keys change, in place of a lifetime.
    public var calendar: KeyCalendar?
    /// Keys that have a name, in the order in which they are used.
    public var known: [KnownKey]

    /// All fields as they are.
    public init(
        role: KeyRole,
        algorithm: SecurityAlgorithm,
        bits: Int? = nil,
        lifetime: Interval? = nil,
        roll: RolloverMethod? = nil,
        spread: Interval? = nil,
        rfc5011: RFC5011Policy? = nil,
        standby: Int = 0,
        calendar: KeyCalendar? = nil,
        known: [KnownKey] = [],
        lifetimeJitter: Interval = .zero,
        lifetimeSpan: CalendarSpan? = nil
    ) {
        self.role = role
        self.algorithm = algorithm
        self.bits = bits ?? (algorithm.isRSA ? DNSSECPolicy.Default.rsaBits : nil)
        self.lifetime = lifetimeSpan?.shortest ?? lifetime
        self.lifetimeSpan = lifetimeSpan
        self.lifetimeJitter = lifetimeJitter
        self.roll = roll ?? RolloverMethod.usual(of: role)
        self.spread = spread
        self.rfc5011 = rfc5011
        self.standby = standby
        self.calendar = calendar
        self.known = known
    }
}

/// Timers towards RFC 5011 validators.
public struct RFC5011Policy: Hashable, Sendable {
    /// How long a validator must see a new key before it trusts it (RFC 5011 2.4.1).
    public var addHoldDown: Interval
    /// How long the revoked key stays in the zone.
    public var revoked: Interval
    /// True if `addHoldDown` may be shorter than RFC 5011 2.4.1 says, because all validators are the operator's own.
    public var isForced: Bool

    /// The defaults unless given.
    public init(
        addHoldDown: Interval = DNSSECPolicy.Default.addHoldDown,
        revoked: Interval = DNSSECPolicy.Default.revoked,
        isForced: Bool = false
    ) {
        self.addHoldDown = addHoldDown
        self.revoked = revoked
        self.isForced = isForced
    }
}

extension DNSSECPolicy {
    /// The shortest time by which a key counts as trusted though RFC 5011 2.4.1 says more, because all validators are
    /// the operator's own; nil if no key of the policy has such a one.
    public var forcedHoldDown: Interval? {
        let forced = allKeys.compactMap(\.rfc5011).filter(\.isForced).map(\.addHoldDown).min()
        return forced.flatMap { $0 < Default.addHoldDown ? $0 : nil }
    }
}

/// Who brings the DS to the parent.
public enum DSSubmission: String, Hashable, Sendable, CaseIterable {
    /// A person; `ds-seen` and `ds-gone` confirm it.
    case manual
    /// A hook program is called with the DS; `ds-seen` and `ds-gone` confirm it.
    case hook
    /// The zone has no parent that holds DS records: its keys are configured as trust anchors.
    case none
}

/// How the DS gets to the parent.
public struct ParentPolicy: Hashable, Sendable {
    /// Who brings it.
    public var ds: DSSubmission
    /// CDS and CDNSKEY are published (RFC 7344).
    public var cds: Bool
    /// Digest types of DS and CDS, the preferred one first.
    public var digests: [DigestType]

    /// Manual, CDS on and SHA-256 unless given.
    public init(
        ds: DSSubmission = .manual,
        cds: Bool = true,
        digests: [DigestType] = DNSSECPolicy.Default.digests
    ) {
        self.ds = ds
        self.cds = cds
        self.digests = digests
    }
}
