import DNSSECModel
import KeyStore

/// Makes a ring of keys whose files agree.
struct BINDRingBuilder {
    let policy: DNSSECPolicy
    let published: PublishedZone?
    let now: Instant
    private(set) var ring: KeyRing
    private(set) var notes: [BINDImportNote] = []

    init(zone: Name, policy: DNSSECPolicy, published: PublishedZone?, now: Instant) {
        self.policy = policy
        self.published = published
        self.now = now
        ring = KeyRing(zone: zone)
    }

    mutating func build(_ entries: [BINDFiles.Entry]) {
        let shown = entries.filter { $0.state(.dnskey).isPublished }.compactMap(\.key.ttl).max()
        ring.dnskeyTTL.current = published?.dnskeyTTL ?? shown.map { .seconds(Int64($0)) }
        ring.zoneTTL.current = published.map { max($0.maximumTTL, $0.negativeTTL) }
        for entry in Self.inOrder(entries) { append(entry, among: entries) }
        if let published { record(published) }
    }

    /// Older keys first, and each behind the one that it follows.
    private static func inOrder(_ entries: [BINDFiles.Entry]) -> [BINDFiles.Entry] {
        var rest = entries.sorted { left, right in
            let (older, younger) = (left.made, right.made)
            return older != younger ? older < younger : left.tag < right.tag
        }
        var order: [BINDFiles.Entry] = []
        while !rest.isEmpty {
            let free = rest.firstIndex { entry in !rest.contains { $0.isPredecessor(of: entry) } }
            order.append(rest.remove(at: free ?? 0))
        }
        return order
    }

    private mutating func append(_ entry: BINDFiles.Entry, among entries: [BINDFiles.Entry]) {
        let predecessor = entries.first { $0.isPredecessor(of: entry) }
        let successor = entries.first { entry.isPredecessor(of: $0) }
        let policies = policy.keys.first { $0.role == entry.role }
        var key = ManagedKey(
            id: ManagedKey.ID(rawValue: ring.nextKey),
            policy: KeyPolicy(
                role: entry.role,
                algorithm: entry.key.record.algorithm,
                bits: entry.key.record.algorithm.isRSA ? entry.key.record.sizeInBits : nil,
                lifetime: policies?.lifetime,
                // What BIND has begun goes on as BIND does it.
                roll: entry.role == .ksk ? .doubleSignature : .prePublication,
                rfc5011: policies?.rfc5011
            ),
            hasDS: policy.parent.ds != .none,
            goal: entry.goal(successor: successor),
            predecessor: predecessor.flatMap { id(of: $0) },
            isInitial: entry.state.content.numbers[.predecessor] == nil,
            at: entry.made
        )
        key.material = KeyMaterial(record: entry.key.record)
        key.generated = entry.made
        for field in BINDStateFile.State.allCases {
            guard let record = field.record, key[record] != nil else { continue }
            key[record] = track(field, of: entry)
        }
        if key.anchor != nil { key.anchor = anchor(of: key, entry) }
        stamp(&key, entry)
        ring.keys.append(key)
        ring.nextKey += 1
        if key.goal == .active, successor == nil { noteRoll(of: entry) }
    }

    private func id(of entry: BINDFiles.Entry) -> ManagedKey.ID? {
        let material = KeyMaterial(record: entry.key.record)
        return ring.keys.first { $0.material == material }?.id
    }

    // MARK: - Times

    private func stamp(_ key: inout ManagedKey, _ entry: BINDFiles.Entry) {
        let changes = BINDStateFile.State.allCases.compactMap { $0.change.flatMap(entry.time) }
        let work = key.ds ?? (key.role.signsKeys ? key.krrsig : key.zrrsig)
        // A DS counts once it was seen (RFC 7583 3.3.1).
        let isAtWork = work.map {
            $0.state == .omnipresent || $0.state == .rumoured && ($0.seen != nil || !key.role.signsKeys)
        }
        if isAtWork ?? false || key.goal == .retired {
            key.activated = entry.time(.active) ?? began(key, changes)
        }
        if key.goal == .retired {
            key.retired = entry.time(.retired).flatMap { $0 <= now ? $0 : nil } ?? changes.max() ?? now
        }
        if entry.isGone { key.removed = changes.max() ?? now }
    }

