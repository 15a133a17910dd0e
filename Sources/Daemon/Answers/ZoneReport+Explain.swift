import ControlProtocol
import DNSSECModel
import KeyStore
import Planning
import Timeline

// Why each step waits, with all that belongs to it.
extension ZoneReport {
    /// So far ahead the earliest moment of a step is looked for.
    private static let reach = Interval.days(800)

    /// The waits of a zone, or of one of its keys.
    func explanation(_ tag: UInt16?, _ now: Instant) throws(ControlFailure) -> ExplainReport {
        guard let ring, let policy else { throw unusable }
        var keys = ring.keys.filter { !$0.isGone }
        if let tag {
            keys = ring.keys(tagged: tag)
            if keys.isEmpty { throw .unknownKey(tag, in: zone) }
        }
        let ids = Set(keys.map(\.id))
        let told = holds.filter { hold in tag == nil || hold.key.map(ids.contains) ?? false }
        // Where everybody does his part at once.
        let forecast = Forecast(
            policy,
            ring,
            from: now,
            until: now + Self.reach,
            assumptions: ForecastAssumptions(dsDelay: .zero)
        )
        let urgent = Set(keys.filter { $0.isUrgent && $0.goal == .active }.map(\.role)).sorted()
        return ExplainReport(
            zone: zone,
            time: now,
            waits: told.map { WaitExplanation($0, ring, policy, forecast, now) },
            operatorHolds: operatorHolds(ring, now, of: tag == nil ? nil : ids),
            orders: OrderStatus.all(in: ring, policy, at: now).filter { order in
                tag == nil || order.key.id.map { ids.contains(ManagedKey.ID(rawValue: $0)) } ?? false
            },
            error: ZoneError(troubles, now: now, clockFault: nil),
            remedies: remedies(ring),
            votes: votes(ring, policy, now, of: ids),
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
    private func votes(
        _ ring: KeyRing,
        _ policy: DNSSECPolicy,
        _ now: Instant,
        of keys: Set<ManagedKey.ID>
    ) -> [VoteStatus] {
        ring.votes.compactMap { vote in
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

extension WaitExplanation {
    /// All about a wait.
    init(_ hold: Hold, _ ring: KeyRing, _ policy: DNSSECPolicy, _ forecast: Forecast, _ now: Instant) {
        let words = WaitWords(hold: hold, ring: ring, policy: policy, now: now)
        self.init(
            hold: HoldStatus(hold, in: ring),
            actor: words.actor,
            people: words.people,
            arithmetic: WaitArithmetic(hold, ring, policy),
            earliest: hold.until
                ?? forecast.events.first {
                    $0.phase == hold.phase && $0.role == hold.role && (hold.key ?? $0.key) == $0.key
                }?.at,
            commands: words.commands
        )
    }
}

/// Who must act for a wait to end, and what to type.
struct WaitWords {
    let hold: Hold
    let ring: KeyRing
    let policy: DNSSECPolicy
    let now: Instant

    var actor: WaitActor {
        switch hold.reason {
        case .policy, .ordered, .time, .chainOfTrust, .queued, .gate(.window), .gate(.condition(.verified)):
            .daemon
        case .manual(let until, _, _): until == nil ? .operator : .daemon
        case .gate(.approval): .approvers
        case .gate(.condition(.dsSeen)), .observation(.dsSeen), .observation(.dsGone): atParent
        case .observation(.keyGenerated), .observation(.zonePublished): .daemon
        }
    }

    /// A person brings the DS, unless a hook does.
    private var atParent: WaitActor { policy.parent.ds == .manual ? .operator : .parent }

    var people: [String] {
        guard case .gate(.approval(_, _, let people, _)) = hold.reason else { return [] }
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
    /// True where all have to see it still.
    fileprivate var isComing: Bool { state == .rumoured && seen == nil }
    /// True where somebody may see it still.
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
            summands: SummandSearch.summands(formula, interval, hold.role, ring, policy)
        )
    }
}

extension ZoneTrouble {
    /// True if this is a private key that is not there, in a file whose path ends like this.
    fileprivate func isMissing(_ end: String) -> Bool {
        if case .privateKeyMissing(let file) = self { file.hasSuffix(end) } else { false }
    }
}
