import ControlProtocol
public import DNSSECModel
import KeyStore
public import Timeline
import Wording

/// What a step of a zone's engine came to, and all that is asked about the zone until the next one.
public struct ZoneReport: Sendable {
    /// The zone.
    public var zone: Name
    /// When the step was.
    public var time: Instant
    /// When the next step is due; `nil` if nothing comes by itself.
    public var nextWake: Instant?
    /// The keys; `nil` if the state cannot be read.
    public var ring: KeyRing?
    /// The policy that is in force; `nil` if none could be read.
    public var policy: DNSSECPolicy?
    /// The name of the policy in the configuration.
    public var policyName: String
    /// The steps that wait, and why.
    public var holds: [Hold]
    /// The next step of a key: the earliest of those that wait for a time, or else one that waits to be seen.
    public var next: Hold?
    /// What happened in the step.
    public var events: [TimelineEvent]
    /// What the operator should know, though the work goes on.
    public var warnings: [String]
    /// What fails, by the part of the work.
    public var troubles: [ZoneStage: StageTrouble]
    /// The serial of the signed zone.
    public var serial: UInt32?
    /// When its first signature ends.
    public var signaturesExpire: Instant?
    /// When signatures are made anew.
    public var nextSigning: Instant?
}

extension ZoneEngine {
    /// Where the zone stands after a step.
    var report: ZoneReport { report(next: nextHold) }

    /// Where the zone stands, with what is known to come next: finding that out takes a forecast.
    func report(next: Hold?) -> ZoneReport {
        var report = ZoneReport(
            zone: zone,
            time: now,
            nextWake: nil,
            ring: ring,
            policy: policy,
            policyName: configuration.policy,
            holds: state.outlook.holds,
            next: next,
            events: state.ledger.events,
            warnings: state.publisher.warnings,
            troubles: troubles,
            serial: state.publisher.signed?.serial ?? ring?.publication?.serial,
            signaturesExpire: signaturesExpire,
            nextSigning: state.publisher.signed?.due
        )
        report.nextWake = nextWake(report.overdueMoments)
        return report
    }

    private func nextWake(_ overdue: [Instant]) -> Instant? {
        var moments = state.troubles.retries
        if clockFault == nil { moments += [state.outlook.wake].compactMap(\.self) }
        moments += [state.publisher.signed?.due, nextWorry].compactMap(\.self) + overdue
        return moments.filter { $0 > now }.min()
    }

    private var nextHold: Hold? {
        if let ring, let policy, let next = Timeline.next(of: state.outlook.holds, policy, ring, at: now) {
            return next
        }
        let holds = state.outlook.holds
        return holds.first { if case .observation = $0.reason { true } else { false } } ?? holds.first
    }

    /// One warning for each thing that a person must do, when it comes up and when something of it has changed.
    func announceTasks(_ report: ZoneReport) {
        for task in told.news(report.tasks(now)) {
            let key = task.wait.key.id.map { ManagedKey.ID(rawValue: $0) }
            let line = task.logLine(
                of: zone,
                now: now,
                order: key.flatMap { ring?[$0]?.order },
                votes: report.votes(now, of: key.map { [$0] } ?? []).filter { $0.phase == task.wait.phase }
            )
            environment.log.write(.warning, zone: zone, line)
        }
    }

    /// One line for each change of what comes next.
    func announce(_ next: Hold?) {
        guard let ring, let next, let line = HoldStatus(next, in: ring).announcement else {
            return
        }
        guard told.isNews(line) else { return }
        environment.log.write(.info, zone: zone, "DNSSEC, next key action, \(line)")
    }
}
