public import DNSSECModel
public import JSON

/// What a command did.
public struct ActionReport: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The daemon's clock.
    public var time: Instant
    /// What was done.
    public var outcome: ActionOutcome
    /// What the step endangers; empty unless it was forced.
    public var risks: [RiskStatus]
    /// The next step of a key.
    public var next: NextAction?
    /// The steps to come whose dates are others than before.
    public var moves: [StepMove]
    /// What it costs.
    public var costs: [ScheduleCost]
    /// The steps that lead to the end of what was begun: of an emergency roll, or back from a roll.
    public var steps: [PlanEvent]
    /// What the dates of the steps rest upon.
    public var assumptions: [PlanAssumption]
    /// What a person may do to be faster, and what it endangers; none is done unasked.
    public var shortcuts: [Shortcut]

    /// All fields as they are.
    public init(
        zone: Name,
        time: Instant,
        outcome: ActionOutcome,
        risks: [RiskStatus] = [],
        next: NextAction? = nil,
        moves: [StepMove] = [],
        costs: [ScheduleCost] = [],
        steps: [PlanEvent] = [],
        assumptions: [PlanAssumption] = [],
        shortcuts: [Shortcut] = []
    ) {
        self.zone = zone
        self.time = time
        self.outcome = outcome
        self.risks = risks
        self.next = next
        self.moves = moves
        self.costs = costs
        self.steps = steps
        self.assumptions = assumptions
        self.shortcuts = shortcuts
    }
}

/// A step to come that has another date than before, has none any more, or has one now.
public struct StepMove: Hashable, Sendable {
    /// The step.
    public var phase: KeyStep
    /// The key.
    public var key: KeyReference
    /// Its date before; `nil` if it had none.
    public var from: Instant?
    /// Its date now; `nil` if it has none.
    public var to: Instant?

    /// All fields as they are.
    public init(phase: KeyStep, key: KeyReference, from: Instant?, to: Instant?) {
        self.phase = phase
        self.key = key
        self.from = from
        self.to = to
    }
}

/// A step that a person can force before its time, the steps that it needs, and what all of them endanger.
public struct Shortcut: Hashable, Sendable {
    /// The step.
    public var phase: KeyStep
    /// The key.
    public var key: KeyReference
    /// When it comes by itself; `nil` if it has no date.
    public var scheduled: Instant?
    /// What it endangers, if it is taken now; empty where it is safe already.
    public var risks: [RiskStatus]
    /// What to type, in this order.
    public var commands: [String]

    /// All fields as they are.
    public init(
        phase: KeyStep,
        key: KeyReference,
        scheduled: Instant?,
        risks: [RiskStatus],
        commands: [String]
    ) {
        self.phase = phase
        self.key = key
        self.scheduled = scheduled
        self.risks = risks
        self.commands = commands
    }
}

// MARK: - JSON

extension ActionReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "time": JSONValue(time), "outcome": outcome.json,
            "risks": .array(risks.map(\.json)), "next": next?.json ?? .null,
            "moves": .array(moves.map(\.json)), "costs": .array(costs.map(\.json)),
            "steps": .array(steps.map(\.json)), "assumptions": PlanAssumption.json(assumptions),
            "shortcuts": .array(shortcuts.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        time = try members.take("time").instant()
        outcome = try ActionOutcome(json: try members.take("outcome"))
        risks = try members.take("risks").list { reader throws(JSONShapeError) in try RiskStatus(json: reader)
        }
        next = try members.take("next").optional { reader throws(JSONShapeError) in
            try NextAction(json: reader)
        }
        moves = try members.take("moves").list { reader throws(JSONShapeError) in try StepMove(json: reader) }
        costs = try members.take("costs").list { reader throws(JSONShapeError) in
            try ScheduleCost(json: reader)
        }
        steps = try members.take("steps").list { reader throws(JSONShapeError) in try PlanEvent(json: reader)
        }
        assumptions = try PlanAssumption.all(in: members.take("assumptions"))
        shortcuts = try members.take("shortcuts").list { reader throws(JSONShapeError) in
            try Shortcut(json: reader)
        }
        try members.finish()
    }
}

extension StepMove {
    /// The move as JSON.
    public var json: JSONValue {
        .object(
            [.init("phase", JSONValue(word: phase))] + key.members
                + [.init("from", JSONValue(from)), .init("to", JSONValue(to))]
        )
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        phase = try members.take("phase").word(KeyStep.self)
        key = try KeyReference(taking: &members)
        from = try members.take("from").optionalInstant()
        to = try members.take("to").optionalInstant()
        try members.finish()
    }
}

extension Shortcut {
    /// The shortcut as JSON.
    public var json: JSONValue {
        .object(
            [.init("phase", JSONValue(word: phase))] + key.members + [
                .init("scheduled", JSONValue(scheduled)), .init("risks", .array(risks.map(\.json))),
                .init("commands", .array(commands.map { .string($0) })),
            ]
        )
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        phase = try members.take("phase").word(KeyStep.self)
        key = try KeyReference(taking: &members)
        scheduled = try members.take("scheduled").optionalInstant()
        risks = try members.take("risks").list { reader throws(JSONShapeError) in try RiskStatus(json: reader)
        }
        commands = try members.take("commands").strings()
        try members.finish()
    }
}

extension RiskStatus {
    /// The risk as JSON.
    public var json: JSONValue { ["rule": JSONValue(word: rule), "until": JSONValue(until)] }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        rule = try members.take("rule").word(SafetyRule.self)
        until = try members.take("until").optionalInstant()
        try members.finish()
    }
}
