public import DNSSECModel
public import JSON

/// A step that was taken, as the journal keeps it and the log tells it.
public struct StepRecord: Hashable, Sendable {
    /// The step.
    public var step: PlanEvent
    /// The order that it was taken on, with who gave it; `nil` if nobody ordered it.
    public var order: String?
    /// How late it was taken; `nil` if it was in time.
    public var late: Interval?

    /// All fields as they are.
    public init(_ step: PlanEvent, order: String? = nil, late: Interval? = nil) {
        self.step = step
        self.order = order
        self.late = late
    }
}

// MARK: - Journal

extension StepRecord {
    /// The facts as the payload of a line of the journal; the moment is that of the line.
    public var payload: JSONValue {
        [
            "phase": JSONValue(word: step.phase), "key": JSONValue(number: step.key),
            "role": JSONValue(word: step.role), "algorithm": .integer(Int64(step.algorithm.rawValue)),
            "tag": JSONValue(number: step.tag), "actor": JSONValue(word: step.actor),
            "late": late.map { .integer($0.seconds) } ?? nil,
            "dnskey-octets": .integer(Int64(step.dnskeyOctets)), "name": JSONValue(step.name),
            "plain-tag": JSONValue(number: step.subject.tag),
            "number": JSONValue(number: step.subject.number), "follows": step.follows?.json ?? .null,
            "relieves": .bool(step.relieves), "spread": JSONValue(step.spread?.description),
            "why": step.reason.json, "order": JSONValue(order),
        ]
    }

    /// Reads the payload of a line of the journal.
    ///
    /// - Parameters:
    ///   - payload: What `payload` has written.
    ///   - time: The moment of the line.
    ///
    /// `nil` for a payload that is no step, or one of a program that did not write the facts yet.
    public init?(payload: JSONValue, at time: Instant) {
        guard let record = try? StepRecord(JSONReader(payload), at: time) else { return nil }
        self = record
    }

    private init(_ reader: JSONReader, at time: Instant) throws(JSONShapeError) {
        var members = try reader.members()
        let role = try members.take("role").word(KeyRole.self)
        let subject = KeyReference(
            role: role,
            id: try members.take("key").optionalCount(),
            tag: try members.take("plain-tag").optionalTag(),
            name: try members.take("name").optionalString(),
            number: try members.take("number").optionalCount()
        )
        step = PlanEvent(
            time: time,
            phase: try members.take("phase").word(KeyStep.self),
            subject: subject,
            algorithm: try members.take("algorithm").algorithm(),
            tag: try members.take("tag").optionalTag(),
            actor: try members.take("actor").word(PlanActor.self),
            dnskeyOctets: try members.take("dnskey-octets").count(),
            follows: try members.take("follows").optional { reader throws(JSONShapeError) in
                try KeyReference(json: reader)
            },
            relieves: try members.take("relieves").bool(),
            spread: try members.take("spread").optionalInterval(),
            reason: try PlanReason(json: try members.take("why"))
        )
        order = try members.take("order").optionalString()
        late = try members.take("late").optional { reader throws(JSONShapeError) in try reader.seconds() }
    }
}

/// A record of a key whose state changed without any step of the key: caches have caught up.
public struct RecordChange: Hashable, Sendable {
    /// The key.
    public var key: KeyReference
    /// Which of its records.
    public var record: KeyRecord
    /// The state that it has now.
    public var state: RecordState

    /// All fields as they are.
    public init(key: KeyReference, record: KeyRecord, state: RecordState) {
        self.key = key
        self.record = record
        self.state = state
    }

    /// The change as JSON.
    public var json: JSONValue {
        .object(
            key.members + [.init("record", JSONValue(word: record)), .init("state", JSONValue(word: state))]
        )
    }
}
