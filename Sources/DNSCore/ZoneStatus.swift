// Which owners of a zone are authoritative, which are cuts, and which lie below cuts.

extension ZoneBuilder {
    /// The zone; everything must be in order.
    consuming func takeZone() -> Zone {
        assignStatus()
        return Zone(origin: origin, arena: arena, owners: owners, rrsets: rrsets, records: records)
    }

    /// Sets the status of every owner in one pass over the canonical order, in which all names below a name
    /// follow it at once.
    ///
    /// A DNAME at the apex leaves nothing below it but NSEC3 records, which RFC 6672 5.3.4.2 wants there.
    private mutating func assignStatus() {
        let apexKeyCount = origin.canonicalKey.count
        var barrier: OctetRange?
        for index in owners.indices {
            let owner = owners[index]
            if let barrier, owner.key.count > barrier.count, isBelow(owner.key, barrier) {
                owners[index] = owner.with(status: isNSEC3Only(owner) ? .authoritative : .occluded)
                continue
            }
            barrier = nil
            let isCut = owner.key.count > apexKeyCount && has(.ns, owner)
            if isCut || has(.dname, owner) { barrier = owner.key }
            owners[index] = owner.with(status: isCut ? .delegation : .authoritative)
        }
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
