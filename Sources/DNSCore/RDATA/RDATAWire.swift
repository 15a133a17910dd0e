/// The check of record data in wire form.
public enum RDATAWire {
    /// What is wrong with the wire form of a type's data, or nil for well-formed data and for unknown types.
    ///
    /// Well-formed data has a text form that reads back as the same octets.
    public static func check(_ type: RRType, _ rdata: Span<UInt8>) -> RDATAProblem? {
        guard !type.isMeta else { return .metaType(type) }
        guard rdata.count <= 65535 else { return .dataTooLong(octets: rdata.count) }
        guard let row = RRTypeTable.row(type), !row.fields.isEmpty else { return nil }
        var position = 0
        for field in row.fields {
            if let problem = check(field, rdata, &position) { return problem }
        }
        return position == rdata.count ? nil : .trailingData
    }

    /// How many octets the fields of a type take of well-formed data, behind which more may follow.
    static func fieldOctets(_ type: RRType, _ rdata: Span<UInt8>) -> Int {
        var position = 0
        for field in RRTypeTable.row(type).map({ Array($0.fields) }) ?? [] {
            guard check(field, rdata, &position) == nil else { break }
        }
        return position
    }

    /// Checks one field and moves `position` behind it.
    static func check(_ field: RDATAField, _ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        let name = field.name
        switch field.kind {
        case .number(let form): return skip(form.width, name, rdata, &position)
        case .address4: return skip(4, name, rdata, &position)
        case .address6: return skip(16, name, rdata, &position)
        case .name: return checkName(name, rdata, &position)
        case .string(let form): return checkString(form, name, rdata, &position)
        case .strings: return checkStrings(name, rdata, &position)
        case .octets(let form): return checkOctets(form, name, rdata, &position)
        case .bitmap(let form): return checkBitmap(form, name, rdata, &position)
        case .special(let form): return checkSpecial(form, name, rdata, &position)
        }
    }

    private static func checkSpecial(
        _ form: SpecialForm,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        switch form {
        case .location: return LocationField.check(rdata, &position)
        case .prefixList: return PrefixListField.check(name, rdata, &position)
        case .serviceParameters: return ServiceParameterWire.check(name, rdata, &position)
        case .gateway: return GatewayField.check(rdata, &position)
        case .relay: return RelayField.check(rdata, &position)
        case .hostIdentity: return HostIdentityField.check(rdata, &position)
        case .services: return ServicesField.check(rdata, &position)
        case .optionalString:
            return position == rdata.count ? nil : checkString(.any, name, rdata, &position)
        case .prefixedAddress: return PrefixedAddressField.check(rdata, &position)
        case .nsap: return checkRest(atLeast: 1, name, rdata, &position)
        case .atmAddress: return HardwareText.checkATM(name, rdata, &position)
        case .hardwareAddress(let count): return skip(count, name, rdata, &position)
        case .locator: return skip(8, name, rdata, &position)
        case .salt: return checkString(.any, name, rdata, &position)
        case .nextHash: return HashedDenialField.checkNextHash(name, rdata, &position)
        case .tag: return checkTag(name, rdata, &position)
        }
    }

    // MARK: - Kinds

    /// Moves over `count` octets.
    static func skip(
        _ count: Int,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        guard rdata.count - position >= count else { return .missingField(name) }
        position += count
        return nil
    }

    static func checkName(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        guard position < rdata.count else { return .missingField(name) }
        do throws(NameError) {
            position += try Name.wireLength(in: rdata, at: position)
            return nil
        } catch {
            return .name(name, error)
        }
    }

    static func checkString(
        _ form: StringForm,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        guard position < rdata.count, rdata.count - position > Int(rdata[position]) else {
            return .missingField(name)
        }
        let end = position + 1 + Int(rdata[position])
        let content = rdata.extracting((position + 1)..<end)
        position = end
        return form.expectationBroken(by: content).map { .malformed(name, expected: $0) }
    }

    private static func checkStrings(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        repeat {
            if let problem = checkString(.any, name, rdata, &position) { return problem }
        } while position < rdata.count
        return nil
    }

    private static func checkTag(
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        let start = position
        if let problem = checkString(.any, name, rdata, &position) { return problem }
        let tag = rdata.extracting((start + 1)..<position)
        guard tag.count >= 1, StringForm.isLettersAndDigits(tag) else {
            return .malformed(name, expected: .lettersAndDigits)
        }
        return nil
    }

    static func checkRest(
        atLeast count: Int,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        guard rdata.count - position >= count else { return .missingField(name) }
        position = rdata.count
        return nil
    }

    private static func checkOctets(
        _ form: OctetsForm,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        let start = position
        let isOptional = form.allowsNothing(after: rdata.extracting(0..<start))
        if let problem = checkRest(atLeast: isOptional ? 0 : 1, name, rdata, &position) { return problem }
        guard start > 0 else { return nil }
        return form.lengthProblem(name, after: rdata.extracting(0..<start), found: rdata.count - start)
    }

