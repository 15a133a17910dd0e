public import DNSSECModel
public import JSON

/// What an order has come to: facts alone.
public enum ActionOutcome: Hashable, Sendable {
    /// A key's step was ordered ahead of its schedule.
    case advanced(KeyReference, KeyStep)
    /// A person's word about the parent was noted.
    case observed(AwaitedObservation, KeyReference, since: Instant, remarks: [ParentRemark])
    /// A person's word about the parent says nothing new.
    case nothingNew(AwaitedObservation, KeyReference)
    /// Steps are held; with the hold whose place this one takes.
    case held(OperatorHoldStatus, replaces: OperatorHoldStatus?)
    /// What was held goes on.
    case released([OperatorHoldStatus])
    /// Nothing like that was held; with what else is.
    case nothingHeld(others: [OperatorHoldStatus])
    /// A role's roll goes back; with the keys that leave again.
    case aborted(KeyRole, leaving: [KeyReference])
    /// A step was approved or refused.
    case voted(VoteOutcome)
    /// A roll was ordered, or had been before.
    case roll(RollOutcome)
    /// The state was taken from the journal, as it was at a moment.
    case recovered(Instant)
    /// What these guards held back is published.
    case overridden([ContentGuard])
}

/// What a person's word about the parent brings with it that may not have been meant.
public enum ParentRemark: String, Hashable, Sendable, CaseIterable {
    /// A DS is there whose key is on its way out.
    case goesAgain = "goes-again"
    /// A DS is gone whose key is in use.
    case comesAgain = "comes-again"
    /// No DS of the zone need be in any cache any more.
    case unsigned
}

/// What a vote on a step has come to.
public struct VoteOutcome: Hashable, Sendable {
    /// How far people have agreed at one gate.
    public struct Count: Hashable, Sendable {
        /// How many have approved.
        public var given: Int
        /// How many must.
        public var needed: Int

        /// Both numbers.
        public init(given: Int, needed: Int) { (self.given, self.needed) = (given, needed) }
    }

    /// The key.
    public var key: KeyReference
    /// The step.
    public var phase: KeyStep
    /// True for yes.
    public var approves: Bool
    /// Who.
    public var user: String
    /// How far people have agreed, gate by gate.
    public var counts: [Count]
    /// Who has refused, in order.
    public var refusers: [String]
    /// True if nobody else has to agree.
    public var isOpen: Bool
    /// When the step comes; `nil` if it has no date yet.
    public var date: Instant?

    /// All fields as they are.
    public init(
        key: KeyReference,
        phase: KeyStep,
        approves: Bool,
        user: String,
        counts: [Count],
        refusers: [String],
        isOpen: Bool,
        date: Instant?
    ) {
        self.key = key
        self.phase = phase
        self.approves = approves
        self.user = user
        self.counts = counts
        self.refusers = refusers
        self.isOpen = isOpen
        self.date = date
    }
}

// MARK: - JSON

extension ActionOutcome {
    /// The outcome as JSON.
    public var json: JSONValue {
        switch self {
        case .advanced(let key, let phase):
            ["kind": "advanced", "key": key.json, "phase": JSONValue(word: phase)]
        case .observed(let awaited, let key, let since, let remarks):
            [
                "kind": "observed", "awaits": JSONValue(word: awaited), "key": key.json,
                "since": JSONValue(since), "remarks": .array(remarks.map { JSONValue(word: $0) }),
            ]
        case .nothingNew(let awaited, let key):
            ["kind": "nothing-new", "awaits": JSONValue(word: awaited), "key": key.json]
        case .held(let hold, let replaced):
            ["kind": "held", "hold": hold.json, "replaces": replaced?.json ?? .null]
        case .released(let holds): ["kind": "released", "holds": .array(holds.map(\.json))]
        case .nothingHeld(let others): ["kind": "nothing-held", "holds": .array(others.map(\.json))]
        case .aborted(let role, let leaving):
            ["kind": "aborted", "role": JSONValue(word: role), "leaving": .array(leaving.map(\.json))]
        case .voted(let vote): ["kind": "voted", "vote": vote.json]
        case .roll(let roll): ["kind": "roll", "roll": roll.json]
        case .recovered(let time): ["kind": "recovered", "of": JSONValue(time)]
        case .overridden(let guards):
            ["kind": "overridden", "guards": .array(guards.map { JSONValue(word: $0) })]
        }
    }

    /// Reads what `json` writes.
    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        let kind = try members.take("kind")
        switch try kind.string() {
        case "advanced":
            self = .advanced(
                try KeyReference(json: try members.take("key")),
                try members.take("phase").word(KeyStep.self)
            )
        case "observed":
            self = .observed(
                try members.take("awaits").word(AwaitedObservation.self),
                try KeyReference(json: try members.take("key")),
                since: try members.take("since").instant(),
                remarks: try members.take("remarks").list { reader throws(JSONShapeError) in
                    try reader.word(ParentRemark.self)
                }
            )
        case "nothing-new":
            self = .nothingNew(
                try members.take("awaits").word(AwaitedObservation.self),
                try KeyReference(json: try members.take("key"))
            )
        case "held":
            self = .held(
                try OperatorHoldStatus(json: try members.take("hold")),
                replaces: try members.take("replaces").optional { reader throws(JSONShapeError) in
                    try OperatorHoldStatus(json: reader)
                }
            )
        case "released": self = .released(try Self.holds(&members))
        case "nothing-held": self = .nothingHeld(others: try Self.holds(&members))
        case "aborted":
            self = .aborted(
                try members.take("role").word(KeyRole.self),
                leaving: try members.take("leaving").list { reader throws(JSONShapeError) in
                    try KeyReference(json: reader)
                }
            )
        case "voted": self = .voted(try VoteOutcome(json: try members.take("vote")))
        case "roll": self = .roll(try RollOutcome(json: try members.take("roll")))
        case "recovered": self = .recovered(try members.take("of").instant())
        case "overridden":
            self = .overridden(
                try members.take("guards").list { word throws(JSONShapeError) in
                    try word.word(ContentGuard.self)
                }
            )
        case let word: throw kind.error(.unknownWord(word))
        }
        try members.finish()
    }

    private static func holds(_ members: inout JSONMembers) throws(JSONShapeError) -> [OperatorHoldStatus] {
        try members.take("holds").list { reader throws(JSONShapeError) in
            try OperatorHoldStatus(json: reader)
        }
    }
}

extension VoteOutcome {
    fileprivate var json: JSONValue {
        [
            "key": key.json, "phase": JSONValue(word: phase), "approves": .bool(approves),
            "user": .string(user),
            "counts": .array(
                counts.map {
                    ["given": .integer(Int64($0.given)), "needed": .integer(Int64($0.needed))]
                }
            ),
            "refusers": .array(refusers.map { .string($0) }), "open": .bool(isOpen), "date": JSONValue(date),
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        key = try KeyReference(json: try members.take("key"))
        phase = try members.take("phase").word(KeyStep.self)
        approves = try members.take("approves").bool()
        user = try members.take("user").string()
        counts = try members.take("counts").list { reader throws(JSONShapeError) in
            var members = try reader.members()
            let count = Count(
                given: try members.take("given").count(),
                needed: try members.take("needed").count()
            )
            try members.finish()
            return count
        }
        refusers = try members.take("refusers").strings()
        isOpen = try members.take("open").bool()
        date = try members.take("date").optionalInstant()
        try members.finish()
    }
}
