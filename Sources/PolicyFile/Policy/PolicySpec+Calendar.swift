import DNSSECModel

/// What the entries of `keys` need to know of the rest of the file.
struct ScheduleContext {
    /// The calendar of the policy, as far as it could be read.
    var calendar: SlotCalendar?
    /// True if a parent holds DS records.
    var hasParent: Bool

    var dates: DateReader { DateReader(calendar: calendar) }
}

// MARK: - Periods and slots

extension PolicySpec {
    static let periodWords = [("month", 1), ("quarter", 3), ("half-year", 6), ("year", 12)]
    /// The days of the shortest period of `months` months: in a common year, with a February.
    private static let shortestPeriods: [Int: Int64] = [1: 28, 3: 90, 6: 181, 12: 365]
    private static let stepRange = (from: Interval.days(1), to: Interval.days(366))

    /// `calendar:` at the top of a policy.
    static func calendar(_ mapping: MappingReader) -> SlotCalendar {
        var mapping = mapping
        defer { mapping.finish() }
        let standard = SlotCalendar()
        let calendar = SlotCalendar(
            months: mapping.word("period", periodWords) ?? standard.months,
            slots: mapping.integer("slots", from: 1, to: 366) ?? standard.slots,
            step: step(&mapping) ?? standard.step,
            editTime: mapping.timeOfDay("edit-time") ?? standard.editTime,
            editTimes: mapping.mapping("edit-times").map(editTimes) ?? standard.editTimes,
            signatureValidity: mapping.interval(
                "dnskey-signatures",
                from: validityRange.from,
                to: validityRange.to
            )
        )
        let shortest = Interval.days(shortestPeriods[calendar.months] ?? 0)
        if Int64(calendar.slots) * calendar.step > shortest {
            let problem = ScheduleProblem.slotsBeyondPeriod(
                slots: calendar.slots,
                step: calendar.step,
                period: shortest
            )
            mapping.log.report(.schedule(problem), at: mapping.valueMark("slots"))
        }
        return calendar
    }

    private static func step(_ mapping: inout MappingReader) -> Interval? {
        guard let step = mapping.interval("step", from: stepRange.from, to: stepRange.to) else { return nil }
        guard step.seconds % Interval.days(1).seconds == 0 else {
            mapping.log.report(.schedule(.stepNotDays(step)), at: mapping.valueMark("step"))
            return nil
        }
        return step
    }

    /// Days and the time of the edit on each; the keys are dates, and so are all known.
    private static func editTimes(_ mapping: MappingReader) -> [SlotCalendar.DayTime] {
        var mapping = mapping
        let times = mapping.takeKeys().compactMap { key -> SlotCalendar.DayTime? in
            let time = mapping.timeOfDay(key)
            guard key.utf8.count == 10, let day = DateReader().instant(key) else {
                mapping.log.report(.schedule(.badDate(key)), at: mapping.keyMark(key))
                return nil
            }
            return time.map { SlotCalendar.DayTime(day: day, time: $0) }
        }
        return times.sorted { $0.day < $1.day }
    }
}

// MARK: - The slots of keys

extension PolicySpec {
    /// The steps that a calendar may tie to slots.
    static let slotPhases: [KeyStep] = [
        .publish, .submitDS, .sign, .withdrawDS, .retire, .revoke, .remove,
    ]

    /// `calendar:` of an entry of `keys`.
    static func keyCalendar(
        _ key: inout MappingReader,
        role: KeyRole?,
        context: ScheduleContext
    ) -> KeyCalendar? {
        guard var mapping = key.mapping("calendar") else { return nil }
        defer { mapping.finish() }
        var calendar = KeyCalendar(every: mapping.months("every"), ahead: mapping.months("ahead") ?? 0)
        if let every = calendar.every, every <= calendar.ahead {
            let problem = ScheduleProblem.aheadNotBelowEvery(ahead: calendar.ahead, every: every)
            mapping.log.report(.schedule(problem), at: mapping.valueMark("ahead"))
        }
        for phase in slotPhases {
            checkPhase(phase, in: mapping, of: key, role: role, context: context)
            calendar.rules[phase] = rule(phase.rawValue, &mapping, context.calendar)
        }
        if context.calendar == nil {
            mapping.log.report(.schedule(.noCalendar), at: key.keyMark("calendar"))
        } else if !mapping.has("every"), !slotPhases.contains(where: { mapping.has($0.rawValue) }) {
            mapping.log.report(.schedule(.emptyKeyCalendar), at: mapping.mark)
        }
        if mapping.has("every"), key.has("lifetime") {
            mapping.log.report(.schedule(.lifetimeBesideEvery), at: key.keyMark("lifetime"))
        }
        return calendar
    }

    /// `2`, `2-8`, or `{ slots: 2-8, periods: 1 }`.
    private static func rule(
        _ key: String,
        _ mapping: inout MappingReader,
        _ calendar: SlotCalendar?
    ) -> KeyCalendar.Rule? {
        guard let node = mapping.node(key) else { return nil }
        guard case .mapping = node else { return slots(node, mapping.log, calendar).map { .init($0) } }
        guard var rule = mapping.mapping(key) else { return nil }
        defer { rule.finish() }
        rule.require("slots")
        let slots = rule.node("slots").flatMap { self.slots($0, rule.log, calendar) }
        let periods = rule.integer("periods", from: 0, to: 1200)
        return slots.map { .init($0, periods: periods ?? 0) }
    }

    private static func slots(
        _ node: YAMLNode,
        _ log: ReadingLog,
        _ calendar: SlotCalendar?
    ) -> ClosedRange<Int>? {
        guard let (text, mark) = log.scalar(node) else { return nil }
        // Without a calendar only its absence is worth a complaint.
        guard let count = calendar?.slots else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last,
            (1...count).contains(first), (1...count).contains(last)
        else {
            log.report(.schedule(.badSlots(text, of: count)), at: mark)
            return nil
        }
        return first...last
    }

    /// Complains about a step that these keys do not have.
    static func checkPhase(
        _ phase: KeyStep,
        in mapping: MappingReader,
        of key: MappingReader,
        role: KeyRole?,
        context: ScheduleContext
    ) {
        guard mapping.has(phase.rawValue), let role else { return }
        let isAtParent = phase == .submitDS || phase == .withdrawDS
        let problem: ScheduleProblem? =
            if role == .zsk, isAtParent || phase == .revoke {
                .wrongPhase(phase, role)
            } else if isAtParent, !context.hasParent {
                .phaseWithoutParent(phase)
            } else if phase == .revoke, !key.has("rfc5011") {
                .revokeWithoutRFC5011
            } else {
                nil
            }
        if let problem { mapping.log.report(.schedule(problem), at: mapping.keyMark(phase.rawValue)) }
    }
}
