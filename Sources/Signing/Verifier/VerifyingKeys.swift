internal import DNSSECCrypto
internal import DNSSECModel

/// The DNSKEY RRset of a zone, ready to verify with.
struct VerifyingKeys: Sendable {
    struct Key: Sendable {
        let record: DNSKEYRecord
        let tag: UInt16
        let key: PublicKey
    }

    /// The zone keys that can be used; the revoked ones too.
    private(set) var keys: [Key] = []
    /// The algorithms that every RRset must be signed with: those of all keys, the revoked ones too (RFC 4035 2.2).
    private(set) var algorithms: [SecurityAlgorithm] = []
    /// The algorithms whose keys for the DNSKEY RRset, by the SEP flag, are all revoked.
    private(set) var revokedAlgorithms: Set<SecurityAlgorithm> = []
    /// The algorithms of all DNSKEY records, usable or not.
    private(set) var shownAlgorithms: Set<SecurityAlgorithm> = []

    init(_ zone: Zone, findings: inout FindingList) {
        guard let rrset = zone.rrset(.dnskey, of: zone.owners[0]) else {
            findings.add(0, .dnskey, .noKey)
            return
        }
        for index in rrset.records {
            guard let record = DNSKEYRecord(rdata: zone.octets(zone.records[index])),
                record.flags & DNSKEYRecord.zoneKeyFlag != 0
            else { continue }
            shownAlgorithms.insert(record.algorithm)
            do throws(CryptoError) {
                keys.append(Key(record: record, tag: record.keyTag, key: try PublicKey(record)))
            } catch {
                findings.add(0, .dnskey, .unusableKey(tag: record.keyTag, error))
            }
        }
        let plain = Set(keys.filter { !$0.record.isRevoked }.map(\.record.algorithm))
        guard !plain.isEmpty else {
            findings.add(0, .dnskey, .noKey)
            return
        }
        algorithms = Set(keys.map(\.record.algorithm)).sorted()
        let entries = Set(
            keys.filter { !$0.record.isRevoked && $0.record.isSecureEntryPoint }.map(\.record.algorithm)
        )
        revokedAlgorithms = Set(keys.filter(\.record.isRevoked).map(\.record.algorithm)).subtracting(entries)
    }

    /// Looks at who signs the DNSKEY RRset: revoked keys, and keys that the DS points to.
    ///
    /// `signers` are indices of the keys whose signatures over it are good.
    func checkKeySet(signers: Set<Int>, ds: [DSRecord]?, origin: Name, findings: inout FindingList) {
        for index in keys.indices where keys[index].record.isRevoked && !signers.contains(index) {
            findings.add(0, .dnskey, .revocationNotSigned(tag: keys[index].tag))
        }
        guard let ds else { return }
        for algorithm in Set(ds.map(\.algorithm)).sorted() {
            let matching = keys.indices.filter { index in
                !keys[index].record.isRevoked && ds.contains { matches($0, keys[index], algorithm, origin) }
            }
            if matching.isEmpty {
                findings.add(0, .dnskey, .noKeyForDS(algorithm))
            } else if signers.isDisjoint(with: matching) {
                findings.add(0, .dnskey, .keySetNotSignedByDS(algorithm))
            }
        }
        if ds.isEmpty {
            findings.add(0, .dnskey, .noKeyForDS(algorithms.first ?? SecurityAlgorithm(rawValue: 0)))
        }
    }

    private func matches(_ ds: DSRecord, _ key: Key, _ algorithm: SecurityAlgorithm, _ origin: Name) -> Bool {
        guard ds.algorithm == algorithm, ds.keyTag == key.tag else { return false }
        return (try? DelegationDigest.matches(ds, key: key.record, owner: origin)) ?? false
    }
}
