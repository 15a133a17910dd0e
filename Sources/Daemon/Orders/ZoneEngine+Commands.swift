import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Timeline
import Wording

// What an operator demands of a zone.
extension ZoneEngine {
    /// Takes a key's next step ahead of its schedule.
    ///
    /// What is forced stands in the ring until its risk is over.
    func advance(_ order: AdvanceOrder, by person: String, actor: JournalActor) throws(ControlFailure)
        -> ActionReport
    {
        let (ring, policy) = try ready()
        let key = try key(order.tag, ring)
        let step: ManualStep
        do throws(Refusal) {
            step = try Timeline.take(order.phase, of: key.id, policy, ring, at: now, force: order.force)
        } catch {
            throw error.failure(of: key.id, key.role, now: now, in: ring)
        }
        let reference = ring.reference(to: key.id, orRole: key.role)
        let risks = step.risks.map { $0.status }
        let text = OrderLine.step(order.phase, of: reference, force: order.force)
        let payload: JSONValue = [
            "phase": .string(order.phase.rawValue), "key": .integer(Int64(key.id.rawValue)),
            "force": .bool(order.force), "reason": order.reason.map { .string($0) } ?? nil,
            "risks": .array(risks.map { .string($0.sentence()) }),
        ]
        var after = step.ring
        if !step.risks.isEmpty {
            after.forcedSteps.append(
                ForcedStep(
                    key: key.id,
                    step: order.phase,
                    user: person,
                    at: now,
                    reason: order.reason ?? "",
                    risks: step.risks
                )
            )
        }
        let danger = ([order.reason].compactMap(\.self) + risks.map { $0.sentence() }).joined(separator: "; ")
        let isForced = !step.risks.isEmpty
        try carryOut(
            after,
            text,
            actor,
            payload,
            isForced ? .warning : .notice,
            remark: isForced ? ": \(danger)" : ""
        )
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .advanced(reference, order.phase),
            risks: risks
        )
    }

    /// A person has seen the parent.
    func confirmDS(_ tag: UInt16, seen isSeen: Bool, at: Instant, actor: JournalActor)
        throws(ControlFailure) -> ActionReport
    {
        let (ring, policy) = try ready()
        let key = try key(tag, ring)
        guard let ds = key.ds else {
            let reference = ring.reference(to: key.id, orRole: key.role)
            throw refusal(.badRequest, StepRefusal(kind: .noDS, key: reference))
        }
        guard at <= now else {
            throw ControlFailure(.seenInTheFuture(at), of: zone)
        }
        let start = ds.state == .hidden ? at : ds.since
        guard at >= start else {
            throw ControlFailure(.seenTooEarly(at, asked: start), of: zone)
        }
        let observation: Observation =
            isSeen ? .dsSeen(key.id, at: at, ttl: nil) : .dsGone(key.id, at: at, ttl: nil)
        let awaited = isSeen ? AwaitedObservation.dsSeen : .dsGone
        let reference = ring.reference(to: key.id, orRole: key.role)
        let payload: JSONValue = ["key": .integer(Int64(key.id.rawValue)), "at": .string(at.description)]
        let after = ring.recording(observation)
        guard after != ring else {
            return ActionReport(zone: zone, time: now, outcome: .nothingNew(awaited, reference))
        }
        let known = Timeline.risks(policy, ring, at: now)
        let risks = Timeline.risks(policy, after, at: now).filter { !known.contains($0) }
        try carryOut(after, OrderLine.observation(awaited, of: reference, at: at), actor, payload)
        let remarks = Self.remarks(key, isSeen, ring, after)
        for text in remarks.map({ $0.text() }) + risks.map({ $0.status.sentence() }) {
            environment.log.write(.warning, zone: zone, "\(awaited.rawValue) \(tag): \(text)")
        }
        return ActionReport(
            zone: zone,
            time: now,
            outcome: .observed(awaited, reference, since: at, remarks: remarks),
            risks: risks.map(\.status)
        )
    }

    /// What a word about the parent brings with it that may not have been meant.
    private static func remarks(
        _ key: ManagedKey,
        _ isSeen: Bool,
        _ before: KeyRing,
        _ after: KeyRing
    ) -> [ParentRemark] {
        var remarks: [ParentRemark] = []
        if isSeen, key.goal == .retired { remarks.append(.goesAgain) }
        if !isSeen, key.goal != .retired { remarks.append(.comesAgain) }
        if before.isTrusted, !after.isTrusted { remarks.append(.unsigned) }
        return remarks
    }

    // MARK: - Helpers

    /// A failure with the facts of a refusal, and its sentence.
    func refusal(_ code: ControlFailure.Code, _ facts: StepRefusal) -> ControlFailure {
        ControlFailure(code, facts.sentence(of: zone, now: now), refusal: facts)
    }

    /// The ring and the policy to work by.
    func ready() throws(ControlFailure) -> (KeyRing, DNSSECPolicy) {
        guard let ring, let policy else {
            let trouble = troubles.min { $0.key < $1.key }?.value.trouble
            throw ControlFailure(.badData, trouble?.description ?? "\(zone) has no state or no policy")
        }
        if let clockFault { throw ControlFailure(.refused, clockFault.description) }
        return (ring, policy)
    }

    /// The key with a tag.
    func key(_ tag: UInt16, _ ring: KeyRing) throws(ControlFailure) -> ManagedKey {
        guard let key = ring.keys(tagged: tag).first else { throw ControlFailure(.noKey(tag), of: zone) }
        return key
    }

    /// Persists what a person has ordered, with its line in the journal.
    func carryOut(
        _ after: KeyRing,
        _ text: String,
        _ actor: JournalActor,
        _ payload: JSONValue,
        _ threshold: LogThreshold = .notice,
        remark: String = ""
    ) throws(ControlFailure) {
        do throws(StepStop) {
            try commit(after, JournalNote(.command, text, actor: actor, payload: payload))
        } catch {
            guard case .trouble(let trouble) = error else { throw ControlFailure(.internal, "stopped") }
            throw ControlFailure(.inputOutput, trouble.description)
        }
        environment.log.write(threshold, zone: zone, "\(text) by \(actor.words)\(remark)")
        state.troubles.retry(at: now)
    }
}

extension JournalActor {
    /// `daemon`, or `anna (uid 1000, pid 4711)`.
    var words: String {
        switch self {
        case .daemon: "daemon"
        case .peer(let userID, let user, let processID):
            Peer(userID: userID, groupID: 0, processID: processID, user: user).description
        }
    }
}
