import ControlProtocol
import DNSSECModel
import Timeline

// How a zone stands at a moment: its condition, its signatures, what waits, and what people must do.
extension ZoneReport {
    /// How far ahead the dates of steps are looked for.
    static let reach = Interval.days(800)

    /// How long a hook has, under `ds: hook`, to bring or remove a DS before that becomes a person's task.
    static let hookPatience = 2 * ForecastAssumptions().dsDelay

    // MARK: - Signatures and trust

    /// How near the signatures are to their end.
    func signatureLife(at now: Instant) -> SignatureLife {
        guard let end = signaturesExpire, let policy else { return .sound }
        return SignatureLife(end: end, due: nextSigning, refresh: policy.signatures.refresh, at: now)
    }

    /// How far the zone is, whatever becomes of its signatures.
    var standing: ZoneCondition {
        guard let ring else { return .unknown }
        guard let publication = ring.publication, !publication.plan.dnskeys.isEmpty else { return .unsigned }
        return ring.isTrusted ? .secure : .signed
    }

    /// How far the zone is at a moment: bogus as soon as its first signature has expired.
    func condition(at now: Instant) -> ZoneCondition { standing.lasting(until: signaturesExpire, at: now) }

    /// What resolvers may suffer from at present.
    func risks(at now: Instant) -> [StepRisk] {
        guard let ring, let policy else { return [] }
        return Timeline.risks(policy, ring, at: now)
    }

    // MARK: - Waits

    /// The steps that wait, with the dates that the plan has for them.
    func waits(_ ring: KeyRing, _ now: Instant) -> [HoldStatus] {
        guard let policy else { return holds.map { HoldStatus($0, in: ring) } }
        let plan = Forecast(policy, ring, from: now, until: now + Self.reach)
        return holds.map(plan.foreseen).map { HoldStatus($0, in: ring, expected: plan.step(of: $0)?.at) }
    }

    // MARK: - Tasks

    /// What people must do, at the parent and at gates, in the order in which it is to be done.
    func tasks(_ now: Instant) -> [ZoneTask] {
        guard let ring else { return [] }
        let waiting = holds.filter { isTask($0, at: now) }
        return ZoneTask.ordered(
            waiting.compactMap { hold in
                ZoneTask(HoldStatus(hold, in: ring), of: zone, since: ring.start(of: hold))
            }
        )
    }

    /// True if a person must act for a wait to end.
    func isTask(_ hold: Hold, at now: Instant) -> Bool {
        switch hold.reason {
        case .observation(.dsSeen), .observation(.dsGone):
            guard hold.phase == .dsSeen || hold.phase == .dsGone else { return false }
            return switch policy?.parent.ds {
            case .manual: true
            case .hook: ring?.start(of: hold).map { now >= $0 + Self.hookPatience } ?? false
            default: false
            }
        case .gate(.approval): return policy?.approvalPhase(of: hold) != nil
        default: return false
        }
    }

    /// When waits for hooks become tasks.
    var overdueMoments: [Instant] {
        guard let ring, policy?.parent.ds == .hook else { return [] }
        return holds.filter { $0.phase == .dsSeen || $0.phase == .dsGone }
            .compactMap { ring.start(of: $0).map { $0 + Self.hookPatience } }
    }
}

extension ZoneCondition {
    /// The condition at a moment of a zone whose first signature expires at another.
    func lasting(until end: Instant?, at now: Instant) -> ZoneCondition {
        guard self != .unsigned, self != .unknown, let end, end <= now else { return self }
        return .bogus
    }
}

extension KeyRing {
    /// Since when a wait is for people; nil for one that is not.
    func start(of hold: Hold) -> Instant? {
        guard let key = hold.key.flatMap({ self[$0] }) else { return nil }
        return switch hold.reason {
        case .observation(.dsSeen), .observation(.dsGone): key.ds?.since
        // The step before it was the last thing that happened to the key.
        case .gate(.approval): KeyRecord.allCases.compactMap { key[$0]?.since }.max()
        default: nil
        }
    }
}
