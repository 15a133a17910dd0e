import DNSSECModel
import JSON

// Requests as HTTP forms, and back. Both directions side by side, so that they can be compared.

extension ControlRequest {
    /// The request as HTTP carries it.
    public var form: HTTPRequestForm {
        switch self {
        case .status(let zone?): .zone(.get, zone, "status")
        case .status(nil): HTTPRequestForm(.get, [ControlProtocolVersion.pathPrefix, "status"])
        case .plan(let zone, let from, let until):
            .zone(.get, zone, "plan", query: [("from", from?.description), ("until", until?.description)])
        case .plans(let from, let until):
            HTTPRequestForm(
                .get,
                [ControlProtocolVersion.pathPrefix, "plan"],
                query: [("from", from), ("until", until)].compactMap { name, moment in
                    moment.map { HTTPRequestForm.Parameter(name, $0.description) }
                }
            )
        case .whatIf(let question): .zone(.post, question.zone, "plan", body: question.body)
        case .advance(let order): .zone(.post, order.zone, "advance", body: order.body)
        case .roll(let order): .zone(.post, order.zone, "roll", body: order.body)
        case .hold(let order): .target(order.target, "hold", body: order.body)
        case .release(let order): .target(order.target, "release", body: order.body)
        case .abort(let order): .zone(.post, order.zone, "abort", body: order.body)
        case .vote(let order):
            .zone(.post, order.zone, order.approves ? "approve" : "refuse", body: order.body)
        case .explain(let zone, let tag):
            .zone(.get, zone, "explain", query: [("key", tag.map(String.init))])
        case .ds(let zone, let format, let digest):
            .zone(.get, zone, "ds", query: [("format", format.rawValue), ("digest", Self.word(of: digest))])
        case .dsSeen(let zone, let tag, let at): .zone(.post, zone, "ds-seen", body: Self.body(tag, at))
        case .dsGone(let zone, let tag, let at): .zone(.post, zone, "ds-gone", body: Self.body(tag, at))
        case .keys(let zone): .zone(.get, zone, "keys")
        case .history(let zone, let limit):
            .zone(.get, zone, "history", query: [("limit", limit.map(String.init))])
        case .reload: HTTPRequestForm(.post, [ControlProtocolVersion.pathPrefix, "reload"])
        }
    }

    private static func word(of digest: DigestType) -> String {
        DigestType.requestable.first { $0.digest == digest }?.word ?? String(digest.rawValue)
    }

    private static func body(_ tag: UInt16, _ at: Instant?) -> JSONValue {
        ["tag": .integer(Int64(tag)), "at": JSONValue(at)]
    }
}

extension HTTPRequestForm {
    fileprivate static func target(_ target: OrderTarget, _ verb: String, body: JSONValue) -> HTTPRequestForm
    {
        switch target {
        case .zone(let zone): .zone(.post, zone, verb, body: body)
        case .policy(let name):
            HTTPRequestForm(.post, [ControlProtocolVersion.pathPrefix, "policies", name, verb], body: body)
        }
    }

