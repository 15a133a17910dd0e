public import DNSCore
internal import DNSSECModel

/// What a signed zone says of its keys, by its apex alone.
public struct PublishedKeys: Hashable, Sendable {
    /// The serial of the SOA.
    public let serial: UInt32
    /// TTL of the DNSKEY RRset in seconds.
    public let ttl: UInt32
    /// The DNSKEY RRset; empty in an unsigned zone.
    public let dnskeys: [DNSKEYRecord]
    /// Those of its keys that have signed it.
    public let keySigners: [DNSKEYRecord]
    /// Those of its keys that have signed the SOA.
    public let zoneSigners: [DNSKEYRecord]
    /// Those of its keys that CDS records speak of, by tag and algorithm.
    public let announced: [DNSKEYRecord]
    /// True if a CDS record asks the parent for the end of all DS records (RFC 8078 4).
    public let deletesDS: Bool

    /// Reads the apex; nil for a zone without SOA.
    public init?(_ zone: Zone) {
        guard let apex = zone.owners.first, let soa = zone.soa else { return nil }
        let keys = Self.rdata(.dnskey, apex, zone).compactMap { DNSKEYRecord(rdata: $0.span) }
        let marks = Self.rdata(.rrsig, apex, zone).compactMap { RRSIGFields($0.span) }
        func signers(of type: RRType) -> [DNSKEYRecord] {
            keys.filter { key in
                marks.contains { $0.covered == type && $0.tag == key.keyTag && $0.algorithm == key.algorithm }
            }
        }
        let cds = Self.rdata(.cds, apex, zone).compactMap { DSRecord(rdata: $0.span) }
        serial = soa.serial
        ttl = zone.rrset(.dnskey, of: apex)?.ttl ?? 0
        dnskeys = keys
        (keySigners, zoneSigners) = (signers(of: .dnskey), signers(of: .soa))
        announced = keys.filter { key in
            cds.contains { $0.keyTag == key.keyTag && $0.algorithm == key.algorithm }
        }
        deletesDS = cds.contains { $0.algorithm.rawValue == 0 }
    }

    private static func rdata(_ type: RRType, _ apex: ZoneOwner, _ zone: Zone) -> [[UInt8]] {
        guard let rrset = zone.rrset(type, of: apex) else { return [] }
        return rrset.records.map { zone.copy(zone.records[$0]) }
    }
}
