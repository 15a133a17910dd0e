/// Record data as text: the presentation forms of all types, and the RFC 3597 form.
///
/// Reading and writing go by the fields of the type in `RRTypeTable`. Types without fields of their own are
/// read and written as `\# LENGTH HEX`; that form is read for every type (RFC 3597 5).
public enum RDATAText {
    /// Reads the data fields of a record up to the end of its entry and appends the wire form.
    ///
    /// - Parameters:
    ///   - type: The record's type.
    ///   - scanner: Stands behind the field of the type; afterwards, behind the end of the entry.
    ///   - origin: Wire form of the name that completes relative names; nil refuses them.
    ///   - octets: Where to append, without a length; left with partial octets when an error is thrown.
    /// - Throws: `RDATAError` with the first problem and its field.
    static func append(
        _ type: RRType,
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let start = octets.count
        guard !type.isMeta else { throw RDATAError(.metaType(type), try scanner.optionalField()) }
        if try scanner.isAtGenericForm() {
            try appendGeneric(type, from: &scanner, to: &octets)
        } else {
            guard let row = RRTypeTable.row(type), !row.fields.isEmpty else {
                throw RDATAError(.genericFormRequired(type), try scanner.optionalField())
            }
            for field in row.fields {
                try append(field, from: &scanner, origin: origin, start: start, to: &octets)
            }
            if let left = try scanner.optionalField() { throw RDATAError(.trailingData, left) }
        }
        guard octets.count - start <= 65535 else {
            throw RDATAError(.dataTooLong(octets: octets.count - start), nil)
        }
    }

    /// Reads the data of one record from text; for tools and tests.
    public static func append(
        _ type: RRType,
        text: String,
        origin: Name? = nil,
        to octets: inout [UInt8]
    ) throws(RDATAProblem) {
        let characters = Array(text.utf8)
        var scanner = FieldScanner(characters.span)
        do throws(RDATAError) {
            try append(type, from: &scanner, origin: origin?.octets, to: &octets)
        } catch {
            throw error.problem
        }
    }

    // MARK: - Fields

    private static func append(
        _ field: RDATAField,
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        start: Int,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let name = field.name
        switch field.kind {
        case .name: try appendName(name, from: &scanner, origin: origin, to: &octets)
        case .number(let form): try appendNumber(form, name, from: &scanner, to: &octets)
        case .address4: try appendAddress4(name, from: &scanner, to: &octets)
        case .address6: try appendAddress6(name, from: &scanner, to: &octets)
        case .string(let form): try appendString(form, name, from: &scanner, to: &octets)
        case .strings: try appendStrings(name, from: &scanner, to: &octets)
        case .octets(let form): try appendOctets(form, name, from: &scanner, start: start, to: &octets)
        case .bitmap(let form): try appendBitmap(form, name, from: &scanner, to: &octets)
        case .special(let form):
            try appendSpecial(form, name, from: &scanner, origin: origin, start: start, to: &octets)
        }
    }

    private static func appendSpecial(
        _ form: SpecialForm,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        start: Int,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        switch form {
        case .location: try LocationField.append(from: &scanner, to: &octets)
        case .prefixList: try PrefixListField.append(name, from: &scanner, to: &octets)
        case .serviceParameters: try ServiceParameterText.append(name, from: &scanner, to: &octets)
        case .gateway: try GatewayField.append(from: &scanner, origin: origin, to: &octets)
        case .relay: try RelayField.append(from: &scanner, origin: origin, to: &octets)
        case .hostIdentity: try HostIdentityField.append(from: &scanner, origin: origin, to: &octets)
        case .services: try ServicesField.append(from: &scanner, to: &octets)
        case .optionalString: try appendOptionalString(name, from: &scanner, to: &octets)
        case .prefixedAddress: try PrefixedAddressField.append(from: &scanner, origin: origin, to: &octets)
        case .nsap: try HardwareText.appendNSAP(name, from: &scanner, to: &octets)
        case .atmAddress: try HardwareText.appendATM(name, from: &scanner, to: &octets)
        case .hardwareAddress(let count):
            try HardwareText.appendEUI(name, count: count, from: &scanner, to: &octets)
        case .locator: try HardwareText.appendLocator(name, from: &scanner, to: &octets)
        case .salt: try HashedDenialField.appendSalt(name, from: &scanner, to: &octets)
        case .nextHash:
            try HashedDenialField.appendNextHash(name, from: &scanner, start: start, to: &octets)
        case .tag: try appendTag(name, from: &scanner, to: &octets)
        }
    }

