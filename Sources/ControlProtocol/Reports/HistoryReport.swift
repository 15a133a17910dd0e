public import DNSSECModel
public import JSON

/// What happened to a zone: entries of its journal.
public struct HistoryReport: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The entries, the oldest first.
    public var entries: [HistoryEntry]
    /// What is wrong with the journal behind the last good entry, with file and line; nil for a sound journal.
    public var fault: String?

    /// All fields as they are; a sound journal unless given.
    public init(zone: Name, entries: [HistoryEntry], fault: String? = nil) {
        self.zone = zone
        self.entries = entries
        self.fault = fault
    }
}

/// One entry of a journal.
public struct HistoryEntry: Hashable, Sendable {
    /// When.
    public var time: Instant
    /// What it is about: `decision`, `observation`, `command`, `service`, `repair`, or a word of a later program.
    public var kind: String
    /// Who, in words: `daemon`, or `anna (uid 1000, pid 4711)`.
    public var actor: String
    /// What was decided, in a sentence.
    public var decision: String
    /// What it was decided from.
    public var inputs: JSONValue
    /// What was decided, for programs.
    public var payload: JSONValue

    /// All fields as they are.
    public init(
        time: Instant,
        kind: String,
        actor: String,
        decision: String,
        inputs: JSONValue = nil,
        payload: JSONValue = nil
    ) {
        self.time = time
        self.kind = kind
        self.actor = actor
        self.decision = decision
        self.inputs = inputs
        self.payload = payload
    }
}

// MARK: - JSON

extension HistoryReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "entries": .array(entries.map(\.json)),
            "fault": JSONValue(fault),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        entries = try members.take("entries").list { reader throws(JSONShapeError) in
            try HistoryEntry(json: reader)
        }
        fault = try members.take("fault").optionalString()
        try members.finish()
    }
}

extension HistoryEntry {
    var json: JSONValue {
        [
            "time": JSONValue(time), "kind": .string(kind), "actor": .string(actor),
            "decision": .string(decision), "inputs": inputs, "payload": payload,
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        time = try members.take("time").instant()
        kind = try members.take("kind").string()
        actor = try members.take("actor").string()
        decision = try members.take("decision").string()
        inputs = try members.take("inputs").value
        payload = try members.take("payload").value
        try members.finish()
    }
}
