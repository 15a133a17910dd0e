public import ControlProtocol
import DNSCore
import DNSSECCrypto
public import DNSSECModel
import KeyStore
import Planning
import PolicyFile
import Publishing
import Synchronization
import SystemIO
import Timeline
import Wording

// Questions and commands of the control socket.
extension Engine {
    /// How far a forecast looks unless it is told.
    private static let forecastSpan = Interval.days(365)
    /// How far a forecast may look.
    static let longestForecast = Interval.days(36500)

    /// Answers a request.
    ///
    /// Thread-safe. A command waits while its own zone is being signed, a question never. An order that is called off before
    /// it has begun is not carried out.
    ///
    /// - Parameters:
    ///   - request: The question or order.
    ///   - peer: Who asks.
    ///   - now: The present moment.
    ///   - effort: Tells whether somebody still waits for the answer.
    /// - Returns: The answer, or why there is none.
    public func handle(
        _ request: ControlRequest,
        peer: Peer,
        now: Instant,
        _ effort: Effort = Effort()
    ) -> Result<ControlAnswer, ControlFailure> {
        do throws(ControlFailure) {
            return .success(try answer(request, peer, now, effort))
        } catch {
            return .failure(error)
        }
    }

    private func answer(
        _ request: ControlRequest,
        _ peer: Peer,
        _ now: Instant,
        _ effort: Effort
    ) throws(ControlFailure) -> ControlAnswer {
        if isStopping { throw ControlFailure(.unavailable, "the daemon is stopping") }
        switch request.target {
        case .zone(let name):
            guard let zone = contents.withLock({ $0.book[name] }) else { throw .unknownZone(name) }
            let answer = try answer(request, zone, peer, now, effort)
            if request.isCommand { wake() }
            return answer
        case .policy(let policy): return .actions(try command(request, policy, peer, now, effort))
        case nil: return try answerAboutAll(request, peer, now)
        }
    }

    private func answerAboutAll(_ request: ControlRequest, _ peer: Peer, _ now: Instant)
        throws(ControlFailure)
        -> ControlAnswer
    {
        switch request {
        case .status: return .status(statusReport(now))
        case .reload(let order): return .reload(reload(order, now: now))
        case .acceptClock(let reason): return .clock(acceptClock(reason, by: peer))
        case .plans: throw ControlFailure(.internal, "plans come as a stream")
        default: throw ControlFailure(.internal, "\(request.verb.rawValue) is about a zone")
        }
    }

    /// Carries out a command for each zone of a policy.
    private func command(
        _ request: ControlRequest,
        _ policy: String,
        _ peer: Peer,
        _ now: Instant,
        _ effort: Effort
    ) throws(ControlFailure) -> PolicyActionReport {
        if request.hasKey {
            throw ControlFailure(
                .badRequest,
                "a key belongs to one zone; expected a zone instead of a policy"
            )
        }
        let zones = contents.withLock { $0.slots }.filter { $0.policyName == policy }
        if zones.isEmpty {
            throw ControlFailure(.unknownZone, "the daemon has no zone with the policy \(policy)")
        }
        var report = PolicyActionReport(policy: policy, time: now, zones: [], failures: [])
        for zone in zones {
            do throws(ControlFailure) {
                if case .action(let action) = try answer(request, zone, peer, now, effort) {
                    report.zones.append(action)
                }
            } catch {
                report.failures.append(ZoneFailure(zone: zone.zone, message: error.message))
            }
        }
        wake()
        return report
    }

    /// Answers a question about a zone from what it said last, or lets its engine carry out a command.
    private func answer(
        _ request: ControlRequest,
        _ zone: HostedZone,
        _ peer: Peer,
        _ now: Instant,
        _ effort: Effort
    ) throws(ControlFailure) -> ControlAnswer {
        let actor = JournalActor.peer(userID: peer.userID, user: peer.user, processID: peer.processID)
        func act(_ order: (ZoneEngine) throws(ControlFailure) -> ActionReport) throws(ControlFailure)
            -> ControlAnswer
        {
            .action(try zone.command(at: now, clockFault: clockFault, effort, order))
        }
        switch request {
        case .status: return .zoneStatus(zone.report.status(now, clockFault))
        case .plan(let name, let from, let until):
            let question = PlanQuestion(zone: name, from: from, until: until)
            return .plan(try plan(zone.report, question, now, effort))
        case .whatIf(let question): return .plan(try plan(zone.report, question, now, effort))
        case .explain(_, let tag): return .explanation(try zone.report.explanation(tag, now))
        case .ds(_, let format, let digest): return .ds(try zone.report.ds(format, digest))
        case .keys: return .keys(try zone.report.keyList(now, in: folder))
        case .history(_, let limit): return .history(try history(zone.zone, limit))
        case .roll(let order):
            return try act { engine throws(ControlFailure) in
                try engine.roll(order, by: peer.person, actor: actor)
            }
        case .advance(let order):
            return try act { engine throws(ControlFailure) in
                try engine.advance(order, by: peer.person, actor: actor)
            }
        case .hold(let order):
            return try act { engine throws(ControlFailure) in
                try engine.hold(order, by: peer.person, actor: actor)
            }
        case .release(let order):
            return try act { engine throws(ControlFailure) in try engine.release(order, actor: actor) }
        case .abort(let order):
            return try act { engine throws(ControlFailure) in
                try engine.abort(order, by: peer.person, actor: actor)
            }
        case .vote(let order):
            return try act { engine throws(ControlFailure) in try engine.vote(order, by: peer, actor: actor) }
        case .dsSeen(_, let tag, let at), .dsGone(_, let tag, let at):
            let isSeen = request.verb == .dsSeen
            return try act { engine throws(ControlFailure) in
                try engine.confirmDS(tag, seen: isSeen, at: at ?? now, actor: actor)
            }
        case .recover:
            return try act { engine throws(ControlFailure) in try engine.recover(by: actor) }
        case .publish(let order):
            return try act { engine throws(ControlFailure) in
                try engine.publish(order, by: peer.person, actor: actor)
            }
        case .plans, .reload, .acceptClock:
            throw ControlFailure(.internal, "\(request.verb.rawValue) is about all zones")
        }
    }

