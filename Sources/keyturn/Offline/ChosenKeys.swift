import DNSSECCrypto
import DNSSECModel
import KeyStore
import Signing

/// A key of the folder, with what it is for at the moment of signing.
struct ChosenKey {
    var id: ManagedKey.ID
    var key: BINDKey
    var role: KeyRole
    var isRevoked: Bool
    /// True where it signs what its role says.
    var isActive: Bool
    /// True where CDS and CDNSKEY speak of it.
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
    var warnings: [Diagnostic]

    var plan: SigningPlan {
        SigningPlan(
            dnskeys: keys.map { SigningPlan.PublishedKey(key: $0.id, isRevoked: $0.isRevoked) },
            keySigners: keys.filter(\.signsKeys).map(\.id),
            zoneSigners: keys.filter(\.signsZone).map(\.id),
            cds: keys.filter(\.hasCDS).map(\.id)
        )
    }

    var zoneKeys: [ManagedKey.ID: ZoneKey] {
        let pairs = keys.map { ($0.id, ZoneKey(record: $0.key.record, signingKey: $0.key.signingKey)) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The DS records of the keys that the parent should point to.
    func ds(_ policy: DNSSECPolicy) throws(ToolFailure) -> [DSRecord] {
        var records: [DSRecord] = []
        for key in keys where key.signsKeys && !key.isRevoked {
            for digest in policy.parent.digests {
                do throws(CryptoError) {
                    records.append(try DelegationDigest.ds(of: key.record, owner: zone, digest: digest))
                } catch {
                    throw ToolFailure(.fault, "\(error)")
                }
            }
        }
        return records
    }

    /// A signer's complaint, with the tag of the key that it is about.
    func named(_ error: SigningError) -> String {
        let id: ManagedKey.ID? =
            switch error {
            case .missingKey(let id), .missingPrivateKey(let id), .signerNotPublished(let id),
                .revokedZoneSigner(let id):
                id
            default: nil
            }
        guard let key = keys.first(where: { $0.id == id }) else { return "\(error)" }
        return "\(key.key.name): \(error)"
    }
}
