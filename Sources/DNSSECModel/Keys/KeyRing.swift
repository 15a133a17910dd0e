/// A TTL that the world saw, and the larger ones that caches may still count by.
public struct TTLMemory: Hashable, Sendable {
    /// A TTL that is no longer published.
    public struct Past: Hashable, Sendable {
        /// The TTL.
        public var ttl: Interval
        /// When it was last published, propagation included.
        public var lastServed: Instant

        /// A past TTL.
        public init(ttl: Interval, lastServed: Instant) {
            self.ttl = ttl
            self.lastServed = lastServed
        }
    }

    /// The TTL that is published; nil before anything was seen.
    public var current: Interval?
    /// Larger TTLs that were lowered and may still be in caches.
    public var past: [Past]

    /// A memory of these parts.
    public init(current: Interval? = nil, past: [Past] = []) {
        self.current = current
        self.past = past
    }

    /// The memory after `ttl` was seen at `instant`, what went before being served for `propagation` more.
    public func recording(_ ttl: Interval, at instant: Instant, propagation: Interval) -> TTLMemory {
        var kept = past.filter { $0.lastServed + $0.ttl > instant && $0.ttl > ttl }
        if let current, current > ttl {
            kept.append(Past(ttl: current, lastServed: instant + propagation))
        }
        return TTLMemory(current: ttl, past: kept)
    }

    /// The largest TTL with which a cache can hold something that was published up to `instant`.
    public func largest(at instant: Instant) -> Interval? {
        let remembered = past.filter { $0.lastServed + $0.ttl > instant }.map(\.ttl)
        return (remembered + (current.map { [$0] } ?? [])).max()
    }
}

/// A publication of the signed zone, as it was seen.
public struct Publication: Hashable, Sendable {
    /// When the zone was handed to its servers.
    public var at: Instant
    /// Its SOA serial.
    public var serial: UInt32
    /// The plan that it was signed by.
    public var plan: SigningPlan
    /// TTL of its DNSKEY RRset.
    public var dnskeyTTL: Interval
    /// The largest TTL of what the zone's keys sign: of all but DNSKEY, CDS and CDNSKEY.
    public var maximumTTL: Interval
    /// How long caches keep the absence of a record: the lesser of the SOA's TTL and MINIMUM (RFC 2308 5).
    public var negativeTTL: Interval
    /// How long its predecessor may still be served (DprpC).
    public var propagation: Interval
    /// When its first signature expires; nil if it has none, or if that was not noted.
    public var signaturesExpire: Instant?
    /// True if another signer published it, from which the zone was taken over.
    public var isOfOtherSigner = false

    /// All fields as they are; published by keyturn.
    public init(
        at: Instant,
        serial: UInt32,
        plan: SigningPlan,
        dnskeyTTL: Interval,
        maximumTTL: Interval,
        negativeTTL: Interval,
        propagation: Interval,
        signaturesExpire: Instant? = nil
    ) {
        self.at = at
        self.serial = serial
        self.plan = plan
        self.dnskeyTTL = dnskeyTTL
        self.maximumTTL = maximumTTL
        self.negativeTTL = negativeTTL
        self.propagation = propagation
        self.signaturesExpire = signaturesExpire
    }
}

/// A roll that an operator asked for and that has not begun.
public struct RollRequest: Hashable, Sendable {
    /// The role whose key rolls.
    public var role: KeyRole
    /// When the roll begins.
    public var start: Instant
    /// True if the key in use must go as soon as it is safe at all: the policy's margins do not count.
    public var isEmergency: Bool
    /// Why, where somebody gave a reason.
    public var reason: String?
    /// Who ordered it; nil for a roll that was taken over from another signer, or ordered before this was kept.
    public var user: String?
    /// When it was ordered; `nil` if that is not known.
    public var at: Instant?

    /// A roll of a role from an instant on.
    public init(
        role: KeyRole,
        start: Instant,
        isEmergency: Bool = false,
        reason: String? = nil,
        user: String? = nil,
        at: Instant? = nil
    ) {
        self.role = role
        self.start = start
        self.isEmergency = isEmergency
        self.reason = reason
        self.user = user
        self.at = at
    }
}

/// All keys of a zone with the state of each of their records, and what is known of the world.
///
/// A value: copy it, change the copy, ask what would be. Plan, phases and flags are derived from it and never
/// stored.
public struct KeyRing: Hashable, Sendable {
    /// The zone's apex.
    public let zone: Name
    /// The keys in order of their numbers; removed ones stay as history.
    public var keys: [ManagedKey]
    /// The number of the next key.
    public var nextKey: Int
    /// What the servers show at present; nil before the first publication.
    public var publication: Publication?
    /// TTLs of the DNSKEY RRset.
    public var dnskeyTTL: TTLMemory
    /// Largest TTLs of the zone.
    public var zoneTTL: TTLMemory
    /// TTLs of the DS RRset at the parent.
    public var dsTTL: TTLMemory
    /// Rolls that were asked for by hand.
    public var rollRequests: [RollRequest]
    /// What operators hold up.
    public var operatorHolds: [OperatorHold]
    /// Steps that people forced and whose risk is not over yet, in order of time.
    public var forcedSteps: [ForcedStep]
    /// What people said about steps behind gates, in order of time.
    public var votes: [GateVote]
    /// What a person last let pass that guards had held back; nil if nobody ever has.
    public var guardOverride: GuardOverride?
    /// The latest moment at which the ring was advanced; a clock far before it has jumped.
    public var lastAdvanced: Instant?
    /// The policy that the keys were last decided under; nil in a ring of a version that kept none.
    public var policy: KeptPolicy?
    /// Which recent rules count for the policy.
    public var policyRules: RuleRecord
    /// Which recent rules count for the zone's content.
    public var zoneRules: RuleRecord

    /// The ring of a zone that never had a key.
    public init(zone: Name) {
        self.zone = zone
        self.keys = []
        self.nextKey = 1
        self.publication = nil
        self.dnskeyTTL = TTLMemory()
        self.zoneTTL = TTLMemory()
        self.dsTTL = TTLMemory()
        self.rollRequests = []
        self.operatorHolds = []
        self.forcedSteps = []
        self.votes = []
        self.lastAdvanced = nil
        self.policy = nil
        self.policyRules = RuleRecord()
        self.zoneRules = RuleRecord()
    }

    /// The key of a number, or nil.
    public subscript(id: ManagedKey.ID) -> ManagedKey? {
        get { index(of: id).map { keys[$0] } }
        set {
            guard let newValue, let index = index(of: id) else { return }
            keys[index] = newValue
        }
    }

    /// The place of a key.
    ///
    /// Looks at numbers in place: a search with a closure copies each key that it passes.
    private func index(of id: ManagedKey.ID) -> Int? {
        // Keys have their numbers in order and are never left out, so that its number mostly tells the place.
        let place = id.rawValue - 1
        if keys.indices.contains(place), keys[place].id == id { return place }
        var index = keys.startIndex
        while index < keys.endIndex, keys[index].id != id { index += 1 }
        return index < keys.endIndex ? index : nil
    }

    /// True if a role's key must go as soon as it can: an emergency roll was ordered and is due.
    public func isEmergency(_ role: KeyRole, at now: Instant) -> Bool {
        rollRequests.contains { $0.role == role && $0.isEmergency && $0.start <= now }
    }

    /// The keys with this tag, plain or revoked, the removed ones last.
    public func keys(tagged tag: UInt16) -> [ManagedKey] {
        let all = keys.filter { $0.material?.tag == tag || $0.material?.revokedTag == tag }
        return all.filter { !$0.isGone } + all.filter(\.isGone)
    }
}
