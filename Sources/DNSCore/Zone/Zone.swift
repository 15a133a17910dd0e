/// A run of octets in a zone's arena.
@frozen
public struct OctetRange: Sendable {
    /// Where it starts in the arena.
    public let offset: UInt32
    /// How many octets.
    public let count: UInt16

    /// A run of `count` octets from `offset`.
    @inlinable
    public init(offset: UInt32, count: UInt16) {
        self.offset = offset
        self.count = count
    }
}

/// What the zone says of an owner name (RFC 4035 2.2, RFC 6672 2.4).
public enum OwnerStatus: UInt8, Sendable {
    /// Authoritative data, not a zone cut; the apex too.
    case authoritative
    /// A zone cut: NS below the apex. Only DS (and the denial records) are authoritative here.
    case delegation
    /// Below a zone cut or below a DNAME: glue or occluded, never signed, no denial record.
    case occluded
}

/// An owner name of a zone, with its RRsets.
@frozen
public struct ZoneOwner: Sendable {
    /// Wire form, as the operator wrote it.
    public let name: OctetRange
    /// Sort key, see `Name.appendCanonicalKey`.
    public let key: OctetRange
    /// Index of its first RRset in `Zone.rrsets`; they are in order of type.
    public let firstRRset: UInt32
    /// Number of its RRsets, at least 1.
    public let rrsetCount: UInt16
    /// Labels of the name, the root's not counted.
    public let labelCount: UInt8
    /// Authoritative, cut, or occluded.
    public let status: OwnerStatus

    /// All fields as they are.
    @inlinable
    public init(
        name: OctetRange,
        key: OctetRange,
        firstRRset: UInt32,
        rrsetCount: UInt16,
        labelCount: UInt8,
        status: OwnerStatus
    ) {
        self.name = name
        self.key = key
        self.firstRRset = firstRRset
        self.rrsetCount = rrsetCount
        self.labelCount = labelCount
        self.status = status
    }

    /// Indices of its RRsets in `Zone.rrsets`.
    @inlinable
    public var rrsets: Range<Int> { Int(firstRRset)..<(Int(firstRRset) + Int(rrsetCount)) }
}

extension ZoneOwner {
    /// The same owner with other RRsets.
    func with(firstRRset: UInt32? = nil, rrsetCount: UInt16) -> ZoneOwner {
        ZoneOwner(
            name: name,
            key: key,
            firstRRset: firstRRset ?? self.firstRRset,
            rrsetCount: rrsetCount,
            labelCount: labelCount,
            status: status
        )
    }

    /// The same owner where its octets are `shift` behind, and its RRset 0 is RRset `firstRRset`.
    func moved(by shift: UInt32, firstRRset: UInt32) -> ZoneOwner {
        ZoneOwner(
            name: OctetRange(offset: name.offset + shift, count: name.count),
            key: OctetRange(offset: key.offset + shift, count: key.count),
            firstRRset: self.firstRRset + firstRRset,
            rrsetCount: rrsetCount,
            labelCount: labelCount,
            status: status
        )
    }

    /// The same owner with another status.
    func with(status: OwnerStatus) -> ZoneOwner {
        ZoneOwner(
            name: name,
            key: key,
            firstRRset: firstRRset,
            rrsetCount: rrsetCount,
            labelCount: labelCount,
            status: status
        )
    }
}

/// All records of one owner and type.
///
/// RRSIG records of an owner form one RRset here, whatever they cover.
@frozen
public struct ZoneRRset: Sendable {
    /// The type.
    public let type: RRType
    /// The TTL in seconds.
    ///
    /// It is one for the whole set (RFC 2181 5.2). For RRSIG see `Zone`.
    public let ttl: UInt32
    /// Index of its first record in `Zone.records`; they are in canonical order, without repeats.
    public let firstRecord: UInt32
    /// Number of its records, at least 1.
    public let recordCount: UInt32

    /// All fields as they are.
    @inlinable
    public init(type: RRType, ttl: UInt32, firstRecord: UInt32, recordCount: UInt32) {
        self.type = type
        self.ttl = ttl
        self.firstRecord = firstRecord
        self.recordCount = recordCount
    }

