public import DNSSECModel

/// Why a step that an operator asked for was not taken.
public enum Refusal: Error, Hashable, Sendable {
    /// The ring has no such key, or it is gone.
    case unknownKey
    /// The key has no such step before it, being in this state.
    case notBeforeIt(KeyStep)
    /// The step must wait; with the earliest moment at which it is safe, if everybody does his part.
    case tooEarly(KeyStep, HoldReason, rule: SafetyRule, earliest: Instant?)
    /// People hold the step, or a gate is closed, even by force; with the earliest moment at which it is safe but for that.
    case held(KeyStep, HoldReason, safe: Instant?)
    /// Even by force: the zone would be broken in itself.
    case brokenInItself(KeyStep)
    /// Even by force: no DS that the parent shows would lead to a key of the zone any more, and nothing could be published;
    /// with the earliest moment at which it is safe.
    case leavesParentBehind(KeyStep, earliest: Instant?)
    /// The policy does not fit the zone's keys.
    case conflict(PolicyConflict)
    /// There is no roll of the role, under way or asked for, that could be aborted.
    case nothingToAbort(KeyRole)
    /// The way back is closed: the key before is revoked, or gone; only a new roll leads on.
    case noWayBack(ManagedKey.ID)
    /// The policy demands it: a change of algorithm or roles ends by changing the policy back.
    case policyDemands(KeyRole)
}

/// The outcome of a step that an operator asked for.
public struct ManualStep: Hashable, Sendable {
    /// The ring in which the step was taken.
    public var ring: KeyRing
    /// What it endangers; empty unless it was forced.
    public var risks: [StepRisk]
}

extension Timeline {
    /// The longest time over which the earliest safe moment is looked for.
    private static let horizon = Interval.days(800)

    /// Takes a key's next step ahead of its schedule, on an operator's word.
    ///
    /// The schedule gives way, the rules and the caches do not: a step that some cache is not ready for is
    /// refused with the reason and the earliest safe moment. `force` takes it all the same and tells what it
    /// endangers; a zone that is broken in itself is never made. People's holds and gates give way to nothing.
    ///
    /// - Parameters:
    ///   - phase: `publish`, `sign`, `submit-ds`, `revoke` or `remove`; of a lost key that signs the zone `retire`, too.
    ///   - id: The key.
    ///   - policy: The zone's policy.
    ///   - ring: The zone's keys.
    ///   - now: The present moment.
    ///   - force: Whether caches may be broken.
    /// - Returns: The ring with the step taken, and the risks.
    /// - Throws: `Refusal`.
    public static func take(
        _ phase: KeyStep,
        of id: ManagedKey.ID,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant,
        force: Bool = false
    ) throws(Refusal) -> ManualStep {
        if let conflict = Planner(policy: policy, ring: ring, now: now).conflict { throw .conflict(conflict) }
        let exceptions = Exceptions(unscheduled: id)
        let current = advance(policy, ring, at: now).ring
        guard let key = current[id], !key.isGone else { throw .unknownKey }
        if current.isInForce(phase, of: id), !ring.isInForce(phase, of: id) {
            return ManualStep(ring: current, risks: [])
        }
        guard canTake(phase, key, policy) else { throw .notBeforeIt(phase) }
        let wanted = unscheduled(phase, of: key, in: current)
        let decision = advance(policy, wanted, at: now, exceptions)
        if decision.ring.isInForce(phase, of: id) { return ManualStep(ring: decision.ring, risks: []) }
        if let reason = peoplesReason(phase, of: key, policy, wanted, at: now) {
            throw .held(phase, reason, safe: safeMoment(phase, of: id, policy, wanted, at: now))
        }
        guard force else {
            throw refusal(of: phase, key: id, policy, wanted, decision, at: now)
        }
        return try forced(phase, of: id, policy, wanted, at: now)
    }

    /// What the way from one ring to another endangers: the rules that hold before it and not after it.
    public static func risks(
        from before: KeyRing,
        to after: KeyRing,
        _ policy: DNSSECPolicy,
        at now: Instant
    ) -> [StepRisk] {
        let broken = rulesHeld(by: before).subtracting(rulesHeld(by: after))
        return SafetyRule.allCases.filter(broken.contains).map { rule in
            StepRisk(rule: rule, until: end(of: rule, policy, after, at: now))
        }
    }

