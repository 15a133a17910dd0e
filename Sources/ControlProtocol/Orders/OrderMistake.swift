public import DNSSECModel
public import JSON

/// What is wrong with an order or a question about a zone, before anybody asks whether it is safe: facts alone.
public enum OrderMistake: Hashable, Sendable {
    /// The zone has no key with the tag, or none any more: then `gone` is the one that it had.
    case noKey(UInt16, gone: KeyReference? = nil)
    /// The policy has no key of the role.
    case noRole(KeyRole, policy: String)
    /// A hold would end before it begins.
    case endsInThePast(Instant)
    /// The parent was seen at a moment that has not come.
    case seenInTheFuture(Instant)
    /// The parent was seen before it was asked for the change.
    case seenTooEarly(Instant, asked: Instant)
    /// The policy has no such gate that people decide on; it has these.
    case noGate(GateName, policy: String, others: [GateName])
    /// No step waits at the gate, and none comes to it within the time.
    case nothingAtGate(GateName, within: Interval)
    /// Several steps wait at gates of this name, or come to them.
    case severalAtGate(GateName, steps: [GateName])
    /// No roll is under way or ordered.
    case noRoll
    /// Rolls of several roles are.
    case severalRolls([KeyRole])
    /// The span that is asked for ends before it starts, or later than anything is forecast: so long from now.
    case spanOutOfReach(from: Instant, until: Instant, reach: Interval)
    /// Nothing is known of the zone that its state does not know.
    case nothingToRecover
    /// No guard holds content back.
    case nothingHeldBack
    /// Other guards hold the content back, too, or not those that were named: these do.
    case otherGuards([ContentGuard])

    /// The word for the kind in JSON.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case noKey = "no-key"
        case noRole = "no-role"
        case endsInThePast = "ends-in-the-past"
        case seenInTheFuture = "seen-in-the-future"
        case seenTooEarly = "seen-too-early"
        case noGate = "no-gate"
        case nothingAtGate = "nothing-at-gate"
        case severalAtGate = "several-at-gate"
        case noRoll = "no-roll"
        case severalRolls = "several-rolls"
        case spanOutOfReach = "span-out-of-reach"
        case nothingToRecover = "nothing-to-recover"
        case nothingHeldBack = "nothing-held-back"
        case otherGuards = "other-guards"
    }

    /// Which kind.
    public var kind: Kind {
        switch self {
        case .noKey: .noKey
        case .noRole: .noRole
        case .endsInThePast: .endsInThePast
        case .seenInTheFuture: .seenInTheFuture
        case .seenTooEarly: .seenTooEarly
        case .noGate: .noGate
        case .nothingAtGate: .nothingAtGate
        case .severalAtGate: .severalAtGate
        case .noRoll: .noRoll
        case .severalRolls: .severalRolls
        case .spanOutOfReach: .spanOutOfReach
        case .nothingToRecover: .nothingToRecover
        case .nothingHeldBack: .nothingHeldBack
        case .otherGuards: .otherGuards
        }
    }

    /// The kind of failure that the mistake is.
    public var code: ControlFailure.Code {
        switch self {
        case .noKey: .unknownKey
        case .noRoll, .nothingToRecover, .nothingHeldBack, .otherGuards: .refused
        case .noRole, .endsInThePast, .seenInTheFuture, .seenTooEarly, .noGate, .nothingAtGate,
            .severalAtGate,
            .severalRolls, .spanOutOfReach:
            .badRequest
        }
    }
}

// MARK: - JSON

extension OrderMistake {
    /// The mistake as JSON: its kind, and the facts that belong to it.
    public var json: JSONValue {
        .object([.init("kind", JSONValue(word: kind))] + facts)
    }

    private var facts: [JSONValue.Member] {
        switch self {
        case .noKey(let tag, let gone):
            [.init("tag", .integer(Int64(tag))), .init("gone", gone?.json ?? .null)]
        case .noRole(let role, let policy):
            [.init("role", JSONValue(word: role)), .init("policy", .string(policy))]
        case .endsInThePast(let end): [.init("at", JSONValue(end))]
        case .seenInTheFuture(let seen): [.init("at", JSONValue(seen))]
        case .seenTooEarly(let seen, let asked):
            [.init("at", JSONValue(seen)), .init("asked", JSONValue(asked))]
        case .noGate(let gate, let policy, let others):
            [.init("gate", gate.json), .init("policy", .string(policy)), .init("others", Self.json(others))]
        case .nothingAtGate(let gate, let reach):
            [.init("gate", gate.json), .init("within", .integer(reach.seconds))]
        case .severalAtGate(let gate, let steps):
            [.init("gate", gate.json), .init("steps", Self.json(steps))]
        case .severalRolls(let roles): [.init("roles", .array(roles.map { JSONValue(word: $0) }))]
        case .spanOutOfReach(let start, let end, let reach):
            [
                .init("from", JSONValue(start)), .init("until", JSONValue(end)),
                .init("reach", .integer(reach.seconds)),
            ]
        case .otherGuards(let guards): [.init("guards", .array(guards.map { JSONValue(word: $0) }))]
        case .noRoll, .nothingToRecover, .nothingHeldBack: []
        }
    }

    private static func json(_ gates: [GateName]) -> JSONValue { .array(gates.map(\.json)) }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        switch try members.take("kind").word(Kind.self) {
        case .noKey:
            let tag = try members.take("tag").tag()
            let gone = try members.take("gone").optional { reader throws(JSONShapeError) in
                try KeyReference(json: reader)
            }
            self = .noKey(tag, gone: gone)
        case .noRole:
            self = .noRole(
                try members.take("role").word(KeyRole.self),
                policy: try members.take("policy").string()
            )
        case .endsInThePast: self = .endsInThePast(try members.take("at").instant())
        case .seenInTheFuture: self = .seenInTheFuture(try members.take("at").instant())
        case .seenTooEarly:
            self = .seenTooEarly(
                try members.take("at").instant(),
                asked: try members.take("asked").instant()
            )
        case .noGate:
            self = .noGate(
                try members.take("gate").gate(),
                policy: try members.take("policy").string(),
                others: try members.take("others").gates()
            )
        case .nothingAtGate:
            self = .nothingAtGate(
                try members.take("gate").gate(),
                within: try members.take("within").seconds()
            )
        case .severalAtGate:
            self = .severalAtGate(
                try members.take("gate").gate(),
                steps: try members.take("steps").gates()
            )
        case .noRoll: self = .noRoll
        case .severalRolls:
            self = .severalRolls(
                try members.take("roles").list { role throws(JSONShapeError) in try role.word(KeyRole.self) }
            )
        case .spanOutOfReach:
            self = .spanOutOfReach(
                from: try members.take("from").instant(),
                until: try members.take("until").instant(),
                reach: try members.take("reach").seconds()
            )
        case .nothingToRecover: self = .nothingToRecover
        case .nothingHeldBack: self = .nothingHeldBack
        case .otherGuards:
            self = .otherGuards(
                try members.take("guards").list { word throws(JSONShapeError) in
                    try word.word(ContentGuard.self)
                }
            )
        }
        try members.finish()
    }
}

extension GateName {
    /// The gate as a person types it.
    var json: JSONValue { .string(description) }
}

extension JSONReader {
    /// A gate as a person types it.
    func gate() throws(JSONShapeError) -> GateName {
        let text = try string()
        guard let gate = GateName(text: text) else { throw error(.unknownWord(text)) }
        return gate
    }

    fileprivate func gates() throws(JSONShapeError) -> [GateName] {
        try list { gate throws(JSONShapeError) in try gate.gate() }
    }
}
