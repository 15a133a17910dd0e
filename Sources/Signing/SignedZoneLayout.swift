internal import DNSSECModel

/// A signature that has to be made: who makes it, over what, and which record waits for it.
struct SignatureJob: Sendable {
    var owner: UInt32
    var record: UInt32
    var signer: UInt32
}

/// The signed zone in the making, owner by owner in canonical order.
///
/// A signature that is made anew is laid out with all its fields and zeros for its value, and noted as a job; one that
/// is taken over is copied. The layout also notices whether anything differs from the previous zone but the
/// serial. It allocates nothing per owner beyond the output.
struct SignedZoneLayout {
    /// The operator's zone.
    let input: Zone
    /// The apex with the signer's own RRsets.
    let apex: Zone
    let keys: PlannedKeys
    let times: SignatureTimes
    /// TTL of NSEC and NSEC3.
    let negativeTTL: UInt32
    /// True where the previous SOA differs in its serial at most.
    let isSameSOA: Bool

    var assembler: ZoneAssembler
    var jobs: [SignatureJob] = []
    var statistics = SigningStatistics()
    /// True where something differs from the previous zone; the serial and the SOA's renewal do not count.
    var hasChanged: Bool
    /// The RDATA of the denial record of the present owner.
    var denialRDATA: [UInt8] = []
    /// Scratch for bitmaps.
    var types: [RRType] = []

    private var previous: PreviousZone?
    private var slots: [SignatureSlot] = []
    private var rdata: [UInt8] = []
    private var ownerCount: UInt32 = 0
    private var recordCount: UInt32 = 0
    private let signerName: [UInt8]

    init(_ request: ZoneSigningRequest, apex: Zone, keys: PlannedKeys, soa: StartOfAuthority, isSameSOA: Bool)
    {
        input = request.zone
        self.apex = apex
        self.keys = keys
        let times = SignatureTimes(request)
        self.times = times
        negativeTTL = soa.negativeTTL
        self.isSameSOA = isSameSOA
        previous = request.previous.map {
            PreviousZone($0, signers: keys.signers, spreads: keys.spreads, times: times)
        }
        hasChanged = request.previous == nil
        signerName = input.origin.lowercased.octets
        assembler = ZoneAssembler(
            origin: input.origin,
            reservingOctets: input.arena.count + input.owners.count * 256,
            owners: input.owners.count,
            rrsets: input.rrsets.count + 2 * input.owners.count,
            records: input.records.count + 2 * input.owners.count
        )
    }

    /// Notes what is left of the previous zone when all owners are appended.
    mutating func close() {
        if let previous, !previous.isAtEnd { hasChanged = true }
    }
}

// MARK: - Owners

extension SignedZoneLayout {
    /// Appends an owner of a zone with its RRsets, their signatures, and its denial record, if it has one.
    ///
    /// `denial` is the type of the denial record whose RDATA is in `denialRDATA`, or nil.
    mutating func append(_ owner: ZoneOwner, of zone: Zone, denial: RRType?) {
        let old = beginOwner(
            name: zone.octets(owner.name),
            key: zone.octets(owner.key),
            labelCount: owner.labelCount,
            status: owner.status
        )
        let labels = owner.labelCount - (isWildcard(zone.octets(owner.name)) ? 1 : 0)
        var count = 0
        for index in owner.rrsets where !isLeftOut(zone.rrsets[index].type, of: zone) {
            let rrset = zone.rrsets[index]
            let isSame = isSame(rrset, of: zone, at: old)
            if !isSame { hasChanged = true }
            count += 1
            guard isSigned(rrset.type, owner.status) else { continue }
            sign(rrset.type, labels: labels, ttl: rrset.ttl, key: zone.octets(owner.key), isSame ? old : nil)
        }
        if let denial {
            signDenial(denial, labels: labels, key: zone.octets(owner.key), old)
            count += 1
        }
        noteCounts(count, old)
        appendRRsets(owner, zone, denial)
    }

    /// Appends an owner that has a denial record only, whose RDATA is in `denialRDATA`.
    mutating func appendDenialOwner(name: Span<UInt8>, key: Span<UInt8>, labelCount: UInt8, _ type: RRType) {
        let old = beginOwner(name: name, key: key, labelCount: labelCount, status: .authoritative)
        signDenial(type, labels: labelCount, key: key, old)
        noteCounts(1, old)
        var unsigned = !slots.isEmpty
        if unsigned { appendSignatures(&unsigned) }
        appendDenial(type)
    }

    private mutating func beginOwner(
        name: Span<UInt8>,
        key: Span<UInt8>,
        labelCount: UInt8,
        status: OwnerStatus
    ) -> ZoneOwner? {
        slots.removeAll(keepingCapacity: true)
        assembler.beginOwner(name: name, key: key, labelCount: labelCount, status: status)
        ownerCount += 1
        guard previous != nil else { return nil }
        let old = previous?.owner(key: key, passed: &hasChanged)
        if let old, let previous, !Octets.isEqual(previous.zone.octets(old.name), name) { hasChanged = true }
        return old
    }

    /// Finds RRsets and signatures that the previous owner had and this one has not.
    private mutating func noteCounts(_ rrsets: Int, _ old: ZoneOwner?) {
        statistics.rrsets += rrsets
        guard !hasChanged else { return }
        guard let old, let counts = previous?.counts(of: old) else {
            hasChanged = true
            return
        }
        if counts.rrsets != rrsets || counts.signatures != slots.count { hasChanged = true }
    }

    private func isSame(_ rrset: ZoneRRset, of zone: Zone, at old: ZoneOwner?) -> Bool {
        guard let old, let previous else { return false }
        return rrset.type == .soa ? isSameSOA : previous.hasSame(rrset, of: zone, at: old)
    }

