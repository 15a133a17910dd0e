/// A moment on the UTC time line, in whole seconds.
public struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var secondsSinceEpoch: Int64

    /// The moment this many seconds after 1970-01-01T00:00:00Z.
    public init(secondsSinceEpoch: Int64) { self.secondsSinceEpoch = secondsSinceEpoch }

    /// Earlier or shorter comes first.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
    /// The sum.
    public static func + (left: Instant, right: Interval) -> Instant {
        Instant(secondsSinceEpoch: left.secondsSinceEpoch + right.seconds)
    }
    /// The difference.
    public static func - (left: Instant, right: Interval) -> Instant {
        Instant(secondsSinceEpoch: left.secondsSinceEpoch - right.seconds)
    }
    /// The difference.
    public static func - (left: Instant, right: Instant) -> Interval {
        Interval(seconds: left.secondsSinceEpoch - right.secondsSinceEpoch)
    }

    /// The moment as RRSIG fields carry it: seconds modulo 2^32 (RFC 4034 3.1.5).
    public var signatureTime: UInt32 { UInt32(truncatingIfNeeded: secondsSinceEpoch) }
}

// MARK: - Calendar

/// Year, month, day, hour, minute, second of an instant in UTC (proleptic Gregorian calendar).
public struct CalendarTime: Hashable, Sendable {
    /// The fields, months and days from 1.
    public var year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64

    /// The fields of an instant.
    public init(_ instant: Instant) {
        let days =
            instant.secondsSinceEpoch >= 0
            ? instant.secondsSinceEpoch / 86400 : (instant.secondsSinceEpoch - 86399) / 86400
        let rest = instant.secondsSinceEpoch - days * 86400
        // Days since 0000-03-01, so that the leap day ends a year; eras of 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// Fields as they are; `nil` if the date or the time of day does not exist.
    public init?(year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0)
    {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        guard CalendarTime(instant) == self else { return nil }
    }

    /// The instant that the fields name.
    public var instant: Instant {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Instant(secondsSinceEpoch: days * 86400 + hour * 3600 + minute * 60 + second)
    }
}

// MARK: - Text

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC: `2018-10-11T16:00:00Z`.
    public var description: String {
        let time = CalendarTime(self)
        var text: [UInt8] = []
        text.reserveCapacity(20)
        append(time.year, 4, to: &text)
        for (mark, value) in [
            (0x2D as UInt8, time.month), (0x2D, time.day), (0x54, time.hour), (0x3A, time.minute),
            (0x3A, time.second),
        ] {
            text.append(mark)
            append(value, 2, to: &text)
        }
        text.append(0x5A)
        return String(decoding: text, as: UTF8.self)
    }

    /// `YYYYMMDDHHMMSS` in UTC, as key files and RRSIG records have it (RFC 4034 3.2).
    public var compact: String {
        let time = CalendarTime(self)
        return pad(time.year, 4) + pad(time.month, 2) + pad(time.day, 2)
            + pad(time.hour, 2) + pad(time.minute, 2) + pad(time.second, 2)
    }

    /// How far away it is, for people: `in 7m41s`, `3d4h ago`, `now`; the two largest units.
    public func distance(from now: Instant) -> String {
        let difference = self - now
        guard difference != .zero else { return "now" }
        let size = Interval(seconds: abs(difference.seconds)).rounded
        return difference > .zero ? "in \(size)" : "\(size) ago"
    }

    /// Reads a moment that a person typed.
    ///
    /// ISO 8601 (`2018-10-11T16:00:00Z`, `2018-10-11`), `YYYYMMDDHHMMSS`, `YYYYMMDD`, `now`, `+30d`, `-2h` and
    /// Unix seconds. A date alone is its midnight in UTC; a time without `Z` or an offset is UTC. `nil` if the text
    /// is none of these.
    ///
    /// - Parameters:
    ///   - text: What was typed.
    ///   - now: What `now` and the signed distances count from.
    public init?(text: String, now: Instant) {
        if text == "now" {
            self = now
        } else if let sign = text.first, sign == "+" || sign == "-" {
            guard let interval = try? Interval(text: String(text.dropFirst())) else { return nil }
            self = sign == "+" ? now + interval : now - interval
        } else if text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
            self.init(digits: text)
        } else {
            self.init(iso: text)
        }
    }

    private init?(digits: String) {
        guard let number = Int64(digits) else { return nil }
        let time: CalendarTime?
        switch digits.utf8.count {
        case 8:
            time = CalendarTime(year: number / 10000, month: number / 100 % 100, day: number % 100)
        case 14:
            let date = number / 1_000_000
            time = CalendarTime(
                year: date / 10000,
                month: date / 100 % 100,
                day: date % 100,
                hour: number / 10000 % 100,
                minute: number / 100 % 100,
                second: number % 100
            )
        case 1...11:
            self.init(secondsSinceEpoch: number)
            return
        default:
            return nil
        }
        guard let time else { return nil }
        self = time.instant
    }

    private init?(iso text: String) {
        var octets = Array(text.utf8)[...]
        var offset: Int64 = 0
        if octets.last == 0x5A || octets.last == 0x7A {
            octets = octets.dropLast()
        } else if octets.count == 25, octets.suffix(6).first == 0x2B || octets.suffix(6).first == 0x2D {
            let zone = Array(octets.suffix(6))
            guard zone[3] == 0x3A, let hours = Self.number(zone[1...2]),
                let minutes = Self.number(zone[4...5])
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (zone[0] == 0x2B ? 1 : -1)
            octets = octets.dropLast(6)
        }
        guard let time = Self.isoFields(Array(octets)) else { return nil }
        self = time.instant - Interval(seconds: offset)
    }

    private static func isoFields(_ octets: [UInt8]) -> CalendarTime? {
        guard octets.count == 10 || octets.count == 16 || octets.count == 19, octets[4] == 0x2D,
            octets[7] == 0x2D,
            let year = number(octets[0..<4]), let month = number(octets[5..<7]),
            let day = number(octets[8..<10])
        else { return nil }
        guard octets.count > 10 else { return CalendarTime(year: year, month: month, day: day) }
        guard [0x54, 0x74, 0x20].contains(octets[10]), octets[13] == 0x3A,
            let hour = number(octets[11..<13]), let minute = number(octets[14..<16])
        else { return nil }
        guard octets.count == 19 else {
            return CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute)
        }
        guard octets[16] == 0x3A, let second = number(octets[17..<19]) else { return nil }
        return CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    private static func number(_ octets: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for octet in octets {
            guard octet &- 0x30 < 10 else { return nil }
            value = value * 10 + Int64(octet - 0x30)
        }
        return value
    }

    private func append(_ value: Int64, _ width: Int, to text: inout [UInt8]) {
        guard width == 2, 0..<100 ~= value else { return text.append(contentsOf: pad(value, width).utf8) }
        text.append(0x30 + UInt8(value / 10))
        text.append(0x30 + UInt8(value % 10))
    }

    private func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Interval {
    /// The two largest units of a positive interval.
    var rounded: Interval {
        let units: [Int64] = [86400, 3600, 60, 1]
        guard let first = units.firstIndex(where: { seconds >= $0 }), first + 1 < units.count else {
            return self
        }
        return Interval(seconds: seconds / units[first + 1] * units[first + 1])
    }
}
