// The oracle of all timing tests. It knows nothing of key states, rolls or rules: only what was published
// when, how long caches may keep it, and what a validator then makes of any mixture of old and new. A planner
// is right if no mixture that some resolver can hold at some moment is bogus.

/// Every cache that a resolver can have, given what the child and the parent published.
///
/// Times are whole seconds on any one scale. A server replaces a version at some moment from the next
/// publication's time until its delay later, each server for itself; until then it goes on serving the old one.
/// A cache keeps what it got for the TTL that came with it. The DS RRset (or the proof that there is none),
/// the DNSKEY RRset with its signatures (or the NODATA answer), and each zone RRset with its signatures are
/// cached independently.
public struct ResolverModel: Sendable {
    /// What the child's primary published, in any order.
    public var child: [ChildPublication]

    /// What the parent's primary published, in any order.
    public var parent: [ParentPublication]

    /// Whether the very second at which a delay or a TTL ends still belongs to it.
    ///
    /// False is the reading of RFC 7583: a step may fall on the second at which the waiting ends. True is one
    /// second stricter, like resolvers that use an answer in the last second of its TTL.
    public var countsLastSecond: Bool

    /// Takes a history as it was published.
    public init(
        child: [ChildPublication] = [],
        parent: [ParentPublication] = [],
        countsLastSecond: Bool = false
    ) {
        self.child = child
        self.parent = parent
        self.countsLastSecond = countsLastSecond
    }

    /// The first combinations that a resolver can hold and that are bogus, earliest first; empty if all is well.
    ///
    /// Looks at the seconds from `start` up to, without, `end`. Each combination is named once, at the first
    /// second at which it is possible.
    public func violations(from start: Int = .min, until end: Int = .max, limit: Int = 5) -> [Violation] {
        var sweep = CacheSweep(model: self, start: start, end: end)
        return sweep.run(limit: limit)
    }
}

// MARK: - What was published

extension ResolverModel {
    /// A key by any name that tells it from the others; revoked or not, it is the same key here.
    public struct Key: Hashable, Comparable, Sendable, CustomStringConvertible {
        /// The name, as it was given.
        public let description: String

        /// Names a key.
        public init(_ name: String) { description = name }

        /// Orders by name: only so that lists print the same way each time.
        public static func < (left: Key, right: Key) -> Bool { left.description < right.description }
    }

    /// One version of the child zone, as far as it concerns a chain of trust.
    public struct ChildPublication: Hashable, Sendable {
        /// When the first server shows it.
        public var time: Int
        /// How long after `time` the last server may go on with the version before.
        public var delay: Int
        /// The keys in the DNSKEY RRset; empty when there is none.
        public var keys: Set<Key>
        /// Those of them that carry the REVOKE bit.
        public var revoked: Set<Key>
        /// The keys whose signatures are on the DNSKEY RRset.
        public var keySigners: Set<Key>
        /// The signer sets that occur on zone data; an empty one is data without a signature.
        ///
        /// One set if every RRset is signed alike, more while signatures are replaced little by little.
        public var dataSigners: Set<Set<Key>>
        /// The TTL of the DNSKEY RRset, in seconds.
        public var keyTTL: Int
        /// The largest TTL of any other RRset of the zone, in seconds.
        public var dataTTL: Int
        /// How long a negative answer is kept: the smaller of the SOA record's TTL and its minimum field.
        public var negativeTTL: Int
        /// The last second of the signatures on the DNSKEY RRset; nil: for ever.
        public var keyExpiration: Int?
        /// The last second of the signatures on zone data; nil: for ever.
        public var dataExpiration: Int?

        /// Describes one version of the child zone.
        public init(
            time: Int,
            delay: Int,
            keys: Set<Key>,
            revoked: Set<Key> = [],
            keySigners: Set<Key>,
            dataSigners: Set<Set<Key>>,
            keyTTL: Int,
            dataTTL: Int,
            negativeTTL: Int,
            keyExpiration: Int? = nil,
            dataExpiration: Int? = nil
        ) {
            self.time = time
            self.delay = delay
            self.keys = keys
            self.revoked = revoked
            self.keySigners = keySigners
            self.dataSigners = dataSigners
            self.keyTTL = keyTTL
            self.dataTTL = dataTTL
            self.negativeTTL = negativeTTL
            self.keyExpiration = keyExpiration
            self.dataExpiration = dataExpiration
        }
    }

