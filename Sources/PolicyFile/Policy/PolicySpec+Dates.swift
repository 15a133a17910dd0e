import DNSSECModel

/// Reads the dates of a policy: a date alone is that day's edit of the zone, for it is then that keys change.
struct DateReader {
    /// Whose edit times count; without one a date alone is its midnight in UTC.
    var calendar: SlotCalendar?

    /// Before the first signed zone, and far beyond any plan: what lies outside is a slip.
    private static let range =
        Instant(secondsSinceEpoch: 631_152_000)..<Instant(secondsSinceEpoch: 7_258_118_400)

    /// The moment that a text names; `nil` if it is no date.
    func instant(_ text: String) -> Instant? {
        // Only ISO 8601: policies are read again later, and `now` would be another moment then.
        guard text.utf8.dropFirst(4).first == 0x2D, text.utf8.first != 0x2D,
            let instant = Instant(text: text, now: Self.range.lowerBound), Self.range.contains(instant)
        else { return nil }
        guard text.utf8.count == 10 else { return instant }
        return calendar?.edit(onDayOf: instant) ?? instant
    }
}

extension MappingReader {
    /// A moment.
    mutating func date(_ key: String, _ reader: DateReader) -> Instant? {
        guard let (text, mark) = scalar(key) else { return nil }
        guard let instant = reader.instant(text) else {
            log.report(.schedule(.badDate(text)), at: mark)
            return nil
        }
        return instant
    }

    /// Months, quarters or years, as months.
    mutating func months(_ key: String) -> Int? {
        guard let (text, mark) = scalar(key) else { return nil }
        guard let months = MonthText.months(text), (1...1200).contains(months) else {
            log.report(.schedule(.badMonths(text)), at: mark)
            return nil
        }
        return months
    }

    /// A time of day before midnight.
    mutating func timeOfDay(_ key: String) -> Interval? {
        guard let (text, mark) = scalar(key) else { return nil }
        return log.timeOfDay(text, at: mark)
    }
}

extension ReadingLog {
    func timeOfDay(_ text: String, at mark: Mark) -> Interval? {
        guard let time = ClockText.time(text), time < .days(1) else {
            report(.schedule(.badTimeOfDay(text)), at: mark)
            return nil
        }
        return time
    }
}

/// Times of day as text.
enum ClockText {
    /// `09:00` as the time since midnight, up to `24:00`; `nil` if the text is none.
    static func time(_ text: String) -> Interval? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), minutes < 60
        else { return nil }
        let time = Interval.hours(hours) + .minutes(minutes)
        return time <= .days(1) ? time : nil
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
}

/// Lengths of time that only calendars know.
enum MonthText {
    /// Months of `21 months`, `1 quarter`, `3 years`, `P3Y`, `P1Y6M`; `nil` if the text is none of these.
    static func months(_ text: String) -> Int? {
        if text.first == "P" { return iso(text.dropFirst()) }
        let words = text.split(separator: " ")
        guard words.count == 2, let count = number(words[0]) else { return nil }
        let unit =
            switch words[1] {
            case "month", "months": 1
            case "quarter", "quarters": 3
            case "year", "years": 12
            default: 0
            }
        return unit == 0 ? nil : count * unit
    }

    private static func iso(_ text: Substring) -> Int? {
        var rest = text
        var months: Int?
        for (letter, unit) in [("Y" as Character, 12), ("M", 1)] {
            guard let end = rest.firstIndex(of: letter) else { continue }
            guard let count = number(rest[..<end]) else { return nil }
            months = (months ?? 0) + count * unit
            rest = rest[end...].dropFirst()
        }
        return rest.isEmpty ? months : nil
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
