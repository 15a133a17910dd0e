internal import DNSSECModel

/// The signatures of a key that signs no more, each of which is kept until its turn to be replaced has come.
///
/// The turns are spread evenly over a time, and owner and type of an RRset alone decide on its own: each run replaces
/// about its share, and no two runs disagree. The private key is not needed: no signature is made by it.
struct SignatureSpread: Sendable {
    /// What the kept signatures say of themselves.
    let mark: SignatureMark
    /// The record of their key.
    let record: DNSKEYRecord
    /// The index of the signer that replaces them.
    let successor: Int
    private let start: Instant
    private let length: Interval

    init(_ kept: SigningPlan.KeptSignatures, record: DNSKEYRecord, successor: Int) {
        mark = SignatureMark(
            algorithm: record.algorithm,
            tag: record.keyTag,
            octets: record.signatureOctets
        )
        self.record = record
        self.successor = successor
        start = kept.start
        length = kept.length
    }

    /// The spreads of a plan, whose keys must be in the DNSKEY RRset without the REVOKE bit.
    static func all(
        _ plan: SigningPlan,
        _ records: [ManagedKey.ID: DNSKEYRecord],
        _ signers: [Signer]
    ) throws(SigningError) -> [SignatureSpread] {
        var spreads: [SignatureSpread] = []
        for kept in plan.keptSignatures {
            guard let record = records[kept.key] else { throw .signerNotPublished(kept.key) }
            guard !record.isRevoked else { throw .revokedZoneSigner(kept.key) }
            guard plan.zoneSigners.contains(kept.successor),
                let successor = signers.firstIndex(where: { $0.id == kept.successor })
            else { throw .missingPrivateKey(kept.successor) }
            spreads.append(SignatureSpread(kept, record: record, successor: successor))
        }
        return spreads
    }

    /// True if it is not yet the turn of a type at a name.
    ///
    /// The jitter takes the same hash by another measure: it is stirred once more, so that one says nothing of the other.
    func isKept(_ type: RRType, ownerKey: Span<UInt8>, at now: Instant) -> Bool {
        guard length > .zero, now < start + length else { return false }
        var hash = SignatureTimes.spread(type, ownerKey) ^ 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        let place = (hash ^ (hash >> 31)) % UInt64(length.seconds)
        return now < start + .seconds(Int64(place))
    }
}

/// By what a signature is known to be of a key.
struct SignatureMark: Sendable {
    let algorithm: SecurityAlgorithm
    let tag: UInt16
    let octets: Int
}

extension Signer {
    /// What the signatures of the signer say of themselves.
    var mark: SignatureMark { SignatureMark(algorithm: algorithm, tag: tag, octets: signatureOctets) }
}

extension PreviousZone {
    /// The signature in place of one by a signer that may be taken over: its own, else one of the key before it whose
    /// turn has not come.
    ///
    /// DNSKEY, CDS and CDNSKEY do not take part: there is one of each, and what signs them follows other rules.
    func usableSignature(
        over type: RRType,
        labels: UInt8,
        ttl: UInt32,
        key: Span<UInt8>,
        by index: Int,
        at owner: ZoneOwner
    ) -> (record: Int, header: SignatureHeader)? {
        let own = usableSignature(over: type, labels: labels, ttl: ttl, by: index, at: owner)
        guard own == nil, !spreads.isEmpty, !ApexContent.isPlanned(type) else { return own }
        for spread in spreads where spread.successor == index {
            guard spread.isKept(type, ownerKey: key, at: now), !isForeign(spread) else { continue }
            return usableSignature(over: type, labels: labels, ttl: ttl, of: spread.mark, at: owner)
        }
        return nil
    }
}
