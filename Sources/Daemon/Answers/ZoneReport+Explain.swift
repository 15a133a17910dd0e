import ControlProtocol
import DNSSECModel
import KeyStore
import Planning
import Publishing
import Timeline
import Wording

// Why each step waits, with all that belongs to it.
extension ZoneReport {
    /// The waits of a zone, or of one of its keys.
    func explanation(_ tag: UInt16?, _ now: Instant) throws(ControlFailure) -> ExplainReport {
        guard let ring, let policy else { throw unusable }
        var keys = ring.keys.filter { !$0.isGone }
        if let tag {
            keys = ring.keys(tagged: tag)
            if keys.isEmpty { throw ControlFailure(.noKey(tag), of: zone) }
        }
        let ids = Set(keys.map(\.id))
        let told = holds.filter { hold in tag == nil || hold.key.map(ids.contains) ?? false }
        let outlook = WaitOutlook(policy, ring, at: now, until: now + Self.reach, trouble: stopper)
        let urgent = Set(keys.filter { $0.isUrgent && $0.goal == .active }.map(\.role)).sorted()
        return ExplainReport(
            zone: zone,
            time: now,
            waits: told.map { WaitExplanation($0, ring, policy, outlook, now) },
            operatorHolds: operatorHolds(ring, now, of: tag == nil ? nil : ids),
            orders: OrderStatus.all(in: ring, policy, at: now).filter { order in
                tag == nil || order.key.id.map { ids.contains(ManagedKey.ID(rawValue: $0)) } ?? false
            },
            error: ZoneError(troubles, now: now, clockFault: nil),
            remedies: remedies(ring),
            votes: votes(now, of: ids),
            keys: keys.map { KeyStatus($0, in: ring) },
            shortcuts: urgent.flatMap { Shortcuts(of: $0, ring, policy, at: now).list }
        )
    }

    /// What to type if a key's private part is missing and its file does not come back.
    private func remedies(_ ring: KeyRing) -> [String] {
        ring.keys.filter { key in
            guard !key.isLost, let record = key.material?.record else { return false }
            let name = BINDKeyFileName(zone: zone, record: record).privateFile
            return troubles.values.contains { $0.trouble.isMissing("/\(name)") }
        }.map { "keyturn roll \(zone) --\($0.role.rawValue) --emergency --reason TEXT" }
    }

    /// What operators hold up, of all keys or of some.
    func operatorHolds(_ ring: KeyRing, _ now: Instant, of keys: Set<ManagedKey.ID>?) -> [OperatorHoldStatus]
    {
        ring.operatorHolds.filter { hold in
            hold.isInForce(at: now) && (hold.key.map { keys?.contains($0) ?? true } ?? true)
        }.map { OperatorHoldStatus($0, in: ring) }
    }

    /// What people said about steps that are still to come.
    func votes(_ now: Instant, of keys: Set<ManagedKey.ID>) -> [VoteStatus] {
        guard let ring, let policy else { return [] }
        return ring.votes.compactMap { vote in
            let end = policy.end(of: vote, in: ring)
            guard keys.contains(vote.key), let key = ring[vote.key], !ring.hasTaken(vote.phase, of: vote.key),
                end.map({ now < $0 }) ?? true
            else { return nil }
            return VoteStatus(
                tag: key.tag,
                role: key.role,
                phase: vote.phase,
                approves: vote.isApproval,
                user: vote.user,
                at: vote.at,
                until: end,
                reason: vote.reason,
                key: ring.reference(to: key.id) ?? KeyReference(role: key.role)
            )
        }
    }
}

extension ZoneReport {
    /// What stops every step of the zone until a person mends it.
    private var stopper: String? {
        let stages: [ZoneStage] = [.state, .clock, .keys, .signing, .publication]
        return stages.lazy.compactMap { troubles[$0]?.trouble.description }.first
    }
}

/// What becomes of a ring: as the plan has it, if all is done at once, and if nobody does anything.
struct WaitOutlook {
    let plan: Forecast
    private let prompt: Forecast
    private let alone: Forecast
    let trouble: String?

    init(_ policy: DNSSECPolicy, _ ring: KeyRing, at now: Instant, until end: Instant, trouble: String?) {
        let forecast = { (assumptions: ForecastAssumptions) in
            Forecast(policy, ring, from: now, until: end, assumptions: assumptions)
        }
        plan = forecast(ForecastAssumptions())
        prompt = forecast(ForecastAssumptions(dsDelay: .zero))
        alone = forecast(.nobodyActs)
        self.trouble = trouble
    }

    /// The first moment at which a step can come, if everybody does his part at once.
    func earliest(_ hold: Hold) -> Instant? { hold.until ?? prompt.step(of: hold)?.at }

    /// Who must act for a step to come.
    func blocker(of hold: Hold) -> StepBlocker { Timeline.blocker(of: hold, in: alone) }
}

