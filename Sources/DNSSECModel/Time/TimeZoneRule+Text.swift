// Local time from text: the TZ form of POSIX (Base Definitions 8.3), which also ends each zoneinfo file of version 2
// and later (RFC 9636 3.3), and the offsets that people write.

extension TimeZoneRule {
    /// Reads a POSIX TZ text: `CET-1CEST,M3.5.0,M10.5.0/3`, `<+0530>-5:30`, `UTC0`.
    ///
    /// Times of a change go from -167 to 167 hours, as in zoneinfo files. `nil` if the text is no such rule, or has
    /// days of the year in it (`J60`), which no zone in use needs.
    ///
    /// - Parameters:
    ///   - posix: The rule.
    ///   - name: What the rule is called: `Europe/Prague`.
    public init?(posix: String, name: String) {
        var scanner = PosixScanner(posix)
        guard scanner.skipAbbreviation(), let standard = scanner.offset() else { return nil }
        guard !scanner.isAtEnd else {
            self.init(name: name, standard: standard)
            return
        }
        guard scanner.skipAbbreviation() else { return nil }
        var offset = standard + .hours(1)
        if scanner.isAtOffset {
            guard let written = scanner.offset() else { return nil }
            offset = written
        }
        guard scanner.skip(","), let begins = scanner.change(), scanner.skip(","),
            let ends = scanner.change(), scanner.isAtEnd
        else { return nil }
        self.init(
            name: name,
            standard: standard,
            saving: Saving(offset: offset, begins: begins, ends: ends)
        )
    }

    /// Reads the rule that a zoneinfo file ends with; `nil` if it has none.
    ///
    /// - Parameters:
    ///   - zoneInformation: The octets of the file.
    ///   - name: What the rule is called.
    public init?(zoneInformation: [UInt8], name: String) {
        guard zoneInformation.starts(with: "TZif".utf8), zoneInformation.last == 0x0A else { return nil }
        let footer = zoneInformation.dropLast()
        guard let start = footer.lastIndex(of: 0x0A) else { return nil }
        self.init(posix: String(decoding: footer[(start + 1)...], as: UTF8.self), name: name)
    }

    /// Reads a fixed offset as people write it: `UTC`, `UTC+2`, `UTC-03:30`; `nil` if the text is none.
    public init?(offset text: String) {
        guard text.hasPrefix("UTC") else { return nil }
        guard text != "UTC" else {
            self = .utc
            return
        }
        var scanner = PosixScanner(String(text.dropFirst(3)))
        // POSIX counts west, people count east.
        guard scanner.isAtSign, let west = scanner.offset(), scanner.isAtEnd, west <= .hours(14),
            west >= .hours(-14)
        else { return nil }
        self.init(name: text, standard: .zero - west)
    }
}

/// Takes a POSIX TZ text apart.
private struct PosixScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }
    var isAtSign: Bool { rest.first == 0x2B || rest.first == 0x2D }
    var isAtOffset: Bool { isAtSign || rest.first.map { Self.isDigit($0) } ?? false }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
    private static func isLetter(_ octet: UInt8) -> Bool { (0x61...0x7A).contains(octet | 0x20) }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// At least three letters, or whatever stands between `<` and `>`.
    mutating func skipAbbreviation() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: 0x3E) else { return false }
            rest = rest[end...].dropFirst()
            return true
        }
        let letters = rest.prefix { Self.isLetter($0) }.count
        rest = rest.dropFirst(letters)
        return letters >= 3
    }

    /// Local time minus UTC: POSIX writes it the other way round.
    mutating func offset() -> Interval? {
        time(hours: 24).map { .zero - $0 }
    }

    /// `Mmonth.week.day`, and `/time` where it is not two o'clock.
    mutating func change() -> TimeZoneRule.Change? {
        guard skip("M"), let month = number(1...12), skip("."), let week = number(1...5), skip("."),
            let day = number(0...6),
            // POSIX weeks begin on Sunday.
            let weekday = Weekday(rawValue: Int(day + 6) % 7)
        else { return nil }
        guard skip("/") else {
            return TimeZoneRule.Change(month: month, week: week, day: weekday, time: .hours(2))
        }
        return time(hours: 167).map {
            TimeZoneRule.Change(month: month, week: week, day: weekday, time: $0)
        }
    }

    /// `[+-]hours[:minutes[:seconds]]`.
    private mutating func time(hours limit: Int64) -> Interval? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(0...limit) else { return nil }
        var time = Interval.hours(hours)
        for unit in [Interval.minutes(1), .seconds(1)] where skip(":") {
            guard let count = number(0...59) else { return nil }
            time = time + count * unit
        }
        return isNegative ? .zero - time : time
    }

    private mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { Self.isDigit($0) }
        guard digits.count <= 3, let number = Int64(String(Substring(digits))), range.contains(number) else {
            return nil
        }
        rest = rest[digits.endIndex...]
        return number
    }
}
