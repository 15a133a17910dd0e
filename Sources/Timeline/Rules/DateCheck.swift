public import DNSSECModel

extension Timeline {
    /// Dates and calendars of a policy that caches, validators or rules do not allow, each with what they do allow.
    ///
    /// The policy is carried out in virtual time from its first date on, as if people agreed at once and nothing had
    /// been put off; a step that comes later than its date says which date would be kept.
    ///
    /// - Parameter policy: A policy that reads without errors.
    /// - Returns: Errors, in the order of the policy; none where it has neither dates nor calendars.
    public static func dateFindings(_ policy: DNSSECPolicy) -> [PolicyFinding] {
        let check = DateCheck(policy)
        guard check.isNeeded else { return [] }
        return check.findings
    }
}

/// A policy held against its own forecast.
private struct DateCheck {
    /// A key's entry in the file, where it stands, and from when on it counts.
    private typealias Entry = (key: KeyPolicy, path: PolicyKeyPath, from: Instant?)

    private let entries: [Entry]
    private let rehearsal: DNSSECPolicy
    private let dates: [Instant]

    /// The key that is there before the first one with a name; no name in a file is empty.
    private static let stranger = KnownKey(name: "")
    /// Time for the keys before the first date to settle, and for what follows the last date to come.
    private static let margin = Interval.days(800)

    init(_ policy: DNSSECPolicy) {
        var entries: [Entry] = []
        func add(_ keys: [KeyPolicy], _ path: PolicyKeyPath, from: Instant?) {
            for (index, key) in keys.enumerated() { entries.append((key, path.appending(index), from)) }
        }
        add(policy.keys, PolicyKeyPath("keys"), from: nil)
        for (index, revision) in policy.revisions.enumerated() {
            let path = PolicyKeyPath("revisions").appending(index).appending("keys")
            add(revision.keys, path, from: revision.from)
        }
        self.entries = entries
        var rehearsal = policy
        rehearsal.gates = []
        rehearsal.postponements = []
        for index in rehearsal.keys.indices where Self.follows(rehearsal.keys[index]) {
            rehearsal.keys[index].known.insert(Self.stranger, at: 0)
        }
        self.rehearsal = rehearsal
        dates = entries.flatMap { $0.key.known }.flatMap { $0.dates.values } + policy.revisions.map(\.from)
    }

    /// Turns that do not begin with a period have no dates that could be kept: the lint has refused them.
    var isNeeded: Bool {
        let period = (rehearsal.calendar ?? SlotCalendar()).months
        guard entries.allSatisfy({ ($0.key.calendar?.every ?? 0) % period == 0 }) else { return false }
        return entries.contains {
            $0.key.calendar?.every != nil || $0.key.known.contains { !$0.dates.isEmpty }
        }
    }

    /// True if the first named key of a role is to take over from another one: a zone's first key signs as soon
    /// as it is there.
    private static func follows(_ key: KeyPolicy) -> Bool {
        guard let first = key.known.first, let sign = first.dates[.sign] else { return false }
        return (first.dates[.publish] ?? first.dates[.submitDS]) != sign
    }

    var findings: [PolicyFinding] {
        guard let zone = try? Name(absolute: ".") else { return [] }
        let hasStranger = rehearsal.keys.contains { $0.known.first == Self.stranger }
        let first = dates.min() ?? Instant(secondsSinceEpoch: 1_767_225_600)
        // In whole periods, so that keys without dates begin with one.
        let start =
            hasStranger ? (rehearsal.calendar ?? SlotCalendar()).period(of: first - Self.margin) : first
        let months = entries.compactMap { $0.key.calendar?.every }.max() ?? 0
        let end = max((dates.max() ?? first) + Self.margin, start + .days(Int64(months) * 31 * 3))
        let forecast = Forecast(rehearsal, KeyRing(zone: zone), from: start, until: end)
        return entries.flatMap { entry in
            entry.key.known.enumerated().flatMap { index, known in
                findings(known, entry.path.appending("known").appending(index), entry.key.role, forecast)
            } + calendarFindings(entry, forecast)
        }
    }

    /// Steps of a named key that come later than their dates, or never.
    private func findings(
        _ known: KnownKey,
        _ path: PolicyKeyPath,
        _ role: KeyRole,
        _ forecast: Forecast
    ) -> [PolicyFinding] {
        KeyStep.allCases.compactMap { phase in
            guard let date = known.dates[phase] else { return nil }
            let step = forecast.events.first {
                $0.phase == phase && $0.role == role && forecast.ring[$0.key]?.name == known.name
            }
            let path = path.appending(phase.rawValue)
            guard let step else { return PolicyFinding(.error, path, .stepNever(phase, name: known.name)) }
            guard step.at > date else { return nil }
            let problem = PolicyFinding.Problem.dateTooEarly(
                phase,
                name: known.name,
                date: date,
                earliest: step.at
            )
            return PolicyFinding(.error, path, problem)
        }
    }

    /// A roll that the calendar wants before the one before it is over, or before it is safe.
    private func calendarFindings(_ entry: Entry, _ forecast: Forecast) -> [PolicyFinding] {
        guard let rules = entry.key.calendar, let every = rules.every else { return [] }
        let calendar = rehearsal.calendar ?? SlotCalendar()
        let used = forecast.ring.keys.of(entry.key.family)
        for key in used where key.name == nil {
            guard let last = used.first(where: { $0.id == key.predecessor })?.activated,
                let began = forecast.events.first(where: { $0.key == key.id && $0.phase == .sign })?.at,
                // Keys from before a revision know nothing of its calendar.
                last >= entry.from ?? last
            else { continue }
            let turn = CalendarTime(calendar.period(of: last)).adding(months: every)
            let due = rules.rules[.sign].map { calendar.opening(of: $0.slots, notBefore: turn) } ?? turn
            guard began > due else { continue }
            let path = entry.path.appending("calendar").appending("every")
            return [
                PolicyFinding(.error, path, .calendarTooTight(key.role, due: due, earliest: began))
            ]
        }
        return []
    }
}