    /// One version of the DS RRset at the parent.
    public struct ParentPublication: Hashable, Sendable {
        /// When the first server of the parent shows it.
        public var time: Int
        /// How long after `time` the last server may go on with the version before.
        public var delay: Int
        /// The keys that the DS RRset names; empty when there is none, which is proven.
        public var keys: Set<Key>
        /// The TTL of the DS RRset, in seconds.
        public var ttl: Int
        /// How long the proof of absence is kept.
        public var negativeTTL: Int

        /// Describes one version of the DS RRset.
        public init(time: Int, delay: Int, keys: Set<Key>, ttl: Int, negativeTTL: Int) {
            self.time = time
            self.delay = delay
            self.keys = keys
            self.ttl = ttl
            self.negativeTTL = negativeTTL
        }
    }
}

extension ResolverModel.Key: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Names a key by a literal.
    public init(stringLiteral name: String) { self.init(name) }

    /// Names a key by a number, such as its tag.
    public init(integerLiteral number: Int) { self.init(String(number)) }
}

// MARK: - What is found

extension ResolverModel {
    /// A combination of cached versions that a validator calls bogus.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The first second at which a resolver can hold the combination.
        public let time: Int
        /// The place of the DS version in `parent`, sorted by time.
        public let dsVersion: Int
        /// The place of the DNSKEY version in `child`, sorted by time.
        public let dnskeyVersion: Int
        /// The place of the version that the zone data is of; nil when the DNSKEY RRset already fails.
        public let dataVersion: Int?
        /// Why a validator refuses it.
        public let fault: Fault

        /// One line for the log of a failed test.
        public var description: String {
            let data = dataVersion.map { ", zone data of child version \($0)" } ?? ""
            return "at \(time): DS of parent version \(dsVersion), DNSKEY of child version \(dnskeyVersion)"
                + "\(data): \(fault)"
        }
    }

    /// Why a validator refuses a combination.
    public enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// There is a DS RRset and the DNSKEY answer is NODATA.
        case noDNSKEY
        /// No key of the DS RRset is in the DNSKEY RRset.
        case dsMatchesNoKey
        /// Keys of the DS RRset are there, but each carries the REVOKE bit.
        case dsMatchesOnlyRevokedKeys
        /// No key that the DS RRset names signs the DNSKEY RRset.
        case dsKeyDoesNotSign
        /// The signatures on the DNSKEY RRset have expired.
        case keySignaturesExpired
        /// The zone data carries no signature.
        case dataUnsigned
        /// No key that signed the zone data is in the DNSKEY RRset.
        case dataSignerNotInDNSKEY
        /// Keys that signed the zone data are in the DNSKEY RRset, but each carries the REVOKE bit.
        case dataSignerRevoked
        /// The signatures on the zone data have expired.
        case dataSignaturesExpired

        /// The reason in a few words.
        public var description: String {
            switch self {
            case .noDNSKEY: "there is a DS RRset but no DNSKEY RRset"
            case .dsMatchesNoKey: "the DS RRset names no key of the DNSKEY RRset"
            case .dsMatchesOnlyRevokedKeys: "every key that the DS RRset names is revoked"
            case .dsKeyDoesNotSign: "no key that the DS RRset names signs the DNSKEY RRset"
            case .keySignaturesExpired: "the signatures on the DNSKEY RRset have expired"
            case .dataUnsigned: "zone data without a signature under a DS RRset"
            case .dataSignerNotInDNSKEY: "no key that signed the zone data is in the DNSKEY RRset"
            case .dataSignerRevoked: "every key that signed the zone data is revoked"
            case .dataSignaturesExpired: "the signatures on the zone data have expired"
            }
        }
    }
}
