public import DNSCore
public import DNSSECModel

/// The fields of an RRSIG that a verifier looks at, read apart from the signer's own view of them.
struct RRSIGFields {
    static let octets = 18

    let covered: RRType
    let algorithm: SecurityAlgorithm
    let labels: UInt8
    let originalTTL: UInt32
    let expiration: UInt32
    let inception: UInt32
    let tag: UInt16

    init?(_ rdata: Span<UInt8>) {
        guard rdata.count >= 20 else { return nil }
        covered = RRType(rawValue: Octets.number16(rdata, at: 0))
        algorithm = SecurityAlgorithm(rawValue: rdata[2])
        labels = rdata[3]
        originalTTL = Octets.number32(rdata, at: 4)
        expiration = Octets.number32(rdata, at: 8)
        inception = Octets.number32(rdata, at: 12)
        tag = Octets.number16(rdata, at: 16)
    }
}

extension Zone {
    /// When the first of the zone's signatures expires (RFC 4034 3.1.5); nil if it has none.
    public var firstExpiration: Instant? {
        var first: UInt32?
        for owner in owners {
            guard let rrset = rrset(.rrsig, of: owner) else { continue }
            for index in rrset.records {
                guard let fields = RRSIGFields(octets(records[index])) else { continue }
                first = min(first ?? fields.expiration, fields.expiration)
            }
        }
        return first.map { Instant(secondsSinceEpoch: Int64($0)) }
    }
}
