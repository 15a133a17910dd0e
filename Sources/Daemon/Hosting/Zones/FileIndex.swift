/// Which zones a file belongs to: a few octets for each pair.
///
/// Files are known by their fingerprints. Two that had the same one would wake each other's zones, which changes nothing.
struct FileIndex {
    private var prints: [UInt64] = []
    private var zones: [Int32] = []
    /// What came later: files that zone files include.
    private var later: [UInt64: Set<Int32>] = [:]

    init() {}

    /// The index of the files of each zone.
    init(_ files: some Sequence<(path: String, zone: Int)>) {
        let pairs = files.map { (Fingerprint($0.path).value, Int32($0.zone)) }.sorted { $0 < $1 }
        prints = pairs.map(\.0)
        zones = pairs.map(\.1)
    }

    /// Adds a file of a zone.
    mutating func add(_ path: String, of zone: Int) {
        later[Fingerprint(path).value, default: []].insert(Int32(zone))
    }

    /// The zones of a file.
    subscript(path: String) -> [Int] {
        let print = Fingerprint(path).value
        var found = (later[print] ?? []).map { Int($0) }
        var place = firstPlace(of: print)
        while place < prints.count, prints[place] == print {
            found.append(Int(zones[place]))
            place += 1
        }
        return found
    }

    private func firstPlace(of print: UInt64) -> Int {
        var (low, high) = (0, prints.count)
        while low < high {
            let middle = (low + high) / 2
            if prints[middle] < print { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
