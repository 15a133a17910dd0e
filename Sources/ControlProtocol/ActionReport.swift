public import DNSSECModel

/// What a command did.
public struct ActionReport: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The daemon's clock.
    public var time: Instant
    /// What was done, in a sentence.
    public var done: String
    /// What the step endangers; empty unless it was forced.
    public var risks: [RiskStatus]
    /// The next step of a key.
    public var next: NextAction?

    /// All fields as they are.
    public init(zone: Name, time: Instant, done: String, risks: [RiskStatus] = [], next: NextAction? = nil) {
        self.zone = zone
        self.time = time
        self.done = done
        self.risks = risks
        self.next = next
    }
}

/// What a forced step endangers.
public struct RiskStatus: Hashable, Sendable {
    /// The rule that is broken.
    public var rule: SafetyRule
    /// Until when; nil where no end is in sight.
    public var until: Instant?
    /// Which caches can fail, in a sentence.
    public var sentence: String

    /// All fields as they are.
    public init(rule: SafetyRule, until: Instant?, sentence: String) {
        self.rule = rule
        self.until = until
        self.sentence = sentence
    }
}

/// What reading everything again brought.
public struct ReloadReport: Hashable, Sendable {
    /// The daemon's clock.
    public var time: Instant
    /// Zones that are new.
    public var added: [Name]
    /// Zones that the daemon no longer works for; their state stays.
    public var removed: [Name]
    /// Zones whose policy or configuration is another.
    public var changed: [Name]
    /// What is wrong, a diagnostic each; what it is about goes on as it was.
    public var problems: [String]

    /// All fields as they are.
    public init(time: Instant, added: [Name], removed: [Name], changed: [Name], problems: [String]) {
        self.time = time
        self.added = added
        self.removed = removed
        self.changed = changed
        self.problems = problems
    }
}

// MARK: - JSON

extension ActionReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "time": JSONValue(time), "done": .string(done),
            "risks": .array(risks.map(\.json)), "next": next?.json ?? .null,
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        time = try members.take("time").instant()
        done = try members.take("done").string()
        risks = try members.take("risks").list { reader throws(JSONShapeError) in try RiskStatus(json: reader)
        }
        next = try members.take("next").optional { reader throws(JSONShapeError) in
            try NextAction(json: reader)
        }
        try members.finish()
    }
}

extension RiskStatus {
    var json: JSONValue {
        ["rule": JSONValue(word: rule), "until": JSONValue(until), "sentence": .string(sentence)]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        rule = try members.take("rule").word(SafetyRule.self)
        until = try members.take("until").optionalInstant()
        sentence = try members.take("sentence").string()
        try members.finish()
    }
}

extension ReloadReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "time": JSONValue(time), "added": .array(added.map { JSONValue($0) }),
            "removed": .array(removed.map { JSONValue($0) }),
            "changed": .array(changed.map { JSONValue($0) }),
            "problems": .array(problems.map { .string($0) }),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        time = try members.take("time").instant()
        added = try members.take("added").list { reader throws(JSONShapeError) in try reader.name() }
        removed = try members.take("removed").list { reader throws(JSONShapeError) in try reader.name() }
        changed = try members.take("changed").list { reader throws(JSONShapeError) in try reader.name() }
        problems = try members.take("problems").strings()
        try members.finish()
    }
}
