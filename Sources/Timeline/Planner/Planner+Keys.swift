import DNSSECModel

// Which keys a role has: the first one, successors in time, standby keys, and who takes over when.
extension Planner {
    /// Sees to it that each role has the keys that the policy wants, and no others.
    mutating func manageKeys() {
        if isInsecure { return dismissAll() }
        dismissUnborn()
        for keyPolicy in policy.keys { manage(keyPolicy) }
        for family in foreignFamilies { hand(over: family) }
        dismissForeign()
    }

    private mutating func manage(_ keyPolicy: KeyPolicy) {
        dismissLost(keyPolicy)
        let mine = liveKeys.of(keyPolicy.family)
        let active = mine.filter { $0.goal == .active }
        guard let newest = Self.newest(of: active) else {
            if changeoverReason == nil { startFirstKey(keyPolicy, among: mine) }
            return
        }
        if active.count > 1 {
            hurry(newest, keyPolicy)
            hand(over: active)
            return
        }
        guard isFree(keyPolicy, mine) else { return }
        manageSpares(keyPolicy, standby: mine.filter { $0.goal == .standby }, newest: newest)
        guard isSettled(newest), let roll = nextRoll(keyPolicy, after: newest), roll.start <= now,
            generationBarrier(keyPolicy) == nil
        else { return }
        startRoll(keyPolicy, from: newest, takeover: roll.takeover)
    }

    /// Gives up, in an emergency, a lost key that shall follow another one and has no work yet: a new one takes its place.
    private mutating func dismissLost(_ keyPolicy: KeyPolicy) {
        guard ring.isEmergency(keyPolicy.role, at: now) else { return }
        for key in activeKeys(of: keyPolicy.family) where key.isLost && key.predecessor != nil {
            let work = [key.krrsig, key.zrrsig].compactMap { $0 }
            guard work.allSatisfy({ $0.state == .hidden }) else { continue }
            ring[key.id]?.goal = .retired
            ring[key.id]?.retired = now
            ring[key.id]?.predecessor = nil
        }
    }

    /// One roll of a role at a time: the one before must be over ("three is a crowd").
    ///
    /// An emergency does not wait for that: where the newest key is known everywhere, nobody needs one before it.
    func isFree(_ keyPolicy: KeyPolicy, _ mine: [ManagedKey]) -> Bool {
        ring.isEmergency(keyPolicy.role, at: now) || mine.allSatisfy { $0.goal != .retired }
    }

    /// The key that follows the others.
    static func newest(of active: [ManagedKey]) -> ManagedKey? {
        active.last { key in !active.contains { $0.predecessor == key.id } } ?? active.last
    }

