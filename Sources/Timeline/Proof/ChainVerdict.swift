import DNSSECModel

/// What a validator says of what it holds (RFC 4035 5.2 and 5.3), in the strict reading on algorithms.
///
/// Strict: every algorithm of the DS RRset must lead to a key that signs the DNSKEY RRset, and every algorithm of the
/// DNSKEY RRset must have a signature over the data (RFC 4035 2.2). RFC 6840 5.11 asks that of signers only, but there
/// are validators that insist.
struct ChainVerdict {
    let keys: [ManagedKey.ID: WorldHistory.Key]

    /// Why a DNSKEY answer does not follow from a DS RRset that is not empty; nil if it does.
    func fault(ds: Set<ManagedKey.ID>, keys shown: ShownKeys) -> ProofFault? {
        if shown.isEmpty { return .noDNSKEY }
        let named = ds.intersection(shown.plain)
        if named.isEmpty {
            return ds.isDisjoint(with: shown.revoked) ? .dsNamesNoKey : .dsNamesRevokedKey
        }
        let entries = named.intersection(shown.signers)
        if entries.isEmpty { return .dsKeyDoesNotSign }
        return missing(algorithms(ds), in: entries).map(ProofFault.algorithmWithoutEntry)
    }

    /// Why data does not follow from a DNSKEY RRset that is secure; nil if it does.
    func fault(keys shown: ShownKeys, data signers: Set<ManagedKey.ID>) -> ProofFault? {
        if signers.isEmpty { return .dataUnsigned }
        let known = signers.intersection(shown.plain)
        if known.isEmpty {
            return signers.isDisjoint(with: shown.revoked) ? .dataSignerUnknown : .dataSignerRevoked
        }
        let demanded = algorithms(shown.plain.union(shown.revoked))
        return missing(demanded, in: known).map(ProofFault.algorithmWithoutSignature)
    }

    private func algorithms(_ ids: Set<ManagedKey.ID>) -> Set<SecurityAlgorithm> {
        Set(ids.compactMap { keys[$0]?.algorithm })
    }

    private func missing(
        _ demanded: Set<SecurityAlgorithm>,
        in ids: Set<ManagedKey.ID>
    ) -> SecurityAlgorithm? {
        demanded.count == 1 ? nil : demanded.subtracting(algorithms(ids)).min()
    }
}
