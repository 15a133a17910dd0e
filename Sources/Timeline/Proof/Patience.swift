import DNSSECModel

extension DNSSECPolicy {
    /// The longest that a step of a key may wait before it counts as waiting for something that cannot come.
    ///
    /// Generous, since what cannot come does not come later either: four whole rolls, the parent and people on the way of
    /// each, and every slot that a key of the calendar may have to wait for.
    func patience(_ assumptions: ForecastAssumptions) -> Interval {
        let times = TimingIntervals(self, zoneTTL: assumptions.zoneTTL)
        let timers = allKeys.compactMap(\.rfc5011)
        let revoking = timers.map { times.trustedPublicationInterval($0) + times.revocationInterval($0) }
            .max()
        let spread = allKeys.compactMap(\.spread).max() ?? .zero
        let roll =
            times.publicationInterval + times.doubleSignatureInterval + times.parentPublicationInterval
            + times.kskRetireInterval + times.dnskeyRetireInterval + spread + (revoking ?? .zero)
        let others = 6 * assumptions.dsDelay + 8 * assumptions.approvalDelay + .days(30)
        return 4 * roll + others + windowPatience + calendarPatience
    }

    private var hasWindows: Bool { gates.contains { !$0.windows.isEmpty } }

    /// Every weekly hour that there is comes within a week; a roll has fewer than ten steps.
    private var windowPatience: Interval { hasWindows ? .days(70) : .zero }

    /// Every slot that there is comes within a period; where it is shorter than a week, an hour of the week need not lie
    /// in it each time.
    private var calendarPatience: Interval {
        let rules = allKeys.compactMap(\.calendar).map { $0.rules.values }
        let periods = rules.map { $0.reduce(2) { $0 + 1 + $1.periods } }.max() ?? 0
        let calendar = calendar ?? SlotCalendar()
        let isRare = hasWindows && calendar.step < .days(7)
        let ahead = allKeys.compactMap { $0.calendar?.ahead }.max() ?? 0
        let months = periods * calendar.months * (isRare ? 12 : 1) + ahead
        return .days(min(36_500, 31 * Int64(months)))
    }
}
