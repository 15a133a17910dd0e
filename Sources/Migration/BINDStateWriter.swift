import DNSSECModel
import KeyStore
import SystemIO

/// Makes what BIND wants to know of one key.
struct BINDStateWriter {
    private let key: ManagedKey
    private let ring: KeyRing
    private let policy: DNSSECPolicy
    private let now: Instant
    private let times: TimingIntervals
    /// The key that it follows and the one that follows it, where BIND still needs to know.
    private let predecessor: ManagedKey?
    private let successor: ManagedKey?
    /// The key's files, with the times that BIND reads from them.
    private(set) var file: BINDKey
    /// The key's states.
    private(set) var state = BINDStateFile()

    init(_ key: ManagedKey, in ring: KeyRing, file: BINDKey, policy: DNSSECPolicy, now: Instant) {
        self.key = key
        self.ring = ring
        self.file = file
        self.policy = policy
        self.now = now
        times = TimingIntervals(
            policy,
            dnskeyTTL: ring.dnskeyTTL.largest(at: now),
            zoneTTL: ring.zoneTTL.largest(at: now),
            dsTTL: ring.dsTTL.largest(at: now)
        )
        let live = ring.keys.filter { !$0.isGone && $0.material != nil }
        // Two keys can have followed one, where a roll was aborted; BIND knows one successor, and both must say the same.
        successor = live.last { $0.predecessor == key.id }
        predecessor = live.first { $0.id == key.predecessor }.flatMap { old in
            live.last { $0.predecessor == old.id }?.id == key.id ? old : nil
        }
        writeNumbers()
        writeStates()
        writeTimes()
        writeFile()
    }

    private mutating func writeNumbers() {
        let record = key.material?.record ?? file.record
        state.numbers[.algorithm] = UInt32(key.algorithm.rawValue)
        state.numbers[.length] = record.sizeInBits.map { UInt32(clamping: $0) }
        state.numbers[.lifetime] = UInt32(clamping: lifetime?.seconds ?? 0)
        state.numbers[.predecessor] = predecessor?.material.map { UInt32($0.tag) }
        state.numbers[.successor] = successor?.material.map { UInt32($0.tag) }
        state.flags[.ksk] = key.role.signsKeys
        state.flags[.zsk] = key.role.signsZone
    }

    private var lifetime: Interval? { policy.keys.first { $0.role == key.role }?.lifetime }

    // MARK: - States

    private mutating func writeStates() {
        // BIND gives a key up as soon as its successor is there.
        state.states[.goal] = key.goal == .retired || successor != nil ? .hidden : .omnipresent
        for field in BINDStateFile.State.allCases {
            guard let record = field.record, let change = field.change else { continue }
            // A KSK without a parent has no DS in keyturn; BIND wants its state all the same.
            let none = record == .ds && key.role.signsKeys ? RecordTrack(.hidden, since: key.requested) : nil
            guard let track = key[record] ?? none else { continue }
            state.states[field] = track.state
            state.times[change] = began(track)
        }
        if let ds = key.ds {
            if ds.state == .rumoured {
                state.times[.dsPublish] = ds.seen.map { min($0, now) }
            } else if ds.state == .omnipresent {
                state.times[.dsPublish] = file.times[.dsPublish] ?? ds.since
            } else if ds.state == .unretentive {
                state.times[.dsPublish] = file.times[.dsPublish]
                state.times[.dsRemoved] = ds.seen.map { min($0, now) }
            }
        }
    }

    /// What BIND counts a wait from: when the change was seen; a change that nobody saw counts from now.
    ///
    /// So does one that counts from later on, since an earlier BIND would have waited longer: a state of the future nobody reads.
    private func began(_ track: RecordTrack) -> Instant {
        let isPassing = track.state == .rumoured || track.state == .unretentive
        return min(now, isPassing ? track.seen ?? now : track.since)
    }

    // MARK: - Times

    private mutating func writeTimes() {
        state.times[.generated] = key.generated ?? key.requested
        let shown = key.dnskey.state == .hidden ? nil : file.times[.publish] ?? key.dnskey.since
        state.times[.published] = shown
        state.times[.active] = active(key)
        state.times[.retired] = retired
        state.times[.removed] = retired.map { $0 + retireInterval + (key.spread?.length ?? .zero) }
        if key.role.signsKeys, let shown {
            state.times[.publishCDS] = file.times[.syncPublish] ?? shown + times.childPublicationInterval
        }
    }

    /// When a key began its work, or will at the earliest.
    private func active(_ key: ManagedKey) -> Instant? {
        if let activated = key.activated { return activated }
        guard key.goal != .retired else { return file.times[.activate] }
        let ready = (key.dnskey.seen ?? now) + times.publicationInterval
        return key.takeover.map { max($0, ready) } ?? (key.predecessor == nil ? key.dnskey.since : ready)
    }

    private var retired: Instant? {
        if let retired = key.retired { return retired }
        if let successor { return active(successor) }
        guard let lifetime else { return nil }
        return active(key).map { $0 + lifetime }
    }

    private var retireInterval: Interval {
        switch key.role {
        case .zsk: times.retireInterval
        case .ksk: times.kskRetireInterval
        case .csk: max(times.retireInterval, times.kskRetireInterval)
        }
    }

    /// BIND reads the times of the `.private` file first: they must say the same.
    private mutating func writeFile() {
        let pairs: [(BINDKeyTimes.Event, BINDStateFile.Moment)] = [
            (.created, .generated), (.publish, .published), (.activate, .active), (.inactive, .retired),
            (.delete, .removed), (.syncPublish, .publishCDS), (.dsPublish, .dsPublish),
            (.dsRemoved, .dsRemoved),
        ]
        var times = BINDKeyTimes()
        for (event, moment) in pairs { times[event] = state.times[moment] }
        file.times = times
        if file.ttl == nil { file.ttl = UInt32(clamping: policy.ttl.dnskey.seconds) }
    }
}

extension BINDKeyFolder {
    /// Writes the states of a key in the form of BIND's key manager.
    func writeState(_ state: BINDStateFile, of key: BINDKey) throws(BINDKeyError) {
        let file = "\(path)/\(key.name.stateFile)"
        let text = state.text(zone: key.name.zone, keyTag: key.record.keyTag)
        do throws(SystemError) {
            try AtomicFile.replace(file, with: text.span, mode: 0o644)
        } catch {
            throw BINDKeyError(file: file, .system(error))
        }
    }
}
