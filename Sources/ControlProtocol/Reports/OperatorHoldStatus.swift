public import DNSSECModel
import JSON

/// What an operator holds up.
public struct OperatorHoldStatus: Hashable, Sendable {
    /// The tag of the only key that is held; nil = all keys, or one that does not exist yet.
    public var tag: UInt16?
    /// The role of the only key, or the only role, that is held; nil = all.
    public var role: KeyRole?
    /// The only step that is held; nil = all.
    public var phase: KeyStep?
    /// Until when; nil = until it is released.
    public var until: Instant?
    /// Why.
    public var reason: String
    /// Who said so.
    public var user: String
    /// When.
    public var at: Instant
    /// The only key that is held, as facts refer to it; `nil` = several keys, or one that nobody has asked for yet.
    public var key: KeyReference?

    /// A hold of a ring.
    public init(_ hold: OperatorHold, in ring: KeyRing) {
        self.key = hold.key.flatMap { ring.reference(to: $0) }
        let key = hold.key.flatMap { ring[$0] }
        tag = key?.tag
        role = key?.role ?? hold.role
        phase = hold.phase
        until = hold.until
        reason = hold.reason
        user = hold.user
        at = hold.at
    }
}

/// What a person said about a step behind a gate.
public struct VoteStatus: Hashable, Sendable {
    /// The key's tag; nil for a key that does not exist yet.
    public var tag: UInt16?
    /// The key's role.
    public var role: KeyRole
    /// The step.
    public var phase: KeyStep
    /// True for yes.
    public var approves: Bool
    /// Who.
    public var user: String
    /// When.
    public var at: Instant
    /// Until when it counts; `nil` if the policy has no such gate.
    public var until: Instant?
    /// Why.
    public var reason: String?
    /// The key, as facts refer to it.
    public var key: KeyReference

    /// All fields as they are.
    public init(
        tag: UInt16?,
        role: KeyRole,
        phase: KeyStep,
        approves: Bool,
        user: String,
        at: Instant,
        until: Instant?,
        reason: String?,
        key: KeyReference
    ) {
        self.tag = tag
        self.role = role
        self.phase = phase
        self.approves = approves
        self.user = user
        self.at = at
        self.until = until
        self.reason = reason
        self.key = key
    }
}

// MARK: - JSON

extension OperatorHoldStatus {
    var json: JSONValue {
        [
            "tag": JSONValue(number: tag), "role": JSONValue(word: role), "phase": JSONValue(word: phase),
            "until": JSONValue(until), "reason": .string(reason), "user": .string(user), "at": JSONValue(at),
            "key": key?.json ?? .null,
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        tag = try members.take("tag").optionalTag()
        role = try members.take("role").optionalWord(KeyRole.self)
        phase = try members.take("phase").optionalWord(KeyStep.self)
        until = try members.take("until").optionalInstant()
        reason = try members.take("reason").string()
        user = try members.take("user").string()
        at = try members.take("at").instant()
        key = try members.take("key").optional { reader throws(JSONShapeError) in
            try KeyReference(json: reader)
        }
        try members.finish()
    }
}

extension VoteStatus {
    var json: JSONValue {
        [
            "tag": JSONValue(number: tag), "role": JSONValue(word: role), "phase": JSONValue(word: phase),
            "approves": .bool(approves), "user": .string(user), "at": JSONValue(at),
            "until": JSONValue(until), "reason": JSONValue(reason), "key": key.json,
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        tag = try members.take("tag").optionalTag()
        role = try members.take("role").word(KeyRole.self)
        phase = try members.take("phase").word(KeyStep.self)
        approves = try members.take("approves").bool()
        user = try members.take("user").string()
        at = try members.take("at").instant()
        until = try members.take("until").optionalInstant()
        reason = try members.take("reason").optionalString()
        key = try KeyReference(json: try members.take("key"))
        try members.finish()
    }
}
