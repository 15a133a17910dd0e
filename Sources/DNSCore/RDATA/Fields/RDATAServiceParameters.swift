/// The key of a service parameter of SVCB and HTTPS (IANA "Service Parameter Keys"; RFC 9460 14.3).
public struct ServiceParameterKey: RawRepresentable, Hashable, Comparable, Sendable {
    /// The key's number.
    public let rawValue: UInt16

    /// Any number, known or not.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Keys that a client must understand (RFC 9460 8).
    public static let mandatory = ServiceParameterKey(rawValue: 0)
    /// Protocols of the service (RFC 9460 7.1).
    public static let alpn = ServiceParameterKey(rawValue: 1)
    /// The default protocol is not among them (RFC 9460 7.1).
    public static let noDefaultALPN = ServiceParameterKey(rawValue: 2)
    /// Port of the service (RFC 9460 7.2).
    public static let port = ServiceParameterKey(rawValue: 3)
    /// IPv4 addresses (RFC 9460 7.3).
    public static let ipv4hint = ServiceParameterKey(rawValue: 4)
    /// Encrypted ClientHello configuration (RFC 9848).
    public static let ech = ServiceParameterKey(rawValue: 5)
    /// IPv6 addresses (RFC 9460 7.3).
    public static let ipv6hint = ServiceParameterKey(rawValue: 6)
    /// URI template of DNS over HTTPS (RFC 9461 5).
    public static let dohpath = ServiceParameterKey(rawValue: 7)
    /// Support of Oblivious HTTP (RFC 9540 4).
    public static let ohttp = ServiceParameterKey(rawValue: 8)

    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    private static let names: [StaticName] = [
        .init("mandatory", 0), .init("alpn", 1), .init("no-default-alpn", 2), .init("port", 3),
        .init("ipv4hint", 4), .init("ech", 5), .init("ipv6hint", 6), .init("dohpath", 7), .init("ohttp", 8),
    ]

    private struct StaticName: Sendable {
        let text: [UInt8]
        let number: UInt16

        init(_ text: String, _ number: UInt16) {
            self.text = Array(text.utf8)
            self.number = number
        }
    }

    /// Reads a key's name in small letters, or `key` with a number without leading zeros (RFC 9460 2.1).
    init?(_ text: Span<UInt8>) {
        if let known = Self.names.first(where: { Self.isEqual(text, $0.text) }) {
            self.init(rawValue: known.number)
            return
        }
        guard text.count > 3, text.count <= 8, Self.isEqual(text.extracting(0..<3), Array("key".utf8)),
            text[3] != 0x30 || text.count == 4
        else { return nil }
        var number: UInt32 = 0
        for index in 3..<text.count {
            guard text[index] &- 0x30 < 10 else { return nil }
            number = number * 10 + UInt32(text[index] - 0x30)
        }
        guard let number = UInt16(exactly: number) else { return nil }
        self.init(rawValue: number)
    }

    private static func isEqual(_ text: Span<UInt8>, _ name: [UInt8]) -> Bool {
        guard text.count == name.count else { return false }
        for index in 0..<text.count where text[index] != name[index] { return false }
        return true
    }

    /// True if the text names the key by `key` and its number: the value is then its wire form.
    static func isNumeric(_ text: Span<UInt8>) -> Bool {
        text.count > 3 && text[0] == 0x6B && text[1] == 0x65 && text[2] == 0x79
    }
}

extension ServiceParameterKey: CustomStringConvertible {
    /// The key's name in zone files.
    ///
    /// `dohpath` and later ones are `key` with a number: many readers do not know them by name yet.
    public var description: String {
        rawValue < 7 ? String(decoding: Self.names[Int(rawValue)].text, as: UTF8.self) : "key\(rawValue)"
    }
}

/// What is wrong with a service parameter.
public enum ServiceParameterProblem: Hashable, Sendable {
    /// The key stands twice in one record.
    case repeated
    /// In wire form: a key that is not above the one before.
    case outOfOrder
    /// A key that must have a value has none.
    case missingValue
    /// A key that must not have a value has one.
    case unexpectedValue
    /// A value that is not what the key says.
    case malformedValue(ServiceParameterValue)
    /// `mandatory` names a key that the record does not have.
    case mandatoryKeyMissing(ServiceParameterKey)
    /// `mandatory` names a key twice.
    case mandatoryKeyRepeated(ServiceParameterKey)
    /// `mandatory` names itself.
    case mandatoryNamesItself
    /// `no-default-alpn` without `alpn`.
    case needsALPN
    /// A key that is reserved and never used (65535).
    case reserved

    /// What is wrong; expected what.
    public var message: String {
        switch self {
        case .repeated: "given twice; expected each key once"
        case .outOfOrder: "keys not in rising order; expected rising order"
        case .missingValue: "no value; expected =VALUE"
        case .unexpectedValue: "a value; expected none"
        case .malformedValue(let expected): "bad value; expected \(expected.words)"
        case .mandatoryKeyMissing(let key): "names \(key), which is absent; expected a parameter \(key)"
        case .mandatoryKeyRepeated(let key): "names \(key) twice; expected each key once, in order"
        case .mandatoryNamesItself: "names itself; expected other keys"
        case .needsALPN: "without alpn; expected a parameter alpn"
        case .reserved: "a reserved key; expected a key below 65535"
        }
    }
}

/// What the value of a service parameter was expected to be.
public enum ServiceParameterValue: Hashable, Sendable {
    /// Names of keys with commas.
    case keys
    /// Protocol identifiers of 1 to 255 octets with commas.
    case protocols
    /// A port.
    case port
    /// IPv4 addresses with commas.
    case ipv4
    /// IPv6 addresses with commas.
    case ipv6
    /// Base64.
    case base64
    /// A URI template.
    case template
    /// Text with proper escapes and closed by nothing else.
    case text
    /// At most 65535 octets.
    case shorter

    var words: String {
        switch self {
        case .keys: "keys with commas between them"
        case .protocols: "protocol identifiers of 1 to 255 octets with commas between them"
        case .port: "a number from 0 to 65535"
        case .ipv4: "IPv4 addresses with commas between them"
        case .ipv6: "IPv6 addresses with commas between them"
        case .base64: "base64 with its padding"
        case .template: "a URI template as in /dns-query{?dns}"
        case .text: "text with escapes up to \\255"
        case .shorter: "at most 65535 octets"
        }
    }
}
