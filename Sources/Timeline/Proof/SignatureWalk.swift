import DNSSECModel

/// Judges whether a cache can keep an RRset for longer than its signature is valid.
///
/// A signature that has just enough left is not made anew; the last server may go on with it for a propagation, and a
/// cache that fetches it then keeps it for its TTL.
struct SignatureWalk {
    /// The versions that were judged.
    private(set) var combinations = 0
    /// The first story of a signature that expires in a cache.
    private(set) var shortest: CounterExample?

    init(_ history: WorldHistory, from start: Instant) {
        let trusted = [history.dsShowings.map(\.from).min(), history.anchors.first?.at].compactMap { $0 }
        guard let secure = trusted.min() else { return }
        for (index, publication) in history.publications.enumerated() where !publication.plan.dnskeys.isEmpty
        {
            let next = index + 1 < history.publications.count ? history.publications[index + 1].at : .never
            let first = max(publication.at, start, secure)
            guard first < next else { continue }
            judge(.dnskey, publication, ttl: publication.dnskeyTTL, history.dnskeyRest, at: first)
            judge(
                .data,
                publication,
                ttl: max(publication.maximumTTL, publication.negativeTTL),
                history.dataRest,
                at: first
            )
        }
    }

    private mutating func judge(
        _ kind: ChainPart,
        _ publication: Publication,
        ttl: Interval,
        _ rest: Interval?,
        at first: Instant
    ) {
        guard let rest else { return }
        combinations += 1
        guard publication.propagation + ttl > rest, first < shortest?.steps.first?.at ?? .never else {
            return
        }
        let shown = CounterExample.Step(
            at: first,
            isJustBefore: false,
            event: .signatureShown(kind, expires: first + rest)
        )
        let plan = publication.plan
        let (until, isKeys) = (first + publication.propagation, kind == .dnskey)
        let fetched = CounterExample.Fetched(
            kind: kind,
            keys: isKeys ? Set(plan.dnskeys.map(\.key)) : [],
            revoked: isKeys ? Set(plan.dnskeys.filter(\.isRevoked).map(\.key)) : [],
            signers: Set(isKeys ? plan.keySigners : plan.zoneSigners),
            shownFrom: first,
            shownUntil: until,
            keptUntil: until + ttl
        )
        let step = CounterExample.Step(at: until, isJustBefore: true, event: .fetches(fetched))
        shortest = CounterExample(steps: [shown, step], at: first + rest, fault: .signatureExpires(kind))
    }
}
