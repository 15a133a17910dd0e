import DNSSECModel

// Which steps each key has before it, by its goal and method, and what each waits for.
extension Planner {
    /// The next steps of a key, each with the reason that it waits for, if any.
    func pendingSteps(of key: ManagedKey) -> [Step] {
        let steps =
            switch key.goal {
            case .standby: introduction(of: key)
            case .active: introduction(of: key) + work(of: key)
            case .retired: isInsecure ? farewell(of: key) : withdrawal(of: key)
            }
        return steps.map { step in
            var step = step
            step.waitsFor = later(step.waitsFor, barrier(step, of: key))
            return step
        }
    }

    // MARK: - Coming

    /// The DNSKEY's coming, with the signatures that come along with it.
    private func introduction(of key: ManagedKey) -> [Step] {
        guard !key.dnskey.state.isPublished, key.revocation == nil else { return [] }
        if bringsAlgorithm(key) { return algorithmIntroduction(of: key) }
        if isDoubleDS(key), !(key.ds?.state.isPublished ?? true) {
            let reason: HoldReason? = key.material == nil ? .observation(.keyGenerated) : nil
            return [Step(phase: .submitDS, changes: [(.ds, .rumoured)], waitsFor: reason)]
        }
        var changes: [(record: KeyRecord, state: RecordState)] = [(.dnskey, .rumoured)]
        if key.goal == .active {
            if key.krrsig != nil, !signsKeysLater(key) { changes.append((.krrsig, .rumoured)) }
            if key.zrrsig != nil, !signsZoneLater(key) { changes.append((.zrrsig, .rumoured)) }
        }
        return [Step(phase: .publish, changes: changes, waitsFor: publicationReason(key))]
    }

    /// What a key in use has yet to begin.
    private func work(of key: ManagedKey) -> [Step] {
        guard key.dnskey.state.isPublished else { return [] }
        var steps: [Step] = []
        if let krrsig = key.krrsig, !krrsig.state.isPublished {
            let reason = signsKeysLater(key) ? takeoverReason(of: key) : nil
            steps.append(Step(phase: .sign, changes: [(.krrsig, .rumoured)], waitsFor: reason))
        }
        if let zrrsig = key.zrrsig, !zrrsig.state.isPublished {
            let reason = signsZoneLater(key) ? takeoverReason(of: key) : nil
            steps.append(Step(phase: .sign, changes: [(.zrrsig, .rumoured)], waitsFor: reason))
        }
        if let ds = key.ds, !ds.state.isPublished {
            steps.append(Step(phase: .submitDS, changes: [(.ds, .rumoured)], waitsFor: submissionReason(key)))
        }
        return steps
    }

    /// True if a KSK is published first and signs later: validators that follow RFC 5011 must know it
    /// before (RFC 5011 6.1).
    func signsKeysLater(_ key: ManagedKey) -> Bool {
        !key.isInitial && keyPolicy(key)?.rfc5011 != nil && !bringsAlgorithm(key)
    }

    /// True if a key is published first and signs the zone later (RFC 7583 3.2.1).
    func signsZoneLater(_ key: ManagedKey) -> Bool {
        !key.isInitial && key.method == .prePublication
    }

    /// True if a key's DS comes before the key (RFC 7583 3.3.2).
    func isDoubleDS(_ key: ManagedKey) -> Bool {
        key.method == .doubleDS && key.predecessor != nil && key.ds != nil
    }

    /// True if a key's DS comes at the same time as the key (RFC 7583 3.3.3).
    func isDoubleRRset(_ key: ManagedKey) -> Bool {
        key.method == .doubleRRset && key.predecessor != nil && key.ds != nil
    }

    private func publicationReason(_ key: ManagedKey) -> HoldReason? {
        guard key.material != nil else { return .observation(.keyGenerated) }
        if isDoubleDS(key) { return later(unsettledReason(.ds, of: key), dueReason(key)) }
        guard key.isInitial else { return nil }
        return isComplete ? nil : .observation(.keyGenerated)
    }

    /// True if each role of the policy has its key pair: a zone is signed by its first keys all at once, or
    /// not at all.
    var isComplete: Bool {
        policy.keys.allSatisfy { keyPolicy in
            activeKeys(of: keyPolicy.family).contains { $0.material != nil }
        }
    }

