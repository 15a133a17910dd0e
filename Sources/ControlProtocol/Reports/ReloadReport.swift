public import DNSSECModel
public import JSON

/// What became of a reload.
public enum ReloadOutcome: String, Hashable, Sendable, CaseIterable {
    /// All of it is in force.
    case applied
    /// It was only asked what would happen.
    case dryRun = "dry-run"
    /// Something has an error: nothing was changed.
    case refused
    /// A person has to agree first: nothing was changed.
    case unconfirmed
}

/// What reading everything again brought, or would bring.
public struct ReloadReport: Hashable, Sendable {
    /// The daemon's clock.
    public var time: Instant
    /// What became of it; `applied` alone has changed anything.
    public var outcome: ReloadOutcome
    /// Zones that are new.
    public var added: [Name]
    /// Zones that the daemon no longer works for; their state stays.
    public var removed: [Name]
    /// Zones whose policy or configuration is another.
    public var changed: [Name]
    /// The steps of changed zones that have other dates, appear or go.
    public var schedules: [ZoneSchedule]
    /// How many changed zones were not looked at for that: they are too many.
    public var omitted: Int
    /// What is wrong, a diagnostic each; nothing was changed then.
    public var problems: [String]
    /// Why a person has to agree; empty if nobody has to.
    public var doubts: [ReloadDoubt]
    /// Settings of the daemon that are others now, and what becomes of each: in force, or only after a restart.
    public var settings: [String]
    /// What becomes of the changes: in force at once, or waiting for a roll to end.
    public var notes: [ReloadNote]

    /// All fields as they are; applied, and nothing to tell, unless given.
    public init(
        time: Instant,
        outcome: ReloadOutcome = .applied,
        added: [Name] = [],
        removed: [Name] = [],
        changed: [Name] = [],
        schedules: [ZoneSchedule] = [],
        omitted: Int = 0,
        problems: [String] = [],
        doubts: [ReloadDoubt] = [],
        settings: [String] = [],
        notes: [ReloadNote] = []
    ) {
        self.time = time
        self.outcome = outcome
        self.added = added
        self.removed = removed
        self.changed = changed
        self.schedules = schedules
        self.omitted = omitted
        self.problems = problems
        self.doubts = doubts
        self.settings = settings
        self.notes = notes
    }
}

/// The steps of a zone that a reload moves.
public struct ZoneSchedule: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The steps with another date, those that come or were due first first.
    public var moves: [StepMove]

    /// The moves of a zone.
    public init(zone: Name, moves: [StepMove]) {
        (self.zone, self.moves) = (zone, moves)
    }
}

// MARK: - JSON

extension ReloadReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "time": JSONValue(time), "outcome": JSONValue(word: outcome),
            "added": .array(added.map { JSONValue($0) }), "removed": .array(removed.map { JSONValue($0) }),
            "changed": .array(changed.map { JSONValue($0) }), "schedules": .array(schedules.map(\.json)),
            "omitted": .integer(Int64(omitted)), "problems": .array(problems.map { .string($0) }),
            "doubts": .array(doubts.map(\.json)), "settings": .array(settings.map { .string($0) }),
            "notes": .array(notes.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        time = try members.take("time").instant()
        outcome = try members.take("outcome").word(ReloadOutcome.self)
        added = try members.take("added").list { reader throws(JSONShapeError) in try reader.name() }
        removed = try members.take("removed").list { reader throws(JSONShapeError) in try reader.name() }
        changed = try members.take("changed").list { reader throws(JSONShapeError) in try reader.name() }
        schedules = try members.take("schedules").list { reader throws(JSONShapeError) in
            try ZoneSchedule(json: reader)
        }
        omitted = Int(try members.take("omitted").integer(in: 0...Int64(Int32.max)))
        problems = try members.take("problems").strings()
        doubts = try ReloadDoubt.list(in: try members.take("doubts"))
        settings = try members.take("settings").strings()
        notes = try members.take("notes").list { reader throws(JSONShapeError) in try ReloadNote(json: reader)
        }
        try members.finish()
    }
}

extension ZoneSchedule {
    var json: JSONValue { ["zone": JSONValue(zone), "moves": .array(moves.map(\.json))] }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        zone = try members.take("zone").name()
        moves = try members.take("moves").list { reader throws(JSONShapeError) in try StepMove(json: reader) }
        try members.finish()
    }
}
