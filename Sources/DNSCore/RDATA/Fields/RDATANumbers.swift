// Numbers in text and wire form, with the mnemonics that may stand for them.

extension RDATAText {
    static func appendNumber(
        _ form: NumberForm,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        guard let value = form.value(field, in: scanner) else {
            throw RDATAError(.malformed(name, expected: form.expectation), field)
        }
        appendWire(value, width: form.width, to: &octets)
    }

    /// Appends a number in network order.
    static func appendWire(_ value: UInt32, width: Int, to octets: inout [UInt8]) {
        if width == 4 {
            octets.append(UInt8(truncatingIfNeeded: value >> 24))
            octets.append(UInt8(truncatingIfNeeded: value >> 16))
        }
        if width >= 2 { octets.append(UInt8(truncatingIfNeeded: value >> 8)) }
        octets.append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends a number in decimal.
    static func appendNumber(_ value: UInt32, to text: inout [UInt8]) {
        var digits: [10 of UInt8] = .init(repeating: 0)
        var first = digits.count
        var rest = value
        repeat {
            first -= 1
            digits[first] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        } while rest > 0
        text.append(run: digits.span.extracting(first..<digits.count))
    }
}

extension NumberForm {
    /// What the form demands, for messages.
    var expectation: RDATAExpectation {
        switch self {
        case .octet: .number(0...255)
        case .short: .number(0...65535)
        case .long: .number(0...UInt32.max)
        case .interval: .interval
        case .signatureTime: .signatureTime
        case .type: .type
        case .algorithm, .keyProtocol, .notifyScheme: .numberOrMnemonic(0...255)
        case .certificateType, .keyFlags: .numberOrMnemonic(0...65535)
        }
    }

    /// The number that a field stands for, or nil.
    func value(_ field: Field, in scanner: borrowing FieldScanner) -> UInt32? {
        switch self {
        case .octet: scanner.number(field, maximum: 255)
        case .short: scanner.number(field, maximum: 65535)
        case .long: scanner.number(field, maximum: .max)
        case .interval: scanner.number(field, maximum: .max) ?? Interval.value(of: scanner.text(field))
        case .signatureTime: SignatureTime.value(of: scanner.text(field))
        case .type: typeNumber(field, scanner)
        case .algorithm, .keyProtocol, .notifyScheme:
            scanner.number(field, maximum: 255) ?? mnemonicValue(scanner.text(field))
        case .certificateType:
            scanner.number(field, maximum: 65535) ?? mnemonicValue(scanner.text(field))
        case .keyFlags:
            scanner.number(field, maximum: 65535) ?? KeyFlagText.value(of: scanner.text(field))
        }
    }

    private func typeNumber(_ field: Field, _ scanner: borrowing FieldScanner) -> UInt32? {
        if let type = RRType(field: scanner.octets, start: field.start, end: field.end) {
            return UInt32(type.rawValue)
        }
        return scanner.number(field, maximum: 65535)
    }

    private func mnemonicValue(_ text: Span<UInt8>) -> UInt32? {
        let word = RDATAMnemonics.word(text)
        if self == .algorithm { return SecurityAlgorithm(text: word).map { UInt32($0.rawValue) } }
        return RDATAMnemonics.table(of: self).first { $0.word == word }?.number
    }
}

/// Mnemonics of small registries, in capitals.
enum RDATAMnemonics {
    static func table(of form: NumberForm) -> [(word: String, number: UInt32)] {
        switch form {
        case .certificateType: certificateTypes
        case .keyProtocol: keyProtocols
        case .notifyScheme: [("NOTIFY", 1)]
        default: []
        }
    }

    /// A field's text in capitals; octets that are not UTF-8 never match a mnemonic.
    static func word(_ text: Span<UInt8>) -> String {
        var octets: [UInt8] = []
        for index in 0..<text.count {
            octets.append(text[index] &- 0x61 < 26 ? text[index] & 0xDF : text[index])
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// RFC 4398 2.1.
    private static let certificateTypes: [(word: String, number: UInt32)] = [
        ("PKIX", 1), ("SPKI", 2), ("PGP", 3), ("IPKIX", 4), ("ISPKI", 5), ("IPGP", 6), ("ACPKIX", 7),
        ("IACPKIX", 8), ("URI", 253), ("OID", 254),
    ]

    /// RFC 2535 3.1.3.
    private static let keyProtocols: [(word: String, number: UInt32)] = [
        ("NONE", 0), ("TLS", 1), ("EMAIL", 2), ("DNSSEC", 3), ("IPSEC", 4), ("ALL", 255),
    ]
}

/// Seconds written with units, as BIND and many others read them: `1w2d3h4m5s`, in any order and case.
enum Interval {
    /// The seconds that numbers with a unit each stand for; nil for other text and above 2^32 - 1.
    static func value(of text: Span<UInt8>) -> UInt32? {
        var total: UInt64 = 0
        var number: UInt64?
        for index in 0..<text.count {
            let octet = text[index]
            if octet &- 0x30 < 10 {
                let value = (number ?? 0) * 10 + UInt64(octet - 0x30)
                guard value <= UInt32.max else { return nil }
                number = value
            } else {
                guard let value = number, let seconds = seconds(inUnit: octet) else { return nil }
                total += value * seconds
                number = nil
            }
            guard total <= UInt32.max else { return nil }
        }
        return text.count > 0 && number == nil ? UInt32(total) : nil
    }

    private static func seconds(inUnit octet: UInt8) -> UInt64? {
        switch octet | 0x20 {
        case 0x77: 604800
        case 0x64: 86400
        case 0x68: 3600
        case 0x6D: 60
        case 0x73: 1
        default: nil
        }
    }
}

/// The flags of KEY as mnemonics (RFC 2535 7.1).
enum KeyFlagText {
    private static let flags: [(word: String, value: UInt32, mask: UInt32)] =
        [
            ("NOCONF", 0x4000, 0xC000), ("NOAUTH", 0x8000, 0xC000), ("NOKEY", 0xC000, 0xC000),
            ("FLAG2", 0x2000, 0x2000), ("EXTEND", 0x1000, 0x1000), ("FLAG4", 0x0800, 0x0800),
            ("FLAG5", 0x0400, 0x0400), ("USER", 0x0000, 0x0300), ("ZONE", 0x0100, 0x0300),
            ("HOST", 0x0200, 0x0300), ("NTYP3", 0x0300, 0x0300), ("FLAG8", 0x0080, 0x0080),
            ("FLAG9", 0x0040, 0x0040), ("FLAG10", 0x0020, 0x0020), ("FLAG11", 0x0010, 0x0010),
        ] + (0..<16).map { ("SIG\($0)", UInt32($0), 0x000F) }

    /// The number of mnemonics with bars between them; `nil` if one is unknown or two speak of the same bits.
    static func value(of text: Span<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        var mask: UInt32 = 0
        for word in RDATAMnemonics.word(text).split(separator: "|", omittingEmptySubsequences: false) {
            guard let flag = flags.first(where: { $0.word == word }), flag.mask & mask == 0 else {
                return nil
            }
            value |= flag.value
            mask |= flag.mask
        }
        return value
    }
}