    // MARK: - RFC 3597

    /// Reads `\# LENGTH HEX`; for a type with fields the octets must be well formed (RFC 3597 5).
    private static func appendGeneric(
        _ type: RRType,
        from scanner: inout FieldScanner,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let start = octets.count
        let mark = try scanner.requiredString("data")
        let lengthField = try scanner.required("length")
        guard let length = scanner.number(lengthField, maximum: 65535) else {
            throw RDATAError(.malformed("length", expected: .number(0...65535)), lengthField)
        }
        var decoder = HexDecoder()
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes("data"), field) }
            guard decoder.append(scanner.text(field), to: &octets) else {
                throw RDATAError(.malformed("data", expected: .hex), field)
            }
        }
        guard decoder.isComplete else { throw RDATAError(.malformed("data", expected: .hex), mark) }
        guard octets.count - start == Int(length) else {
            throw RDATAError(
                .genericLengthMismatch(declared: Int(length), found: octets.count - start),
                lengthField
            )
        }
        let data = octets.span.extracting(start..<octets.count)
        if let problem = RDATAWire.check(type, data) { throw RDATAError(problem, mark) }
    }
}

// MARK: - Asking the scanner

extension FieldScanner {
    /// The next field, or nil at the end of the entry.
    mutating func optionalField() throws(RDATAError) -> Field? {
        do throws(FieldError) {
            return try nextField()
        } catch {
            throw RDATAError(error)
        }
    }

    /// The next field, which may be in quotes.
    mutating func requiredString(_ name: RDATAFieldName) throws(RDATAError) -> Field {
        guard let field = try optionalField() else { throw RDATAError(.missingField(name), nil) }
        return field
    }

    /// The next field, which must not be in quotes.
    mutating func required(_ name: RDATAFieldName) throws(RDATAError) -> Field {
        let field = try requiredString(name)
        guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes(name), field) }
        return field
    }

    /// The octets of a field, escapes not resolved.
    @_lifetime(copy self)
    func text(_ field: Field) -> Span<UInt8> {
        octets.extracting(field.start..<field.end)
    }

    /// The decimal number that fills a field, or `nil` if it is none or above `maximum`.
    func number(_ field: Field, maximum: UInt32) -> UInt32? {
        guard field.count >= 1 else { return nil }
        var value: UInt64 = 0
        for index in field.start..<field.end {
            let digit = octets[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + UInt64(digit)
            guard value <= maximum else { return nil }
        }
        return UInt32(value)
    }

    /// True if the next field is `\#`; nothing is consumed.
    func isAtGenericForm() throws(RDATAError) -> Bool {
        guard !isAtEntryEnd else { return false }
        var index = position
        while index < octets.count, octets[index] == 0x20 || octets[index] == 0x09 { index += 1 }
        guard index < octets.count else { return false }
        switch octets[index] {
        case 0x5C, 0x28, 0x3B, 0x0A, 0x0D: break
        default: return false
        }
        // Comments, line breaks and parentheses are rare here: ask a copy of the scanner.
        var probe = self
        guard let field = try probe.optionalField() else { return false }
        return !field.isQuoted && field.count == 2 && octets[field.start] == 0x5C
            && octets[field.start + 1] == 0x23
    }
}
