import ControlProtocol
import DNSSECModel
import Timeline

/// What is known of a forecast's steps beside their words: when a key is ready, by when a step must be done, how late
/// it is, and whether its date was published.
struct StepAnnotations {
    private let forecast: Forecast
    private let policy: DNSSECPolicy
    private let assumptions: ForecastAssumptions
    /// The step with which each key begins to sign.
    private let signings: [ManagedKey.ID: TimelineEvent]

    init(_ forecast: Forecast, _ policy: DNSSECPolicy, _ assumptions: ForecastAssumptions) {
        (self.forecast, self.policy, self.assumptions) = (forecast, policy, assumptions)
        let signings = forecast.events.lazy.filter { $0.phase == .sign }.map { ($0.key, $0) }
        self.signings = Dictionary(signings) { first, _ in first }
    }

    /// The step with all that is known of it.
    func completed(_ step: PlanEvent, _ event: TimelineEvent) -> PlanEvent {
        guard let key = forecast.ring[event.key] else { return step }
        var step = step
        let takeover = takeover(of: event.key)
        if event.phase == .publish, !key.isInitial { step.ready = event.at + learning(key, at: event.at) }
        step.latest = latest(event, key, before: takeover)
        step.late = lateness(event, key)
        step.isAssumed = isAssumed(event, key)
        step.approval = approval(event, key)
        return step
    }

    /// Who must agree; the first keys of a zone ask nobody.
    private func approval(_ event: TimelineEvent, _ key: ManagedKey) -> PlanApproval? {
        guard !key.isInitial || event.phase != .publish && event.phase != .sign else { return nil }
        let gate = policy.gates(before: event.phase, of: key.role).first { $0.approval != nil }
        return gate?.approval.map { PlanApproval(needed: $0.count, of: $0.approvers.map(\.description)) }
    }

    // MARK: - Ready

    /// From the publication of a key until every cache and every validator knows it.
    private func learning(_ key: ManagedKey, at moment: Instant) -> Interval {
        var times = TimingIntervals(policy, dnskeyTTL: key.dnskey.ttl)
        if key.isUrgent { times.publishSafety = .zero }
        let rfc5011 = policy.effective(at: moment).keys.first { $0.role == key.role }?.rfc5011
        guard key.anchor != nil, let rfc5011 else { return times.publicationInterval }
        return times.trustedPublicationInterval(rfc5011)
    }

    // MARK: - Latest

    /// The step by which a key takes over on a date of its own: not simply as soon as caches allow it.
    private func takeover(of key: ManagedKey.ID) -> TimelineEvent? {
        guard let sign = signings[key], sign.predecessor != nil else { return nil }
        switch sign.reason {
        case .time, .chainOfTrust, .observation, .queued, nil: return nil
        case .policy, .ordered, .manual, .gate: return sign
        }
    }

    /// The last moment for a step that prepares a takeover; `nil` if the takeover does not wait for it.
    private func latest(_ event: TimelineEvent, _ key: ManagedKey, before takeover: TimelineEvent?)
        -> Instant?
    {
        guard let takeover else { return nil }
        let latest: Instant
        switch event.phase {
        case .generate, .publish: latest = takeover.at - learning(key, at: event.at)
        case .submitDS where key.method == .doubleDS:
            let times = TimingIntervals(policy, dsTTL: key.ds?.ttl)
            latest = takeover.at - times.parentPublicationInterval - assumptions.dsDelay
        default: return nil
        }
        return latest > event.at ? latest : nil
    }

    // MARK: - Late and assumed

    /// How much later than its date a step comes; a date that is a midnight means the whole day.
    private func lateness(_ event: TimelineEvent, _ key: ManagedKey) -> Interval? {
        let takeover = event.phase == .sign && event.predecessor != nil ? key.takeover : nil
        guard let due = policy.known(key)?.dates[event.phase] ?? takeover else { return nil }
        let isDay = due.secondsSinceEpoch % 86400 == 0
        let end = isDay ? due + .days(1) : due
        guard event.at > due, event.at >= end else { return nil }
        return isDay ? .days((event.at - due).seconds / 86400) : event.at - due
    }

    private func isAssumed(_ event: TimelineEvent, _ key: ManagedKey) -> Bool {
        if policy.known(key)?.assumed.contains(event.phase) ?? false { return true }
        return event.phase == .generate
            && policy.revisions.contains { $0.isAssumed && $0.from == key.requested }
    }
}