    func submissionReason(_ key: ManagedKey) -> HoldReason? {
        if isDoubleRRset(key) { return nil }
        let own = [KeyRecord.dnskey, .krrsig].map { unsettledReason($0, of: key) }
        return ([takeoverReason(of: key), unsignedReason] + own).reduce(nil, later)
    }

    /// Why the zone is not signed in every cache: it must be before any cache can learn that it ought to be.
    private var unsignedReason: HoldReason? {
        let signers = liveKeys.filter { $0.zrrsig != nil && $0.goal == .active }
        if signers.contains(where: { $0.zrrsig?.state == .omnipresent }) { return nil }
        if liveKeys.contains(where: { $0.ds?.state == .omnipresent }) { return nil }
        return sooner(signers.compactMap { unsettledReason(.zrrsig, of: $0) })
    }

    /// Why a record is not omnipresent yet, or nil.
    func unsettledReason(_ record: KeyRecord, of key: ManagedKey) -> HoldReason? {
        guard let track = key[record], track.state != .omnipresent else { return nil }
        if let wait = wait(record, of: key), track.state == .rumoured { return wait.reason }
        if record == .zrrsig, bringsAlgorithm(key) { return .observation(.zonePublished) }
        if record != .dnskey, record != .ds, let reason = unsettledReason(.dnskey, of: key) { return reason }
        return .observation(key.material == nil ? .keyGenerated : .zonePublished)
    }

    // MARK: - Going

    private func withdrawal(of key: ManagedKey) -> [Step] {
        if takesAlgorithm(key) { return algorithmWithdrawal(of: key) }
        var steps: [Step] = []
        if key.zrrsig?.state.isPublished ?? false {
            var changes: [(record: KeyRecord, state: RecordState)] = [(.zrrsig, .unretentive)]
            if isReplacedByDS(key), key.krrsig?.state.isPublished ?? false {
                changes.append((.krrsig, .unretentive))
            }
            steps.append(Step(phase: .retire, changes: changes, spread: spread(of: key)))
        }
        if key.ds?.state.isPublished ?? false { steps.append(dsWithdrawal(of: key)) }
        if isRevocable(key) { return steps + revocation(of: key) }
        if key.dnskey.state.isPublished {
            steps.append(
                Step(phase: .remove, changes: Self.removalChanges(key), waitsFor: removalReason(key))
            )
        }
        return steps
    }

    /// True if the successor of a lost key signs the DNSKEY RRset alone, as soon as it is in it: both DS are known everywhere.
    private func isReplacedByDS(_ key: ManagedKey) -> Bool {
        guard key.isLost, let successor = ring.successor(of: key.id) else { return false }
        return isDoubleDS(successor) && successor.dnskey.state.isPublished
    }

    func dsWithdrawal(of key: ManagedKey) -> Step {
        // With Double-DS the old DS stays until no cache holds the old key (RFC 7583 3.3.2).
        let isLast = ring.successor(of: key.id).map(isDoubleDS) ?? false
        let reason = isLast ? goneReason(.dnskey, of: key) : replacementReason(key)
        return Step(phase: .withdrawDS, changes: [(.ds, .unretentive)], waitsFor: reason)
    }

    /// True if a key goes by way of the REVOKE bit (RFC 5011 2.1): not where nobody can trust it yet.
    func isRevocable(_ key: ManagedKey) -> Bool {
        if key.revocation != nil { return true }
        // It would have to sign its own revocation.
        guard !key.isLost, key.role.signsKeys, let timers = keyPolicy(key)?.rfc5011 else { return false }
        guard let anchor = key.anchor, anchor.state == .rumoured, let seen = anchor.seen else {
            return key.anchor?.state != .hidden
        }
        return now >= seen + timers.addHoldDown
    }

