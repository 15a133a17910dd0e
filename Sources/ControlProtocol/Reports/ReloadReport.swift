public import DNSSECModel
public import JSON

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
    /// What becomes of the changes: in force at once, or waiting for a roll to end.
    public var notes: [String]

    /// All fields as they are; nothing to note unless given.
    public init(
        time: Instant,
        added: [Name],
        removed: [Name],
        changed: [Name],
        problems: [String],
        notes: [String] = []
    ) {
        self.time = time
        self.added = added
        self.removed = removed
        self.changed = changed
        self.problems = problems
        self.notes = notes
    }
}

// MARK: - JSON

extension ReloadReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "time": JSONValue(time), "added": .array(added.map { JSONValue($0) }),
            "removed": .array(removed.map { JSONValue($0) }),
            "changed": .array(changed.map { JSONValue($0) }),
            "problems": .array(problems.map { .string($0) }), "notes": .array(notes.map { .string($0) }),
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
        notes = try members.take("notes").strings()
        try members.finish()
    }
}
