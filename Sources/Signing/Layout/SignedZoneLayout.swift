internal import DNSSECModel

/// A signature that has to be made: who makes it, over what, and which record waits for it.
struct SignatureJob: Sendable {
    var owner: UInt32
    var record: UInt32
    var signer: UInt32
}

/// A piece of the signed zone in the making, owner by owner in canonical order.
///
/// A signature that is made anew is laid out with all its fields and zeros for its value, and noted as a job; one that
/// is taken over is copied. The layout also notices whether anything differs from the previous zone but the
/// serial. It allocates nothing per owner beyond the output.
struct SignedZoneLayout {
    let pass: SigningPass
    let piece: ZonePiece

    var assembler: ZoneAssembler
    var jobs: [SignatureJob] = []
    /// Jobs over the digest of the whole zone, which is not known before all others are done.
    var lastJobs: [SignatureJob] = []
    var facts = PieceFacts()
    /// The RDATA of the denial record of the present owner.
    var denialRDATA: [UInt8] = []
    /// Scratch for bitmaps.
    var types: [RRType] = []

    private var previous: PreviousZone?
    /// Looks at each signature before it is taken over; nil if none needs it.
    private var check: TakeoverCheck?
    private var slots: [SignatureSlot] = []
    private var rdata: [UInt8] = []
    private var ownerCount: UInt32 = 0
    private var recordCount: UInt32 = 0
    private let signerName: [UInt8]

    init(_ pass: SigningPass, _ piece: ZonePiece) {
        self.pass = pass
        self.piece = piece
        previous = pass.previous
        check = pass.takeover == .checked ? pass.previous?.check : nil
        if piece.owners.lowerBound > 0 || piece.entries.lowerBound > 0 {
            previous?.seek(pass.firstKey(of: piece).span)
        }
        // What was read with TTLs that no signer makes is put right.
        facts.hasChanged = previous.map { !$0.zone.ownTTLs.isEmpty } ?? true
        signerName = pass.input.origin.lowercased.octets
        let owners = piece.owners.count + piece.entries.count
        assembler = ZoneAssembler(
            origin: pass.input.origin,
            reservingOctets: owners * 300,
            owners: owners,
            rrsets: 4 * owners,
            records: 6 * owners
        )
    }

    var input: Zone { pass.input }
    var keys: PlannedKeys { pass.keys }

    /// Notes what is left of the previous zone before the next piece.
    mutating func close() {
        guard let previous, !facts.hasChanged else { return }
        let isDone = pass.key(behind: piece).map { previous.isAt($0.span) } ?? previous.isAtEnd
        if !isDone { facts.hasChanged = true }
    }

    /// True if the present owner is the apex.
    private var isApex: Bool { ownerCount == 1 && piece.isFirst }
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
            if !isSame { facts.hasChanged = true }
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
        let old = previous?.owner(key: key, passed: &facts.hasChanged)
        if let old, let previous, !Octets.isEqual(previous.zone.octets(old.name), name) {
            facts.hasChanged = true
        }
        return old
    }

    /// Finds RRsets and signatures that the previous owner had and this one has not.
    private mutating func noteCounts(_ rrsets: Int, _ old: ZoneOwner?) {
        facts.statistics.rrsets += rrsets
        guard !facts.hasChanged else { return }
        guard let old, let counts = previous?.counts(of: old) else {
            facts.hasChanged = true
            return
        }
        if counts.rrsets != rrsets || counts.signatures != slots.count { facts.hasChanged = true }
    }

    private func isSame(_ rrset: ZoneRRset, of zone: Zone, at old: ZoneOwner?) -> Bool {
        guard let old, let previous else { return false }
        if rrset.type == .soa { return pass.isSameSOA }
        if rrset.type == .zonemd, isApex { return pass.hasSameDigests }
        return previous.hasSame(rrset, of: zone, at: old)
    }

    /// The apex content has nothing that has to be left out: it has the signer's own records.
    private func isLeftOut(_ type: RRType, of zone: Zone) -> Bool {
        type.rawValue >= RRType.rrsig.rawValue && ApexContent.isStripped(type)
            && !(type == .nsec3param && isApex)
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
        guard isApex else { return keys.zoneSigners }
        switch type {
        case .dnskey: return keys.dnskeySigners
        case .cds, .cdnskey: return keys.cdsSigners
        default: return keys.zoneSigners
        }
    }

    private mutating func signDenial(_ type: RRType, labels: UInt8, key: Span<UInt8>, _ old: ZoneOwner?) {
        facts.statistics.denialRecords += 1
        var same: ZoneOwner?
        if let old, let previous, previous.hasSame(type, ttl: pass.negativeTTL, rdata: denialRDATA, at: old) {
            same = old
        } else {
            facts.hasChanged = true
        }
        sign(type, labels: labels, ttl: pass.negativeTTL, key: key, same)
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
                    expiration: pass.times.expiration(of: type, ownerKey: key),
                    inception: pass.times.inception(of: type),
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
                ),
                check?.isGood(old.record, over: type, at: same) ?? true
            {
                // SOA and ZONEMD get the new serial if anything else changes; if nothing does, all of this is thrown away.
                if !(isApex && ApexContent.isMadeAnew(type)) {
                    slot.header = old.header
                    slot.kept = old.record
                }
            } else {
                facts.hasChanged = true
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
            // What the DNSKEY RRset's signers sign is no data: those keys do not change with the zone's.
            if !ApexContent.isPlanned(rrset.type) { facts.maximumTTL = max(facts.maximumTTL, rrset.ttl) }
            recordCount += rrset.recordCount
        }
        if hasSignatures { appendSignatures(&hasSignatures) }
        if let pending { appendDenial(pending) }
    }

    private mutating func appendDenial(_ type: RRType) {
        assembler.beginRRset(type, ttl: pass.negativeTTL)
        facts.maximumTTL = max(facts.maximumTTL, pass.negativeTTL)
        let octets = denialRDATA
        assembler.appendRecord(octets.span)
        recordCount += 1
    }

    private mutating func appendSignatures(_ pending: inout Bool) {
        pending = false
        assembler.beginRRset(.rrsig, ttl: slots[0].header.originalTTL)
        for slot in slots {
            facts.note(slot.header, pass.times)
            if let kept = slot.kept, let previous {
                assembler.appendRecord(previous.zone.octets(previous.zone.records[kept]))
                facts.statistics.signaturesKept += 1
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
        facts.statistics.signaturesMade += 1
        let job = SignatureJob(owner: ownerCount - 1, record: recordCount, signer: UInt32(slot.signer))
        if isApex, slot.header.covered == .zonemd { lastJobs.append(job) } else { jobs.append(job) }
    }
}
