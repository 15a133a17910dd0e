import DNSSECModel

// Which keys a role has: the first one, successors in time, standby keys, and who takes over when.
extension Planner {
    /// Sees to it that a role has the keys that its policy wants.
    mutating func manage(_ keyPolicy: KeyPolicy) {
        let mine = liveKeys.filter { $0.role == keyPolicy.role }
        let active = mine.filter { $0.goal == .active }
        guard let newest = active.last else {
            startFirstKey(keyPolicy, among: mine)
            return
        }
        if active.count > 1 {
            retirePredecessors(of: newest, among: active)
            return
        }
        // One roll of a role at a time: the one before must be over ("three is a crowd").
        guard mine.allSatisfy({ $0.goal != .retired }) else { return }
        manageSpares(keyPolicy, standby: mine.filter { $0.goal == .standby }, newest: newest)
        guard isSettled(newest), let roll = nextRoll(keyPolicy, after: newest), roll.start <= now else {
            return
        }
        startRoll(keyPolicy, from: newest, takeover: roll.takeover)
    }

    private mutating func startFirstKey(_ keyPolicy: KeyPolicy, among mine: [ManagedKey]) {
        if let spare = mine.first(where: { $0.goal == .standby }) {
            ring[spare.id]?.goal = .active
        } else {
            create(keyPolicy, goal: .active, predecessor: nil, isInitial: mine.isEmpty, takeover: nil)
        }
    }

    private mutating func create(
        _ keyPolicy: KeyPolicy,
        goal: KeyGoal,
        predecessor: ManagedKey.ID?,
        isInitial: Bool,
        takeover: Instant?
    ) {
        var key = ManagedKey(
            id: ManagedKey.ID(rawValue: ring.nextKey),
            policy: keyPolicy,
            hasDS: policy.parent.ds != .none,
            goal: goal,
            predecessor: predecessor,
            isInitial: isInitial,
            at: now
        )
        key.takeover = takeover
        ring.keys.append(key)
        ring.nextKey += 1
    }

    // MARK: - Rolls

    /// When the next roll of a role begins, and when its new key is due to take over.
    func nextRoll(_ keyPolicy: KeyPolicy, after key: ManagedKey) -> (start: Instant, takeover: Instant?)? {
        let asked = ring.rollRequests.first { $0.role == keyPolicy.role }?.start
        var scheduled: (start: Instant, takeover: Instant?)?
        if let lifetime = keyPolicy.lifetime, let activated = key.activated {
            let takeover = activated + lifetime
            scheduled = (takeover - leadTime(keyPolicy), takeover)
        }
        guard let asked else { return scheduled }
        if let scheduled, scheduled.start < asked { return scheduled }
        return (asked, nil)
    }

    /// From a successor's coming to its taking over; a spare key that every cache knows needs less.
    func leadTime(_ keyPolicy: KeyPolicy) -> Interval {
        let times = TimingIntervals(
            policy,
            dnskeyTTL: ring.dnskeyTTL.largest(at: now),
            zoneTTL: ring.zoneTTL.largest(at: now),
            dsTTL: ring.dsTTL.largest(at: now)
        )
        let doublesSignatures = keyPolicy.role.signsZone && keyPolicy.roll == .doubleSignature
        let signing = doublesSignatures ? times.doubleSignatureInterval : .zero
        if let spare = spareKey(keyPolicy), isKnown(spare) { return signing }
        let rfc5011 = keyPolicy.role.signsKeys ? keyPolicy.rfc5011 : nil
        let publication = rfc5011.map { times.trustedPublicationInterval($0) } ?? times.publicationInterval
        return max(signing, publication)
    }

    private func spareKey(_ keyPolicy: KeyPolicy) -> ManagedKey? {
        liveKeys.first { $0.role == keyPolicy.role && $0.goal == .standby }
    }

    /// True where every cache, and every validator that follows RFC 5011, knows the key.
    private func isKnown(_ key: ManagedKey) -> Bool {
        key.dnskey.state == .omnipresent && (key.anchor?.state ?? .omnipresent) == .omnipresent
    }

    private mutating func startRoll(_ keyPolicy: KeyPolicy, from key: ManagedKey, takeover: Instant?) {
        ring.rollRequests.removeAll { $0.role == keyPolicy.role && $0.start <= now }
        if let spare = spareKey(keyPolicy) {
            ring[spare.id]?.goal = .active
            ring[spare.id]?.predecessor = key.id
            ring[spare.id]?.takeover = takeover
        } else {
            create(keyPolicy, goal: .active, predecessor: key.id, isInitial: false, takeover: takeover)
        }
    }

    // MARK: - Taking over

    private mutating func retirePredecessors(of newest: ManagedKey, among active: [ManagedKey]) {
        guard takeoverGate(newest) == nil else { return }
        for key in active where key.id != newest.id {
            ring[key.id]?.goal = .retired
            ring[key.id]?.retired = now
        }
    }

    /// Why a key has not taken over from its predecessor yet; nil once it has, or where it has none.
    func takeoverReason(of key: ManagedKey) -> HoldReason? {
        guard let predecessor = key.predecessor, ring[predecessor]?.goal == .active else { return nil }
        return takeoverGate(key)
    }

    /// What must be before a key takes over from its predecessor.
    private func takeoverGate(_ key: ManagedKey) -> HoldReason? {
        var records: [KeyRecord] = [.dnskey, .anchor]
        if !signsKeysLater(key) { records.append(.krrsig) }
        if !signsZoneLater(key) { records.append(.zrrsig) }
        let reasons = records.compactMap { unsettledReason($0, of: key) }
        let due = key.takeover.flatMap { $0 > now ? HoldReason.policy(until: $0) : nil }
        return (reasons + (due.map { [$0] } ?? [])).max { Self.end($0) < Self.end($1) }
    }

    /// When a reason passes; what waits for an observation has no end in sight.
    private static func end(_ reason: HoldReason) -> Instant {
        reason.until ?? Instant(secondsSinceEpoch: .max)
    }

    /// True where all records of a key in use are in every cache: only then may its successor be thought of.
    func isSettled(_ key: ManagedKey) -> Bool {
        KeyRecord.allCases.allSatisfy { (key[$0]?.state ?? .omnipresent) == .omnipresent }
    }

    // MARK: - Spares

    private mutating func manageSpares(_ keyPolicy: KeyPolicy, standby: [ManagedKey], newest: ManagedKey) {
        if standby.count > keyPolicy.standby, let last = standby.last {
            ring[last.id]?.goal = .retired
            ring[last.id]?.retired = now
        } else if standby.count < keyPolicy.standby, newest.dnskey.state == .omnipresent {
            create(keyPolicy, goal: .standby, predecessor: nil, isInitial: false, takeover: nil)
        }
    }
}
