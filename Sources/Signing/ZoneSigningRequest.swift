public import DNSSECCrypto
public import DNSSECModel

/// A key as the signer takes it.
public struct ZoneKey: Sendable {
    /// The DNSKEY record without the REVOKE bit; the plan says where the bit is set.
    public let record: DNSKEYRecord
    /// The private part; nil for a key that is published only.
    public let signingKey: SigningKey?

    /// A key of a DNSKEY record, from which a REVOKE bit is taken off, and its private part.
    public init(record: DNSKEYRecord, signingKey: SigningKey?) {
        self.record = KeyMaterial(record: record).record
        self.signingKey = signingKey
    }
}

/// All that a signed zone is made of.
///
/// RRSIG, NSEC, NSEC3 and NSEC3PARAM records of the input are left out; the signer makes its own. DNSKEY, CDS and
/// CDNSKEY records at the apex of the input are left out where they are of one of `keys` (so that a zone signed
/// earlier can be signed again), and refused otherwise: the plan alone says which keys a zone shows.
public struct ZoneSigningRequest: Sendable {
    /// The operator's zone.
    public var zone: Zone
    /// How to sign.
    public var policy: DNSSECPolicy
    /// Which keys are shown, and which key signs what.
    public var plan: SigningPlan
    /// At least the keys that the plan speaks of.
    public var keys: [ManagedKey.ID: ZoneKey]
    /// The signed zone that was published before, to take signatures over from.
    public var previous: Zone?
    /// How signatures of `previous` are taken over.
    public var takeover = SignatureTakeover.asIs
    /// False if the zone is the signer's own output, whose key records need not be those of the plan any more.
    public var checksKeyRecords = true
    /// The serial that was published last, where `previous` is not at hand; the newer of the two counts.
    public var previousSerial: UInt32?
    /// True if keyturn has not published the zone yet, whoever published it before.
    ///
    /// Its first serial is then newer than the input's, too. Without any previous serial it always is.
    public var isFirst = false
    /// When the signatures over DNSKEY, CDS and CDNSKEY begin and end; nil = as the policy's validity has it.
    ///
    /// It must include `now`. Such signatures are taken over from the previous zone only if their times are these.
    public var keySignatureWindow: SignatureWindow?
    /// The moment to sign for.
    public var now: Instant
    /// Signatures and serial must hold from here on, before `now` while the clock is doubted; nil means `now`.
    public var earliest: Instant?
    /// How many threads sign, at least 1; content and order do not depend on it.
    public var threads: Int

    /// All parts as they are.
    public init(
        zone: Zone,
        policy: DNSSECPolicy,
        plan: SigningPlan,
        keys: [ManagedKey.ID: ZoneKey],
        previous: Zone? = nil,
        previousSerial: UInt32? = nil,
        keySignatureWindow: SignatureWindow? = nil,
        now: Instant,
        threads: Int = 1
    ) {
        self.zone = zone
        self.policy = policy
        self.plan = plan
        self.keys = keys
        self.previous = previous
        self.previousSerial = previousSerial
        self.keySignatureWindow = keySignatureWindow
        self.now = now
        self.threads = threads
    }
}

/// A zone ready to be verified and published.
@dynamicMemberLookup
public struct SignedZone: Sendable {
    /// The whole zone in canonical order.
    public let zone: Zone
    /// What is to be said of it.
    public let facts: SignedZoneFacts

    /// What is to be said of the zone.
    public subscript<Value>(dynamicMember path: KeyPath<SignedZoneFacts, Value>) -> Value {
        facts[keyPath: path]
    }
}

/// What is to be said of a signed zone.
public struct SignedZoneFacts: Sendable {
    /// The serial of its SOA.
    public let serial: UInt32
    /// What was done.
    public let statistics: SigningStatistics
    /// False if the zone is the previous zone, octet by octet: nothing changed and nothing was due.
    public let contentChanged: Bool
    /// When the first signature ends; nil for an unsigned zone.
    public let earliestExpiration: Instant?
    /// When the first signature has no more than the refresh time left; nil for an unsigned zone.
    ///
    /// Signatures with prescribed times (`keySignatureWindow`) do not count.
    public let nextRefresh: Instant?
    /// TTL of the DNSKEY RRset.
    public let dnskeyTTL: Interval
    /// The largest TTL of what the zone's keys sign: of all but DNSKEY, CDS and CDNSKEY.
    public let maximumTTL: Interval
    /// TTL of negative answers and of NSEC and NSEC3 records (RFC 9077).
    public let negativeTTL: Interval
    /// What the operator should know.
    public let warnings: [SigningWarning]
}

/// What signing a zone took.
public struct SigningStatistics: Hashable, Sendable {
    /// Signatures made now.
    public var signaturesMade = 0
    /// Signatures taken over from the previous zone.
    public var signaturesKept = 0
    /// Signatures of the previous zone that were not taken over.
    public var signaturesDropped = 0
    /// RRsets in the signed zone, those of RRSIG not counted.
    public var rrsets = 0
    /// NSEC or NSEC3 records.
    public var denialRecords = 0

    /// Nothing done.
    public init() {}

    /// Adds what a part of the zone took.
    mutating func add(_ part: SigningStatistics) {
        signaturesMade += part.signaturesMade
        signaturesKept += part.signaturesKept
        signaturesDropped += part.signaturesDropped
        rrsets += part.rrsets
        denialRecords += part.denialRecords
    }
}
