// The one place where problems with record data become text.

extension RDATAProblem: CustomStringConvertible {
    /// The same as `message`.
    public var description: String { message }

    /// What is wrong; expected what.
    ///
    /// No position, no final full stop.
    public var message: String {
        switch self {
        case .text(let error): error.problem.message
        case .missingField(let name): "the record ends early; expected \(name)"
        case .trailingData: "more data than the type has fields; expected the end of the record"
        case .unexpectedQuotes(let name): "\(name) in quotes; expected it without quotes"
        case .malformed(let name, let expected): "bad \(name); expected \(expected)"
        case .name(let name, let problem): "bad \(name): \(problem.message)"
        case .badEscape(let name): "bad escape in \(name); expected \\DDD up to \\255 or \\ and a character"
        case .stringTooLong(let name, let octets):
            "\(name) of \(octets) octets; expected at most 255 octets"
        case .dataTooLong(let octets): "record data of \(octets) octets; expected at most 65535 octets"
        case .genericLengthMismatch(let declared, let found):
            "\(found) octets of data behind a length of \(declared); expected \(declared) octets"
        case .metaType(let type): "type \(type) in a zone; expected a type of zone data"
        case .genericFormRequired(let type):
            "type \(type) has no text form of its own; expected \\# LENGTH HEX"
        case .digestLength(let name, let expected, let found):
            "\(name) of \(found) octets; expected \(expected) octets for this digest type"
        case .bitmap(let problem): problem.message
        case .serviceParameter(let key, let problem): "service parameter \(key): \(problem.message)"
        }
    }
}

extension FieldProblem {
    /// What is wrong; expected what.
    public var message: String {
        switch self {
        case .unmatchedClosingParenthesis: "a ) without its (; expected a field or the end of the record"
        case .unclosedParenthesis: "a ( is never closed; expected a ) before the end of the file"
        case .unclosedQuote: "a string without its closing quote; expected \" before the end of the line"
        }
    }
}

extension NameError {
    /// What is wrong; expected what.
    public var message: String {
        switch self {
        case .labelTooLong(let octets): "a label of \(octets) octets; expected at most 63 octets"
        case .nameTooLong: "a name of more than 255 octets; expected at most 255 octets"
        case .emptyLabel: "an empty label; expected 1 to 63 octets between dots"
        case .badEscape: "a bad escape; expected \\DDD up to \\255 or \\ and a character"
        case .empty: "no text; expected a domain name"
        case .truncated: "the octets end inside the name; expected its final zero octet"
        case .trailingOctets: "octets behind the name; expected its end"
        case .relativeWithoutOrigin: "a relative name without an origin; expected a final dot or $ORIGIN"
        }
    }
}

extension RDATAExpectation: CustomStringConvertible {
    /// The words behind "expected".
    public var description: String {
        switch self {
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .numberOrMnemonic(let range):
            "a mnemonic or a number from \(range.lowerBound) to \(range.upperBound)"
        case .interval: "seconds from 0 to 4294967295, or units as in 1h30m"
        case .octets(let count): "at least \(count) octets"
        case .octetsAtMost(let count): "at most \(count) octets"
        case .digits(let count): "at least \(count) decimal digits and nothing else"
        case .fraction(let range): "a decimal number from \(range.lowerBound) to \(range.upperBound)"
        case .metres(let range):
            "metres from \(range.lowerBound / 100) to \(range.upperBound / 100), at most two decimals"
        case .hardwareAddress(let octets): "\(octets) pairs of hexadecimal digits with hyphens between them"
        default: fixedDescription
        }
    }

    private var fixedDescription: String {
        switch self {
        case .ipv4: "an IPv4 address as in 192.0.2.1"
        case .ipv6: "an IPv6 address as in 2001:db8::1"
        case .type: "a record type as in AAAA or TYPE28"
        case .base64: "base64 with its padding"
        case .hex: "pairs of hexadecimal digits"
        case .base32hex: "base32 in the extended hex alphabet (0-9, A-V), for 1 to 255 octets"
        case .salt: "- or pairs of hexadecimal digits for at most 255 octets"
        case .signatureTime: "YYYYMMDDHHMMSS from 1970 on, or seconds since 1970"
        case .substitution: "a substitution expression as in !^.*$!sip:info@example.com!"
        case .lettersAndDigits: "1 to 255 letters and digits"
        case .northOrSouth: "N or S"
        case .eastOrWest: "E or W"
        case .precision: "mantissa and exponent from 0 to 9 each"
        case .addressPrefix: "[!]FAMILY:ADDRESS/PREFIX as in 1:192.0.2.0/24"
        case .nsap: "0x and pairs of hexadecimal digits"
        case .atmAddress: "+ and digits, or pairs of hexadecimal digits"
        default: otherFixedDescription
        }
    }

    private var otherFixedDescription: String {
        switch self {
        case .locator: "four groups of hexadecimal digits as in 0014:4fff:ff20:ee64"
        case .dot: "a single dot"
        case .protocolNumber: "tcp, udp or a number from 0 to 255"
        case .service: "a well-known service or a port number from 0 to 65535"
        case .zeroPadding: "zero bits where the prefix is"
        default: "KEY, KEY=VALUE or KEY=\"VALUE\""
        }
    }
}
