public import DNSSECModel
import JSON

/// The question what would become of a zone's keys: under another policy, or in another world.
public struct PlanQuestion: Hashable, Sendable {
    /// A policy as its file has it; the daemon reads it and keeps nothing of it.
    public struct Policy: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// The content of its file.
        public var text: String

        /// A name and a text.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The zone.
    public var zone: Name
    /// The first moment; now unless given.
    public var from: Instant?
    /// The last moment; the daemon's usual span unless given.
    public var until: Instant?
    /// The policy to follow; the zone's own unless given.
    public var policy: Policy?
    /// From asking the parent until all its servers show the change; the usual unless given.
    public var dsDelay: Interval?
    /// From a step's waiting for people until they approve it; at once unless given.
    public var approvalDelay: Interval?
    /// True if the plan shall be proven.
    public var proves: Bool
    /// How long validators that follow RFC 5011 may have been off, for the proof; never unless given.
    public var offline: Interval?

    /// All fields as they are.
    public init(
        zone: Name,
        from: Instant? = nil,
        until: Instant? = nil,
        policy: Policy? = nil,
        dsDelay: Interval? = nil,
        approvalDelay: Interval? = nil,
        proves: Bool = false,
        offline: Interval? = nil
    ) {
        self.zone = zone
        self.from = from
        self.until = until
        self.policy = policy
        self.dsDelay = dsDelay
        self.approvalDelay = approvalDelay
        self.proves = proves
        self.offline = offline
    }
}

// MARK: - JSON

extension PlanQuestion {
    var body: JSONValue {
        [
            "from": JSONValue(from), "until": JSONValue(until),
            "policy": policy.map { ["name": .string($0.name), "text": .string($0.text)] } ?? .null,
            "ds-delay": JSONValue(dsDelay?.description),
            "approval-delay": JSONValue(approvalDelay?.description), "prove": .bool(proves),
            "offline": JSONValue(offline?.description),
        ]
    }

    init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        from = try members.takeIfPresent("from")?.optionalInstant()
        until = try members.takeIfPresent("until")?.optionalInstant()
        policy = try members.takeIfPresent("policy")?.optional { reader throws(JSONShapeError) in
            var members = try reader.members()
            let policy = Policy(
                name: try members.take("name").string(),
                text: try members.take("text").string()
            )
            try members.finish()
            return policy
        }
        dsDelay = try members.takeIfPresent("ds-delay")?.optionalInterval()
        approvalDelay = try members.takeIfPresent("approval-delay")?.optionalInterval()
        proves = try members.takeIfPresent("prove")?.bool() ?? false
        offline = try members.takeIfPresent("offline")?.optionalInterval()
    }
}
