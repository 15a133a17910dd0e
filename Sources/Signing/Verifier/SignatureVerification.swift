internal import DNSSECCrypto
internal import DNSSECModel

/// Verifies the signatures of owners; one for each thread.
struct SignatureVerification {
    let zone: Zone
    let shape: ZoneShape
    let keys: VerifyingKeys
    let now: Instant

    var findings: FindingList
    private(set) var goodSignatures = 0
    private(set) var ignoredSignatures = 0
    private(set) var signedRRsets = 0
    private(set) var earliestExpiration: Instant?
    private var contexts: [VerificationContext?]
    private var known: KnownSignatures?
    private var message: [UInt8] = []
    private let origin: [UInt8]

    init(
        zone: Zone,
        shape: ZoneShape,
        keys: VerifyingKeys,
        now: Instant,
        known: KnownSignatures?,
        limit: Int
    ) {
        self.known = known
        self.zone = zone
        self.shape = shape
        self.keys = keys
        self.now = now
        findings = FindingList(limit: limit)
        contexts = keys.keys.map { _ in nil }
        origin = zone.origin.lowercased.octets
    }

    /// Verifies the signatures over every RRset of an owner.
    mutating func verify(owner index: Int) {
        let zone = zone
        let owner = zone.owners[index]
        let signatures = zone.rrset(.rrsig, of: owner)
        known?.goToOwner(zone.octets(owner.key))
        for position in owner.rrsets {
            let rrset = zone.rrsets[position]
            guard shape.mustBeSigned(rrset.type, at: index) else { continue }
            signedRRsets += 1
            // The DNSKEY RRset has been verified when its signers were looked for.
            if rrset.type == .dnskey, index == 0 { continue }
            _ = verify(rrset, owner: index, signatures)
        }
        if let signatures { findUnexpected(signatures, owner: index) }
    }

    /// Finds signatures that must not be there.
    private mutating func findUnexpected(_ signatures: ZoneRRset, owner index: Int) {
        for record in signatures.records {
            guard let header = RRSIGFields(zone.octets(zone.records[record])) else {
                findings.add(index, .rrsig, .malformedSignature)
                continue
            }
            let isThere = zone.rrset(header.covered, of: zone.owners[index]) != nil
            if !isThere || !shape.mustBeSigned(header.covered, at: index) {
                findings.add(index, header.covered, .unexpectedSignature(tag: header.tag))
            }
        }
    }

    /// Verifies all signatures over one RRset.
    ///
    /// - Returns: Indices of the keys whose signatures are good.
    mutating func verify(_ rrset: ZoneRRset, owner index: Int, _ signatures: ZoneRRset?) -> Set<Int> {
        var signers: Set<Int> = []
        var excuses: [(algorithm: SecurityAlgorithm, fault: VerificationFault)] = []
        var faulty: Set<SecurityAlgorithm> = []
        for record in signatures?.records ?? 0..<0 {
            guard let fields = RRSIGFields(zone.octets(zone.records[record])), fields.covered == rrset.type
            else { continue }
            guard
                keys.keys.contains(where: { $0.tag == fields.tag && $0.record.algorithm == fields.algorithm })
            else {
                passOver(fields, owner: index)
                continue
            }
            switch outcome(of: record, fields, rrset, owner: index) {
            case .good(let key): signers.insert(key)
            case .late(let fault): excuses.append((fields.algorithm, fault))
            case .wrong(let fault):
                faulty.insert(fields.algorithm)
                findings.add(index, rrset.type, fault)
            }
        }
        goodSignatures += signers.count
        for algorithm in keys.algorithms where !faulty.contains(algorithm) {
            // Of a revoked key no signature counts but the one that revokes it (RFC 5011 2.1); where it was the last
            // of its algorithm, that one is all that there can be.
            let isRevoked = rrset.type == .dnskey && keys.revokedAlgorithms.contains(algorithm)
            let isSigned = signers.contains {
                keys.keys[$0].record.algorithm == algorithm && (isRevoked || !keys.keys[$0].record.isRevoked)
            }
            if isSigned { continue }
            let reasons = excuses.filter { $0.algorithm == algorithm }
            for reason in reasons { findings.add(index, rrset.type, reason.fault) }
            if reasons.isEmpty { findings.add(index, rrset.type, .missingSignature(algorithm)) }
        }
        return signers
    }

    /// A signature by a key that is not shown: nobody can use it (RFC 4035 5.3.1).
    ///
    /// While an algorithm comes or goes its signatures stand without its DNSKEY (RFC 6781 4.1.4); beside a DNSKEY of
    /// the same algorithm such a signature is the trace of a key that went too early, or of another signer.
    private mutating func passOver(_ fields: RRSIGFields, owner index: Int) {
        if keys.algorithms.contains(fields.algorithm) {
            findings.add(index, fields.covered, .unknownKey(tag: fields.tag, fields.algorithm))
        } else if !keys.shownAlgorithms.contains(fields.algorithm) {
            ignoredSignatures += 1
        }
    }

