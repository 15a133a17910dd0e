/// Which text form types have that not every name server knows.
public enum ZoneTextForm: Hashable, Sendable {
    /// The RFC 3597 form: BIND, Knot, NSD and ldns read it alike.
    case portable
    /// The type's own form wherever it has one: for people.
    case own
}

/// Writes a zone as text that any name server reads (RFC 1035 5).
///
/// One record a line, `NAME TTL IN TYPE DATA`, names absolute, in canonical order; at the apex the SOA comes first.
/// Signatures follow the RRset that they cover. Records have the TTLs that they were read with. A comment behind each DNSKEY tells
/// its role, algorithm and key tag.
public struct ZoneFileWriter {
    private var text: [UInt8] = []
    /// The present owner's name as text.
    private var ownerText: [UInt8] = []
    /// What the lines of the present RRset begin with, and that of its signatures.
    private var lineStart: [UInt8] = []
    private let form: ZoneTextForm

    private init(form: ZoneTextForm) {
        self.form = form
    }

    /// Owners whose text is made at once.
    private static let pieceOwners = 512

    /// Writes the text of a zone.
    ///
    /// - Parameters:
    ///   - zone: The zone.
    ///   - form: How types are written that not every name server knows.
    ///   - threads: How many make text; the text does not depend on it.
    ///   - sink: Takes the next chunk.
    /// - Throws: What the sink throws.
    public static func write<Failure: Error>(
        _ zone: Zone,
        form: ZoneTextForm = .portable,
        threads: Int = 1,
        to sink: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let count = (zone.owners.count + pieceOwners - 1) / pieceOwners
        try OrderedWork.run(count: count, threads: threads) { (piece) throws(Failure) in
            let first = piece * pieceOwners
            return text(of: zone, first..<min(first + pieceOwners, zone.owners.count), form: form)
        } take: { (_, text) throws(Failure) in
            let text = text
            try sink(text.span)
            return true
        }
    }

    /// The whole text; for small zones, and for parts of large ones.
    public static func text(of zone: Zone, form: ZoneTextForm = .portable) -> [UInt8] {
        text(of: zone, zone.owners.indices, form: form)
    }

    private static func text(of zone: Zone, _ owners: Range<Int>, form: ZoneTextForm) -> [UInt8] {
        var writer = ZoneFileWriter(form: form)
        writer.text.reserveCapacity(256 * owners.count)
        for index in owners { writer.append(zone.owners[index], of: zone) }
        return writer.text
    }

    private mutating func append(_ owner: ZoneOwner, of zone: Zone) {
        ownerText.removeAll(keepingCapacity: true)
        Name.appendText(of: zone.octets(owner.name), to: &ownerText)
        let signatures = zone.rrset(.rrsig, of: owner)
        let soa = zone.rrset(.soa, of: owner)
        if let soa { append(soa, signatures, of: zone) }
        for index in owner.rrsets {
            let rrset = zone.rrsets[index]
            if rrset.type != .rrsig, rrset.type != .soa { append(rrset, signatures, of: zone) }
        }
        if let signatures { appendUncovered(signatures, owner, of: zone) }
    }

    private mutating func append(_ rrset: ZoneRRset, _ signatures: ZoneRRset?, of zone: Zone) {
        appendRecords(rrset, of: zone) { _ in true }
        guard let signatures else { return }
        appendRecords(signatures, of: zone) { Self.coveredType(of: $0) == rrset.type }
    }

    /// Signatures whose RRset is not there; they are kept for who wants to see them.
    private mutating func appendUncovered(_ signatures: ZoneRRset, _ owner: ZoneOwner, of zone: Zone) {
        appendRecords(signatures, of: zone) { rdata in
            let type = Self.coveredType(of: rdata)
            return type == .rrsig || zone.rrset(type, of: owner) == nil
        }
    }

    /// Appends those records of an RRset that `isWanted` says, each with its TTL.
    private mutating func appendRecords(
        _ rrset: ZoneRRset,
        of zone: Zone,
        where isWanted: (Span<UInt8>) -> Bool
    ) {
        var presentTTL: UInt32?
        for record in rrset.records {
            let rdata = zone.octets(zone.records[record])
            guard isWanted(rdata) else { continue }
            let ttl = zone.ttl(of: record, in: rrset)
            if ttl != presentTTL { beginLines(rrset.type, ttl: ttl) }
            presentTTL = ttl
            appendLine(rrset.type, rdata)
        }
    }

    private static func coveredType(of rdata: Span<UInt8>) -> RRType {
        RRType(rawValue: UInt16(rdata[0]) << 8 | UInt16(rdata[1]))
    }

    /// Makes the start of the lines that follow: owner, TTL, class, type.
    private mutating func beginLines(_ type: RRType, ttl: UInt32) {
        lineStart.removeAll(keepingCapacity: true)
        lineStart.append(contentsOf: ownerText)
        lineStart.append(0x20)
        RDATAText.appendNumber(ttl, to: &lineStart)
        lineStart.append(contentsOf: " IN ".utf8)
        switch form {
        case .portable: RRType.appendPortableText(of: type, to: &lineStart)
        case .own: RRType.appendText(of: type, to: &lineStart)
        }
        lineStart.append(0x20)
    }

    private mutating func appendLine(_ type: RRType, _ rdata: Span<UInt8>) {
        text.append(contentsOf: lineStart)
        switch form {
        case .portable: RDATAText.appendPortableText(type, rdata, to: &text)
        case .own: RDATAText.appendText(type, rdata, to: &text)
        }
        if type == .dnskey || type == .cdnskey, let key = DNSKEYRecord(rdata: rdata) {
            appendComment(on: key)
        }
        text.append(0x0A)
    }

    private mutating func appendComment(on key: DNSKEYRecord) {
        let role = key.isSecureEntryPoint ? "KSK" : "ZSK"
        let revoked = key.isRevoked ? " ; revoked" : ""
        let comment = " ; \(role)\(revoked) ; alg = \(key.algorithm) ; key id = \(key.keyTag)"
        text.append(contentsOf: comment.utf8)
    }
}
