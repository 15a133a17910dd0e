import DNSSECModel

// What the planner's work comes to: plan, actions, holds, the next wake.
extension Planner {
    /// The decision that the ring as it stands comes to.
    func decision(conflict: PolicyConflict?) -> Decision {
        let holds = conflict == nil ? holds : []
        return Decision(
            ring: ring,
            plan: ring.plan,
            actions: actions,
            nextWake: conflict == nil ? nextWake(holds) : wholePolicy.nextRevision(after: now),
            holds: holds,
            conflict: conflict
        )
    }

    // MARK: - Actions

    private var actions: [Action] {
        var actions: [Action] = liveKeys.filter { $0.material == nil }.map { .generateKey($0.id) }
        let plan = ring.plan
        let published = ring.publication?.plan ?? .unsigned
        // A zone that shall be insecure from the beginning is published as it is.
        if plan != published || isInsecure && ring.publication == nil { actions.append(.publish(plan)) }
        let add = liveKeys.filter { $0.ds?.state == .rumoured && $0.ds?.seen == nil }.map(\.id)
        let remove = liveKeys.filter { $0.ds?.state == .unretentive && $0.ds?.seen == nil }.map(\.id)
        if !add.isEmpty || !remove.isEmpty { actions.append(.changeDS(add: add, remove: remove)) }
        return actions
    }

    // MARK: - Holds

    private var holds: [Hold] {
        let keys = liveKeys
        return keys.flatMap { holds(of: $0) }
            + handoverHolds + policy.keys.flatMap { rollHolds($0) } + changeoverHolds
    }

    private func holds(of key: ManagedKey) -> [Hold] {
        var holds: [Hold] = []
        for step in pendingSteps(of: key) {
            guard let reason = step.waitsFor ?? obstacle(to: step, of: key.id).map(HoldReason.chainOfTrust)
            else {
                continue
            }
            guard let phase = phase(of: step, waitingFor: reason, key) else { continue }
            holds.append(Hold(key: key.id, role: key.role, phase: phase, reason: reason))
        }
        if isInsecure, key.goal != .retired, let reason = barrier(.retire, of: key) {
            holds.append(Hold(key: key.id, role: key.role, phase: .retire, reason: reason))
        }
        if let ds = key.ds, ds.seen == nil, ds.state == .rumoured || ds.state == .unretentive {
            let isComing = ds.state == .rumoured
            holds.append(
                Hold(
                    key: key.id,
                    role: key.role,
                    phase: isComing ? .dsSeen : .dsGone,
                    reason: .observation(isComing ? .dsSeen : .dsGone)
                )
            )
        }
        return holds
    }

    /// Which phase people must let go: a step may wait at the gate of another phase, or of another key.
    private func phase(of step: Step, waitingFor reason: HoldReason, _ key: ManagedKey) -> KeyStep? {
        switch reason {
        case .gate, .manual:
            if barrier(step.phase, of: key) == reason { return step.phase }
            return barrier(.sign, of: key) == reason ? .sign : nil
        default:
            return step.phase
        }
    }

    /// Keys whose successors are not ready, not due or not allowed to take over.
    private var handoverHolds: [Hold] {
        guard !isInsecure else { return [] }
        return Set(liveKeys.map(\.family)).sorted().flatMap(handoverHolds)
    }

    private func handoverHolds(_ family: KeyFamily) -> [Hold] {
        let active = activeKeys(of: family)
        guard active.count > 1, let newest = Self.newest(of: active) else { return [] }
        return active.filter { $0.id != newest.id }.compactMap { key in
            let takeover = takeoverReason(of: newest).flatMap { reason in
                // A gate before the successor's signing is named there.
                if case .gate = reason { return nil as HoldReason? }
                return reason
            }
            return later(takeover, barrier(.retire, of: key)).map {
                Hold(key: key.id, role: key.role, phase: .retire, reason: $0)
            }
        }
    }

    /// The next roll: set for later, or due and waiting for the keys to be where they belong.
    private func rollHolds(_ keyPolicy: KeyPolicy) -> [Hold] {
        let mine = liveKeys.of(keyPolicy.family).filter { $0.goal != .standby }
        guard let newest = mine.last(where: { $0.goal == .active }),
            mine.count(where: { $0.goal == .active }) == 1,
            let roll = nextRoll(keyPolicy, after: newest)
        else { return [] }
        let isFree = isFree(keyPolicy, mine)
        let going = isFree ? nil : mine.filter { $0.goal == .retired }.map(goingReason).reduce(nil, later)
        let reason: HoldReason?
        if roll.start > now {
            // The date is known, also while the key before goes.
            let start = later(startReason(keyPolicy, roll.start), going)
            reason = later(start, generationBarrier(keyPolicy))
        } else {
            reason = isFree ? later(comingReason(newest), generationBarrier(keyPolicy)) : going
        }
        // A standby key is there already: the roll begins with its signing.
        let spare = spareKey(keyPolicy)
        return reason.map {
            [Hold(key: spare?.id, role: keyPolicy.role, phase: spare == nil ? .generate : .sign, reason: $0)]
        } ?? []
    }

    /// Why a roll begins at a moment to come: a person has ordered it for then, or else the policy.
    private func startReason(_ keyPolicy: KeyPolicy, _ start: Instant) -> HoldReason {
        if let order = rollRequest(keyPolicy), order.start == start, order.user != nil {
            return .ordered(order)
        }
        return .policy(until: start)
    }

    /// A change of algorithm or roles: queued behind a roll, or under way and the old keys still needed.
    private var changeoverHolds: [Hold] {
        guard !isInsecure, !foreignKeys.isEmpty else { return [] }
        if let reason = changeoverReason, !policy.keys.allSatisfy(hasKey) {
            let missing = policy.keys.filter { !hasKey($0) }
            return missing.map { Hold(key: nil, role: $0.role, phase: .generate, reason: reason) }
        }
        guard let reason = dismissalReason else { return [] }
        return foreignKeys.compactMap { key in
            if case .gate = reason, barrier(.retire, of: key) != reason { return nil }
            return Hold(key: key.id, role: key.role, phase: .retire, reason: reason)
        }
    }

    private func hasKey(_ keyPolicy: KeyPolicy) -> Bool { !activeKeys(of: keyPolicy.family).isEmpty }

    /// Why a key in use is not settled yet; nil if it is.
    func comingReason(_ key: ManagedKey) -> HoldReason? {
        KeyRecord.allCases.map { record in
            guard record == .ds, let ds = key.ds, !ds.state.isPublished else {
                return unsettledReason(record, of: key)
            }
            return submissionReason(key) ?? .observation(.dsSeen)
        }.reduce(nil, later)
    }

    private func goingReason(_ key: ManagedKey) -> HoldReason? {
        let waits = KeyRecord.allCases.map { wait($0, of: key)?.reason }
        return (waits + pendingSteps(of: key).map(\.waitsFor)).reduce(nil, later)
    }

    // MARK: - Wake

    /// The earliest moment at which something changes by itself.
    private func nextWake(_ holds: [Hold]) -> Instant? {
        var moments = holds.compactMap(\.until)
        if let revision = wholePolicy.nextRevision(after: now) { moments.append(revision) }
        // An emergency does not wait for its turn.
        moments += ring.rollRequests.filter(\.isEmergency).map(\.start) + spreadEnds
        for key in liveKeys {
            moments += KeyRecord.allCases.compactMap { wait($0, of: key)?.end }
        }
        return moments.filter { $0 > now }.min()
    }
}
