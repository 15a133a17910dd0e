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
            dnskeyRest: policy.dnskeyRest(from: start),
            dataRest: policy.rest(of: policy.signatures.validity),
            dnskeyValidity: policy.calendar?.signatureValidity ?? policy.signatures.dnskeyValidity
        )
        let (propagation, changes) = (policy.propagation.parent, forecast.parentChanges)
        parent = DSTransition.versions(
            DSTransition.all(ring, forecast.events, changes, propagation: propagation),
            lasting: Set(ring.keys.filter { $0.ds?.state == .omnipresent }.map(\.id)),
            ttls: DSTTL.all(ring.dsTTL, usual: policy.ttl.ds, changes, propagation: propagation)
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
        for (showing, data) in zip(keyShowings, dataVersions) {
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

extension DNSSECPolicy {
    /// The least that a signature of this validity has left while it is shown.
    fileprivate func rest(of validity: Interval) -> Interval {
        min(signatures.refresh, validity - signatures.jitter)
    }

    /// What signatures over the DNSKEY RRset have left at least; with slots, just before the edit that ends a slot.
    fileprivate func dnskeyRest(from start: Instant) -> Interval {
        guard let calendar, let validity = calendar.signatureValidity else {
            return rest(of: signatures.dnskeyValidity)
        }
        // Four years have every length of a slot.
        var rest = validity
        var slot = calendar.slot(at: start)
        let end = start + .days(4 * 366)
        while slot.start < end, slot.start < slot.end {
            rest = min(rest, slot.start + validity - calendar.edit(onDayOf: slot.end))
            slot = calendar.slot(at: slot.end)
        }
        return rest
    }
}

extension WorldHistory.Key {
    /// What a validator can tell of a managed key.
    init(_ key: ManagedKey) {
        self.init(algorithm: key.algorithm, isEntry: key.role.signsKeys)
    }
}
