import DNSSECModel
import JSON

/// Takes target, parameters and body out of a form; what is left is refused.
struct RequestReading {
    private let form: HTTPRequestForm
    /// Whose zones the request is about; nil for all.
    let target: OrderTarget?
    private var query: [HTTPRequestForm.Parameter]
    private var body: JSONValue?

    init(_ form: HTTPRequestForm, _ target: OrderTarget?) {
        self.form = form
        self.target = target
        query = form.query
        body = form.body
    }

    var method: HTTPRequestForm.Method { form.method }

    /// The failure for a path that is none.
    var notFound: ControlFailure { .notFound(form) }

    func demand(_ method: HTTPRequestForm.Method) throws(ControlFailure) {
        guard form.method == method else {
            throw ControlFailure(.methodNotAllowed, "\(form.target) takes \(method.rawValue) only")
        }
    }

    // MARK: - Questions

    /// The zone of a question about one zone.
    func zone() throws(ControlFailure) -> Name {
        guard case .zone(let zone) = target else { throw notFound }
        try demand(.get)
        return zone
    }

    /// The zone of a question about one zone or all; nil for all.
    func zoneOrAll() throws(ControlFailure) -> Name? {
        guard target != nil else {
            try demand(.get)
            return nil
        }
        return try zone()
    }

    // MARK: - Orders

    /// What a body says of one zone.
    mutating func order<Order>(
        _ read: (Name, inout JSONMembers) throws(JSONShapeError) -> Order
    ) throws(ControlFailure) -> Order {
        guard case .zone(let zone) = target else { throw notFound }
        return try bodyMembers { members throws(JSONShapeError) in try read(zone, &members) }
    }

    /// What a body says of one zone, or of all zones with a policy.
    mutating func targetedOrder<Order>(
        _ read: (OrderTarget, inout JSONMembers) throws(JSONShapeError) -> Order
    ) throws(ControlFailure) -> Order {
        guard let target else { throw notFound }
        if target == .policy("") { throw ControlFailure(.badRequest, "the policy has no name") }
        return try bodyMembers { members throws(JSONShapeError) in try read(target, &members) }
    }

    /// The reason in the body of an order about the daemon.
    mutating func reason() throws(ControlFailure) -> String {
        guard target == nil else { throw notFound }
        return try bodyMembers { members throws(JSONShapeError) in try members.takeReason() }
    }

    private mutating func bodyMembers<Order>(
        _ read: (inout JSONMembers) throws(JSONShapeError) -> Order
    ) throws(ControlFailure) -> Order {
        try demand(.post)
        defer { body = nil }
        do throws(JSONShapeError) {
            var members = try JSONReader(body ?? [:]).members()
            let order = try read(&members)
            try members.finish()
            return order
        } catch {
            throw ControlFailure(.badRequest, "the body is not as it must be: \(error)")
        }
    }

    // MARK: - Parameters

    private mutating func parameter(_ name: String) -> String? {
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
