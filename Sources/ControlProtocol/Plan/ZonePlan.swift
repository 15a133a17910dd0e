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
    /// The zone.
    public var zone: Name
    /// Its policy's name.
    public var policy: String
    /// The steps in order of time.
    public var steps: [PlanEvent]
    /// Why there is no plan; `nil` if there is one.
    public var error: String?

    /// All fields as they are.
    public init(zone: Name, policy: String, steps: [PlanEvent], error: String? = nil) {
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
        steps = try members.take("steps").list { reader throws(JSONShapeError) in try PlanEvent(json: reader)
        }
        error = try members.take("error").optionalString()
        try members.finish()
    }
}

extension StatusReport {
    /// The members before the list of zones.
    public var head: [JSONValue.Member] {
        [
            .init("version", .version), .init("daemon", .string(daemon)), .init("time", JSONValue(time)),
            .init("held-reload", heldReload?.json ?? .null),
        ]
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
