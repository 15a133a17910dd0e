/// What can be wrong with JSON text.
public enum JSONProblem: Hashable, Sendable {
    /// The text ends inside a value.
    case endOfText
    /// An octet that cannot stand here.
    case unexpectedOctet(UInt8)
    /// Something follows the value.
    case trailingText
    /// A string holds a control character, or octets that are not UTF-8.
    case badString
    /// An escape that is none, or half of a surrogate pair.
    case badEscape
    /// A number with a leading zero, without digits, or beyond what 64 bits hold.
    case badNumber
    /// A name that the object has already.
    case repeatedName(String)
    /// Arrays and objects inside each other, deeper than the limit.
    case tooDeep(limit: Int)
}

/// A problem with JSON text, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong.
    public let problem: JSONProblem
    /// The line, from 1.
    public let line: Int
    /// The column in octets, from 1.
    public let column: Int

    /// A problem at a place.
    public init(problem: JSONProblem, line: Int, column: Int) {
        self.problem = problem
        self.line = line
        self.column = column
    }
}

extension JSONValue {
    /// Arrays and objects may lie in each other as deep as this.
    public static let maximumDepth = 64

    /// Reads one value that fills the text, white space around it allowed.
    ///
    /// Strict RFC 8259: no comments, no trailing commas, no leading zeros, valid UTF-8, no name twice.
    public init(parsing text: Span<UInt8>) throws(JSONError) {
        var parser = JSONParser(text)
        self = try parser.document()
    }
}

/// Reads JSON text by recursive descent.
struct JSONParser: ~Escapable {
    private let text: Span<UInt8>
    private var position = 0

    /// Begins at the first octet.
    @_lifetime(copy text)
    init(_ text: Span<UInt8>) {
        self.text = text
    }

    /// The one value of the text.
    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard position == text.count else { throw error(.trailingText) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipWhiteSpace()
        switch try peek() {
        case 0x7B: return try object(depth: depth + 1)
        case 0x5B: return try array(depth: depth + 1)
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        case 0x2D, 0x30...0x39: return try number()
        case let octet: throw error(.unexpectedOctet(octet))
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= JSONValue.maximumDepth else { throw error(.tooDeep(limit: JSONValue.maximumDepth)) }
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        position += 1
        skipWhiteSpace()
        if try take(0x7D) { return .object([]) }
        repeat {
            skipWhiteSpace()
            let start = position
            guard try peek() == 0x22 else { throw error(.unexpectedOctet(text[position])) }
            let name = try string()
            guard Self.isNew(name, among: members, &names) else {
                throw error(.repeatedName(name), at: start)
            }
            skipWhiteSpace()
            try expect(0x3A)
            members.append(JSONValue.Member(name, try value(depth: depth)))
            skipWhiteSpace()
        } while try take(0x2C)
        try expect(0x7D)
        return .object(members)
    }

    /// Names up to which they are compared one by one; more are kept in a set.
    private static let fewNames = 32

    private static func isNew(_ name: String, among members: [JSONValue.Member], _ names: inout Set<String>)
        -> Bool
    {
        if members.count < fewNames { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map(\.name)) }
        return names.insert(name).inserted
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= JSONValue.maximumDepth else { throw error(.tooDeep(limit: JSONValue.maximumDepth)) }
        var elements: [JSONValue] = []
        position += 1
        skipWhiteSpace()
        if try take(0x5D) { return .array([]) }
        repeat {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
        } while try take(0x2C)
        try expect(0x5D)
        return .array(elements)
    }

