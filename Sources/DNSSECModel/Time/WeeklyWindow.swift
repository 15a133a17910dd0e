/// A day of the week, from Monday (ISO 8601).
public enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// Earlier in the week comes first.
    public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    /// The day of the week of an instant in UTC.
    public init(_ instant: Instant) {
        let seconds = instant.secondsSinceEpoch
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        // 1970-01-01 was a Thursday.
        let index = ((days + 3) % 7 + 7) % 7
        self = Weekday(rawValue: Int(index)) ?? .monday
    }
}

/// Hours of some days of the week in which a step may be taken: `Tue-Thu 09:00-15:00 Europe/Prague`.
public struct WeeklyWindow: Hashable, Sendable {
    /// The days.
    public var days: Set<Weekday>
    /// When it opens, from local midnight.
    public var opens: Interval
    /// When it closes, from local midnight, at most 24 hours; later than it opens.
    public var closes: Interval
    /// Local time.
    public var zone: TimeZoneRule

    /// All fields as they are.
    public init(days: Set<Weekday>, opens: Interval, closes: Interval, zone: TimeZoneRule = .utc) {
        self.days = days
        self.opens = opens
        self.closes = closes
        self.zone = zone
    }

    /// True if it is open.
    public func isOpen(at instant: Instant) -> Bool {
        let local = instant + zone.offset(at: instant)
        guard days.contains(Weekday(local)) else { return false }
        let time = local.sinceMidnight
        return opens <= time && time < closes
    }

    /// The first moment, not before another one, at which it is open.
    public func opening(notBefore earliest: Instant) -> Instant {
        if isOpen(at: earliest) { return earliest }
        let local = earliest + zone.offset(at: earliest)
        let midnight = local - local.sinceMidnight
        // Eight days: a whole week, and the rest of the one day that has begun.
        for day in 0...8 {
            let opening = midnight + .days(Int64(day)) + opens
            let moment = zone.instant(local: opening)
            if moment >= earliest, isOpen(at: moment) { return moment }
        }
        // An hour that daylight saving leaves out on its only day: the next week has it.
        return opening(notBefore: earliest + .days(7))
    }
}

extension Instant {
    /// From midnight in UTC.
    public var sinceMidnight: Interval {
        Interval(seconds: (secondsSinceEpoch % 86400 + 86400) % 86400)
    }
}

/// Local time by rule: the offset from UTC, and the daylight saving that recurs each year.
///
/// The rule in force is taken for all years, as POSIX's TZ has it.
public struct TimeZoneRule: Hashable, Sendable {
    /// When daylight saving begins or ends: the `week`th (5 = last) `day` of a month, at a local time.
    public struct Change: Hashable, Sendable {
        /// 1 to 12.
        public var month: Int64
        /// 1 to 5; 5 is the last.
        public var week: Int64
        /// The day of the week.
        public var day: Weekday
        /// From local midnight.
        public var time: Interval

        /// All fields as they are.
        public init(month: Int64, week: Int64, day: Weekday, time: Interval) {
            self.month = month
            self.week = week
            self.day = day
            self.time = time
        }
    }

    /// Daylight saving of each year.
    public struct Saving: Hashable, Sendable {
        /// Local time minus UTC meanwhile.
        public var offset: Interval
        /// When it begins, in standard time.
        public var begins: Change
        /// When it ends, in daylight saving time.
        public var ends: Change

        /// All fields as they are.
        public init(offset: Interval, begins: Change, ends: Change) {
            self.offset = offset
            self.begins = begins
            self.ends = ends
        }
    }

    /// What the policy called it: `Europe/Prague`.
    public var name: String
    /// Local time minus UTC, in standard time.
    public var standard: Interval
    /// Daylight saving, where there is any.
    public var saving: Saving?

    /// All fields as they are.
    public init(name: String, standard: Interval, saving: Saving? = nil) {
        self.name = name
        self.standard = standard
        self.saving = saving
    }

    /// UTC.
    public static let utc = TimeZoneRule(name: "UTC", standard: .zero)

    /// Local time minus UTC at an instant.
    public func offset(at instant: Instant) -> Interval {
        guard let saving else { return standard }
        let year = CalendarTime(instant + standard).year
        let begins = saving.begins.local(in: year) - standard
        let ends = saving.ends.local(in: year) - saving.offset
        let isSaving =
            begins < ends ? begins <= instant && instant < ends : begins <= instant || instant < ends
        return isSaving ? saving.offset : standard
    }

    /// The instant of a local time; where a clock shows it twice, the earlier one.
    public func instant(local: Instant) -> Instant {
        let candidates = [saving?.offset, standard].compactMap { $0 }.map { local - $0 }
        return candidates.first { $0 + offset(at: $0) == local } ?? local - standard
    }
}

extension TimeZoneRule.Change {
    /// The change in a year, as a local time that is written like an instant.
    func local(in year: Int64) -> Instant {
        let start = CalendarTime.monthStart(year * 12 + month - 1)
        let next = CalendarTime.monthStart(year * 12 + month)
        let ahead = Int64((day.rawValue - Weekday(start).rawValue + 7) % 7)
        var moment = start + .days(ahead + 7 * (week - 1))
        while moment >= next { moment = moment - .days(7) }
        return moment + time
    }
}
