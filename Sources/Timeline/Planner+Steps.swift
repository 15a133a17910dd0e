import DNSSECModel

// Which steps each key has before it, by its goal and method, and the gates in front of them.
extension Planner {
    /// The next steps of a key, each with the reason that it waits for, if any.
    func pendingSteps(of key: ManagedKey) -> [Step] {
        switch key.goal {
        case .standby: introduction(of: key)
        case .active: introduction(of: key) + work(of: key)
        case .retired: withdrawal(of: key)
        }
    }

    // MARK: - Coming

    /// The DNSKEY's coming, with the signatures that come along with it.
    private func introduction(of key: ManagedKey) -> [Step] {
        guard key.dnskey.state == .hidden else { return [] }
        var changes: [(record: KeyRecord, state: RecordState)] = [(.dnskey, .rumoured)]
        if key.krrsig != nil, !signsKeysLater(key) { changes.append((.krrsig, .rumoured)) }
        if key.zrrsig != nil, key.goal == .active, !signsZoneLater(key) {
            changes.append((.zrrsig, .rumoured))
        }
        return [Step(phase: .publish, changes: changes, gate: publicationGate(key))]
    }

    /// What a key in use has yet to begin.
    private func work(of key: ManagedKey) -> [Step] {
        guard key.dnskey.state.isPublished else { return [] }
        var steps: [Step] = []
        if key.krrsig?.state == .hidden {
            let gate = signsKeysLater(key) ? takeoverReason(of: key) : nil
            steps.append(Step(phase: .sign, changes: [(.krrsig, .rumoured)], gate: gate))
        }
        if key.zrrsig?.state == .hidden {
            let gate = signsZoneLater(key) ? takeoverReason(of: key) : nil
            steps.append(Step(phase: .sign, changes: [(.zrrsig, .rumoured)], gate: gate))
        }
        if let ds = key.ds, !ds.state.isPublished {
            steps.append(Step(phase: .submitDS, changes: [(.ds, .rumoured)], gate: submissionGate(key)))
        }
        return steps
    }

    /// True where a KSK is published first and signs later: validators that follow RFC 5011 must know it
    /// before (RFC 5011 6.1).
    func signsKeysLater(_ key: ManagedKey) -> Bool {
        !key.isInitial && keyPolicy(key)?.rfc5011 != nil
    }

    /// True where a key is published first and signs the zone later (RFC 7583 3.2.1).
    func signsZoneLater(_ key: ManagedKey) -> Bool {
        !key.isInitial && keyPolicy(key)?.roll == .prePublication
    }

    private func publicationGate(_ key: ManagedKey) -> HoldReason? {
        guard key.material != nil else { return .observation(.keyGenerated) }
        guard key.isInitial else { return nil }
        // A zone is signed by its first keys all at once, or not at all.
        let isComplete = policy.keys.allSatisfy { keyPolicy in
            liveKeys.contains { $0.role == keyPolicy.role && $0.goal == .active && $0.material != nil }
        }
        return isComplete ? nil : .observation(.keyGenerated)
    }

    func submissionGate(_ key: ManagedKey) -> HoldReason? {
        if let reason = takeoverReason(of: key) { return reason }
        for record in [KeyRecord.dnskey, .krrsig] {
            if let reason = unsettledReason(record, of: key) { return reason }
        }
        // The zone must be signed in every cache before any cache can learn that it ought to be.
        let signers = liveKeys.filter { $0.zrrsig != nil && $0.goal == .active }
        if signers.contains(where: { $0.zrrsig?.state == .omnipresent }) { return nil }
        if liveKeys.contains(where: { $0.ds?.state == .omnipresent }) { return nil }
        return signers.lazy.compactMap { unsettledReason(.zrrsig, of: $0) }.first
    }

    /// Why a record is not omnipresent yet, or nil.
    func unsettledReason(_ record: KeyRecord, of key: ManagedKey) -> HoldReason? {
        guard let track = key[record], track.state != .omnipresent else { return nil }
        if let wait = wait(record, of: key), track.state == .rumoured { return wait.reason }
        if record != .dnskey, let reason = unsettledReason(.dnskey, of: key) { return reason }
        return .observation(key.material == nil ? .keyGenerated : .zonePublished)
    }

    // MARK: - Going

    private func withdrawal(of key: ManagedKey) -> [Step] {
        var steps: [Step] = []
        if key.zrrsig?.state.isPublished ?? false {
            steps.append(Step(phase: .retire, changes: [(.zrrsig, .unretentive)]))
        }
        if key.ds?.state.isPublished ?? false {
            steps.append(Step(phase: .withdrawDS, changes: [(.ds, .unretentive)], gate: replacementGate(key)))
        }
        if keyPolicy(key)?.rfc5011 != nil, key.role.signsKeys {
            return steps + revocation(of: key)
        }
        if key.dnskey.state.isPublished {
            var changes: [(record: KeyRecord, state: RecordState)] = [(.dnskey, .unretentive)]
            for record in [KeyRecord.krrsig, .anchor] where key[record]?.state.isPublished ?? false {
                changes.append((record, .unretentive))
            }
            steps.append(Step(phase: .remove, changes: changes, gate: removalGate(key)))
        }
        return steps
    }

    /// The steps of RFC 5011 6.2: stop signing, show the key as revoked, take it away.
    private func revocation(of key: ManagedKey) -> [Step] {
        var steps: [Step] = []
        if key.krrsig?.state.isPublished ?? false {
            steps.append(
                Step(phase: .retire, changes: [(.krrsig, .unretentive)], gate: goneReason(.ds, of: key))
            )
        }
        if key.revocation == nil, key.dnskey.state.isPublished {
            let gate =
                goneReason(.ds, of: key) ?? goneReason(.krrsig, of: key) ?? goneReason(.zrrsig, of: key)
            steps.append(Step(phase: .revoke, changes: Self.revocationChanges(key), gate: gate))
        }
        if let state = key.revocation?.state, state.isPublished {
            let gate = state == .omnipresent ? nil : wait(.revocation, of: key)?.reason
            steps.append(Step(phase: .remove, changes: [(.revocation, .unretentive)], gate: gate))
        }
        return steps
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

    /// A DS goes only where another one comes or stays.
    private func replacementGate(_ key: ManagedKey) -> HoldReason? {
        let others = liveKeys.filter { $0.id != key.id && $0.goal == .active && $0.ds != nil }
        if others.contains(where: { $0.ds?.state.isPublished ?? false }) { return nil }
        return others.lazy.compactMap { submissionGate($0) }.first ?? .chainOfTrust(.chainFromDS)
    }

    private func removalGate(_ key: ManagedKey) -> HoldReason? {
        if let reason = goneReason(.ds, of: key) { return reason }
        // With double signatures every cache has a signature by the successor (RFC 7583 3.2.2).
        let stays = key.role == .zsk && keyPolicy(key)?.roll == .doubleSignature
        if stays, !(key.zrrsig?.state.isPublished ?? false) { return nil }
        return goneReason(.zrrsig, of: key)
    }

    /// Why caches may still hold a record of a key that goes, or nil.
    private func goneReason(_ record: KeyRecord, of key: ManagedKey) -> HoldReason? {
        guard let track = key[record], track.state != .hidden else { return nil }
        if track.state == .unretentive, let wait = wait(record, of: key) { return wait.reason }
        if record == .ds { return replacementGate(key) ?? .observation(.dsGone) }
        return .chainOfTrust(record == .zrrsig ? .zoneSignatures : .chainFromDS)
    }
}
