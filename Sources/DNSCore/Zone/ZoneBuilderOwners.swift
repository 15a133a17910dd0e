// How a `ZoneBuilder` sorts its owners: by the first octets of their keys, then by the rest where those are the same.

extension ZoneBuilder {
    /// Sorts the owners.
    ///
    /// What they point to stays where it is, but for owners that came several times.
    mutating func sortOwners(threads: Int) {
        var (order, repeats) = sortedEntries(threads: threads)
        unsafe owners.withUnsafeMutableBufferPointer { owners in
            unsafe order.withUnsafeMutableBufferPointer { order in
                unsafe OwnerMoves.apply(order, to: owners, threads: threads)
            }
        }
        if repeats > 0 { mergeRepeats(order) }
    }

    private func sortedEntries(threads: Int) -> (order: [PrefixSort.Entry], repeats: Int) {
        var entries = prefixes(threads: threads)
        let repeats = unsafe entries.withUnsafeMutableBufferPointer { entries in
            unsafe PrefixSort.sort(entries, threads: threads)
            return unsafe sortEqualPrefixes(entries, threads: threads)
        }
        return (entries, repeats)
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

    /// The octets of a key from `start` on as a number of eight octets, filled up with zeros.
    private static func prefix(_ key: Span<UInt8>, from start: Int) -> UInt64 {
        guard start + 8 > key.count else { return OctetOrder.word(key, at: start) }
        var prefix: UInt64 = 0
        for position in start..<(start + 8) {
            prefix = prefix << 8 | UInt64(position < key.count ? key[position] : 0)
        }
        return prefix
    }

    /// Sorts each run of entries that have one prefix.
    ///
    /// - Returns: How many entries have the same key as the one before them.
    private func sortEqualPrefixes(_ entries: KeySort.Entries, threads: Int) -> Int {
        let skipped = origin.canonicalKey.count + PrefixSort.octets
        let sort = KeySort(keys: owners, octets: arena, skipped: skipped, threads: threads)
        nonisolated(unsafe) let entries = unsafe entries
        let pieces = unsafe OwnerPieces(count: entries.count)
        var repeats = 0
        OrderedWork.run(count: pieces.count, threads: threads) { piece in
            unsafe sort.sortRuns(of: entries, from: pieces[piece])
        } take: {
            repeats += $1
            return true
        }
        return repeats
    }

    /// Makes one owner of each run of equal names.
    private mutating func mergeRepeats(_ order: [PrefixSort.Entry]) {
        var kept = 0
        var next = 0
        while next < owners.count {
            let begin = next
            repeat { next += 1 } while next < owners.count && order[next].isRepeat
            owners[kept] =
                next - begin == 1
                ? owners[begin] : mergedRRset(begin..<next) ?? merged(Array(owners[begin..<next]))
            kept += 1
        }
        owners.removeLast(owners.count - kept)
    }

    /// One owner of several that are the same and have parts of one RRset; `nil` if there is more to it.
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
}
