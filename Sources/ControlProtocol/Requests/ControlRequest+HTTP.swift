import DNSSECModel
import JSON

// Requests as HTTP forms, and back. Both directions side by side, so that they can be compared.

extension ControlRequest {
    /// A request taken apart: its word, whose zones it is about, and what it says beside that.
    struct Parts {
        var verb: ControlVerb
        /// Nil if the request is about all zones.
        var target: OrderTarget?
        var query: [(name: String, value: String?)] = []
        var body: JSONValue?

        init(_ verb: ControlVerb, _ target: OrderTarget?, query: [(name: String, value: String?)] = []) {
            (self.verb, self.target, self.query) = (verb, target, query)
        }

        init(_ verb: ControlVerb, _ target: OrderTarget?, body: JSONValue) {
            (self.verb, self.target, self.body) = (verb, target, body)
        }
    }

    var parts: Parts {
        switch self {
        case .status(let zone): Parts(.status, zone.map { .zone($0) })
        case .plan(let zone, let from, let until): Parts(.plan, .zone(zone), query: Self.span(from, until))
        case .plans(let from, let until): Parts(.plan, nil, query: Self.span(from, until))
        case .whatIf(let question): Parts(.plan, .zone(question.zone), body: question.body)
        case .explain(let zone, let tag):
            Parts(.explain, .zone(zone), query: [("key", tag.map(String.init))])
        case .roll(let order): Parts(.roll, .zone(order.zone), body: order.body)
        case .advance(let order): Parts(.advance, .zone(order.zone), body: order.body)
        case .hold(let order): Parts(.hold, order.target, body: order.body)
        case .release(let order): Parts(.release, order.target, body: order.body)
        case .abort(let order): Parts(.abort, .zone(order.zone), body: order.body)
        case .vote(let order):
            Parts(order.approves ? .approve : .refuse, .zone(order.zone), body: order.body)
        case .ds(let zone, let format, let digest):
            Parts(.ds, .zone(zone), query: [("format", format.rawValue), ("digest", digest.requestWord)])
        case .dsSeen(let zone, let tag, let at):
            Parts(.dsSeen, .zone(zone), body: SeenAtParent(tag: tag, at: at).body)
        case .dsGone(let zone, let tag, let at):
            Parts(.dsGone, .zone(zone), body: SeenAtParent(tag: tag, at: at).body)
        case .keys(let zone): Parts(.keys, .zone(zone))
        case .history(let zone, let limit):
            Parts(.history, .zone(zone), query: [("limit", limit.map(String.init))])
        case .reload(let order):
            Parts(
                .reload,
                nil,
                query: [
                    ("dry-run", order.isDryRun ? "true" : nil), ("yes", order.isConfirmed ? "true" : nil),
                ]
            )
        case .acceptClock(let reason): Parts(.clock, nil, body: ["reason": .string(reason)])
        case .recover(let zone): Parts(.recover, .zone(zone))
        case .publish(let order): Parts(.publish, .zone(order.zone), body: order.body)
        }
    }

    private static func span(_ from: Instant?, _ until: Instant?) -> [(name: String, value: String?)] {
        [("from", from?.description), ("until", until?.description)]
    }

    /// The request as HTTP carries it.
    public var form: HTTPRequestForm {
        let parts = parts
        let prefix = ControlProtocolVersion.pathPrefix
        let path =
            switch parts.target {
            case .zone(let zone): [prefix, "zones", zone.description, parts.verb.rawValue]
            case .policy(let name): [prefix, "policies", name, parts.verb.rawValue]
            case nil: [prefix, parts.verb.rawValue]
            }
        return HTTPRequestForm(
            parts.verb.isCommand || parts.body != nil ? .post : .get,
            path,
            query: parts.query.compactMap { name, value in
                value.map { HTTPRequestForm.Parameter(name, $0) }
            },
            body: parts.body
        )
    }
}

// MARK: - Back

extension ControlRequest {
    /// Understands a request.
    ///
    /// - Throws: `.notFound` for a path that nobody knows, `.methodNotAllowed`, and `.badRequest` for parameters and
    ///   bodies that are not as they must be.
    public init(_ form: HTTPRequestForm) throws(ControlFailure) {
        guard form.path.first == ControlProtocolVersion.pathPrefix, let word = form.path.last,
            let verb = ControlVerb(rawValue: word)
        else { throw .notFound(form) }
        let target: OrderTarget?
        switch form.path.count {
        case 2: target = nil
        case 4 where form.path[1] == "zones":
            guard let zone = try? Name(form.path[2], origin: .root) else {
                throw ControlFailure(.badRequest, "\(form.path[2]) is no domain name")
            }
            target = .zone(zone)
        case 4 where form.path[1] == "policies": target = .policy(form.path[2])
        default: throw .notFound(form)
        }
        var reading = RequestReading(form, target)
        self = try Self.request(verb, &reading)
        try reading.finish()
    }

