public import DNSSECModel
public import JSON

/// Whether some resolver could hold a bogus answer while a plan is carried out, and whether the plan goes on.
public struct PlanProof: Hashable, Sendable {
    /// The shortest story of a resolver that holds something bogus, and what waits for ever; empty if there is neither.
    public var story: [ProofMoment]
    /// How many moments were looked at.
    public var moments: Int
    /// How many combinations of what caches can hold were judged.
    public var combinations: Int
    /// How long validators that follow RFC 5011 may have been off; `nil` if the zone has none.
    public var offline: Interval?
    /// How long such a validator may be off at most, to the day; `nil` if the proof fails or the zone has none.
    public var longestOffline: Interval?
    /// Up to here it was looked whether what is due comes.
    public var reach: Instant

    /// True if no resolver can hold anything bogus, and nothing waits for ever.
    public var holds: Bool { story.isEmpty }

    /// When a resolver holds something that does not validate; `nil` if none can.
    public var failure: Instant? { story.first { $0.kind == .fails }?.time }

    /// What waits for ever first; `nil` if nothing does.
    public var stall: ProofMoment? { story.first { $0.kind == .stalls } }

    /// All fields as they are.
    public init(
        story: [ProofMoment] = [],
        moments: Int,
        combinations: Int,
        offline: Interval?,
        longestOffline: Interval? = nil,
        reach: Instant
    ) {
        self.story = story
        self.moments = moments
        self.combinations = combinations
        self.offline = offline
        self.longestOffline = longestOffline
        self.reach = reach
    }
}

// MARK: - JSON

extension PlanProof {
    /// The proof as JSON.
    public var json: JSONValue {
        [
            "holds": .bool(holds), "story": .array(story.map(\.json)), "moments": .integer(Int64(moments)),
            "combinations": .integer(Int64(combinations)), "offline": JSONValue(offline?.description),
            "longest-offline": JSONValue(longestOffline?.description), "reach": JSONValue(reach),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        _ = try members.take("holds").bool()
        story = try members.take("story").list { reader throws(JSONShapeError) in
            try ProofMoment(json: reader)
        }
        moments = try members.take("moments").count()
        combinations = try members.take("combinations").count()
        offline = try members.take("offline").optionalInterval()
        longestOffline = try members.take("longest-offline").optionalInterval()
        reach = try members.take("reach").instant()
        try members.finish()
    }
}
