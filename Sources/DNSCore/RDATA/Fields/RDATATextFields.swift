// Fields from text to wire form: names, addresses, strings, octets, bitmaps. Numbers are in RDATANumbers.swift.

extension RDATAText {
    static func appendName(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        try appendName(name, field, scanner, origin: origin, to: &octets)
    }

    static func appendName(
        _ name: RDATAFieldName,
        _ field: Field,
        _ scanner: borrowing FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        do throws(NameError) {
            try Name.appendWire(of: scanner.text(field), origin: origin, to: &octets)
        } catch {
            throw RDATAError(.name(name, error), field)
        }
    }

    static func appendAddress4(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        guard AddressText.appendIPv4(scanner.octets, field.start, field.end, to: &octets) else {
            throw RDATAError(.malformed(name, expected: .ipv4), field)
        }
    }

    static func appendAddress6(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        guard AddressText.appendIPv6(scanner.octets, field.start, field.end, to: &octets) else {
            throw RDATAError(.malformed(name, expected: .ipv6), field)
        }
    }

    // MARK: - Character-strings

    static func appendString(
        _ form: StringForm,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.requiredString(name)
        let start = octets.count
        try appendString(name, field, scanner, to: &octets)
        if let expectation = form.expectationBroken(by: octets.span.extracting((start + 1)..<octets.count)) {
            throw RDATAError(.malformed(name, expected: expectation), field)
        }
    }

    static func appendStrings(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        var field = try scanner.requiredString(name)
        while true {
            try appendString(name, field, scanner, to: &octets)
            guard let next = try scanner.optionalField() else { return }
            field = next
        }
    }

    static func appendOptionalString(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        guard let field = try scanner.optionalField() else { return }
        try appendString(name, field, scanner, to: &octets)
    }

    /// Appends a character-string: its length and its octets.
    private static func appendString(
        _ name: RDATAFieldName,
        _ field: Field,
        _ scanner: borrowing FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let start = octets.count
        octets.append(0)
        try appendUnescaped(name, field, scanner, to: &octets)
        let count = octets.count - start - 1
        guard count <= 255 else { throw RDATAError(.stringTooLong(name, octets: count), field) }
        octets[start] = UInt8(count)
    }

    /// Appends the octets of a field, its escapes resolved.
    static func appendUnescaped(
        _ name: RDATAFieldName,
        _ field: Field,
        _ scanner: borrowing FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let text = scanner.text(field)
        var position = 0
        while position < text.count {
            var octet = text[position]
            position += 1
            if octet == 0x5C {
                do throws(NameError) {
                    octet = try Name.unescape(text, &position)
                } catch {
                    throw RDATAError(.badEscape(name), field)
                }
            }
            octets.append(octet)
        }
    }

    /// Appends the tag of CAA: letters and digits with a length (RFC 8659 4.1).
    static func appendTag(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let field = try scanner.required(name)
        let text = scanner.text(field)
        guard (1...255).contains(text.count), StringForm.isLettersAndDigits(text) else {
            throw RDATAError(.malformed(name, expected: .lettersAndDigits), field)
        }
        octets.append(UInt8(text.count))
        for index in 0..<text.count { octets.append(text[index]) }
    }

    // MARK: - Octets to the end

    static func appendOctets(
        _ form: OctetsForm,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        start: Int,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let before = octets.count
        switch form {
        case .text:
            let field = try scanner.requiredString(name)
            try appendUnescaped(name, field, scanner, to: &octets)
        case .base64OrDash:
            try appendBase64OrDash(name, from: &scanner, to: &octets)
        case .base64, .optionalBase64, .keyMaterial:
            let isOptional = form.allowsNothing(after: octets.span.extracting(start..<before))
            try appendBase64(name, isOptional: isOptional, from: &scanner, to: &octets)
        case .hex, .dsDigest, .fingerprint, .zoneDigest:
            let isOptional = form.allowsNothing(after: octets.span.extracting(start..<before))
            guard let first = try appendHex(name, isOptional: isOptional, from: &scanner, to: &octets) else {
                return
            }
            let (head, found) = (octets.span.extracting(start..<before), octets.count - before)
            if let problem = form.lengthProblem(name, after: head, found: found) {
                throw RDATAError(problem, first)
            }
        }
    }

