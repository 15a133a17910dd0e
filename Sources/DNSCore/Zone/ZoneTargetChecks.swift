// Name servers need addresses, and targets must not be aliases.

extension ZoneChecks {
    /// Looks for the addresses of a name server.
    ///
    /// Inside the child zone that it serves it needs glue (RFC 9471 2.1); in the authoritative part of this zone it
    /// needs addresses. Elsewhere nothing can be said.
    mutating func checkServer(_ record: Int, of owner: ZoneOwner) {
        guard isInZone(record, skipping: 0) else { return }
        let zone = self.zone
        let server = zone.octets(zone.records[record])
        var key: [UInt8] = []
        Name.appendCanonicalKey(of: server, to: &key)
        if isApex(owner), let dname = dname(above: key) {
            let problem = ZoneProblem.serverBelowDNAME(server: name(of: record), dname: zone.name(of: dname))
            return refusal(problem, by: [.bind], record: record)
        }
        let found = zone.ownerIndex(ofKey: key, near: present)
        if let found, hasAddress(zone.owners[found]) { return }
        if owner.status == .delegation, OctetOrder.hasPrefix(key.span, zone.octets(owner.key)) {
            let problem = ZoneProblem.missingGlue(server: name(of: record), cut: zone.name(of: owner))
            return warning(problem, record: record)
        }
        if let found {
            checkServer(record, of: owner, at: zone.owners[found])
            return
        }
        switch cover(of: key) {
        case .nothing:
            noteServer(
                .serverWithoutAddress(server: name(of: record), owner: zone.name(of: owner)),
                record,
                owner
            )
        case .alias where isApex(owner):
            noteServer(.targetIsAlias(.ns, target: name(of: record)), record, owner)
        case .alias, .other:
            break
        }
    }

    private mutating func checkServer(_ record: Int, of owner: ZoneOwner, at target: ZoneOwner) {
        guard target.status == .authoritative else { return }
        let server = name(of: record)
        if zone.rrset(.cname, of: target) != nil {
            noteServer(.targetIsAlias(.ns, target: server), record, owner)
        } else {
            noteServer(.serverWithoutAddress(server: server, owner: zone.name(of: owner)), record, owner)
        }
    }

    /// Notes what is wrong with a name server: BIND looks at those of the apex and loads no zone where one is unusable.
    private mutating func noteServer(_ problem: ZoneProblem, _ record: Int, _ owner: ZoneOwner) {
        if isApex(owner) {
            refusal(problem, by: [.bind], record: record)
        } else {
            warning(problem, record: record)
        }
    }

    /// Warns where the name at an offset of a record's data is an alias (RFC 2181 10.3, RFC 2782).
    mutating func checkTarget(_ record: Int, skipping count: Int, _ type: RRType) {
        guard isInZone(record, skipping: count) else { return }
        let zone = self.zone
        let range = zone.records[record]
        let target = zone.octets(range).extracting(count..<Int(range.count))
        var key: [UInt8] = []
        Name.appendCanonicalKey(of: target, to: &key)
        guard let found = zone.ownerIndex(ofKey: key, near: present),
            zone.owners[found].status == .authoritative,
            zone.rrset(.cname, of: zone.owners[found]) != nil
        else { return }
        let octets = zone.copy(range).dropFirst(count)
        warning(.targetIsAlias(type, target: Name(uncheckedWire: Array(octets))), record: record)
    }

    /// True if the name at an offset of a record's data is in this zone or below; most are not.
    private func isInZone(_ record: Int, skipping count: Int) -> Bool {
        let range = zone.records[record]
        guard Int(range.count) > count else { return false }
        let target = zone.octets(range).extracting(count..<Int(range.count))
        return Name.isSubdomain(target, of: zone.origin.octets.span)
    }

    private func name(of record: Int) -> Name { Name(uncheckedWire: zone.copy(zone.records[record])) }

