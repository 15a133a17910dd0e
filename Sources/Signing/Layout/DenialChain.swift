internal import DNSSECModel

// Laying out the owners with their denial records: none, NSEC (RFC 4034 4) or NSEC3 (RFC 5155 7.1).

extension SignedZoneLayout {
    /// Appends the owners of the piece, with their denial records.
    mutating func appendAll() {
        input.fetch(piece.owners)
        switch pass.denial {
        case .none: appendAllWithoutDenial()
        case .nsec: appendAllWithNSEC()
        case .nsec3(let chain): appendAllWithNSEC3(chain)
        }
        close()
    }

    private mutating func appendAllWithoutDenial() {
        for index in piece.owners where index == 0 || pass.isPresent(index) { append(at: index, denial: nil) }
    }

    /// Those that are not occluded get an NSEC record that names the next of them.
    ///
    /// The next name has the case of its owner: that of a name in NSEC is not canonical (RFC 6840 5.1).
    private mutating func appendAllWithNSEC() {
        let input = input
        for index in piece.owners where index == 0 || pass.isPresent(index) {
            guard input.owners[index].status != .occluded else {
                append(at: index, denial: nil)
                continue
            }
            let next = pass.nextDenied(after: index) ?? 0
            denialRDATA.removeAll(keepingCapacity: true)
            Octets.append(input.octets(input.owners[next].name), to: &denialRDATA)
            appendBitmap(of: index, denial: .nsec)
            append(at: index, denial: .nsec)
        }
    }

    /// The NSEC3 records stand between the owners where they sort.
    private mutating func appendAllWithNSEC3(_ chain: NSEC3Chain) {
        let input = input
        var owner = NSEC3OwnerName(origin: input.origin)
        var entry = piece.entries.lowerBound
        if entry < piece.entries.upperBound { owner.set(chain.entries[entry].hash) }
        for index in piece.owners where index == 0 || pass.isPresent(index) {
            let key = input.octets(input.owners[index].key)
            var denial: RRType?
            while entry < piece.entries.upperBound, index > 0 {
                let order = Octets.compare(owner.key.span, key)
                guard order <= 0 else { break }
                setNSEC3(entry, of: chain)
                if order < 0 { appendDenialOwner(owner) }
                entry += 1
                if entry < piece.entries.upperBound { owner.set(chain.entries[entry].hash) }
                if order == 0 {
                    denial = .nsec3
                    break
                }
            }
            append(at: index, denial: denial)
        }
        while entry < piece.entries.upperBound {
            owner.set(chain.entries[entry].hash)
            setNSEC3(entry, of: chain)
            appendDenialOwner(owner)
            entry += 1
        }
    }

    private mutating func appendDenialOwner(_ owner: NSEC3OwnerName) {
        appendDenialOwner(name: owner.name.span, key: owner.key.span, labelCount: owner.labelCount, .nsec3)
    }

    private mutating func append(at index: Int, denial: RRType?) {
        let zone = index == 0 ? pass.apex : pass.input
        append(zone.owners[index], of: zone, denial: denial)
    }
}

extension Zone {
    /// True if something is left of an owner without the records of an earlier signer.
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
            collectTypes(of: pass.apex.owners[0], rrsets: pass.apex.rrsets, isApex: true)
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
