/// The octets of a file, known to be UTF-8 text without characters that confuse people or terminals.
///
/// After this check a line ends at LF and nowhere else, so that lines here, in libyaml and in an editor agree.
struct SourceText {
    let octets: [UInt8]
    private let lineStarts: [Int]
    private let isASCII: Bool

    /// Checks size, encoding and characters; a byte-order mark at the start is passed over.
    init(_ input: Span<UInt8>, limit: Int) throws(YAMLFault) {
        guard input.count <= limit else { throw YAMLFault(mark: .start, problem: .tooLarge(limit: limit)) }
        let hasMark = input.count >= 3 && input[0] == 0xEF && input[1] == 0xBB && input[2] == 0xBF
        var octets: [UInt8] = []
        octets.reserveCapacity(input.count)
        for index in (hasMark ? 3 : 0)..<input.count { octets.append(input[index]) }
        var lineStarts = [0]
        try Self.check(octets, lineStarts: &lineStarts)
        self.octets = octets
        self.lineStarts = lineStarts
        isASCII = octets.allSatisfy { $0 < 0x80 }
    }

    /// The mark of a place that libyaml counts: line and column from 0, the column in characters.
    func mark(line: Int, column: Int) -> Mark {
        guard !isASCII, lineStarts.indices.contains(line) else {
            return Mark(line: line + 1, column: column + 1)
        }
        var offset = lineStarts[line]
        for _ in 0..<column where offset < octets.count {
            offset += 1
            while offset < octets.count, octets[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return Mark(line: line + 1, column: offset - lineStarts[line] + 1)
    }

    private static func check(_ octets: [UInt8], lineStarts: inout [Int]) throws(YAMLFault) {
        var index = 0
        var isIndent = true
        while index < octets.count {
            let mark = Mark(line: lineStarts.count, column: index - (lineStarts.last ?? 0) + 1)
            guard let (character, length) = decode(octets, at: index) else {
                throw YAMLFault(mark: mark, problem: .notUTF8)
            }
            index += length
            switch character {
            case 0x0A:
                lineStarts.append(index)
                isIndent = true
            case 0x09 where isIndent:
                throw YAMLFault(mark: mark, problem: .tabIndentation)
            case 0x0D where index < octets.count && octets[index] == 0x0A, 0x09, 0x20:
                break
            case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF:
                throw YAMLFault(mark: mark, problem: .controlCharacter(character))
            default:
                isIndent = false
            }
        }
    }

    /// One character and its length; `nil` if the octets are no shortest-form UTF-8 (RFC 3629 3).
    private static func decode(_ octets: [UInt8], at index: Int) -> (UInt32, Int)? {
        let first = octets[index]
        let length: Int
        switch first {
        case 0x00..<0x80: return (UInt32(first), 1)
        case 0xC2..<0xE0: length = 2
        case 0xE0..<0xF0: length = 3
        case 0xF0..<0xF5: length = 4
        default: return nil
        }
        guard index + length <= octets.count else { return nil }
        var character = UInt32(first) & (0x7F >> UInt32(length))
        for octet in octets[(index + 1)..<(index + length)] {
            guard octet & 0xC0 == 0x80 else { return nil }
            character = character << 6 | UInt32(octet & 0x3F)
        }
        let shortest: [UInt32] = [0x80, 0x800, 0x10000]
        guard character >= shortest[length - 2], character <= 0x10FFFF,
            !(0xD800..<0xE000).contains(character)
        else { return nil }
        return (character, length)
    }
}
