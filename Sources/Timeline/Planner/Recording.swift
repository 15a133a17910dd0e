public import DNSSECModel

extension KeyRing {
    /// The ring once a fact from outside is known.
    ///
    /// Facts are taken as they come, twice or late or unwelcome: recording one twice changes nothing more.
    public func recording(_ observation: Observation) -> KeyRing {
        var ring = self
        switch observation {
        case .keyGenerated(let id, let material, let at):
            guard ring[id]?.material == nil else { break }
            ring[id]?.material = material
            ring[id]?.generated = at
            ring = ring.notingPhases(since: self, at: at)
        case .zonePublished(let publication):
            ring.record(publication)
        case .dsSeen(let id, let at, let ttl):
            ring.recordDSSeen(id, at: at, ttl: ttl)
        case .dsGone(let id, let at, let ttl):
            ring.recordDSGone(id, at: at, ttl: ttl)
        case .rollRequested(let request):
            ring.rollRequests.removeAll { $0.role == request.role }
            ring.rollRequests.append(request)
        case .held(let hold):
            ring.operatorHolds.removeAll {
                $0.key == hold.key && $0.role == hold.role && $0.phase == hold.phase
            }
            ring.operatorHolds.append(hold)
        case .released(let key, let phase, _):
            ring.operatorHolds.removeAll {
                (key == nil || $0.key == key) && (phase == nil || $0.phase == phase)
            }
        case .voted(let vote):
            ring.record(vote)
        }
        return ring
    }

    // MARK: - Publication

    private mutating func record(_ publication: Publication) {
        let wasUnsigned = self.publication?.plan.dnskeys.isEmpty ?? true
        let keyTTL = max(
            dnskeyTTL.largest(at: publication.at) ?? .zero,
            publication.dnskeyTTL,
            wasUnsigned ? publication.negativeTTL : .zero
        )
        let zoneMaximum = max(publication.maximumTTL, publication.negativeTTL)
        let dataTTL = max(zoneTTL.largest(at: publication.at) ?? .zero, zoneMaximum)
        for index in keys.indices {
            keys[index].confirm(publication, keyTTL: keyTTL, dataTTL: dataTTL)
        }
        dnskeyTTL = dnskeyTTL.recording(
            publication.dnskeyTTL,
            at: publication.at,
            propagation: publication.propagation
        )
        zoneTTL = zoneTTL.recording(
            zoneMaximum,
            at: publication.at,
            propagation: publication.propagation
        )
        self.publication = publication
    }

    // MARK: - People

    /// A person's last word counts.
    private mutating func record(_ vote: GateVote) {
        votes.removeAll { $0.key == vote.key && $0.phase == vote.phase && $0.user == vote.user }
        votes.append(vote)
    }

    // MARK: - Parent

    private mutating func recordDSSeen(_ id: ManagedKey.ID, at: Instant, ttl: Interval?) {
        guard let track = self[id]?.ds else { return }
        let largest = recordDSTTL(ttl, at: at)
        switch track.state {
        case .hidden:
            self[id]?.ds = RecordTrack(.rumoured, since: at, seen: at, ttl: largest)
        case .rumoured where track.seen == nil:
            self[id]?.ds = RecordTrack(.rumoured, since: track.since, seen: at, ttl: largest)
        case .unretentive:
            // It was to go, or had gone, and is there: its going must be seen anew.
            self[id]?.ds = RecordTrack(.unretentive, since: track.since)
        case .rumoured, .omnipresent:
            break
        }
    }

    private mutating func recordDSGone(_ id: ManagedKey.ID, at: Instant, ttl: Interval?) {
        guard let track = self[id]?.ds else { return }
        let largest = recordDSTTL(ttl, at: at)
        switch track.state {
        case .unretentive where track.seen == nil:
            self[id]?.ds = RecordTrack(.unretentive, since: track.since, seen: at, ttl: largest)
        case .omnipresent:
            self[id]?.ds = RecordTrack(.unretentive, since: at, seen: at, ttl: largest)
        case .rumoured where track.seen != nil:
            self[id]?.ds = RecordTrack(.unretentive, since: at, seen: at, ttl: largest)
        case .hidden, .rumoured, .unretentive:
            break
        }
    }

    private mutating func recordDSTTL(_ ttl: Interval?, at: Instant) -> Interval? {
        let largest = dsTTL.largest(at: at)
        guard let ttl else { return largest }
        dsTTL = dsTTL.recording(ttl, at: at, propagation: .zero)
        return max(largest ?? .zero, ttl)
    }
}

extension ManagedKey {
    /// Marks the changes that a publication shows for the first time.
    fileprivate mutating func confirm(_ publication: Publication, keyTTL: Interval, dataTTL: Interval) {
        let plan = publication.plan
        let isShown = plan.shows(id)
        let isRevoked = plan.showsRevoked(id)
        dnskey.confirm(isShown, at: publication.at, ttl: keyTTL)
        krrsig?.confirm(isShown && plan.keySigners.contains(id), at: publication.at, ttl: keyTTL)
        confirmSignatures(publication, ttl: dataTTL)
        revocation?.confirm(isRevoked, at: publication.at, ttl: keyTTL)
    }

    /// Signatures have changed over when none of the key before is left.
    ///
    /// As long as some are kept, neither count those as gone nor the others as come; but a key's work begins with the
    /// first of its signatures.
    private mutating func confirmSignatures(_ publication: Publication, ttl: Interval) {
        let plan = publication.plan
        let signs = plan.zoneSigners.contains(id)
        if plan.keptSignatures.contains(where: { $0.key == id || $0.successor == id }) {
            if signs, role == .zsk, activated == nil { activated = publication.at }
            return
        }
        zrrsig?.confirm(signs, at: publication.at, ttl: ttl)
        if let track = zrrsig, track.state == .unretentive, spread?.delay == nil {
            spread?.delay = track.seen.map { max(.zero, $0 - track.since) }
        }
    }
}

extension RecordTrack {
    /// Marks a change as seen where what is published agrees with it.
    fileprivate mutating func confirm(_ isPublished: Bool, at: Instant, ttl: Interval) {
        guard seen == nil, isPublished ? state == .rumoured : state == .unretentive else { return }
        seen = at
        self.ttl = ttl
    }
}
