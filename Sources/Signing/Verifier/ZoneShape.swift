internal import DNSSECModel

/// What a verifier knows of a zone's owners before it looks at signatures: it works this out from the records
/// alone, and does not take the word of whoever made the zone.
struct ZoneShape: Sendable {
    /// The status of each owner.
    private(set) var status: [OwnerStatus] = []
    /// True for each owner that has data, is not occluded, and so is denied or proven by the denial chain.
    private(set) var isInChain: [Bool] = []

    init(_ zone: Zone) {
        status.reserveCapacity(zone.owners.count)
        isInChain.reserveCapacity(zone.owners.count)
        let apexCount = Int(zone.owners[0].key.count)
        var barrier: OctetRange?
        for owner in zone.owners {
            let content = Content(owner, zone)
            let isBelowApex = Int(owner.key.count) > apexCount
            if let above = barrier, Self.isBelow(owner, above, zone) {
                // RFC 6672 5.3.4.2 allows NSEC3 below a DNAME at the apex.
                status.append(content.isNSEC3Only ? .authoritative : .occluded)
                isInChain.append(false)
                continue
            }
            let isCut = isBelowApex && content.hasNS
            barrier = isCut || content.hasDNAME ? owner.key : nil
            status.append(isCut ? .delegation : .authoritative)
            isInChain.append(content.hasData)
        }
    }

    private static func isBelow(_ owner: ZoneOwner, _ above: OctetRange, _ zone: Zone) -> Bool {
        guard owner.key.count > above.count else { return false }
        return Octets.isEqual(zone.octets(owner.key).extracting(0..<Int(above.count)), zone.octets(above))
    }

    private struct Content {
        var hasNS = false
        var hasDNAME = false
        var hasNSEC3 = false
        var hasData = false
        var isNSEC3Only: Bool { hasNSEC3 && !hasData }

        init(_ owner: ZoneOwner, _ zone: Zone) {
            for index in owner.rrsets {
                switch zone.rrsets[index].type {
                case .ns: (hasNS, hasData) = (true, true)
                case .dname: (hasDNAME, hasData) = (true, true)
                case .nsec3: hasNSEC3 = true
                case .rrsig, .nsec: break
                default: hasData = true
                }
            }
        }
    }

    /// The types that a denial record of an owner must list, in rising order (RFC 4035 2.3, RFC 5155 7.1).
    func expectedTypes(of index: Int, in zone: Zone, denial: RRType) -> [RRType] {
        let owner = zone.owners[index]
        let isCut = status[index] == .delegation
        var types = zone.rrsets[owner.rrsets].map(\.type)
        types.removeAll { $0 == .rrsig || $0 == .nsec || $0 == .nsec3 || isCut && $0 != .ns && $0 != .ds }
        if denial == .nsec { types.append(.nsec) }
        if denial == .nsec || !isCut || types.contains(.ds) { types.append(.rrsig) }
        return types.sorted()
    }

    /// True if an RRset must be signed.
    func mustBeSigned(_ type: RRType, at index: Int) -> Bool {
        switch status[index] {
        case .authoritative: type != .rrsig
        case .delegation: type == .ds || type == .nsec || type == .nsec3
        case .occluded: false
        }
    }
}

/// Findings of one worker, by owner.
struct FindingList: Sendable {
    struct Entry: Sendable {
        var owner: Int
        /// Octets to leave out in front of the owner's name: for empty non-terminals.
        var skippedOctets = 0
        var type: RRType
        var fault: VerificationFault
    }

    private(set) var entries: [Entry] = []
    private(set) var omitted = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func add(_ owner: Int, _ type: RRType, _ fault: VerificationFault, skippedOctets: Int = 0) {
        guard entries.count < limit else {
            omitted += 1
            return
        }
        entries.append(Entry(owner: owner, skippedOctets: skippedOctets, type: type, fault: fault))
    }

    mutating func merge(_ other: FindingList) {
        entries += other.entries
        omitted += other.omitted
    }

    /// Only those entries that `isWanted` says; what was omitted stays counted.
    func filtered(_ isWanted: (Entry) -> Bool) -> FindingList {
        var list = self
        list.entries = entries.filter(isWanted)
        return list
    }

    /// The findings in canonical order of owners, no more than the limit.
    func sorted(in zone: Zone) -> (findings: [VerificationFinding], omitted: Int) {
        let order = entries.indices.sorted {
            (entries[$0].owner, entries[$0].type, $0) < (entries[$1].owner, entries[$1].type, $1)
        }
        let findings = order.prefix(limit).map { index in
            let entry = entries[index]
            let octets = zone.copy(zone.owners[entry.owner].name)
            return VerificationFinding(
                name: Name(uncheckedWire: Array(octets[entry.skippedOctets...])),
                type: entry.type,
                fault: entry.fault
            )
        }
        return (findings, omitted + entries.count - findings.count)
    }
}