    private static func appendBase64(
        _ name: RDATAFieldName,
        isOptional: Bool,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        guard let first = try scanner.optionalField() else {
            if isOptional { return }
            throw RDATAError(.missingField(name), nil)
        }
        try appendBase64(name, first: first, from: &scanner, to: &octets)
    }

    private static func appendBase64OrDash(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let first = try scanner.required(name)
        if first.count == 1, scanner.octets[first.start] == 0x2D { return }
        try appendBase64(name, first: first, from: &scanner, to: &octets)
    }

    private static func appendBase64(
        _ name: RDATAFieldName,
        first: Field,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        var decoder = Base64Decoder()
        var last = first
        while true {
            guard !last.isQuoted else { throw RDATAError(.unexpectedQuotes(name), last) }
            guard decoder.append(scanner.text(last), to: &octets) else {
                throw RDATAError(.malformed(name, expected: .base64), last)
            }
            guard let next = try scanner.optionalField() else { break }
            last = next
        }
        guard decoder.isComplete else { throw RDATAError(.malformed(name, expected: .base64), last) }
    }

    /// Appends at least one octet; gives the first field back, or `nil` if there is none and none is needed.
    private static func appendHex(
        _ name: RDATAFieldName,
        isOptional: Bool,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) -> Field? {
        guard let first = try scanner.optionalField() else {
            if isOptional { return nil }
            throw RDATAError(.missingField(name), nil)
        }
        var decoder = HexDecoder()
        var last = first
        while true {
            guard !last.isQuoted else { throw RDATAError(.unexpectedQuotes(name), last) }
            guard decoder.append(scanner.text(last), to: &octets) else {
                throw RDATAError(.malformed(name, expected: .hex), last)
            }
            guard let next = try scanner.optionalField() else { break }
            last = next
        }
        guard decoder.isComplete else { throw RDATAError(.malformed(name, expected: .hex), last) }
        return first
    }

    // MARK: - Type bitmaps

    static func appendBitmap(
        _ form: BitmapForm,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        var types: [RRType] = []
        var field = try scanner.optionalField()
        if field == nil, form == .nonEmpty { throw RDATAError(.missingField(name), nil) }
        while let present = field {
            types.append(try type(name, present, scanner, form))
            field = try scanner.optionalField()
        }
        types.sort()
        if form == .plain {
            appendPlainBitmap(types, to: &octets)
        } else {
            TypeBitmap.append(types, to: &octets)
        }
    }

    private static func type(
        _ name: RDATAFieldName,
        _ field: Field,
        _ scanner: borrowing FieldScanner,
        _ form: BitmapForm
    ) throws(RDATAError) -> RRType {
        guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes(name), field) }
        let number = form == .plain ? scanner.number(field, maximum: 127) : nil
        let type =
            number.map { RRType(rawValue: UInt16($0)) }
            ?? RRType(field: scanner.octets, start: field.start, end: field.end)
        guard let type, form != .plain || (1...127).contains(type.rawValue) else {
            throw RDATAError(.malformed(name, expected: .type), field)
        }
        return type
    }

    /// Appends the bitmap of NXT, whose bit 0 of octet 0 is never set for a type (RFC 2535 5.2).
    private static func appendPlainBitmap(_ types: [RRType], to octets: inout [UInt8]) {
        let start = octets.count
        for type in types {
            let index = start + Int(type.rawValue) / 8
            while octets.count <= index { octets.append(0) }
            octets[index] |= 0x80 >> UInt8(type.rawValue & 7)
        }
    }
}
