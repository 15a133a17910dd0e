public import DNSSECModel
public import JSON

/// What will happen to the keys of all zones, without the zones: they come one by one.
public struct PlansHead: Hashable, Sendable {
    /// The daemon's name and version.
    public var daemon: String
    /// The daemon's clock.
    public var time: Instant
    /// The first moment that is looked at.
    public var from: Instant
    /// The last moment that is looked at.
    public var until: Instant

    /// All fields as they are.
    public init(daemon: String, time: Instant, from: Instant, until: Instant) {
        (self.daemon, self.time, self.from, self.until) = (daemon, time, from, until)
    }
}

/// What will happen to the keys of one zone, in short.
public struct ZonePlan: Hashable, Sendable {
    /// A step of a key.
    public struct Step: Hashable, Sendable {
        /// When.
        public var time: Instant
        /// What.
        public var phase: KeyStep
        /// The key's role.
        public var role: KeyRole
        /// The key's tag; nil for a key that does not exist yet.
        public var tag: UInt16?
        /// The step in a sentence.
        public var change: String
        /// Why, in a sentence.
        public var because: String
        /// Who makes it happen.
        public var actor: PlanActor

        /// All fields as they are.
        public init(
            time: Instant,
            phase: KeyStep,
            role: KeyRole,
            tag: UInt16?,
            change: String,
            because: String,
            actor: PlanActor
        ) {
            (self.time, self.phase, self.role, self.tag) = (time, phase, role, tag)
            (self.change, self.because, self.actor) = (change, because, actor)
        }
    }

    /// The zone.
    public var zone: Name
    /// Its policy's name.
    public var policy: String
    /// The steps in order of time.
    public var steps: [Step]
    /// Why there is no plan; nil where there is one.
    public var error: String?

    /// All fields as they are.
    public init(zone: Name, policy: String, steps: [Step], error: String? = nil) {
        (self.zone, self.policy, self.steps, self.error) = (zone, policy, steps, error)
    }
}

// MARK: - JSON

extension PlansHead {
    /// The members before the list of zones.
    public var members: [JSONValue.Member] {
        [
            .init("version", .version), .init("daemon", .string(daemon)), .init("time", JSONValue(time)),
            .init("from", JSONValue(from)), .init("until", JSONValue(until)),
        ]
    }

    /// Reads the members from a document whose list `zones` was taken out.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        daemon = try members.take("daemon").string()
        time = try members.take("time").instant()
        from = try members.take("from").instant()
        until = try members.take("until").instant()
        _ = try members.take("zones").elements()
        try members.finish()
    }
}

extension ZonePlan {
    /// The plan as JSON.
    public var json: JSONValue {
        [
            "zone": JSONValue(zone), "policy": .string(policy), "steps": .array(steps.map(\.json)),
            "error": JSONValue(error),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        zone = try members.take("zone").name()
        policy = try members.take("policy").string()
        steps = try members.take("steps").list { reader throws(JSONShapeError) in try Step(json: reader) }
        error = try members.take("error").optionalString()
        try members.finish()
    }
}

extension ZonePlan.Step {
    fileprivate var json: JSONValue {
        [
            "time": JSONValue(time), "phase": JSONValue(word: phase), "role": JSONValue(word: role),
            "tag": JSONValue(number: tag), "change": .string(change), "because": .string(because),
            "actor": JSONValue(word: actor),
        ]
    }

    fileprivate init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        time = try members.take("time").instant()
        phase = try members.take("phase").word(KeyStep.self)
        role = try members.take("role").word(KeyRole.self)
        tag = try members.take("tag").optionalTag()
        change = try members.take("change").string()
        because = try members.take("because").string()
        actor = try members.take("actor").word(PlanActor.self)
        try members.finish()
    }
}

extension StatusReport {
    /// The members before the list of zones.
    public var head: [JSONValue.Member] {
        [.init("version", .version), .init("daemon", .string(daemon)), .init("time", JSONValue(time))]
    }
}

extension ZoneSummary {
    /// The summary as an element of a status report.
    public var json: JSONValue { .object(members) }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try self.init(taking: &members)
        try members.finish()
    }
}
