import DNSCore
import DNSSECModel
import Testing

@testable import Signing

/// A signed zone that an RFC prints, and what the RFC says of it.
struct RFCExample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let algorithm: SecurityAlgorithm
    let zoneKeyTag: UInt16
    let entryKeyTag: UInt16
    let inception: Instant
    let expiration: Instant
    /// How many RRsets are signed, and by how many signatures.
    let signedRRsets: Int
    let signatures: Int
    /// The policy that makes such a zone.
    let denial: DenialPolicy
    let dnskeySigners: DNSKEYSigners

    static let all = [rfc4035, rfc5155]

    static let rfc4035 = RFCExample(
        testDescription: "RFC 4035 appendix A",
        file: "rfc4035-signed.zone",
        algorithm: .rsaSHA1,
        zoneKeyTag: 38519,
        entryKeyTag: 9465,
        // 2004-04-09T18:36:19Z to 2004-05-09T18:36:19Z.
        inception: Instant(secondsSinceEpoch: 1_081_535_779),
        expiration: Instant(secondsSinceEpoch: 1_084_127_779),
        signedRRsets: 26,
        signatures: 27,
        denial: .nsec,
        dnskeySigners: .both
    )

    static let rfc5155 = RFCExample(
        testDescription: "RFC 5155 appendix A",
        file: "rfc5155-signed.zone",
        algorithm: .rsaSHA1NSEC3,
        zoneKeyTag: 40430,
        entryKeyTag: 12708,
        // 2005-10-21T00:00:00Z to 2015-04-20T23:59:59Z.
        inception: Instant(secondsSinceEpoch: 1_129_852_800),
        expiration: Instant(secondsSinceEpoch: 1_429_574_399),
        signedRRsets: 30,
        signatures: 30,
        denial: .nsec3(NSEC3Policy(optOut: true, iterations: 12, salt: [0xAA, 0xBB, 0xCC, 0xDD])),
        dnskeySigners: .ksk
    )

    /// A moment within the validity of all signatures: 2004-04-20, and 2005-11-01.
    var moment: Instant { inception + .days(11) }

    func zone() throws -> Zone { try vector(file, origin: "example.") }

    /// The zone without what a signer adds.
    func unsigned() throws -> Zone {
        let added: Set<RRType> = [.dnskey, .rrsig, .nsec, .nsec3, .nsec3param]
        return try zone().edited { records in records.removeAll { added.contains($0.type) } }
    }
}

extension LooseRecord {
    /// The fixed fields of an RRSIG; nil for other types.
    var signature: SignatureHeader? { type == .rrsig ? SignatureHeader(rdata: rdata.span) : nil }

    /// The key of a DNSKEY; nil for other types.
    var key: DNSKEYRecord? { type == .dnskey ? DNSKEYRecord(rdata: rdata.span) : nil }

    /// The digest of a DS; nil for other types.
    var ds: DSRecord? { type == .ds ? DSRecord(rdata: rdata.span) : nil }
}
