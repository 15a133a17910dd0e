public import DNSSECModel
public import JSON

/// A step of a key, to come or just taken: the facts that its sentences are made of.
public struct PlanEvent: Hashable, Sendable {
    /// When.
    public var time: Instant
    /// The step.
    public var phase: KeyStep
    /// The key whose step it is.
    public var subject: KeyReference
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The key's tag at that moment, of the revoked form once it is revoked; `nil` for a key that does not exist yet.
    public var tag: UInt16?
    /// Who makes it happen.
    public var actor: PlanActor
    /// Size of the DNSKEY answer from that moment, with an OPT record of 11 octets.
    public var dnskeyOctets: Int
    /// The key that it follows, for `generate`, `sign` and `submit-ds`.
    public var follows: KeyReference?
    /// For `sign`: true if the key before ends its work with this step.
    public var relieves: Bool
    /// For `sign`: over how long the signatures of the key before are replaced; `nil` = all at once.
    public var spread: Interval?
    /// Why then and not earlier.
    public var reason: PlanReason
    /// For `publish`: when every cache and every validator knows the key, so that it can take over.
    public var ready: Instant?
    /// The last moment at which the step can be taken without putting off one that has a fixed date.
    public var latest: Instant?
    /// How much later the step comes than the policy has set it; `nil` if it is in time.
    public var late: Interval?
    /// True if nobody has published the date: the policy takes it for granted.
    public var isAssumed: Bool
    /// Who must agree before; `nil` if nobody is asked.
    public var approval: PlanApproval?

    /// All fields as they are.
    public init(
        time: Instant,
        phase: KeyStep,
        subject: KeyReference,
        algorithm: SecurityAlgorithm,
        tag: UInt16?,
        actor: PlanActor,
        dnskeyOctets: Int,
        follows: KeyReference? = nil,
        relieves: Bool = false,
        spread: Interval? = nil,
        reason: PlanReason,
        ready: Instant? = nil,
        latest: Instant? = nil,
        late: Interval? = nil,
        isAssumed: Bool = false,
        approval: PlanApproval? = nil
    ) {
        self.time = time
        self.phase = phase
        self.subject = subject
        self.algorithm = algorithm
        self.tag = tag
        self.actor = actor
        self.dnskeyOctets = dnskeyOctets
        self.follows = follows
        self.relieves = relieves
        self.spread = spread
        self.reason = reason
        self.ready = ready
        self.latest = latest
        self.late = late
        self.isAssumed = isAssumed
        self.approval = approval
    }

    /// The key's role.
    public var role: KeyRole { subject.role }
    /// The key's name in the policy, if it has one.
    public var name: String? { subject.name }
    /// The key's number, by which `PlanDocument.keys` has it.
    public var key: Int? { subject.id }
    /// The number of the key that it follows.
    public var predecessor: Int? { follows?.id }
}

// MARK: - JSON

extension PlanEvent {
    /// The step as JSON; other programs rely on the members up to `dnskey-octets`.
    public var json: JSONValue {
        [
            "time": JSONValue(time), "phase": JSONValue(word: phase), "role": JSONValue(word: role),
            "algorithm": .integer(Int64(algorithm.rawValue)), "tag": JSONValue(number: tag),
            "name": JSONValue(name), "actor": JSONValue(word: actor),
            "dnskey-octets": .integer(Int64(dnskeyOctets)), "key": JSONValue(number: key),
            "predecessor": JSONValue(number: predecessor), "reason": reason.json,
            "ready": JSONValue(ready), "latest": JSONValue(latest), "late": JSONValue(late?.description),
            "assumed": .bool(isAssumed), "approval": approval?.json ?? .null,
            "spread": JSONValue(spread?.description), "plain-tag": JSONValue(number: subject.tag),
            "number": JSONValue(number: subject.number), "follows": follows?.json ?? .null,
            "relieves": .bool(relieves),
        ]
    }

    /// Reads what `json` writes; sentences that a tool has set beside the facts are not read.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        for sentence in ["change", "because", "formula"] { _ = members.takeIfPresent(sentence) }
        time = try members.take("time").instant()
        phase = try members.take("phase").word(KeyStep.self)
        subject = KeyReference(role: try members.take("role").word(KeyRole.self))
        algorithm = try members.take("algorithm").algorithm()
        tag = try members.take("tag").optionalTag()
        subject.name = try members.take("name").optionalString()
        actor = try members.take("actor").word(PlanActor.self)
        dnskeyOctets = try members.take("dnskey-octets").count()
        subject.id = try members.take("key").optionalCount()
        subject.tag = try members.take("plain-tag").optionalTag()
        subject.number = try members.take("number").optionalCount()
        let predecessor = try members.take("predecessor")
        follows = try members.take("follows").optional { reader throws(JSONShapeError) in
            try KeyReference(json: reader)
        }
        relieves = try members.take("relieves").bool()
        spread = try members.take("spread").optionalInterval()
        reason = try PlanReason(json: try members.take("reason"))
        ready = try members.take("ready").optionalInstant()
        latest = try members.take("latest").optionalInstant()
        late = try members.take("late").optionalInterval()
        isAssumed = try members.take("assumed").bool()
        approval = try members.take("approval").optional { reader throws(JSONShapeError) in
            try PlanApproval(json: reader)
        }
        try members.finish()
        guard try predecessor.optionalCount() == self.predecessor else {
            throw predecessor.error(.invalid(.consistent))
        }
    }
}
