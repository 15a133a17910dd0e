public import DNSSECModel
import JSON

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
    /// The role of the key.
    public var role: KeyRole
    /// The key's number in its ring: of a roll the new key; nil as long as there is none.
    public var key: Int?
    /// The key's tag; nil for a key that does not exist yet.
    public var tag: UInt16?
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
    /// All of it in a sentence without a full stop.
    public var sentence: String

    /// All fields as they are; no risks unless given.
    public init(
        kind: Kind,
        role: KeyRole,
        key: Int? = nil,
        tag: UInt16? = nil,
        step: KeyStep? = nil,
        start: Instant? = nil,
        user: String,
        at: Instant,
        reason: String? = nil,
        risks: [RiskStatus] = [],
        sentence: String
    ) {
        self.kind = kind
        self.role = role
        self.key = key
        self.tag = tag
        self.step = step
        self.start = start
        self.user = user
        self.at = at
        self.reason = reason
        self.risks = risks
        self.sentence = sentence
    }
}

// MARK: - JSON

extension OrderStatus {
    var json: JSONValue {
        [
            "kind": JSONValue(word: kind), "role": JSONValue(word: role), "key": JSONValue(number: key),
            "tag": JSONValue(number: tag), "step": JSONValue(word: step), "start": JSONValue(start),
            "user": .string(user), "at": JSONValue(at), "reason": JSONValue(reason),
            "risks": .array(risks.map(\.json)), "sentence": .string(sentence),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        role = try members.take("role").word(KeyRole.self)
        key = try members.take("key").optional { reader throws(JSONShapeError) in try reader.count() }
        tag = try members.take("tag").optionalTag()
        step = try members.take("step").optionalWord(KeyStep.self)
        start = try members.take("start").optionalInstant()
        user = try members.take("user").string()
        at = try members.take("at").instant()
        reason = try members.take("reason").optionalString()
        risks = try members.take("risks").list { reader throws(JSONShapeError) in
            try RiskStatus(json: reader)
        }
        sentence = try members.take("sentence").string()
        try members.finish()
    }

    /// The orders of a report.
    static func list(in reader: JSONReader) throws(JSONShapeError) -> [OrderStatus] {
        try reader.list { reader throws(JSONShapeError) in try OrderStatus(json: reader) }
    }
}
