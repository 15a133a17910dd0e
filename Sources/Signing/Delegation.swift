public import DNSCore
public import DNSSECCrypto
public import DNSSECModel

/// What points from outside to a zone's keys, as records and as lines (RFC 4034 5, RFC 7344): the one place that makes
/// DS records of keys, and that writes them.
public struct Delegation: Hashable, Sendable {
    /// The zone.
    public let owner: Name
    /// The digests, in order; one DS record is made by each.
    public let digests: [DigestType]

    /// The delegation of the zone `owner`.
    public init(_ owner: Name, digests: [DigestType]) { (self.owner, self.digests) = (owner, digests) }

    /// The DS records of keys: key by key, and for each key one for each digest.
    public func records(of keys: some Sequence<DNSKEYRecord>) throws(CryptoError) -> [DSRecord] {
        var records: [DSRecord] = []
        for key in keys {
            for digest in digests {
                records.append(try DelegationDigest.ds(of: key, owner: owner, digest: digest))
            }
        }
        return records
    }

    /// A record as a line of a zone file, which every name server reads: owner, TTL, class, type and data.
    ///
    /// `ttl` is nil for a line without a TTL, as `dsset-` files have them: it is the parent's.
    public func line(_ type: RRType, ttl: Interval?, rdata: [UInt8]) -> String {
        var text: [UInt8] = []
        Name.appendText(of: owner.octets.span, to: &text)
        if let ttl { text += Array(" \(UInt32(clamping: ttl.seconds))".utf8) }
        text += Array(" IN ".utf8)
        RRType.appendPortableText(of: type, to: &text)
        text.append(0x20)
        RDATAText.appendPortableText(type, rdata.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