    /// What stands in the place of an RRset that is elsewhere now.
    var cleared: ZoneRRset {
        ZoneRRset(type: RRType(rawValue: 0), ttl: 0, firstRecord: firstRecord, recordCount: 0)
    }

    /// Indices of its records in `Zone.records`.
    @inlinable
    public var records: Range<Int> { Int(firstRecord)..<(Int(firstRecord) + Int(recordCount)) }
}

/// The content of a zone: one arena of octets and compact indices into it, in canonical order.
///
/// A zone has no object per record and no `String` per name. Owners are in canonical order (RFC 4034 6.1), the
/// RRsets of an owner in order of type, the records of an RRset in canonical order of their RDATA without
/// repeats (RFC 4034 6.3). RDATA keeps the case of names in it as it was written; `CanonicalRDATA` gives the
/// form that is signed.
///
/// RRSIG records of one owner share one `ZoneRRset`; each has the TTL of the RRset that it covers (RFC 4034 3), which is its
/// Original TTL field unless somebody changed it: `ttl(of:in:)` tells what it was read with.
public struct Zone: Sendable {
    /// The apex.
    public let origin: Name
    /// Every name, key and RDATA of the zone.
    public let arena: [UInt8]
    /// The owner names in canonical order; the apex is the first.
    public let owners: [ZoneOwner]
    /// The RRsets: those of one owner stand together, in order of type; the owners may be in any order here.
    ///
    /// RRsets of type 0 without records may stand between them, which no owner has.
    public let rrsets: [ZoneRRset]
    /// The RDATA of each record: those of one RRset stand together, in canonical order.
    public let records: [OctetRange]

    /// TTLs of records that have another than the rules want, by their index in `records`: of an RRSIG, another than its
    /// Original TTL field says; of other records, another than their RRset's.
    ///
    /// Only what was read can have such records: a signer makes none.
    public let ownTTLs: [UInt32: UInt32]

    /// Takes parts that already are in order; `ZoneBuilder` and `ZoneAssembler` make them.
    init(
        origin: Name,
        arena: [UInt8],
        owners: [ZoneOwner],
        rrsets: [ZoneRRset],
        records: [OctetRange],
        ownTTLs: [UInt32: UInt32] = [:]
    ) {
        self.ownTTLs = ownTTLs
        self.origin = origin
        self.arena = arena
        self.owners = owners
        self.rrsets = rrsets
        self.records = records
    }

    /// The octets of a run.
    @_lifetime(borrow self)
    public func octets(_ range: OctetRange) -> Span<UInt8> {
        let start = Int(range.offset)
        return arena.span.extracting(start..<(start + Int(range.count)))
    }

    /// A copy of an owner's name; for the edges, not for loops over a zone.
    public func name(of owner: ZoneOwner) -> Name {
        Name(uncheckedWire: copy(owner.name))
    }

    /// A copy of the octets of a run.
    public func copy(_ range: OctetRange) -> [UInt8] {
        Array(arena[Int(range.offset)..<(Int(range.offset) + Int(range.count))])
    }

    /// The RRset of a type at an owner, or nil.
    public func rrset(_ type: RRType, of owner: ZoneOwner) -> ZoneRRset? {
        for index in owner.rrsets where rrsets[index].type == type { return rrsets[index] }
        return nil
    }

    /// The TTL that a record was read with.
    ///
    /// - Parameters:
    ///   - record: Index in `records`.
    ///   - rrset: The RRset that it is of.
    /// - Returns: The TTL in seconds.
    public func ttl(of record: Int, in rrset: ZoneRRset) -> UInt32 {
        if !ownTTLs.isEmpty, let ttl = ownTTLs[UInt32(record)] { return ttl }
        return rrset.type == .rrsig ? Self.originalTTL(octets(records[record])) ?? rrset.ttl : rrset.ttl
    }

    /// The Original TTL field of an RRSIG (RFC 4034 3.1.4); `nil` if the data is too short for one.
    static func originalTTL(_ rdata: Span<UInt8>) -> UInt32? {
        rdata.count >= 8 ? RDATAWire.number(rdata, 4, width: 4) : nil
    }

    /// Index of the owner with this name, or nil; by binary search.
    public func ownerIndex(of name: Name) -> Int? { ownerIndex(ofKey: name.canonicalKey) }
}
