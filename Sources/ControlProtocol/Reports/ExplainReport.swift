public import DNSSECModel
public import JSON

/// Why each step of a zone's keys waits.
public struct ExplainReport: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The daemon's clock.
    public var time: Instant
    /// The steps that wait.
    public var waits: [WaitExplanation]
    /// What operators hold up.
    public var operatorHolds: [OperatorHoldStatus]
    /// What people have ordered and what has not come to its end.
    public var orders: [OrderStatus]
    /// What goes wrong, if anything does: the waits are told as if it were mended.
    public var error: ZoneError?
    /// What to type against that error; none if no command helps.
    public var remedies: [String]
    /// What people said about steps that are still to come.
    public var votes: [VoteStatus]
    /// The keys that were asked about, with the states of their records.
    public var keys: [KeyStatus]
    /// What a person may do to be faster in an emergency, and what it endangers.
    public var shortcuts: [Shortcut]

    /// All fields as they are.
    public init(
        zone: Name,
        time: Instant,
        waits: [WaitExplanation],
        operatorHolds: [OperatorHoldStatus] = [],
        orders: [OrderStatus] = [],
        error: ZoneError? = nil,
        remedies: [String] = [],
        votes: [VoteStatus] = [],
        keys: [KeyStatus] = [],
        shortcuts: [Shortcut] = []
    ) {
        self.zone = zone
        self.time = time
        self.waits = waits
        self.operatorHolds = operatorHolds
        self.orders = orders
        self.error = error
        self.remedies = remedies
        self.votes = votes
        self.keys = keys
        self.shortcuts = shortcuts
    }
}

/// Who must do something before a step can be taken.
public enum WaitActor: String, Hashable, Sendable, CaseIterable {
    /// Nobody: the daemon goes on by itself.
    case daemon
    /// An operator of the zone.
    case `operator`
    /// The parent zone's registry.
    case parent
    /// The people whom a gate names.
    case approvers
    /// Nobody can: the policy does not let the step come, and must be changed.
    case policy
}

/// Why a step waits, with all that belongs to it.
public struct WaitExplanation: Hashable, Sendable {
    /// The step, and the kind of its wait.
    public var hold: HoldStatus
    /// Who must act.
    public var actor: WaitActor
    /// The people who may, for `.approvers`.
    public var people: [String]
    /// The numbers behind a wait for caches.
    public var arithmetic: WaitArithmetic?
    /// The earliest moment of the step, if everybody does his part at once; `nil` if none is known.
    public var earliest: Instant?
    /// What to type, in this order.
    public var commands: [String]
    /// What has gone wrong and stops every step of the zone until a person mends it; nil if nothing does.
    public var trouble: String?

    /// All fields as they are.
    public init(
        hold: HoldStatus,
        actor: WaitActor,
        people: [String] = [],
        arithmetic: WaitArithmetic? = nil,
        earliest: Instant? = nil,
        commands: [String] = [],
        trouble: String? = nil
    ) {
        self.hold = hold
        self.actor = actor
        self.people = people
        self.arithmetic = arithmetic
        self.earliest = earliest
        self.commands = commands
        self.trouble = trouble
    }
}

/// Since when, how long, until when; and what the length is made of.
public struct WaitArithmetic: Hashable, Sendable {
    /// What was seen then.
    public var since: Instant
    /// How long the wait is.
    public var interval: Interval
    /// When it ends.
    public var until: Instant
    /// The formula, as its RFC has it.
    public var formula: String
    /// What the interval is the sum of; empty where the numbers are no longer known.
    public var summands: [TimingSummand]

    /// All fields as they are.
    public init(
        since: Instant,
        interval: Interval,
        until: Instant,
        formula: String,
        summands: [TimingSummand]
    ) {
        self.since = since
        self.interval = interval
        self.until = until
        self.formula = formula
        self.summands = summands
    }

    /// `DprpC 5m + TTLkey 1h + publish safety 1h = 2h5m`; the interval alone where the numbers are not known.
    public var sum: String {
        guard !summands.isEmpty else { return interval.description }
        return summands.map(\.description).joined(separator: " + ") + " = \(interval)"
    }
}

// MARK: - JSON

extension ExplainReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "time": JSONValue(time),
            "waits": .array(waits.map(\.json)), "operator-holds": .array(operatorHolds.map(\.json)),
            "orders": .array(orders.map(\.json)),
            "error": error?.json ?? .null, "remedies": .array(remedies.map { .string($0) }),
            "votes": .array(votes.map(\.json)), "keys": .array(keys.map(\.json)),
            "shortcuts": .array(shortcuts.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        time = try members.take("time").instant()
        waits = try members.take("waits").list { reader throws(JSONShapeError) in
            try WaitExplanation(json: reader)
        }
        operatorHolds = try members.take("operator-holds").list { reader throws(JSONShapeError) in
            try OperatorHoldStatus(json: reader)
        }
        orders = try OrderStatus.list(in: try members.take("orders"))
        error = try members.take("error").optional { reader throws(JSONShapeError) in
            try ZoneError(json: reader)
        }
        remedies = try members.take("remedies").strings()
        votes = try members.take("votes").list { reader throws(JSONShapeError) in try VoteStatus(json: reader)
        }
        keys = try members.take("keys").list { reader throws(JSONShapeError) in try KeyStatus(json: reader) }
        shortcuts = try members.take("shortcuts").list { reader throws(JSONShapeError) in
            try Shortcut(json: reader)
        }
        try members.finish()
    }
}

extension WaitExplanation {
    /// The wait as JSON.
    public var json: JSONValue {
        [
            "hold": hold.json, "actor": JSONValue(word: actor),
            "people": .array(people.map { .string($0) }),
            "arithmetic": arithmetic?.json ?? .null, "earliest": JSONValue(earliest),
            "commands": .array(commands.map { .string($0) }), "trouble": JSONValue(trouble),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        hold = try HoldStatus(json: try members.take("hold"))
        actor = try members.take("actor").word(WaitActor.self)
        people = try members.take("people").strings()
        arithmetic = try members.take("arithmetic").optional { reader throws(JSONShapeError) in
            try WaitArithmetic(json: reader)
        }
        earliest = try members.take("earliest").optionalInstant()
        commands = try members.take("commands").strings()
        trouble = try members.take("trouble").optionalString()
        try members.finish()
    }
}

extension WaitArithmetic {
    var json: JSONValue {
        [
            "since": JSONValue(since), "seconds": .integer(interval.seconds), "until": JSONValue(until),
            "formula": .string(formula), "sum": .string(sum),
            "summands": .array(summands.map(\.json)),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        since = try members.take("since").instant()
        interval = try members.take("seconds").seconds()
        until = try members.take("until").instant()
        formula = try members.take("formula").string()
        let sum = try members.take("sum")
        summands = try members.take("summands").list { reader throws(JSONShapeError) in
            try TimingSummand(json: reader)
        }
        try members.finish()
        guard try sum.string() == self.sum else { throw sum.error(.invalid(.consistent)) }
    }
}

extension TimingSummand {
    var json: JSONValue { ["symbol": .string(symbol), "seconds": .integer(interval.seconds)] }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        self.init(try members.take("symbol").string(), try members.take("seconds").seconds())
        try members.finish()
    }
}

extension JSONReader {
    /// A length of time in seconds.
    func seconds() throws(JSONShapeError) -> Interval {
        Interval(seconds: try integer(in: 0...Interval.days(36500).seconds))
    }
}
