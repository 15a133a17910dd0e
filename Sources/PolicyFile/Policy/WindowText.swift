import DNSSECModel

/// Windows of the week as people write them: `Tue-Thu 09:00-15:00 Europe/Prague`.
enum WindowText {
    static let dayWords = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// Days, hours and a time zone; without a zone the hours are UTC.
    static func window(_ text: String, zones: TimeZoneSource) throws(ScheduleProblem) -> WeeklyWindow {
        let words = text.split(separator: " ").map(String.init)
        guard (2...3).contains(words.count) else { throw .badWindow(text) }
        let days = try days(words[0], of: text)
        let times = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard times.count == 2, let opens = ClockText.time(times[0]), let closes = ClockText.time(times[1])
        else { throw .badWindow(text) }
        guard opens < closes else { throw .closesTooEarly(opens: opens, closes: closes) }
        let name = words.count == 3 ? words[2] : "UTC"
        guard let zone = zones.rule(name) else {
            throw .unknownTimeZone(name, suggestion: zones.suggestion(for: name))
        }
        return WeeklyWindow(days: days, opens: opens, closes: closes, zone: zone)
    }

    /// `Mon`, `Tue-Thu`, `Mon,Wed,Fri`; a range may run over Sunday.
    private static func days(_ days: String, of text: String) throws(ScheduleProblem) -> Set<Weekday> {
        var found: Set<Weekday> = []
        for part in days.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: "-", omittingEmptySubsequences: false)
            guard words.count <= 2, let first = words.first, let last = words.last else {
                throw .badWindow(text)
            }
            var day = try self.day(String(first))
            let end = try self.day(String(last))
            found.insert(day)
            while day != end {
                day = Weekday(rawValue: (day.rawValue + 1) % 7) ?? end
                found.insert(day)
            }
        }
        return found
    }

    private static func day(_ word: String) throws(ScheduleProblem) -> Weekday {
        guard let index = dayWords.firstIndex(of: word), let day = Weekday(rawValue: index) else {
            let suggestion = dayWords.first { word.lowercased().hasPrefix($0.lowercased()) }
            throw .unknownDay(
                word,
                suggestion: suggestion ?? Suggestion.nearest(to: word, among: dayWords)
            )
        }
        return day
    }
}
