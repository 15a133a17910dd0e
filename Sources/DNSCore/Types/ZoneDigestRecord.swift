/// A ZONEMD record: the digest of a whole zone (RFC 8976 2).
public struct ZoneDigestRecord: Hashable, Sendable {
    /// The scheme SIMPLE: all records of the zone, one after the other (RFC 8976 3.3.1).
    public static let simpleScheme: UInt8 = 1
    /// Octets in front of the digest.
    private static let headOctets = 6

    /// The serial of the SOA of the zone that it is about.
    public let serial: UInt32
    /// Which records are digested, and in which form.
    public let scheme: UInt8
    /// The number of the hash algorithm (RFC 8976 5.3).
    public let algorithm: UInt8
    /// The digest.
    public let digest: [UInt8]

    /// All fields as they are.
    public init(serial: UInt32, scheme: UInt8, algorithm: UInt8, digest: [UInt8]) {
        self.serial = serial
        self.scheme = scheme
        self.algorithm = algorithm
        self.digest = digest
    }

    /// Reads RDATA; `nil` if it is too short for a digest.
    public init?(rdata: Span<UInt8>) {
        guard rdata.count > Self.headOctets else { return nil }
        serial = RDATAWire.number(rdata, 0, width: 4)
        (scheme, algorithm) = (rdata[4], rdata[5])
        var digest: [UInt8] = []
        digest.append(run: rdata.extracting(Self.headOctets..<rdata.count))
        self.digest = digest
    }

    /// The RDATA.
    public var rdata: [UInt8] {
        var rdata: [UInt8] = []
        RDATAText.appendWire(serial, width: 4, to: &rdata)
        rdata += [scheme, algorithm]
        return rdata + digest
    }
}

extension Zone {
    /// The ZONEMD records at the apex; those elsewhere mean nothing (RFC 8976 2).
    public var digestRecords: [ZoneDigestRecord] {
        guard let apex = owners.first, let rrset = rrset(.zonemd, of: apex) else { return [] }
        return rrset.records.compactMap { ZoneDigestRecord(rdata: octets(records[$0])) }
    }
}
