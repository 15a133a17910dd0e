/// Sorts owners whose keys begin alike, by comparing; long runs of them are rare.
struct KeySort: Sendable {
    typealias Entries = UnsafeMutableBufferPointer<PrefixSort.Entry>

    /// Longer runs are left to a sort that needs fewer comparisons.
    private static let longRun = 32

    let keys: [ZoneOwner]
    let octets: [UInt8]
    /// Leading octets that the keys in a run have in common, as far as they go.
    let skipped: Int
    let threads: Int

    /// Sorts each run of several entries of one prefix that begins in a piece; it may end behind it.
    ///
    /// Equal keys are marked as repeats, and stay in the order of their indices.
    ///
    /// - Returns: How many there are.
    func sortRuns(of entries: Entries, from piece: Range<Int>) -> Int {
        var (next, fetched, repeats) = (piece.lowerBound, piece.lowerBound, 0)
        while next > 0, next < piece.upperBound, unsafe entries[next].prefix == entries[next - 1].prefix {
            next += 1
        }
        while next < piece.upperBound {
            if next >= fetched {
                fetched = min(next + FetchAhead.owners, piece.upperBound)
                unsafe fetch(entries, next..<fetched)
            }
            let begin = next
            repeat {
                next += 1
            } while unsafe next < entries.count && entries[next].prefix == entries[begin].prefix
            if next - begin > 1 { repeats += unsafe sort(Entries(rebasing: entries[begin..<next])) }
        }
        return repeats
    }

    /// Reads a little of the keys that will be compared.
    private func fetch(_ entries: Entries, _ range: Range<Int>) {
        var seen: UInt8 = 0
        for index in range where unsafe isInRun(entries, index) {
            seen ^= UInt8(truncatingIfNeeded: unsafe key(entries[index]).offset)
        }
        for index in range where unsafe isInRun(entries, index) {
            let key = unsafe key(entries[index])
            // The root's key is empty, but its name stands before it.
            seen ^= octets[Int(key.offset) + min(skipped, Int(key.count) - 1)]
        }
        FetchAhead.use(seen)
    }

    private func isInRun(_ entries: Entries, _ index: Int) -> Bool {
        let prefix = unsafe entries[index].prefix
        return unsafe index > 0 && entries[index - 1].prefix == prefix
            || index + 1 < entries.count && entries[index + 1].prefix == prefix
    }

    private func sort(_ run: Entries) -> Int {
        if run.count <= Self.longRun {
            unsafe PrefixSort.sort(run) { precedes($0, $1) }
        } else {
            unsafe ParallelSort.sort(run, threads: threads) { precedes($0, $1) }
        }
        var repeats = 0
        for index in 1..<run.count where unsafe compare(run[index - 1], run[index]) == 0 {
            unsafe run[index].isRepeat = true
            repeats += 1
        }
        return repeats
    }

    private func precedes(_ left: PrefixSort.Entry, _ right: PrefixSort.Entry) -> Bool {
        let order = compare(left, right)
        return order < 0 || (order == 0 && left.index < right.index)
    }

    private func compare(_ left: PrefixSort.Entry, _ right: PrefixSort.Entry) -> Int {
        let (one, other) = (key(left), key(right))
        let start = min(skipped, Int(one.count), Int(other.count))
        return OctetOrder.compare(
            OctetOrder.octets(one, in: octets.span).extracting(start...),
            OctetOrder.octets(other, in: octets.span).extracting(start...)
        )
    }

    private func key(_ entry: PrefixSort.Entry) -> OctetRange { keys[Int(entry.index)].key }
}
