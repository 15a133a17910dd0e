/// Addresses of other networks: NSAP, ATMA, EUI48 and EUI64, and the locators of NID and L64.
enum HardwareText {
    // MARK: - NSAP (RFC 1706 5)

    static func appendNSAP(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let text = scanner.text(field)
        let before = octets.count
        guard text.count > 2, text[0] == 0x30, text[1] | 0x20 == 0x78,
            appendHexBetweenDots(text.extracting(2..<text.count), to: &octets), octets.count > before
        else { throw RDATAError(.malformed(name, expected: .nsap), field) }
    }

    static func writeNSAP(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        text.append(0x30)
        text.append(0x78)
        HexText.append(rdata.extracting(position..<rdata.count), to: &text)
        position = rdata.count
    }

    /// Reads hexadecimal digits; a dot between two of them means nothing.
    private static func appendDottedHex(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var lastWasDot = true
        for index in 0..<text.count {
            let isDot = text[index] == 0x2E
            if isDot, lastWasDot { return false }
            lastWasDot = isDot
        }
        return !lastWasDot && appendHexBetweenDots(text, to: &octets)
    }

    /// Reads hexadecimal digits; dots mean nothing, wherever they are.
    private static func appendHexBetweenDots(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var decoder = HexDecoder()
        for index in 0..<text.count where text[index] != 0x2E {
            guard decoder.append(text.extracting(index..<(index + 1)), to: &octets) else { return false }
        }
        return decoder.isComplete
    }

    // MARK: - ATMA (ATM Forum AF-SAA-0069): format 0 in hexadecimal, format 1 an E.164 number

    static func appendATM(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let text = scanner.text(field)
        let before = octets.count
        let isNumber = text.count > 0 && text[0] == 0x2B
        octets.append(isNumber ? 1 : 0)
        let isRead =
            isNumber
            ? appendDottedDigits(text.extracting(1..<text.count), to: &octets)
            : appendDottedHex(text, to: &octets)
        guard isRead, octets.count > before + 1 else {
            throw RDATAError(.malformed(name, expected: .atmAddress), field)
        }
    }

    private static func appendDottedDigits(_ text: Span<UInt8>, to octets: inout [UInt8]) -> Bool {
        var lastWasDot = true
        for index in 0..<text.count {
            let isDot = text[index] == 0x2E
            guard isDot ? !lastWasDot : text[index] &- 0x30 < 10 else { return false }
            if !isDot { octets.append(text[index]) }
            lastWasDot = isDot
        }
        return !lastWasDot
    }

    static func checkATM(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        let start = position
        if let problem = RDATAWire.checkRest(atLeast: 2, name, rdata, &position) { return problem }
        guard rdata[start] <= 1 else { return .malformed("format", expected: .number(0...1)) }
        guard rdata[start] == 1 else { return nil }
        for index in (start + 1)..<rdata.count where rdata[index] &- 0x30 > 9 {
            return .malformed(name, expected: .atmAddress)
        }
        return nil
    }

    static func writeATM(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let rest = rdata.extracting((position + 1)..<rdata.count)
        if rdata[position] == 1 {
            text.append(0x2B)
            for index in 0..<rest.count { text.append(rest[index]) }
        } else {
            HexText.append(rest, to: &text)
        }
        position = rdata.count
    }

    // MARK: - EUI48 and EUI64 (RFC 7043)

    static func appendEUI(
        _ name: RDATAFieldName,
        count: Int,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let text = scanner.text(field)
        guard text.count == count * 3 - 1 else {
            throw RDATAError(.malformed(name, expected: .hardwareAddress(octets: count)), field)
        }
        for index in 0..<count {
            let start = index * 3
            guard index == 0 || text[start - 1] == 0x2D,
                HexText.decode(text.extracting(start..<(start + 2)), to: &octets)
            else { throw RDATAError(.malformed(name, expected: .hardwareAddress(octets: count)), field) }
        }
    }

    static func writeEUI(
        _ count: Int,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        to text: inout [UInt8]
    ) {
        for index in position..<(position + count) {
            if index > position { text.append(0x2D) }
            for digit in [rdata[index] >> 4, rdata[index] & 15] {
                text.append(HexText.smallDigit(digit))
            }
        }
        position += count
    }

    // MARK: - NID and L64 (RFC 6742 2.1.2)

    static func appendLocator(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let text = scanner.text(field)
        var position = 0
        for group in 0..<4 {
            if group > 0 {
                guard position < text.count, text[position] == 0x3A else {
                    throw RDATAError(.malformed(name, expected: .locator), field)
                }
                position += 1
            }
            guard AddressText.appendGroup(text, &position, text.count, to: &octets) else {
                throw RDATAError(.malformed(name, expected: .locator), field)
            }
        }
        guard position == text.count else { throw RDATAError(.malformed(name, expected: .locator), field) }
    }

    static func writeLocator(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        for group in 0..<4 {
            if group > 0 { text.append(0x3A) }
            // Four digits always: Knot refuses fewer.
            for index in 0..<2 {
                let octet = rdata[position + group * 2 + index]
                for digit in [octet >> 4, octet & 15] { text.append(HexText.smallDigit(digit)) }
            }
        }
        position += 8
    }
}

/// Salt and next hashed owner of NSEC3 and NSEC3PARAM (RFC 5155 3.3).
enum HashedDenialField {
    static func appendSalt(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let start = octets.count
        octets.append(0)
        if field.count == 1, scanner.octets[field.start] == 0x2D { return }
        guard HexText.decode(scanner.text(field), to: &octets), octets.count - start <= 256 else {
            throw RDATAError(.malformed(name, expected: .salt), field)
        }
        octets[start] = UInt8(octets.count - start - 1)
    }

    static func appendNextHash(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        start record: Int,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let start = octets.count
        octets.append(0)
        guard Base32HexText.decode(scanner.text(field), to: &octets),
            (1...255).contains(octets.count - start - 1)
        else { throw RDATAError(.malformed(name, expected: .base32hex), field) }
        octets[start] = UInt8(octets.count - start - 1)
        if let problem = lengthProblem(name, algorithm: octets[record], found: octets[start]) {
            throw RDATAError(problem, field)
        }
    }

    /// SHA-1, the one algorithm that is defined, makes 20 octets (RFC 5155 11).
    private static func lengthProblem(_ name: RDATAFieldName, algorithm: UInt8, found: UInt8) -> RDATAProblem?
    {
        guard algorithm == 1, found != 20 else { return nil }
        return .digestLength(name, expected: 20, found: Int(found))
    }

    static func checkNextHash(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        guard position < rdata.count, rdata[position] > 0 else {
            return .malformed(name, expected: .octets(atLeast: 1))
        }
        let count = rdata[position]
        if let problem = RDATAWire.checkString(.any, name, rdata, &position) { return problem }
        return lengthProblem(name, algorithm: rdata[0], found: count)
    }

    static func writeSalt(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let end = position + 1 + Int(rdata[position])
        if rdata[position] == 0 {
            text.append(0x2D)
        } else {
            HexText.append(rdata.extracting((position + 1)..<end), to: &text)
        }
        position = end
    }

    static func writeNextHash(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let end = position + 1 + Int(rdata[position])
        Base32HexText.append(rdata.extracting((position + 1)..<end), to: &text)
        position = end
    }
}
