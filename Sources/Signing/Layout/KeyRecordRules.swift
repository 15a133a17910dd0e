internal import DNSSECCrypto
public import DNSSECModel

/// What is wrong with a DNSKEY, CDS or CDNSKEY record at the apex of an input: these are the signer's to make.
public enum KeyRecordFault: Hashable, Sendable {
    /// It is of none of the zone's keys; the tag that it names, 0 if it is malformed.
    case foreign(RRType, tag: UInt16)
    /// It asks the parent to drop every DS (RFC 8078 4), and the zone does not.
    case dropsDS(RRType)
}

/// Which key records an input may have: those of the zone's own keys, so that a zone that was signed once can be signed
/// again.
///
/// Those that ask for the end of every DS are the signer's own only while the zone becomes insecure, or is; else an
/// operator put them there, who must know that they would be taken away.
public struct KeyRecordRules: Sendable {
    private let keys: [DNSKEYRecord]
    private let isLeavingDS: Bool
    private let origin: Name

    /// The rules for a zone with these keys.
    ///
    /// - Parameters:
    ///   - keys: All keys of the zone, without or with the REVOKE bit.
    ///   - isLeavingDS: True if the zone asks for the end of every DS, or has no keys on purpose.
    ///   - origin: The zone.
    public init(keys: [DNSKEYRecord], isLeavingDS: Bool, origin: Name) {
        (self.keys, self.isLeavingDS, self.origin) = (keys, isLeavingDS, origin)
    }

    /// What is wrong with a record at the apex; nil if it may be there.
    public func fault(_ type: RRType, _ rdata: Span<UInt8>) -> KeyRecordFault? {
        guard ApexContent.isPlanned(type) else { return nil }
        if ApexContent.isDeletion(rdata, type) { return isLeavingDS ? nil : .dropsDS(type) }
        if type == .cds {
            guard let ds = DSRecord(rdata: rdata) else { return .foreign(type, tag: 0) }
            let isOwn = keys.contains { (try? DelegationDigest.matches(ds, key: $0, owner: origin)) ?? false }
            return isOwn ? nil : .foreign(type, tag: ds.keyTag)
        }
        guard let key = DNSKEYRecord(rdata: rdata) else { return .foreign(type, tag: 0) }
        return keys.contains { $0 == key || $0.revoked == key } ? nil : .foreign(type, tag: key.keyTag)
    }
}
