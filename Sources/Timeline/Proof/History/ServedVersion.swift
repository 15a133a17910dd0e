import DNSSECModel

/// The DNSKEY answer as a validator sees it.
struct ShownKeys: Hashable {
    /// The keys in the RRset without the REVOKE bit.
    var plain: Set<ManagedKey.ID> = []
    /// The keys in it with the REVOKE bit.
    var revoked: Set<ManagedKey.ID> = []
    /// The keys whose signatures come with it.
    var signers: Set<ManagedKey.ID> = []

    init(_ plan: SigningPlan) {
        plain = Set(plan.dnskeys.filter { !$0.isRevoked }.map(\.key))
        revoked = Set(plan.dnskeys.filter(\.isRevoked).map(\.key))
        signers = Set(plan.keySigners)
    }

    /// True if there is no RRset, only the proof of its absence.
    var isEmpty: Bool { plain.isEmpty && revoked.isEmpty }

    /// The keys that vouch for the RRset towards a validator that trusts them.
    var vouching: Set<ManagedKey.ID> { plain.intersection(signers) }

    /// The keys that say of themselves that they are revoked (RFC 5011 2.1).
    var selfRevoked: Set<ManagedKey.ID> { revoked.intersection(signers) }
}

/// A version of an RRset: how long servers show it and caches keep it.
///
/// Ends are not included: at `until` no server shows it, and at `forgotten` no cache has it.
struct ServedVersion<Content: Hashable>: Hashable {
    var content: Content
    /// When the first server shows it.
    var from: Instant
    /// When the last server shows it no more.
    var until: Instant
    /// How long caches keep it.
    var ttl: Interval

    /// When the last cache drops it.
    var forgotten: Instant { until + ttl }

    /// The latest moment up to `now` at which it can be fetched.
    func lastFetch(upTo now: Instant) -> Instant { min(now, until) }
}

extension WorldHistory {
    /// The DNSKEY RRset or its absence, version by version.
    var keyShowings: [ServedVersion<ShownKeys>] {
        showings { publication in
            let shown = ShownKeys(publication.plan)
            return (shown, shown.isEmpty ? publication.negativeTTL : publication.dnskeyTTL)
        }
    }

    /// The signers of the zone's data, version by version: all that an RRset of the version can have; none of them
    /// where the data is unsigned.
    var dataVersions: [ServedVersion<[Set<ManagedKey.ID>]>] {
        showings { ($0.plan.signersOfData, max($0.maximumTTL, $0.negativeTTL)) }
    }

    /// The same with each kind of RRset by itself: one is signed by the old key, the next by the new one.
    var dataShowings: [ServedVersion<Set<ManagedKey.ID>>] {
        dataVersions.flatMap { version in
            version.content.map {
                ServedVersion(content: $0, from: version.from, until: version.until, ttl: version.ttl)
            }
        }
    }

    /// The DS RRsets that are not empty: without one a zone is insecure, and nothing can be bogus.
    var dsShowings: [ServedVersion<Set<ManagedKey.ID>>] {
        parent.filter { !$0.keys.isEmpty }.map {
            ServedVersion(content: $0.keys, from: $0.from, until: $0.until ?? .never, ttl: $0.ttl)
        }
    }

    /// Each publication until the last server has the next one; what no server ever showed is left out.
    private func showings<Content>(
        _ content: (Publication) -> (Content, ttl: Interval)
    ) -> [ServedVersion<Content>] {
        publications.indices.compactMap { index in
            let publication = publications[index]
            var until = Instant.never
            if index + 1 < publications.count {
                until = publications[index + 1].at + publications[index + 1].propagation
            }
            guard publication.at < until else { return nil }
            let (content, ttl) = content(publication)
            return ServedVersion(content: content, from: publication.at, until: until, ttl: ttl)
        }
    }
}

extension SigningPlan {
    /// The signers that an RRset of the zone can have: those of the plan, or one whose signatures are kept in place of
    /// its successor.
    fileprivate var signersOfData: [Set<ManagedKey.ID>] {
        let signers = Set(zoneSigners)
        return [signers] + keptSignatures.map { signers.subtracting([$0.successor]).union([$0.key]) }
    }
}
