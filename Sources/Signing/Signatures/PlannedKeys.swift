internal import DNSSECCrypto
internal import DNSSECModel

/// A key that makes signatures, with what its signatures say of it.
struct Signer: Sendable {
    let id: ManagedKey.ID
    let key: SigningKey
    /// As it stands in the DNSKEY RRset, with the REVOKE bit where the plan has it; plain where it is not there.
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
    /// Keys that sign no more and whose signatures are kept for a while.
    let spreads: [SignatureSpread]
    /// The keys that CDS and CDNSKEY speak of.
    let cds: [DNSKEYRecord]
    /// True if CDS and CDNSKEY ask for the end of every DS (RFC 8078 4).
    let deletesDS: Bool

    init(_ request: ZoneSigningRequest) throws(SigningError) {
        let plan = request.plan
        var records: [ManagedKey.ID: DNSKEYRecord] = [:]
        for published in plan.dnskeys {
            guard let key = request.keys[published.key] else { throw .missingKey(published.key) }
            records[published.key] = published.isRevoked ? key.record.revoked : key.record
        }
        try Self.check(plan, records, request.keys)
        let list = try Self.signers(plan, records, request.keys)
        let both = request.policy.signatures.dnskeySigners == .both
        func indices(_ ids: [ManagedKey.ID]) -> [Int] {
            list.indices.filter { ids.contains(list[$0].id) }
        }
        signers = list
        dnskeySigners = indices(
            plan.keySigners + (both ? plan.zoneSigners.filter { records[$0] != nil } : [])
        )
        cdsSigners = dnskeySigners.filter { !list[$0].record.isRevoked }
        zoneSigners = indices(plan.zoneSigners)
        spreads = try SignatureSpread.all(plan, records, list)
        dnskeys = Set(records.values).sorted { $0.rdata.lexicographicallyPrecedes($1.rdata) }
        let hasCDS = request.policy.parent.cds && !dnskeys.isEmpty
        deletesDS = hasCDS && plan.deletesDS
        var spokenOf: [DNSKEYRecord] = []
        for id in plan.cds where hasCDS && !deletesDS {
            guard let key = request.keys[id] else { throw .missingKey(id) }
            spokenOf.append(key.record)
        }
        cds = spokenOf
    }

    private static func check(
        _ plan: SigningPlan,
        _ records: [ManagedKey.ID: DNSKEYRecord],
        _ keys: [ManagedKey.ID: ZoneKey]
    ) throws(SigningError) {
        for id in plan.keySigners where records[id] == nil { throw .signerNotPublished(id) }
        // Validators pass over signatures of an algorithm that the DNSKEY RRset does not have (RFC 4035 2.2);
        // by an unknown key of one that it has, they are a sign of something broken.
        let published = Set(records.values.map(\.algorithm))
        for id in plan.zoneSigners where records[id] == nil {
            guard let key = keys[id] else { throw .missingKey(id) }
            guard !published.isEmpty, !published.contains(key.record.algorithm) else {
                throw .signerNotPublished(id)
            }
        }
        for id in plan.zoneSigners where records[id]?.isRevoked ?? false { throw .revokedZoneSigner(id) }
        guard !records.isEmpty else { return }
        guard !plan.keySigners.isEmpty else { throw .noKeySigner }
        guard plan.zoneSigners.contains(where: { records[$0] != nil }) else { throw .noZoneSigner }
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
            guard let record = records[id] ?? keys[id]?.record, let key = keys[id]?.signingKey else {
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