    private func hasAddress(_ owner: ZoneOwner) -> Bool {
        zone.rrset(.a, of: owner) != nil || zone.rrset(.aaaa, of: owner) != nil
    }

    /// What answers for a name that is not in the zone.
    private enum Cover {
        case nothing
        /// A wildcard with a CNAME (RFC 4592 2.2).
        case alias
        /// A cut or a DNAME above it, or a wildcard with addresses.
        case other
    }

    /// The first DNAME on the way from the apex to the name with this key, unless a cut comes before.
    private func dname(above key: [UInt8]) -> ZoneOwner? {
        let apex = Int(zone.owners[0].key.count)
        for end in apex..<max(key.count, apex) where end == apex || key[end - 1] == 0 {
            guard let index = zone.ownerIndex(ofKey: Array(key[..<end])) else { continue }
            let owner = zone.owners[index]
            if zone.rrset(.dname, of: owner) != nil { return owner }
            if owner.status != .authoritative { return nil }
        }
        return nil
    }

    /// What answers for the name with this key, which is not in the zone.
    private func cover(of key: [UInt8]) -> Cover {
        var isClosest = true
        var end = key.count
        while end > 0 {
            end = key[..<(end - 1)].lastIndex(of: 0).map { $0 + 1 } ?? 0
            let ancestor = Array(key[..<end])
            guard zone.hasName(withKey: ancestor) else { continue }
            if isClosest, let wildcard = zone.ownerIndex(ofKey: ancestor + [0x2A, 0]) {
                let owner = zone.owners[wildcard]
                if zone.rrset(.cname, of: owner) != nil { return .alias }
                return hasAddress(owner) ? .other : .nothing
            }
            isClosest = false
            guard let index = zone.ownerIndex(ofKey: ancestor) else { continue }
            let owner = zone.owners[index]
            if owner.status != .authoritative || zone.rrset(.dname, of: owner) != nil { return .other }
        }
        return .nothing
    }
}

extension Zone {
    /// Index of the owner with this sort key, or nil; by binary search.
    ///
    /// It is found sooner where it is near the owner `guess`, as the servers of a delegation often are.
    func ownerIndex(ofKey key: [UInt8], near guess: Int? = nil) -> Int? {
        let index = guess.map { firstOwner(notBefore: key.span, near: $0) } ?? firstOwner(notBefore: key.span)
        guard index < owners.count, OctetOrder.compare(octets(owners[index].key), key.span) == 0 else {
            return nil
        }
        return index
    }

    /// True if the name with this key is an owner or an empty non-terminal.
    func hasName(withKey key: [UInt8]) -> Bool {
        let index = firstOwner(notBefore: key.span)
        return index < owners.count && OctetOrder.hasPrefix(octets(owners[index].key), key.span)
    }

    /// Index of the first owner whose sort key is not before `key`; the number of owners where none is.
    package func firstOwner(notBefore key: Span<UInt8>) -> Int {
        firstOwner(notBefore: key, in: 0..<owners.count)
    }

    /// The same, with steps from an owner that grow until the key lies between two of them.
    private func firstOwner(notBefore key: Span<UInt8>, near guess: Int) -> Int {
        guard guess < owners.count else { return firstOwner(notBefore: key) }
        var step = 1
        if isOwner(guess, before: key) {
            var low = guess + 1
            while low + step < owners.count, isOwner(low + step, before: key) {
                low += step + 1
                step *= 2
            }
            return firstOwner(notBefore: key, in: low..<min(low + step, owners.count))
        }
        var high = guess
        while high - step >= 0, !isOwner(high - step, before: key) {
            high -= step
            step *= 2
        }
        return firstOwner(notBefore: key, in: max(0, high - step)..<high)
    }

    private func firstOwner(notBefore key: Span<UInt8>, in range: Range<Int>) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if isOwner(middle, before: key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func isOwner(_ index: Int, before key: Span<UInt8>) -> Bool {
        OctetOrder.compare(octets(owners[index].key), key) < 0
    }
}
