import DNSSECModel

// Requests as HTTP forms, and back. Both directions side by side, so that they can be compared.

extension ControlRequest {
    /// The request as HTTP carries it.
    public var form: HTTPRequestForm {
        switch self {
        case .status(let zone?): .zone(.get, zone, "status")
        case .status(nil): HTTPRequestForm(.get, [ControlProtocolVersion.pathPrefix, "status"])
        case .plan(let zone, let from, let until):
            .zone(.get, zone, "plan", query: [("from", from?.description), ("until", until?.description)])
        case .whatIf(let question): .zone(.post, question.zone, "plan", body: question.body)
        case .advance(let order): .zone(.post, order.zone, "advance", body: order.body)
        case .roll(let zone, let role, let start):
            .zone(.post, zone, "roll", body: ["role": JSONValue(word: role), "start": JSONValue(start)])
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

extension AdvanceOrder {
    fileprivate var body: JSONValue {
        [
            "tag": .integer(Int64(tag)), "phase": JSONValue(word: phase), "force": .bool(force),
            "reason": JSONValue(reason),
        ]
    }
}

extension HTTPRequestForm {
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
        default:
            throw .notFound(form)
        }
    }

    private static func request(_ form: HTTPRequestForm, about verb: String) throws(ControlFailure) -> Self {
        let reading = RequestReading(form)
        switch verb {
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
        "status": .get, "keys": .get, "plan": .get, "history": .get, "ds": .get,
        "advance": .post, "roll": .post, "ds-seen": .post, "ds-gone": .post,
    ]

    private static func command(
        _ verb: String,
        of zone: Name,
        _ reading: inout RequestReading
    ) throws(ControlFailure) -> Self {
        do throws(JSONShapeError) {
            var members = try JSONReader(reading.takeBody()).members()
            let request: ControlRequest
            switch verb {
            case "plan": request = .whatIf(try PlanQuestion(zone, &members))
            case "advance": request = .advance(try AdvanceOrder(zone, &members))
            case "roll":
                request = .roll(
                    zone: zone,
                    role: try members.take("role").word(KeyRole.self),
                    start: try members.takeIfPresent("start")?.givenInstant()
                )
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

extension AdvanceOrder {
    fileprivate init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        tag = try members.take("tag").tag()
        let phase = try members.take("phase")
        self.phase = try phase.word(KeyPhase.self)
        guard AdvanceOrder.phases.contains(self.phase) else {
            throw phase.error(.unknownWord(self.phase.rawValue))
        }
        force = try members.takeIfPresent("force")?.bool() ?? false
        let reason = members.takeIfPresent("reason")
        self.reason = try reason?.optionalString()
        // A forced step without a reason could not be told from a slip of the fingers, later.
        if force, self.reason?.isEmpty ?? true {
            throw (reason ?? JSONReader(.null, path: "$.reason")).error(.missing)
        }
    }
}

extension JSONReader {
    /// A moment as a person writes it in a request: any absolute form, nil for `null`.
    fileprivate func givenInstant() throws(JSONShapeError) -> Instant? {
        guard value != .null else { return nil }
        guard let instant = Instant(absolute: try string()) else { throw error(.invalid(.instant)) }
        return instant
    }
}

extension Instant {
    /// A moment that does not depend on the present one.
    fileprivate init?(absolute text: String) {
        guard text.utf8.first.map({ $0 &- 0x30 < 10 }) ?? false else { return nil }
        self.init(text: text, now: Instant(secondsSinceEpoch: 0))
    }
}

extension ControlFailure {
    fileprivate static func notFound(_ form: HTTPRequestForm) -> ControlFailure {
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
