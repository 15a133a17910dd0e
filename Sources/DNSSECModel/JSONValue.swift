/// A JSON value (RFC 8259) whose objects keep the order of their members.
///
/// State files, journal lines and answers are built and read by hand from these, so that their form is stable and
/// can be reviewed. Two objects are equal where they have the same members in the same order.
public enum JSONValue: Hashable, Sendable {
    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: JSONValue

        /// A name and a value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// What a value is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The word `null`.
        case null
        /// `true` or `false`.
        case bool = "true or false"
        /// A number without fraction and exponent that 64 bits hold.
        case integer
        /// Any other number.
        case decimal = "number"
        /// A string.
        case string
        /// A list of values.
        case array
        /// A list of named values.
        case object
    }

    /// The word `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent.
    case integer(Int64)
    /// A number with fraction or exponent; never infinite, never "not a number".
    case decimal(Double)
    /// A string.
    case string(String)
    /// A list of values.
    case array([JSONValue])
    /// A list of named values; no name stands twice.
    case object([Member])

    /// What the value is.
    public var kind: Kind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .integer: .integer
        case .decimal: .decimal
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The member of an object with this name; nil where there is none, and for all other values.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// An object with its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    /// An array.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// A string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// An integer.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// A truth value.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// The word `null`.
    public init(nilLiteral: ()) {
        self = .null
    }
}

// MARK: - Writing

extension JSONValue {
    /// The value on one line, without white space.
    public var compact: String {
        var text = ""
        appendCompact(to: &text)
        return text
    }

    /// The value over several lines, two spaces a level, without a final line break.
    public var pretty: String {
        var text = ""
        appendPretty(to: &text, indentation: "")
        return text
    }

    /// The value over several lines, all but the first behind this indentation.
    func pretty(indentation: String) -> String {
        var text = ""
        appendPretty(to: &text, indentation: indentation)
        return text
    }

    /// Appends the value on one line, without white space.
    public func appendCompact(to text: inout String) {
        switch self {
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.appendCompact(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                JSONValue.appendQuoted(member.name, to: &text)
                text += ":"
                member.value.appendCompact(to: &text)
            }
            text += "}"
        default:
            appendScalar(to: &text)
        }
    }

    private func appendPretty(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "["
            for (index, element) in elements.enumerated() {
                text += (index > 0 ? ",\n" : "\n") + inner
                element.appendPretty(to: &text, indentation: inner)
            }
            text += "\n" + indentation + "]"
        case .object(let members) where !members.isEmpty:
            text += "{"
            for (index, member) in members.enumerated() {
                text += (index > 0 ? ",\n" : "\n") + inner
                JSONValue.appendQuoted(member.name, to: &text)
                text += ": "
                member.value.appendPretty(to: &text, indentation: inner)
            }
            text += "\n" + indentation + "}"
        default:
            appendCompact(to: &text)
        }
    }

    private func appendScalar(to text: inout String) {
        switch self {
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .decimal(let value):
            precondition(value.isFinite, "JSON has no word for it")
            text += value.description
        case .string(let value): JSONValue.appendQuoted(value, to: &text)
        case .null, .array, .object: text += "null"
        }
    }

    private static func appendQuoted(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        if !string.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
