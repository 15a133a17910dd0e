public import DNSSECModel
import JSON

/// What the order of a roll has come to.
public struct RollOutcome: Hashable, Sendable {
    /// Whether the order was new.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The roll is ordered.
        case ordered
        /// The same roll had been ordered before, and has not begun.
        case orderedBefore = "ordered-before"
        /// A roll of the role is under way already.
        case underWay = "under-way"
    }

    /// Whether the order was new.
    public var kind: Kind
    /// The role.
    public var role: KeyRole
    /// The order that counts; `nil` if the roll under way was not ordered.
    public var order: RollRequest?
    /// The new key of a roll that is under way.
    public var key: KeyReference?
    /// The start that was ordered before, and counts no more.
    public var replaced: Instant?
    /// When the old key leaves the zone; `nil` if that is not in sight.
    public var end: Instant?
    /// True if the old key goes by the shortest way that is safe.
    public var isUrgent: Bool
    /// Keys that are lost, and how the roll does without them.
    public var losses: [KeyLoss]

    /// All fields as they are.
    public init(
        kind: Kind,
        role: KeyRole,
        order: RollRequest?,
        key: KeyReference? = nil,
        replaced: Instant? = nil,
        end: Instant? = nil,
        isUrgent: Bool = false,
        losses: [KeyLoss] = []
    ) {
        self.kind = kind
        self.role = role
        self.order = order
        self.key = key
        self.replaced = replaced
        self.end = end
        self.isUrgent = isUrgent
        self.losses = losses
    }
}

/// A key whose private part is lost, and how its roll does without it.
public struct KeyLoss: Hashable, Sendable {
    /// How it goes on.
    public enum Way: String, Hashable, Sendable, CaseIterable {
        /// The new key is not made yet.
        case unmade
        /// The successor signs at once.
        case successorSigns = "successor-signs"
        /// The parent must show the DS of both keys first, and every cache must know it.
        case waitsForParent = "waits-for-parent"
        /// The successor cannot take over yet: `obstacle`.
        case obstructed
    }

    /// The lost key.
    public var key: KeyReference
    /// Its successor; `nil` if there is none yet.
    public var successor: KeyReference?
    /// How it goes on.
    public var way: Way
    /// When the published signatures end, for `waitsForParent`.
    public var signaturesEnd: Instant?
    /// The step of the successor that is refused, and why, for `obstructed`.
    public var obstacle: StepRefusal?

    /// All fields as they are.
    public init(
        key: KeyReference,
        successor: KeyReference?,
        way: Way,
        signaturesEnd: Instant? = nil,
        obstacle: StepRefusal? = nil
    ) {
        self.key = key
        self.successor = successor
        self.way = way
        self.signaturesEnd = signaturesEnd
        self.obstacle = obstacle
    }
}

// MARK: - JSON

extension RollOutcome {
    var json: JSONValue {
        [
            "kind": JSONValue(word: kind), "role": JSONValue(word: role), "order": order?.json ?? .null,
            "key": key?.json ?? .null, "replaced": JSONValue(replaced), "end": JSONValue(end),
            "urgent": .bool(isUrgent), "losses": .array(losses.map(\.json)),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        role = try members.take("role").word(KeyRole.self)
        order = try members.take("order").optional { reader throws(JSONShapeError) in
            try RollRequest(json: reader)
        }
        key = try members.take("key").optional { reader throws(JSONShapeError) in
            try KeyReference(json: reader)
        }
        replaced = try members.take("replaced").optionalInstant()
        end = try members.take("end").optionalInstant()
        isUrgent = try members.take("urgent").bool()
        losses = try members.take("losses").list { reader throws(JSONShapeError) in try KeyLoss(json: reader)
        }
        try members.finish()
    }
}

extension KeyLoss {
    fileprivate var json: JSONValue {
        [
            "key": key.json, "successor": successor?.json ?? .null, "way": JSONValue(word: way),
            "signatures-end": JSONValue(signaturesEnd), "obstacle": obstacle?.json ?? .null,
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        key = try KeyReference(json: try members.take("key"))
        successor = try members.take("successor").optional { reader throws(JSONShapeError) in
            try KeyReference(json: reader)
        }
        way = try members.take("way").word(Way.self)
        signaturesEnd = try members.take("signatures-end").optionalInstant()
        obstacle = try members.take("obstacle").optional { reader throws(JSONShapeError) in
            try StepRefusal(json: reader)
        }
        try members.finish()
    }
}
