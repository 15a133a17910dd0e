internal import DNSSECCrypto
internal import DNSSECModel

/// Looks at the NSEC3 chain of a zone as a whole (RFC 5155 7.1).
struct NSEC3Verification {
    /// A name that the chain must or may have.
    struct Expected: Sendable {
        var hash: [UInt8] = []
        let owner: Int
        let skippedOctets: Int
        /// An insecure delegation, or an empty non-terminal that only such lie below: opt-out may leave it out.
        var isOptional: Bool
    }

    /// A record of the chain.
    struct Present {
        let owner: Int
        let hash: [UInt8]
        /// Nil for malformed data, which is a finding of its own.
        let fields: Fields?
    }

    /// What a record of the chain says.
    struct Fields {
        let next: [UInt8]
        let types: [RRType]
        let isOptOut: Bool
    }

    let zone: Zone
    let shape: ZoneShape
    let negativeTTL: UInt32
    let threads: Int
    var findings: FindingList

    /// Checks the whole chain.
    mutating func verify() {
        guard let parameters = parameters() else {
            findings.add(0, .nsec3param, .unusableNSEC3PARAM)
            return
        }
        let present = presentRecords(parameters).sorted { $0.hash.lexicographicallyPrecedes($1.hash) }
        var expected = expectedNames()
        do throws(SigningError) {
            try Self.hash(&expected, of: zone, parameters, threads: threads)
        } catch {
            if case .crypto(let cause) = error { findings.add(0, .nsec3param, .notVerifiable(cause)) }
            return
        }
        expected.sort { $0.hash.lexicographicallyPrecedes($1.hash) }
        compare(expected, present)
    }

    // MARK: - What is there

    private struct Parameters: Sendable {
        let iterations: UInt16
        let salt: [UInt8]
        /// All octets of a record from the iterations to the salt.
        let octets: [UInt8]
    }

    private func parameters() -> Parameters? {
        guard let rrset = zone.rrset(.nsec3param, of: zone.owners[0]), rrset.recordCount == 1 else {
            return nil
        }
        let rdata = zone.copy(zone.records[Int(rrset.firstRecord)])
        guard rdata.count >= 5, rdata[0] == 1, rdata[1] == 0, rdata.count == 5 + Int(rdata[4]) else {
            return nil
        }
        return Parameters(
            iterations: UInt16(rdata[2]) << 8 | UInt16(rdata[3]),
            salt: Array(rdata[5...]),
            octets: Array(rdata[2...])
        )
    }

    private mutating func presentRecords(_ parameters: Parameters) -> [Present] {
        var present: [Present] = []
        for index in zone.owners.indices {
            guard let rrset = zone.rrset(.nsec3, of: zone.owners[index]) else { continue }
            if rrset.ttl != negativeTTL {
                findings.add(index, .nsec3, .wrongDenialTTL(found: rrset.ttl, expected: negativeTTL))
            }
            guard rrset.recordCount == 1, let hash = ownerHash(index) else {
                findings.add(index, .nsec3, rrset.recordCount == 1 ? .unexpectedDenial : .malformedDenial)
                continue
            }
            let fields = fields(rrset, parameters)
            if fields == nil { findings.add(index, .nsec3, .malformedDenial) }
            present.append(Present(owner: index, hash: hash, fields: fields))
        }
        return present
    }

    private func fields(_ rrset: ZoneRRset, _ parameters: Parameters) -> Fields? {
        let rdata = zone.octets(zone.records[Int(rrset.firstRecord)])
        let nextStart = 2 + parameters.octets.count + 1
        guard rdata.count >= nextStart + 20, rdata[0] == 1, rdata[1] & 0xFE == 0,
            Octets.isEqual(rdata.extracting(2..<(nextStart - 1)), parameters.octets.span),
            rdata[nextStart - 1] == 20,
            let types = TypeBitmap.types(in: rdata.extracting((nextStart + 20)..<rdata.count))
        else { return nil }
        var next: [UInt8] = []
        Octets.append(rdata.extracting(nextStart..<(nextStart + 20)), to: &next)
        return Fields(next: next, types: types, isOptOut: rdata[1] & 1 == 1)
    }

    /// The hash that an owner name directly below the apex stands for.
    private func ownerHash(_ index: Int) -> [UInt8]? {
        let name = zone.octets(zone.owners[index].name)
        guard name[0] == 32, name.count == zone.origin.octets.count + 33 else { return nil }
        var hash: [UInt8] = []
        return Base32HexText.decode(name.extracting(1..<33), to: &hash) ? hash : nil
    }

    // MARK: - What must be there

