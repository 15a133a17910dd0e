/// Service parameters as text: `KEY`, `KEY=VALUE` or `KEY="VALUE"`, in any order (RFC 9460 2.1).
enum ServiceParameterText {
    /// A parameter that was read, and the field that its key is in.
    private struct Parameter {
        let key: ServiceParameterKey
        let value: [UInt8]
        let field: Field
    }

    static func append(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        var parameters: [Parameter] = []
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes(name), field) }
            let parameter = try parameter(name, field, &scanner)
            guard !parameters.contains(where: { $0.key == parameter.key }) else {
                throw RDATAError(.serviceParameter(parameter.key, .repeated), field)
            }
            parameters.append(parameter)
        }
        parameters.sort { $0.key < $1.key }
        let start = octets.count
        for parameter in parameters {
            RDATAText.appendWire(UInt32(parameter.key.rawValue), width: 2, to: &octets)
            RDATAText.appendWire(UInt32(parameter.value.count), width: 2, to: &octets)
            octets.append(contentsOf: parameter.value)
        }
        let written = octets.span.extracting(start..<octets.count)
        guard let problem = ServiceParameterWire.consistencyProblem(written, 0) else { return }
        var field: Field?
        if case .serviceParameter(let key, _) = problem {
            field = parameters.first { $0.key == key }?.field
        }
        throw RDATAError(problem, field)
    }

    private static func parameter(
        _ name: RDATAFieldName,
        _ field: Field,
        _ scanner: inout FieldScanner
    ) throws(RDATAError) -> Parameter {
        let text = scanner.text(field)
        var equals = 0
        while equals < text.count, text[equals] != 0x3D { equals += 1 }
        let keyText = text.extracting(0..<equals)
        guard let key = ServiceParameterKey(keyText) else {
            throw RDATAError(.malformed(name, expected: .serviceParameter), field)
        }
        var raw: [UInt8]? = equals < text.count ? [] : nil
        if equals + 1 < text.count {
            let start = field.start + equals + 1
            raw = try unescaped(key, scanner.octets.extracting(start..<field.end), field)
        } else if raw != nil, scanner.position == field.end, !scanner.isAtEnd,
            scanner.octets[scanner.position] == 0x22, let quoted = try scanner.optionalField()
        {
            raw = try unescaped(key, scanner.text(quoted), quoted)
        }
        return try parameter(key, raw, isNumeric: ServiceParameterKey.isNumeric(keyText), field)
    }

    private static func parameter(
        _ key: ServiceParameterKey,
        _ raw: [UInt8]?,
        isNumeric: Bool,
        _ field: Field
    ) throws(RDATAError) -> Parameter {
        let isValueless = key == .noDefaultALPN || key == .ohttp
        if (raw ?? []).isEmpty, !isValueless, !isNumeric, key.rawValue <= ServiceParameterKey.ohttp.rawValue {
            throw RDATAError(.serviceParameter(key, .missingValue), field)
        }
        let value = isNumeric ? raw ?? [] : try wireValue(key, raw ?? [], field)
        let problem =
            value.count > 65535
            ? .malformedValue(.shorter) : ServiceParameterWire.valueProblem(key, value.span)
        if let problem { throw RDATAError(.serviceParameter(key, problem), field) }
        return Parameter(key: key, value: value, field: field)
    }

    /// Resolves the escapes of a character-string.
    private static func unescaped(
        _ key: ServiceParameterKey,
        _ text: Span<UInt8>,
        _ field: Field
    ) throws(RDATAError) -> [UInt8] {
        var octets: [UInt8] = []
        var position = 0
        while position < text.count {
            var octet = text[position]
            position += 1
            if octet == 0x5C {
                do throws(NameError) {
                    octet = try Name.unescape(text, &position)
                } catch {
                    throw RDATAError(.serviceParameter(key, .malformedValue(.text)), field)
                }
            }
            octets.append(octet)
        }
        return octets
    }

    // MARK: - Values from text

    private static func wireValue(
        _ key: ServiceParameterKey,
        _ text: [UInt8],
        _ field: Field
    ) throws(RDATAError) -> [UInt8] {
        let value: [UInt8]?
        let expected: ServiceParameterValue
        switch key {
        case .mandatory: (value, expected) = (mandatoryValue(text), .keys)
        case .alpn: (value, expected) = (protocolList(text), .protocols)
        case .port: (value, expected) = (portValue(text), .port)
        case .ipv4hint: (value, expected) = (addressList(text, AddressText.appendIPv4), .ipv4)
        case .ipv6hint: (value, expected) = (addressList(text, AddressText.appendIPv6), .ipv6)
        case .ech: (value, expected) = (base64Value(text), .base64)
        default: (value, expected) = (text, .text)
        }
        guard let value else {
            throw RDATAError(.serviceParameter(key, .malformedValue(expected)), field)
        }
        return value
    }

    private static func mandatoryValue(_ text: [UInt8]) -> [UInt8]? {
        var keys: [ServiceParameterKey] = []
        for word in text.split(separator: 0x2C, omittingEmptySubsequences: false) {
            guard let key = ServiceParameterKey(word.span) else { return nil }
            keys.append(key)
        }
        var octets: [UInt8] = []
        for key in keys.sorted() { RDATAText.appendWire(UInt32(key.rawValue), width: 2, to: &octets) }
        return octets
    }

    /// Reads a comma-separated list, in which `\,` and `\\` stand for comma and backslash (RFC 9460 A.1).
    private static func protocolList(_ text: [UInt8]) -> [UInt8]? {
        var octets: [UInt8] = [0]
        var start = 0
        var position = 0
        while position <= text.count {
            if position == text.count || text[position] == 0x2C {
                let count = octets.count - start - 1
                guard (1...255).contains(count) else { return nil }
                octets[start] = UInt8(count)
                start = octets.count
                if position < text.count { octets.append(0) }
                position += 1
                continue
            }
            if text[position] == 0x5C {
                position += 1
                guard position < text.count, text[position] == 0x2C || text[position] == 0x5C else {
                    return nil
                }
            }
            octets.append(text[position])
            position += 1
        }
        return octets
    }

    private static func portValue(_ text: [UInt8]) -> [UInt8]? {
        var value: UInt32 = 0
        for octet in text {
            guard octet &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt32(octet - 0x30)
            guard value <= 65535 else { return nil }
        }
        return text.isEmpty ? nil : [UInt8(value >> 8), UInt8(value & 0xFF)]
    }

    private static func addressList(
        _ text: [UInt8],
        _ append: (Span<UInt8>, Int, Int, inout [UInt8]) -> Bool
    ) -> [UInt8]? {
        var octets: [UInt8] = []
        for word in text.split(separator: 0x2C, omittingEmptySubsequences: false) {
            guard append(word.span, 0, word.count, &octets) else { return nil }
        }
        return octets
    }

    private static func base64Value(_ text: [UInt8]) -> [UInt8]? {
        var octets: [UInt8] = []
        return Base64Text.decode(text.span, to: &octets) ? octets : nil
    }

    // MARK: - To text

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let start = position
        while position < rdata.count {
            if position > start { text.append(0x20) }
            let key = ServiceParameterKey(rawValue: UInt16(RDATAWire.number(rdata, position, width: 2)))
            let end = position + 4 + Int(RDATAWire.number(rdata, position + 2, width: 2))
            text.append(contentsOf: key.description.utf8)
            if end > position + 4 {
                text.append(0x3D)
                write(key, rdata.extracting((position + 4)..<end), to: &text)
            }
            position = end
        }
    }

    private static func write(_ key: ServiceParameterKey, _ value: Span<UInt8>, to text: inout [UInt8]) {
        switch key {
        case .mandatory:
            writeList(value, step: 2, to: &text) { index, text in
                let number = UInt16(RDATAWire.number(value, index, width: 2))
                text.append(contentsOf: ServiceParameterKey(rawValue: number).description.utf8)
            }
        case .alpn: writeProtocolList(value, to: &text)
        case .port: RDATAText.appendNumber(RDATAWire.number(value, 0, width: 2), to: &text)
        case .ipv4hint: writeList(value, step: 4, to: &text) { AddressText.writeIPv4(value, $0, to: &$1) }
        case .ipv6hint: writeList(value, step: 16, to: &text) { AddressText.writeIPv6(value, $0, to: &$1) }
        case .ech: Base64Text.append(value, to: &text)
        default: RDATAText.writeQuoted(value, 0, value.count, to: &text)
        }
    }

    private static func writeList(
        _ value: Span<UInt8>,
        step: Int,
        to text: inout [UInt8],
        _ write: (Int, inout [UInt8]) -> Void
    ) {
        for index in 0..<(value.count / step) {
            if index > 0 { text.append(0x2C) }
            write(index * step, &text)
        }
    }

    private static func writeProtocolList(_ value: Span<UInt8>, to text: inout [UInt8]) {
        text.append(0x22)
        var position = 0
        while position < value.count {
            if position > 0 { text.append(0x2C) }
            let end = position + 1 + Int(value[position])
            for index in (position + 1)..<end {
                if value[index] == 0x2C || value[index] == 0x5C { RDATAText.writeEscaped(0x5C, to: &text) }
                RDATAText.writeEscaped(value[index], to: &text)
            }
            position = end
        }
        text.append(0x22)
    }
}
