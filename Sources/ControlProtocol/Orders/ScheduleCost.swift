public import DNSSECModel
public import JSON

/// What a change of a zone's schedule costs: facts alone.
public enum ScheduleCost: Hashable, Sendable {
    /// A key works for longer than it would have.
    case lateEnd(LateEnd)
    /// An approval ends before its step comes, and has to be given again.
    case lapsedApproval(KeyReference, KeyStep, user: String, end: Instant)
}

/// A key whose work ends later than planned.
public struct LateEnd: Hashable, Sendable {
    /// The key.
    public var key: KeyReference
    /// When its work would have ended.
    public var planned: Instant
    /// When it ends now; `nil` if that is not in sight.
    public var end: Instant?
    /// When its lifetime ends; `nil` if it has none.
    public var due: Instant?
    /// Its lifetime, as the policy has it.
    public var lifetime: String?
    /// True if the key that follows it comes by an emergency roll.
    public var isEmergency: Bool

    /// All fields as they are.
    public init(
        key: KeyReference,
        planned: Instant,
        end: Instant?,
        due: Instant?,
        lifetime: String?,
        isEmergency: Bool
    ) {
        self.key = key
        self.planned = planned
        self.end = end
        self.due = due
        self.lifetime = lifetime
        self.isEmergency = isEmergency
    }
}

// MARK: - JSON

extension ScheduleCost {
    /// The cost as JSON.
    public var json: JSONValue {
        switch self {
        case .lateEnd(let late):
            [
                "kind": "late-end", "key": late.key.json, "planned": JSONValue(late.planned),
                "end": JSONValue(late.end), "due": JSONValue(late.due),
                "lifetime": JSONValue(late.lifetime), "emergency": .bool(late.isEmergency),
            ]
        case .lapsedApproval(let key, let phase, let user, let end):
            [
                "kind": "lapsed-approval", "key": key.json, "phase": JSONValue(word: phase),
                "user": .string(user), "end": JSONValue(end),
            ]
        }
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        let kind = try members.take("kind")
        let key = try KeyReference(json: try members.take("key"))
        switch try kind.string() {
        case "late-end":
            self = .lateEnd(
                LateEnd(
                    key: key,
                    planned: try members.take("planned").instant(),
                    end: try members.take("end").optionalInstant(),
                    due: try members.take("due").optionalInstant(),
                    lifetime: try members.take("lifetime").optionalString(),
                    isEmergency: try members.take("emergency").bool()
                )
            )
        case "lapsed-approval":
            self = .lapsedApproval(
                key,
                try members.take("phase").word(KeyStep.self),
                user: try members.take("user").string(),
                end: try members.take("end").instant()
            )
        case let word: throw kind.error(.unknownWord(word))
        }
        try members.finish()
    }
}
