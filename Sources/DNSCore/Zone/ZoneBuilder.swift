/// Takes the records of a zone in any order and puts them into canonical order.
///
/// While records come in, it holds a zone in the making: runs of owners, RRsets and records as they came. An
/// owner is put in order as soon as the next one begins; the owners are sorted at the end, and only where they
/// did not come in order. It has no object per record, and sorts indices. Repeated records are dropped (RFC 2181
/// 5), and an RRset of differing TTLs gets the lowest of them.
public struct ZoneBuilder: Sendable {
    /// An RRset whose records had different TTLs.
    struct TTLDifference: Hashable, Sendable {
        /// The type of the RRset.
        var type: RRType
        /// The TTL of the first record.
        var first: UInt32
        /// The TTL of the record at `mark`.
        var other: UInt32
        /// The mark of the first record with another TTL.
        var mark: UInt32
    }

    /// The apex.
    public internal(set) var origin: Name
    var arena: [UInt8] = []
    var owners: [ZoneOwner] = []
    var rrsets: [ZoneRRset] = []
    var records: [OctetRange] = []
    /// One number of the caller's for each record; it stays with it through all sorting.
    var marks: [UInt32] = []
    var ttlDifferences: [TTLDifference] = []
    /// TTLs of records that have another than the rules want, by their marks; see `Zone.ownTTLs`.
    var ownTTLs: [UInt32: UInt32] = [:]
    /// Of a segment: its first owner, which may go on from the one before, was closed and told of differing TTLs.
    var firstOwnerHasDifferingTTLs = false
    /// Finds data that is here already, where whole segments are taken over.
    var shared = SharedOctets()
    /// Of a segment: the slot of each record's data.
    var slots: [UInt32] = []
    /// How much it may take.
    var room = Room(ZoneLimits())
    var ownersAreInOrder = true
    var ownerIsInOrder = true
    var rrsetIsInOrder = true

    /// An empty zone.
    ///
    /// - Parameters:
    ///   - origin: The apex.
    ///   - octets: How many octets of names, keys and RDATA to expect; unused room costs no memory.
    public init(origin: Name, reservingOctets octets: Int = 0) {
        self.origin = origin
        arena.reserveCapacity(octets)
    }

    /// Appends one record.
    ///
    /// - Parameters:
    ///   - owner: A name at or below the apex, in uncompressed wire form.
    ///   - type: The type of the record.
    ///   - ttl: Seconds.
    ///   - rdata: Well-formed RDATA.
    /// - Throws: `ZoneSizeError` where a limit is broken; the zone is then as before.
    public mutating func append(
        owner: Span<UInt8>,
        type: RRType,
        ttl: UInt32,
        rdata: Span<UInt8>
    ) throws(ZoneSizeError) {
        try beginOwner(owner)
        guard rdata.count <= Int(UInt16.max) else { throw .rdataTooLong(octets: rdata.count) }
        let start = arena.count
        arena.append(run: rdata)
        try closeRecord(type: type, ttl: ttl, rdataStart: start, mark: 0)
    }

    /// Appends one record of an owner given as a value.
    public mutating func append(
        _ owner: Name,
        _ type: RRType,
        ttl: UInt32,
        rdata: [UInt8]
    ) throws(ZoneSizeError) {
        try append(owner: owner.octets.span, type: type, ttl: ttl, rdata: rdata.span)
    }

    /// The zone in canonical order, each owner with its status.
    public consuming func finish() -> Zone {
        putInOrder(threads: 1)
        return takeZone(threads: 1)
    }

