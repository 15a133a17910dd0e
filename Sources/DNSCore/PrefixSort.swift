/// Sorts the owners of large zones by the first octets of their keys.
enum PrefixSort {
    /// An owner with the first octets of its key behind the apex, as a number: most comparisons end there.
    struct Entry: BitwiseCopyable, Sendable {
        /// Up to eight octets, the first one highest, filled up with zeros.
        var prefix: UInt64
        /// Which owner.
        var index: UInt32
    }

    /// Arrays shorter than this are not worth their counts.
    private static let worthwhile = 1 << 10

    /// Sorts by prefix; entries of one prefix stay in their order.
    static func sort(_ entries: UnsafeMutableBufferPointer<Entry>) {
        guard entries.count >= worthwhile else {
            var entries = unsafe entries
            return unsafe entries.sort { ($0.prefix, $0.index) < ($1.prefix, $1.index) }
        }
        let counts = unsafe counts(of: entries)
        unsafe withUnsafeTemporaryAllocation(of: Entry.self, capacity: entries.count) { spare in
            var source = unsafe entries
            var target = unsafe spare
            for digit in 0..<8 where !isConstant(counts, digit, entries.count) {
                unsafe distribute(source, to: target, counts, digit)
                unsafe swap(&source, &target)
            }
            if unsafe source.baseAddress != entries.baseAddress {
                _ = unsafe entries.update(fromContentsOf: source)
            }
        }
    }

    /// How often each value of each octet comes, 256 counts for each octet, the last one first.
    private static func counts(of entries: UnsafeMutableBufferPointer<Entry>) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<entries.count {
            var prefix = unsafe entries[index].prefix
            for digit in 0..<8 {
                counts[digit * 256 + Int(truncatingIfNeeded: prefix & 0xFF)] += 1
                prefix >>= 8
            }
        }
        return counts
    }

    /// True where an octet is the same in all entries.
    private static func isConstant(_ counts: [UInt32], _ digit: Int, _ total: Int) -> Bool {
        counts[(digit * 256)..<(digit * 256 + 256)].contains { Int($0) == total }
    }

    private static func distribute(
        _ source: UnsafeMutableBufferPointer<Entry>,
        to target: UnsafeMutableBufferPointer<Entry>,
        _ counts: [UInt32],
        _ digit: Int
    ) {
        var places = [UInt32](repeating: 0, count: 256)
        for value in 1..<256 { places[value] = places[value - 1] + counts[digit * 256 + value - 1] }
        for index in 0..<source.count {
            let entry = unsafe source[index]
            let value = Int(truncatingIfNeeded: entry.prefix >> UInt64(digit * 8) & 0xFF)
            unsafe target[Int(places[value])] = entry
            places[value] += 1
        }
    }
}