    private static func checkBitmap(
        _ form: BitmapForm,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        let start = position
        position = rdata.count
        if form == .plain { return plainBitmapProblem(rdata, start) }
        if form == .nonEmpty, start == rdata.count { return .bitmap(.empty) }
        return TypeBitmap.problem(in: rdata, from: start).map { .bitmap($0) }
    }

    private static func plainBitmapProblem(_ rdata: Span<UInt8>, _ start: Int) -> RDATAProblem? {
        let count = rdata.count - start
        guard count > 0 else { return nil }
        guard count <= 16, rdata[rdata.count - 1] != 0 else { return .bitmap(.blockLength) }
        return rdata[start] & 0x80 == 0 ? nil : .malformed("type", expected: .number(1...127))
    }

    // MARK: - Numbers

    /// The number in `width` octets from `position`, in network order.
    static func number(_ rdata: Span<UInt8>, _ position: Int, width: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in position..<(position + width) { value = value << 8 | UInt32(rdata[index]) }
        return value
    }
}

// MARK: - Rules that text and wire form share

extension StringForm {
    /// What a string's octets break, or nil.
    func expectationBroken(by content: Span<UInt8>) -> RDATAExpectation? {
        switch self {
        case .any: nil
        case .digits: content.count >= 4 && Self.isDigits(content) ? nil : .digits(atLeast: 4)
        case .fraction(let range): Self.isFraction(content, in: range) ? nil : .fraction(range)
        case .substitution: Self.isSubstitution(content) ? nil : .substitution
        }
    }

    static func isLettersAndDigits(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count {
            guard text[index] &- 0x30 < 10 || (text[index] | 0x20) &- 0x61 < 26 else { return false }
        }
        return true
    }

    private static func isDigits(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where text[index] &- 0x30 > 9 { return false }
        return true
    }

    /// True for an optional sign, digits, and optional decimals, with a value in `range`.
    private static func isFraction(_ text: Span<UInt8>, in range: ClosedRange<Int32>) -> Bool {
        var position = 0
        var isNegative = false
        if text.count > 0, text[0] == 0x2B || text[0] == 0x2D {
            isNegative = text[0] == 0x2D
            position = 1
        }
        var whole: Int64 = 0
        var digits = 0
        var isFractional = false
        var hasDot = false
        while position < text.count {
            let octet = text[position]
            position += 1
            if octet == 0x2E, !hasDot {
                hasDot = true
                continue
            }
            guard octet &- 0x30 < 10 else { return false }
            digits += 1
            if hasDot {
                isFractional = isFractional || octet != 0x30
            } else {
                whole = whole * 10 + Int64(octet - 0x30)
                guard whole <= Int32.max else { return false }
            }
        }
        guard digits > 0 else { return false }
        let limit = isNegative ? -Int64(range.lowerBound) : Int64(range.upperBound)
        return whole < limit || (whole == limit && !isFractional)
    }

    /// True for nothing, or `DELIMITER ere DELIMITER replacement DELIMITER flags` (RFC 3402 3.2).
    private static func isSubstitution(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return true }
        let delimiter = text[0]
        // The delimiter cannot be a digit, a backslash, a flag or NUL.
        guard delimiter != 0, delimiter != 0x5C, delimiter &- 0x30 > 9, delimiter | 0x20 != 0x69 else {
            return false
        }
        var found = 0
        var position = 0
        while position < text.count {
            let octet = text[position]
            position += 1
            if octet == 0x5C {
                position += 1
            } else if octet == delimiter {
                found += 1
            } else if found == 3, octet | 0x20 != 0x69 {
                return false
            }
        }
        return found == 3 && position == text.count
    }
}

extension OctetsForm {
    /// True if no octet at all is well formed; `before` is the record's data up to here.
    ///
    /// A fingerprint of a type that has no fixed length may be empty, as BIND reads it.
    func allowsNothing(after before: Span<UInt8>) -> Bool {
        switch self {
        case .optionalBase64, .base64OrDash, .text: true
        case .keyMaterial: before.count > 0 && before[0] & 0xC0 == 0xC0
        case .fingerprint: before.count > 1 && before[1] != 1 && before[1] != 2
        default: false
        }
    }

    /// What is wrong with the length of a digest, given the record's data before it; unknown types allow any length.
    func lengthProblem(_ name: RDATAFieldName, after before: Span<UInt8>, found: Int) -> RDATAProblem? {
        let typeOctet = before.count > 0 ? before[before.count - 1] : 0
        // The hash algorithms of RFC 8976 5.3 are those of the scheme SIMPLE.
        let isSimple = before.count < 2 || before[before.count - 2] == ZoneDigestRecord.simpleScheme
        let expected: Int? =
            switch (self, typeOctet) {
            case (.dsDigest, 1), (.fingerprint, 1): 20
            case (.dsDigest, 2), (.fingerprint, 2), (.dsDigest, 3): 32
            case (.dsDigest, 4): 48
            case (.zoneDigest, 1) where isSimple: 48
            case (.zoneDigest, 2) where isSimple: 64
            default: nil
            }
        if let expected {
            return found == expected ? nil : .digestLength(name, expected: expected, found: found)
        }
        if self == .zoneDigest, found < 12 { return .malformed(name, expected: .octets(atLeast: 12)) }
        return nil
    }
}