    /// The names in the chain, and the empty non-terminals above them, each once.
    private func expectedNames() -> [Expected] {
        var names: [Expected] = []
        // For each depth of the present name: the empty non-terminal there, or -1 for an owner.
        var path: [Int] = []
        let apexLabels = Int(zone.owners[0].labelCount)
        var last = 0
        for index in zone.owners.indices where shape.isInChain[index] {
            let owner = zone.owners[index]
            let isOptional = shape.status[index] == .delegation && zone.rrset(.ds, of: owner) == nil
            let depth = Int(owner.labelCount) - apexLabels
            path.removeLast(max(0, path.count - sharedDepth(last, index, apexLabels)))
            while path.count < depth - 1 {
                path.append(names.count)
                names.append(
                    Expected(
                        owner: index,
                        skippedOctets: octets(of: depth - path.count, labelsIn: owner),
                        isOptional: true
                    )
                )
            }
            if depth > 0 { path.append(-1) }
            if !isOptional {
                for name in path where name >= 0 { names[name].isOptional = false }
            }
            names.append(Expected(owner: index, skippedOctets: 0, isOptional: isOptional))
            last = index
        }
        return names
    }

    /// How many labels below the apex two owners have in common.
    private func sharedDepth(_ one: Int, _ other: Int, _ apexLabels: Int) -> Int {
        let (left, right) = (zone.octets(zone.owners[one].key), zone.octets(zone.owners[other].key))
        var labels = -apexLabels
        for index in 0..<min(left.count, right.count) {
            guard left[index] == right[index] else { break }
            if left[index] == 0 { labels += 1 }
        }
        return max(0, labels)
    }

    /// How many octets the first labels of an owner's name take.
    private func octets(of labels: Int, labelsIn owner: ZoneOwner) -> Int {
        let name = zone.octets(owner.name)
        var position = 0
        for _ in 0..<labels { position += Int(name[position]) + 1 }
        return position
    }

    private static func hash(
        _ names: inout [Expected],
        of zone: Zone,
        _ parameters: Parameters,
        threads: Int
    ) throws(SigningError) {
        let plain = names
        let parts = SharedParts<[(Int, [UInt8])]>()
        try WorkQueue(count: plain.count, chunk: 1024).run(threads: threads) { (queue) throws(SigningError) in
            var part: [(Int, [UInt8])] = []
            do throws(CryptoError) {
                let hasher = try NSEC3Hasher(iterations: parameters.iterations, salt: parameters.salt)
                while let range = queue.next() {
                    for index in range {
                        let octets = zone.copy(zone.owners[plain[index].owner].name)
                        let name = octets[plain[index].skippedOctets...].map(Name.lowercased)
                        var hash: [UInt8] = []
                        try hasher.hash(name.span, appendingTo: &hash)
                        part.append((index, hash))
                    }
                }
            } catch {
                throw .crypto(error)
            }
            parts.add(part)
        }
        for part in parts.all { for (index, hash) in part { names[index].hash = hash } }
    }
}

// MARK: - Comparison

extension NSEC3Verification {
    private mutating func compare(_ expected: [Expected], _ present: [Present]) {
        var chain: [(hash: [UInt8], present: Int?)] = []
        var position = 0
        for name in expected {
            while position < present.count, present[position].hash.lexicographicallyPrecedes(name.hash) {
                findings.add(present[position].owner, .nsec3, .unexpectedDenial)
                position += 1
            }
            if position < present.count, present[position].hash == name.hash {
                chain.append((name.hash, position))
                checkTypes(name, present[position])
                position += 1
            } else if !name.isOptional || !isOptOut(before: position, in: present) {
                chain.append((name.hash, nil))
                findings.add(name.owner, .nsec3, .missingNSEC3, skippedOctets: name.skippedOctets)
            }
        }
        for record in present[position...] { findings.add(record.owner, .nsec3, .unexpectedDenial) }
        for (index, link) in chain.enumerated() {
            guard let record = link.present, let fields = present[record].fields else { continue }
            if fields.next != chain[(index + 1) % chain.count].hash {
                findings.add(present[record].owner, .nsec3, .wrongNextHash)
            }
        }
    }

    /// True if the record that covers the gap in front of a position has the opt-out flag.
    private func isOptOut(before position: Int, in present: [Present]) -> Bool {
        guard let last = present.last else { return false }
        return (position > 0 ? present[position - 1] : last).fields?.isOptOut ?? false
    }

    private mutating func checkTypes(_ name: Expected, _ record: Present) {
        let wanted =
            name.skippedOctets > 0 ? [] : shape.expectedTypes(of: name.owner, in: zone, denial: .nsec3)
        if let types = record.fields?.types, types != wanted {
            findings.add(record.owner, .nsec3, .wrongTypes(found: types, expected: wanted))
        }
    }
}
