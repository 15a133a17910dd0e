import DNSSECModel

// What caches may still hold of a ring's past.
extension WorldHistory {
    /// The publications of the past that can still matter, rebuilt from what a ring remembers.
    ///
    /// The last one is known. Each record that comes or goes tells when that was seen: the version before was without
    /// it or with it. A record in a lasting state has been so for as long as any cache can tell.
    static func past(of ring: KeyRing, negativeTTL: Interval) -> [Publication] {
        guard var publication = ring.publication else { return [.unsigned(negativeTTL: negativeTTL)] }
        let changes = ring.keys.flatMap { PastChange.all(of: $0, in: ring) }
        var past: [Publication] = []
        for moment in Set(changes.map(\.at)).sorted(by: >) {
            let here = changes.filter { $0.at == moment }
            publication.at = moment
            past.append(publication)
            for change in here { change.undo(in: &publication.plan) }
            publication.dnskeyTTL = here.compactMap(\.dnskeyTTL).max() ?? publication.dnskeyTTL
            publication.maximumTTL = here.compactMap(\.dataTTL).max() ?? publication.maximumTTL
        }
        publication.at = .always
        return (past + [publication]).reversed()
    }
}

/// A record that came or went in the past and is not yet forgotten everywhere.
private struct PastChange {
    var key: ManagedKey.ID
    var record: KeyRecord
    var comes: Bool
    var at: Instant
    var ttl: Interval?
    /// Where signatures went little by little: how they stood beside the new ones just before.
    var kept: SigningPlan.KeptSignatures?

    /// What TTL the DNSKEY RRset had before the change, if this tells.
    var dnskeyTTL: Interval? { record == .zrrsig ? nil : ttl }
    /// What TTL the data had before the change, if this tells.
    var dataTTL: Interval? { record == .zrrsig ? ttl : nil }

    static func all(of key: ManagedKey, in ring: KeyRing) -> [PastChange] {
        // A revoked key signs for itself: that goes before its plain signature comes back.
        var changes = [KeyRecord.revocation, .dnskey, .krrsig].compactMap { record in
            key[record].flatMap { PastChange(key.id, record, $0) }
        }
        changes += signatureChange(of: key, in: ring)
        // Validators of RFC 5011 wait long after the caches know the key.
        if key.dnskey.state == .omnipresent, let anchor = key.anchor, anchor.state == .rumoured,
            let seen = anchor.seen
        {
            changes.append(PastChange(key: key.id, record: .dnskey, comes: true, at: seen, ttl: nil))
        }
        return changes
    }

    /// What came before the change of a key's signatures: signatures by both keys where they changed little by little.
    private static func signatureChange(of key: ManagedKey, in ring: KeyRing) -> [PastChange] {
        guard let track = key.zrrsig, var change = PastChange(key.id, .zrrsig, track) else { return [] }
        if key.spread != nil, track.state == .unretentive, let successor = ring.successor(of: key.id) {
            change.kept = SigningPlan.KeptSignatures(
                key: key.id,
                successor: successor.id,
                start: track.since,
                length: change.at - track.since
            )
        }
        // The successor has signed since the beginning; that is told by the key before.
        let old = key.predecessor.flatMap { ring[$0] }
        let isTold =
            track.state == .rumoured && old?.spread != nil && old?.zrrsig?.state == .unretentive
        return isTold ? [] : [change]
    }

    private init?(_ key: ManagedKey.ID, _ record: KeyRecord, _ track: RecordTrack) {
        guard let seen = track.seen, track.state == .rumoured || track.state == .unretentive else {
            return nil
        }
        self.init(
            key: key,
            record: record,
            comes: track.state == .rumoured,
            at: seen,
            ttl: track.ttl
        )
    }

    private init(key: ManagedKey.ID, record: KeyRecord, comes: Bool, at: Instant, ttl: Interval?) {
        self.key = key
        self.record = record
        self.comes = comes
        self.at = at
        self.ttl = ttl
    }

    /// Takes the change back.
    func undo(in plan: inout SigningPlan) {
        switch record {
        case .dnskey: plan.show(key, !comes, isRevoked: false)
        case .revocation: plan.show(key, !comes, isRevoked: true)
        case .krrsig: plan.keySigners.set(key, !comes)
        case .zrrsig:
            if let kept { plan.keptSignatures.append(kept) } else { plan.zoneSigners.set(key, !comes) }
        case .ds, .anchor: break
        }
    }
}

extension SigningPlan {
    fileprivate mutating func show(_ key: ManagedKey.ID, _ isShown: Bool, isRevoked: Bool) {
        dnskeys.removeAll { $0.key == key && $0.isRevoked == isRevoked }
        if isShown { dnskeys.append(PublishedKey(key: key, isRevoked: isRevoked)) }
        if isRevoked { keySigners.set(key, isShown) }
    }
}

extension [ManagedKey.ID] {
    fileprivate mutating func set(_ key: ManagedKey.ID, _ isIn: Bool) {
        removeAll { $0 == key }
        if isIn { append(key) }
    }
}

extension Publication {
    /// A zone that was never signed.
    fileprivate static func unsigned(negativeTTL: Interval) -> Publication {
        Publication(
            at: .always,
            serial: 0,
            plan: .unsigned,
            dnskeyTTL: negativeTTL,
            maximumTTL: negativeTTL,
            negativeTTL: negativeTTL,
            propagation: .zero
        )
    }
}
