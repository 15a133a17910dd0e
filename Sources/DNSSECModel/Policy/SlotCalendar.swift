/// A year divided into periods, and each period into slots, as the root zone's operators have it.
///
/// The root: quarters of nine slots, ten days each; keys change on the first day of a slot only, and the last
/// slot runs to the end of the quarter.
public struct SlotCalendar: Hashable, Sendable {
    /// Months in a period: 1, 2, 3, 4, 6 or 12; the first period of a year begins in January.
    public var months: Int
    /// Slots in a period, from 1.
    public var slots: Int
    /// From the beginning of one slot to that of the next.
    public var step: Interval
    /// Time of day at which the zone is edited, in UTC; signatures begin with the slot, at midnight.
    public var editTime: Interval
    /// Days on which the zone is edited at another time of day.
    public var editTimes: [DayTime]
    /// How long DNSKEY signatures are valid from the beginning of their slot; nil = as the policy's other times
    /// say, from the moment of signing.
    public var signatureValidity: Interval?

    /// A time of day on a certain day.
    public struct DayTime: Hashable, Sendable {
        /// The day's midnight in UTC.
        public var day: Instant
        /// From midnight.
        public var time: Interval

        /// A time of day on a day.
        public init(day: Instant, time: Interval) {
            self.day = day
            self.time = time
        }
    }

    /// A slot of a certain period.
    public struct Slot: Hashable, Sendable {
        /// When its period begins.
        public var period: Instant
        /// Its number in the period, from 1.
        public var number: Int
        /// When it begins: midnight of its first day.
        public var start: Instant
        /// When the next one begins.
        public var end: Instant
    }

    /// Quarters of nine slots of ten days, edited at midnight, unless given.
    public init(
        months: Int = 3,
        slots: Int = 9,
        step: Interval = .days(10),
        editTime: Interval = .zero,
        editTimes: [DayTime] = [],
        signatureValidity: Interval? = nil
    ) {
        self.months = months
        self.slots = slots
        self.step = step
        self.editTime = editTime
        self.editTimes = editTimes
        self.signatureValidity = signatureValidity
    }

    // MARK: - Periods and slots

    /// The beginning of the period that is `count` periods after the one of an instant.
    public func period(of instant: Instant, plus count: Int = 0) -> Instant {
        let time = CalendarTime(instant)
        let month = time.year * 12 + time.month - 1
        let first = month - (month % 12) % Int64(months) + Int64(count * months)
        return CalendarTime.monthStart(first)
    }

    /// How many periods lie between the one of an instant and the one of a later instant.
    public func periods(from start: Instant, to end: Instant) -> Int {
        func month(_ instant: Instant) -> Int64 {
            let time = CalendarTime(period(of: instant))
            return time.year * 12 + time.month
        }
        return Int(month(end) - month(start)) / months
    }

    /// The slot of an instant.
    public func slot(at instant: Instant) -> Slot {
        let period = period(of: instant)
        let passed = (instant - period).seconds / step.seconds
        return slot(min(Int(passed) + 1, slots), of: period)
    }

    /// The slot of a number in the period that begins at an instant.
    public func slot(_ number: Int, of period: Instant) -> Slot {
        let start = period + Interval(seconds: step.seconds * Int64(number - 1))
        let end = number == slots ? self.period(of: period, plus: 1) : start + step
        return Slot(period: period, number: number, start: start, end: end)
    }

    // MARK: - Edits

    /// When the zone is edited on the day of an instant.
    public func edit(onDayOf instant: Instant) -> Instant {
        let seconds = instant.secondsSinceEpoch
        let day = Instant(secondsSinceEpoch: seconds - (seconds % 86400 + 86400) % 86400)
        return day + (editTimes.first { $0.day == day }?.time ?? editTime)
    }

    /// The first moment, not before another one, that lies in one of these slots after the edit on its first
    /// day.
    ///
    /// - Parameters:
    ///   - slots: Numbers of slots; within one period, they count as one stretch of time.
    ///   - earliest: The moment to look from.
    /// - Returns: That moment; `earliest` itself where it lies in the slots.
    public func opening(of slots: ClosedRange<Int>, notBefore earliest: Instant) -> Instant {
        for count in 0...1 {
            let period = period(of: earliest, plus: count)
            let first = edit(onDayOf: slot(slots.lowerBound, of: period).start)
            if earliest <= first { return first }
            if earliest < slot(slots.upperBound, of: period).end { return earliest }
        }
        return edit(onDayOf: slot(slots.lowerBound, of: period(of: earliest, plus: 2)).start)
    }

    /// The last opening of these slots that is not after a moment.
    public func lastOpening(of slots: ClosedRange<Int>, notAfter latest: Instant) -> Instant {
        for count in 0...1 {
            let first = edit(onDayOf: slot(slots.lowerBound, of: period(of: latest, plus: -count)).start)
            if first <= latest { return first }
        }
        return edit(onDayOf: slot(slots.lowerBound, of: period(of: latest, plus: -2)).start)
    }
}

/// When the keys of a role change, by the calendar and not by lifetimes.
public struct KeyCalendar: Hashable, Sendable {
    /// In which slots a step may be taken.
    public struct Rule: Hashable, Sendable {
        /// Slots, by number.
        public var slots: ClosedRange<Int>
        /// How many periods after that of the key's step before it, at least.
        public var periods: Int

        /// Any period, unless given.
        public init(_ slots: ClosedRange<Int>, periods: Int = 0) {
            self.slots = slots
            self.periods = periods
        }
    }

    /// Months from one key's taking over to the next one's; nil = at fixed dates or by hand only.
    public var every: Int?
    /// Months that a key is published, at least, before it takes over.
    public var ahead: Int
    /// The slots of each phase; a phase without any is taken as soon as it is safe.
    public var rules: [KeyStep: Rule]

    /// By hand, in all slots, unless given.
    public init(every: Int? = nil, ahead: Int = 0, rules: [KeyStep: Rule] = [:]) {
        self.every = every
        self.ahead = ahead
        self.rules = rules
    }
}

extension CalendarTime {
    /// Midnight of the first day of a month, counted from January of the year 0.
    static func monthStart(_ month: Int64) -> Instant {
        // Every such day exists in the years that instants can be written in.
        let time = CalendarTime(year: month / 12, month: month % 12 + 1, day: 1)
        return time?.instant ?? Instant(secondsSinceEpoch: 0)
    }

    /// The same day and time of day `months` months later; the month's last day if it is shorter.
    public func adding(months: Int) -> Instant {
        let total = year * 12 + month - 1 + Int64(months)
        let start = Self.monthStart(total)
        let next = Self.monthStart(total + 1)
        let day = min(start + .days(day - 1), next - .days(1))
        return day + .seconds(hour * 3600 + minute * 60 + second)
    }
}
