internal import DNSSECModel

/// Walks through the zone that was published before, beside the zone in the making, and finds what is the same.
struct PreviousZone {
    let zone: Zone
    /// True for each signer whose tag meant another key in the previous zone.
    private let isImpostor: [Bool]
    private let signers: [Signer]
    /// Keys whose signatures stay in place of a signer's until their turn.
    let spreads: [SignatureSpread]
    private let dnskeys: [DNSKEYRecord]
    private let origin: [UInt8]
    private let times: SignatureTimes
    private var cursor = 0

    init(_ zone: Zone, signers: [Signer], spreads: [SignatureSpread] = [], times: SignatureTimes) {
        self.zone = zone
        self.signers = signers
        self.spreads = spreads
        self.times = times
        origin = zone.origin.lowercased.octets
        let old = Self.dnskeys(of: zone)
        dnskeys = old
        isImpostor = signers.map { Self.isImpostor($0.mark, $0.record, among: old) }
    }

    private static func isImpostor(
        _ mark: SignatureMark,
        _ record: DNSKEYRecord,
        among old: [DNSKEYRecord]
    ) -> Bool {
        old.contains { $0.keyTag == mark.tag && $0.algorithm == mark.algorithm && $0 != record }
    }

    /// True if the tag of a spread's key meant another key in the previous zone.
    func isForeign(_ spread: SignatureSpread) -> Bool {
        Self.isImpostor(spread.mark, spread.record, among: dnskeys)
    }

    /// The moment to sign for.
    var now: Instant { times.now }

    /// A check of the signatures that may be taken over.
    var check: TakeoverCheck {
        let own = signers.indices.filter { !isImpostor[$0] }.map { signers[$0].record }
        return TakeoverCheck(zone, keys: own + spreads.filter { !isForeign($0) }.map(\.record))
    }

    private static func dnskeys(of zone: Zone) -> [DNSKEYRecord] {
        guard let apex = zone.owners.first, let rrset = zone.rrset(.dnskey, of: apex) else { return [] }
        return rrset.records.compactMap { DNSKEYRecord(rdata: zone.octets(zone.records[$0])) }
    }

    /// True if no owner is left.
    var isAtEnd: Bool { cursor == zone.owners.count }

    /// Goes to the first owner whose key is not before this one.
    mutating func seek(_ key: Span<UInt8>) {
        cursor = zone.firstOwner(notBefore: key)
    }

    /// True if no owner before this key is left.
    func isAt(_ key: Span<UInt8>) -> Bool {
        isAtEnd || Octets.compare(zone.octets(zone.owners[cursor].key), key) >= 0
    }

    /// The owner of this key, or nil; owners before it are passed by, and `passed` says whether there were any.
    mutating func owner(key: Span<UInt8>, passed: inout Bool) -> ZoneOwner? {
        while cursor < zone.owners.count {
            let order = Octets.compare(zone.octets(zone.owners[cursor].key), key)
            if order > 0 { return nil }
            cursor += 1
            if order == 0 { return zone.owners[cursor - 1] }
            passed = true
        }
        return nil
    }

    /// True if the previous owner has the same RRset with the same TTL.
    func hasSame(_ rrset: ZoneRRset, of new: Zone, at owner: ZoneOwner) -> Bool {
        guard let old = zone.rrset(rrset.type, of: owner), old.ttl == rrset.ttl,
            old.recordCount == rrset.recordCount
        else { return false }
        for (oldRecord, newRecord) in zip(old.records, rrset.records)
        where !Octets.isEqual(zone.octets(zone.records[oldRecord]), new.octets(new.records[newRecord])) {
            return false
        }
        return true
    }

    /// True if the previous owner has an RRset of this one record with the same TTL.
    func hasSame(_ type: RRType, ttl: UInt32, rdata: [UInt8], at owner: ZoneOwner) -> Bool {
        guard let old = zone.rrset(type, of: owner), old.ttl == ttl, old.recordCount == 1 else {
            return false
        }
        return Octets.isEqual(zone.octets(zone.records[Int(old.firstRecord)]), rdata.span)
    }

    /// Number of RRsets of an owner but RRSIG, and number of its RRSIG records.
    func counts(of owner: ZoneOwner) -> (rrsets: Int, signatures: Int) {
        guard let signatures = zone.rrset(.rrsig, of: owner) else { return (Int(owner.rrsetCount), 0) }
        return (Int(owner.rrsetCount) - 1, Int(signatures.recordCount))
    }

    /// The record of the longest-lived signature over a type that may be taken over, or nil.
    func usableSignature(
        over type: RRType,
        labels: UInt8,
        ttl: UInt32,
        by index: Int,
        at owner: ZoneOwner
    ) -> (record: Int, header: SignatureHeader)? {
        guard !isImpostor[index] else { return nil }
        return usableSignature(over: type, labels: labels, ttl: ttl, of: signers[index].mark, at: owner)
    }

    /// The same for the signatures that bear a mark.
    func usableSignature(
        over type: RRType,
        labels: UInt8,
        ttl: UInt32,
        of signer: SignatureMark,
        at owner: ZoneOwner
    ) -> (record: Int, header: SignatureHeader)? {
        guard let rrset = zone.rrset(.rrsig, of: owner) else { return nil }
        var best: (record: Int, header: SignatureHeader)?
        for record in rrset.records {
            let rdata = zone.octets(zone.records[record])
            guard let header = SignatureHeader(rdata: rdata), header.covered == type,
                header.algorithm == signer.algorithm, header.tag == signer.tag, header.labels == labels,
                header.originalTTL == ttl, isComplete(rdata, signer),
                times.isFresh(header)
            else { continue }
            if let found = best?.header, times.instant(found.expiration) >= times.instant(header.expiration) {
                continue
            }
            best = (record, header)
        }
        return best
    }

    /// True if the signer's name is the apex and the signature has its right length.
    private func isComplete(_ rdata: Span<UInt8>, _ signer: SignatureMark) -> Bool {
        let end = SignatureHeader.octets + origin.count
        guard rdata.count == end + signer.octets else { return false }
        return Octets.isEqual(rdata.extracting(SignatureHeader.octets..<end), origin.span)
    }
}