    /// The apex content has nothing that has to be left out: it has the signer's own records.
    private func isLeftOut(_ type: RRType, of zone: Zone) -> Bool {
        type.rawValue >= RRType.rrsig.rawValue && ApexContent.isStripped(type)
            && !(type == .nsec3param && ownerCount == 1)
    }

    private func isWildcard(_ name: Span<UInt8>) -> Bool {
        name.count > 2 && name[0] == 1 && name[1] == 0x2A
    }

    private func isSigned(_ type: RRType, _ status: OwnerStatus) -> Bool {
        guard !keys.signers.isEmpty else { return false }
        switch status {
        case .authoritative: return true
        case .delegation: return type == .ds
        case .occluded: return false
        }
    }
}

// MARK: - Signatures

/// A signature that an RRset of the present owner gets.
private struct SignatureSlot {
    var header: SignatureHeader
    var signer: Int
    /// The record of the previous zone that is taken over, or nil.
    var kept: Int?

    /// Canonical order of RRSIG RDATA, as far as two signatures of one owner can differ.
    static func precedes(_ left: SignatureSlot, _ right: SignatureSlot) -> Bool {
        let (one, other) = (left.header, right.header)
        return (one.covered.rawValue, one.algorithm.rawValue, one.expiration, one.inception, one.tag)
            < (other.covered.rawValue, other.algorithm.rawValue, other.expiration, other.inception, other.tag)
    }
}

extension SignedZoneLayout {
    private func signers(of type: RRType) -> [Int] {
        guard ownerCount == 1 else { return keys.zoneSigners }
        switch type {
        case .dnskey: return keys.dnskeySigners
        case .cds, .cdnskey: return keys.cdsSigners
        default: return keys.zoneSigners
        }
    }

    private mutating func signDenial(_ type: RRType, labels: UInt8, key: Span<UInt8>, _ old: ZoneOwner?) {
        statistics.denialRecords += 1
        var same: ZoneOwner?
        if let old, let previous, previous.hasSame(type, ttl: negativeTTL, rdata: denialRDATA, at: old) {
            same = old
        } else {
            hasChanged = true
        }
        sign(type, labels: labels, ttl: negativeTTL, key: key, same)
    }

    /// Decides on the signatures over one RRset; `same` is the previous owner where it had the same RRset.
    private mutating func sign(
        _ type: RRType,
        labels: UInt8,
        ttl: UInt32,
        key: Span<UInt8>,
        _ same: ZoneOwner?
    ) {
        for signer in signers(of: type) {
            var slot = SignatureSlot(
                header: SignatureHeader(
                    covered: type,
                    algorithm: keys.signers[signer].algorithm,
                    labels: labels,
                    originalTTL: ttl,
                    expiration: times.expiration(of: type, ownerKey: key),
                    inception: times.inception(of: type),
                    tag: keys.signers[signer].tag
                ),
                signer: signer
            )
            if let same,
                let old = previous?.usableSignature(
                    over: type,
                    labels: labels,
                    ttl: ttl,
                    key: key,
                    by: signer,
                    at: same
                )
            {
                // The SOA gets its new serial if anything else changes; if nothing does, all of this is thrown away.
                if type != .soa {
                    slot.header = old.header
                    slot.kept = old.record
                }
            } else {
                hasChanged = true
            }
            insert(slot)
        }
    }

    private mutating func insert(_ slot: SignatureSlot) {
        var position = slots.count
        slots.append(slot)
        while position > 0, SignatureSlot.precedes(slots[position], slots[position - 1]) {
            slots.swapAt(position, position - 1)
            position -= 1
        }
    }
}

// MARK: - Output

extension SignedZoneLayout {
    private mutating func appendRRsets(_ owner: ZoneOwner, _ zone: Zone, _ denial: RRType?) {
        var hasSignatures = !slots.isEmpty
        var pending = denial
        for index in owner.rrsets where !isLeftOut(zone.rrsets[index].type, of: zone) {
            let rrset = zone.rrsets[index]
            if hasSignatures, rrset.type > .rrsig { appendSignatures(&hasSignatures) }
            if let type = pending, rrset.type > type {
                appendDenial(type)
                pending = nil
            }
            assembler.appendRRset(rrset, of: zone)
            recordCount += rrset.recordCount
        }
        if hasSignatures { appendSignatures(&hasSignatures) }
        if let pending { appendDenial(pending) }
    }

    private mutating func appendDenial(_ type: RRType) {
        assembler.beginRRset(type, ttl: negativeTTL)
        let octets = denialRDATA
        assembler.appendRecord(octets.span)
        recordCount += 1
    }

    private mutating func appendSignatures(_ pending: inout Bool) {
        pending = false
        assembler.beginRRset(.rrsig, ttl: slots[0].header.originalTTL)
        for slot in slots {
            if let kept = slot.kept, let previous {
                assembler.appendRecord(previous.zone.octets(previous.zone.records[kept]))
                statistics.signaturesKept += 1
            } else {
                appendUnmade(slot)
            }
            recordCount += 1
        }
    }

    private mutating func appendUnmade(_ slot: SignatureSlot) {
        rdata.removeAll(keepingCapacity: true)
        slot.header.append(to: &rdata)
        rdata.append(contentsOf: signerName)
        rdata.append(contentsOf: repeatElement(0, count: keys.signers[slot.signer].signatureOctets))
        let octets = rdata
        assembler.appendRecord(octets.span)
        statistics.signaturesMade += 1
        jobs.append(SignatureJob(owner: ownerCount - 1, record: recordCount, signer: UInt32(slot.signer)))
    }
}
