public import ControlProtocol
public import DNSSECModel
public import Timeline

/// What people read of a step: what changes, and why then.
///
/// The forecast, the journal and the log all take their words from here.
public struct EventText: Hashable, Sendable {
    /// What changes, in a sentence without a full stop.
    public let change: String
    /// Why then and not earlier, in a sentence without a full stop.
    public let because: String
    /// The formula behind the moment, with what it comes to; nil where no interval decided it.
    public let formula: String?
    /// The facts behind `because`.
    public let reason: PlanReason
    /// The key's name in the policy, where it has one.
    public let name: String?

    /// The words for a step.
    ///
    /// - Parameters:
    ///   - event: The step.
    ///   - ring: A ring that has the step's key and its predecessor.
    ///   - policy: The policy that the step follows.
    ///   - events: All steps that are told together, so that one can speak of the other.
    public init(
        _ event: TimelineEvent,
        in ring: KeyRing,
        policy: DNSSECPolicy,
        among events: [TimelineEvent] = []
    ) {
        let policy = policy.tailored(to: ring.zone)
        let names = KeyNames(ring, events: events)
        change = Self.change(event, names, events)
        because = Self.because(event, names, policy)
        reason = Self.reason(event, policy, ring[event.key]?.order)
        name = ring[event.key]?.name
        formula =
            if case .time(_, _, let interval, let formula) = event.reason {
                FormulaText.text(formula, interval, event.role, ring, policy.effective(at: event.at))
            } else {
                nil
            }
    }

    // MARK: - What

    private static func change(_ event: TimelineEvent, _ names: KeyNames, _ events: [TimelineEvent]) -> String
    {
        let predecessor = event.predecessor.map { names[$0] }
        var text = StepText.happening(event.phase, event.role, key: names.name(of: event))
        if event.phase == .generate, let predecessor { text += ", to follow \(predecessor)" }
        let stops = events.contains {
            $0.key == event.predecessor && $0.at == event.at && $0.phase == .retire
        }
        if event.phase == .sign, stops, let predecessor { text += "; \(predecessor) stops" }
        if event.phase == .sign, let spread = event.spread {
            text += ", and its signatures are replaced over \(spread)"
        }
        return text
    }

    // MARK: - Why

    private static func because(_ event: TimelineEvent, _ names: KeyNames, _ policy: DNSSECPolicy) -> String {
        switch event.reason {
        case _ where event.phase == .dsSeen || event.phase == .dsGone: plainReason(event, names, policy)
        case .ordered(let order): order.because ?? plainReason(event, names, policy)
        case _ where event.phase == .generate && names.order(of: event) != nil:
            names.order(of: event) ?? ""
        case .time(_, let since, let interval, let formula):
            "\(formula.outcome), \(interval) after \(since)"
        case .policy where event.phase == .retire: plainReason(event, names, policy)
        case .policy: policyReason(event, names, policy)
        case .chainOfTrust(let rule): "another step came first, and now \(rule.keptText)"
        case .observation(let awaited): awaited.seenText
        case .manual(let until, _, let user):
            until.map { "\(user) held it until \($0)" } ?? "\(user) held it and has let it go"
        case .gate(let wait): wait.openedText
        case .queued: "the roll before it is over"
        case nil: plainReason(event, names, policy)
        }
    }

    private static func policyReason(
        _ event: TimelineEvent,
        _ names: KeyNames,
        _ policy: DNSSECPolicy
    ) -> String {
        guard let predecessor = event.predecessor, let lifetime = lifetime(behind: event, policy) else {
            guard let slot = slot(of: event, policy) else { return "the policy has set it for this moment" }
            return
                "the policy has set it for slot \(slot.number) of the period from \(slot.period.description.prefix(10))"
        }
        return event.phase == .sign
            ? "the lifetime of \(names[predecessor]), \(lifetime), ends"
            : "the lifetime of \(names[predecessor]), \(lifetime), ends when its successor can take over"
    }

    private static func plainReason(
        _ event: TimelineEvent,
        _ names: KeyNames,
        _ policy: DNSSECPolicy
    ) -> String {
        switch event.phase {
        case .sign where names.order(of: event) != nil: names.order(of: event) ?? ""
        case .generate:
            event.predecessor.map { "\(names[$0]) needs a successor" }
                ?? "the policy \(policy.name) has a \(event.role) that the zone does not have"
        case .retire: "another key does its work"
        case .dsSeen, .dsGone: "the parent has done what it was asked"
        case .publish, .sign, .submitDS, .withdrawDS, .revoke, .remove: "nothing has to be waited for"
        }
    }
}

/// Names for the keys of a ring: role and tag, or role and number where the key does not exist yet.
struct KeyNames {
    private let ring: KeyRing
    /// Keys that a forecast made up: their tags mean nothing.
    private let unmade: Set<ManagedKey.ID>

    init(_ ring: KeyRing, events: [TimelineEvent] = []) {
        self.ring = ring
        unmade = Set(events.filter { $0.tag == nil }.map(\.key))
            .subtracting(events.filter { $0.tag != nil }.map(\.key))
    }

    subscript(id: ManagedKey.ID) -> String {
        guard let key = ring[id] else { return "key no. \(id.rawValue)" }
        return name(key.role, tag: unmade.contains(id) ? nil : key.material?.tag, id)
    }

    /// Who ordered the roll that a step belongs to, when and why; nil if nobody did.
    func order(of event: TimelineEvent) -> String? { ring[event.key]?.order?.because }

    func name(of event: TimelineEvent) -> String { name(event.role, tag: event.tag, event.key) }

    /// The key's name in the policy; else its role with the tag, or with its number.
    private func name(_ role: KeyRole, tag: UInt16?, _ id: ManagedKey.ID) -> String {
        ring[id]?.name ?? tag.map { "\(role) \($0)" } ?? "\(role) no. \(id.rawValue)"
    }
}

/// The steps in words.
enum StepText {
    /// The step as it happens: `ZSK 12345 signs the zone`.
    static func happening(_ phase: KeyStep, _ role: KeyRole, key: String) -> String {
        switch phase {
        case .generate: "\(key) is made"
        case .publish: "\(key) enters the DNSKEY RRset"
        case .sign: "\(key) signs \(role == .ksk ? "the DNSKEY RRset" : "the zone")"
        case .submitDS: "the parent is asked for the DS of \(key)"
        case .dsSeen: "all servers of the parent show the DS of \(key)"
        case .withdrawDS: "the parent is asked to drop the DS of \(key)"
        case .dsGone: "no server of the parent shows the DS of \(key)"
        case .retire: "\(key) ends its work"
        case .revoke: "\(key) gets the REVOKE bit"
        case .remove: "\(key) leaves the DNSKEY RRset"
        }
    }
}
