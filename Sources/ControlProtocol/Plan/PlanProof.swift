public import DNSSECModel
import JSON

/// Whether some resolver could hold a bogus answer while a plan is carried out.
public struct PlanProof: Hashable, Sendable {
    /// A moment in the story of how a resolver comes to hold one.
    public struct Line: Hashable, Sendable {
        /// When.
        public var time: Instant
        /// True if it happens just before that moment, not in it.
        public var isJustBefore: Bool
        /// What happens, in a sentence without a full stop.
        public var text: String

        /// All fields as they are.
        public init(time: Instant, isJustBefore: Bool, text: String) {
            self.time = time
            self.isJustBefore = isJustBefore
            self.text = text
        }
    }

    /// What was found, in a sentence.
    public var sentence: String
    /// The shortest story of a resolver that holds something bogus; empty where none can.
    public var story: [Line]
    /// How many moments were looked at.
    public var moments: Int
    /// How many combinations of what caches can hold were judged.
    public var combinations: Int
    /// How long validators that follow RFC 5011 may have been off; `nil` if the zone has none.
    public var offline: Interval?

    /// True if no resolver can hold anything bogus.
    public var holds: Bool { story.isEmpty }

    /// All fields as they are.
    public init(sentence: String, story: [Line] = [], moments: Int, combinations: Int, offline: Interval?) {
        self.sentence = sentence
        self.story = story
        self.moments = moments
        self.combinations = combinations
        self.offline = offline
    }
}

// MARK: - JSON

extension PlanProof {
    var json: JSONValue {
        [
            "holds": .bool(holds), "sentence": .string(sentence),
            "story": .array(
                story.map {
                    [
                        "time": JSONValue($0.time), "just-before": .bool($0.isJustBefore),
                        "text": .string($0.text),
                    ]
                }
            ),
            "moments": .integer(Int64(moments)), "combinations": .integer(Int64(combinations)),
            "offline": JSONValue(offline?.description),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        _ = try members.take("holds").bool()
        sentence = try members.take("sentence").string()
        story = try members.take("story").list { reader throws(JSONShapeError) in
            var members = try reader.members()
            let line = Line(
                time: try members.take("time").instant(),
                isJustBefore: try members.take("just-before").bool(),
                text: try members.take("text").string()
            )
            try members.finish()
            return line
        }
        moments = try members.take("moments").count()
        combinations = try members.take("combinations").count()
        offline = try members.take("offline").optionalInterval()
        try members.finish()
    }
}
