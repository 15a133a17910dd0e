public import ControlProtocol
import DNSCore
import DNSSECCrypto
public import DNSSECModel
import KeyStore
import PolicyFile
import Synchronization
import SystemIO
import Timeline

// Questions and commands of the control socket.
extension Engine {
    /// How far a forecast looks unless it is told.
    private static let forecastSpan = Interval.days(365)
    /// How far a forecast may look.
    static let longestForecast = Interval.days(36500)

    /// Answers a request.
    ///
    /// Thread-safe. A command waits while its own zone is being signed, a question never.
    public func handle(
        _ request: ControlRequest,
        peer: Peer,
        now: Instant
    ) -> Result<ControlAnswer, ControlFailure> {
        do throws(ControlFailure) {
            return .success(try answer(request, peer, now))
        } catch {
            return .failure(error)
        }
    }

    private func answer(_ request: ControlRequest, _ peer: Peer, _ now: Instant) throws(ControlFailure)
        -> ControlAnswer
    {
        if isStopping { throw ControlFailure(.unavailable, "the daemon is stopping") }
        if let policy = request.policy { return .actions(try command(request, policy, peer, now)) }
        guard let name = request.zone else {
            if case .reload = request { return .reload(reload(now: now)) }
            if case .plans = request { throw ControlFailure(.internal, "plans come as a stream") }
            return .status(statusReport(now))
        }
        guard let slot = contents.withLock({ $0.book[name] }) else {
            throw .unknownZone(name)
        }
        if request.isCommand {
            let report = try command(request, slot, peer, now)
            wake()
            return .action(report)
        }
        return try answer(request, slot.report, now)
    }

    /// Carries out a command for each zone of a policy.
    private func command(_ request: ControlRequest, _ policy: String, _ peer: Peer, _ now: Instant)
        throws(ControlFailure) -> PolicyActionReport
    {
        if request.hasKey {
            throw ControlFailure(
                .badRequest,
                "a key belongs to one zone; expected a zone instead of a policy"
            )
        }
        let slots = contents.withLock { $0.slots }.filter { $0.policyName == policy }
        if slots.isEmpty {
            throw ControlFailure(.unknownZone, "the daemon has no zone with the policy \(policy)")
        }
        var report = PolicyActionReport(policy: policy, time: now, zones: [], failures: [])
        for slot in slots {
            do throws(ControlFailure) {
                report.zones.append(try command(request, slot, peer, now))
            } catch {
                report.failures.append(ZoneFailure(zone: slot.zone, message: error.message))
            }
        }
        wake()
        return report
    }

    private func command(_ request: ControlRequest, _ slot: HostedZone, _ peer: Peer, _ now: Instant)
        throws(ControlFailure) -> ActionReport
    {
        let actor = JournalActor.peer(userID: peer.userID, user: peer.user, processID: peer.processID)
        return try slot.command(at: now, clockFault: clockFault) { engine throws(ControlFailure) in
            switch request {
            case .advance(let order): try engine.advance(order, actor: actor)
            case .roll(let order): try engine.roll(order, actor: actor)
            case .hold(let order): try engine.hold(order, by: peer.person, actor: actor)
            case .release(let order): try engine.release(order, actor: actor)
            case .abort(let order): try engine.abort(order, by: peer.person, actor: actor)
            case .vote(let order): try engine.vote(order, by: peer, actor: actor)
            case .dsSeen(_, let tag, let at):
                try engine.confirmDS(tag, seen: true, at: at ?? now, actor: actor)
            case .dsGone(_, let tag, let at):
                try engine.confirmDS(tag, seen: false, at: at ?? now, actor: actor)
            case .status, .plan, .plans, .whatIf, .ds, .keys, .history, .explain, .reload:
                throw ControlFailure(.internal, "not a command")
            }
        }
    }

    private func answer(_ request: ControlRequest, _ report: ZoneReport, _ now: Instant)
        throws(ControlFailure) -> ControlAnswer
    {
        switch request {
        case .history(_, let limit): return .history(try history(report.zone, limit))
        case .status: return .zoneStatus(report.status(now, clockFault))
        default: break
        }
        guard let ring = report.ring else { throw report.unusable }
        switch request {
        case .plan(let zone, let from, let until):
            return .plan(try plan(report, ring, PlanQuestion(zone: zone, from: from, until: until), now))
        case .whatIf(let question): return .plan(try plan(report, ring, question, now))
        case .ds(_, let format, let digest): return .ds(try report.ds(ring, format, digest))
        case .explain(_, let tag):
            guard let policy = report.policy else { throw report.unusable }
            return .explanation(try report.explanation(ring, policy, tag, now))
        case .keys:
            let folder = folder.keyFolder(of: report.zone)
            let keys = ring.keys.map { KeyStatus($0, file: $0.file(in: folder, zone: ring.zone)) }
            return .keys(KeyList(zone: report.zone, time: now, keys: keys))
        default: throw ControlFailure(.internal, "not a question")
        }
    }

    private func statusReport(_ now: Instant) -> StatusReport {
        let slots = contents.withLock { $0.slots }
        let fault = clockFault
        return StatusReport(
            daemon: options.program,
            time: now,
            zones: slots.map { $0.summary(now, fault) }
        )
    }

    private func plan(_ report: ZoneReport, _ ring: KeyRing, _ question: PlanQuestion, _ now: Instant)
        throws(ControlFailure) -> PlanDocument
    {
        guard let policy = try question.policy.map(Self.policy) ?? report.policy else {
            throw report.unusable
        }
        let from = question.from ?? now
        let end = question.until ?? from + Self.forecastSpan
        guard from <= end, end - now <= Self.longestForecast else {
            throw ControlFailure(.badRequest, "cannot look from \(from) to \(end)")
        }
        var assumptions = ForecastAssumptions()
        assumptions.dsDelay = question.dsDelay ?? assumptions.dsDelay
        assumptions.approvalDelay = question.approvalDelay ?? assumptions.approvalDelay
        let forecast = Forecast(policy, ring, from: now, until: end, assumptions: assumptions)
        var document = PlanDocument(
            forecast: forecast,
            of: ring,
            zone: report.zone,
            from: from,
            until: end,
            policy: policy,
            assumptions: assumptions
        )
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

    /// The policy of a question.
    private static func policy(_ question: PlanQuestion.Policy) throws(ControlFailure) -> DNSSECPolicy {
        let file = "\(question.name).yaml"
        let octets = Array(question.text.utf8)
        let reading = PolicyFile.read(octets: octets.span, file: file, name: question.name)
        let errors = (reading.diagnostics + reading.findings()).filter { $0.severity == .error }
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
    /// What is wrong with the journal and where; nil where it is sound.
    fileprivate func complaint(_ path: String) -> String? {
        if let fault { return "\(path):\(goodLines + 1): \(fault)" }
        return tornOctets > 0 ? "\(path):\(goodLines + 1): the last line is torn" : nil
    }
}

extension ManagedKey {
    /// The path of the key's files without `.key` or `.private`; nil before they are made.
    fileprivate func file(in folder: String, zone: Name) -> String? {
        material.map { "\(folder)/\(BINDKeyFileName(zone: zone, record: $0.record))" }
    }
}
