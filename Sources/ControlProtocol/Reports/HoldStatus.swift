public import DNSSECModel
public import JSON

/// A step that waits, and why: facts alone.
public struct HoldStatus: Hashable, Sendable {
    /// The kinds of wait.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The policy has set it for later.
        case policy
        /// Caches need time.
        case time
        /// Another step must come first.
        case chainOfTrust = "chain-of-trust"
        /// Something must be seen first.
        case observation
        /// An operator holds it.
        case manual
        /// A gate of the policy is closed.
        case gate
        /// A changed policy waits for the roll before.
        case queued
        /// A person has ordered it for later.
        case ordered
    }

    /// The key.
    public var key: KeyReference
    /// The step.
    public var phase: KeyStep
    /// Why it waits.
    public var reason: HoldReason
    /// When the plan has the step; nil if nobody looked, or if the plan does not have it.
    public var expected: Instant?

    /// A wait of a key.
    public init(key: KeyReference, phase: KeyStep, reason: HoldReason, expected: Instant? = nil) {
        self.key = key
        self.phase = phase
        self.reason = reason
        self.expected = expected
    }

    /// A wait of a ring's key, with the plan's date if somebody looked.
    public init(_ hold: Hold, in ring: KeyRing, expected: Instant? = nil) {
        self.init(key: ring.reference(of: hold), phase: hold.phase, reason: hold.reason, expected: expected)
    }

    /// The key's tag; `nil` for a key that does not exist yet.
    public var tag: UInt16? { key.tag }
    /// The key's role.
    public var role: KeyRole { key.role }
    /// When the wait ends by itself; `nil` if something must be seen or done.
    public var until: Instant? { reason.until }

    /// Which kind of wait.
    public var kind: Kind {
        switch reason {
        case .policy: .policy
        case .time: .time
        case .chainOfTrust: .chainOfTrust
        case .observation: .observation
        case .manual: .manual
        case .gate: .gate
        case .queued: .queued
        case .ordered: .ordered
        }
    }

    /// The rule, for `.chainOfTrust`.
    public var rule: SafetyRule? {
        if case .chainOfTrust(let rule) = reason { rule } else { nil }
    }

    /// What must be seen, for `.observation`.
    public var awaits: AwaitedObservation? {
        if case .observation(let awaited) = reason { awaited } else { nil }
    }

    /// The formula, for `.time`.
    public var formula: TimingFormula? {
        if case .time(_, _, _, let formula) = reason { formula } else { nil }
    }
}

// MARK: - JSON

extension HoldStatus {
    /// The wait as JSON.
    public var json: JSONValue {
        .object(
            key.members + [
                .init("phase", JSONValue(word: phase)), .init("reason", JSONValue(word: kind)),
                .init("until", JSONValue(until)), .init("expected", JSONValue(expected)),
                .init("rule", JSONValue(word: rule)), .init("awaits", JSONValue(word: awaits)),
                .init("formula", JSONValue(formula?.text)),
            ] + details
        )
    }

    /// What only some kinds of wait have.
    private var details: [JSONValue.Member] {
        switch reason {
        case .time(_, let since, let interval, _):
            [.init("since", JSONValue(since)), .init("seconds", .integer(interval.seconds))]
        case .manual(_, let text, let user):
            [.init("user", .string(user)), .init("text", .string(text))]
        case .gate(let wait): [.init("gate", wait.json)]
        case .ordered(let order): [.init("order", order.json)]
        case .policy, .chainOfTrust, .observation, .queued: []
        }
    }

    /// Reads what `json` writes.
    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        key = try KeyReference(taking: &members)
        phase = try members.take("phase").word(KeyStep.self)
        reason = try HoldReason(taking: &members)
        expected = try members.take("expected").optionalInstant()
        try members.finish()
    }
}

extension HoldReason {
    /// Reads the members of a wait that say why.
    fileprivate init(taking members: inout JSONMembers) throws(JSONShapeError) {
        let kind = try members.take("reason").word(HoldStatus.Kind.self)
        let end = try members.take("until")
        let rule = try members.take("rule")
        let awaits = try members.take("awaits")
        let formula = try members.take("formula")
        switch kind {
        case .policy: self = .policy(until: try end.instant())
        case .time:
            self = .time(
                until: try end.instant(),
                since: try members.take("since").instant(),
                interval: try members.take("seconds").seconds(),
                formula: try formula.formula()
            )
        case .chainOfTrust: self = .chainOfTrust(try rule.word(SafetyRule.self))
        case .observation: self = .observation(try awaits.word(AwaitedObservation.self))
        case .manual:
            self = .manual(
                until: try end.optionalInstant(),
                reason: try members.take("text").string(),
                user: try members.take("user").string()
            )
        case .gate: self = .gate(try GateWait(json: try members.take("gate"), until: end))
        case .queued: self = .queued
        case .ordered: self = .ordered(try RollRequest(json: try members.take("order")))
        }
    }
}

extension RollRequest {
    var json: JSONValue {
        [
            "role": JSONValue(word: role), "start": JSONValue(start), "emergency": .bool(isEmergency),
            "user": JSONValue(user), "at": JSONValue(at), "reason": JSONValue(reason),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        self.init(
            role: try members.take("role").word(KeyRole.self),
            start: try members.take("start").instant(),
            isEmergency: try members.take("emergency").bool(),
            reason: try members.take("reason").optionalString(),
            user: try members.take("user").optionalString(),
            at: try members.take("at").optionalInstant()
        )
        try members.finish()
    }
}

extension GateWait {
    fileprivate var json: JSONValue {
        switch self {
        case .approval(let given, let needed, let people, let refuser):
            [
                "given": .integer(Int64(given.count)), "needed": .integer(Int64(needed)),
                "approved-by": .array(given.map { .string($0) }),
                "of": .array(people.map { .string($0.description) }), "refused-by": JSONValue(refuser),
            ]
        case .window: [:]
        case .condition(let condition): ["condition": JSONValue(word: condition)]
        }
    }

    fileprivate init(json reader: JSONReader, until end: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        if let given = members.takeIfPresent("given") {
            let people = try members.take("approved-by").strings()
            guard try given.count() == people.count else { throw given.error(.invalid(.consistent)) }
            self = .approval(
                given: people,
                needed: try members.take("needed").count(),
                of: try members.take("of").strings().map { Principal(text: $0) },
                refusedBy: try members.take("refused-by").optionalString()
            )
        } else if let condition = members.takeIfPresent("condition") {
            self = .condition(try condition.word(GateCondition.self))
        } else {
            self = .window(until: try end.instant())
        }
        try members.finish()
    }
}

extension Principal {
    /// A user or group as `description` writes it.
    fileprivate init(text: String) {
        let prefix = "group "
        self = text.hasPrefix(prefix) ? .group(String(text.dropFirst(prefix.count))) : .user(text)
    }
}

extension JSONReader {
    /// A formula by its text.
    func formula() throws(JSONShapeError) -> TimingFormula {
        let text = try string()
        guard let formula = TimingFormula.allCases.first(where: { $0.text == text }) else {
            throw error(.unknownWord(text))
        }
        return formula
    }
}
