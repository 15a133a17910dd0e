public import DNSCore
internal import DNSSECCrypto
internal import DNSSECModel

/// Computes the digest of a zone by the scheme SIMPLE (RFC 8976 3.3.1).
///
/// All records in canonical form and order, glue and occluded ones too, without the ZONEMD RRset at the apex and the
/// signatures over it. The octets are made in pieces by several threads and digested in their order.
enum ZoneDigest {
    /// Owners whose octets are made at once.
    private static let pieceOwners = 1024

    /// Computes the digest of a zone by each of the methods, in one pass.
    static func digests(of zone: Zone, by methods: [ZoneDigestMethod], threads: Int)
        throws(SigningError) -> [[UInt8]]
    {
        do throws(CryptoError) {
            let streams = try methods.map { method throws(CryptoError) in
                try DigestStream(algorithm(of: method))
            }
            let count = (zone.owners.count + pieceOwners - 1) / pieceOwners
            try OrderedWork.run(count: count, threads: threads) { (piece) throws(CryptoError) in
                let first = piece * pieceOwners
                return octets(of: zone, first..<min(first + pieceOwners, zone.owners.count))
            } take: { (_, octets) throws(CryptoError) in
                let octets = octets
                for stream in streams { try stream.add(octets.span) }
                return true
            }
            return try streams.map { stream throws(CryptoError) in try stream.finish() }
        } catch {
            throw .crypto(error)
        }
    }

    private static func algorithm(of method: ZoneDigestMethod) -> DigestStream.Algorithm {
        switch method {
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }

    private static func octets(of zone: Zone, _ owners: Range<Int>) -> [UInt8] {
        var octets: [UInt8] = []
        for index in owners {
            CanonicalRecords.append(zone.owners[index], of: zone, isApex: index == 0, to: &octets)
        }
        return octets
    }
}

/// Records in canonical form, one after the other (RFC 4034 6.2).
private enum CanonicalRecords {
    static func append(_ owner: ZoneOwner, of zone: Zone, isApex: Bool, to octets: inout [UInt8]) {
        let name = zone.octets(owner.name)
        for index in owner.rrsets {
            let rrset = zone.rrsets[index]
            if isApex, rrset.type == .zonemd { continue }
            for record in rrset.records {
                let rdata = zone.octets(zone.records[record])
                if isApex, rrset.type == .rrsig, isOverDigest(rdata) { continue }
                append(name, rrset.type, ttl: zone.ttl(of: record, in: rrset), rdata, to: &octets)
            }
        }
    }

    private static func isOverDigest(_ signature: Span<UInt8>) -> Bool {
        signature.count > 2 && Octets.number16(signature, at: 0) == RRType.zonemd.rawValue
    }

    private static func append(
        _ name: Span<UInt8>,
        _ type: RRType,
        ttl: UInt32,
        _ rdata: Span<UInt8>,
        to octets: inout [UInt8]
    ) {
        Octets.appendLowercased(name, to: &octets)
        Octets.append(type.rawValue, to: &octets)
        Octets.append(UInt16(1), to: &octets)
        Octets.append(ttl, to: &octets)
        let length = octets.count
        Octets.append(UInt16(0), to: &octets)
        CanonicalRDATA.append(type, rdata, to: &octets)
        let count = octets.count - length - 2
        octets[length] = UInt8(count >> 8)
        octets[length + 1] = UInt8(count & 0xFF)
    }
}

// MARK: - Comparison

extension ZoneDigest {
    /// What is wrong with the ZONEMD records of a zone; those of other schemes and algorithms say nothing here.
    static func faults(in zone: Zone, threads: Int) throws(SigningError) -> [Fault] {
        try faultyRecords(of: zone, threads: threads).flatMap(\.faults)
    }

    /// The ZONEMD records that can be made here, each with what is wrong with it.
    fileprivate static func faultyRecords(of zone: Zone, threads: Int)
        throws(SigningError) -> [(record: ZoneDigestRecord, faults: [Fault])]
    {
        let records = zone.digestRecords
        let known = records.compactMap { record in ZoneDigestMethod(record).map { (record, $0) } }
        guard !known.isEmpty else { return [] }
        let serial = try StartOfAuthority(of: zone).serial
        let methods = ZoneDigestMethod.allCases.filter { method in known.contains { $0.1 == method } }
        let digests = try digests(of: zone, by: methods, threads: threads)
        return known.map { record, method in
            var faults: [Fault] = []
            if record.serial != serial { faults.append(.serial(found: record.serial, expected: serial)) }
            if known.count(where: { $0.1 == method }) > 1 { faults.append(.repeated(method)) }
            if record.digest != methods.firstIndex(of: method).map({ digests[$0] }) {
                faults.append(.digest(method))
            }
            return (record, faults)
        }
    }

    /// What can be wrong with a ZONEMD record (RFC 8976 4).
    enum Fault: Hashable {
        case serial(found: UInt32, expected: UInt32)
        case repeated(ZoneDigestMethod)
        case digest(ZoneDigestMethod)
    }
}

extension Zone {
    /// The ZONEMD records at the apex that are not of the zone's content (RFC 8976 4): another digest, another serial than
    /// the SOA's, or a second one of the same scheme and hash algorithm.
    ///
    /// - Parameter threads: How many threads make the digest, at least 1.
    /// - Returns: The records, of those whose digest can be made here.
    /// - Throws: `SigningError.crypto` if libcrypto fails, or what is wrong with the SOA.
    public func differingDigests(threads: Int) throws(SigningError) -> [ZoneDigestRecord] {
        try ZoneDigest.faultyRecords(of: self, threads: threads).filter { !$0.faults.isEmpty }.map(\.record)
    }
}
