// The small fields of an entry: TTL and class.

/// The text of a TTL: seconds, or numbers with the units w, d, h, m, s as in `1w2d` (as in BIND and others).
enum TTLText {
    /// The largest TTL (RFC 2181 8).
    static let maximum: UInt32 = 0x7FFF_FFFF

    enum Result {
        case seconds(UInt32)
        case malformed
        case tooLarge
    }

    /// Reads a field that begins with a digit or not.
    static func parse(_ octets: Span<UInt8>, _ field: Field) -> Result {
        guard field.count > 0 else { return .malformed }
        var total: UInt64 = 0
        var number: UInt64 = 0
        var hasDigits = false
        var hasUnit = false
        for position in field.start..<field.end {
            let octet = octets[position]
            if octet &- 0x30 < 10 {
                // Far above the maximum is enough; it must not overflow.
                number = min(number * 10 + UInt64(octet - 0x30), UInt64(UInt32.max))
                hasDigits = true
            } else {
                guard hasDigits, let unit = secondsOfUnit(octet) else { return .malformed }
                total = min(total + number * unit, UInt64(UInt32.max))
                number = 0
                hasDigits = false
                hasUnit = true
            }
        }
        guard hasDigits != hasUnit else { return .malformed }
        total += number
        return total > UInt64(maximum) ? .tooLarge : .seconds(UInt32(total))
    }

    private static func secondsOfUnit(_ octet: UInt8) -> UInt64? {
        switch Name.lowercased(octet) {
        case UInt8(ascii: "w"): 604_800
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "h"): 3_600
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "s"): 1
        default: nil
        }
    }
}

/// The text of a class: a mnemonic or `CLASS` with a number (RFC 3597 5).
enum ClassText {
    /// True for IN, false for another class, nil for a word that is no class.
    static func isInternet(_ octets: Span<UInt8>, _ field: Field) -> Bool? {
        guard field.count <= 10, field.count >= 2 else { return nil }
        switch packed(octets, from: field.start, count: min(field.count, 5)) {
        case 0x69_6E:  // in
            return true
        case 0x63_68, 0x63_73, 0x68_73, 0x6E_6F6E65:  // ch, cs, hs, none
            return false
        case 0x63_6C61_7373 where field.count > 5:  // class
            return numbered(octets, from: field.start + 5, to: field.end)
        default:
            return nil
        }
    }

    private static func numbered(_ octets: Span<UInt8>, from start: Int, to end: Int) -> Bool? {
        var number = 0
        for position in start..<end {
            guard octets[position] &- 0x30 < 10 else { return nil }
            number = number * 10 + Int(octets[position] - 0x30)
        }
        return number == 1
    }

    /// Up to eight octets in lower case as a number.
    private static func packed(_ octets: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
        var value: UInt64 = 0
        for position in start..<(start + count) {
            value = value << 8 | UInt64(Name.lowercased(octets[position]))
        }
        return value
    }
}

extension FieldScanner {
    /// The text of a field for a message: at most 60 octets, what cannot be printed as `\DDD`.
    func text(of field: Field) -> String {
        var text: [UInt8] = []
        for position in field.start..<min(field.end, field.start + 60) {
            let octet = octets[position]
            if octet < 0x20 || octet >= 0x7F {
                Name.appendDecimalEscape(octet, to: &text)
            } else {
                text.append(octet)
            }
        }
        if field.count > 60 { text.append(contentsOf: "...".utf8) }
        return String(decoding: text, as: UTF8.self)
    }

    /// True if `count` octets at two places are the same.
    func hasEqualOctets(at first: Int, _ second: Int, _ count: Int) -> Bool {
        OctetOrder.isEqual(
            octets.extracting(first..<(first + count)),
            octets.extracting(second..<(second + count))
        )
    }
}
