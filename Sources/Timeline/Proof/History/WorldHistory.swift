public import DNSSECModel

/// What the servers of a zone and of its parent showed and will show, and who relies on it.
///
/// All that a proof looks at: no states, no rules, no waits. A history may be that of a plan, of a real zone, or
/// made up.
public struct WorldHistory: Hashable, Sendable {
    /// What a validator can tell of a key besides its presence.
    public struct Key: Hashable, Sendable {
        /// Its algorithm.
        public var algorithm: SecurityAlgorithm
        /// True with the SEP bit: only such keys become trust anchors (RFC 5011 3).
        public var isEntry: Bool

        /// A key of an algorithm.
        public init(algorithm: SecurityAlgorithm, isEntry: Bool) {
            self.algorithm = algorithm
            self.isEntry = isEntry
        }
    }

    /// A version of the DS RRset, and how long some server of the parent may show it.
    public struct ParentVersion: Hashable, Sendable {
        /// The keys that it names; empty = it is proven that there is none.
        public var keys: Set<ManagedKey.ID>
        /// The first moment at which a server may show it.
        public var from: Instant
        /// From here on no server shows it; nil = there is no end in sight.
        public var until: Instant?
        /// How long caches keep it.
        public var ttl: Interval

        /// All fields as they are.
        public init(keys: Set<ManagedKey.ID>, from: Instant, until: Instant?, ttl: Interval) {
            self.keys = keys
            self.from = from
            self.until = until
            self.ttl = ttl
        }
    }

    /// A list of trust anchors that new validators are given, until there is a newer one.
    public struct AnchorList: Hashable, Sendable {
        /// From when on.
        public var at: Instant
        /// The keys in it.
        public var keys: Set<ManagedKey.ID>

        /// A list from a moment on.
        public init(at: Instant, keys: Set<ManagedKey.ID>) {
            self.at = at
            self.keys = keys
        }
    }

    /// Every key that is named anywhere.
    public var keys: [ManagedKey.ID: Key]
    /// What the zone's servers were given, in order of time.
    ///
    /// Each is shown from its moment on, by the last server a propagation later: until then that one may go on with
    /// the one before.
    public var publications: [Publication]
    /// What the parent's servers may show, in any order; more than one at a moment = each may.
    public var parent: [ParentVersion]
    /// The trust anchors of validators that follow RFC 5011, in order of time; none = all validators use DS.
    public var anchors: [AnchorList]
    /// How long such a validator must see a new key before it trusts it: 30 days (RFC 5011 2.4.1), whatever the zone's
    /// policy hopes for.
    public var addHoldDown: Interval
    /// What signatures over the DNSKEY RRset have left at least when the zone is published; nil = they never expire.
    public var dnskeyRest: Interval?
    /// What all other signatures have left at least when the zone is published; nil = they never expire.
    public var dataRest: Interval?
    /// What a fresh signature over the DNSKEY RRset has left (RFC 5011 2.3); nil = it never expires.
    public var dnskeyValidity: Interval?

    /// The add hold-down time of RFC 5011 2.4.1.
    public static let holdDown = Interval.days(30)

    /// All parts as they are.
    public init(
        keys: [ManagedKey.ID: Key] = [:],
        publications: [Publication] = [],
        parent: [ParentVersion] = [],
        anchors: [AnchorList] = [],
        addHoldDown: Interval = Self.holdDown,
        dnskeyRest: Interval? = nil,
        dataRest: Interval? = nil,
        dnskeyValidity: Interval? = nil
    ) {
        self.keys = keys
        self.publications = publications
        self.parent = parent
        self.anchors = anchors
        self.addHoldDown = addHoldDown
        self.dnskeyRest = dnskeyRest
        self.dataRest = dataRest
        self.dnskeyValidity = dnskeyValidity
    }
}

extension Instant {
    /// Before everything that is written down.
    static let always = Instant(secondsSinceEpoch: .min / 8)
    /// After everything that is written down.
    static let never = Instant(secondsSinceEpoch: .max / 8)
}