    // MARK: - Scalars

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for octet in word.description.utf8 { try expect(octet) }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        var isInteger = true
        if try peek() == 0x2D { position += 1 }
        let leading = position
        guard digits() > 0, text[leading] != 0x30 || position == leading + 1 else {
            throw error(.badNumber, at: start)
        }
        if position < text.count, text[position] == 0x2E {
            isInteger = false
            position += 1
            guard digits() > 0 else { throw error(.badNumber, at: start) }
        }
        if position < text.count, text[position] | 0x20 == 0x65 {
            isInteger = false
            position += 1
            if position < text.count, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
            guard digits() > 0 else { throw error(.badNumber, at: start) }
        }
        let written = String(decoding: (start..<position).map { text[$0] }, as: UTF8.self)
        if isInteger, let value = Int64(written) { return .integer(value) }
        guard !isInteger, let value = Double(written), value.isFinite else {
            throw error(.badNumber, at: start)
        }
        return .decimal(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < text.count, text[position] &- 0x30 < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        while position < text.count, text[position] >= 0x20, text[position] != 0x22, text[position] != 0x5C {
            position += 1
        }
        var octets: [UInt8] = []
        octets.reserveCapacity(position - start - 1)
        for index in (start + 1)..<position { octets.append(text[index]) }
        while true {
            switch try peek() {
            case 0x22:
                position += 1
                guard let string = String(validating: octets, as: UTF8.self) else {
                    throw error(.badString, at: start)
                }
                return string
            case 0x5C:
                octets += String(Character(try escape())).utf8
            case 0..<0x20:
                throw error(.badString)
            case let octet:
                octets.append(octet)
                position += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        let octet = try peek()
        position += 1
        switch octet {
        case 0x22, 0x5C, 0x2F: return Unicode.Scalar(octet)
        case 0x62: return "\u{8}"
        case 0x66: return "\u{C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75: break
        default: throw error(.badEscape, at: start)
        }
        var value = try hexadecimal(start)
        if 0xD800..<0xDC00 ~= value {
            guard try take(0x5C), try take(0x75) else { throw error(.badEscape, at: start) }
            let low = try hexadecimal(start)
            guard 0xDC00..<0xE000 ~= low else { throw error(.badEscape, at: start) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw error(.badEscape, at: start) }
        return scalar
    }

    private mutating func hexadecimal(_ start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
                throw error(.badEscape, at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: - Octets

    private mutating func skipWhiteSpace() {
        while position < text.count {
            let octet = text[position]
            guard octet == 0x20 || octet == 0x0A || octet == 0x0D || octet == 0x09 else { return }
            position += 1
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard position < text.count else { throw error(.endOfText) }
        return text[position]
    }

    private mutating func take(_ octet: UInt8) throws(JSONError) -> Bool {
        guard try peek() == octet else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ octet: UInt8) throws(JSONError) {
        let found = try peek()
        guard found == octet else { throw error(.unexpectedOctet(found)) }
        position += 1
    }

    private func error(_ problem: JSONProblem, at place: Int? = nil) -> JSONError {
        var (line, column) = (1, 1)
        for index in 0..<(place ?? position) {
            column += 1
            if text[index] == 0x0A { (line, column) = (line + 1, 1) }
        }
        return JSONError(problem: problem, line: line, column: column)
    }
}

// MARK: - Text

extension JSONError: CustomStringConvertible {
    /// One line for people: `3:14: not JSON: ...`.
    public var description: String { "\(line):\(column): not JSON: \(problem)" }
}

extension JSONProblem: CustomStringConvertible {
    /// What is wrong and what was expected, in lower case.
    public var description: String {
        switch self {
        case .endOfText: "the text ends too early"
        case .unexpectedOctet(let octet) where 0x21...0x7E ~= octet:
            "unexpected '\(Character(Unicode.Scalar(octet)))'"
        case .unexpectedOctet(let octet): "unexpected octet \(octet)"
        case .trailingText: "something follows the value; expected the end"
        case .badString: "a string with a control character, or not in UTF-8"
        case .badEscape: "an escape that JSON does not know"
        case .badNumber: "a number that JSON does not allow, or too large"
        case .repeatedName(let name): "\"\(name)\" stands here twice"
        case .tooDeep(let limit): "more than \(limit) levels"
        }
    }
}