    /// Reads what `parts` writes.
    private static func request(
        _ verb: ControlVerb,
        _ reading: inout RequestReading
    ) throws(ControlFailure) -> Self {
        switch verb {
        case .status: .status(zone: try reading.zoneOrAll())
        case .plan: try plan(&reading)
        case .explain: .explain(zone: try reading.zone(), tag: try reading.tag("key"))
        case .roll: .roll(try reading.order(RollOrder.init))
        case .advance: .advance(try reading.order(AdvanceOrder.init))
        case .hold: .hold(try reading.targetedOrder(HoldOrder.init))
        case .release: .release(try reading.targetedOrder(ReleaseOrder.init))
        case .abort: .abort(try reading.order(AbortOrder.init))
        case .approve: .vote(try vote(&reading, approves: true))
        case .refuse: .vote(try vote(&reading, approves: false))
        case .ds: try ds(&reading)
        case .dsSeen: try seen(&reading) { .dsSeen(zone: $0, tag: $1.tag, at: $1.at) }
        case .dsGone: try seen(&reading) { .dsGone(zone: $0, tag: $1.tag, at: $1.at) }
        case .keys: .keys(zone: try reading.zone())
        case .history: .history(zone: try reading.zone(), limit: try reading.number("limit"))
        case .reload: try reload(&reading)
        case .clock: .acceptClock(reason: try reading.reason())
        case .recover:
            try reading.order { zone, _ throws(JSONShapeError) in .recover(zone: zone) }
        case .publish:
            try reading.order { zone, members throws(JSONShapeError) in
                .publish(try PublishOrder(zone, &members))
            }
        }
    }

    private static func plan(_ reading: inout RequestReading) throws(ControlFailure) -> Self {
        if reading.method == .post, case .zone = reading.target {
            return .whatIf(try reading.order(PlanQuestion.init))
        }
        let zone = try reading.zoneOrAll()
        let (from, until) = (try reading.moment("from"), try reading.moment("until"))
        return zone.map { .plan(zone: $0, from: from, until: until) } ?? .plans(from: from, until: until)
    }

    private static func ds(_ reading: inout RequestReading) throws(ControlFailure) -> Self {
        .ds(
            zone: try reading.zone(),
            format: try reading.word("format", DSFormat.allCases.map { ($0.rawValue, $0) }) ?? .ds,
            digest: try reading.word("digest", DigestType.requestable.map { ($0.word, $0.digest) }) ?? .sha256
        )
    }

    private static func vote(
        _ reading: inout RequestReading,
        approves: Bool
    ) throws(ControlFailure) -> VoteOrder {
        try reading.order { zone, members throws(JSONShapeError) in
            try VoteOrder(zone, approves: approves, &members)
        }
    }

    private static func seen(
        _ reading: inout RequestReading,
        _ request: (Name, SeenAtParent) -> Self
    ) throws(ControlFailure) -> Self {
        try reading.order { zone, members throws(JSONShapeError) in
            request(zone, try SeenAtParent(&members))
        }
    }

    private static func reload(_ reading: inout RequestReading) throws(ControlFailure) -> Self {
        guard reading.target == nil else { throw reading.notFound }
        try reading.demand(.post)
        let words = [("true", true), ("false", false)]
        return .reload(
            ReloadOrder(
                isDryRun: try reading.word("dry-run", words) ?? false,
                isConfirmed: try reading.word("yes", words) ?? false
            )
        )
    }
}

/// What a person says of the parent: whose DS, and since when.
struct SeenAtParent {
    var tag: UInt16
    /// Nil means now.
    var at: Instant?

    var body: JSONValue { ["tag": .integer(Int64(tag)), "at": JSONValue(at)] }

    init(tag: UInt16, at: Instant?) { (self.tag, self.at) = (tag, at) }

    init(_ members: inout JSONMembers) throws(JSONShapeError) {
        tag = try members.take("tag").tag()
        at = try members.takeIfPresent("at")?.givenInstant()
    }
}

extension DigestType {
    /// The word that asks for it.
    fileprivate var requestWord: String {
        Self.requestable.first { $0.digest == self }?.word ?? String(rawValue)
    }
}

extension ControlFailure {
    static func notFound(_ form: HTTPRequestForm) -> ControlFailure {
        ControlFailure(.notFound, "there is nothing at \(form.target)")
    }
}
