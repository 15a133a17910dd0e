// How a `ZoneBuilder` sorts: records when an RRset ends, RRsets when an owner ends, owners at the end.

extension ZoneBuilder {
    /// Sorts the records of the last RRset and drops repeats.
    mutating func closeRRset() {
        guard !rrsetIsInOrder else { return }
        rrsetIsInOrder = true
        let last = rrsets[rrsets.count - 1]
        sortTail(from: Int(last.firstRecord), type: last.type)
        rrsets[rrsets.count - 1] = ZoneRRset(
            type: last.type,
            ttl: last.ttl,
            firstRecord: last.firstRecord,
            recordCount: UInt32(records.count) - last.firstRecord
        )
    }

    /// Takes the last owner away where it has got no record.
    mutating func removeEmptyOwner() {
        if let last = owners.last, last.rrsetCount == 0 { owners.removeLast() }
    }

    /// Puts the RRsets of the last owner into order of type, and merges those of one type.
    ///
    /// An owner that got no record is taken away.
    mutating func closeOwner() {
        guard let last = owners.last else { return }
        guard last.rrsetCount > 0 else { return removeEmptyOwner() }
        closeRRset()
        guard !ownerIsInOrder else { return }
        ownerIsInOrder = true
        let base = rrsets[Int(last.firstRRset)].firstRecord
        let runs = rrsets[last.rrsets].map { run in
            ZoneRRset(
                type: run.type,
                ttl: run.ttl,
                firstRecord: run.firstRecord - base,
                recordCount: run.recordCount
            )
        }
        let tail = Array(records[Int(base)...])
        let tailMarks = Array(marks[Int(base)...])
        rrsets.removeLast(rrsets.count - Int(last.firstRRset))
        records.removeLast(tail.count)
        marks.removeLast(tail.count)
        appendMerged(runs, records: tail, marks: tailMarks)
        owners[owners.count - 1] = last.with(rrsetCount: UInt16(rrsets.count - Int(last.firstRRset)))
    }

    /// Sorts and merges whatever is not in order yet.
    mutating func putInOrder(threads: Int) {
        closeOwner()
        if !ownersAreInOrder { sortOwners(threads: threads) }
        ownersAreInOrder = true
    }

    /// Appends runs of one owner as RRsets in order of type.
    private mutating func appendMerged(
        _ runs: [ZoneRRset],
        records source: [OctetRange],
        marks sourceMarks: [UInt32]
    ) {
        // The index keeps runs of one type as they came: the sort of the standard library is not stable by contract.
        let order = runs.indices.sorted { (runs[$0].type, $0) < (runs[$1].type, $1) }
        var next = 0
        while next < order.count {
            let type = runs[order[next]].type
            let first = records.count
            let begin = next
            var ttl = UInt32.max
            while next < order.count, runs[order[next]].type == type {
                let run = runs[order[next]]
                records.append(contentsOf: source[run.records])
                marks.append(contentsOf: sourceMarks[run.records])
                ttl = min(ttl, run.ttl)
                next += 1
            }
            if next - begin > 1 {
                noteDifferingTTLs(of: order[begin..<next].map { runs[$0] }, sourceMarks)
                sortTail(from: first, type: type)
            }
            rrsets.append(
                ZoneRRset(
                    type: type,
                    ttl: ttl,
                    firstRecord: UInt32(first),
                    recordCount: UInt32(records.count - first)
                )
            )
        }
    }

    /// RRSIG records are not one RRset (RFC 4035 2.2): each has the TTL of what it covers.
    private mutating func noteDifferingTTLs(of runs: [ZoneRRset], _ sourceMarks: [UInt32]) {
        guard runs[0].type != .rrsig, let other = runs.first(where: { $0.ttl != runs[0].ttl }) else { return }
        if owners.count == 1 { firstOwnerHasDifferingTTLs = true }
        ttlDifferences.append(
            TTLDifference(
                type: runs[0].type,
                first: runs[0].ttl,
                other: other.ttl,
                mark: sourceMarks[Int(other.firstRecord)]
            )
        )
    }

