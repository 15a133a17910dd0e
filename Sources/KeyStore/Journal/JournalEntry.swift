public import DNSSECModel
public import JSON

/// Who made a journal entry come about.
public enum JournalActor: Hashable, Sendable {
    /// The daemon, by itself.
    case daemon
    /// Another process, as the kernel named it at the control socket; `user` where the number has a name.
    case peer(userID: UInt32, user: String?, processID: Int32)
}

/// What an entry is about: an open list, so that later programs can read older and newer journals.
public struct JournalKind: RawRepresentable, Hashable, Sendable {
    /// The word in the journal.
    public let rawValue: String

    /// A kind by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The planner decided something.
    public static let decision = JournalKind(rawValue: "decision")
    /// Something was seen: a publication, a DS, a new key.
    public static let observation = JournalKind(rawValue: "observation")
    /// A person demanded something.
    public static let command = JournalKind(rawValue: "command")
    /// A daemon began or ended its work with the zone.
    public static let service = JournalKind(rawValue: "service")
    /// The end of the journal was torn, or the journal had to be begun anew.
    public static let repair = JournalKind(rawValue: "repair")
}

/// One line of a zone's journal: what was done, by whom, from what, and why.
public struct JournalEntry: Hashable, Sendable {
    /// When.
    public var time: Instant
    /// Which zone.
    public var zone: Name
    /// What it is about.
    public var kind: JournalKind
    /// Who.
    public var actor: JournalActor
    /// What the decision was made from.
    public var inputs: JSONValue
    /// What was decided, in a sentence for people.
    public var decision: String
    /// What was decided, for programs.
    public var payload: JSONValue
    /// The zone's state from this line on; nil in lines of versions that did not note it.
    public var state: StateRecord?

    /// All fields as they are.
    public init(
        time: Instant,
        zone: Name,
        kind: JournalKind,
        actor: JournalActor = .daemon,
        inputs: JSONValue = nil,
        decision: String,
        payload: JSONValue = nil
    ) {
        self.time = time
        self.zone = zone
        self.kind = kind
        self.actor = actor
        self.inputs = inputs
        self.decision = decision
        self.payload = payload
    }
}

// MARK: - JSON

extension JournalEntry {
    /// The members of the entry's line, in their order.
    var members: [JSONValue.Member] {
        [
            .init("time", JSONValue(time)),
            .init("zone", .string(zone.description)),
            .init("kind", .string(kind.rawValue)),
            .init("actor", actor.value),
            .init("inputs", inputs),
            .init("decision", .string(decision)),
            .init("payload", payload),
        ] + (state.map { [.init("state", $0.value)] } ?? [])
    }

    /// Takes the entry's members out of its line.
    init(taking members: inout JSONMembers) throws(JSONShapeError) {
        time = try members.take("time").instant()
        zone = try members.take("zone").name()
        kind = JournalKind(rawValue: try members.take("kind").string())
        actor = try JournalActor(try members.take("actor"))
        inputs = try members.take("inputs").value
        decision = try members.take("decision").string()
        payload = try members.take("payload").value
        state = try members.takeIfPresent("state").map { reader throws(JSONShapeError) in
            try StateRecord(reader)
        }
    }
}

extension JournalActor {
    /// `"daemon"`, or an object with the peer's numbers.
    var value: JSONValue {
        switch self {
        case .daemon: "daemon"
        case .peer(let userID, let user, let processID):
            [
                "uid": .integer(Int64(userID)),
                "user": user.map { .string($0) } ?? nil,
                "pid": .integer(Int64(processID)),
            ]
        }
    }

    init(_ reader: JSONReader) throws(JSONShapeError) {
        if case .string(let word) = reader.value {
            guard word == "daemon" else { throw reader.error(.unknownWord(word)) }
            self = .daemon
            return
        }
        var members = try reader.members()
        let userID = UInt32(try members.take("uid").integer(in: 0...Int64(UInt32.max)))
        let user = try members.take("user").nonNull
        let processID = Int32(try members.take("pid").integer(in: 0...Int64(Int32.max)))
        try members.finish()
        self = .peer(userID: userID, user: try user?.string(), processID: processID)
    }
}
