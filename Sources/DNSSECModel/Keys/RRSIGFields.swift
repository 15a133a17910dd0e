public import DNSCore

/// The numbers of an RRSIG (RFC 4034 3.1); the signer's name and the signature follow them.
public struct RRSIGFields: Hashable, Sendable {
    /// Octets that they take.
    public static let octets = 18

    /// The type that is signed.
    public let covered: RRType
    /// The algorithm of the key.
    public let algorithm: SecurityAlgorithm
    /// Labels of the owner, less a wildcard's.
    public let labels: UInt8
    /// TTL of the RRset in the zone, in seconds.
    public let originalTTL: UInt32
    /// The end of the signature, in seconds of RFC 4034 3.1.5.
    public let expiration: UInt32
    /// The begin of the signature, in seconds of RFC 4034 3.1.5.
    public let inception: UInt32
    /// The tag of the key.
    public let tag: UInt16

    /// Reads the numbers; nil if no name and no signature can follow them.
    public init?(_ rdata: Span<UInt8>) {
        guard rdata.count >= Self.octets + 2 else { return nil }
        func number(_ start: Int, octets: Int) -> UInt32 {
            (start..<(start + octets)).reduce(0) { $0 << 8 | UInt32(rdata[$1]) }
        }
        covered = RRType(rawValue: UInt16(number(0, octets: 2)))
        algorithm = SecurityAlgorithm(rawValue: rdata[2])
        labels = rdata[3]
        originalTTL = number(4, octets: 4)
        expiration = number(8, octets: 4)
        inception = number(12, octets: 4)
        tag = UInt16(number(16, octets: 2))
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
