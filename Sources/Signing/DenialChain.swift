internal import DNSSECModel

// Laying out the owners with their denial records: none, NSEC (RFC 4034 4) or NSEC3 (RFC 5155 7.1).

extension SignedZoneLayout {
    /// Appends every owner of an unsigned zone.
    mutating func appendAllWithoutDenial() {
        let (input, apex) = (input, apex)
        append(apex.owners[0], of: apex, denial: nil)
        for index in input.owners.indices.dropFirst() where isPresent(index) {
            append(input.owners[index], of: input, denial: nil)
        }
    }

    /// Appends every owner; those that are not occluded get an NSEC record that names the next of them.
    ///
    /// The next name is in lower case: validators disagreed whether its case is canonical (RFC 6840 5.1).
    mutating func appendAllWithNSEC() {
        let (input, apex) = (input, apex)
        var index = 0
        while index < input.owners.count {
            let next = nextDenied(after: index)
            denialRDATA.removeAll(keepingCapacity: true)
            Octets.appendLowercased(input.octets(input.owners[next ?? 0].name), to: &denialRDATA)
            appendBitmap(of: index, denial: .nsec)
            append(input.owners[index], at: index, input, apex, denial: .nsec)
            // What lies between two denied names is occluded.
            let end = next ?? input.owners.count
            for occluded in (index + 1)..<max(end, index + 1) where isPresent(occluded) {
                append(input.owners[occluded], of: input, denial: nil)
            }
            index = end
        }
    }

    /// Appends every owner, with the NSEC3 records between them where they sort.
    mutating func appendAllWithNSEC3(_ chain: NSEC3Chain) {
        let (input, apex) = (input, apex)
        var owner = NSEC3OwnerName(origin: input.origin)
        var entry = 0
        for index in input.owners.indices where index == 0 || isPresent(index) {
            let key = input.octets(input.owners[index].key)
            var denial: RRType?
            while entry < chain.entries.count {
                owner.set(chain.entries[entry].hash)
                let order = index == 0 ? 1 : Octets.compare(owner.key.span, key)
                guard order <= 0 else { break }
                setNSEC3(entry, of: chain)
                entry += 1
                if order == 0 {
                    denial = .nsec3
                    break
                }
                appendDenialOwner(
                    name: owner.name.span,
                    key: owner.key.span,
                    labelCount: owner.labelCount,
                    .nsec3
                )
            }
            append(input.owners[index], at: index, input, apex, denial: denial)
        }
        while entry < chain.entries.count {
            owner.set(chain.entries[entry].hash)
            setNSEC3(entry, of: chain)
            appendDenialOwner(
                name: owner.name.span,
                key: owner.key.span,
                labelCount: owner.labelCount,
                .nsec3
            )
            entry += 1
        }
    }

    private mutating func append(
        _ owner: ZoneOwner,
        at index: Int,
        _ input: Zone,
        _ apex: Zone,
        denial: RRType?
    ) {
        if index == 0 {
            append(apex.owners[0], of: apex, denial: denial)
        } else {
            append(owner, of: input, denial: denial)
        }
    }

    private func nextDenied(after index: Int) -> Int? {
        var next = index + 1
        while next < input.owners.count {
            if input.owners[next].status != .occluded, isPresent(next) { return next }
            next += 1
        }
        return nil
    }

    private func isPresent(_ index: Int) -> Bool { input.hasOperatorRRset(input.owners[index]) }
}

extension Zone {
    /// True where something is left of an owner without the records of an earlier signer.
    func hasOperatorRRset(_ owner: ZoneOwner) -> Bool {
        for index in owner.rrsets where !ApexContent.isStripped(rrsets[index].type) { return true }
        return false
    }
}

// MARK: - Bitmaps

extension SignedZoneLayout {
    /// Appends the type bitmap of an owner to the denial RDATA.
    ///
    /// At a cut only NS and DS count (RFC 4035 2.3): all else there is glue. NSEC lists itself, NSEC3 does not, and
    /// RRSIG is listed where something at the name is signed (RFC 5155 7.1).
    private mutating func appendBitmap(of index: Int, denial: RRType) {
        types.removeAll(keepingCapacity: true)
        if index == 0 {
            collectTypes(of: apex.owners[0], rrsets: apex.rrsets, isApex: true)
        } else {
            collectTypes(of: input.owners[index], rrsets: input.rrsets, isApex: false)
        }
        let isCut = input.owners[index].status == .delegation
        if denial == .nsec || !isCut || types.last == .ds { insertType(.rrsig) }
        if denial == .nsec { insertType(.nsec) }
        TypeBitmap.append(types, to: &denialRDATA)
    }

    private mutating func collectTypes(of owner: ZoneOwner, rrsets: [ZoneRRset], isApex: Bool) {
        for index in owner.rrsets {
            let type = rrsets[index].type
            if owner.status == .delegation, type != .ns, type != .ds { continue }
            if isApex || !ApexContent.isStripped(type) { types.append(type) }
        }
    }

    private mutating func insertType(_ type: RRType) {
        var position = types.count
        types.append(type)
        while position > 0, types[position] < types[position - 1] {
            types.swapAt(position, position - 1)
            position -= 1
        }
    }

    /// Makes the NSEC3 RDATA of a chain entry (RFC 5155 3.2).
    private mutating func setNSEC3(_ index: Int, of chain: NSEC3Chain) {
        let entry = chain.entries[index]
        let next = chain.entries[index + 1 < chain.entries.count ? index + 1 : 0]
        denialRDATA.removeAll(keepingCapacity: true)
        denialRDATA.append(contentsOf: chain.parameters)
        denialRDATA.append(UInt8(NSEC3Hash.octets))
        next.hash.append(to: &denialRDATA)
        if entry.skippedOctets == 0 { appendBitmap(of: Int(entry.owner), denial: .nsec3) }
    }
}
