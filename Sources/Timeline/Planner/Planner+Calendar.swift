import DNSSECModel

// When rolls begin, and what stands before a step besides caches and rules: dates, slots, holds, gates.
extension Planner {
    /// When the next roll of a role begins, and when its new key is due to take over.
    func nextRoll(_ keyPolicy: KeyPolicy, after key: ManagedKey) -> (start: Instant, takeover: Instant?)? {
        let asked = rollRequest(keyPolicy)?.start
        let regular = calendarRoll(keyPolicy, after: key) ?? lifetimeRoll(keyPolicy, after: key)
        let resize = key.hasSize(of: keyPolicy) ? nil : sizeRoll(keyPolicy)
        let scheduled =
            knownRoll(keyPolicy) ?? [resize, regular].compactMap { $0 }.min { $0.start < $1.start }
        guard let asked else { return scheduled }
        if let scheduled, scheduled.start < asked { return scheduled }
        return (asked, nil)
    }

    /// The roll of a role that a person has ordered and that has not begun.
    func rollRequest(_ keyPolicy: KeyPolicy) -> RollRequest? {
        ring.rollRequests.first { $0.role == keyPolicy.role }
    }

    private func lifetimeRoll(
        _ keyPolicy: KeyPolicy,
        after key: ManagedKey
    ) -> (start: Instant, takeover: Instant?)? {
        guard let activated = key.activated,
            let takeover = keyPolicy.lifetimeEnd(from: activated, in: ring.zone)
        else { return nil }
        return (takeover - leadTime(keyPolicy), takeover)
    }

    /// The roll to a key of another size: at once, or with the next slots that a calendar has for it.
    private func sizeRoll(_ keyPolicy: KeyPolicy) -> (start: Instant, takeover: Instant?) {
        guard let rules = keyPolicy.calendar else { return (now, nil) }
        let takeover = rules.rules[.sign].map { calendar.opening(of: $0.slots, notBefore: now) }
        let latest = takeover.map { min($0 - leadTime(keyPolicy), lastPublication(before: $0, rules)) } ?? now
        let start = rules.rules[.publish].map { calendar.lastOpening(of: $0.slots, notAfter: latest) }
        return (start ?? latest, takeover)
    }

    /// From a successor's coming to its taking over; a standby key that every cache knows needs less.
    func leadTime(_ keyPolicy: KeyPolicy) -> Interval {
        let times = TimingIntervals(
            policy,
            dnskeyTTL: ring.dnskeyTTL.largest(at: now),
            zoneTTL: ring.zoneTTL.largest(at: now),
            dsTTL: ring.dsTTL.largest(at: now)
        )
        let doublesSignatures = keyPolicy.role.signsZone && keyPolicy.roll == .doubleSignature
        let signing = doublesSignatures ? times.doubleSignatureInterval : .zero
        let rfc5011 = keyPolicy.role.signsKeys ? keyPolicy.rfc5011 : nil
        if let spare = spareKey(keyPolicy), isKnown(spare) {
            // Its signature over the DNSKEY RRset is new, unless the key signs only once it has taken over.
            let signsAhead = keyPolicy.role.signsKeys && rfc5011 == nil
            return max(signing, signsAhead ? times.publicationInterval : .zero)
        }
        if keyPolicy.roll == .doubleDS, policy.parent.ds != .none { return times.parentPublicationInterval }
        let publication = rfc5011.map { times.trustedPublicationInterval($0) } ?? times.publicationInterval
        return max(signing, publication)
    }

    /// True if every cache, and every validator that follows RFC 5011, knows the key.
    private func isKnown(_ key: ManagedKey) -> Bool {
        key.dnskey.state == .omnipresent && (key.anchor?.state ?? .omnipresent) == .omnipresent
    }

    // MARK: - Named keys

    /// The next key of a role that has a name and was not used yet.
    func nextKnown(_ keyPolicy: KeyPolicy) -> KnownKey? {
        keyPolicy.known.first { !usedNames.contains($0.name) }
    }

    /// The roll to the next named key, where it has dates.
    private func knownRoll(_ keyPolicy: KeyPolicy) -> (start: Instant, takeover: Instant?)? {
        guard let next = nextKnown(keyPolicy) else { return nil }
        let takeover = next.dates[.sign]
        let coming = next.dates[.publish] ?? next.dates[.submitDS]
        let start =
            [next.dates[.generate], coming].compactMap { $0 }.min()
            ?? takeover.map { $0 - leadTime(keyPolicy) }
        return start.map { ($0, takeover) }
    }

    // MARK: - Calendar

    private var calendar: SlotCalendar { policy.calendar ?? SlotCalendar() }

    private func calendarRoll(
        _ keyPolicy: KeyPolicy,
        after key: ManagedKey
    ) -> (start: Instant, takeover: Instant?)? {
        guard let rules = keyPolicy.calendar, let every = rules.every, let activated = key.activated else {
            return nil
        }
        let due = CalendarTime(calendar.period(of: activated)).adding(months: every)
        let takeover = rules.rules[.sign].map { calendar.opening(of: $0.slots, notBefore: due) } ?? due
        let latest = min(takeover - leadTime(keyPolicy), lastPublication(before: takeover, rules))
        let start =
            rules.rules[.publish].map { calendar.lastOpening(of: $0.slots, notAfter: latest) } ?? latest
        return (start, takeover)
    }

