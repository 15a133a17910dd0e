// How a `ZoneBuilder` sorts: records when an RRset ends, RRsets when an owner ends; owners in `ZoneBuilderOwners.swift`.

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
    mutating func appendMerged(
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
        let lowest = runs.map(\.ttl).min()
        for run in runs where run.ttl != lowest {
            for mark in sourceMarks[run.records] where mark > 0 { ownTTLs[mark] = run.ttl }
        }
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
    mutating func sortTail(from first: Int, type: RRType) {
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
