/// The data of LOC (RFC 1876): version, size, precisions, latitude, longitude, altitude; 16 octets.
///
/// Sizes are one digit and a power of ten; further digits of the text are cut off, as in RFC 1876 itself.
enum LocationField {
    private static let equator: Int64 = 1 << 31
    private static let altitudeBase: Int64 = 10_000_000
    private static let altitudeRange: ClosedRange<Int64> = -10_000_000...4_284_967_295
    private static let sizeRange: ClosedRange<Int64> = 0...9_000_000_000

    // MARK: - From text

    static func append(from scanner: inout FieldScanner, to octets: inout [UInt8]) throws(RDATAError) {
        let latitude = try angle(.latitude, from: &scanner)
        let longitude = try angle(.longitude, from: &scanner)
        let field = try scanner.required("altitude")
        guard let altitude = centimetres(scanner.text(field), in: altitudeRange) else {
            throw RDATAError(.malformed("altitude", expected: .metres(altitudeRange)), field)
        }
        octets.append(0)
        // The defaults of RFC 1876 3: 1 m, 10 km, 10 m.
        octets.append(try precision("size", from: &scanner) ?? 0x12)
        octets.append(try precision("horizontal precision", from: &scanner) ?? 0x16)
        octets.append(try precision("vertical precision", from: &scanner) ?? 0x13)
        RDATAText.appendWire(UInt32(equator + latitude), width: 4, to: &octets)
        RDATAText.appendWire(UInt32(equator + longitude), width: 4, to: &octets)
        RDATAText.appendWire(UInt32(altitudeBase + altitude), width: 4, to: &octets)
    }

    /// The two angles, which differ in range and in the letters of their hemispheres.
    private enum Angle {
        case latitude
        case longitude

        var name: RDATAFieldName { self == .latitude ? "latitude" : "longitude" }
        var degrees: UInt32 { self == .latitude ? 90 : 180 }
        var letters: (positive: UInt8, negative: UInt8) {
            self == .latitude ? (0x4E, 0x53) : (0x45, 0x57)
        }
        var hemisphere: RDATAExpectation { self == .latitude ? .northOrSouth : .eastOrWest }
    }

    /// Reads `d [m [s]] HEMISPHERE`; the result is in thousandths of a second of arc.
    private static func angle(
        _ angle: Angle,
        from scanner: inout FieldScanner
    ) throws(RDATAError) -> Int64 {
        let first = try scanner.required(angle.name)
        guard let degrees = scanner.number(first, maximum: angle.degrees) else {
            throw RDATAError(.malformed(angle.name, expected: .number(0...angle.degrees)), first)
        }
        var total = Int64(degrees) * 3_600_000
        var field = try scanner.required(angle.name)
        if isNumber(scanner.text(field)) {
            guard let minutes = scanner.number(field, maximum: 59) else {
                throw RDATAError(.malformed("minutes", expected: .number(0...59)), field)
            }
            total += Int64(minutes) * 60_000
            field = try scanner.required(angle.name)
            if isNumber(scanner.text(field)) {
                guard let seconds = decimal(scanner.text(field), places: 3), seconds < 60_000 else {
                    throw RDATAError(.malformed("seconds", expected: .fraction(0...60)), field)
                }
                total += seconds
                field = try scanner.required(angle.name)
            }
        }
        guard total <= Int64(angle.degrees) * 3_600_000 else {
            throw RDATAError(.malformed(angle.name, expected: .number(0...angle.degrees)), first)
        }
        let letter = field.count == 1 ? scanner.octets[field.start] & 0xDF : 0
        if letter == angle.letters.positive { return total }
        guard letter == angle.letters.negative else {
            throw RDATAError(.malformed(angle.name, expected: angle.hemisphere), field)
        }
        return -total
    }

    private static func isNumber(_ text: Span<UInt8>) -> Bool { text.count > 0 && text[0] &- 0x30 < 10 }

