public import DNSSECModel
public import JSON

/// What came of a person's word that the clock is right.
public struct ClockReport: Hashable, Sendable {
    /// The time that is believed from now on.
    public var time: Instant
    /// The time that was believed before.
    public var before: Instant
    /// What was wrong with the clock; nil if it was not doubted.
    public var fault: String?
    /// How many zones are looked at anew.
    public var zones: Int

    /// All fields as they are.
    public init(time: Instant, before: Instant, fault: String?, zones: Int) {
        (self.time, self.before, self.fault, self.zones) = (time, before, fault, zones)
    }
}

// MARK: - JSON

extension ClockReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "time": JSONValue(time), "before": JSONValue(before),
            "fault": fault.map { .string($0) } ?? .null, "zones": .integer(Int64(zones)),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        time = try members.take("time").instant()
        before = try members.take("before").instant()
        fault = try members.take("fault").optionalString()
        zones = try members.take("zones").count()
        try members.finish()
    }
}
