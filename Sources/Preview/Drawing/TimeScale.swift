import DNSSECModel

/// A stretch of time on a line of the drawing.
struct TimeScale {
    let from: Instant
    let until: Instant
    /// Where the line begins and ends.
    let left: Double
    let right: Double

    /// The place of a moment; moments outside are at the ends.
    func x(_ instant: Instant) -> Double {
        let whole = Double(max(1, (until - from).seconds))
        let part = Double((instant - from).seconds) / whole
        return left + min(1, max(0, part)) * (right - left)
    }

    func contains(_ instant: Instant) -> Bool { instant >= from && instant <= until }

    /// The length of the line for an interval.
    func width(_ interval: Interval) -> Double {
        Double(interval.seconds) / Double(max(1, (until - from).seconds)) * (right - left)
    }

    // MARK: - Ticks

    /// What ticks count by.
    enum Unit: Hashable {
        case hours(Int64)
        case days(Int64)
        case months(Int64)
        case years(Int64)

        /// How long it is, nearly.
        var length: Interval {
            switch self {
            case .hours(let count): .hours(count)
            case .days(let count): .days(count)
            case .months(let count): .days(30 * count)
            case .years(let count): .days(365 * count)
            }
        }

        static let all: [Unit] = [
            .hours(1), .hours(3), .hours(6), .hours(12), .days(1), .days(2), .days(7), .days(14), .months(1),
            .months(3), .months(6), .years(1), .years(2), .years(5), .years(10), .years(25),
        ]
    }

    /// The finest unit whose ticks are at least this far apart.
    func unit(apart minimum: Double) -> Unit {
        Unit.all.first { width($0.length) >= minimum } ?? .years(100)
    }

    /// The moments within the scale at which a unit begins.
    func ticks(_ unit: Unit) -> [Instant] {
        var ticks: [Instant] = []
        var tick = start(unit)
        while tick <= until, ticks.count < 1000 {
            if tick >= from { ticks.append(tick) }
            tick = after(tick, unit)
        }
        return ticks
    }

    private func start(_ unit: Unit) -> Instant {
        let time = CalendarTime(from)
        switch unit {
        case .hours: return Self.day(time.year, time.month, time.day)
        case .days(7), .days(14):
            // 1970-01-05 was a Monday.
            let days = from.secondsSinceEpoch / 86400
            return Instant(secondsSinceEpoch: (days - (days + 3) % 7) * 86400)
        case .days: return Self.day(time.year, time.month, 1)
        case .months: return Self.day(time.year, 1, 1)
        case .years(let count): return Self.day(max(1, time.year / count * count), 1, 1)
        }
    }

    private func after(_ tick: Instant, _ unit: Unit) -> Instant {
        let time = CalendarTime(tick)
        switch unit {
        case .hours, .days: return tick + unit.length
        case .months(let count):
            let months = time.year * 12 + time.month - 1 + count
            return Self.day(months / 12, months % 12 + 1, 1)
        case .years(let count): return Self.day(time.year + count, 1, 1)
        }
    }

    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Instant {
        CalendarTime(year: year, month: month, day: day)?.instant ?? Instant(secondsSinceEpoch: .max / 2)
    }
}
