import DNSSECModel

// Changes that concern all roles at once: another algorithm, KSK and ZSK for a CSK or back, no keys at all.
//
// The new keys come beside the old ones and sign everything; once every cache knows all of them, the old ones go.
// With another algorithm the signatures come before the DNSKEYs and go after them (RFC 6781 4.1.4, conservative):
// a validator may want a signature of every algorithm that the DNSKEY RRset shows (RFC 4035 2.2).
extension Planner {
    /// True if the policy wants no keys.
    var isInsecure: Bool { policy.keys.isEmpty }

    /// Keys, not on their way out, that the policy does not want.
    var foreignKeys: [ManagedKey] { liveKeys.filter { $0.goal != .retired && isForeign($0) } }

    private func isForeign(_ key: ManagedKey) -> Bool {
        !policy.keys.contains { $0.family == key.family }
    }

    /// The keys in use of roles and algorithms that the policy does not want: their rolls end before they go.
    var foreignFamilies: [[ManagedKey]] {
        let active = foreignKeys.filter { $0.goal == .active }
        return Set(active.map(\.family)).map { active.of($0) }
    }

    /// Why a change of algorithm or roles cannot begin yet: another roll is under way.
    var changeoverReason: HoldReason? {
        let active = foreignKeys.filter { $0.goal == .active }
        guard !active.isEmpty else { return nil }
        let isRolling = active.contains { key in active.contains { $0.predecessor == key.id } }
        let isCalm = liveKeys.allSatisfy { $0.goal != .retired } && active.allSatisfy(isSettled)
        if isRolling || !isCalm { return .queued }
        return policy.keys.map { generationBarrier($0) }.reduce(nil, later)
    }

    /// Retires the keys that the policy does not want once those that it wants do all the work.
    mutating func dismissForeign() {
        let foreign = foreignKeys
        guard !foreign.isEmpty, dismissalReason == nil else { return }
        for key in foreign { retire(key.id) }
    }

    /// Retires keys of an unfinished change that the policy took back before anybody could see them.
    ///
    /// They would wait for companions that nobody makes any more.
    mutating func dismissUnborn() {
        for key in foreignKeys where key.dnskey.state == .hidden && (key.isInitial || bringsAlgorithm(key)) {
            retire(key.id)
        }
    }

    /// Why the keys that the policy does not want are still needed, or nil.
    var dismissalReason: HoldReason? {
        let coming = policy.keys.map { keyPolicy -> HoldReason? in
            let mine = activeKeys(of: keyPolicy.family)
            guard let newest = Self.newest(of: mine) else { return changeoverReason ?? .queued }
            return comingReason(newest)
        }
        let going = foreignKeys.map { barrier(.retire, of: $0) }
        return (coming + going).reduce(nil, later)
    }

    private mutating func retire(_ id: ManagedKey.ID) {
        ring[id]?.goal = .retired
        ring[id]?.retired = now
    }

    // MARK: - Algorithms

    /// True if a key comes with an algorithm that the zone is not signed in yet.
    func bringsAlgorithm(_ key: ManagedKey) -> Bool {
        joiners(key.algorithm).contains { $0.id == key.id }
    }

    /// The keys that bring an algorithm together: none of it was there before them.
    private func joiners(_ algorithm: SecurityAlgorithm) -> [ManagedKey] {
        let mine = liveKeys.filter { $0.algorithm == algorithm }
        let hasOthers = liveKeys.contains {
            $0.algorithm != algorithm && ($0.goal == .active || $0.dnskey.state != .hidden)
        }
        let areNew = mine.allSatisfy {
            $0.goal == .active && $0.predecessor == nil && !$0.isInitial && $0.dnskey.state == .hidden
        }
        return hasOthers && areNew ? mine : []
    }

    /// First the signatures over the zone, then all DNSKEYs of the algorithm at one moment.
    func algorithmIntroduction(of key: ManagedKey) -> [Step] {
        if let zrrsig = key.zrrsig, !zrrsig.state.isPublished {
            let reason: HoldReason? = isComplete ? nil : .observation(.keyGenerated)
            return [Step(phase: .sign, changes: [(.zrrsig, .rumoured)], waitsFor: reason)]
        }
        let joiners = joiners(key.algorithm)
        let steps = joiners.map { (key: $0, step: Step(phase: .publish, changes: Self.comingChanges($0))) }
        let reasons = steps.map { later(unsettledSignature($0.key), barrier($0.step, of: $0.key)) }
        var step = Step(
            phase: .publish,
            changes: Self.comingChanges(key),
            waitsFor: reasons.reduce(nil, later)
        )
        step.companions = steps.filter { $0.key.id != key.id }.map { ($0.key.id, $0.step.changes) }
        return [step]
    }

    private static func comingChanges(_ key: ManagedKey) -> [(record: KeyRecord, state: RecordState)] {
        key.krrsig == nil ? [(.dnskey, .rumoured)] : [(.dnskey, .rumoured), (.krrsig, .rumoured)]
    }

