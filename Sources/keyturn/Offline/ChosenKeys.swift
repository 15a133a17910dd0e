import DNSSECCrypto
import DNSSECModel
import KeyStore
import Signing

/// A key of the folder, with what it is for at the moment of signing.
struct ChosenKey {
    var id: ManagedKey.ID
    var key: BINDKey
    var role: KeyRole
    /// False for a key of which only CDS and CDNSKEY speak yet.
    var isPublished: Bool
    var isRevoked: Bool
    /// True if it signs what its role says.
    var isActive: Bool
    /// True if CDS and CDNSKEY speak of it.
    var hasCDS: Bool
    var isNew: Bool

    /// The record as it stands in the zone.
    var record: DNSKEYRecord {
        let plain = KeyMaterial(record: key.record).record
        return isRevoked ? plain.revoked : plain
    }

    var tag: UInt16 { record.keyTag }
    /// A revoked key signs the DNSKEY RRset, whatever its role, and nothing else (RFC 5011 2.1).
    var signsKeys: Bool { isActive && (role.signsKeys || isRevoked) }
    var signsZone: Bool { isActive && role.signsZone && !isRevoked }
}

/// The keys that a zone is signed with.
struct ChosenKeys {
    var keys: [ChosenKey]
    var zone: Name
    /// True if the policy wants no keys, and the parent is asked to drop every DS (RFC 8078 4).
    var deletesDS: Bool
    var warnings: [Diagnostic]

    var plan: SigningPlan {
        SigningPlan(
            dnskeys: keys.filter(\.isPublished).map {
                SigningPlan.PublishedKey(key: $0.id, isRevoked: $0.isRevoked)
            },
            keySigners: keys.filter(\.signsKeys).map(\.id),
            zoneSigners: keys.filter(\.signsZone).map(\.id),
            cds: keys.filter(\.hasCDS).map(\.id),
            deletesDS: deletesDS
        )
    }

    /// The keys for the signer, with all others of the folder: their records in the input are no foreign ones.
    func zoneKeys(beside files: [BINDKey]) -> [ManagedKey.ID: ZoneKey] {
        var all: [ManagedKey.ID: ZoneKey] = [:]
        for key in keys { all[key.id] = ZoneKey(record: key.key.record, signingKey: key.key.signingKey) }
        for (index, file) in files.enumerated() {
            let id = ManagedKey.ID(rawValue: keys.count + 1 + index)
            all[id] = ZoneKey(record: file.record, signingKey: nil)
        }
        return all
    }

    /// The DS records that the parent shows, as far as the times in the key files tell.
    func believedDS(
        among files: [BINDKey],
        _ policy: DNSSECPolicy,
        at now: Instant
    ) throws(ToolFailure) -> [DSRecord] {
        try ds(of: files.filter { $0.isAtParent(at: now) }, Array(policy.parent.digests.prefix(1)))
    }

    /// The DS records of the keys that the parent should point to.
    func ds(_ policy: DNSSECPolicy) throws(ToolFailure) -> [DSRecord] {
        guard !deletesDS else { return [] }
        return try ds(of: keys.filter { $0.signsKeys && !$0.isRevoked }.map(\.key), policy.parent.digests)
    }

    private func ds(of keys: [BINDKey], _ digests: [DigestType]) throws(ToolFailure) -> [DSRecord] {
        do throws(CryptoError) {
            return try Delegation(zone, digests: digests).records(of: keys.map(\.record))
        } catch {
            throw ToolFailure(.fault, "\(error)")
        }
    }

    /// What a key is called in complaints: the name of its files.
    func name(of id: ManagedKey.ID) -> String {
        keys.first { $0.id == id }.map { "\($0.key.name)" } ?? "key \(id.rawValue)"
    }
}
