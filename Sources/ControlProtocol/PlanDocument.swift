public import DNSSECModel

/// What will happen to the keys of a zone.
///
/// Its JSON form is the one of `keyturn plan --json`, which carries no version: other programs hold it to be fixed.
public struct PlanDocument: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The first moment that is looked at.
    public var from: Instant
    /// The last moment that is looked at.
    public var until: Instant
    /// The steps in order of time.
    public var events: [PlanEvent]

    /// All fields as they are.
    public init(zone: Name, from: Instant, until: Instant, events: [PlanEvent]) {
        self.zone = zone
        self.from = from
        self.until = until
        self.events = events
    }
}

/// Who makes a step happen.
public enum PlanActor: String, Hashable, Sendable, CaseIterable {
    /// The daemon, by itself.
    case daemon
    /// A person.
    case `operator`
    /// The parent zone's registry.
    case parent
}

/// A step of a key, to come.
public struct PlanEvent: Hashable, Sendable {
    /// When.
    public var time: Instant
    /// The step.
    public var phase: KeyPhase
    /// The key's role.
    public var role: KeyRole
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The key's tag; nil for a key that does not exist yet.
    public var tag: UInt16?
    /// The key's name in the policy, where it has one.
    public var name: String?
    /// What changes, in a sentence.
    public var change: String
    /// Why then, in a sentence.
    public var because: String
    /// The formula behind the moment; nil where no interval decided it.
    public var formula: String?
    /// Who makes it happen.
    public var actor: PlanActor
    /// Size of the DNSKEY answer from that moment, with an OPT record of 11 octets.
    public var dnskeyOctets: Int

    /// All fields as they are.
    public init(
        time: Instant,
        phase: KeyPhase,
        role: KeyRole,
        algorithm: SecurityAlgorithm,
        tag: UInt16?,
        name: String? = nil,
        change: String,
        because: String,
        formula: String?,
        actor: PlanActor,
        dnskeyOctets: Int
    ) {
        self.time = time
        self.phase = phase
        self.role = role
        self.algorithm = algorithm
        self.tag = tag
        self.name = name
        self.change = change
        self.because = because
        self.formula = formula
        self.actor = actor
        self.dnskeyOctets = dnskeyOctets
    }
}

// MARK: - JSON

extension PlanDocument {
    /// The document as JSON.
    public var json: JSONValue {
        [
            "zone": JSONValue(zone), "from": JSONValue(from), "until": JSONValue(until),
            "events": .array(events.map(\.json)),
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
        try members.finish()
    }
}

extension PlanEvent {
    var json: JSONValue {
        [
            "time": JSONValue(time), "phase": JSONValue(word: phase), "role": JSONValue(word: role),
            "algorithm": .integer(Int64(algorithm.rawValue)), "tag": JSONValue(number: tag),
            "name": JSONValue(name), "change": .string(change), "because": .string(because),
            "formula": JSONValue(formula), "actor": JSONValue(word: actor),
            "dnskey-octets": .integer(Int64(dnskeyOctets)),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        time = try members.take("time").instant()
        phase = try members.take("phase").word(KeyPhase.self)
        role = try members.take("role").word(KeyRole.self)
        algorithm = try members.take("algorithm").algorithm()
        tag = try members.take("tag").optionalTag()
        name = try members.take("name").optionalString()
        change = try members.take("change").string()
        because = try members.take("because").string()
        formula = try members.take("formula").optionalString()
        actor = try members.take("actor").word(PlanActor.self)
        dnskeyOctets = try members.take("dnskey-octets").count()
        try members.finish()
    }
}