    private func unsettledSignature(_ key: ManagedKey) -> HoldReason? {
        isComplete ? unsettledReason(.zrrsig, of: key) : .observation(.keyGenerated)
    }

    /// True if a key goes with the last ones of its algorithm.
    func takesAlgorithm(_ key: ManagedKey) -> Bool {
        key.goal == .retired && !liveKeys.contains { $0.goal != .retired && $0.algorithm == key.algorithm }
            && liveKeys.contains { $0.goal == .active && $0.algorithm != key.algorithm }
    }

    /// First the DS, then all DNSKEYs of the algorithm at one moment, then the signatures over the zone.
    func algorithmWithdrawal(of key: ManagedKey) -> [Step] {
        var steps: [Step] = []
        if key.ds?.state.isPublished ?? false { steps.append(dsWithdrawal(of: key)) }
        if key.role == .ksk, isRevocable(key), key.revocation == nil, key.dnskey.state.isPublished {
            let reason = goneReason(.ds, of: key)
            steps.append(Step(phase: .revoke, changes: Self.revocationChanges(key), waitsFor: reason))
        }
        let leaving = liveKeys.filter { $0.algorithm == key.algorithm }
        if !Self.goingChanges(key).isEmpty {
            steps.append(jointRemoval(of: key, with: leaving, waitsFor: leavingReason(leaving)))
        }
        if key.zrrsig?.state.isPublished ?? false {
            let reason = leaving.compactMap { shownReason($0) }.reduce(nil, later)
            steps.append(Step(phase: .retire, changes: [(.zrrsig, .unretentive)], waitsFor: reason))
        }
        return steps
    }

    private func jointRemoval(of key: ManagedKey, with all: [ManagedKey], waitsFor reason: HoldReason?)
        -> Step
    {
        var step = Step(phase: .remove, changes: Self.goingChanges(key), waitsFor: reason)
        step.companions = all.filter { $0.id != key.id }.map { ($0.id, Self.goingChanges($0)) }
        return step
    }

    /// What a key, plain or revoked, takes with it when it leaves the DNSKEY RRset.
    private static func goingChanges(_ key: ManagedKey) -> [(record: KeyRecord, state: RecordState)] {
        let isRevoked = key.revocation?.state.isPublished ?? false
        return removalChanges(key) + (isRevoked ? [(.revocation, .unretentive)] : [])
    }

    /// What must be before the DNSKEYs of an algorithm go, all together.
    private func leavingReason(_ leaving: [ManagedKey]) -> HoldReason? {
        leaving.compactMap { key -> HoldReason? in
            guard !Self.goingChanges(key).isEmpty else { return nil }
            var reason = later(goneReason(.ds, of: key), barrier(.remove, of: key))
            if key.role == .ksk, isRevocable(key) {
                let revoking = key.revocation == nil ? HoldReason.chainOfTrust(.chainFromAnchor) : nil
                reason = later(reason, revoking ?? revocationReason(key))
            }
            return reason
        }.reduce(nil, later)
    }

    /// Why some cache may still hold a DNSKEY RRset with the key, or nil.
    private func shownReason(_ key: ManagedKey) -> HoldReason? {
        if !Self.goingChanges(key).isEmpty { return .chainOfTrust(.algorithms) }
        return later(wait(.dnskey, of: key)?.reason, wait(.revocation, of: key)?.reason)
    }

    // MARK: - No keys at all

    /// Retires every key: the zone shall be insecure.
    mutating func dismissAll() {
        for key in liveKeys where key.goal != .retired && barrier(.retire, of: key) == nil { retire(key.id) }
    }

    /// The DS goes first; once no cache holds one, everything else goes at one moment (RFC 8078 4).
    func farewell(of key: ManagedKey) -> [Step] {
        var steps: [Step] = []
        if key.ds?.state.isPublished ?? false {
            steps.append(Step(phase: .withdrawDS, changes: [(.ds, .unretentive)]))
        }
        guard !Self.lastChanges(key).isEmpty else { return steps }
        var step = Step(phase: .remove, changes: Self.lastChanges(key), waitsFor: farewellReason)
        step.companions = liveKeys.filter { $0.id != key.id }.map { ($0.id, Self.lastChanges($0)) }
        return steps + [step]
    }

    private static func lastChanges(_ key: ManagedKey) -> [(record: KeyRecord, state: RecordState)] {
        KeyRecord.allCases.compactMap { record in
            record != .ds && key[record]?.state.isPublished ?? false ? (record, .unretentive) : nil
        }
    }

    private var farewellReason: HoldReason? {
        liveKeys.compactMap { key -> HoldReason? in
            if key.goal != .retired { return .chainOfTrust(.chainFromDS) }
            return later(goneReason(.ds, of: key), barrier(.remove, of: key))
        }.reduce(nil, later)
    }
}