    /// When a key began its work, where BIND does not say: as the signatures over the zone came, or else its first record.
    private func began(_ key: ManagedKey, _ changes: [Instant]) -> Instant? {
        key.zrrsig?.state == .rumoured && !key.role.signsKeys ? key.zrrsig?.since : changes.min()
    }

    // MARK: - States

    private mutating func track(_ field: BINDStateFile.State, of entry: BINDFiles.Entry) -> RecordTrack {
        let state = entry.state(field)
        let since = field.change.flatMap(entry.time) ?? entry.made
        guard state == .rumoured || state == .unretentive else { return RecordTrack(state, since: since) }
        switch field {
        case .ds: return dsTrack(state, since: since, of: entry)
        case .zrrsig: return zoneTrack(state, since: since, of: entry)
        case .dnskey, .krrsig, .goal: return keyTrack(state, since: since, of: entry)
        }
    }

    /// DNSKEY and its signature: seen when BIND published them, and later where BIND would wait longer.
    private func keyTrack(_ state: RecordState, since: Instant, of entry: BINDFiles.Entry) -> RecordTrack {
        let fileTTL = entry.key.ttl.map { Interval.seconds(Int64($0)) }
        let ttl = [fileTTL, ring.dnskeyTTL.current, .zero].compactMap(\.self).max() ?? .zero
        let times = TimingIntervals(policy, dnskeyTTL: ttl)
        let own = state == .rumoured ? times.publicationInterval : times.dnskeyRetireInterval
        let theirs =
            state == .rumoured ? entry.publicationInterval(ttl: ttl) : BINDDefault.zonePropagation + ttl
        return RecordTrack(state, since: since, seen: since + later(theirs, own), ttl: ttl)
    }

    /// A DS that BIND has seen come or go counts from then, by the policy's numbers: those of BIND's plan are only what it
    /// expected before.
    private mutating func dsTrack(
        _ state: RecordState,
        since: Instant,
        of entry: BINDFiles.Entry
    ) -> RecordTrack {
        guard let seen = entry.time(state == .rumoured ? .dsPublish : .dsRemoved) else {
            return RecordTrack(state, since: since)
        }
        let times = TimingIntervals(policy)
        let own = state == .rumoured ? times.parentPublicationInterval : times.kskRetireInterval
        let theirs = entry.dsInterval
        if theirs > own { notes.append(.shorterDSWait(entry.key.name, bind: theirs, policy: own)) }
        // A DS that BIND was told of earlier than it decided.
        return RecordTrack(state, since: min(since, seen), seen: seen, ttl: policy.ttl.ds)
    }

    /// Signatures over the zone: in transition until all of them are by the keys that sign.
    private mutating func zoneTrack(
        _ state: RecordState,
        since: Instant,
        of entry: BINDFiles.Entry
    ) -> RecordTrack {
        let signer = PublishedZone.Signer(algorithm: entry.key.record.algorithm, tag: entry.tag)
        if let published {
            let isDone =
                state == .rumoured
                ? published.commonSigners.contains(signer) : !published.zoneSigners.contains(signer)
            if isDone {
                return RecordTrack(
                    state,
                    since: since,
                    seen: now,
                    ttl: max(published.maximumTTL, published.negativeTTL)
                )
            }
        }
        notes.append(.signaturesInTransition(entry.key.name))
        return RecordTrack(state, since: since)
    }

    private func later(_ theirs: Interval, _ own: Interval) -> Interval { max(.zero, theirs - own) }

    /// The trust anchor, of which BIND knows nothing.
    private mutating func anchor(of key: ManagedKey, _ entry: BINDFiles.Entry) -> RecordTrack {
        let since = min(entry.time(.published) ?? key.dnskey.since, key.dnskey.since)
        switch key.dnskey.state {
        case .hidden: return RecordTrack(.hidden, since: key.dnskey.since)
        case .unretentive:
            return RecordTrack(
                .unretentive,
                since: key.dnskey.since,
                seen: key.dnskey.seen,
                ttl: key.dnskey.ttl
            )
        case .rumoured, .omnipresent:
            notes.append(.anchorAssumed(entry.key.name))
            let isConfigured = key.isInitial && key.dnskey.state == .omnipresent
            return isConfigured
                ? RecordTrack(.omnipresent, since: since)
                : RecordTrack(.rumoured, since: since, seen: since, ttl: ring.dnskeyTTL.current)
        }
    }