    /// The steps of RFC 5011 6.2: stop signing, show the key as revoked, take it away.
    func revocation(of key: ManagedKey) -> [Step] {
        var steps: [Step] = []
        if key.krrsig?.state.isPublished ?? false, key.dnskey.state.isPublished {
            steps.append(
                Step(phase: .retire, changes: [(.krrsig, .unretentive)], waitsFor: goneReason(.ds, of: key))
            )
        }
        if key.revocation == nil, key.dnskey.state.isPublished {
            let reason = [KeyRecord.ds, .krrsig, .zrrsig].map { goneReason($0, of: key) }.reduce(nil, later)
            steps.append(Step(phase: .revoke, changes: Self.revocationChanges(key), waitsFor: reason))
        }
        if key.revocation?.state.isPublished ?? false {
            steps.append(
                Step(phase: .remove, changes: [(.revocation, .unretentive)], waitsFor: revocationReason(key))
            )
        }
        return steps
    }

    /// Why validators may not have seen the revocation yet, or nil.
    func revocationReason(_ key: ManagedKey) -> HoldReason? {
        key.revocation?.state == .omnipresent ? nil : wait(.revocation, of: key)?.reason
    }

    /// What setting the REVOKE bit changes.
    static func revocationChanges(_ key: ManagedKey) -> [(record: KeyRecord, state: RecordState)] {
        var changes: [(record: KeyRecord, state: RecordState)] = [
            (.dnskey, .unretentive), (.revocation, .rumoured),
        ]
        for record in [KeyRecord.krrsig, .anchor] where key[record]?.state.isPublished ?? false {
            changes.append((record, .unretentive))
        }
        return changes
    }

    /// What taking the DNSKEY away changes.
    static func removalChanges(_ key: ManagedKey) -> [(record: KeyRecord, state: RecordState)] {
        [KeyRecord.dnskey, .krrsig, .anchor].compactMap { record in
            key[record]?.state.isPublished ?? false ? (record, .unretentive) : nil
        }
    }

    /// A DS goes only where another one comes or stays.
    func replacementReason(_ key: ManagedKey) -> HoldReason? {
        if isInsecure { return nil }
        let others = liveKeys.filter { $0.id != key.id && $0.goal == .active && $0.ds != nil }
        if others.contains(where: { $0.ds?.state.isPublished ?? false }) { return nil }
        return sooner(others.compactMap { submissionReason($0) }) ?? .chainOfTrust(.chainFromDS)
    }

    private func removalReason(_ key: ManagedKey) -> HoldReason? {
        let successor = ring.successor(of: key.id)
        if let successor, isDoubleDS(successor) || isDoubleRRset(successor), successor.goal == .active {
            // Both DS are known everywhere: the keys change at one moment, or at any.
            guard successor.dnskey.state.isPublished else { return goneReason(.ds, of: key) }
            return key.isLost ? goneReason(.zrrsig, of: key) : nil
        }
        // With double signatures every cache has a signature by the successor (RFC 7583 3.2.2); but not if the key stopped
        // before the successor's were everywhere.
        let stays =
            key.role == .zsk && successor?.method == .doubleSignature
            && successor?.zrrsig?.state == .omnipresent
        let isCovered = stays && !(key.zrrsig?.state.isPublished ?? false)
        return later(goneReason(.ds, of: key), isCovered ? nil : goneReason(.zrrsig, of: key))
    }

    /// Why caches may still hold a record of a key that goes, or nil.
    func goneReason(_ record: KeyRecord, of key: ManagedKey) -> HoldReason? {
        guard let track = key[record], track.state != .hidden else { return nil }
        if track.state == .unretentive, let wait = wait(record, of: key) { return wait.reason }
        if record == .ds { return replacementReason(key) ?? .observation(.dsGone) }
        return .chainOfTrust(record == .zrrsig ? .zoneSignatures : .chainFromDS)
    }

    // MARK: - Both

    /// The reason that lasts longer; what has no end in sight lasts longest.
    func later(_ first: HoldReason?, _ second: HoldReason?) -> HoldReason? {
        guard let first else { return second }
        guard let second else { return first }
        return Self.end(second) > Self.end(first) ? second : first
    }

    /// The reason that passes first: any one of them is enough.
    private func sooner(_ reasons: [HoldReason]) -> HoldReason? {
        reasons.min { Self.end($0) < Self.end($1) }
    }

    /// When a reason passes; what waits for an observation has no end in sight.
    static func end(_ reason: HoldReason) -> Instant {
        reason.until ?? Instant(secondsSinceEpoch: .max)
    }
}
