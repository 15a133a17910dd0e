// Planning: what a forecast says, as the facts that cross the socket and that `Wording` makes sentences of.
//
// `keyturn plan`, `keyturn simulate` and the daemon all tell of steps from here, so that a step has one reason, one
// formula and one date wherever it is read. The module knows how a plan looks to people (which keys stand where, what is
// late, what was assumed, what a proof found); it decides nothing, which is `Timeline`'s, and has no sentence, which are
// `Wording`'s. Its invariant: the facts of a step depend on the forecast, the ring and the policy alone.
public import ControlProtocol
public import DNSSECModel
public import Timeline

extension PlanDocument {
    /// A forecast as tool and daemon tell it.
    ///
    /// - Parameters:
    ///   - forecast: The steps.
    ///   - ring: The keys that the forecast began with.
    ///   - zone: The zone.
    ///   - from: The first moment that is told of; the forecast may have begun earlier.
    ///   - until: The last moment that was asked for; the document names an earlier one where the forecast ends there.
    ///   - policy: The policy that was followed.
    ///   - assumptions: What was taken for granted.
    public init(
        forecast: Forecast,
        of ring: KeyRing? = nil,
        zone: Name,
        from: Instant,
        until: Instant,
        policy: DNSSECPolicy,
        assumptions: ForecastAssumptions = ForecastAssumptions()
    ) {
        let start = ring ?? KeyRing(zone: zone)
        let telling = StepTelling(forecast.ring, policy: policy, among: forecast.events)
        let facts = StepAnnotations(forecast, policy, assumptions)
        let before = forecast.events.filter { $0.at < from }
        let end = min(until, forecast.reached)
        self.init(
            zone: zone,
            from: from,
            until: end,
            events: forecast.events.filter { $0.at >= from }.map { event in
                let step = PlanEvent(event, as: telling)
                return facts.completed(step, event)
            }.withLastSizes,
            policy: policy.name,
            dnskeyOctets: before.last?.dnskeyOctets ?? start.publishedOctets(policy),
            assumptions: assumptions.mattering(policy, start),
            keys: PlanKey.all(in: forecast, from: start, after: before),
            milestones: policy.milestones.filter { ($0.until ?? $0.at) >= from && $0.at <= end }
                .map { PlanMilestone($0) },
            holds: PlanHold.all(policy, start, forecast.ring).filter {
                ($0.until ?? end) >= from && $0.from <= end
            }
        )
    }
}

extension [PlanEvent] {
    /// The steps with the size of the answer after all that happens at their moment: servers show no state in
    /// between.
    fileprivate var withLastSizes: [PlanEvent] {
        var events = self
        for index in indices.dropLast().reversed() where events[index].time == events[index + 1].time {
            events[index].dnskeyOctets = events[index + 1].dnskeyOctets
        }
        return events
    }
}

extension PlanActor {
    /// The actor of a step.
    public init(_ actor: Actor) {
        self =
            switch actor {
            case .daemon: .daemon
            case .operator: .operator
            case .parent: .parent
            }
    }
}

extension PlanMilestone {
    fileprivate init(_ milestone: Milestone) {
        self.init(
            time: milestone.at,
            until: milestone.until,
            title: milestone.title,
            note: milestone.note,
            isAssumed: milestone.isAssumed
        )
    }
}

extension PlanHold {
    /// What the policy's history records as put off, and what operators hold up; in order of time.
    fileprivate static func all(_ policy: DNSSECPolicy, _ start: KeyRing, _ end: KeyRing) -> [PlanHold] {
        let postponed = policy.postponements.map { postponement in
            let key = end.keys.first {
                $0.role == postponement.role && $0.name != nil && $0.name == postponement.key
            }
            return PlanHold(
                from: postponement.announced,
                until: postponement.until,
                key: key?.id.rawValue,
                role: postponement.role,
                phase: postponement.phase,
                reason: postponement.reason
            )
        }
        let held = start.operatorHolds.map { hold in
            PlanHold(
                from: hold.at,
                until: hold.until,
                key: hold.key?.rawValue,
                role: hold.key.flatMap { start[$0]?.role } ?? hold.role,
                phase: hold.phase,
                reason: hold.reason,
                isPublic: policy.publishesReasons
            )
        }
        return (postponed + held).sorted { $0.from < $1.from }
    }
}

extension KeyRing {
    /// Size of the DNSKEY answer that the servers give; nil before the first publication.
    fileprivate func publishedOctets(_ policy: DNSSECPolicy) -> Int? {
        publication.map { _ in dnskeyAnswerOctets(signers: policy.signatures.dnskeySigners) }
    }
}

extension ForecastAssumptions {
    /// Those that the policy leaves to the world and that nothing is known of yet.
    ///
    /// - Parameters:
    ///   - policy: The policy.
    ///   - ring: The keys at the start.
    ///   - role: The role whose steps are told; nil = all.
    /// - Returns: What the dates rest upon.
    public func mattering(_ policy: DNSSECPolicy, _ ring: KeyRing, to role: KeyRole? = nil)
        -> [PlanAssumption]
    {
        var all: [PlanAssumption] = []
        if policy.parent.ds != .none, role?.signsKeys ?? true {
            all.append(PlanAssumption(.dsDelay, dsDelay))
        }
        if policy.ttl.zoneMaximum == nil, ring.zoneTTL.current == nil {
            all.append(PlanAssumption(.zoneTTL, zoneTTL))
        }
        if ring.publication == nil { all.append(PlanAssumption(.negativeTTL, negativeTTL)) }
        if policy.gates.contains(where: { $0.approval != nil && (role == nil || $0.role ?? role == role) }) {
            all.append(PlanAssumption(.approvalDelay, approvalDelay))
        }
        return all
    }
}
