public import DNSSECModel
public import JSON

/// Why a person has to agree to a reload.
public enum ReloadDoubt: Hashable, Sendable {
    /// The number of zones that the reload changes or removes, of all zones.
    case manyZones(Int, of: Int)
    /// The number of changed zones that were not looked at; their rolls may begin at once.
    case unseenZones(Int)
    /// A roll of these zones, the first of `count`, begins within an interval.
    case rollsSoon([Name], count: Int, within: Interval)
}

/// What becomes of a zone's changed policy while a roll is under way.
public struct ReloadNote: Hashable, Sendable {
    /// What becomes of it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The change of the roles' keys waits until the roll is over.
        case queued
        /// The policy is in force, and the roll of the roles goes on under it.
        case underWay = "under-way"
    }

    /// The zone.
    public var zone: Name
    /// The name of the new policy.
    public var policy: String
    /// What becomes of it.
    public var kind: Kind
    /// The roles whose keys it is about.
    public var roles: [KeyRole]

    /// All fields as they are.
    public init(zone: Name, policy: String, kind: Kind, roles: [KeyRole]) {
        (self.zone, self.policy, self.kind, self.roles) = (zone, policy, kind, roles)
    }
}

/// A configuration on the disk that is not the one in force: the last reload has changed nothing.
public struct HeldReload: Hashable, Sendable {
    /// When the reload was tried.
    public var at: Instant
    /// Why nothing was changed: `refused` or `unconfirmed`.
    public var outcome: ReloadOutcome
    /// What is wrong, a diagnostic each, for `refused`.
    public var problems: [String]
    /// Why a person has to agree, for `unconfirmed`.
    public var doubts: [ReloadDoubt]

    /// All fields as they are.
    public init(at: Instant, outcome: ReloadOutcome, problems: [String], doubts: [ReloadDoubt]) {
        (self.at, self.outcome, self.problems, self.doubts) = (at, outcome, problems, doubts)
    }
}

// MARK: - JSON

extension ReloadDoubt {
    /// The doubt as JSON.
    public var json: JSONValue {
        switch self {
        case .manyZones(let count, let all):
            ["kind": "many-zones", "count": .integer(Int64(count)), "of": .integer(Int64(all))]
        case .unseenZones(let count): ["kind": "unseen-zones", "count": .integer(Int64(count))]
        case .rollsSoon(let zones, let count, let interval):
            [
                "kind": "rolls-soon", "count": .integer(Int64(count)),
                "zones": .array(zones.map { JSONValue($0) }), "within": .integer(interval.seconds),
            ]
        }
    }

    static func list(in reader: JSONReader) throws(JSONShapeError) -> [ReloadDoubt] {
        try reader.list { reader throws(JSONShapeError) in try ReloadDoubt(json: reader) }
    }

    private init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        let kind = try members.take("kind")
        let count = try members.take("count").count()
        switch try kind.string() {
        case "many-zones": self = .manyZones(count, of: try members.take("of").count())
        case "unseen-zones": self = .unseenZones(count)
        case "rolls-soon":
            let zones = try members.take("zones").list { reader throws(JSONShapeError) in try reader.name() }
            self = .rollsSoon(zones, count: count, within: try members.take("within").seconds())
        case let word: throw kind.error(.unknownWord(word))
        }
        try members.finish()
    }
}

extension ReloadNote {
    /// The note as JSON.
    public var json: JSONValue {
        [
            "zone": JSONValue(zone), "policy": .string(policy), "kind": JSONValue(word: kind),
            "roles": .array(roles.map { JSONValue(word: $0) }),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        zone = try members.take("zone").name()
        policy = try members.take("policy").string()
        kind = try members.take("kind").word(Kind.self)
        roles = try members.take("roles").list { reader throws(JSONShapeError) in
            try reader.word(KeyRole.self)
        }
        try members.finish()
    }
}

extension HeldReload {
    /// The reload as JSON.
    public var json: JSONValue {
        [
            "at": JSONValue(at), "outcome": JSONValue(word: outcome),
            "problems": .array(problems.map { .string($0) }), "doubts": .array(doubts.map(\.json)),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        at = try members.take("at").instant()
        outcome = try members.take("outcome").word(ReloadOutcome.self)
        problems = try members.take("problems").strings()
        doubts = try ReloadDoubt.list(in: try members.take("doubts"))
        try members.finish()
    }
}
