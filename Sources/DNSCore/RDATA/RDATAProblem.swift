/// What is wrong with a record's data, in text or in wire form.
public enum RDATAProblem: Error, Hashable, Sendable {
    /// The text cannot be cut into fields; the error says where.
    case text(FieldError)
    /// The entry or the octets end where a field was expected.
    case missingField(RDATAFieldName)
    /// A field or octets follow the last field of the type.
    case trailingData
    /// A field in quotes that is not a character-string.
    case unexpectedQuotes(RDATAFieldName)
    /// A field that is not what its type says.
    case malformed(RDATAFieldName, expected: RDATAExpectation)
    /// A malformed domain name.
    case name(RDATAFieldName, NameError)
    /// A backslash before digits that are not three or exceed 255, or at the end.
    case badEscape(RDATAFieldName)
    /// A character-string of more than 255 octets.
    case stringTooLong(RDATAFieldName, octets: Int)
    /// Record data of more than 65535 octets.
    case dataTooLong(octets: Int)
    /// The count behind `\#` differs from the octets that follow (RFC 3597 5).
    case genericLengthMismatch(declared: Int, found: Int)
    /// A type that only queries and messages use, never zone data (RFC 6895 3.1).
    case metaType(RRType)
    /// A type whose data can only be written as `\# LENGTH HEX`.
    case genericFormRequired(RRType)
    /// A digest whose length does not fit its digest type.
    case digestLength(RDATAFieldName, expected: Int, found: Int)
    /// A type bitmap that breaks the rules of RFC 4034 4.1.2.
    case bitmap(TypeBitmapProblem)
    /// A service parameter that breaks the rules of RFC 9460.
    case serviceParameter(ServiceParameterKey, ServiceParameterProblem)
}

/// A problem with a record's data, and the field it is about; `nil` if the entry ended too early.
struct RDATAError: Error, Hashable, Sendable {
    var problem: RDATAProblem
    var field: Field?

    init(_ problem: RDATAProblem, _ field: Field?) {
        self.problem = problem
        self.field = field
    }

    init(_ error: FieldError) {
        self.init(.text(error), nil)
    }
}

/// The name of a field of a record's data, as its RFC calls it.
public struct RDATAFieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private let words: StaticString

    /// Takes the words as they are.
    public init(stringLiteral value: StaticString) { words = value }

    /// The words, without an article.
    public var description: String { words.description }

    /// True if the words are the same.
    public static func == (left: RDATAFieldName, right: RDATAFieldName) -> Bool {
        left.description == right.description
    }

    /// Hashes the words.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// What a field was expected to hold.
public enum RDATAExpectation: Hashable, Sendable {
    /// A decimal number in a range.
    case number(ClosedRange<UInt32>)
    /// A decimal number in a range, or a mnemonic of a registry.
    case numberOrMnemonic(ClosedRange<UInt32>)
    /// Seconds as a number or with the units w, d, h, m, s.
    case interval
    /// Four decimal numbers with dots.
    case ipv4
    /// An IPv6 address as text (RFC 4291 2.2).
    case ipv6
    /// A mnemonic of a type or TYPE with a number.
    case type
    /// Base64 (RFC 4648 4).
    case base64
    /// Pairs of hexadecimal digits.
    case hex
    /// Base32 with the extended hex alphabet, without padding (RFC 4648 7).
    case base32hex
    /// A `-` or hexadecimal digits for at most 255 octets.
    case salt
    /// YYYYMMDDHHMMSS in UTC or seconds since 1970 (RFC 4034 3.2).
    case signatureTime
    /// At least that many octets.
    case octets(atLeast: Int)
    /// At most that many octets.
    case octetsAtMost(Int)
    /// Decimal digits only, at least that many.
    case digits(atLeast: Int)
    /// A decimal fraction in a range of whole numbers.
    case fraction(ClosedRange<Int32>)
    /// A substitution expression (RFC 3402 3.2).
    case substitution
    /// Letters and digits.
    case lettersAndDigits
    /// The word N or S.
    case northOrSouth
    /// The word E or W.
    case eastOrWest
    /// A length in metres with at most two decimals, in a range of centimetres.
    case metres(ClosedRange<Int64>)
    /// Mantissa and exponent, each from 0 to 9 (RFC 1876 2).
    case precision
    /// `[!]FAMILY:ADDRESS/PREFIX` (RFC 3123 5).
    case addressPrefix
    /// `0x` and pairs of hexadecimal digits, dots between them (RFC 1706 5).
    case nsap
    /// `+` and digits, or pairs of hexadecimal digits (ATM Forum AF-SAA-0069).
    case atmAddress
    /// That many pairs of hexadecimal digits with hyphens (RFC 7043).
    case hardwareAddress(octets: Int)
    /// Four groups of hexadecimal digits with colons (RFC 6742 2.1).
    case locator
    /// A single dot, for no gateway.
    case dot
    /// A protocol's name or number.
    case protocolNumber
    /// A service's name, or a port number.
    case service
    /// Zero bits where the other part of the address gives them.
    case zeroPadding
    /// `KEY`, `KEY=VALUE` or `KEY="VALUE"` (RFC 9460 2.1).
    case serviceParameter
}
