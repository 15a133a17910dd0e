/// Inception and expiration of RRSIG as text (RFC 4034 3.2).
///
/// The field is a serial number of seconds (RFC 4034 3.1.5), so that a value stands for one moment in every
/// 2^32 seconds. Text is written for the years 1970 to 2106; text of a later moment is read modulo 2^32.
public enum SignatureTime {
    /// Appends YYYYMMDDHHMMSS in UTC.
    public static func append(_ value: UInt32, to text: inout [UInt8]) {
        let (year, month, day) = civil(daysSince1970: Int(value / 86400))
        let second = Int(value % 86400)
        var digits: [14 of UInt8] = .init(repeating: 0)
        setPair(year / 100, at: 0, of: &digits)
        setPair(year % 100, at: 2, of: &digits)
        setPair(month, at: 4, of: &digits)
        setPair(day, at: 6, of: &digits)
        setPair(second / 3600, at: 8, of: &digits)
        setPair(second / 60 % 60, at: 10, of: &digits)
        setPair(second % 60, at: 12, of: &digits)
        text.append(run: digits.span)
    }

    private static func setPair(_ value: Int, at index: Int, of digits: inout [14 of UInt8]) {
        digits[index] = UInt8(truncatingIfNeeded: 0x30 + value / 10)
        digits[index + 1] = UInt8(truncatingIfNeeded: 0x30 + value % 10)
    }

    /// Reads YYYYMMDDHHMMSS (14 digits) or seconds since 1970 (1 to 10 digits); nil for other text.
    public static func value(of text: Span<UInt8>) -> UInt32? {
        for index in 0..<text.count where text[index] &- 0x30 > 9 { return nil }
        guard text.count == 14 else {
            guard text.count >= 1, text.count <= 10 else { return nil }
            return UInt32(exactly: number(text, 0, text.count))
        }
        let year = number(text, 0, 4)
        let month = number(text, 4, 6)
        let day = number(text, 6, 8)
        let clock = (number(text, 8, 10), number(text, 10, 12), number(text, 12, 14))
        guard year >= 1970, (1...12).contains(month), day >= 1, day <= daysInMonth(month, year),
            clock.0 < 24, clock.1 < 60, clock.2 <= 60
        else { return nil }
        let days = daysSince1970(year, month, day)
        return UInt32(truncatingIfNeeded: days * 86400 + clock.0 * 3600 + clock.1 * 60 + clock.2)
    }

    private static func number(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var value = 0
        for index in start..<end { value = value * 10 + Int(text[index] - 0x30) }
        return value
    }

    private static func daysInMonth(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    // Years that begin in March have the leap day at their end; 400 of them have 146097 days.

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
    }

    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719468
        let dayOfEra = shifted % 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = shifted / 146097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
