/// Base64 (RFC 4648 4) for key files: it never makes a String of what it reads or writes.
enum KeyFileBase64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// Appends the text of `octets`, with a space after every `group` characters where there is more to come.
    static func append(_ octets: Span<UInt8>, group: Int = .max, to text: inout [UInt8]) {
        var written = 0
        var position = 0
        while position < octets.count {
            if written > 0, written % group == 0 { text.append(0x20) }
            let left = octets.count - position
            let bits =
                UInt32(octets[position]) << 16
                | (left > 1 ? UInt32(octets[position + 1]) << 8 : 0)
                | (left > 2 ? UInt32(octets[position + 2]) : 0)
            for index in 0..<4 {
                let value = Int(bits >> UInt32(18 - 6 * index) & 63)
                text.append(index <= left ? alphabet[value] : 0x3D)
            }
            written += 4
            position += 3
        }
    }

    /// The octets of the text in a range, blanks skipped; `nil` if it is not base64.
    ///
    /// The result never grows, so that wiping it leaves nothing behind.
    static func decode(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(range.count / 4 * 3 + 3)
        var bits: UInt32 = 0
        var characters = 0
        var padding = 0
        for index in range where text[index] != 0x20 && text[index] != 0x09 {
            guard let value = value(text[index]) else {
                guard text[index] == 0x3D, characters % 4 >= 2 else { return nil }
                padding += 1
                characters += 1
                bits <<= 6
                if characters % 4 == 0, !close(bits, padding, &octets) { return nil }
                continue
            }
            guard padding == 0 else { return nil }
            bits = bits << 6 | value
            characters += 1
            if characters % 4 == 0, !close(bits, 0, &octets) { return nil }
        }
        return characters > 0 && characters % 4 == 0 ? octets : nil
    }

    /// Appends the octets of four characters; false if bits are set that stand for nothing.
    private static func close(_ bits: UInt32, _ padding: Int, _ octets: inout [UInt8]) -> Bool {
        guard bits << UInt32(32 - 8 * padding) == 0 else { return false }
        for index in 0..<(3 - padding) {
            octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index)))
        }
        return true
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character - 0x41)
        case 0x61...0x7A: UInt32(character - 0x61 + 26)
        case 0x30...0x39: UInt32(character - 0x30 + 52)
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