    /// Reads a size, or nil at the end of the record.
    private static func precision(
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner
    ) throws(RDATAError) -> UInt8? {
        guard let field = try scanner.optionalField() else { return nil }
        guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes(name), field) }
        guard var mantissa = centimetres(scanner.text(field), in: sizeRange) else {
            throw RDATAError(.malformed(name, expected: .metres(sizeRange)), field)
        }
        var exponent: UInt8 = 0
        while mantissa > 9 {
            mantissa /= 10
            exponent += 1
        }
        return UInt8(mantissa) << 4 | exponent
    }

    /// Reads metres with up to two decimals and an optional `m`.
    private static func centimetres(_ text: Span<UInt8>, in range: ClosedRange<Int64>) -> Int64? {
        var start = 0
        var end = text.count
        if end > 0, text[end - 1] | 0x20 == 0x6D { end -= 1 }
        let isNegative = end > 0 && text[0] == 0x2D
        if isNegative { start = 1 }
        guard start <= end, let value = decimal(text.extracting(start..<end), places: 2) else { return nil }
        let signed = isNegative ? -value : value
        return range.contains(signed) ? signed : nil
    }

    /// A decimal number times ten to the power of `places`; `nil` if it has more decimals than that.
    private static func decimal(_ text: Span<UInt8>, places: Int) -> Int64? {
        var value: Int64 = 0
        var decimals: Int?
        var digits = 0
        for index in 0..<text.count {
            if text[index] == 0x2E, decimals == nil {
                decimals = 0
                continue
            }
            guard text[index] &- 0x30 < 10, digits < 15, decimals ?? 0 < places else { return nil }
            value = value * 10 + Int64(text[index] - 0x30)
            digits += 1
            decimals = decimals.map { $0 + 1 }
        }
        guard digits > 0 else { return nil }
        for _ in (decimals ?? 0)..<places { value *= 10 }
        return value
    }

    // MARK: - Wire form

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        let start = position
        if let problem = RDATAWire.skip(16, "location", rdata, &position) { return problem }
        guard rdata[start] == 0 else { return .malformed("version", expected: .number(0...0)) }
        for index in 1...3 where !isPrecision(rdata[start + index]) {
            return .malformed("precision", expected: .precision)
        }
        for (offset, angle) in [(4, Angle.latitude), (8, Angle.longitude)] {
            let value = Int64(RDATAWire.number(rdata, start + offset, width: 4)) - equator
            guard abs(value) <= Int64(angle.degrees) * 3_600_000 else {
                return .malformed(angle.name, expected: .number(0...angle.degrees))
            }
        }
        return nil
    }

    /// True for mantissa and exponent up to 9; a mantissa of zero has no exponent, as text cannot say it.
    private static func isPrecision(_ octet: UInt8) -> Bool {
        octet >> 4 <= 9 && octet & 15 <= 9 && (octet == 0 || octet >> 4 > 0)
    }

    // MARK: - To text

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        write(.latitude, RDATAWire.number(rdata, position + 4, width: 4), to: &text)
        write(.longitude, RDATAWire.number(rdata, position + 8, width: 4), to: &text)
        writeMetres(Int64(RDATAWire.number(rdata, position + 12, width: 4)) - altitudeBase, to: &text)
        for index in 1...3 {
            text.append(0x20)
            var size = Int64(rdata[position + index] >> 4)
            for _ in 0..<(rdata[position + index] & 15) { size *= 10 }
            writeMetres(size, to: &text)
        }
        position += 16
    }

    private static func write(_ angle: Angle, _ value: UInt32, to text: inout [UInt8]) {
        let signed = Int64(value) - equator
        let arc = UInt32(abs(signed))
        RDATAText.appendNumber(arc / 3_600_000, to: &text)
        text.append(0x20)
        RDATAText.appendNumber(arc / 60_000 % 60, to: &text)
        text.append(0x20)
        RDATAText.appendNumber(arc % 60_000 / 1000, to: &text)
        text.append(0x2E)
        for divisor: UInt32 in [100, 10, 1] { text.append(UInt8(0x30 + arc / divisor % 10)) }
        text.append(0x20)
        text.append(signed < 0 ? angle.letters.negative : angle.letters.positive)
        text.append(0x20)
    }

    private static func writeMetres(_ centimetres: Int64, to text: inout [UInt8]) {
        if centimetres < 0 { text.append(0x2D) }
        RDATAText.appendNumber(UInt32(abs(centimetres) / 100), to: &text)
        text.append(0x2E)
        for divisor: Int64 in [10, 1] { text.append(UInt8(0x30 + abs(centimetres) / divisor % 10)) }
        text.append(0x6D)
    }
}
