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

    /// The member of an object with this name; `nil` if there is none, and for all other values.
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