    /// Sorts the records from `first` to the end canonically and drops repeats.
    private mutating func sortTail(from first: Int, type: RRType) {
        if records.count - first <= 16 {
            insertionSortTail(from: first, type: type)
        } else {
            sortLongTail(from: first, type: type)
        }
        var kept = first
        for index in (first + 1)..<max(records.count, first + 1)
        where CanonicalOrder.compare(records[kept], records[index], of: type, in: arena.span) != 0 {
            kept += 1
            records[kept] = records[index]
            marks[kept] = marks[index]
        }
        let surplus = records.count - kept - 1
        records.removeLast(surplus)
        marks.removeLast(surplus)
    }

    private mutating func insertionSortTail(from first: Int, type: RRType) {
        for index in (first + 1)..<max(records.count, first + 1) {
            var position = index
            while position > first,
                CanonicalOrder.precedes(records[position], records[position - 1], of: type, in: arena.span)
            {
                records.swapAt(position, position - 1)
                marks.swapAt(position, position - 1)
                position -= 1
            }
        }
    }

    private mutating func sortLongTail(from first: Int, type: RRType) {
        let octets = arena
        let tail = Array(records[first...])
        let tailMarks = Array(marks[first...])
        let order = tail.indices.sorted { left, right in
            let result = CanonicalOrder.compare(tail[left], tail[right], of: type, in: octets.span)
            return result < 0 || (result == 0 && left < right)
        }
        for (index, origin) in order.enumerated() {
            records[first + index] = tail[origin]
            marks[first + index] = tailMarks[origin]
        }
    }
}

// MARK: - Owners

extension ZoneBuilder {
    /// Sorts the owners.
    ///
    /// What they point to stays where it is, but for owners that came several times.
    private mutating func sortOwners(threads: Int) {
        var order = sortedRuns(threads: threads)
        moveOwners(&order)
        mergeRepeats(order)
    }

    /// Moves each owner to its place, along the cycles of the permutation: a copy of all would be large.
    private mutating func moveOwners(_ order: inout [PrefixSort.Entry]) {
        for start in order.indices where Int(order[start].index) != start {
            let first = owners[start]
            var place = start
            while true {
                let source = Int(order[place].index)
                order[place].index = UInt32(place)
                if source == start { break }
                owners[place] = owners[source]
                place = source
            }
            owners[place] = first
        }
    }

    /// Makes one owner of each run of equal names; `order` has their prefixes.
    private mutating func mergeRepeats(_ order: [PrefixSort.Entry]) {
        var kept = 0
        var next = 0
        while next < owners.count {
            let begin = next
            next += 1
            while next < owners.count, order[next].prefix == order[begin].prefix,
                hasEqualKeys(owners[begin], owners[next])
            {
                next += 1
            }
            owners[kept] =
                next - begin == 1
                ? owners[begin] : mergedRRset(begin..<next) ?? merged(Array(owners[begin..<next]))
            kept += 1
        }
        owners.removeLast(owners.count - kept)
    }

    /// One owner of several that are the same and have parts of one RRset; nil where there is more to it.
    private mutating func mergedRRset(_ range: Range<Int>) -> ZoneOwner? {
        let model = rrsets[Int(owners[range.lowerBound].firstRRset)]
        for owner in owners[range] {
            let rrset = rrsets[Int(owner.firstRRset)]
            guard owner.rrsetCount == 1, rrset.type == model.type, rrset.ttl == model.ttl else { return nil }
        }
        let first = records.count
        for index in range {
            let place = Int(owners[index].firstRRset)
            for record in rrsets[place].records {
                records.append(records[record])
                marks.append(marks[record])
            }
            rrsets[place] = rrsets[place].cleared
        }
        sortTail(from: first, type: model.type)
        rrsets.append(
            ZoneRRset(
                type: model.type,
                ttl: model.ttl,
                firstRecord: UInt32(first),
                recordCount: UInt32(records.count - first)
            )
        )
        return owners[range.lowerBound].with(firstRRset: UInt32(rrsets.count - 1), rrsetCount: 1)
    }

