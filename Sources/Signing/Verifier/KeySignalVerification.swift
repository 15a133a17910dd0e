internal import DNSSECCrypto
internal import DNSSECModel

/// Looks at CDS and CDNSKEY: what the zone asks its parent to make its DS of (RFC 7344, RFC 8078).
struct KeySignalVerification {
    let zone: Zone
    let keys: VerifyingKeys
    var findings: FindingList
    var notes: FindingList

    /// What one record announces.
    private enum Signal {
        case deletion
        case malformedDeletion
        case key(DNSKEYRecord)
        case digest(DSRecord)
    }

    /// Checks the records of both types.
    ///
    /// - Parameter signers: For each type that is there, indices of the keys whose signatures over it are good;
    ///   and those of the DNSKEY RRset.
    mutating func verify(signers: [RRType: Set<Int>]) {
        let (cds, cdnskey) = (signals(.cds), signals(.cdnskey))
        for (type, signals) in [(RRType.cds, cds), (.cdnskey, cdnskey)] where !signals.isEmpty {
            checkDeletion(signals, type)
            // Without any good signature over the DNSKEY RRset there are findings enough.
            let keySigners = signers[.dnskey, default: []]
            if !keySigners.isEmpty, keySigners.isDisjoint(with: signers[type, default: []]) {
                findings.add(0, type, .signalNotSignedByKeySigner)
            }
        }
        checkKeys(cds: cds, cdnskey: cdnskey)
    }

    private func signals(_ type: RRType) -> [Signal] {
        guard let rrset = zone.rrset(type, of: zone.owners[0]) else { return [] }
        return rrset.records.compactMap { signal(zone.octets(zone.records[$0]), type) }
    }

    private func signal(_ rdata: Span<UInt8>, _ type: RRType) -> Signal? {
        guard rdata.count >= 4 else { return nil }
        let deletion = type == .cds ? ApexContent.deletingCDS : ApexContent.deletingCDNSKEY
        let algorithm = type == .cds ? rdata[2] : rdata[3]
        if algorithm == 0 { return Octets.isEqual(rdata, deletion.span) ? .deletion : .malformedDeletion }
        return type == .cds
            ? DSRecord(rdata: rdata).map { .digest($0) } : DNSKEYRecord(rdata: rdata).map { .key($0) }
    }

    private mutating func checkDeletion(_ signals: [Signal], _ type: RRType) {
        var deletions = 0
        for signal in signals {
            switch signal {
            case .deletion: deletions += 1
            case .malformedDeletion: findings.add(0, type, .malformedDeletion)
            case .key, .digest: break
            }
        }
        if deletions > 0, signals.count > deletions { findings.add(0, type, .deletionBesideOthers) }
    }

    // MARK: - Keys

    private mutating func checkKeys(cds: [Signal], cdnskey: [Signal]) {
        let digests = cds.compactMap { if case .digest(let ds) = $0 { ds } else { nil } }
        let announced = cdnskey.compactMap { if case .key(let key) = $0 { key } else { nil } }
        let shown = keys.keys.map(\.record)
        // A roll by double DS announces its new key before the DNSKEY RRset has it, beside one that is there.
        let isAnyShown =
            announced.contains { shown.contains($0) }
            || digests.contains { ds in shown.contains { matches(ds, $0) } }
        for key in announced where !shown.contains(key) {
            if isAnyShown {
                notes.add(0, .cdnskey, .signalOfComingKey(tag: key.keyTag))
            } else {
                findings.add(0, .cdnskey, .signalOfUnknownKey(tag: key.keyTag))
            }
        }
        for ds in digests { check(ds, shown: shown, announced: announced, isOne: !cdnskey.isEmpty) }
        guard !cds.isEmpty else { return }
        for key in announced where !digests.contains(where: { matches($0, key) }) {
            findings.add(0, .cdnskey, .signalsDiffer(tag: key.keyTag))
        }
    }

    /// Looks at a CDS; `isOne` says that there are CDNSKEY records, which then must announce the same keys.
    private mutating func check(
        _ ds: DSRecord,
        shown: [DNSKEYRecord],
        announced: [DNSKEYRecord],
        isOne: Bool
    ) {
        let isAnnounced = announced.contains { matches(ds, $0) }
        if isAnnounced || shown.contains(where: { matches(ds, $0) }) {
            if isOne, !isAnnounced { findings.add(0, .cds, .signalsDiffer(tag: ds.keyTag)) }
            return
        }
        let hasTag = (shown + announced).contains { $0.keyTag == ds.keyTag && $0.algorithm == ds.algorithm }
        findings.add(0, .cds, hasTag ? .cdsDigest(tag: ds.keyTag) : .signalOfUnknownKey(tag: ds.keyTag))
    }

    private func matches(_ ds: DSRecord, _ key: DNSKEYRecord) -> Bool {
        guard ds.keyTag == key.keyTag, ds.algorithm == key.algorithm else { return false }
        return (try? DelegationDigest.matches(ds, key: key, owner: zone.origin)) ?? false
    }
}