extension WaitExplanation {
    /// All about a wait.
    init(_ wait: Hold, _ ring: KeyRing, _ policy: DNSSECPolicy, _ outlook: WaitOutlook, _ now: Instant) {
        let hold = outlook.plan.foreseen(wait)
        let blocker = outlook.blocker(of: wait)
        let words = WaitWords(hold: hold, ring: ring, policy: policy, now: now)
        self.init(
            hold: HoldStatus(hold, in: ring, expected: outlook.plan.step(of: hold)?.at),
            actor: outlook.trouble == nil ? words.actor(blocker) : .operator,
            people: words.people(blocker),
            arithmetic: WaitArithmetic(hold, ring, policy),
            earliest: outlook.earliest(hold),
            commands: words.commands,
            trouble: outlook.trouble
        )
    }
}

/// Who must act for a wait to end, and what to type.
struct WaitWords {
    let hold: Hold
    let ring: KeyRing
    let policy: DNSSECPolicy
    let now: Instant

    /// Who must act, since the wait ends in the end with whom it is stuck at.
    func actor(_ blocker: StepBlocker) -> WaitActor {
        switch blocker {
        case .nobody: .daemon
        // A person brings the DS, unless a hook does.
        case .parent: policy.parent.ds == .manual ? .operator : .parent
        case .approvers: .approvers
        case .holder: .operator
        case .policy: .policy
        }
    }

    func people(_ blocker: StepBlocker) -> [String] {
        guard case .approvers(let people) = blocker else { return [] }
        return people.map(\.description)
    }

    var commands: [String] {
        switch hold.reason {
        case .observation(.dsSeen), .gate(.condition(.dsSeen)):
            parentCommands("ds-seen", where: \.isComing, first: ["keyturn ds \(ring.zone)"])
        case .observation(.dsGone): parentCommands("ds-gone", where: \.isGoing, first: [])
        case .gate(.approval):
            tag.map { tag in
                let gate = "\(tag)/\((policy.approvalPhase(of: hold) ?? hold.phase).rawValue)"
                return [
                    "keyturn approve \(ring.zone) \(gate)",
                    "keyturn refuse \(ring.zone) \(gate) --reason TEXT",
                ]
            } ?? []
        case .manual: releases
        case .policy, .ordered: earlier
        case .time, .chainOfTrust, .queued, .gate, .observation: []
        }
    }

    private var tag: UInt16? { hold.key.flatMap { ring[$0]?.tag } }

    private var approvals: [String] {
        guard let tag, let phase = policy.approvalPhase(of: hold) else { return [] }
        let gate = "\(ring.zone) \(tag)/\(phase.rawValue)"
        return ["keyturn approve \(gate)", "keyturn refuse \(gate) --reason TEXT"]
    }

    private func parentCommands(
        _ verb: String,
        where isWaiting: (RecordTrack) -> Bool,
        first: [String]
    ) -> [String] {
        let keys = ring.keys.filter { $0.ds.map(isWaiting) ?? false }
        let own = keys.filter { $0.id == hold.key }
        return first
            + (own.isEmpty ? keys : own).compactMap { key in
                key.material.map { "keyturn \(verb) \(ring.zone) \($0.tag)" }
            }
    }

    /// What lets go all that holds the step.
    private var releases: [String] {
        ring.operatorHolds.filter { $0.covers(hold.phase, of: hold.key, role: hold.role, at: now) }.map {
            held in
            let key = held.key.flatMap { ring[$0]?.tag }.map { " --key \($0)" } ?? ""
            let phase = held.phase.map { " --phase \($0.rawValue)" } ?? ""
            return "keyturn release \(ring.zone)\(key)\(phase)"
        }
    }

    /// What brings a step that only the policy has set for later.
    private var earlier: [String] {
        guard let tag else {
            return hold.phase == .generate ? ["keyturn roll \(ring.zone) --\(hold.role.rawValue)"] : []
        }
        let isFree =
            AdvanceOrder.phases.contains(hold.phase)
            && hold.key.flatMap { try? Timeline.take(hold.phase, of: $0, policy, ring, at: now) } != nil
        return isFree
            ? ["keyturn advance \(ring.zone) \(tag) \(hold.phase.rawValue)"] : []
    }
}

extension RecordTrack {
    /// True if all have to see it still.
    fileprivate var isComing: Bool { state == .rumoured && seen == nil }
    /// True if somebody may see it still.
    fileprivate var isGoing: Bool { state == .unretentive && seen == nil }
}

extension WaitArithmetic {
    /// The numbers behind a wait for caches; nil for another wait.
    init?(_ hold: Hold, _ ring: KeyRing, _ policy: DNSSECPolicy) {
        guard case .time(let until, let since, let interval, let formula) = hold.reason else { return nil }
        self.init(
            since: since,
            interval: interval,
            until: until,
            formula: formula.text,
            summands: SummandSearch(ring).summands(formula, interval, hold.role, policy)
        )
    }
}

extension ZoneTrouble {
    /// True if this is a private key that is not there, in a file whose path ends like this.
    fileprivate func isMissing(_ end: String) -> Bool {
        switch self {
        case .refused(.privateKeyMissing(let file)): file.hasSuffix(end)
        case .privateKeys(let faults):
            faults.contains { if case .missing(let file) = $0 { file.hasSuffix(end) } else { false } }
        default: false
        }
    }
}
