// A ring whose moments do not go with a clock that was accepted.
extension KeyRing {
    /// The latest of the moments that are over by the ring's own account: steps, observations, publications.
    public var latestMoment: Instant? {
        var moments = [lastAdvanced, publication?.at]
        moments += keys.flatMap { key in
            key.tracks.flatMap { [$0.since, $0.seen] }
                + [key.requested, key.generated, key.activated, key.retired, key.removed, key.phaseSince]
        }
        moments += votes.map(\.at) + forcedSteps.map(\.at) + operatorHolds.map(\.at) + rollRequests.map(\.at)
        return moments.compactMap(\.self).max()
    }

    /// The ring with all that is over by its own account dated up to a moment at the latest.
    ///
    /// Waits count anew from that moment: they end later than they had to, never earlier. What is planned for later stays.
    public func dated(upTo now: Instant) -> KeyRing {
        var ring = self
        ring.lastAdvanced.limit(to: now)
        if let published = publication?.at { ring.publication?.at = min(published, now) }
        for index in ring.keys.indices { ring.keys[index].limitMoments(to: now) }
        for index in ring.votes.indices { ring.votes[index].at = min(ring.votes[index].at, now) }
        for index in ring.forcedSteps.indices {
            ring.forcedSteps[index].at = min(ring.forcedSteps[index].at, now)
        }
        for index in ring.operatorHolds.indices {
            ring.operatorHolds[index].at = min(ring.operatorHolds[index].at, now)
        }
        for index in ring.rollRequests.indices { ring.rollRequests[index].at.limit(to: now) }
        let end = now + (ring.publication?.propagation ?? .zero)
        ring.dnskeyTTL.limitMoments(to: end)
        ring.zoneTTL.limitMoments(to: end)
        ring.dsTTL.limitMoments(to: now)
        return ring
    }
}

extension ManagedKey {
    /// The states of all its records.
    fileprivate var tracks: [RecordTrack] { KeyRecord.allCases.compactMap { self[$0] } }

    fileprivate mutating func limitMoments(to now: Instant) {
        for record in KeyRecord.allCases { self[record]?.limitMoments(to: now) }
        requested = min(requested, now)
        generated.limit(to: now)
        activated.limit(to: now)
        retired.limit(to: now)
        removed.limit(to: now)
        phaseSince.limit(to: now)
    }
}

extension RecordTrack {
    fileprivate mutating func limitMoments(to now: Instant) {
        since = min(since, now)
        seen.limit(to: now)
    }
}

extension TTLMemory {
    fileprivate mutating func limitMoments(to now: Instant) {
        for index in past.indices { past[index].lastServed = min(past[index].lastServed, now) }
    }
}

extension Instant? {
    /// Not later than a moment, if there is one at all.
    fileprivate mutating func limit(to now: Instant) { self = map { min($0, now) } }
}
