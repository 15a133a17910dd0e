public import DNSSECModel
public import JSON

/// Where all zones of the daemon stand.
public struct StatusReport: Hashable, Sendable {
    /// The daemon's name and version: `keyturnd 0.1.0`.
    public var daemon: String
    /// The daemon's clock.
    public var time: Instant
    /// The reload that has changed nothing, so that the configuration on the disk is not in force; nil if it is.
    public var heldReload: HeldReload?
    /// The zones, in the order of the configuration.
    public var zones: [ZoneSummary]

    /// All fields as they are.
    public init(daemon: String, time: Instant, heldReload: HeldReload? = nil, zones: [ZoneSummary]) {
        self.daemon = daemon
        self.time = time
        self.heldReload = heldReload
        self.zones = zones
    }

    /// True if a person must act, for any zone or for the configuration.
    public var needsPerson: Bool { heldReload != nil || zones.contains(where: \.needsPerson) }
}

/// How far a zone is.
public enum ZoneCondition: String, Hashable, Sendable, CaseIterable {
    /// No signed zone was published yet.
    case unsigned
    /// A signed zone is published; the world does not rely on its keys yet.
    case signed
    /// Signed, and a DS or trust anchor that every cache may rely on leads to it.
    case secure
    /// Signed, and the first signature has expired: validators refuse what it covers.
    case bogus
    /// Nobody has looked yet since the daemon began, or what is recorded of the zone cannot be read.
    case unknown
}

/// Where one zone stands, in short.
public struct ZoneSummary: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// Its policy's name.
    public var policy: String
    /// How far it is.
    public var condition: ZoneCondition
    /// The serial of the signed zone; nil before the first.
    public var serial: UInt32?
    /// When the signed zone was last published.
    public var published: Instant?
    /// When its first signature expires.
    public var signaturesExpire: Instant?
    /// When it is next signed, at the latest.
    public var nextSigning: Instant?
    /// The next step of a key.
    public var next: NextAction?
    /// What a person must do, in this order; empty if nothing is to be done.
    public var tasks: [ZoneTask]
    /// What a person should know and need not act on: forced steps whose risk is not over.
    public var notices: [OrderStatus]
    /// What went wrong last, and was not mended since.
    public var lastError: ZoneError?
    /// How near the signatures are to their end.
    public var signatures: SignatureLife
    /// What resolvers may suffer from at present, since somebody forced a step or told something that is not so.
    public var risks: [RiskStatus]
    /// True if every cache can rely on a DS or a trust anchor of the zone.
    public var isTrusted: Bool
    /// What a person should know though the work goes on: of the zone file, its serial and the output; a line each.
    public var warnings: [String]

    /// All fields as they are; nothing known unless given.
    public init(
        zone: Name,
        policy: String,
        condition: ZoneCondition,
        serial: UInt32? = nil,
        published: Instant? = nil,
        signaturesExpire: Instant? = nil,
        nextSigning: Instant? = nil,
        next: NextAction? = nil,
        tasks: [ZoneTask] = [],
        notices: [OrderStatus] = [],
        lastError: ZoneError? = nil,
        signatures: SignatureLife = .sound,
        risks: [RiskStatus] = [],
        isTrusted: Bool = false,
        warnings: [String] = []
    ) {
        self.zone = zone
        self.policy = policy
        self.condition = condition
        self.serial = serial
        self.published = published
        self.signaturesExpire = signaturesExpire
        self.nextSigning = nextSigning
        self.next = next
        self.tasks = tasks
        self.notices = notices
        self.lastError = lastError
        self.signatures = signatures
        self.risks = risks
        self.isTrusted = isTrusted
        self.warnings = warnings
    }

    /// True if a person must act.
    public var needsPerson: Bool { !tasks.isEmpty || lastError != nil || signatures > .sound }
}

/// The next step of a key.
public struct NextAction: Hashable, Sendable {
    /// The step, and what it waits for.
    public var wait: HoldStatus

    /// A step that waits.
    public init(_ wait: HoldStatus) { self.wait = wait }

    /// When; `nil` if it waits for something to be seen or done.
    public var at: Instant? { wait.until }
    /// The step.
    public var phase: KeyStep { wait.phase }
    /// The key's role.
    public var role: KeyRole { wait.role }
    /// The key's tag; `nil` for a key that does not exist yet.
    public var tag: UInt16? { wait.tag }
}

