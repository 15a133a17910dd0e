/// Service parameters in wire form: key, length, value, in rising order of keys (RFC 9460 2.2).
enum ServiceParameterWire {
    static func check(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        let start = position
        var last = -1
        while position < rdata.count {
            guard rdata.count - position >= 4 else { return .missingField(name) }
            let key = ServiceParameterKey(rawValue: UInt16(RDATAWire.number(rdata, position, width: 2)))
            let count = Int(RDATAWire.number(rdata, position + 2, width: 2))
            position += 4
            let value = position
            if let problem = RDATAWire.skip(count, name, rdata, &position) { return problem }
            guard Int(key.rawValue) > last else {
                return .serviceParameter(key, Int(key.rawValue) == last ? .repeated : .outOfOrder)
            }
            last = Int(key.rawValue)
            if let problem = valueProblem(key, rdata.extracting(value..<position)) {
                return .serviceParameter(key, problem)
            }
        }
        return consistencyProblem(rdata, start)
    }

    /// What is wrong with a value by itself.
    static func valueProblem(
        _ key: ServiceParameterKey,
        _ value: Span<UInt8>
    ) -> ServiceParameterProblem? {
        switch key {
        case .mandatory: mandatoryProblem(value)
        case .alpn: isProtocolList(value) ? nil : .malformedValue(.protocols)
        case .noDefaultALPN, .ohttp: value.count == 0 ? nil : .unexpectedValue
        case .port: value.count == 2 ? nil : .malformedValue(.port)
        case .ipv4hint: value.count > 0 && value.count % 4 == 0 ? nil : .malformedValue(.ipv4)
        case .ipv6hint: value.count > 0 && value.count % 16 == 0 ? nil : .malformedValue(.ipv6)
        case .ech: value.count > 0 ? nil : .missingValue
        case .dohpath: isTemplate(value) ? nil : .malformedValue(.template)
        default: nil
        }
    }

    private static func mandatoryProblem(_ value: Span<UInt8>) -> ServiceParameterProblem? {
        guard value.count > 0, value.count % 2 == 0 else { return .malformedValue(.keys) }
        var last = -1
        for index in 0..<(value.count / 2) {
            let number = UInt16(RDATAWire.number(value, index * 2, width: 2))
            guard number != 0 else { return .mandatoryNamesItself }
            guard Int(number) > last else {
                return .mandatoryKeyRepeated(ServiceParameterKey(rawValue: number))
            }
            last = Int(number)
        }
        return nil
    }

    private static func isProtocolList(_ value: Span<UInt8>) -> Bool {
        var position = 0
        while position < value.count {
            guard value[position] > 0 else { return false }
            position += 1 + Int(value[position])
        }
        return value.count > 0 && position == value.count
    }

    /// True for a relative URI template with the variable `dns` (RFC 9461 5); in UTF-8.
    private static func isTemplate(_ value: Span<UInt8>) -> Bool {
        var octets: [UInt8] = []
        for index in 0..<value.count { octets.append(value[index]) }
        guard octets.first == 0x2F, let text = String(validating: octets, as: UTF8.self) else { return false }
        return text.utf8.split(separator: 0x7B).dropFirst().contains { expression in
            guard let end = expression.firstIndex(of: 0x7D) else { return false }
            var names = expression[..<end]
            if let first = names.first, "+#./;?&".utf8.contains(first) { names = names.dropFirst() }
            return names.split(separator: 0x2C).contains { isDNSVariable($0) }
        }
    }

    /// True for `dns` with or without a modifier: `*`, or `:` and a length below 10,000 (RFC 6570 2.4).
    private static func isDNSVariable(_ text: Substring.UTF8View) -> Bool {
        guard text.starts(with: "dns".utf8) else { return false }
        let modifier = Array(text.dropFirst(3))
        guard let first = modifier.first else { return true }
        let digits = modifier.dropFirst()
        guard first == 0x3A else { return first == 0x2A && digits.isEmpty }
        return (1...4).contains(digits.count) && digits.first != 0x30 && digits.allSatisfy { $0 &- 0x30 < 10 }
    }

    /// True if a protocol identifier of a whole SVCB or HTTPS record has a comma.
    static func hasProtocolWithComma(_ rdata: Span<UInt8>) -> Bool {
        guard rdata.count > 2, let length = try? Name.wireLength(in: rdata, at: 2) else { return false }
        var position = 2 + length
        while position + 4 <= rdata.count {
            let key = ServiceParameterKey(rawValue: UInt16(RDATAWire.number(rdata, position, width: 2)))
            let end = position + 4 + Int(RDATAWire.number(rdata, position + 2, width: 2))
            guard end <= rdata.count else { return false }
            if key == .alpn, hasComma(rdata.extracting((position + 4)..<end)) { return true }
            position = end
        }
        return false
    }

    /// A comma can be a length, too: identifiers of 44 octets are not worth the difference.
    private static func hasComma(_ value: Span<UInt8>) -> Bool {
        OctetWord.firstMarked(in: value) { $0.equal(0x2C) } < value.count
    }

    // MARK: - Parameters together

    /// What is wrong between parameters that are well formed each: RFC 9460 2.4.3, 7.1.1 and 8.
    static func consistencyProblem(_ rdata: Span<UInt8>, _ start: Int) -> RDATAProblem? {
        if contains(.noDefaultALPN, rdata, start), !contains(.alpn, rdata, start) {
            return .serviceParameter(.noDefaultALPN, .needsALPN)
        }
        guard rdata.count - start >= 4, RDATAWire.number(rdata, start, width: 2) == 0 else { return nil }
        let count = Int(RDATAWire.number(rdata, start + 2, width: 2))
        for index in 0..<(count / 2) {
            let number = UInt16(RDATAWire.number(rdata, start + 4 + index * 2, width: 2))
            let key = ServiceParameterKey(rawValue: number)
            guard contains(key, rdata, start) else {
                return .serviceParameter(.mandatory, .mandatoryKeyMissing(key))
            }
        }
        return nil
    }

    private static func contains(_ key: ServiceParameterKey, _ rdata: Span<UInt8>, _ start: Int) -> Bool {
        var position = start
        while position < rdata.count {
            if RDATAWire.number(rdata, position, width: 2) == UInt32(key.rawValue) { return true }
            position += 4 + Int(RDATAWire.number(rdata, position + 2, width: 2))
        }
        return false
    }
}