    // MARK: - The next roll

    /// Holds the end that BIND has in mind against the policy's.
    private mutating func noteRoll(of entry: BINDFiles.Entry) {
        let name = entry.key.name
        let keyPolicy = policy.keys.first { $0.role == entry.role }
        let lifetime = keyPolicy?.lifetime
        if let seconds = entry.state.content.numbers[.lifetime] {
            let theirs = seconds == 0 ? nil : Interval.seconds(Int64(seconds))
            if theirs != lifetime { notes.append(.otherLifetime(name, theirs, policy: lifetime)) }
        }
        let planned = entry.time(.active).flatMap { keyPolicy?.lifetimeEnd(from: $0) }
        guard let end = entry.time(.retired) else {
            if let planned { notes.append(.earlierRoll(name, bind: nil, policy: planned)) }
            return
        }
        if let planned, planned <= end {
            if planned < end { notes.append(.earlierRoll(name, bind: end, policy: planned)) }
            return
        }
        let theirs = entry.state.content.numbers[.lifetime].flatMap { seconds in
            entry.time(.active).map { $0 + .seconds(Int64(seconds)) }
        }
        // A shorter lifetime than the policy's is no order; an end that no lifetime explains is.
        if theirs == end { return }
        let times = TimingIntervals(policy, dnskeyTTL: ring.dnskeyTTL.current)
        let start = end - times.publicationInterval
        ring.rollRequests.append(RollRequest(role: entry.role, start: start))
        notes.append(.rollRequested(name, entry.role, start: start))
    }

    // MARK: - The signed zone

    /// What the servers show at present.
    private mutating func record(_ published: PublishedZone) {
        var plan = SigningPlan()
        for key in ring.keys where key.dnskey.state.isPublished {
            plan.dnskeys.append(SigningPlan.PublishedKey(key: key.id))
            if key.krrsig?.state.isPublished ?? false { plan.keySigners.append(key.id) }
            if key.zrrsig?.state.isPublished ?? false { plan.zoneSigners.append(key.id) }
            if let tag = key.material?.tag, published.cdsTags.contains(tag), key.role.signsKeys {
                plan.cds.append(key.id)
            }
        }
        ring.publication = Publication(
            at: now,
            serial: published.serial,
            plan: plan,
            dnskeyTTL: published.dnskeyTTL,
            maximumTTL: published.maximumTTL,
            negativeTTL: published.negativeTTL,
            propagation: policy.propagation.zone
        )
        ring.publication?.isOfOtherSigner = true
    }
}

/// The intervals of a dnssec-policy that sets none.
enum BINDDefault {
    static let zonePropagation = Interval.minutes(5)
    static let publishSafety = Interval.hours(1)
    static let parentDS = Interval.days(1)
    static let parentPropagation = Interval.hours(1)
    static let retireSafety = Interval.hours(1)
}

extension BINDFiles.Entry {
    /// When the key was made.
    var made: Instant {
        time(.generated) ?? key.times[.created] ?? time(.published)
            ?? BINDStateFile.State.allCases.compactMap { $0.change.flatMap(time) }.min()
            ?? Instant(secondsSinceEpoch: 0)
    }

    /// How long BIND waits for a new DNSKEY: what its own times tell of its policy, else its defaults.
    ///
    /// A key that follows another is planned to be ready exactly this long after it is published.
    func publicationInterval(ttl: Interval) -> Interval {
        let fallback = ttl + BINDDefault.zonePropagation + BINDDefault.publishSafety
        guard state.content.numbers[.predecessor] != nil, let published = time(.published),
            let ready = time(role == .ksk ? .publishCDS : .active), ready > published
        else { return fallback }
        return ready - published
    }

    /// How long BIND waits once it has seen a DS come or go.
    var dsInterval: Interval {
        let fallback = BINDDefault.parentDS + BINDDefault.parentPropagation + BINDDefault.retireSafety
        guard role == .ksk, let retired = time(.retired), let removed = time(.removed), removed > retired
        else {
            return fallback
        }
        return removed - retired
    }
}
