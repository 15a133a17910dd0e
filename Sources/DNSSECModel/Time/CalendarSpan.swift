/// A whole number of months of the calendar, as registries write the lifetimes of keys: `1y`, `6mo`, `P1Y6M`.
///
/// It has no fixed length: a year that begins on 2027-03-01 has 366 days. Where the month that it leads to has no such day, it
/// ends on that month's last day, at the same time of day.
public struct CalendarSpan: Hashable, Sendable {
    /// The months, from 1.
    public let months: Int
    /// The shortest that the span can be, whenever it begins.
    public let shortest: Interval

    /// The most that is read: a hundred years, as with other intervals.
    public static let mostMonths = 1200

    /// A span of `months` months; `nil` unless there are 1 to 1200.
    public init?(months: Int) {
        guard (1...Self.mostMonths).contains(months) else { return nil }
        self.months = months
        shortest = Self.shortest(months)
    }

    /// Reads `1y`, `6mo`, `1y6mo`, `P1Y`, `P6M` and `P1Y6M`, in letters of either case; nil if the text is anything else.
    public init?(text: String) {
        var rest = Substring(text.lowercased())
        let isISO = rest.first == "p"
        if isISO { rest.removeFirst() }
        var total = 0
        for (unit, size) in [("y", 12), (isISO ? "m" : "mo", 1)] {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, digits.utf8.count <= 4, rest.dropFirst(digits.count).hasPrefix(unit) else {
                continue
            }
            total += (Int(digits) ?? 0) * size
            rest = rest.dropFirst(digits.count + unit.count)
        }
        guard rest.isEmpty else { return nil }
        self.init(months: total)
    }

    /// The moment at which the span ends that begins at another one.
    public func end(from start: Instant) -> Instant { CalendarTime(start).adding(months: months) }

    private static func shortest(_ months: Int) -> Interval {
        // The calendar repeats itself after 400 years; within a month, the last day is the one that is cut.
        let lengths = (2000 * 12..<2400 * 12).map { month -> Interval in
            let (here, there) = (Int64(month), Int64(month + months))
            let begin = CalendarTime.monthStart(here)
            let last = CalendarTime.monthStart(here + 1) - .days(1)
            let lastThere = CalendarTime.monthStart(there + 1) - .days(1)
            let end = min(CalendarTime.monthStart(there) + (last - begin), lastThere)
            return end - last
        }
        return lengths.min() ?? .zero
    }
}

extension CalendarSpan: CustomStringConvertible {
    /// `1y`, `6mo`, `1y6mo`.
    public var description: String {
        let years = months / 12 > 0 ? "\(months / 12)y" : ""
        return years + (months % 12 > 0 ? "\(months % 12)mo" : "")
    }
}