/// Something that went wrong with a zone.
public struct ZoneError: Hashable, Sendable {
    /// When.
    public var at: Instant
    /// What, in a sentence.
    public var message: String

    /// A message and its time.
    public init(at: Instant, message: String) {
        self.at = at
        self.message = message
    }
}

// MARK: - JSON

extension StatusReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "daemon": .string(daemon), "time": JSONValue(time),
            "held-reload": heldReload?.json ?? .null,
            "zones": .array(zones.map { .object($0.members) }),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        daemon = try members.take("daemon").string()
        time = try members.take("time").instant()
        heldReload = try members.take("held-reload").optional { reader throws(JSONShapeError) in
            try HeldReload(json: reader)
        }
        zones = try members.take("zones").list { reader throws(JSONShapeError) in
            var members = try reader.members()
            let zone = try ZoneSummary(taking: &members)
            try members.finish()
            return zone
        }
        try members.finish()
    }
}

extension ZoneSummary {
    var members: [JSONValue.Member] {
        [
            .init("zone", JSONValue(zone)),
            .init("policy", .string(policy)),
            .init("condition", JSONValue(word: condition)),
            .init("serial", JSONValue(number: serial)),
            .init("published", JSONValue(published)),
            .init("signatures-expire", JSONValue(signaturesExpire)),
            .init("next-signing", JSONValue(nextSigning)),
            .init("next", next?.json ?? .null),
            .init("needs-person", .bool(needsPerson)),
            .init("tasks", .array(tasks.map(\.json))),
            .init("notices", .array(notices.map(\.json))),
            .init("last-error", lastError?.json ?? .null),
            .init("signatures", JSONValue(word: signatures)),
            .init("risks", .array(risks.map(\.json))),
            .init("trusted", .bool(isTrusted)),
            .init("warnings", .array(warnings.map { .string($0) })),
        ]
    }

    init(taking members: inout JSONMembers) throws(JSONShapeError) {
        zone = try members.take("zone").name()
        policy = try members.take("policy").string()
        condition = try members.take("condition").word(ZoneCondition.self)
        serial = try members.take("serial").nonNull.map { reader throws(JSONShapeError) in
            UInt32(try reader.integer(in: 0...Int64(UInt32.max)))
        }
        published = try members.take("published").optionalInstant()
        signaturesExpire = try members.take("signatures-expire").optionalInstant()
        nextSigning = try members.take("next-signing").optionalInstant()
        next = try members.take("next").optional { reader throws(JSONShapeError) in
            try NextAction(json: reader)
        }
        let needsPerson = try members.take("needs-person")
        tasks = try members.take("tasks").list { reader throws(JSONShapeError) in try ZoneTask(json: reader) }
        notices = try OrderStatus.list(in: try members.take("notices"))
        lastError = try members.take("last-error").optional { reader throws(JSONShapeError) in
            try ZoneError(json: reader)
        }
        signatures = try members.take("signatures").word(SignatureLife.self)
        risks = try members.take("risks").list { reader throws(JSONShapeError) in try RiskStatus(json: reader)
        }
        isTrusted = try members.take("trusted").bool()
        warnings = try members.take("warnings").list { reader throws(JSONShapeError) in try reader.string() }
        guard try needsPerson.bool() == self.needsPerson else {
            throw needsPerson.error(.invalid(.consistent))
        }
    }
}

extension NextAction {
    /// The step as JSON.
    public var json: JSONValue {
        [
            "at": JSONValue(at), "phase": JSONValue(word: phase), "role": JSONValue(word: role),
            "tag": JSONValue(number: tag), "wait": wait.json,
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        let repeated = (
            at: try members.take("at"), phase: try members.take("phase"), role: try members.take("role"),
            tag: try members.take("tag")
        )
        wait = try HoldStatus(json: try members.take("wait"))
        try members.finish()
        guard try repeated.at.optionalInstant() == at, try repeated.phase.word(KeyStep.self) == phase,
            try repeated.role.word(KeyRole.self) == role, try repeated.tag.optionalTag() == tag
        else { throw repeated.phase.error(.invalid(.consistent)) }
    }
}

extension ZoneError {
    var json: JSONValue { ["at": JSONValue(at), "message": .string(message)] }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        at = try members.take("at").instant()
        message = try members.take("message").string()
        try members.finish()
    }
}