    private func statusReport(_ now: Instant) -> StatusReport {
        let slots = contents.withLock { $0.slots }
        let fault = clockFault
        return StatusReport(
            daemon: options.program,
            time: now,
            heldReload: heldReload.withLock { $0 },
            zones: slots.map { summary(of: $0, among: slots.count, now, fault) }
        )
    }

    private func plan(
        _ report: ZoneReport,
        _ question: PlanQuestion,
        _ now: Instant,
        _ effort: Effort
    ) throws(ControlFailure) -> PlanDocument {
        guard let ring = report.ring else { throw report.unusable }
        let standing = RuleStanding(ring)
        let other = try question.policy.map { policy throws(ControlFailure) in
            try Self.policy(policy, standing)
        }
        guard let policy = other ?? report.policy else { throw report.unusable }
        let from = question.from ?? now
        let end = question.until ?? from + Self.forecastSpan
        guard from <= end, end - now <= Self.longestForecast else {
            let mistake = OrderMistake.spanOutOfReach(from: from, until: end, reach: Self.longestForecast)
            throw ControlFailure(mistake, of: ring.zone)
        }
        var assumptions = ForecastAssumptions()
        assumptions.dsDelay = question.dsDelay ?? assumptions.dsDelay
        assumptions.approvalDelay = question.approvalDelay ?? assumptions.approvalDelay
        let forecast = Forecast(
            policy,
            ring,
            from: now,
            until: end,
            assumptions: assumptions,
            goesOn: { effort.isWanted }
        )
        guard effort.isWanted else { throw .calledOff }
        var document = PlanDocument(
            forecast: forecast,
            of: ring,
            zone: report.zone,
            from: from,
            until: end,
            policy: policy,
            assumptions: assumptions
        )
        document.tasks = report.tasks(now)
        if question.proves {
            document.proof = PlanProof(
                of: forecast,
                ring,
                from: now,
                policy: policy,
                assumptions: assumptions,
                offline: question.offline ?? .zero
            )
        }
        return document
    }

    /// The policy of a question: refused if `keyturn check` would refuse it for this zone.
    private static func policy(_ question: PlanQuestion.Policy, _ standing: RuleStanding)
        throws(ControlFailure) -> DNSSECPolicy
    {
        let file = "\(question.name).yaml"
        let octets = Array(question.text.utf8)
        let reading = PolicyFile.read(octets: octets.span, file: file, name: question.name)
        let errors = reading.complaints(assumedTTL: .zero).map { $0.judged(by: standing) }.filter {
            $0.severity == .error
        }
        guard let policy = reading.policy, errors.isEmpty else {
            throw ControlFailure(.badRequest, errors.map(\.description).joined(separator: "\n"))
        }
        return policy
    }

    private func history(_ zone: Name, _ limit: Int?) throws(ControlFailure) -> HistoryReport {
        let entries: [JournalEntry]
        let report: JournalReport
        let path = folder.journalFile(of: zone)
        do throws(SystemError) {
            (entries, report) = try Journal.read(path, zone: zone)
        } catch {
            throw ControlFailure(.inputOutput, error.description)
        }
        return HistoryReport(
            zone: zone,
            entries: entries.suffix(limit ?? entries.count).map { entry in
                HistoryEntry(
                    time: entry.time,
                    kind: entry.kind.rawValue,
                    actor: entry.actor.words,
                    decision: entry.decision,
                    inputs: entry.inputs,
                    payload: entry.payload
                )
            },
            fault: report.complaint(path)
        )
    }
}

extension ControlRequest {
    /// True for an order about one key.
    fileprivate var hasKey: Bool {
        switch self {
        case .hold(let order): order.tag != nil
        case .release(let order): order.tag != nil
        default: false
        }
    }
}

extension JournalReport {
    /// What is wrong with the journal and where; `nil` if it is sound.
    fileprivate func complaint(_ path: String) -> String? {
        if let fault { return "\(path):\(goodLines + 1): \(fault)" }
        return tornOctets > 0 ? "\(path):\(goodLines + 1): the last line is torn" : nil
    }
}
