internal import Dispatch

/// Sorts the owners of large zones by the first octets of their keys, in place: it needs no memory beside them.
///
/// Octet by octet from the first one on, each entry is brought into the run of those with the same octet (the radix
/// sort that is called American flag); short runs are sorted by comparing.
enum PrefixSort {
    /// An owner with the first octets of its key behind the apex, as a number: most comparisons end there.
    struct Entry: BitwiseCopyable, Sendable {
        /// Up to eight octets, the first one highest, filled up with zeros.
        var prefix: UInt64
        /// Which owner.
        var index: UInt32
        /// True if the entry before has the same key.
        var isRepeat = false
    }

    /// Octets in a prefix.
    static let octets = 8

    private typealias Entries = UnsafeMutableBufferPointer<Entry>

    /// Runs that are shorter are not worth their counts.
    private static let worthwhile = 32

    /// Sorts by prefix; the order of entries of one prefix is left open, but the same for any number of threads.
    static func sort(_ entries: UnsafeMutableBufferPointer<Entry>, threads: Int) {
        guard threads > 1 else { return unsafe sort(entries, fromOctet: 0) }
        // Small enough that no thread is long alone at work.
        let share = max(entries.count / (8 * threads), 1 << 12)
        var parts: [(entries: Entries, octet: Int)] = unsafe []
        unsafe forEachPart(of: entries, fromOctet: 0, upTo: share) { unsafe parts.append(($0, $1)) }
        nonisolated(unsafe) let all = unsafe parts
        DispatchQueue.concurrentPerform(iterations: unsafe all.count) { index in
            unsafe sort(all[index].entries, fromOctet: all[index].octet)
        }
    }

    /// Calls `body` with each part that can be sorted by itself, and with the octet from which on it is to be.
    private static func forEachPart(
        of entries: Entries,
        fromOctet octet: Int,
        upTo share: Int,
        _ body: (Entries, Int) -> Void
    ) {
        guard entries.count > share, octet < 8 else { return unsafe body(entries, octet) }
        unsafe forEachRun(of: entries, byOctet: octet) {
            unsafe forEachPart(of: $0, fromOctet: octet + 1, upTo: share, body)
        }
    }

    private static func sort(_ entries: Entries, fromOctet octet: Int) {
        guard entries.count >= worthwhile else { return unsafe sort(entries) { $0.prefix < $1.prefix } }
        guard octet < 8 else { return }
        unsafe forEachRun(of: entries, byOctet: octet) { unsafe sort($0, fromOctet: octet + 1) }
    }

    /// Brings together what has the same octet, and then calls `body` with each run of it.
    private static func forEachRun(of entries: Entries, byOctet octet: Int, _ body: (Entries) -> Void) {
        let shift = UInt64(56 - 8 * octet)
        let ends = unsafe ends(of: entries, shift)
        unsafe distribute(entries, shift, ends)
        var begin = 0
        for end in ends where end > begin {
            unsafe body(Entries(rebasing: entries[begin..<end]))
            begin = end
        }
    }

    /// Where the run of each octet is to end.
    private static func ends(of entries: Entries, _ shift: UInt64) -> [Int] {
        var ends = [Int](repeating: 0, count: 256)
        for index in 0..<entries.count { ends[unsafe octet(entries[index], shift)] += 1 }
        for value in 1..<256 { ends[value] += ends[value - 1] }
        return ends
    }

    /// Brings each entry into its run: what stands in its place is brought on, until one comes that belongs here.
    private static func distribute(_ entries: Entries, _ shift: UInt64, _ ends: [Int]) {
        var next = [0] + ends.dropLast()
        for value in 0..<256 {
            while next[value] < ends[value] {
                var entry = unsafe entries[next[value]]
                while case let target = octet(entry, shift), target != value {
                    unsafe swap(&entry, &entries[next[target]])
                    next[target] += 1
                }
                unsafe entries[next[value]] = entry
                next[value] += 1
            }
        }
    }

    private static func octet(_ entry: Entry, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: entry.prefix >> shift & 0xFF)
    }

    /// Sorts a short run by comparing; equal entries stay in their order.
    @inline(__always)
    static func sort(_ entries: UnsafeMutableBufferPointer<Entry>, by precedes: (Entry, Entry) -> Bool) {
        for end in 1..<max(entries.count, 1) {
            let entry = unsafe entries[end]
            var place = end
            while place > 0, unsafe precedes(entry, entries[place - 1]) {
                unsafe entries[place] = unsafe entries[place - 1]
                place -= 1
            }
            unsafe entries[place] = entry
        }
    }
}
