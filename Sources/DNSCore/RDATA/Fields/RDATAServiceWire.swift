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
            return names.split(separator: 0x2C).contains { $0.elementsEqual("dns".utf8) }
        }
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
