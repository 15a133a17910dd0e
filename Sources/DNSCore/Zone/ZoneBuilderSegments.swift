// How a `ZoneBuilder` takes over what another one has gathered.

extension ZoneBuilder {
    /// Appends all records of a builder, as if they had come one by one; its last owner may go on with what follows.
    ///
    /// Data that many records share (the name servers of a large hosting company, say) is kept once.
    ///
    /// - Parameters:
    ///   - segment: The other builder, of the same zone.
    ///   - firstMark: What its mark 1 is here; the others count on from it.
    /// - Returns: False if it does not fit, or would tell of differing TTLs otherwise than record by record;
    ///   nothing was appended then.
    mutating func append(_ segment: ZoneBuilder, firstMark: UInt32) -> Bool {
        guard arena.count + segment.arena.count <= Int(UInt32.max) - 1024,
            room.hasPlace(in: self, for: segment.records.count, octets: segment.arena.count)
        else { return false }
        let continued = segment.owners.first.flatMap { continuesLastOwner($0, segment) ? $0 : nil }
        if let continued, segment.firstOwnerHasDifferingTTLs || hasOtherTTLs(continued, segment) {
            return false
        }
        ttlDifferences += segment.ttlDifferences.map { difference in
            var difference = difference
            difference.mark = Self.mark(difference.mark, from: firstMark)
            return difference
        }
        for (mark, ttl) in segment.ownTTLs { ownTTLs[Self.mark(mark, from: firstMark)] = ttl }
        var next = 0
        if let continued {
            appendToLastOwner(continued, segment, firstMark)
            next = 1
        }
        guard next < segment.owners.count else { return true }
        fetchShared(by: segment)
        closeOwner()
        noteOrder(of: segment.owners[next], segment)
        while next < segment.owners.count {
            append(segment.owners[next], segment, firstMark)
            next += 1
        }
        (ownerIsInOrder, rrsetIsInOrder) = (segment.ownerIsInOrder, segment.rrsetIsInOrder)
        return true
    }

    private static func mark(_ mark: UInt32, from first: UInt32) -> UInt32 {
        UInt32(clamping: UInt64(mark) + UInt64(first) - 1)
    }

    private func continuesLastOwner(_ owner: ZoneOwner, _ segment: ZoneBuilder) -> Bool {
        guard let last = owners.last else { return false }
        return OctetOrder.isEqual(
            OctetOrder.octets(last.key, in: arena.span),
            OctetOrder.octets(owner.key, in: segment.arena.span)
        )
    }

    /// True if the last owner has records of a type of this owner's, with another TTL; signatures may (RFC 4034 3).
    private func hasOtherTTLs(_ owner: ZoneOwner, _ segment: ZoneBuilder) -> Bool {
        guard let last = owners.last else { return false }
        return last.rrsets.contains { index in
            let known = rrsets[index]
            guard known.type != .rrsig else { return false }
            return segment.rrsets[owner.rrsets].contains { $0.type == known.type && $0.ttl != known.ttl }
        }
    }

    private mutating func appendToLastOwner(_ owner: ZoneOwner, _ segment: ZoneBuilder, _ firstMark: UInt32) {
        for index in owner.rrsets {
            let rrset = segment.rrsets[index]
            for record in rrset.records {
                let start = arena.count
                appendOctets(segment.records[record], of: segment)
                let mark = Self.mark(segment.marks[record], from: firstMark)
                do throws(ZoneSizeError) {
                    try closeRecord(type: rrset.type, ttl: rrset.ttl, rdataStart: start, mark: mark)
                } catch {
                    preconditionFailure("room was looked for before")
                }
            }
        }
    }

    private mutating func noteOrder(of owner: ZoneOwner, _ segment: ZoneBuilder) {
        ownersAreInOrder = ownersAreInOrder && segment.ownersAreInOrder
        guard ownersAreInOrder, let last = owners.last else { return }
        ownersAreInOrder =
            OctetOrder.compare(
                OctetOrder.octets(last.key, in: arena.span),
                OctetOrder.octets(owner.key, in: segment.arena.span)
            ) < 0
    }