    private mutating func startFirstKey(_ keyPolicy: KeyPolicy, among mine: [ManagedKey]) {
        if let spare = mine.first(where: { $0.goal == .standby }) {
            ring[spare.id]?.goal = .active
        } else {
            let joins = liveKeys.contains {
                $0.dnskey.state != .hidden || $0.ds.map { $0.state != .hidden } ?? false
            }
            create(
                keyPolicy,
                goal: .active,
                predecessor: nil,
                isInitial: mine.isEmpty && !joins,
                takeover: nil
            )
            // Whatever changes besides the keys themselves: both sign until all is known.
            if joins, let key = ring.keys.last { ring[key.id]?.method = .doubleSignature }
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
        key.name = nextKnown(keyPolicy)?.name
        if let name = key.name { usedNames.insert(name) }
        ring.keys.append(key)
        ring.nextKey += 1
    }

    // MARK: - Rolls

    private mutating func startRoll(_ keyPolicy: KeyPolicy, from key: ManagedKey, takeover: Instant?) {
        let isUrgent = ring.isEmergency(keyPolicy.role, at: now)
        let order = rollRequest(keyPolicy).flatMap { $0.start <= now ? $0 : nil }
        ring.rollRequests.removeAll { $0.role == keyPolicy.role && $0.start <= now }
        let successor: ManagedKey.ID
        if let spare = spareKey(keyPolicy) {
            successor = spare.id
            ring[spare.id]?.goal = .active
            ring[spare.id]?.predecessor = key.id
            ring[spare.id]?.takeover = takeover
        } else {
            create(keyPolicy, goal: .active, predecessor: key.id, isInitial: false, takeover: takeover)
            successor = ManagedKey.ID(rawValue: ring.nextKey - 1)
        }
        ring[successor]?.order = order
        succeed(lost: key.id, by: successor)
        if isUrgent { urge([key.id, successor]) }
    }

    /// A key whose private part is lost cannot sign a DNSKEY RRset with its successor in it: the successor's DS comes first,
    /// and then the keys change at one moment (RFC 7583 3.3.2).
    private mutating func succeed(lost id: ManagedKey.ID, by successor: ManagedKey.ID) {
        guard let key = ring[id], key.isLost, key.role.signsKeys, key.isBelievedAtParent,
            ring[successor]?.dnskey.state == .hidden
        else { return }
        ring[successor]?.method = .doubleDS
    }

    /// An emergency during a roll: it goes on without its date and without the margins.
    private mutating func hurry(_ newest: ManagedKey, _ keyPolicy: KeyPolicy) {
        let role = keyPolicy.role
        guard ring.isEmergency(role, at: now) else { return }
        let order = rollRequest(keyPolicy)
        ring[newest.id]?.order = order
        if let predecessor = newest.predecessor { succeed(lost: predecessor, by: newest.id) }
        ring.rollRequests.removeAll { $0.role == role && $0.isEmergency && $0.start <= now }
        urge([newest.id] + (newest.predecessor.map { [$0] } ?? []))
    }

    private mutating func urge(_ keys: [ManagedKey.ID]) {
        for id in keys {
            ring[id]?.isUrgent = true
            ring[id]?.takeover = nil
        }
    }

    /// The standby key that the next roll begins with: of the size that the policy wants now.
    func spareKey(_ keyPolicy: KeyPolicy) -> ManagedKey? {
        liveKeys.of(keyPolicy.family).first {
            $0.goal == .standby && $0.hasSize(of: keyPolicy) && !$0.isLost
        }
    }

    // MARK: - Taking over

    /// Lets the newest of several keys in use take over from the others, where it may.
    private mutating func hand(over active: [ManagedKey]) {
        guard active.count > 1, let newest = Self.newest(of: active), readinessReason(newest) == nil else {
            return
        }
        for key in active where key.id != newest.id && barrier(.retire, of: key) == nil {
            ring[key.id]?.goal = .retired
            ring[key.id]?.retired = now
        }
    }

    /// Why a key has not taken over from its predecessor yet; nil once it has, or where it has none.
    func takeoverReason(of key: ManagedKey) -> HoldReason? {
        guard let predecessor = key.predecessor, ring[predecessor]?.goal == .active else { return nil }
        return readinessReason(key)
    }

    /// What must be before a key takes over from its predecessor.
    private func readinessReason(_ key: ManagedKey) -> HoldReason? {
        if isDoubleDS(key) {
            return key.dnskey.state.isPublished ? nil : later(unsettledReason(.ds, of: key), dueReason(key))
        }
        var records: [KeyRecord] = [.dnskey, .anchor]
        if !signsKeysLater(key) { records.append(.krrsig) }
        if !signsZoneLater(key) { records.append(.zrrsig) }
        if isDoubleRRset(key) { records.append(.ds) }
        let waits = records.compactMap { unsettledReason($0, of: key) }
        return waits.reduce(later(dueReason(key), signingBarrier(key))) { later($0, $1) }
    }

    /// What people say of the moment at which a key begins to sign; nothing any more once it signs.
    private func signingBarrier(_ key: ManagedKey) -> HoldReason? {
        let isAhead =
            signsKeysLater(key) && !(key.krrsig?.state.isPublished ?? false)
            || signsZoneLater(key) && !(key.zrrsig?.state.isPublished ?? false)
        return isAhead ? barrier(.sign, of: key) : nil
    }

    /// The date of a key's taking over, as long as it lies ahead.
    func dueReason(_ key: ManagedKey) -> HoldReason? {
        guard !key.isUrgent, key.id != exceptions.unscheduled else { return nil }
        guard let takeover = wholePolicy.known(key)?.dates[.sign] ?? key.takeover, takeover > now else {
            return nil
        }
        return .policy(until: takeover)
    }

    /// True if all records of a key in use are in every cache: only then may its successor be thought of.
    func isSettled(_ key: ManagedKey) -> Bool {
        KeyRecord.allCases.allSatisfy { (key[$0]?.state ?? .omnipresent) == .omnipresent }
    }

    // MARK: - Spares

    private mutating func manageSpares(_ keyPolicy: KeyPolicy, standby: [ManagedKey], newest: ManagedKey) {
        let misfit = standby.first { !$0.hasSize(of: keyPolicy) || $0.isLost }
        if let surplus = misfit ?? (standby.count > keyPolicy.standby ? standby.last : nil) {
            ring[surplus.id]?.goal = .retired
            ring[surplus.id]?.retired = now
        } else if standby.count < keyPolicy.standby, newest.dnskey.state == .omnipresent {
            create(keyPolicy, goal: .standby, predecessor: nil, isInitial: false, takeover: nil)
        }
    }
}
