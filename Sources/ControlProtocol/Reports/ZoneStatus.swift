public import DNSSECModel
public import JSON

/// Where one zone stands, with its keys and what waits.
public struct ZoneStatus: Hashable, Sendable {
    /// The daemon's clock.
    public var time: Instant
    /// What the report on all zones says of it.
    public var summary: ZoneSummary
    /// The keys that are not gone, in order of their numbers.
    public var keys: [KeyStatus]
    /// The steps that wait, and why.
    public var holds: [HoldStatus]
    /// What operators hold up, whether a step waits for it at present or not.
    public var operatorHolds: [OperatorHoldStatus]
    /// What people have ordered and what has not come to its end.
    public var orders: [OrderStatus]

    /// All fields as they are; nothing held or ordered by operators unless given.
    public init(
        time: Instant,
        summary: ZoneSummary,
        keys: [KeyStatus],
        holds: [HoldStatus],
        operatorHolds: [OperatorHoldStatus] = [],
        orders: [OrderStatus] = []
    ) {
        self.time = time
        self.summary = summary
        self.keys = keys
        self.holds = holds
        self.operatorHolds = operatorHolds
        self.orders = orders
    }
}

/// A step that waits, and why.
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

    /// The key's number in its ring; nil for a key that does not exist yet.
    public var key: Int?
    /// The key's tag; nil for a key that does not exist yet.
    public var tag: UInt16?
    /// The key's role.
    public var role: KeyRole
    /// The step.
    public var phase: KeyStep
    /// Which kind of wait.
    public var kind: Kind
    /// When it ends by itself; nil where something must be seen or done.
    public var until: Instant?
    /// The rule, for `.chainOfTrust`.
    public var rule: SafetyRule?
    /// What must be seen, for `.observation`.
    public var awaits: AwaitedObservation?
    /// The formula, for `.time`.
    public var formula: TimingFormula?
    /// All of it in a sentence.
    public var sentence: String

    /// A wait of a ring's key, told in `sentence`.
    public init(_ hold: Hold, in ring: KeyRing, sentence: String) {
        key = hold.key?.rawValue
        tag = hold.key.flatMap { ring[$0]?.tag }
        role = hold.role
        phase = hold.phase
        until = hold.until
        self.sentence = sentence
        switch hold.reason {
        case .policy:
            kind = .policy
        case .ordered:
            kind = .ordered
        case .time(_, _, _, let formula):
            kind = .time
            self.formula = formula
        case .chainOfTrust(let rule):
            kind = .chainOfTrust
            self.rule = rule
        case .observation(let awaited):
            kind = .observation
            awaits = awaited
        case .manual:
            kind = .manual
        case .gate:
            kind = .gate
        case .queued:
            kind = .queued
        }
    }
}

// MARK: - JSON

extension ZoneStatus {
    /// The report as JSON.
    public var json: JSONValue {
        let head: [JSONValue.Member] = [.init("version", .version), .init("time", JSONValue(time))]
        let tail: [JSONValue.Member] = [
            .init("keys", .array(keys.map(\.json))), .init("holds", .array(holds.map(\.json))),
            .init("operator-holds", .array(operatorHolds.map(\.json))),
            .init("orders", .array(orders.map(\.json))),
        ]
        return .object(head + summary.members + tail)
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        time = try members.take("time").instant()
        summary = try ZoneSummary(taking: &members)
        keys = try members.take("keys").list { reader throws(JSONShapeError) in try KeyStatus(json: reader) }
        holds = try members.take("holds").list { reader throws(JSONShapeError) in try HoldStatus(json: reader)
        }
        operatorHolds = try members.take("operator-holds").list { reader throws(JSONShapeError) in
            try OperatorHoldStatus(json: reader)
        }
        orders = try OrderStatus.list(in: try members.take("orders"))
        try members.finish()
    }
}

extension HoldStatus {
    var json: JSONValue {
        [
            "key": JSONValue(number: key), "tag": JSONValue(number: tag), "role": JSONValue(word: role),
            "phase": JSONValue(word: phase), "reason": JSONValue(word: kind), "until": JSONValue(until),
            "rule": JSONValue(word: rule), "awaits": JSONValue(word: awaits),
            "formula": JSONValue(formula?.text), "sentence": .string(sentence),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        key = try members.take("key").optional { reader throws(JSONShapeError) in try reader.count() }
        tag = try members.take("tag").optionalTag()
        role = try members.take("role").word(KeyRole.self)
        phase = try members.take("phase").word(KeyStep.self)
        kind = try members.take("reason").word(Kind.self)
        until = try members.take("until").optionalInstant()
        rule = try members.take("rule").optionalWord(SafetyRule.self)
        awaits = try members.take("awaits").optionalWord(AwaitedObservation.self)
        let formula = try members.take("formula")
        sentence = try members.take("sentence").string()
        try members.finish()
        self.formula = try formula.optional { reader throws(JSONShapeError) in
            let text = try reader.string()
            guard let formula = TimingFormula.allCases.first(where: { $0.text == text }) else {
                throw reader.error(.unknownWord(text))
            }
            return formula
        }
    }
}
