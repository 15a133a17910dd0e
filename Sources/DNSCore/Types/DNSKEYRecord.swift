/// The RDATA of a DNSKEY or CDNSKEY record (RFC 4034 2.1).
public struct DNSKEYRecord: Hashable, Sendable {
    /// Flag bit 7: the key may sign zone data (RFC 4034 2.1.1).
    public static let zoneKeyFlag: UInt16 = 0x0100
    /// Flag bit 15: secure entry point (RFC 4034 2.1.1).
    public static let secureEntryPointFlag: UInt16 = 0x0001
    /// Flag bit 8: revoked (RFC 5011 7).
    public static let revokeFlag: UInt16 = 0x0080

    /// The flags field.
    public var flags: UInt16
    /// Always 3 (RFC 4034 2.1.2).
    public var protocolNumber: UInt8
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The public key in its algorithm's own wire form.
    public var publicKey: [UInt8]

    /// A record of protocol 3.
    public init(flags: UInt16, algorithm: SecurityAlgorithm, publicKey: [UInt8]) {
        self.flags = flags
        self.protocolNumber = 3
        self.algorithm = algorithm
        self.publicKey = publicKey
    }

    /// Reads RDATA; `nil` if it is shorter than its four fixed octets.
    public init?(rdata: Span<UInt8>) {
        guard rdata.count >= 4 else { return nil }
        flags = UInt16(rdata[0]) << 8 | UInt16(rdata[1])
        protocolNumber = rdata[2]
        algorithm = SecurityAlgorithm(rawValue: rdata[3])
        publicKey = []
        publicKey.reserveCapacity(rdata.count - 4)
        for index in 4..<rdata.count { publicKey.append(rdata[index]) }
    }

    /// The RDATA in wire form.
    public var rdata: [UInt8] {
        [UInt8(flags >> 8), UInt8(flags & 0xFF), protocolNumber, algorithm.rawValue] + publicKey
    }

    /// True if the REVOKE bit is set (RFC 5011 2.1).
    public var isRevoked: Bool { flags & Self.revokeFlag != 0 }
    /// True if the SEP bit is set.
    public var isSecureEntryPoint: Bool { flags & Self.secureEntryPointFlag != 0 }

    /// The same key with the REVOKE bit set: another key tag, another DS (RFC 5011 2.1).
    public var revoked: DNSKEYRecord {
        var copy = self
        copy.flags |= Self.revokeFlag
        return copy
    }

    /// The same key without the REVOKE bit.
    public var unrevoked: DNSKEYRecord {
        var copy = self
        copy.flags &= ~Self.revokeFlag
        return copy
    }

    /// The key tag (RFC 4034 appendix B; B.1 for algorithm 1 is not needed here).
    public var keyTag: UInt16 {
        var sum: UInt32 = 0
        for (index, octet) in rdata.enumerated() {
            sum &+= index & 1 == 0 ? UInt32(octet) << 8 : UInt32(octet)
        }
        return UInt16((sum &+ (sum >> 16)) & 0xFFFF)
    }
}

/// The RDATA of a DS or CDS record (RFC 4034 5.1).
public struct DSRecord: Hashable, Sendable {
    /// Tag of the DNSKEY that the digest is of.
    public var keyTag: UInt16
    /// Algorithm of that DNSKEY.
    public var algorithm: SecurityAlgorithm
    /// How the digest is made.
    public var digestType: DigestType
    /// Digest over owner name and DNSKEY RDATA (RFC 4034 5.1.4).
    public var digest: [UInt8]

    /// The four fields as they are.
    public init(keyTag: UInt16, algorithm: SecurityAlgorithm, digestType: DigestType, digest: [UInt8]) {
        self.keyTag = keyTag
        self.algorithm = algorithm
        self.digestType = digestType
        self.digest = digest
    }

    /// Reads RDATA; `nil` if it is shorter than its four fixed octets.
    public init?(rdata: Span<UInt8>) {
        guard rdata.count >= 4 else { return nil }
        keyTag = UInt16(rdata[0]) << 8 | UInt16(rdata[1])
        algorithm = SecurityAlgorithm(rawValue: rdata[2])
        digestType = DigestType(rawValue: rdata[3])
        digest = []
        for index in 4..<rdata.count { digest.append(rdata[index]) }
    }

    /// The RDATA in wire form.
    public var rdata: [UInt8] {
        [UInt8(keyTag >> 8), UInt8(keyTag & 0xFF), algorithm.rawValue, digestType.rawValue] + digest
    }
}
