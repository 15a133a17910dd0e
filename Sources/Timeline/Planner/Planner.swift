import DNSSECModel

/// One advance of a ring: the working copy, the policy that it follows, and the moment.
///
/// The story: records whose waits are over settle; keys that are due are asked for or take over; each key then
/// takes the steps that its method wants, its gates allow, and no rule forbids. Repeated until nothing moves.
struct Planner {
    /// The policy with the keys that count now.
    let policy: DNSSECPolicy
    /// The policy with all its revisions.
    let wholePolicy: DNSSECPolicy
    var ring: KeyRing
    let now: Instant
    /// What does not count this time.
    var exceptions = Exceptions()
    /// Names of keys that were given away before.
    var usedNames: Set<String> = []

    /// More rounds than any roll has steps; a safeguard against rules that chase each other.
    private static let maximumRounds = 64

    init(policy: DNSSECPolicy, ring: KeyRing, now: Instant) {
        self.policy = policy.effective(at: now)
        self.wholePolicy = policy
        self.ring = ring
        self.now = now
    }

    /// The keys of which something is left somewhere.
    var liveKeys: [ManagedKey] { ring.keys.filter { !$0.isGone } }

    /// The keys of a family that are in use.
    func activeKeys(of family: KeyFamily) -> [ManagedKey] {
        liveKeys.of(family).filter { $0.goal == .active }
    }

    /// The policy of a key: that of its role and algorithm, else of its role, else of a role with its duties.
    func keyPolicy(_ key: ManagedKey) -> KeyPolicy? {
        policy.keys.first { $0.family == key.family }
            ?? policy.keys.first { $0.role == key.role }
            ?? policy.keys.first { $0.role.signsKeys && key.role.signsKeys }
    }

    /// Why the policy cannot be followed, or nil.
    var conflict: PolicyConflict? { anchoredInVain.map { .insecureWithAnchors($0.role) } }

    /// A key of which validators hold a trust anchor though the policy wants no keys, or nil.
    var anchoredInVain: ManagedKey? {
        guard policy.keys.isEmpty else { return nil }
        return liveKeys.first { ($0.anchor?.state ?? .hidden) != .hidden && $0.revocation == nil }
    }

    /// Takes every step that policy, time and rules allow.
    mutating func run() {
        let start = ring
        for _ in 0..<Self.maximumRounds {
            let before = ring
            // A record whose wait is over at once was seen all the same.
            stamp()
            settle()
            manageKeys()
            takeSteps()
            if ring == before { break }
        }
        if ring != start { ring.lastAdvanced = now }
    }

    // MARK: - Time

    /// Lets records whose wait is over reach their lasting state.
    private mutating func settle() {
        endSpreads()
        for key in liveKeys {
            settleAnchor(of: key)
            for record in KeyRecord.allCases {
                guard let track = ring[key.id]?[record], let end = wait(record, of: key)?.end, end <= now
                else {
                    continue
                }
                let state: RecordState = track.state == .rumoured ? .omnipresent : .hidden
                ring[key.id]?[record] = RecordTrack(state, since: now)
            }
        }
    }

    /// Lets the trust anchor follow the DNSKEY: validators learn of both from the zone.
    private mutating func settleAnchor(of key: ManagedKey) {
        guard let anchor = key.anchor else { return }
        switch anchor.state {
        case .hidden where key.isInitial:
            // Its anchor is configured by hand once the signed zone is everywhere.
            let isSigned = liveKeys.contains { $0.zrrsig?.state == .omnipresent }
            guard isSigned, key.dnskey.state == .omnipresent, key.krrsig?.state == .omnipresent else {
                return
            }
            ring[key.id]?.anchor = RecordTrack(.omnipresent, since: now)
        case .hidden where key.dnskey.state.isPublished:
            guard let seen = key.dnskey.seen else { return }
            ring[key.id]?.anchor = RecordTrack(.rumoured, since: seen, seen: seen, ttl: key.dnskey.ttl)
        case .unretentive where anchor.seen == nil:
            ring[key.id]?.anchor?.seen = key.revocation == nil ? key.dnskey.seen : key.revocation?.seen
            ring[key.id]?.anchor?.ttl = key.dnskey.ttl
        default:
            break
        }
    }

