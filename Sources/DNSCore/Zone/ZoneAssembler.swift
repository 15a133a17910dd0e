/// Takes the content of a zone that already is in canonical order, as a signer makes it.
///
/// Call `beginOwner`, then for each RRset in order of type `beginRRset` with `appendRecord` in canonical order,
/// or copy whole RRsets of another zone with `appendRRset`. The order of owners and of types is a precondition;
/// the order of records is the caller's to keep. Size limits are looked at once, by `finish`.
public struct ZoneAssembler: Sendable {
    private let origin: Name
    var arena: [UInt8] = []
    var owners: [ZoneOwner] = []
    var rrsets: [ZoneRRset] = []
    var records: [OctetRange] = []
    var isTooLarge = false
    var longestRDATA = 0

    /// An empty zone with room for the given numbers; they are hints, and unused room costs no memory.
    public init(
        origin: Name,
        reservingOctets octets: Int = 0,
        owners ownerCount: Int = 0,
        rrsets rrsetCount: Int = 0,
        records recordCount: Int = 0
    ) {
        self.origin = origin
        arena.reserveCapacity(octets)
        owners.reserveCapacity(ownerCount)
        rrsets.reserveCapacity(rrsetCount)
        records.reserveCapacity(recordCount)
    }

    /// Begins the next owner in canonical order.
    ///
    /// - Parameters:
    ///   - name: Uncompressed wire form.
    ///   - key: The sort key, see `Name.appendCanonicalKey`; greater than that of the owner before.
    ///   - labelCount: Labels of the name, the root's not counted.
    ///   - status: Authoritative, cut or occluded.
    public mutating func beginOwner(
        name: Span<UInt8>,
        key: Span<UInt8>,
        labelCount: UInt8,
        status: OwnerStatus
    ) {
        if let last = owners.last, !isTooLarge {
            precondition(last.rrsetCount > 0, "an owner without RRsets")
            precondition(
                OctetOrder.compare(OctetOrder.octets(last.key, in: arena.span), key) < 0,
                "owners out of canonical order"
            )
        }
        let nameRange = append(name)
        let keyRange = append(key)
        owners.append(
            ZoneOwner(
                name: nameRange,
                key: keyRange,
                firstRRset: UInt32(rrsets.count),
                rrsetCount: 0,
                labelCount: labelCount,
                status: status
            )
        )
    }

    /// Begins the next owner in canonical order, whose name and status are those of an owner of another zone.
    public mutating func beginOwner(_ owner: ZoneOwner, of zone: Zone) {
        beginOwner(
            name: zone.octets(owner.name),
            key: zone.octets(owner.key),
            labelCount: owner.labelCount,
            status: owner.status
        )
    }

    /// Begins the next RRset of the present owner; at least one record must follow.
    public mutating func beginRRset(_ type: RRType, ttl: UInt32) {
        precondition(!owners.isEmpty, "an RRset without an owner")
        let owner = owners[owners.count - 1]
        if owner.rrsetCount > 0 {
            let last = rrsets[rrsets.count - 1]
            precondition(last.recordCount > 0, "an RRset without records")
            precondition(last.type < type, "RRsets out of order of type")
        }
        rrsets.append(ZoneRRset(type: type, ttl: ttl, firstRecord: UInt32(records.count), recordCount: 0))
        owners[owners.count - 1] = owner.with(rrsetCount: owner.rrsetCount + 1)
    }

    /// Appends the next record, in canonical order, to the present RRset.
    public mutating func appendRecord(_ rdata: Span<UInt8>) {
        precondition(!rrsets.isEmpty, "a record without an RRset")
        longestRDATA = max(longestRDATA, rdata.count)
        guard rdata.count <= Int(UInt16.max), records.count < Int(UInt32.max) - 1 else {
            isTooLarge = true
            return
        }
        records.append(append(rdata))
        let last = rrsets[rrsets.count - 1]
        rrsets[rrsets.count - 1] = ZoneRRset(
            type: last.type,
            ttl: last.ttl,
            firstRecord: last.firstRecord,
            recordCount: last.recordCount + 1
        )
    }

    /// Copies a whole RRset of another zone to the present owner.
    ///
    /// - Parameters:
    ///   - rrset: The RRset to copy.
    ///   - zone: The zone that it is part of.
    ///   - ttl: Another TTL for it, or nil for its own.
    public mutating func appendRRset(_ rrset: ZoneRRset, of zone: Zone, ttl: UInt32? = nil) {
        beginRRset(rrset.type, ttl: ttl ?? rrset.ttl)
        guard records.count + Int(rrset.recordCount) < Int(UInt32.max) else { return isTooLarge = true }
        let first = records.count
        for index in rrset.records { records.append(append(zone.octets(zone.records[index]))) }
        rrsets[rrsets.count - 1] = ZoneRRset(
            type: rrset.type,
            ttl: ttl ?? rrset.ttl,
            firstRecord: UInt32(first),
            recordCount: rrset.recordCount
        )
    }

    /// Appends all owners of another part of the zone, which follow those that are here.
    public mutating func append(_ part: Zone) {
        let shift = arena.count
        guard shift + part.arena.count <= Int(UInt32.max),
            records.count + part.records.count < Int(UInt32.max)
        else {
            isTooLarge = true
            return
        }
        let (firstRRset, firstRecord) = (UInt32(rrsets.count), UInt32(records.count))
        arena.append(contentsOf: part.arena)
        for owner in part.owners { owners.append(owner.moved(by: UInt32(shift), firstRRset: firstRRset)) }
        for rrset in part.rrsets {
            rrsets.append(
                ZoneRRset(
                    type: rrset.type,
                    ttl: rrset.ttl,
                    firstRecord: rrset.firstRecord + firstRecord,
                    recordCount: rrset.recordCount
                )
            )
        }
        for record in part.records {
            records.append(OctetRange(offset: record.offset + UInt32(shift), count: record.count))
        }
    }

    /// The zone.
    ///
    /// - Throws: `ZoneSizeError` where what was appended does not fit.
    public consuming func finish() throws(ZoneSizeError) -> Zone {
        try check()
        return Zone(origin: origin, arena: arena, owners: owners, rrsets: rrsets, records: records)
    }

    private mutating func append(_ octets: Span<UInt8>) -> OctetRange {
        guard arena.count + octets.count <= Int(UInt32.max) else {
            isTooLarge = true
            return OctetRange(offset: 0, count: 0)
        }
        let range = OctetRange(offset: UInt32(arena.count), count: UInt16(octets.count))
        arena.append(run: octets)
        return range
    }
}
