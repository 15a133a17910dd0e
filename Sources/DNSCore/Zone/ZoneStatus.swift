// Which owners of a zone are authoritative, which are cuts, and which lie below cuts.

extension ZoneBuilder {
    /// The zone; everything must be in order.
    consuming func takeZone(threads: Int) -> Zone {
        assignStatus(threads: threads)
        let ownTTLs = ownTTLsByRecord()
        return Zone(
            origin: origin,
            arena: arena,
            owners: owners,
            rrsets: rrsets,
            records: records,
            ownTTLs: ownTTLs
        )
    }

    private func ownTTLsByRecord() -> [UInt32: UInt32] {
        guard !ownTTLs.isEmpty else { return [:] }
        var all: [UInt32: UInt32] = [:]
        for (record, mark) in marks.enumerated() {
            if let ttl = ownTTLs[mark] { all[UInt32(record)] = ttl }
        }
        return all
    }

    /// Sets the status of every owner in one pass over the canonical order, in which all names below a name
    /// follow it at once.
    ///
    /// A DNAME at the apex leaves nothing below it but NSEC3 records, which RFC 6672 5.3.4.2 wants there.
    private mutating func assignStatus(threads: Int) {
        // What the view holds must be gone before the owners change, or they would be copied.
        let statuses = StatusView(origin: origin, arena: arena, owners: owners, rrsets: rrsets).all(threads)
        for index in owners.indices where statuses[index] != .authoritative {
            owners[index] = owners[index].with(status: statuses[index])
        }
    }
}

/// Owners in pieces that a thread looks at by itself.
struct OwnerPieces: Sendable {
    private static let size = 8192
    private let owners: Int

    /// Owners in a piece.
    init(count owners: Int) { self.owners = owners }

    var count: Int { (owners + Self.size - 1) / Self.size }

    subscript(_ piece: Int) -> Range<Int> { (piece * Self.size)..<min((piece + 1) * Self.size, owners) }
}

/// What the status of an owner follows from.
private struct StatusView: Sendable {
    let origin: Name
    let arena: [UInt8]
    let owners: [ZoneOwner]
    let rrsets: [ZoneRRset]

    /// The status of each owner.
    func all(_ threads: Int) -> [OwnerStatus] {
        var all: [OwnerStatus] = []
        all.reserveCapacity(owners.count)
        let pieces = OwnerPieces(count: owners.count)
        OrderedWork.run(count: pieces.count, threads: threads) {
            statuses(of: pieces[$0])
        } take: {
            all += $1
            return true
        }
        return all
    }

    /// The statuses of a run of owners; they all are authoritative until now.
    private func statuses(of range: Range<Int>) -> [OwnerStatus] {
        let apexKeyCount = origin.canonicalKey.count
        var barrier = barrier(above: range.lowerBound, apexKeyCount)
        return range.map { index in
            let owner = owners[index]
            if let barrier, owner.key.count > barrier.count, isBelow(owner.key, barrier) {
                return isNSEC3Only(owner) ? .authoritative : .occluded
            }
            let isCut = owner.key.count > apexKeyCount && has(.ns, owner)
            barrier = isCut || has(.dname, owner) ? owner.key : nil
            return isCut ? .delegation : .authoritative
        }
    }

    /// The key of the highest cut or DNAME above an owner, or nil.
    private func barrier(above index: Int, _ apexKeyCount: Int) -> OctetRange? {
        guard index > 0 else { return nil }
        let key = OctetOrder.octets(owners[index].key, in: arena.span)
        var end = apexKeyCount
        while end < key.count {
            if let found = owner(ofKey: key.extracting(0..<end), before: index),
                has(.dname, found) || (end > apexKeyCount && has(.ns, found))
            {
                return found.key
            }
            repeat { end += 1 } while end < key.count && key[end - 1] != 0
        }
        return nil
    }

    private func owner(ofKey key: Span<UInt8>, before end: Int) -> ZoneOwner? {
        var (low, high) = (0, end)
        while low < high {
            let middle = (low + high) / 2
            let found = OctetOrder.octets(owners[middle].key, in: arena.span)
            if OctetOrder.compare(found, key) < 0 { low = middle + 1 } else { high = middle }
        }
        guard low < end, OctetOrder.isEqual(OctetOrder.octets(owners[low].key, in: arena.span), key) else {
            return nil
        }
        return owners[low]
    }

    private func isBelow(_ key: OctetRange, _ ancestor: OctetRange) -> Bool {
        let octets = arena.span
        return OctetOrder.hasPrefix(
            OctetOrder.octets(key, in: octets),
            OctetOrder.octets(ancestor, in: octets)
        )
    }

    private func has(_ type: RRType, _ owner: ZoneOwner) -> Bool {
        for index in owner.rrsets where rrsets[index].type == type { return true }
        return false
    }

    private func isNSEC3Only(_ owner: ZoneOwner) -> Bool {
        for index in owner.rrsets where rrsets[index].type != .nsec3 && rrsets[index].type != .rrsig {
            return false
        }
        return has(.nsec3, owner)
    }
}
