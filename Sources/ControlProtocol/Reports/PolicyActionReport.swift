public import DNSSECModel
public import JSON

/// What a command did to the zones of a policy.
public struct PolicyActionReport: Hashable, Sendable {
    /// The policy.
    public var policy: String
    /// The daemon's clock.
    public var time: Instant
    /// What was done, zone by zone.
    public var zones: [ActionReport]
    /// The zones where it was not done, and why.
    public var failures: [ZoneFailure]

    /// All fields as they are.
    public init(policy: String, time: Instant, zones: [ActionReport], failures: [ZoneFailure]) {
        self.policy = policy
        self.time = time
        self.zones = zones
        self.failures = failures
    }
}

/// A zone for which a command was not carried out.
public struct ZoneFailure: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// Why.
    public var message: String

    /// All fields as they are.
    public init(zone: Name, message: String) {
        self.zone = zone
        self.message = message
    }
}

/// What a forced step endangers.
public struct RiskStatus: Hashable, Sendable {
    /// The rule that is broken.
    public var rule: SafetyRule
    /// Until when; `nil` if no end is in sight.
    public var until: Instant?

    /// All fields as they are.
    public init(rule: SafetyRule, until: Instant?) {
        self.rule = rule
        self.until = until
    }
}

// MARK: - JSON

extension PolicyActionReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "policy": .string(policy), "time": JSONValue(time),
            "zones": .array(zones.map(\.json)),
            "failures": .array(
                failures.map { ["zone": JSONValue($0.zone), "message": .string($0.message)] }
            ),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        policy = try members.take("policy").string()
        time = try members.take("time").instant()
        zones = try members.take("zones").list { reader throws(JSONShapeError) in
            try ActionReport(json: reader)
        }
        failures = try members.take("failures").list { reader throws(JSONShapeError) in
            var members = try reader.members()
            let failure = ZoneFailure(
                zone: try members.take("zone").name(),
                message: try members.take("message").string()
            )
            try members.finish()
            return failure
        }
        try members.finish()
    }
}
