/// What the caches of the world may know of one record of a key.
///
/// The four states of BIND's and OpenDNSSEC's key managers, from "Flexible and Robust Key Rollover" (Schaeffer,
/// Overeinder, Mekking, 2012).
public enum RecordState: String, Hashable, Sendable, CaseIterable {
    /// In no cache, and not published.
    case hidden
    /// Published; some caches still hold the RRset without it.
    case rumoured
    /// In every cache that holds the RRset.
    case omnipresent
    /// No longer published; some caches still hold the RRset with it.
    case unretentive

    /// True if the record is in the zone or at the parent.
    public var isPublished: Bool { self == .rumoured || self == .omnipresent }
}

/// The state of one record of a key, and since when.
public struct RecordTrack: Hashable, Sendable {
    /// The state.
    public var state: RecordState
    /// When the state was entered, by decision.
    public var since: Instant
    /// When the change was first seen in force: the signed zone was published, the parent's servers showed it.
    ///
    /// nil as long as nobody saw it; the waits of `rumoured` and `unretentive` begin here.
    public var seen: Instant?
    /// The largest TTL with which a cache can hold what was there before; set together with `seen`.
    public var ttl: Interval?

    /// A state that nobody saw yet.
    public init(_ state: RecordState, since: Instant) {
        self.state = state
        self.since = since
    }

    /// All fields as they are.
    public init(_ state: RecordState, since: Instant, seen: Instant?, ttl: Interval?) {
        self.state = state
        self.since = since
        self.seen = seen
        self.ttl = ttl
    }
}

/// The records of a key whose states are tracked.
public enum KeyRecord: String, Hashable, Sendable, CaseIterable {
    /// The DNSKEY record.
    case dnskey
    /// Signatures over the zone's data.
    case zrrsig
    /// The signature over the DNSKEY RRset.
    case krrsig
    /// The DS record at the parent.
    case ds
    /// The trust anchor in RFC 5011 validators and configuration files.
    case anchor
    /// The DNSKEY record with the REVOKE bit (RFC 5011 2.1).
    case revocation
}