    /// Notes when keys began and ended their work, and forgets forced steps that endanger nothing any more.
    private mutating func stamp() {
        for key in ring.keys {
            if key.activated == nil { ring[key.id]?.activated = key.workSeen }
            if key.isGone, key.removed == nil { ring[key.id]?.removed = now }
        }
        guard !ring.forcedSteps.isEmpty else { return }
        let held = Rules(keys: liveKeys).held
        ring.forcedSteps.removeAll { step in step.risks.allSatisfy { held.contains($0.rule) } }
    }

    // MARK: - Steps

    /// Takes the steps of all keys that may be taken, those in use first, so that a successor comes before
    /// its predecessor goes.
    private mutating func takeSteps() {
        for key in liveKeys where key.goal != .retired { takeSteps(of: key.id) }
        for key in liveKeys where key.goal == .retired { takeSteps(of: key.id) }
    }

    private mutating func takeSteps(of id: ManagedKey.ID) {
        guard let key = ring[id] else { return }
        for step in pendingSteps(of: key) where step.waitsFor == nil && obstacle(to: step, of: id) == nil {
            ring = step.taken(by: id, in: ring, at: now)
        }
    }

    /// The rule that a step would break, or nil: a rule that is broken already blocks nothing.
    ///
    /// What a lost key can do no more is no rule's to keep, but the zone must be whole, and the parent lead to it.
    func obstacle(to step: Step, of id: ManagedKey.ID) -> SafetyRule? {
        let after = step.taken(by: id, in: ring, at: now)
        if ring[id].map({ isBeyond($0, step) }) ?? false {
            return !after.isWhole ? .wholeInItself : after.isReachable ? nil : .chainFromDS
        }
        let broken = Rules(keys: liveKeys).held.subtracting(exceptions.rules).subtracting(
            Rules(keys: after.keys.filter { !$0.isGone }).held
        )
        if let rule = SafetyRule.allCases.first(where: broken.contains) { return rule }
        guard !exceptions.rules.contains(.wholeInItself) else { return nil }
        return step.isWithdrawal && !after.isWhole ? .wholeInItself : nil
    }

    /// True if a step ends what a lost key cannot go on with: signing, and being a trust anchor.
    ///
    /// Nothing but its own signature could revoke that. Its DNSKEY and its DS stay as long as caches need them.
    private func isBeyond(_ key: ManagedKey, _ step: Step) -> Bool {
        key.isLost && step.isWithdrawal
            && step.changes.contains {
                [.zrrsig, .krrsig, .anchor].contains($0.record) && $0.state == .unretentive
            }
    }
}

/// A step of a key: the records that change together.
struct Step {
    /// What the step is called.
    var phase: KeyStep
    /// Which record gets which state.
    var changes: [(record: KeyRecord, state: RecordState)]
    /// Why the step waits; nil = no reason but the rules.
    var waitsFor: HoldReason?
    /// How the signatures over the zone leave, where the step takes them away; nil = at once.
    var spread: SignatureSpread?
    /// What changes at other keys at the same moment: some keys come or go together or not at all.
    var companions: [(key: ManagedKey.ID, changes: [(record: KeyRecord, state: RecordState)])] = []

    /// True if something leaves.
    var isWithdrawal: Bool { changes.contains { $0.state == .unretentive } }

    /// A ring in which the step was taken.
    func taken(by id: ManagedKey.ID, in ring: KeyRing, at now: Instant) -> KeyRing {
        var ring = ring
        for (key, changes) in [(id, changes)] + companions.map({ ($0.key, $0.changes) }) {
            for change in changes {
                ring[key]?[change.record] = RecordTrack(change.state, since: now)
                if change.record == .zrrsig { ring[key]?.spread = spread }
            }
        }
        return ring
    }
}

extension ManagedKey {
    /// When the key's work was first seen: the DS of a KSK (RFC 7583 3.3.1 Tact), else its signatures.
    fileprivate var workSeen: Instant? {
        // With Double-DS the new DS is there long before the key is (RFC 7583 3.3.2).
        let isLate = method == .doubleDS && predecessor != nil
        let track = (isLate ? nil : ds) ?? (role.signsKeys ? krrsig : zrrsig)
        guard let track, track.state.isPublished else { return nil }
        return track.seen
    }
}
