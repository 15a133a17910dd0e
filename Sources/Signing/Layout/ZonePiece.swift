internal import DNSCore

/// A piece of the signed zone that is laid out and signed by itself: some owners of the input, and the NSEC3 records
/// that sort between them.
struct ZonePiece: Sendable {
    /// Indices into the input's owners.
    var owners: Range<Int>
    /// Indices into the NSEC3 chain.
    var entries: Range<Int>

    /// True for the piece with the apex.
    var isFirst: Bool { owners.lowerBound == 0 && entries.lowerBound == 0 }

    /// Cuts a zone into pieces of about equal work; how it is cut shows nowhere in the output.
    static func pieces(of zone: Zone, chain: NSEC3Chain?, threads: Int) -> [ZonePiece] {
        let count = zone.owners.count + (chain?.entries.count ?? 0)
        let size = min(1024, max(32, count / (8 * threads)))
        var cutter = PieceCutter(zone: zone, chain: chain, size: size)
        return cutter.cut()
    }
}

/// Walks owners and hashed names side by side.
private struct PieceCutter {
    let zone: Zone
    let chain: NSEC3Chain?
    let size: Int
    var pieces: [ZonePiece] = []
    var name: NSEC3OwnerName

    init(zone: Zone, chain: NSEC3Chain?, size: Int) {
        self.zone = zone
        self.chain = chain
        self.size = size
        name = NSEC3OwnerName(origin: zone.origin)
    }

    mutating func cut() -> [ZonePiece] {
        let zone = zone
        var (owner, entry) = (0, 0)
        while owner < zone.owners.count {
            let end = min(owner + size, zone.owners.count)
            let entryEnd =
                end == zone.owners.count
                ? chain?.entries.count ?? 0
                : firstEntry(notBefore: zone.octets(zone.owners[end].key), from: entry)
            append(owner..<end, entry..<entryEnd)
            (owner, entry) = (end, entryEnd)
        }
        return pieces
    }

    /// Appends owners and entries as one piece, or as several where many entries lie between the owners.
    private mutating func append(_ owners: Range<Int>, _ entries: Range<Int>) {
        var (owner, entry) = (owners.lowerBound, entries.lowerBound)
        while entries.upperBound - entry > 2 * size {
            let end = entry + size
            let ownerEnd = firstOwner(notBefore: end, in: owner..<owners.upperBound)
            pieces.append(ZonePiece(owners: owner..<ownerEnd, entries: entry..<end))
            (owner, entry) = (ownerEnd, end)
        }
        pieces.append(ZonePiece(owners: owner..<owners.upperBound, entries: entry..<entries.upperBound))
    }

    private mutating func firstEntry(notBefore key: Span<UInt8>, from start: Int) -> Int {
        guard let chain else { return 0 }
        var (low, high) = (start, chain.entries.count)
        while low < high {
            let middle = (low + high) / 2
            name.set(chain.entries[middle].hash)
            if Octets.compare(name.key.span, key) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first owner at or behind an entry; never the apex, which is before them all.
    private mutating func firstOwner(notBefore entry: Int, in owners: Range<Int>) -> Int {
        guard let chain else { return owners.upperBound }
        name.set(chain.entries[entry].hash)
        var (low, high) = (max(1, owners.lowerBound), owners.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if Octets.compare(zone.octets(zone.owners[middle].key), name.key.span) < 0 {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
