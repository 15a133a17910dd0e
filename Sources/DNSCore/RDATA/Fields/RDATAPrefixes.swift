/// The data of APL (RFC 3123): items of family, prefix, negation and address without its trailing zeros.
enum PrefixListField {
    static func append(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes(name), field) }
            guard appendItem(scanner.octets, field, to: &octets) else {
                throw RDATAError(.malformed(name, expected: .addressPrefix), field)
            }
        }
    }

    private static func appendItem(_ text: Span<UInt8>, _ field: Field, to octets: inout [UInt8]) -> Bool {
        var start = field.start
        let isNegated = start < field.end && text[start] == 0x21
        if isNegated { start += 1 }
        guard field.end - start >= 2, text[start + 1] == 0x3A, let slash = lastSlash(text, field) else {
            return false
        }
        let family = text[start] &- 0x30
        guard family == 1 || family == 2, slash > start + 1,
            let prefix = prefixLength(text, slash + 1, field.end), prefix <= (family == 1 ? 32 : 128)
        else { return false }
        octets.append(contentsOf: [0, family, prefix, 0])
        let address = octets.count
        let isRead =
            family == 1
            ? AddressText.appendIPv4(text, start + 2, slash, to: &octets)
            : AddressText.appendIPv6(text, start + 2, slash, to: &octets)
        guard isRead else { return false }
        while octets.count > address, octets[octets.count - 1] == 0 { octets.removeLast() }
        octets[address - 1] = UInt8(octets.count - address) | (isNegated ? 0x80 : 0)
        return true
    }

    private static func lastSlash(_ text: Span<UInt8>, _ field: Field) -> Int? {
        var index = field.end
        while index > field.start {
            index -= 1
            if text[index] == 0x2F { return index }
        }
        return nil
    }

    private static func prefixLength(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt8? {
        guard end > start, end - start <= 3 else { return nil }
        var value: UInt16 = 0
        for index in start..<end {
            guard text[index] &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt16(text[index] - 0x30)
        }
        return UInt8(exactly: value)
    }

    // MARK: - Wire form

    static func check(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        while position < rdata.count {
            guard rdata.count - position >= 4 else { return .missingField(name) }
            let family = RDATAWire.number(rdata, position, width: 2)
            let prefix = rdata[position + 2]
            let count = Int(rdata[position + 3] & 0x7F)
            position += 4
            if let problem = RDATAWire.skip(count, name, rdata, &position) { return problem }
            let limits: (prefix: UInt8, count: Int) =
                family == 1 ? (32, 4) : family == 2 ? (128, 16) : (255, 127)
            guard prefix <= limits.prefix, count <= limits.count, count == 0 || rdata[position - 1] != 0
            else { return .malformed(name, expected: .addressPrefix) }
        }
        return nil
    }

    /// False for families other than IPv4 and IPv6, which have no text.
    static func hasText(_ rdata: Span<UInt8>) -> Bool {
        var position = 0
        while position < rdata.count {
            guard rdata[position] == 0, rdata[position + 1] == 1 || rdata[position + 1] == 2 else {
                return false
            }
            position += 4 + Int(rdata[position + 3] & 0x7F)
        }
        return true
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let start = position
        while position < rdata.count {
            if position > start { text.append(0x20) }
            if rdata[position + 3] & 0x80 != 0 { text.append(0x21) }
            text.append(0x30 + rdata[position + 1])
            text.append(0x3A)
            let count = Int(rdata[position + 3] & 0x7F)
            var address = [16 of UInt8](repeating: 0)
            for index in 0..<count { address[index] = rdata[position + 4 + index] }
            if rdata[position + 1] == 1 {
                AddressText.writeIPv4(address.span, 0, to: &text)
            } else {
                AddressText.writeIPv6(address.span, 0, to: &text)
            }
            text.append(0x2F)
            RDATAText.appendNumber(UInt32(rdata[position + 2]), to: &text)
            position += 4 + count
        }
    }
}

/// The data of A6 (RFC 2874 3.1): prefix length, the address behind the prefix, the name of the prefix.
enum PrefixedAddressField {
    static func append(
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required("prefix length")
        guard let prefix = scanner.number(field, maximum: 128) else {
            throw RDATAError(.malformed("prefix length", expected: .number(0...128)), field)
        }
        octets.append(UInt8(prefix))
        if prefix < 128 { try appendSuffix(Int(prefix), from: &scanner, to: &octets) }
        if prefix > 0 {
            try RDATAText.appendName("prefix name", from: &scanner, origin: origin, to: &octets)
        }
    }

    /// Reads a whole address; the bits of the prefix are cut off, as BIND does.
    private static func appendSuffix(
        _ prefix: Int,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required("address")
        var address: [UInt8] = []
        guard AddressText.appendIPv6(scanner.octets, field.start, field.end, to: &address) else {
            throw RDATAError(.malformed("address", expected: .ipv6), field)
        }
        address[prefix / 8] &= 0xFF >> UInt8(prefix % 8)
        octets.append(contentsOf: address[(prefix / 8)...])
    }

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard position < rdata.count else { return .missingField("prefix length") }
        let prefix = Int(rdata[position])
        guard prefix <= 128 else { return .malformed("prefix length", expected: .number(0...128)) }
        position += 1
        let suffix = position
        if let problem = RDATAWire.skip(16 - prefix / 8, "address", rdata, &position) { return problem }
        if prefix < 128, rdata[suffix] & ~(0xFF >> UInt8(prefix % 8)) != 0 {
            return .malformed("address", expected: .zeroPadding)
        }
        return prefix > 0 ? RDATAWire.checkName("prefix name", rdata, &position) : nil
    }

    /// Where the name begins, if the data is well formed.
    static func nameStart(_ rdata: Span<UInt8>, _ position: Int) -> Int {
        guard position < rdata.count, rdata[position] <= 128 else { return .max }
        return position + 1 + 16 - Int(rdata[position]) / 8
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let prefix = Int(rdata[position])
        RDATAText.appendNumber(UInt32(prefix), to: &text)
        position += 1
        if prefix < 128 {
            var address = [16 of UInt8](repeating: 0)
            for index in (prefix / 8)..<16 { address[index] = rdata[position + index - prefix / 8] }
            text.append(0x20)
            AddressText.writeIPv6(address.span, 0, to: &text)
        }
        position += 16 - prefix / 8
        guard prefix > 0 else { return }
        text.append(0x20)
        RDATAText.writeName(rdata, &position, to: &text)
    }
}
