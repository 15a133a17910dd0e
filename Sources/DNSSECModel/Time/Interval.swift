/// A length of time in whole seconds.
///
/// DNS knows nothing finer: TTLs, signature times and timers of RFC 7583 and RFC 5011 are seconds.
public struct Interval: Hashable, Comparable, Sendable {
    /// Seconds; never negative in a policy, may be negative as the difference of two instants.
    public var seconds: Int64

    /// An interval of some seconds.
    public init(seconds: Int64) { self.seconds = seconds }

    /// No time at all.
    public static let zero = Interval(seconds: 0)
    /// Some seconds.
    public static func seconds(_ count: Int64) -> Interval { Interval(seconds: count) }
    /// Some minutes.
    public static func minutes(_ count: Int64) -> Interval { Interval(seconds: count * 60) }
    /// Some hours.
    public static func hours(_ count: Int64) -> Interval { Interval(seconds: count * 3600) }
    /// Some days of 24 hours.
    public static func days(_ count: Int64) -> Interval { Interval(seconds: count * 86400) }

    /// Earlier or shorter comes first.
    public static func < (left: Interval, right: Interval) -> Bool { left.seconds < right.seconds }
    /// The sum.
    public static func + (left: Interval, right: Interval) -> Interval {
        Interval(seconds: left.seconds + right.seconds)
    }
    /// The difference.
    public static func - (left: Interval, right: Interval) -> Interval {
        Interval(seconds: left.seconds - right.seconds)
    }
    /// A multiple.
    public static func * (left: Int64, right: Interval) -> Interval {
        Interval(seconds: left * right.seconds)
    }
    /// A part, rounded down.
    public static func / (left: Interval, right: Int64) -> Interval {
        Interval(seconds: left.seconds / right)
    }
}

// MARK: - Text

/// Why a text is no interval.
public enum IntervalTextError: Error, Hashable, Sendable {
    /// Neither `30d`, `1d12h`, `P30D`, `PT12H` nor plain seconds.
    case malformed
    /// A month or a year: their length is not fixed, so only calendar rules know them.
    case monthOrYear
    /// More than about 292 years, or negative.
    case outOfRange
}

extension Interval: CustomStringConvertible {
    /// The longest interval that is read: 36,500 days.
    private static let maximumSeconds: Int64 = 36_500 * 86400

    /// Reads `30d`, `2w`, `1d12h`, `90m`, `45s`, `3600`, `P30D`, `PT12H`, `P1DT12H`.
    ///
    /// Units are `w d h m s`. In the ISO 8601 form `M` before `T` is a month and is refused, as `y` is.
    public init(text: String) throws(IntervalTextError) {
        let octets = Array(text.utf8)
        let isISO = octets.first == 0x50 || octets.first == 0x70
        self = try isISO ? Self.iso(octets.dropFirst()) : Self.units(octets[...])
    }

    private static func units(_ octets: ArraySlice<UInt8>) throws(IntervalTextError) -> Interval {
        var rest = octets
        var total: Int64 = 0
        guard !rest.isEmpty else { throw .malformed }
        while !rest.isEmpty {
            let count = try number(&rest)
            guard let unit = rest.popFirst() else {
                guard total == 0 else { throw .malformed }
                return try checked(count)
            }
            total = try add(count, unit: unit, to: total)
        }
        return try checked(total)
    }

    private static func iso(_ octets: ArraySlice<UInt8>) throws(IntervalTextError) -> Interval {
        var rest = octets
        var total: Int64 = 0
        var inTime = false
        guard !rest.isEmpty else { throw .malformed }
        while !rest.isEmpty {
            if rest.first.map({ $0 | 0x20 }) == 0x74, !inTime {
                inTime = true
                rest = rest.dropFirst()
                guard !rest.isEmpty else { throw .malformed }
            }
            let count = try number(&rest)
            guard let unit = rest.popFirst().map({ $0 | 0x20 }) else { throw .malformed }
            if !inTime, unit == 0x6D { throw .monthOrYear }
            guard inTime == [0x68, 0x6D, 0x73].contains(unit) || unit == 0x79 else { throw .malformed }
            total = try add(count, unit: unit, to: total)
        }
        return try checked(total)
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) throws(IntervalTextError) -> Int64 {
        var value: Int64 = 0
        var digits = 0
        while let octet = rest.first, octet &- 0x30 < 10 {
            guard value <= maximumSeconds else { throw .outOfRange }
            value = value * 10 + Int64(octet - 0x30)
            digits += 1
            rest = rest.dropFirst()
        }
        guard digits > 0 else { throw .malformed }
        return value
    }

    private static func add(_ count: Int64, unit: UInt8, to total: Int64) throws(IntervalTextError) -> Int64 {
        let factor: Int64
        switch unit | 0x20 {
        case 0x77: factor = 604_800
        case 0x64: factor = 86400
        case 0x68: factor = 3600
        case 0x6D: factor = 60
        case 0x73: factor = 1
        case 0x79: throw .monthOrYear
        default: throw .malformed
        }
        guard count <= maximumSeconds / factor else { throw .outOfRange }
        return try checked(total + count * factor).seconds
    }

    private static func checked(_ seconds: Int64) throws(IntervalTextError) -> Interval {
        guard seconds <= maximumSeconds else { throw .outOfRange }
        return Interval(seconds: seconds)
    }

    /// The shortest unit form: `30d`, `1d12h`, `5m`, `0s`; a minus sign in front of a negative one.
    public var description: String {
        guard seconds != 0 else { return "0s" }
        var rest = seconds.magnitude
        var text = seconds < 0 ? "-" : ""
        for (letter, size) in [("d", UInt64(86400)), ("h", 3600), ("m", 60), ("s", 1)] where rest >= size {
            text += "\(rest / size)\(letter)"
            rest %= size
        }
        return text
    }
}
