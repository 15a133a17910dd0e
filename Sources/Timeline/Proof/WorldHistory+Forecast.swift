public import DNSSECModel

extension WorldHistory {
    /// The history of a forecast: what caches may hold of the past, read off the ring, and what is to come.
    ///
    /// - Parameters:
    ///   - policy: What the forecast followed.
    ///   - ring: The ring that it began with.
    ///   - forecast: The forecast.
    ///   - start: Its first moment.
    ///   - assumptions: What it took for granted.
    public init(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        _ forecast: Forecast,
        from start: Instant,
        assumptions: ForecastAssumptions = ForecastAssumptions()
    ) {
        let all = forecast.ring.keys
        self.init(
            keys: Dictionary(uniqueKeysWithValues: all.map { ($0.id, Key($0)) }),
            publications: Self.past(of: ring, negativeTTL: assumptions.negativeTTL) + forecast.publications,
            signatureRest: min(
                policy.signatures.refresh,
                policy.signatures.validity - policy.signatures.jitter
            ),
            dnskeyValidity: policy.signatures.dnskeyValidity
        )
        addHoldDown = policy.keys.compactMap { $0.rfc5011?.addHoldDown }.max() ?? addHoldDown
        parent = DSTransition.versions(
            DSTransition.all(
                ring,
                forecast.events,
                forecast.parentChanges,
                propagation: policy.propagation.parent
            ),
            lasting: Set(ring.keys.filter { $0.ds?.state == .omnipresent }.map(\.id)),
            ttl: max(
                policy.ttl.ds,
                ring.dsTTL.largest(at: start) ?? .zero,
                forecast.parentChanges.map(\.ttl).max() ?? .zero
            )
        )
        let known = Set(
            ring.keys.filter { $0.anchor?.state == .omnipresent || $0.anchor?.state == .unretentive }.map(
                \.id
            )
        )
        anchors = anchorLists(of: Set(all.filter { $0.anchor != nil }.map(\.id)), knownAtFirst: known)
    }

    // MARK: - Trust anchors

    /// The lists that new validators are given, with each publication that changes them.
    ///
    /// The first list is handed out when every cache holds what one of its keys vouches for; without such care a zone
    /// that was never signed before would be bogus. No such care is taken later.
    /// - Parameters:
    ///   - candidates: The keys that are or will be anchors.
    ///   - known: Keys that all validators trust from the beginning.
    /// - Returns: The lists in order of time.
    func anchorLists(
        of candidates: Set<ManagedKey.ID>,
        knownAtFirst known: Set<ManagedKey.ID> = []
    ) -> [AnchorList] {
        var lists = known.isEmpty ? [] : [AnchorList(at: .always, keys: known)]
        var floor = Instant.always
        for (showing, data) in zip(keyShowings, dataShowings) {
            let keys = showing.content.plain.intersection(candidates)
            guard !keys.isEmpty, !lists.isEmpty || !keys.isDisjoint(with: showing.content.vouching) else {
                if lists.isEmpty { floor = max(showing.forgotten, data.forgotten) }
                continue
            }
            guard keys != lists.last?.keys else { continue }
            let list = AnchorList(at: max(floor, showing.from), keys: keys)
            if lists.last?.at == list.at { lists.removeLast() }
            lists.append(list)
        }
        return lists
    }
}

extension WorldHistory.Key {
    /// What a validator can tell of a managed key.
    init(_ key: ManagedKey) {
        self.init(algorithm: key.algorithm, isEntry: key.role.signsKeys)
    }
}

/// A DS that comes or goes: for a while each of the parent's servers may or may not show it.
struct DSTransition: Hashable {
    var key: ManagedKey.ID
    var comes: Bool
    /// When the parent was asked: from then on a server may show the change.
    var asked: Instant
    /// When the last server shows the change; nil = there is no end in sight.
    var done: Instant?

    /// The transitions that a ring is in the middle of, and those that follow.
    ///
    /// What was seen may have been seen at one server: the others follow within a propagation.
    static func all(
        _ ring: KeyRing,
        _ events: [TimelineEvent],
        _ changes: [ParentChange],
        propagation: Interval
    ) -> [DSTransition] {
        var transitions = ring.keys.compactMap { key -> DSTransition? in
            guard let ds = key.ds, ds.state == .rumoured || ds.state == .unretentive else { return nil }
            return DSTransition(
                key: key.id,
                comes: ds.state == .rumoured,
                asked: min(ds.since, ds.seen ?? ds.since),
                done: ds.seen.map { $0 + propagation }
            )
        }
        for event in events where event.phase == .submitDS || event.phase == .withdrawDS {
            let comes = event.phase == .submitDS
            transitions.append(DSTransition(key: event.key, comes: comes, asked: event.at, done: nil))
        }
        for change in changes { transitions.finish(change, propagation: propagation) }
        return transitions
    }

    /// The DS RRsets that some server may show, for each stretch of time between two changes.
    ///
    /// The parent takes what it is asked for one by one and in any order, so every mixture is possible.
    static func versions(
        _ transitions: [DSTransition],
        lasting: Set<ManagedKey.ID>,
        ttl: Interval
    ) -> [WorldHistory.ParentVersion] {
        let moments = Set(transitions.flatMap { [$0.asked, $0.done].compactMap { $0 } }).sorted()
        let begins = [Instant.always] + moments
        return begins.enumerated().flatMap { index, begin in
            let end = index + 1 < begins.count ? begins[index + 1] : nil
            let inFlight = transitions.filter { $0.asked <= begin && begin < $0.done ?? .never }
            let open = Set(inFlight.map(\.key))
            let sure = Set(transitions.map(\.key)).union(lasting).subtracting(open).filter {
                isShown($0, at: begin, transitions, lasting)
            }
            return mixtures(sure, open.sorted()).map {
                WorldHistory.ParentVersion(keys: $0, from: begin, until: end, ttl: ttl)
            }
        }
    }

    /// Whether a DS that nothing happens to at a moment is there: as its last transition left it.
    private static func isShown(
        _ key: ManagedKey.ID,
        at now: Instant,
        _ transitions: [DSTransition],
        _ lasting: Set<ManagedKey.ID>
    ) -> Bool {
        let mine = transitions.filter { $0.key == key }
        if let last = mine.last(where: { $0.done ?? .never <= now }) { return last.comes }
        return mine.first.map { !$0.comes } ?? lasting.contains(key)
    }

    private static func mixtures(
        _ sure: Set<ManagedKey.ID>,
        _ open: [ManagedKey.ID]
    ) -> [Set<ManagedKey.ID>] {
        open.reduce([sure]) { sets, key in sets + sets.map { $0.union([key]) } }
    }
}

extension [DSTransition] {
    /// Ends what a change at the parent ends: its own transition, and whatever was asked for that key before.
    fileprivate mutating func finish(_ change: ParentChange, propagation: Interval) {
        let done = change.at + propagation
        let earlier = indices.filter {
            self[$0].key == change.key && self[$0].done == nil && self[$0].asked <= change.at
        }
        guard let own = earlier.last(where: { self[$0].comes == change.comes }) else {
            append(DSTransition(key: change.key, comes: change.comes, asked: change.at, done: done))
            return
        }
        for index in earlier where index <= own { self[index].done = done }
    }
}
