// BIND's $GENERATE: one record for each number of a range.

/// The range of `$GENERATE`: `START-STOP` or `START-STOP/STEP`.
struct GenerateRange: Hashable {
    /// The largest number that may be made.
    static let limit = 0x7FFF_FFFF

    var start: Int
    var stop: Int
    var step: Int

    /// How many numbers it has.
    var count: Int { (stop - start) / step + 1 }

    /// Reads the text of a range.
    init?(_ text: Span<UInt8>) {
        var numbers: [Int] = []
        var separators: [UInt8] = []
        var number: Int?
        for index in text.indices {
            let octet = text[index]
            if octet &- 0x30 < 10 {
                number = min((number ?? 0) * 10 + Int(octet - 0x30), Self.limit + 1)
            } else {
                guard let complete = number else { return nil }
                numbers.append(complete)
                separators.append(octet)
                number = nil
            }
        }
        guard let last = number, [[0x2D], [0x2D, 0x2F]].contains(separators) else { return nil }
        numbers.append(last)
        self.init(start: numbers[0], stop: numbers[1], step: numbers.count == 3 ? numbers[2] : 1)
    }

    private init?(start: Int, stop: Int, step: Int) {
        guard start <= stop, step > 0, stop <= Self.limit else { return nil }
        self.start = start
        self.stop = stop
        self.step = step
    }
}

/// A text of `$GENERATE` cut into what stays and what each number replaces.
///
/// `$` is the number; `${OFFSET,WIDTH,BASE}` is number plus offset, filled up with zeros to the width, in base d
/// (decimal), o, x, X, or n, N (hexadecimal digits from the last to the first with dots between them, as
/// `ip6.arpa` wants them); an offset may lead below zero. An offset holds for every `$` without braces behind it in the same text: BIND does so,
/// and a zone must mean here what it means there. `$$` is a `$`; a backslash and the character behind it stay as they are.
struct GenerateTemplate {
    enum Base: UInt8 {
        case decimal = 0x64
        case octal = 0x6F
        case lowerHex = 0x78
        case upperHex = 0x58
        case lowerNibbles = 0x6E
        case upperNibbles = 0x4E
    }

    enum Part {
        case text([UInt8])
        case number(offset: Int, width: Int, base: Base)
    }

    private var parts: [Part] = []

    /// Reads a template; nil with the text of a format that cannot be read.
    init(_ text: Span<UInt8>) throws(BadFormat) {
        var run: [UInt8] = []
        var position = 0
        var offset = 0
        while position < text.count {
            let octet = text[position]
            position += 1
            if octet == 0x5C {
                run.append(octet)
                if position < text.count { run.append(text[position]) }
                position += 1
            } else if octet != 0x24 {
                run.append(octet)
            } else if position < text.count, text[position] == 0x24 {
                run.append(octet)
                position += 1
            } else {
                parts.append(.text(run))
                run.removeAll()
                let part = try Self.format(text, &position, lastOffset: offset)
                if case .number(let latest, _, _) = part { offset = latest }
                parts.append(part)
            }
        }
        parts.append(.text(run))
    }

    /// A format that cannot be read.
    struct BadFormat: Error {
        var text: String
    }

    /// Appends the text for one number; gives the first number above the limit instead.
    func append(_ number: Int, to text: inout [UInt8]) -> Int? {
        for part in parts {
            switch part {
            case .text(let run): text.append(contentsOf: run)
            case .number(let offset, let width, let base):
                let value = number + offset
                guard value <= GenerateRange.limit else { return value }
                Self.append(value, width, base, to: &text)
            }
        }
        return nil
    }

    /// The format behind a `$`, if there is one in braces.
    private static func format(
        _ text: Span<UInt8>,
        _ position: inout Int,
        lastOffset: Int
    ) throws(BadFormat) -> Part {
        guard position < text.count, text[position] == 0x7B else {
            return .number(offset: lastOffset, width: 0, base: .decimal)
        }
        var content: [UInt8] = []
        var end = position + 1
        while end < text.count, text[end] != 0x7D {
            content.append(text[end])
            end += 1
        }
        let fields = content.split(separator: 0x2C, omittingEmptySubsequences: false)
        guard end < text.count, fields.count <= 3, let offset = number(fields[0], isSigned: true) else {
            throw BadFormat(text: "${" + String(decoding: content.prefix(40), as: UTF8.self))
        }
        let width = fields.count > 1 ? number(fields[1], isSigned: false) : 0
        let base =
            fields.count > 2
            ? fields[2].count == 1 ? Base(rawValue: fields[2][fields[2].startIndex]) : nil : .decimal
        guard let width, width <= 255, let base else {
            throw BadFormat(text: "${" + String(decoding: content.prefix(40), as: UTF8.self) + "}")
        }
        position = end + 1
        return .number(offset: offset, width: width, base: base)
    }

    private static func number(_ text: ArraySlice<UInt8>, isSigned: Bool) -> Int? {
        guard let first = text.first, isSigned || first &- 0x30 < 10 else { return nil }
        return Int32(String(decoding: text, as: UTF8.self)).map(Int.init)
    }

    /// Appends a value; bases other than ten show one below zero as the 32 bits that stand for it, as BIND does.
    private static func append(_ value: Int, _ width: Int, _ base: Base, to text: inout [UInt8]) {
        let bits = UInt32(truncatingIfNeeded: value)
        switch base {
        case .decimal: appendDecimal(value, width, to: &text)
        case .octal: appendPadded(String(bits, radix: 8), width, to: &text)
        case .lowerHex: appendPadded(String(bits, radix: 16), width, to: &text)
        case .upperHex: appendPadded(String(bits, radix: 16, uppercase: true), width, to: &text)
        case .lowerNibbles: appendNibbles(bits, width, isUpper: false, to: &text)
        case .upperNibbles: appendNibbles(bits, width, isUpper: true, to: &text)
        }
    }