    /// Makes the records that follow belong to this owner.
    mutating func beginOwner(_ name: Span<UInt8>) throws(ZoneSizeError) {
        guard arena.count <= Int(UInt32.max) - 1024 else { throw .tooLarge }
        let nameStart = arena.count
        arena.append(run: name)
        let keyStart = arena.count
        Name.appendCanonicalKey(of: name, to: &arena)
        let key = OctetRange(offset: UInt32(keyStart), count: UInt16(arena.count - keyStart))
        if let last = owners.last {
            let order = compareKeys(last.key, key)
            if order == 0 {
                arena.removeLast(arena.count - nameStart)
                return
            }
            closeOwner()
            if order > 0 { ownersAreInOrder = false }
        }
        let range = OctetRange(offset: UInt32(nameStart), count: UInt16(name.count))
        owners.append(
            ZoneOwner(
                name: range,
                key: key,
                firstRRset: UInt32(rrsets.count),
                rrsetCount: 0,
                labelCount: Self.labelCount(of: name),
                status: .authoritative
            )
        )
    }

    /// Makes a record of the octets at the end of the arena, from `rdataStart` on.
    mutating func closeRecord(
        type: RRType,
        ttl: UInt32,
        rdataStart: Int,
        mark: UInt32
    ) throws(ZoneSizeError) {
        let count = arena.count - rdataStart
        guard count <= Int(UInt16.max), arena.count <= Int(UInt32.max), room.hasPlace(in: self, for: 1) else {
            throw count > Int(UInt16.max) ? .rdataTooLong(octets: count) : .tooLarge
        }
        let range = OctetRange(offset: UInt32(rdataStart), count: UInt16(count))
        if !extendLastRRset(with: range, type: type, ttl: ttl) {
            beginRRset(type: type, ttl: ttl)
        }
        records.append(range)
        marks.append(mark)
        if type == .rrsig, mark > 0 { noteSignatureTTL(ttl, rdataStart, mark) }
    }

    /// Notes the TTL of an RRSIG if it is not the one that its data names.
    private mutating func noteSignatureTTL(_ ttl: UInt32, _ rdataStart: Int, _ mark: UInt32) {
        let original = Zone.originalTTL(arena.span.extracting(rdataStart..<arena.count))
        if let original, original != ttl { ownTTLs[mark] = ttl }
    }

    /// True if the record continues the last RRset of the present owner.
    private mutating func extendLastRRset(with range: OctetRange, type: RRType, ttl: UInt32) -> Bool {
        guard owners[owners.count - 1].rrsetCount > 0 else { return false }
        let last = rrsets[rrsets.count - 1]
        guard last.type == type, last.ttl == ttl else { return false }
        if rrsetIsInOrder {
            let previous = records[records.count - 1]
            rrsetIsInOrder = CanonicalOrder.precedes(previous, range, of: type, in: arena.span)
        }
        rrsets[rrsets.count - 1] = ZoneRRset(
            type: type,
            ttl: ttl,
            firstRecord: last.firstRecord,
            recordCount: last.recordCount + 1
        )
        return true
    }

    private mutating func beginRRset(type: RRType, ttl: UInt32) {
        let index = owners.count - 1
        if owners[index].rrsetCount > 0 {
            closeRRset()
            // An owner with this many runs repeats types; merging reduces the count.
            if owners[index].rrsetCount == UInt16.max { closeOwner() }
            if rrsets[rrsets.count - 1].type >= type { ownerIsInOrder = false }
        }
        rrsets.append(
            ZoneRRset(type: type, ttl: ttl, firstRecord: UInt32(records.count), recordCount: 1)
        )
        owners[index] = owners[index].with(rrsetCount: owners[index].rrsetCount + 1)
    }

    private func compareKeys(_ left: OctetRange, _ right: OctetRange) -> Int {
        let octets = arena.span
        return OctetOrder.compare(
            OctetOrder.octets(left, in: octets),
            OctetOrder.octets(right, in: octets)
        )
    }

    private static func labelCount(of name: Span<UInt8>) -> UInt8 {
        var count: UInt8 = 0
        var position = 0
        while name[position] != 0 {
            count += 1
            position += Int(name[position]) + 1
        }
        return count
    }
}
