import DNSSECModel

/// Walks through time and judges every combination that a resolver can hold: DS RRset, DNSKEY RRset, data.
///
/// The three are fetched and forgotten each by itself, so every version of one can meet every version of another that
/// is held at the same moment. A combination that was not there before needs a part that has just come: only those
/// moments are looked at.
struct CacheWalk {
    /// What a resolver begins with.
    private enum Trust: Hashable {
        case ds(Set<ManagedKey.ID>)
        /// Trust anchors; whether they vouch for a DNSKEY RRset is looked at elsewhere.
        case anchors
    }

    private struct Pair: Hashable {
        var upper: Int
        var lower: Int
    }

    /// The moments that were looked at.
    private(set) var instants = 0
    /// The combinations that were judged.
    private(set) var combinations = 0
    /// The shortest story of a resolver that holds something bogus.
    private(set) var shortest: CounterExample?

    private let verdict: ChainVerdict
    private var trust: HeldVersions<Trust>
    private var keys: HeldVersions<ShownKeys>
    private var data: HeldVersions<Set<ManagedKey.ID>>
    /// Verdicts by the numbers of contents: the same few return at every roll.
    private var chains: [Pair: ProofFault?] = [:]
    private var signatures: [Pair: ProofFault?] = [:]
    private var failures = 0

    /// Stories kept at most; the shortest is sought among the first, and more bring nothing new.
    private static let enoughFailures = 500

    /// A walk from `start` on, with validators that have trust anchors until `anchorsEnd`.
    init(_ history: WorldHistory, from start: Instant, anchorsEnd: Instant?) {
        verdict = ChainVerdict(keys: history.keys)
        var trusts = history.dsShowings.map {
            ServedVersion(content: Trust.ds($0.content), from: $0.from, until: $0.until, ttl: $0.ttl)
        }
        if let first = history.anchors.first {
            trusts.append(
                ServedVersion(content: .anchors, from: first.at, until: anchorsEnd ?? .never, ttl: .zero)
            )
        }
        trust = HeldVersions(trusts, from: start)
        keys = HeldVersions(history.keyShowings, from: start)
        data = HeldVersions(history.dataShowings, from: start)
    }

    mutating func walk() {
        let moments = Set(trust.arrivals).union(keys.arrivals).union(data.arrivals)
        for now in moments.sorted() where failures < Self.enoughFailures {
            instants += 1
            trust.move(to: now)
            keys.move(to: now)
            data.move(to: now)
            judge(at: now)
        }
    }

    private mutating func judge(at now: Instant) {
        for trusted in trust.held {
            for shown in keys.held {
                let isNew = trusted.from == now || shown.from == now
                if let fault = chainFault(trusted.content, shown.content) {
                    combinations += isNew ? 1 : 0
                    if isNew { tell(fault, trusted.content, shown.content, nil, at: now) }
                    continue
                }
                for signed in data.held where isNew || signed.from == now {
                    combinations += 1
                    guard let fault = dataFault(shown.content, signed.content) else { continue }
                    tell(fault, trusted.content, shown.content, signed.content, at: now)
                }
            }
        }
    }

    private mutating func chainFault(_ trusted: Int, _ shown: Int) -> ProofFault? {
        guard case .ds(let ds) = trust.contents[trusted] else { return nil }
        let pair = Pair(upper: trusted, lower: shown)
        if let known = chains[pair] { return known }
        let fault = verdict.fault(ds: ds, keys: keys.contents[shown])
        chains[pair] = .some(fault)
        return fault
    }

    private mutating func dataFault(_ shown: Int, _ signed: Int) -> ProofFault? {
        let pair = Pair(upper: shown, lower: signed)
        if let known = signatures[pair] { return known }
        let fault = verdict.fault(keys: keys.contents[shown], data: data.contents[signed])
        signatures[pair] = .some(fault)
        return fault
    }

    // MARK: - The story

    private mutating func tell(
        _ fault: ProofFault,
        _ trusted: Int,
        _ shown: Int,
        _ signed: Int?,
        at now: Instant
    ) {
        failures += 1
        var steps: [CounterExample.Step] = []
        if let version = trust.version(of: trusted, at: now), case .ds(let ds) = version.content {
            let showing = ServedVersion(
                content: ds,
                from: version.from,
                until: version.until,
                ttl: version.ttl
            )
            steps.append(.ds(showing, at: now))
        }
        if let version = keys.version(of: shown, at: now) { steps.append(.dnskey(version, at: now)) }
        if let signed, let version = data.version(of: signed, at: now) {
            steps.append(.data(version, at: now))
        }
        let story = CounterExample(steps: steps, at: now, fault: fault)
        if story.isShorter(than: shortest) { shortest = story }
    }
}
