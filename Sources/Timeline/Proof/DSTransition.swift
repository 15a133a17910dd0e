import DNSSECModel

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
        ttls: [DSTTL]
    ) -> [WorldHistory.ParentVersion] {
        let changes = transitions.flatMap { [$0.asked, $0.done].compactMap { $0 } }
        let begins = Set([.always] + changes + ttls.flatMap { [$0.from, $0.until] }).sorted()
        return begins.enumerated().flatMap { index, begin in
            let end = index + 1 < begins.count ? begins[index + 1] : nil
            let inFlight = transitions.filter { $0.asked <= begin && begin < $0.done ?? .never }
            let open = Set(inFlight.map(\.key))
            let sure = Set(transitions.map(\.key)).union(lasting).subtracting(open).filter {
                isShown($0, at: begin, transitions, lasting)
            }
            let ttl = ttls.filter { $0.from <= begin && begin < $0.until }.map(\.ttl).max() ?? .zero
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

/// A TTL that the parent's servers may give a DS RRset in a stretch of time.
struct DSTTL: Hashable {
    var ttl: Interval
    var from: Instant
    var until: Instant

    /// The TTLs that were seen, each from the observation before it, since nobody looked between, until
    /// the last server has the next one.
    static func all(
        _ memory: TTLMemory,
        usual: Interval,
        _ changes: [ParentChange],
        propagation: Interval
    ) -> [DSTTL] {
        var ttls = memory.past.map {
            DSTTL(ttl: $0.ttl, from: .always, until: $0.lastServed + propagation)
        }
        var seen: [(at: Instant, ttl: Interval)] = [(.always, memory.current ?? usual)]
        for change in changes { seen.append((change.at, change.ttl)) }
        for (index, observation) in seen.enumerated() {
            let isLast = index + 1 == seen.count
            let from = index > 0 ? seen[index - 1].at : .always
            let until = isLast ? .never : seen[index + 1].at + propagation
            ttls.append(DSTTL(ttl: observation.ttl, from: from, until: until))
        }
        return ttls
    }
}