    /// The last moment to publish a key that must be published for `months` months before a takeover.
    private func lastPublication(before takeover: Instant, _ rules: KeyCalendar) -> Instant {
        CalendarTime(takeover).adding(months: -rules.ahead)
    }

    /// When the calendar lets a key take a step: the key's own date, else the slots of its role.
    func scheduleReason(_ phase: KeyStep, of key: ManagedKey) -> HoldReason? {
        guard !key.isUrgent, key.id != exceptions.unscheduled else { return nil }
        if let date = wholePolicy.known(key)?.dates[phase] { return date > now ? .policy(until: date) : nil }
        // First keys have nobody to agree with.
        if key.isInitial, key.goal == .active { return nil }
        guard let rule = keyPolicy(key)?.calendar?.rules[phase] else { return nil }
        let bound = previous(phase, of: key).map { calendar.period(of: $0, plus: rule.periods) } ?? now
        let opening = calendar.opening(of: rule.slots, notBefore: max(now, bound))
        return opening > now ? .policy(until: opening) : nil
    }

    /// When the step before a step was taken.
    private func previous(_ phase: KeyStep, of key: ManagedKey) -> Instant? {
        switch phase {
        case .publish: key.requested
        case .sign, .submitDS: key.dnskey.state.isPublished ? key.dnskey.since : key.requested
        case .revoke, .withdrawDS: key.retired
        case .remove: key.revocation?.since ?? key.retired
        default: nil
        }
    }
}

// MARK: - Holds and gates

extension Planner {
    /// What stands before a step of a key besides caches and rules.
    func barrier(_ step: Step, of key: ManagedKey) -> HoldReason? {
        let reason = barrier(step.phase, of: key)
        // A key that signs from its first day on passes both gates at once.
        let signs = step.changes.contains { $0.record == .krrsig || $0.record == .zrrsig }
        guard step.phase == .publish, signs, !key.isInitial else { return reason }
        return later(reason, barrier(.sign, of: key))
    }

    /// What stands before a phase of a key besides caches and rules.
    func barrier(_ phase: KeyStep, of key: ManagedKey) -> HoldReason? {
        later(later(scheduleReason(phase, of: key), holdReason(phase, of: key)), gateReason(phase, of: key))
    }

    /// What stands before a role's next key.
    func generationBarrier(_ keyPolicy: KeyPolicy) -> HoldReason? {
        let hold = ring.operatorHolds.filter { $0.covers(.generate, of: nil, role: keyPolicy.role, at: now) }
        return hold.map(\.reasonToWait).reduce(nil, later)
    }

    /// The holds of operators, and the postponements that the policy records.
    func holdReason(_ phase: KeyStep, of key: ManagedKey) -> HoldReason? {
        let holds = ring.operatorHolds
            .filter { $0.covers(phase, of: key.id, role: key.role, at: now) }.map(\.reasonToWait)
        let postponed = policy.postponements.filter {
            $0.announced <= now && now < $0.until && $0.role == key.role && $0.phase == phase
                && ($0.key == nil || $0.key == key.name)
        }
        return postponed.map { .manual(until: $0.until, reason: $0.reason, user: "the policy") }
            .reduce(holds.reduce(nil, later), later)
    }

    func gateReason(_ phase: KeyStep, of key: ManagedKey) -> HoldReason? {
        let isFirst = key.isInitial && (phase == .publish || phase == .sign)
        guard !isFirst else { return nil }
        return policy.gates(before: phase, of: key.role)
            .compactMap { closedReason($0, phase, of: key) }
            .reduce(nil, later)
    }

    private func closedReason(_ gate: GatePolicy, _ phase: KeyStep, of key: ManagedKey) -> HoldReason? {
        if let approval = gate.approval, let wait = approvalWait(approval, phase, of: key) {
            return .gate(wait)
        }
        for condition in gate.conditions where !isMet(condition, of: key) {
            return .gate(.condition(condition))
        }
        let openings = gate.windows.map { $0.opening(notBefore: now) }
        guard let opening = openings.min(), opening > now else { return nil }
        return .gate(.window(until: opening))
    }

    private func approvalWait(_ approval: ApprovalPolicy, _ phase: KeyStep, of key: ManagedKey) -> GateWait? {
        let tally = approval.tally(ring.votes(on: phase, of: key.id), at: now)
        guard !tally.suffices else { return nil }
        return .approval(
            given: tally.approvedBy,
            needed: tally.needed,
            of: approval.approvers,
            refusedBy: tally.refusedBy
        )
    }

    private func isMet(_ condition: GateCondition, of key: ManagedKey) -> Bool {
        switch condition {
        case .verified:
            return ring.publication?.plan == ring.plan
        case .dsSeen:
            guard policy.parent.ds != .none else { return true }
            let bearers =
                key.goal == .retired ? liveKeys.filter { $0.goal == .active && $0.ds != nil } : [key]
            return bearers.contains { key in
                guard let ds = key.ds, ds.state.isPublished else { return key.ds == nil }
                return ds.seen != nil || ds.state == .omnipresent
            }
        }
    }
}

extension OperatorHold {
    /// The hold as a reason.
    var reasonToWait: HoldReason { .manual(until: until, reason: reason, user: user) }
}