    private enum Outcome {
        case good(key: Int)
        /// Outside of its validity period: a fault only where no other signature takes its place.
        case late(VerificationFault)
        case wrong(VerificationFault)
    }

    private mutating func outcome(
        of record: Int,
        _ fields: RRSIGFields,
        _ rrset: ZoneRRset,
        owner index: Int
    ) -> Outcome {
        let zone = zone
        let rdata = zone.octets(zone.records[record])
        let owner = zone.owners[index]
        guard let signerEnd = try? RRSIGFields.octets + Name.wireLength(in: rdata, at: RRSIGFields.octets)
        else {
            return .wrong(.malformedSignature)
        }
        let signer = rdata.extracting(RRSIGFields.octets..<signerEnd)
        guard isOrigin(signer) else { return .wrong(.wrongSigner(name(signer))) }
        let name = zone.octets(owner.name)
        let isWildcard = name.count > 2 && name[0] == 1 && name[1] == 0x2A
        let labels = isWildcard ? owner.labelCount - 1 : owner.labelCount
        guard fields.labels == labels else {
            return .wrong(.wrongLabels(found: fields.labels, expected: labels))
        }
        guard fields.originalTTL == rrset.ttl else {
            return .wrong(.wrongOriginalTTL(found: fields.originalTTL, expected: rrset.ttl))
        }
        let (start, end) = (moment(fields.inception), moment(fields.expiration))
        if now < start { return .late(.notYetValid(tag: fields.tag, start)) }
        if now > end { return .late(.expired(tag: fields.tag, end)) }
        if let key = knownKey(of: rdata, fields, rrset) {
            earliestExpiration = min(earliestExpiration ?? end, end)
            return .good(key: key)
        }
        makeMessage(rdata.extracting(0..<RRSIGFields.octets), rrset, name)
        let signature = rdata.extracting(signerEnd..<rdata.count)
        for key in keys.keys.indices
        where keys.keys[key].tag == fields.tag && keys.keys[key].record.algorithm == fields.algorithm {
            guard let isGood = verify(signature, key: key) else { continue }
            if isGood {
                earliestExpiration = min(earliestExpiration ?? end, end)
                return .good(key: key)
            }
        }
        return .wrong(.badSignature(tag: fields.tag))
    }

    /// The key of a signature that was verified before, or nil.
    private func knownKey(of rdata: Span<UInt8>, _ fields: RRSIGFields, _ rrset: ZoneRRset) -> Int? {
        guard let known else { return nil }
        for key in keys.keys.indices
        where keys.keys[key].tag == fields.tag && keys.keys[key].record.algorithm == fields.algorithm {
            // Two keys of one tag: libcrypto has to tell whose it is.
            let isOnly = keys.keys.count { $0.tag == fields.tag } == 1
            if isOnly, known.holds(rdata, over: rrset, of: zone, key: key) { return key }
        }
        return nil
    }

    /// Serial arithmetic around now (RFC 4034 3.1.5).
    private func moment(_ time: UInt32) -> Instant {
        now + Interval(seconds: Int64(Int32(bitPattern: time &- now.signatureTime)))
    }

    private mutating func verify(_ signature: Span<UInt8>, key: Int) -> Bool? {
        if contexts[key] == nil {
            do throws(CryptoError) {
                contexts[key] = try VerificationContext(keys.keys[key].key)
            } catch {
                findings.add(0, .dnskey, .notVerifiable(error))
                return nil
            }
        }
        return contexts[key]?.verify(signature: signature, over: message.span)
    }

    private func isOrigin(_ signer: Span<UInt8>) -> Bool {
        guard signer.count == origin.count else { return false }
        for index in signer.indices where Name.lowercased(signer[index]) != origin[index] { return false }
        return true
    }

    private func name(_ wire: Span<UInt8>) -> Name {
        var octets: [UInt8] = []
        Octets.append(wire, to: &octets)
        return Name(uncheckedWire: octets)
    }

    /// What a signature over an RRset must be over (RFC 4035 5.3.2), put together from the zone's own records.
    private mutating func makeMessage(_ fields: Span<UInt8>, _ rrset: ZoneRRset, _ name: Span<UInt8>) {
        message.removeAll(keepingCapacity: true)
        Octets.append(fields, to: &message)
        message += origin
        var head: [UInt8] = []
        for index in name.indices { head.append(Name.lowercased(name[index])) }
        let zone = zone
        let (type, ttl) = (rrset.type.rawValue, rrset.ttl)
        head += [UInt8(type >> 8), UInt8(type & 0xFF), 0, 1]
        head += [UInt8(ttl >> 24), UInt8(ttl >> 16 & 0xFF), UInt8(ttl >> 8 & 0xFF), UInt8(ttl & 0xFF)]
        var data: [UInt8] = []
        for record in rrset.records {
            data.removeAll(keepingCapacity: true)
            CanonicalRDATA.append(rrset.type, zone.octets(zone.records[record]), to: &data)
            message += head
            message += [UInt8(data.count >> 8), UInt8(data.count & 0xFF)]
            message += data
        }
    }
}
