public import DNSSECModel
public import JSON

/// What a person has ordered and what has not come to its end: a roll, or a step that was forced.
public struct OrderStatus: Hashable, Sendable {
    /// The kinds of order.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A roll that is to begin, or is under way.
        case roll
        /// The same, and the old key must go as soon as it is safe.
        case emergencyRoll = "emergency-roll"
        /// A step that was taken before every cache was ready for it; `risks` says what it endangers.
        case forcedStep = "forced-step"
    }

    /// Which kind.
    public var kind: Kind
    /// The key: of a roll the new one.
    public var key: KeyReference
    /// The step that was forced.
    public var step: KeyStep?
    /// When the roll begins or began.
    public var start: Instant?
    /// Who ordered it.
    public var user: String
    /// When it was ordered.
    public var at: Instant
    /// Why, where a reason was given.
    public var reason: String?
    /// What a forced step endangers, from now on.
    public var risks: [RiskStatus]

    /// All fields as they are; no risks unless given.
    public init(
        kind: Kind,
        key: KeyReference,
        step: KeyStep? = nil,
        start: Instant? = nil,
        user: String,
        at: Instant,
        reason: String? = nil,
        risks: [RiskStatus] = []
    ) {
        self.kind = kind
        self.key = key
        self.step = step
        self.start = start
        self.user = user
        self.at = at
        self.reason = reason
        self.risks = risks
    }
}

// MARK: - JSON

extension OrderStatus {
    /// The order as JSON.
    public var json: JSONValue {
        .object(
            [.init("kind", JSONValue(word: kind))] + key.members + [
                .init("step", JSONValue(word: step)), .init("start", JSONValue(start)),
                .init("user", .string(user)), .init("at", JSONValue(at)), .init("reason", JSONValue(reason)),
                .init("risks", .array(risks.map(\.json))),
            ]
        )
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        key = try KeyReference(taking: &members)
        step = try members.take("step").optionalWord(KeyStep.self)
        start = try members.take("start").optionalInstant()
        user = try members.take("user").string()
        at = try members.take("at").instant()
        reason = try members.take("reason").optionalString()
        risks = try members.take("risks").list { reader throws(JSONShapeError) in
            try RiskStatus(json: reader)
        }
        try members.finish()
    }

    /// The orders of a report.
    static func list(in reader: JSONReader) throws(JSONShapeError) -> [OrderStatus] {
        try reader.list { reader throws(JSONShapeError) in try OrderStatus(json: reader) }
    }
}
