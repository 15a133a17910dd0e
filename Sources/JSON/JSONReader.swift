/// What can be wrong with a JSON value that was to have a certain form.
public enum JSONShapeProblem: Hashable, Sendable {
    /// Another kind of value was expected.
    case wrongKind(expected: JSONValue.Kind, found: JSONValue.Kind)
    /// A member is missing.
    case missing
    /// A member that nobody knows.
    case unknown
    /// A number outside its range.
    case outOfRange(Int64, allowed: ClosedRange<Int64>)
    /// A string that is none of the words that are allowed here.
    case unknownWord(String)
    /// A value of the right kind whose content is wrong.
    case invalid(JSONContent)
}

/// What a string or number was to be.
public enum JSONContent: String, Hashable, Sendable, CaseIterable {
    /// A moment: `2018-10-11T16:00:00Z`.
    case instant = "a moment such as 2018-10-11T16:00:00Z"
    /// A length of time: `1d12h`.
    case interval = "a length of time such as 1d12h"
    /// A domain name with its final dot.
    case name = "a domain name with its final dot"
    /// Base64.
    case base64 = "base64"
    /// Hexadecimal digits in lower case.
    case hexadecimal = "hexadecimal digits in lower case"
    /// What follows from other values of the same text.
    case consistent = "a value that agrees with the rest of the text"
}

/// A JSON value of the wrong form, and where.
public struct JSONShapeError: Error, Hashable, Sendable {
    /// Where, from the root `$`: `$.ring.keys[2].dnskey.since`.
    public let path: String
    /// What is wrong.
    public let problem: JSONShapeProblem

    /// A problem at a place.
    public init(path: String, problem: JSONShapeProblem) {
        self.path = path
        self.problem = problem
    }
}

extension JSONShapeError: CustomStringConvertible {
    /// One line for people.
    public var description: String { "\(path): \(problem)" }
}

extension JSONShapeProblem: CustomStringConvertible {
    /// What is wrong and what was expected, in lower case.
    public var description: String {
        switch self {
        case .wrongKind(let expected, let found): "\(found.rawValue) found; expected \(expected.rawValue)"
        case .missing: "missing"
        case .unknown: "unknown member"
        case .outOfRange(let value, let allowed):
            "\(value) is out of range; expected \(allowed.lowerBound) to \(allowed.upperBound)"
        case .unknownWord(let word): "unknown word \"\(word)\""
        case .invalid(let content): "expected \(content.rawValue)"
        }
    }
}

/// A JSON value together with its place, for strict reading.
public struct JSONReader: Hashable, Sendable {
    /// The last step to a value: most of them are never told to anybody, and so their text is not made.
    private enum Step: Hashable, Sendable {
        case none
        case member(String)
        case element(Int)
    }

    /// The value.
    public let value: JSONValue
    private let base: String
    private let step: Step

    /// Begins at the root of a text.
    public init(_ value: JSONValue, path: String = "$") {
        (self.value, base, step) = (value, path, .none)
    }

    /// A member of the object at a path.
    fileprivate init(_ value: JSONValue, member name: String, of base: String) {
        (self.value, self.base, step) = (value, base, .member(name))
    }

    private init(_ value: JSONValue, element index: Int, of base: String) {
        (self.value, self.base, step) = (value, base, .element(index))
    }

    /// Its place.
    public var path: String {
        switch step {
        case .none: base
        case .member(let name): "\(base).\(name)"
        case .element(let index): "\(base)[\(index)]"
        }
    }

    /// nil for the word `null`, else this.
    public var nonNull: JSONReader? { value == .null ? nil : self }

    /// The value, which must be a string.
    public func string() throws(JSONShapeError) -> String {
        guard case .string(let string) = value else { throw wrongKind(.string) }
        return string
    }

    /// The value, which must be an integer in a range.
    public func integer(in range: ClosedRange<Int64>) throws(JSONShapeError) -> Int64 {
        guard case .integer(let integer) = value else { throw wrongKind(.integer) }
        guard range.contains(integer) else { throw error(.outOfRange(integer, allowed: range)) }
        return integer
    }

    /// The value, which must be `true` or `false`.
    public func bool() throws(JSONShapeError) -> Bool {
        guard case .bool(let bool) = value else { throw wrongKind(.bool) }
        return bool
    }

    /// The elements of the value, which must be an array.
    public func elements() throws(JSONShapeError) -> [JSONReader] {
        guard case .array(let elements) = value else { throw wrongKind(.array) }
        if elements.isEmpty { return [] }
        let path = path
        return elements.enumerated().map { JSONReader($1, element: $0, of: path) }
    }

    /// The members of the value, which must be an object.
    public func members() throws(JSONShapeError) -> JSONMembers {
        guard case .object(let members) = value else { throw wrongKind(.object) }
        return JSONMembers(members, path: path)
    }

    /// An error at this place.
    public func error(_ problem: JSONShapeProblem) -> JSONShapeError {
        JSONShapeError(path: path, problem: problem)
    }

    private func wrongKind(_ expected: JSONValue.Kind) -> JSONShapeError {
        error(.wrongKind(expected: expected, found: value.kind))
    }
}

/// The members of an object that have not been read yet.
///
/// Call `finish` when all that are known have been taken: it refuses the rest.
public struct JSONMembers: Hashable, Sendable {
    private let path: String
    private let members: [JSONValue.Member]
    private var isTaken: [Bool]
    /// Where the next one is, most likely.
    private var next = 0

    init(_ members: [JSONValue.Member], path: String) {
        (self.members, self.path) = (members, path)
        isTaken = Array(repeating: false, count: members.count)
    }

    /// Takes a member that must be there.
    public mutating func take(_ name: String) throws(JSONShapeError) -> JSONReader {
        guard let reader = takeIfPresent(name) else {
            throw JSONShapeError(path: "\(path).\(name)", problem: .missing)
        }
        return reader
    }

    /// Takes a member that may be left out.
    public mutating func takeIfPresent(_ name: String) -> JSONReader? {
        guard let index = index(of: name) else { return nil }
        (isTaken[index], next) = (true, index + 1)
        return JSONReader(members[index].value, member: name, of: path)
    }

    private func index(of name: String) -> Int? {
        if next < members.count, !isTaken[next], members[next].name == name { return next }
        return members.indices.first { !isTaken[$0] && members[$0].name == name }
    }

    /// Refuses members that were not taken.
    public func finish() throws(JSONShapeError) {
        guard let index = isTaken.firstIndex(of: false) else { return }
        throw JSONShapeError(path: "\(path).\(members[index].name)", problem: .unknown)
    }
}
