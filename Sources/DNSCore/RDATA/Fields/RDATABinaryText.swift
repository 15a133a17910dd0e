/// Hexadecimal text (RFC 4648 8).
public enum HexText {
    /// Appends two capital digits for each octet.
    public static func append(_ octets: Span<UInt8>, to text: inout [UInt8]) {
        for index in 0..<octets.count {
            text.append(digit(octets[index] >> 4))
            text.append(digit(octets[index] & 15))
        }
    }

    /// Appends the octets that pairs of digits in either case stand for; false if the text is not that.
    public static func decode(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var decoder = HexDecoder()
        return decoder.append(text, to: &octets) && decoder.isComplete
    }

    /// The capital digit of a number from 0 to 15.
    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// The small digit of a number from 0 to 15.
    static func smallDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// The number that a digit stands for, or nil.
    static func value(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x37
        case 0x61...0x66: octet - 0x57
        default: nil
        }
    }
}

/// Hexadecimal digits that come in several fields.
struct HexDecoder {
    private var high: UInt8?

    /// True if no half of a pair is left over.
    var isComplete: Bool { high == nil }

    /// Appends the octets of the pairs; false at an octet that is no digit.
    mutating func append(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        for index in 0..<text.count {
            guard let value = HexText.value(text[index]) else { return false }
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return true
    }
}

/// Base64 text with padding (RFC 4648 4).
public enum Base64Text {
    private static let alphabet: [64 of UInt8] = {
        var table = [64 of UInt8](repeating: 0)
        for index in 0..<26 {
            table[index] = UInt8(0x41 + index)
            table[index + 26] = UInt8(0x61 + index)
        }
        for index in 0..<10 { table[index + 52] = UInt8(0x30 + index) }
        table[62] = 0x2B
        table[63] = 0x2F
        return table
    }()

    /// Appends the text of the octets, padded with `=`.
    public static func append(_ octets: Span<UInt8>, to text: inout [UInt8]) {
        let alphabet = Self.alphabet
        var index = 0
        while index < octets.count {
            let left = octets.count - index
            let second = left > 1 ? octets[index + 1] : 0
            let third = left > 2 ? octets[index + 2] : 0
            text.append(alphabet[Int(octets[index] >> 2)])
            text.append(alphabet[Int((octets[index] & 3) << 4 | second >> 4)])
            text.append(left > 1 ? alphabet[Int((second & 15) << 2 | third >> 6)] : 0x3D)
            text.append(left > 2 ? alphabet[Int(third & 63)] : 0x3D)
            index += 3
        }
    }

    /// Appends the octets that padded text stands for; false if the text is not base64.
    public static func decode(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var decoder = Base64Decoder()
        return decoder.append(text, to: &octets) && decoder.isComplete
    }

    /// The number from 0 to 63 that each letter of the alphabet stands for, 255 for other octets.
    fileprivate static let values: [256 of UInt8] = {
        var table = [256 of UInt8](repeating: 255)
        for index in 0..<64 { table[Int(alphabet[index])] = UInt8(index) }
        return table
    }()
}

/// Base64 that comes in several fields.
struct Base64Decoder {
    private var bits: UInt32 = 0
    private var letters = 0
    private var padding = 0

    /// True if the last group of four is whole.
    var isComplete: Bool { letters == 0 }

    /// Appends the octets; false if the text breaks the rules.
    mutating func append(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        let values = Base64Text.values
        var index = letters == 0 && padding == 0 ? appendWholeGroups(text, values, to: &octets) : 0
        while index < text.count {
            let value = values[Int(text[index])]
            if value < 64 {
                guard padding == 0 else { return false }
                bits = bits << 6 | UInt32(value)
            } else {
                guard text[index] == 0x3D, letters >= 2, padding < 2 else { return false }
                padding += 1
                bits <<= 6
            }
            index += 1
            letters += 1
            if letters == 4, !closeGroup(&octets) { return false }
        }
        return true
    }

    /// Appends the octets of groups without padding, and says where the first other group begins.
    private func appendWholeGroups(
        _ text: Span<UInt8>,
        _ values: [256 of UInt8],
        to octets: inout [UInt8]
    ) -> Int {
        var index = 0
        while index + 4 <= text.count {
            let first = values[Int(text[index])]
            let second = values[Int(text[index + 1])]
            let third = values[Int(text[index + 2])]
            let fourth = values[Int(text[index + 3])]
            guard (first | second | third | fourth) < 64 else { return index }
            octets.append(first << 2 | second >> 4)
            octets.append(second << 4 | third >> 2)
            octets.append(third << 6 | fourth)
            index += 4
        }
        return index
    }

    private mutating func closeGroup(_ octets: inout [UInt8]) -> Bool {
        // Bits under the padding must be zero, so that there is one text for each octet string.
        if padding > 0, bits & (padding == 1 ? 0xFF : 0xFFFF) != 0 { return false }
        octets.append(UInt8(truncatingIfNeeded: bits >> 16))
        if padding < 2 { octets.append(UInt8(truncatingIfNeeded: bits >> 8)) }
        if padding < 1 { octets.append(UInt8(truncatingIfNeeded: bits)) }
        bits = 0
        letters = 0
        // A second group after padding is refused: `padding` stays.
        return true
    }
}

/// Base32 text with the extended hex alphabet and without padding (RFC 4648 7, RFC 5155 3.3).
public enum Base32HexText {
    /// Appends the text of the octets in capitals.
    public static func append(_ octets: Span<UInt8>, to text: inout [UInt8]) {
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for index in 0..<octets.count {
            bits = (bits << 8 | UInt32(octets[index])) & 0xFFFF
            count += 8
            while count >= 5 {
                count -= 5
                text.append(letter(UInt8(bits >> count & 31)))
            }
        }
        if count > 0 { text.append(letter(UInt8(bits << (5 - count) & 31))) }
    }

    /// Appends the octets that text in either case stands for; false if the text is not that.
    public static func decode(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for index in 0..<text.count {
            guard let value = value(text[index]) else { return false }
            bits = (bits << 5 | UInt32(value)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        // The bits behind the last octet are fewer than a letter's, and zero.
        return count < 5 && bits & (1 << count - 1) == 0
    }

    private static func letter(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func value(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x56: octet - 0x37
        case 0x61...0x76: octet - 0x57
        default: nil
        }
    }
}
