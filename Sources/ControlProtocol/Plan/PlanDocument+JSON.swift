import DNSSECModel
public import JSON

// Other programs rely on `zone`, `from`, `until`, `events`, and on the members of an event up to `dnskey-octets`. What
// comes behind them was added later.

extension PlanDocument {
    /// The document as JSON.
    public var json: JSONValue {
        [
            "zone": JSONValue(zone), "from": JSONValue(from), "until": JSONValue(until),
            "events": .array(events.map(\.json)), "policy": JSONValue(policy),
            "dnskey-octets": JSONValue(number: dnskeyOctets),
            "assumptions": PlanAssumption.json(assumptions),
            "keys": .array(keys.map(\.json)), "milestones": .array(milestones.map(\.json)),
            "holds": .array(holds.map(\.json)), "proof": proof?.json ?? .null,
            "tasks": .array(tasks.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        zone = try members.take("zone").name()
        from = try members.take("from").instant()
        until = try members.take("until").instant()
        events = try members.take("events").list { reader throws(JSONShapeError) in
            try PlanEvent(json: reader)
        }
        policy = try members.take("policy").optionalString()
        dnskeyOctets = try members.take("dnskey-octets").optionalCount()
        assumptions = try PlanAssumption.all(in: members.take("assumptions"))
        keys = try members.take("keys").list { reader throws(JSONShapeError) in try PlanKey(json: reader) }
        milestones = try members.take("milestones").list { reader throws(JSONShapeError) in
            try PlanMilestone(json: reader)
        }
        holds = try members.take("holds").list { reader throws(JSONShapeError) in try PlanHold(json: reader) }
        proof = try members.take("proof").optional { reader throws(JSONShapeError) in
            try PlanProof(json: reader)
        }
        tasks = try members.take("tasks").list { reader throws(JSONShapeError) in try ZoneTask(json: reader) }
        try members.finish()
    }
}

// MARK: - Facts

extension PlanApproval {
    var json: JSONValue {
        ["needed": .integer(Int64(needed)), "of": .array(approvers.map { .string($0) })]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        needed = try members.take("needed").count()
        approvers = try members.take("of").strings()
        try members.finish()
    }
}

extension PlanReason {
    /// The reason as JSON.
    public var json: JSONValue {
        [
            "kind": JSONValue(word: kind), "since": JSONValue(since), "until": JSONValue(until),
            "interval": JSONValue(interval?.description), "formula": JSONValue(word: formula),
            "rule": JSONValue(word: rule), "awaits": JSONValue(word: awaits),
            "condition": JSONValue(word: condition), "user": JSONValue(user), "text": JSONValue(text),
            "slot": JSONValue(number: slot), "policy": JSONValue(policy), "bits": JSONValue(number: bits),
            "months": JSONValue(number: months),
            "summands": .array(summands.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        since = try members.take("since").optionalInstant()
        until = try members.take("until").optionalInstant()
        interval = try members.take("interval").optionalInterval()
        formula = try members.take("formula").optionalWord(TimingFormula.self)
        rule = try members.take("rule").optionalWord(SafetyRule.self)
        awaits = try members.take("awaits").optionalWord(AwaitedObservation.self)
        condition = try members.take("condition").optionalWord(GateCondition.self)
        user = try members.take("user").optionalString()
        text = try members.take("text").optionalString()
        slot = try members.take("slot").optionalCount()
        policy = try members.take("policy").optionalString()
        bits = try members.take("bits").optionalCount()
        months = try members.take("months").optionalCount()
        summands = try members.take("summands").list { reader throws(JSONShapeError) in
            try TimingSummand(json: reader)
        }
        try members.finish()
    }
}

extension PlanKey {
    fileprivate var json: JSONValue {
        [
            "key": .integer(Int64(number)), "role": JSONValue(word: role),
            "algorithm": .integer(Int64(algorithm.rawValue)), "tag": JSONValue(number: tag),
            "name": JSONValue(name), "number": JSONValue(number: ordinal),
            "states": .array(
                PlanKeyState.allCases.filter(states.contains).map { .string($0.rawValue) }
            ),
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        number = try members.take("key").count()
        role = try members.take("role").word(KeyRole.self)
        algorithm = try members.take("algorithm").algorithm()
        tag = try members.take("tag").optionalTag()
        name = try members.take("name").optionalString()
        ordinal = try members.take("number").optionalCount()
        states = Set(
            try members.take("states").list { reader throws(JSONShapeError) in
                try reader.word(PlanKeyState.self)
            }
        )
        try members.finish()
    }
}

extension PlanMilestone {
    fileprivate var json: JSONValue {
        [
            "time": JSONValue(time), "until": JSONValue(until), "title": .string(title),
            "note": JSONValue(note), "assumed": .bool(isAssumed),
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        time = try members.take("time").instant()
        until = try members.take("until").optionalInstant()
        title = try members.take("title").string()
        note = try members.take("note").optionalString()
        isAssumed = try members.take("assumed").bool()
        try members.finish()
    }
}

extension PlanHold {
    fileprivate var json: JSONValue {
        [
            "from": JSONValue(from), "until": JSONValue(until), "key": JSONValue(number: key),
            "role": JSONValue(word: role), "phase": JSONValue(word: phase), "reason": .string(reason),
            "public": .bool(isPublic),
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        from = try members.take("from").instant()
        until = try members.take("until").optionalInstant()
        key = try members.take("key").optionalCount()
        role = try members.take("role").optionalWord(KeyRole.self)
        phase = try members.take("phase").optionalWord(KeyStep.self)
        reason = try members.take("reason").string()
        isPublic = try members.take("public").bool()
        try members.finish()
    }
}

extension PlanAssumption {
    /// An object with a member for each kind; `null` where nothing is assumed.
    static func json(_ all: [PlanAssumption]) -> JSONValue {
        .object(
            Kind.allCases.map { kind in
                let interval = all.first { $0.kind == kind }?.interval
                return .init(kind.rawValue, JSONValue(interval?.description))
            }
        )
    }

    static func all(in reader: JSONReader) throws(JSONShapeError) -> [PlanAssumption] {
        var members = try reader.members()
        var all: [PlanAssumption] = []
        for kind in Kind.allCases {
            if let interval = try members.take(kind.rawValue).optionalInterval() {
                all.append(PlanAssumption(kind, interval))
            }
        }
        try members.finish()
        return all
    }
}

// MARK: - Reading

extension JSONReader {
    func optionalCount() throws(JSONShapeError) -> Int? {
        value == .null ? nil : try count()
    }

    func optionalInterval() throws(JSONShapeError) -> Interval? {
        guard value != .null else { return nil }
        guard let interval = try? Interval(text: try string()) else { throw error(.invalid(.interval)) }
        return interval
    }
}