    /// The sign counts for the width, and stands in front of the zeros.
    private static func appendDecimal(_ value: Int, _ width: Int, to text: inout [UInt8]) {
        if value < 0 { text.append(0x2D) }
        appendPadded(String(value.magnitude), value < 0 ? width - 1 : width, to: &text)
    }

    private static func appendPadded(_ digits: String, _ width: Int, to text: inout [UInt8]) {
        for _ in 0..<max(0, width - digits.utf8.count) { text.append(0x30) }
        text.append(contentsOf: digits.utf8)
    }

    /// The width counts digits and dots; a dot that would be the last one of the width stays, as in BIND.
    private static func appendNibbles(_ value: UInt32, _ width: Int, isUpper: Bool, to text: inout [UInt8]) {
        var rest = value
        var room = width
        repeat {
            text.append(contentsOf: String(rest & 15, radix: 16, uppercase: isUpper).utf8)
            rest >>= 4
            room -= 1
            if rest > 0 || room > 0 {
                text.append(0x2E)
                room -= 1
            }
        } while rest > 0 || room > 0
    }
}

extension ZoneFileParser {
    /// `$GENERATE range owner [ttl] [class] type data`; data of several fields stand in quotes, as in BIND.
    mutating func readGenerate(_ scanner: inout FieldScanner) throws(EntryError) {
        let rangeField = try argument(&scanner, of: .generate)
        guard let range = GenerateRange(scanner.octets.extracting(rangeField.start..<rangeField.end)) else {
            throw EntryError(.badGenerateRange(scanner.text(of: rangeField)), at: rangeField)
        }
        let limit = ZoneFileReader.maximumGenerated
        guard range.count <= limit else {
            throw EntryError(.generateTooMany(range.count, limit: limit), at: rangeField)
        }
        try checkRoom(for: range.count, rangeField)
        let ownerField = try argument(&scanner, of: .generate)
        let ownerText = scanner.octets.extracting(ownerField.start..<ownerField.end)
        let owners = try template(ownerText, ownerField)
        let head = try readHead(&scanner, from: try argument(&scanner, of: .generate))
        let dataField = try argument(&scanner, of: .generate)
        let text = unquoted(scanner, dataField)
        let data = try template(text.span, dataField)
        try expectEnd(&scanner)
        var omission: EntryError?
        for number in stride(from: range.start, through: range.stop, by: range.step) {
            do throws(EntryError) {
                try generateOwner(owners, number, ownerField)
            } catch {
                // One warning is enough for a whole range that is left out.
                guard error.severity == .warning else { throw error }
                omission = omission ?? error
                continue
            }
            if number == range.start { noteRawOctets(ownerText, ownerField) }
            try generateRecord(data, number, head, dataField)
        }
        if let omission { report(omission, as: omission.severity) }
    }

    /// Refuses a range whose records would lead beyond a limit, before one of them is made.
    private mutating func checkRoom(for count: Int, _ field: Field) throws(EntryError) {
        generated += count
        var excess = builder.room.excess(of: builder, with: count)
        if let limit = rules.limits.generated, generated > limit {
            excess = .generated(count: generated, limit: limit)
        }
        guard let excess else { return }
        isStopped = true
        throw EntryError(.beyondLimit(excess), at: field)
    }

    /// The text of a field; in quotes, `\"` stands for a quote and all else is as it is.
    private func unquoted(_ scanner: borrowing FieldScanner, _ field: Field) -> [UInt8] {
        var text: [UInt8] = []
        var position = field.start
        while position < field.end {
            let octet = scanner.octets[position]
            let isEscapedQuote =
                field.isQuoted && octet == 0x5C && position + 1 < field.end
                && scanner.octets[position + 1] == 0x22
            if isEscapedQuote { position += 1 }
            text.append(scanner.octets[position])
            position += 1
        }
        return text
    }

    private func template(_ text: Span<UInt8>, _ field: Field) throws(EntryError) -> GenerateTemplate {
        do throws(GenerateTemplate.BadFormat) {
            return try GenerateTemplate(text)
        } catch {
            throw EntryError(.badGenerateFormat(error.text), at: field)
        }
    }

    private func expand(
        _ template: GenerateTemplate,
        _ number: Int,
        _ field: Field
    ) throws(EntryError) -> [UInt8] {
        var text: [UInt8] = []
        if let outside = template.append(number, to: &text) {
            throw EntryError(.generateOutOfRange(outside), at: field)
        }
        return text
    }

    private mutating func generateOwner(
        _ template: GenerateTemplate,
        _ number: Int,
        _ field: Field
    ) throws(EntryError) {
        let text = try expand(template, number, field)
        owner.begin()
        try appendName(text.span, field, to: &owner.wire)
        try checkIsInZone(field)
        owner.isUsable = true
    }

    private mutating func generateRecord(
        _ template: GenerateTemplate,
        _ number: Int,
        _ head: EntryHead,
        _ field: Field
    ) throws(EntryError) {
        let text = try expand(template, number, field)
        var scanner = FieldScanner(text.span)
        do throws(EntryError) {
            try readData(head, &scanner)
        } catch {
            throw EntryError(error.problem, at: field)
        }
    }
}
