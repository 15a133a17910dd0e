/// IPv4 and IPv6 addresses in text form.
enum AddressText {
    /// Appends four octets; false if the text from `start` to `end` is not an IPv4 address.
    ///
    /// Leading zeros are refused, because some readers take such numbers as octal.
    static func appendIPv4(_ text: Span<UInt8>, _ start: Int, _ end: Int, to octets: inout [UInt8]) -> Bool {
        var parts = 0
        var position = start
        while parts < 4 {
            if parts > 0 {
                guard position < end, text[position] == 0x2E else { return false }
                position += 1
            }
            guard position < end, text[position] &- 0x30 < 10 else { return false }
            var value = Int(text[position] - 0x30)
            position += 1
            while position < end, text[position] &- 0x30 < 10 {
                guard value > 0 else { return false }
                value = value * 10 + Int(text[position] - 0x30)
                guard value <= 255 else { return false }
                position += 1
            }
            octets.append(UInt8(value))
            parts += 1
        }
        return position == end
    }

    /// Appends 16 octets; false if the text from `start` to `end` is not an IPv6 address (RFC 4291 2.2).
    static func appendIPv6(_ text: Span<UInt8>, _ start: Int, _ end: Int, to octets: inout [UInt8]) -> Bool {
        let first = octets.count
        var gap: Int?
        var position = start
        if end - start >= 2, text[start] == 0x3A, text[start + 1] == 0x3A {
            gap = first
            position += 2
        }
        while position < end {
            if hasDot(text, position, end) {
                guard appendIPv4(text, position, end, to: &octets) else { return false }
                position = end
                break
            }
            guard appendGroup(text, &position, end, to: &octets) else { return false }
            if position == end { break }
            guard text[position] == 0x3A, position + 1 < end else { return false }
            position += 1
            if text[position] == 0x3A {
                guard gap == nil else { return false }
                gap = octets.count
                position += 1
            }
        }
        return fill(gap, first, &octets)
    }

    /// True if an octet before the next colon is a dot.
    private static func hasDot(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var position = start
        while position < end, position < start + 4, text[position] != 0x3A {
            if text[position] == 0x2E { return true }
            position += 1
        }
        return false
    }

    /// Appends the two octets of one to four hexadecimal digits; false if there is none or a fifth.
    static func appendGroup(
        _ text: Span<UInt8>,
        _ position: inout Int,
        _ end: Int,
        to octets: inout [UInt8]
    ) -> Bool {
        var value: UInt16 = 0
        var digits = 0
        while position < end, let digit = HexText.value(text[position]) {
            guard digits < 4 else { return false }
            value = value << 4 | UInt16(digit)
            digits += 1
            position += 1
        }
        octets.append(UInt8(value >> 8))
        octets.append(UInt8(value & 0xFF))
        return digits > 0
    }

    /// Puts zeros where `::` was, which stands for at least one group.
    private static func fill(_ gap: Int?, _ first: Int, _ octets: inout [UInt8]) -> Bool {
        let missing = 16 - (octets.count - first)
        guard let gap else { return missing == 0 }
        guard missing >= 2 else { return false }
        let behind = octets.count
        for _ in 0..<missing { octets.append(0) }
        var source = behind
        var target = octets.count
        while source > gap {
            source -= 1
            target -= 1
            octets[target] = octets[source]
        }
        for index in gap..<(gap + missing) { octets[index] = 0 }
        return true
    }

    // MARK: - Writing

    /// Appends the text of the four octets from `start`.
    static func writeIPv4(_ octets: Span<UInt8>, _ start: Int, to text: inout [UInt8]) {
        for index in 0..<4 {
            if index > 0 { text.append(0x2E) }
            RDATAText.appendNumber(UInt32(octets[start + index]), to: &text)
        }
    }

    /// Appends the text of the 16 octets from `start`, as RFC 5952 wants it.
    static func writeIPv6(_ octets: Span<UInt8>, _ start: Int, to text: inout [UInt8]) {
        let gap = longestGap(octets, start)
        let isMapped = gap == 0..<5 && octets[start + 10] == 0xFF && octets[start + 11] == 0xFF
        var group = 0
        while group < 8 {
            if group == gap.lowerBound, !gap.isEmpty {
                text.append(0x3A)
                text.append(0x3A)
                group = gap.upperBound
                continue
            }
            if group > 0, group != gap.upperBound || gap.isEmpty { text.append(0x3A) }
            if isMapped, group == 6 {
                writeIPv4(octets, start + 12, to: &text)
                return
            }
            writeGroup(octets, start + group * 2, to: &text)
            group += 1
        }
    }

    /// The first longest run of at least two zero groups (RFC 5952 4.2).
    private static func longestGap(_ octets: Span<UInt8>, _ start: Int) -> Range<Int> {
        var best = 0..<0
        var group = 0
        while group < 8 {
            let first = group
            while group < 8, octets[start + group * 2] == 0, octets[start + group * 2 + 1] == 0 { group += 1 }
            if group - first >= 2, group - first > best.count { best = first..<group }
            group += 1
        }
        return best
    }

    /// Appends the two octets from `position` as up to four small hexadecimal digits.
    static func writeGroup(_ octets: Span<UInt8>, _ position: Int, to text: inout [UInt8]) {
        let value = UInt16(octets[position]) << 8 | UInt16(octets[position + 1])
        var shift: UInt16 = 12
        while shift > 0, value >> shift == 0 { shift -= 4 }
        while true {
            let digit = UInt8(value >> shift & 15)
            text.append(HexText.smallDigit(digit))
            if shift == 0 { return }
            shift -= 4
        }
    }
}