    fileprivate static func zone(
        _ method: Method,
        _ zone: Name,
        _ verb: String,
        query: [(String, String?)] = [],
        body: JSONValue? = nil
    ) -> HTTPRequestForm {
        HTTPRequestForm(
            method,
            [ControlProtocolVersion.pathPrefix, "zones", zone.description, verb],
            query: query.compactMap { name, value in value.map { Parameter(name, $0) } },
            body: body
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
        guard form.path.first == ControlProtocolVersion.pathPrefix else { throw .notFound(form) }
        switch form.path.count {
        case 2:
            self = try Self.request(form, about: form.path[1])
        case 4 where form.path[1] == "zones":
            guard let zone = try? Name(form.path[2], origin: .root) else {
                throw ControlFailure(.badRequest, "\(form.path[2]) is no domain name")
            }
            self = try Self.request(form, about: form.path[3], of: zone)
        case 4 where form.path[1] == "policies":
            self = try Self.request(form, about: form.path[3], ofPolicy: form.path[2])
        default:
            throw .notFound(form)
        }
    }

    private static func request(_ form: HTTPRequestForm, about verb: String) throws(ControlFailure) -> Self {
        var reading = RequestReading(form)
        switch verb {
        case "plan":
            try reading.demand(.get)
            let (from, until) = (try reading.moment("from"), try reading.moment("until"))
            try reading.finish()
            return .plans(from: from, until: until)
        case "status":
            try reading.demand(.get)
            try reading.finish()
            return .status(zone: nil)
        case "reload":
            try reading.demand(.post)
            try reading.finish()
            return .reload
        default:
            throw .notFound(form)
        }
    }

    private static func request(
        _ form: HTTPRequestForm,
        about verb: String,
        of zone: Name
    ) throws(ControlFailure) -> Self {
        guard let method = methods[verb] else { throw .notFound(form) }
        var reading = RequestReading(form)
        let isQuestion = verb == "plan" && form.method == .post
        if !isQuestion { try reading.demand(method) }
        let request: ControlRequest
        switch verb {
        case "plan" where isQuestion: request = try command(verb, of: zone, &reading)
        case "status": request = .status(zone: zone)
        case "keys": request = .keys(zone: zone)
        case "explain": request = .explain(zone: zone, tag: try reading.tag("key"))
        case "plan":
            request = .plan(zone: zone, from: try reading.moment("from"), until: try reading.moment("until"))
        case "history": request = .history(zone: zone, limit: try reading.number("limit"))
        case "ds":
            request = .ds(
                zone: zone,
                format: try reading.word("format", DSFormat.allCases.map { ($0.rawValue, $0) }) ?? .ds,
                digest: try reading.word("digest", DigestType.requestable.map { ($0.word, $0.digest) })
                    ?? .sha256
            )
        default: request = try command(verb, of: zone, &reading)
        }
        try reading.finish()
        return request
    }

    private static let methods: [String: HTTPRequestForm.Method] = [
        "status": .get, "keys": .get, "plan": .get, "history": .get, "ds": .get, "explain": .get,
        "advance": .post, "roll": .post, "ds-seen": .post, "ds-gone": .post, "hold": .post, "release": .post,
        "abort": .post, "approve": .post, "refuse": .post,
    ]

    private static func request(
        _ form: HTTPRequestForm,
        about verb: String,
        ofPolicy name: String
    ) throws(ControlFailure) -> Self {
        guard verb == "hold" || verb == "release" else { throw .notFound(form) }
        guard !name.isEmpty else { throw ControlFailure(.badRequest, "the policy has no name") }
        var reading = RequestReading(form)
        try reading.demand(.post)
        let request = try order(verb, .policy(name), &reading)
        try reading.finish()
        return request
    }

    private static func order(
        _ verb: String,
        _ target: OrderTarget,
        _ reading: inout RequestReading
    ) throws(ControlFailure) -> Self {
        do throws(JSONShapeError) {
            var members = try JSONReader(reading.takeBody()).members()
            let request: ControlRequest =
                verb == "hold"
                ? .hold(try HoldOrder(target, &members)) : .release(try ReleaseOrder(target, &members))
            try members.finish()
            return request
        } catch {
            throw ControlFailure(.badRequest, "the body is not as it must be: \(error)")
        }
    }

    private static func command(
        _ verb: String,
        of zone: Name,
        _ reading: inout RequestReading
    ) throws(ControlFailure) -> Self {
        if verb == "hold" || verb == "release" { return try order(verb, .zone(zone), &reading) }
        do throws(JSONShapeError) {
            var members = try JSONReader(reading.takeBody()).members()
            let request: ControlRequest
            switch verb {
            case "plan": request = .whatIf(try PlanQuestion(zone, &members))
            case "advance": request = .advance(try AdvanceOrder(zone, &members))
            case "roll": request = .roll(try RollOrder(zone, &members))
            case "abort": request = .abort(try AbortOrder(zone, &members))
            case "approve": request = .vote(try VoteOrder(zone, approves: true, &members))
            case "refuse": request = .vote(try VoteOrder(zone, approves: false, &members))
            default:
                let tag = try members.take("tag").tag()
                let at = try members.takeIfPresent("at")?.givenInstant()
                request =
                    verb == "ds-seen"
                    ? .dsSeen(zone: zone, tag: tag, at: at) : .dsGone(zone: zone, tag: tag, at: at)
            }
            try members.finish()
            return request
        } catch {
            throw ControlFailure(.badRequest, "the body is not as it must be: \(error)")
        }
    }
}

extension ControlFailure {
    static func notFound(_ form: HTTPRequestForm) -> ControlFailure {
        ControlFailure(.notFound, "there is nothing at \(form.target)")
    }
}

/// Takes parameters and body out of a form; what is left is refused.
private struct RequestReading {
    private let form: HTTPRequestForm
    private var query: [HTTPRequestForm.Parameter]
    private var body: JSONValue?

    init(_ form: HTTPRequestForm) {
        self.form = form
        self.query = form.query
        self.body = form.body
    }

    func demand(_ method: HTTPRequestForm.Method) throws(ControlFailure) {
        guard form.method == method else {
            throw ControlFailure(.methodNotAllowed, "\(form.target) takes \(method.rawValue) only")
        }
    }

    mutating func takeBody() -> JSONValue {
        defer { body = nil }
        return body ?? [:]
    }

    mutating func parameter(_ name: String) -> String? {
        guard let index = query.firstIndex(where: { $0.name == name }) else { return nil }
        return query.remove(at: index).value
    }

    mutating func moment(_ name: String) throws(ControlFailure) -> Instant? {
        guard let text = parameter(name) else { return nil }
        guard let instant = Instant(absolute: text) else {
            throw ControlFailure(.badRequest, "\(name)=\(text) is no moment such as 2018-10-11T16:00:00Z")
        }
        return instant
    }

    mutating func number(_ name: String) throws(ControlFailure) -> Int? {
        guard let text = parameter(name) else { return nil }
        guard let number = Int32(text), number > 0 else {
            throw ControlFailure(.badRequest, "\(name)=\(text) is no number above zero")
        }
        return Int(number)
    }

    mutating func tag(_ name: String) throws(ControlFailure) -> UInt16? {
        guard let text = parameter(name) else { return nil }
        guard let tag = UInt16(text) else {
            throw ControlFailure(.badRequest, "\(name)=\(text) is no key tag")
        }
        return tag
    }

    mutating func word<Value>(_ name: String, _ words: [(String, Value)]) throws(ControlFailure) -> Value? {
        guard let text = parameter(name) else { return nil }
        guard let match = words.first(where: { $0.0 == text }) else {
            let list = words.map(\.0).joined(separator: ", ")
            throw ControlFailure(.badRequest, "\(name)=\(text) is unknown; expected one of \(list)")
        }
        return match.1
    }

    /// Refuses what was not taken; an empty object is no body.
    func finish() throws(ControlFailure) {
        if let parameter = query.first {
            throw ControlFailure(.badRequest, "the parameter \(parameter.name) is unknown here")
        }
        guard body == nil || body == .object([]) else {
            throw ControlFailure(.badRequest, "no body is expected here")
        }
    }
}