    /// One owner of several that are the same: its RRsets go to the end, and empty ones stay in their places.
    private mutating func merged(_ owners: [ZoneOwner]) -> ZoneOwner {
        var runs: [ZoneRRset] = []
        var tail: [OctetRange] = []
        var tailMarks: [UInt32] = []
        for index in owners.flatMap(\.rrsets) {
            let run = rrsets[index]
            runs.append(
                ZoneRRset(
                    type: run.type,
                    ttl: run.ttl,
                    firstRecord: UInt32(tail.count),
                    recordCount: run.recordCount
                )
            )
            tail += records[run.records]
            tailMarks += marks[run.records]
            rrsets[index] = run.cleared
        }
        let first = rrsets.count
        appendMerged(runs, records: tail, marks: tailMarks)
        return owners[0].with(firstRRset: UInt32(first), rrsetCount: UInt16(rrsets.count - first))
    }

    private func hasEqualKeys(_ left: ZoneOwner, _ right: ZoneOwner) -> Bool {
        let octets = arena.span
        guard left.key.count == right.key.count else { return false }
        return OctetOrder.hasPrefix(
            OctetOrder.octets(left.key, in: octets),
            OctetOrder.octets(right.key, in: octets)
        )
    }

    private func sortedRuns(threads: Int) -> [PrefixSort.Entry] {
        var entries = prefixes(threads: threads)
        unsafe entries.withUnsafeMutableBufferPointer { entries in
            unsafe PrefixSort.sort(entries, threads: threads)
            unsafe sortEqualPrefixes(entries, threads: threads)
        }
        return entries
    }

    private func prefixes(threads: Int) -> [PrefixSort.Entry] {
        let skipped = origin.canonicalKey.count
        let octets = arena
        let keys = owners
        var entries: [PrefixSort.Entry] = []
        entries.reserveCapacity(keys.count)
        let pieces = OwnerPieces(count: keys.count)
        OrderedWork.run(count: pieces.count, threads: threads) { piece in
            pieces[piece].map { index in
                let prefix = Self.prefix(OctetOrder.octets(keys[index].key, in: octets.span), from: skipped)
                return PrefixSort.Entry(prefix: prefix, index: UInt32(index))
            }
        } take: {
            entries += $1
            return true
        }
        return entries
    }

    /// Sorts each run of entries that have one prefix.
    private func sortEqualPrefixes(_ entries: UnsafeMutableBufferPointer<PrefixSort.Entry>, threads: Int) {
        let octets = arena
        let keys = owners
        nonisolated(unsafe) let entries = unsafe entries
        let pieces = unsafe OwnerPieces(count: entries.count)
        OrderedWork.run(count: pieces.count, threads: threads) { piece in
            unsafe Self.forEachRun(of: entries, from: pieces[piece]) { run in
                let part = unsafe UnsafeMutableBufferPointer(rebasing: entries[run])
                unsafe ParallelSort.sort(part, threads: threads) { left, right in
                    let result = OctetOrder.compare(
                        OctetOrder.octets(keys[Int(left.index)].key, in: octets.span),
                        OctetOrder.octets(keys[Int(right.index)].key, in: octets.span)
                    )
                    return result < 0 || (result == 0 && left.index < right.index)
                }
            }
        } take: { _, _ in
            true
        }
    }

    /// Calls `body` with each run of several entries of one prefix that begins in a piece; it may end behind it.
    private static func forEachRun(
        of entries: UnsafeMutableBufferPointer<PrefixSort.Entry>,
        from piece: Range<Int>,
        _ body: (Range<Int>) -> Void
    ) {
        var next = piece.lowerBound
        while next > 0, next < piece.upperBound, unsafe entries[next].prefix == entries[next - 1].prefix {
            next += 1
        }
        while next < piece.upperBound {
            let begin = next
            next += 1
            while next < entries.count, unsafe entries[next].prefix == entries[begin].prefix { next += 1 }
            if next - begin > 1 { body(begin..<next) }
        }
    }

    /// The octets of a key from `start` on as a number of eight octets, filled up with zeros.
    private static func prefix(_ key: Span<UInt8>, from start: Int) -> UInt64 {
        guard start + 8 > key.count else { return OctetOrder.word(key, at: start) }
        var prefix: UInt64 = 0
        for position in start..<(start + 8) {
            prefix = prefix << 8 | UInt64(position < key.count ? key[position] : 0)
        }
        return prefix
    }
}
