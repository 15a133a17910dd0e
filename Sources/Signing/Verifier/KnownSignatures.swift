internal import DNSCore
internal import DNSSECModel

/// Signatures that were verified before: those of a zone that was verified as a whole.
///
/// A signature is known where it stands there octet by octet, over the same records, and its key is in the DNSKEY RRset
/// there, too: then libcrypto would say of it what it said before. Everything else about it, its times above all, is
/// looked at anew.
struct KnownSignatures: Sendable {
    private let zone: Zone
    /// True for each of the verifier's keys that the known zone shows, too.
    private let isKnownKey: [Bool]
    private var cursor = 0
    private var owner: ZoneOwner?

    init(_ zone: Zone, keys: VerifyingKeys) {
        self.zone = zone
        var known: Set<DNSKEYRecord> = []
        if let apex = zone.owners.first, let rrset = zone.rrset(.dnskey, of: apex) {
            for index in rrset.records {
                if let key = DNSKEYRecord(rdata: zone.octets(zone.records[index])) { known.insert(key) }
            }
        }
        isKnownKey = keys.keys.map { known.contains($0.record) }
    }

    /// Goes to the owner with this sort key; quick where owners are asked for in their order.
    mutating func goToOwner(_ key: Span<UInt8>) {
        for _ in 0..<4 where cursor < zone.owners.count {
            let order = Octets.compare(zone.octets(zone.owners[cursor].key), key)
            if order >= 0 {
                if order == 0 { return owner = zone.owners[cursor] }
                break
            }
            cursor += 1
        }
        cursor = zone.firstOwner(notBefore: key)
        owner = nil
        guard cursor < zone.owners.count,
            Octets.isEqual(zone.octets(zone.owners[cursor].key), key)
        else { return }
        owner = zone.owners[cursor]
    }

    /// True if the signature `rdata` by the verifier's key `key` over an RRset of `other` is known.
    func holds(_ rdata: Span<UInt8>, over rrset: ZoneRRset, of other: Zone, key: Int) -> Bool {
        guard isKnownKey[key], let owner, let same = zone.rrset(rrset.type, of: owner),
            same.ttl == rrset.ttl, same.recordCount == rrset.recordCount,
            let signatures = zone.rrset(.rrsig, of: owner),
            signatures.records.contains(where: { Octets.isEqual(zone.octets(zone.records[$0]), rdata) })
        else { return false }
        return zip(same.records, rrset.records).allSatisfy { known, new in
            Octets.isEqual(zone.octets(zone.records[known]), other.octets(other.records[new]))
        }
    }
}
