internal import DNSSECCrypto
internal import DNSSECModel

/// A key that makes signatures, with what its signatures say of it.
struct Signer: Sendable {
    let id: ManagedKey.ID
    let key: SigningKey
    /// As it stands in the DNSKEY RRset, with the REVOKE bit where the plan has it.
    let record: DNSKEYRecord
    let tag: UInt16
    let signatureOctets: Int

    var algorithm: SecurityAlgorithm { record.algorithm }
}

/// A plan with the records and the signers that it means.
struct PlannedKeys: Sendable {
    /// The DNSKEY RRset in canonical order; empty for an unsigned zone.
    let dnskeys: [DNSKEYRecord]
    /// Every key that signs something.
    let signers: [Signer]
    /// Indices into `signers` for the DNSKEY RRset.
    let dnskeySigners: [Int]
    /// Indices into `signers` for CDS and CDNSKEY: no revoked key, which signs the DNSKEY RRset alone (RFC 5011 2.1).
    let cdsSigners: [Int]
    /// Indices into `signers` for all else.
    let zoneSigners: [Int]
    /// The keys that CDS and CDNSKEY speak of.
    let cds: [DNSKEYRecord]

    init(_ request: ZoneSigningRequest) throws(SigningError) {
        let plan = request.plan
        var records: [ManagedKey.ID: DNSKEYRecord] = [:]
        for published in plan.dnskeys {
            guard let key = request.keys[published.key] else { throw .missingKey(published.key) }
            records[published.key] = published.isRevoked ? key.record.revoked : key.record
        }
        try Self.check(plan, records)
        let list = try Self.signers(plan, records, request.keys)
        let both = request.policy.signatures.dnskeySigners == .both
        func indices(_ ids: [ManagedKey.ID]) -> [Int] {
            list.indices.filter { ids.contains(list[$0].id) }
        }
        signers = list
        dnskeySigners = indices(both ? plan.keySigners + plan.zoneSigners : plan.keySigners)
        cdsSigners = dnskeySigners.filter { !list[$0].record.isRevoked }
        zoneSigners = indices(plan.zoneSigners)
        dnskeys = Set(records.values).sorted { $0.rdata.lexicographicallyPrecedes($1.rdata) }
        var spokenOf: [DNSKEYRecord] = []
        for id in plan.cds {
            guard let key = request.keys[id] else { throw .missingKey(id) }
            spokenOf.append(key.record)
        }
        cds = spokenOf
    }

    private static func check(
        _ plan: SigningPlan,
        _ records: [ManagedKey.ID: DNSKEYRecord]
    ) throws(SigningError) {
        for id in plan.keySigners + plan.zoneSigners where records[id] == nil {
            throw .signerNotPublished(id)
        }
        for id in plan.zoneSigners where records[id]?.isRevoked ?? false { throw .revokedZoneSigner(id) }
        guard !records.isEmpty else { return }
        guard !plan.keySigners.isEmpty else { throw .noKeySigner }
        guard !plan.zoneSigners.isEmpty else { throw .noZoneSigner }
        var tags: [SecurityAlgorithm: Set<UInt16>] = [:]
        for record in records.values where !tags[record.algorithm, default: []].insert(record.keyTag).inserted
        {
            throw .keyTagCollision(algorithm: record.algorithm, tag: record.keyTag)
        }
    }

    private static func signers(
        _ plan: SigningPlan,
        _ records: [ManagedKey.ID: DNSKEYRecord],
        _ keys: [ManagedKey.ID: ZoneKey]
    ) throws(SigningError) -> [Signer] {
        var signers: [Signer] = []
        for id in Set(plan.keySigners + plan.zoneSigners).sorted() {
            guard let record = records[id], let key = keys[id]?.signingKey else {
                throw .missingPrivateKey(id)
            }
            signers.append(
                Signer(
                    id: id,
                    key: key,
                    record: record,
                    tag: record.keyTag,
                    signatureOctets: try signatureOctets(of: key)
                )
            )
        }
        return signers
    }

    /// The length of a key's signatures: fixed for all but RSA, and there it is the modulus's; a trial tells it.
    private static func signatureOctets(of key: SigningKey) throws(SigningError) -> Int {
        var signature: [UInt8] = []
        do throws(CryptoError) {
            let nothing: [UInt8] = []
            try key.sign(nothing.span, into: &signature)
        } catch {
            throw .crypto(error)
        }
        return signature.count
    }
}