    /// What a step that was forced earlier endangers still, and until when by the present schedule.
    public static func risks(
        of forced: ForcedStep,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> [StepRisk] {
        let held = rulesHeld(by: ring)
        return forced.risks.filter { !held.contains($0.rule) }.map { risk in
            StepRisk(rule: risk.rule, until: end(of: risk.rule, policy, ring, at: now))
        }
    }

    /// The hold or the closed gate in front of a step, or nil.
    private static func peoplesReason(
        _ phase: KeyStep,
        of key: ManagedKey,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> HoldReason? {
        let planner = Planner(policy: policy, ring: ring, now: now)
        return planner.later(planner.holdReason(phase, of: key), planner.gateReason(phase, of: key))
    }

    /// The first moment at which caches and rules allow a step, if operators hold nothing.
    private static func safeMoment(
        _ phase: KeyStep,
        of id: ManagedKey.ID,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> Instant? {
        var free = ring
        free.operatorHolds = []
        return Forecast.firstMoment(
            policy,
            free,
            from: now,
            limit: horizon,
            Exceptions(unscheduled: id)
        ) { $0.isInForce(phase, of: id) }
    }

    // MARK: - What may be asked

    private static func canTake(_ phase: KeyStep, _ key: ManagedKey, _ policy: DNSSECPolicy) -> Bool {
        switch phase {
        case .publish: key.dnskey.state == .hidden && !key.hasTaken(.publish)
        case .sign: !key.hasTaken(.sign)
        case .submitDS: !key.hasTaken(.submitDS)
        case .revoke:
            key.role.signsKeys && key.dnskey.state.isPublished && key.revocation == nil
                && policy.allKeys.contains { $0.role == key.role && $0.rfc5011 != nil }
        case .remove: key.isShown
        // Only the signatures of a key that cannot make any more end before a successor's are everywhere.
        case .retire: key.isLost && key.goal == .active && key.zrrsig?.state.isPublished ?? false
        default: false
        }
    }

    /// The ring without the schedule that stands before a step: caches and rules stay.
    private static func unscheduled(_ phase: KeyStep, of key: ManagedKey, in ring: KeyRing) -> KeyRing {
        var ring = ring
        ring[key.id]?.takeover = nil
        if phase == .sign, key.goal == .standby {
            ring[key.id]?.goal = .active
            let rivals = ring.keys.filter { $0.role == key.role && $0.goal == .active && $0.id != key.id }
            ring[key.id]?.predecessor = rivals.last?.id
        }
        return ring
    }

    // MARK: - Refusing

    private static func refusal(
        of phase: KeyStep,
        key id: ManagedKey.ID,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        _ decision: Decision,
        at now: Instant
    ) -> Refusal {
        let hold =
            decision.holds.first { $0.key == id && $0.phase == phase }
            ?? decision.holds.first { $0.key == id && $0.reason != .chainOfTrust(.wholeInItself) }
        let exceptions = Exceptions(unscheduled: id)
        let earliest = Forecast.firstMoment(policy, ring, from: now, limit: horizon, exceptions) {
            $0.isInForce(phase, of: id)
        }
        let rule =
            brokenRules(by: phase, of: id, policy, ring, at: now).first ?? defaultRule(phase, ring[id]?.role)
        let reason = hold?.reason ?? .chainOfTrust(rule)
        return .tooEarly(phase, reason, rule: rule, earliest: earliest)
    }

    private static func defaultRule(_ phase: KeyStep, _ role: KeyRole?) -> SafetyRule {
        role == .zsk || phase == .sign || phase == .publish ? .zoneSignatures : .chainFromDS
    }

    // MARK: - Forcing

    private static func forced(
        _ phase: KeyStep,
        of id: ManagedKey.ID,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) throws(Refusal) -> ManualStep {
        let broken = brokenRules(by: phase, of: id, policy, ring, at: now)
        var after = changed(phase, of: id, ring, at: now)
        after.lastAdvanced = now
        guard after.plan.isWhole, after.isInForce(phase, of: id) else { throw .brokenInItself(phase) }
        guard after.isReachable || !ring.isReachable else {
            let earliest = Forecast.firstMoment(policy, ring, from: now, limit: horizon) {
                $0.isInForce(phase, of: id)
            }
            throw .leavesParentBehind(phase, earliest: earliest)
        }
        let risks = broken.map { rule in
            StepRisk(rule: rule, until: end(of: rule, policy, after, at: now))
        }
        return ManualStep(ring: after.notingPhases(since: ring, at: now), risks: risks)
    }

    /// The rules that hold now and would not hold after the step.
    private static func brokenRules(
        by phase: KeyStep,
        of id: ManagedKey.ID,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> [SafetyRule] {
        let after = changed(phase, of: id, ring, at: now)
        let broken = rulesHeld(by: ring).subtracting(rulesHeld(by: after))
        return SafetyRule.allCases.filter { broken.contains($0) }
    }

    private static func rulesHeld(by ring: KeyRing) -> Set<SafetyRule> {
        Rules(keys: ring.keys.filter { !$0.isGone }).held
    }

    /// When a broken rule holds again if all goes on as planned: the world catches up with the step.
    private static func end(
        of rule: SafetyRule,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant
    ) -> Instant? {
        Forecast.firstMoment(policy, ring, from: now, limit: horizon) { rulesHeld(by: $0).contains(rule) }
    }

    /// What the state of a ring endangers, whatever brought it there: a forced step, a parent that was told wrong.
    ///
    /// - Parameters:
    ///   - policy: The zone's policy.
    ///   - ring: The zone's keys.
    ///   - now: The present moment.
    /// - Returns: The rules that do not hold now, each with the moment from which it holds again if all goes on as planned;
    ///   none in the life of a zone that nobody has interfered with.
    public static func risks(_ policy: DNSSECPolicy, _ ring: KeyRing, at now: Instant) -> [StepRisk] {
        let held = rulesHeld(by: ring)
        return SafetyRule.allCases.filter { $0 != .wholeInItself && !held.contains($0) }.map { rule in
            StepRisk(rule: rule, until: end(of: rule, policy, ring, at: now))
        }
    }

    /// What the planner's own steps will endanger after the loss of a key, since no order of steps would spare it.
    ///
    /// - Parameters:
    ///   - policy: The zone's policy.
    ///   - ring: The zone's keys.
    ///   - now: The present moment.
    /// - Returns: The rules that hold now and will be broken, each with the moment from which it holds again if the parent
    ///   takes a day; none in the life of a zone that no key was lost of.
    public static func comingRisks(_ policy: DNSSECPolicy, _ ring: KeyRing, at now: Instant) -> [StepRisk] {
        guard ring.keys.contains(where: \.isLost) else { return [] }
        return [SafetyRule.chainFromDS, .zoneSignatures].compactMap { rule in
            var isBroken = false
            let end = Forecast.firstMoment(policy, ring, from: now, limit: horizon) { ring in
                let isHeld = rulesHeld(by: ring).contains(rule)
                if !isHeld { isBroken = true }
                return isHeld && isBroken
            }
            return isBroken ? StepRisk(rule: rule, until: end) : nil
        }
    }

    /// The ring with the step taken, whatever the caches hold.
    private static func changed(
        _ phase: KeyStep,
        of id: ManagedKey.ID,
        _ ring: KeyRing,
        at now: Instant
    ) -> KeyRing {
        guard let key = ring[id] else { return ring }
        var changes: [(ManagedKey.ID, KeyRecord, RecordState)] = []
        switch phase {
        case .publish:
            changes = [(id, .dnskey, .rumoured)]
            if key.goal == .active { changes.append((id, .krrsig, .rumoured)) }
        case .sign:
            return signing(with: key, ring, at: now)
        case .submitDS:
            changes = [(id, .ds, .rumoured)]
        case .revoke:
            changes = Planner.revocationChanges(key).map { (id, $0.record, $0.state) }
        case .remove:
            for record in KeyRecord.allCases where key[record]?.state.isPublished ?? false {
                // The parent's DS is not ours to take away.
                if record != .ds { changes.append((id, record, .unretentive)) }
            }
        case .retire:
            changes = [(id, .zrrsig, .unretentive)]
        default:
            break
        }
        var ring = applied(changes, to: ring, at: now)
        if [.retire, .revoke, .remove].contains(phase), key.goal != .retired {
            ring[id]?.goal = .retired
            ring[id]?.retired = now
        }
        return ring
    }

    /// The key does all its work at once and its predecessor ends its own; what the parent shows is a step of its own.
    private static func signing(with key: ManagedKey, _ ring: KeyRing, at now: Instant) -> KeyRing {
        var changes: [(ManagedKey.ID, KeyRecord, RecordState)] = []
        for record in [KeyRecord.dnskey, .krrsig, .zrrsig] {
            if let track = key[record], !track.state.isPublished {
                changes.append((key.id, record, .rumoured))
            }
        }
        var ring = ring
        if let old = key.predecessor.flatMap({ ring[$0] }), old.goal == .active {
            ring[old.id]?.goal = .retired
            ring[old.id]?.retired = now
            if old.zrrsig?.state.isPublished ?? false { changes.append((old.id, .zrrsig, .unretentive)) }
        }
        return applied(changes, to: ring, at: now)
    }

    private static func applied(
        _ changes: [(ManagedKey.ID, KeyRecord, RecordState)],
        to ring: KeyRing,
        at now: Instant
    ) -> KeyRing {
        var ring = ring
        for (id, record, state) in changes where ring[id]?[record] != nil || record == .revocation {
            ring[id]?[record] = RecordTrack(state, since: now)
            // What is forced is done at once.
            if record == .zrrsig { ring[id]?.spread = nil }
        }
        return ring
    }
}
