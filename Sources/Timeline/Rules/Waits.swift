import DNSSECModel

/// How long a record stays in a passing state: the interval, its formula, and what ends it.
struct Wait: Hashable {
    /// When the change was seen; nil as long as it was not.
    ///
    /// Where signatures are replaced little by little: when that began, for Dsgn is a part of the interval.
    var since: Instant?
    /// False as long as the interval is what is expected and may become longer.
    var isSeen: Bool
    /// From then to the next state.
    var interval: Interval
    /// Where the interval comes from.
    var formula: TimingFormula
    /// What must be seen first.
    var awaited: AwaitedObservation

    /// When the next state begins, or `nil` if the change was not seen yet.
    var end: Instant? { isSeen ? since.map { $0 + interval } : nil }

    /// The wait as a reason.
    var reason: HoldReason {
        guard let since else { return .observation(awaited) }
        return .time(until: since + interval, since: since, interval: interval, formula: formula)
    }
}

extension Planner {
    /// The wait of a record in a passing state; nil in a lasting one.
    func wait(_ record: KeyRecord, of key: ManagedKey) -> Wait? {
        guard let track = key[record], track.state == .rumoured || track.state == .unretentive else {
            return nil
        }
        if record == .zrrsig, let change = changeOver(of: key) { return wait(track, of: key, change) }
        let (interval, formula) = interval(record, track, of: key)
        return Wait(
            since: track.seen,
            isSeen: track.seen != nil,
            interval: interval,
            formula: formula,
            awaited: record != .ds ? .zonePublished : track.state == .rumoured ? .dsSeen : .dsGone
        )
    }

    /// The wait of signatures that are replaced, or that replace others, over some time.
    private func wait(_ track: RecordTrack, of key: ManagedKey, _ change: ChangeOver) -> Wait {
        var times = intervals(of: key, zoneTTL: track.ttl ?? ring.zoneTTL.largest(at: now))
        times.signingDelay = change.delay ?? .zero
        return Wait(
            since: change.delay.map { _ in change.since },
            isSeen: track.seen != nil,
            interval: times.retireInterval,
            formula: .retireInterval,
            awaited: .zonePublished
        )
    }

    private func interval(
        _ record: KeyRecord,
        _ track: RecordTrack,
        of key: ManagedKey
    ) -> (Interval, TimingFormula) {
        let isComing = track.state == .rumoured
        switch record {
        case .dnskey, .krrsig:
            let times = intervals(of: key, dnskeyTTL: track.ttl)
            guard isComing else { return (times.dnskeyRetireInterval, .dnskeyRetireInterval) }
            return (
                times.publicationInterval,
                key.role.signsKeys ? .childPublicationInterval : .publicationInterval
            )
        case .zrrsig:
            let interval = intervals(of: key, zoneTTL: track.ttl).retireInterval
            return (interval, isComing ? .signaturePublicationInterval : .retireInterval)
        case .ds:
            let times = intervals(of: key, dsTTL: track.ttl)
            return isComing
                ? (times.parentPublicationInterval, .parentPublicationInterval)
                : (times.kskRetireInterval, .kskRetireInterval)
        case .anchor:
            let times = intervals(of: key, dnskeyTTL: track.ttl)
            return isComing
                ? (times.trustedPublicationInterval(rfc5011(key)), .trustPointInterval)
                : (times.revocationInterval(rfc5011(key)), .revocationInterval)
        case .revocation:
            let times = intervals(of: key, dnskeyTTL: track.ttl)
            return isComing
                ? (times.revocationInterval(rfc5011(key)), .revocationInterval)
                : (times.dnskeyRetireInterval, .dnskeyRetireInterval)
        }
    }

    /// The intervals that count for a key; an emergency does without the policy's margins.
    func intervals(
        of key: ManagedKey,
        dnskeyTTL: Interval? = nil,
        zoneTTL: Interval? = nil,
        dsTTL: Interval? = nil
    ) -> TimingIntervals {
        var times = TimingIntervals(policy, dnskeyTTL: dnskeyTTL, zoneTTL: zoneTTL, dsTTL: dsTTL)
        if key.isUrgent { (times.publishSafety, times.retireSafety) = (.zero, .zero) }
        return times
    }

    /// The RFC 5011 timers of a key; where the policy has none, those of the RFC.
    private func rfc5011(_ key: ManagedKey) -> RFC5011Policy { keyPolicy(key)?.rfc5011 ?? RFC5011Policy() }
}
