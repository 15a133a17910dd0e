public import DNSSECModel
import KeyStore

/// What a signed zone, made by any signer, tells of its keys.
public struct PublishedZone: Hashable, Sendable {
    /// A key as signatures name it.
    public struct Signer: Hashable, Sendable {
        /// Its algorithm.
        public let algorithm: SecurityAlgorithm
        /// Its tag.
        public let tag: UInt16

        /// A signer by its numbers.
        public init(algorithm: SecurityAlgorithm, tag: UInt16) {
            self.algorithm = algorithm
            self.tag = tag
        }
    }

    /// The SOA serial.
    public private(set) var serial: UInt32 = 0
    /// TTL of the DNSKEY RRset.
    public private(set) var dnskeyTTL = Interval.zero
    /// The largest TTL in the zone, but for DNSKEY, CDS and CDNSKEY.
    public private(set) var maximumTTL = Interval.zero
    /// How long caches keep the absence of a record: the lesser of the SOA's TTL and MINIMUM (RFC 2308 5).
    public private(set) var negativeTTL = Interval.zero
    /// The DNSKEY RRset.
    public private(set) var dnskeys: [DNSKEYRecord] = []
    /// Who signs the DNSKEY RRset.
    public private(set) var keySigners: Set<Signer> = []
    /// Who signs anything else, but CDS and CDNSKEY.
    public private(set) var zoneSigners: Set<Signer> = []
    /// Who signs all that anybody signs, but DNSKEY, CDS and CDNSKEY.
    public private(set) var commonSigners: Set<Signer> = []
    /// The tags that CDS and CDNSKEY speak of.
    public private(set) var cdsTags: Set<UInt16> = []

    /// The facts of a zone; nil without a whole SOA or without DNSKEY at its apex.
    public init?(_ zone: Zone) {
        guard let apex = zone.owners.first, let soa = zone.soa, let negative = zone.negativeTTL,
            let dnskeys = zone.rrset(.dnskey, of: apex)
        else { return nil }
        serial = soa.serial
        negativeTTL = .seconds(Int64(negative))
        dnskeyTTL = .seconds(Int64(dnskeys.ttl))
        let data = zone.rrsets.filter { $0.type != .dnskey && $0.type != .cds && $0.type != .cdnskey }
        maximumTTL = .seconds(Int64(data.map(\.ttl).max() ?? 0))
        self.dnskeys = dnskeys.records.compactMap { DNSKEYRecord(rdata: zone.octets(zone.records[$0])) }
        readSignatures(of: zone)
        for type in [RRType.cds, .cdnskey] {
            guard let rrset = zone.rrset(type, of: apex) else { continue }
            for record in rrset.records { readCDS(type, zone.copy(zone.records[record])) }
        }
    }

    private mutating func readSignatures(of zone: Zone) {
        var common: Set<Signer>?
        for owner in zone.owners {
            guard let rrset = zone.rrset(.rrsig, of: owner) else { continue }
            var signers: [RRType: Set<Signer>] = [:]
            for record in rrset.records {
                guard let fields = RRSIGFields(zone.octets(zone.records[record])) else { continue }
                signers[fields.covered, default: []].insert(
                    Signer(algorithm: fields.algorithm, tag: fields.tag)
                )
            }
            for (type, names) in signers {
                switch type {
                case .dnskey: keySigners = names
                case .cds, .cdnskey: break
                default:
                    zoneSigners.formUnion(names)
                    common = common?.intersection(names) ?? names
                }
            }
        }
        commonSigners = common ?? []
    }

    /// A CDS begins with the tag of its key, a CDNSKEY is the key; algorithm 0 asks to delete all (RFC 8078 4).
    private mutating func readCDS(_ type: RRType, _ rdata: [UInt8]) {
        guard rdata.count > 4 else { return }
        if type == .cds {
            if rdata[2] != 0 { cdsTags.insert(UInt16(rdata[0]) << 8 | UInt16(rdata[1])) }
        } else if let record = DNSKEYRecord(rdata: rdata.span), record.algorithm.rawValue != 0 {
            cdsTags.insert(record.keyTag)
        }
    }

    /// True if a key is in the DNSKEY RRset, without REVOKE.
    func shows(_ record: DNSKEYRecord) -> Bool { dnskeys.contains(record) }
}