    private mutating func append(_ owner: ZoneOwner, _ segment: ZoneBuilder, _ firstMark: UInt32) {
        let shift = UInt32(arena.count) &- owner.name.offset
        // The sort key stands behind the name.
        appendOctets(
            OctetRange(offset: owner.name.offset, count: owner.name.count + owner.key.count),
            of: segment
        )
        owners.append(
            ZoneOwner(
                name: OctetRange(offset: owner.name.offset &+ shift, count: owner.name.count),
                key: OctetRange(offset: owner.key.offset &+ shift, count: owner.key.count),
                firstRRset: UInt32(rrsets.count),
                rrsetCount: owner.rrsetCount,
                labelCount: owner.labelCount,
                status: owner.status
            )
        )
        for index in owner.rrsets { append(segment.rrsets[index], segment, firstMark) }
    }

    private mutating func append(_ rrset: ZoneRRset, _ segment: ZoneBuilder, _ firstMark: UInt32) {
        rrsets.append(
            ZoneRRset(
                type: rrset.type,
                ttl: rrset.ttl,
                firstRecord: UInt32(records.count),
                recordCount: rrset.recordCount
            )
        )
        let isShared = SharedOctets.isWorthwhile(rrset.type)
        for record in rrset.records {
            let range = segment.records[record]
            records.append(
                isShared ? share(range, of: segment, segment.slots[record]) : copy(range, of: segment)
            )
            marks.append(Self.mark(segment.marks[record], from: firstMark))
        }
    }

    private mutating func copy(_ range: OctetRange, of segment: ZoneBuilder) -> OctetRange {
        let start = UInt32(arena.count)
        appendOctets(range, of: segment)
        return OctetRange(offset: start, count: range.count)
    }

    /// The run of the same octets that is here already, or a copy.
    private mutating func share(_ range: OctetRange, of segment: ZoneBuilder, _ slot: UInt32) -> OctetRange {
        let octets = OctetOrder.octets(range, in: segment.arena.span)
        let known = shared.runs(slot)
        if OctetOrder.isEqual(OctetOrder.octets(known, in: arena.span), octets) { return known }
        let new = copy(range, of: segment)
        shared.set(slot, to: new)
        return new
    }

    /// Reads a little of each run that may be the same as data of a segment.
    private func fetchShared(by segment: ZoneBuilder) {
        guard !arena.isEmpty else { return }
        var seen: UInt8 = 0
        for slot in segment.slots where slot != SharedOctets.noSlot {
            let known = shared.runs(slot)
            seen ^= arena[Int(known.offset)] ^ arena[Int(known.offset) + max(Int(known.count), 1) - 1]
        }
        FetchAhead.use(seen)
    }

    /// Finds out where the data of each record has its place among the shared runs.
    ///
    /// It belongs to the end of a segment, so that many threads do it.
    mutating func noteSlots() {
        slots = Array(repeating: SharedOctets.noSlot, count: records.count)
        for rrset in rrsets where SharedOctets.isWorthwhile(rrset.type) {
            for record in rrset.records {
                slots[record] = SharedOctets.slot(of: OctetOrder.octets(records[record], in: arena.span))
            }
        }
    }

    private mutating func appendOctets(_ range: OctetRange, of segment: ZoneBuilder) {
        arena.append(run: OctetOrder.octets(range, in: segment.arena.span))
    }
}

/// Runs of an arena by their content, to find those that are there already.
///
/// It forgets: a run takes the place of another with the same slot. That costs memory, and nothing else.
struct SharedOctets: Sendable {
    private static let slots = 1 << 17
    /// The slot of data that is not shared.
    static let noSlot = UInt32.max
    private var table: [OctetRange] = []

    /// True for types whose data is alike in many records.
    static func isWorthwhile(_ type: RRType) -> Bool {
        switch type {
        case .ns, .mx, .cname, .txt: true
        default: false
        }
    }

    /// The slot of some octets.
    static func slot(of octets: Span<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var index = 0
        while index + 8 <= octets.count {
            hash = (hash ^ OctetOrder.word(octets, at: index)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 8
        }
        while index < octets.count {
            hash = (hash ^ UInt64(octets[index])) &* 0x100_0000_01B3
            index += 1
        }
        return UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 47)
    }

    /// The run that has a slot; an empty one where none has.
    func runs(_ slot: UInt32) -> OctetRange {
        table.isEmpty ? OctetRange(offset: 0, count: 0) : table[Int(slot)]
    }

    /// Gives a slot to a run.
    mutating func set(_ slot: UInt32, to run: OctetRange) {
        if table.isEmpty {
            table = Array(repeating: OctetRange(offset: 0, count: 0), count: Self.slots)
        }
        table[Int(slot)] = run
    }
}
