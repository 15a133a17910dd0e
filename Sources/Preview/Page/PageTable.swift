import ControlProtocol
import DNSSECModel
import Wording

/// The tables of the page: the dates that matter to everybody, and every step.
struct PageTable {
    private let text: PlanText
    private let now: Instant

    init(_ text: PlanText, now: Instant) { (self.text, self.now) = (text, now) }

    private var document: PlanDocument { text.document }
    private var words: PlanWords { text.words }

    /// True if a short table tells something that the long one hides.
    var hasKeyDates: Bool {
        let count = document.events.filter(\.isKeyDate).count
        return count + document.milestones.count > 0 && count * 2 <= document.events.count
    }

    /// The steps of KSKs and CSKs, and the milestones.
    func keyDates(_ markup: inout Markup) {
        table(&markup, document.events.filter(\.isKeyDate), isShort: true)
    }

    /// Everything.
    func allSteps(_ markup: inout Markup) {
        guard !document.events.isEmpty || !document.milestones.isEmpty else {
            return markup.element("p", text: words.noStep)
        }
        table(&markup, document.events, isShort: false)
        let ending = text.language == .english ? "." : "。"
        let note = words.octets + (text.language == .english ? " " : "") + words.octetsNote + ending
        markup.element("p", [("class", "soft")], text: note)
        if document.events.contains(where: { $0.dnskeyOctets > OctetSeries.safe }) {
            markup.element("p", [("class", "soft")], text: "! " + words.tooLarge(OctetSeries.safe))
        }
    }

    // MARK: - Rows

    private enum Row {
        case year(Int64)
        case today
        case event(PlanEvent)
        case milestone(PlanMilestone)
    }

    private func table(_ markup: inout Markup, _ events: [PlanEvent], isShort: Bool) {
        let columns = isShort ? 3 : 6
        markup.element("div", [("class", "wide")]) { markup in
            markup.element("table") { markup in
                head(&markup, isShort)
                markup.line()
                markup.element("tbody") { markup in
                    for row in rows(events, hasYears: !isShort) {
                        switch row {
                        case .year(let year): band(&markup, "group", words.year(year), columns, "rowgroup")
                        case .today: band(&markup, "today", "\(words.today) \(now.date)", columns, "row")
                        case .event(let event): self.row(&markup, event, isShort)
                        case .milestone(let milestone): self.row(&markup, milestone, columns)
                        }
                    }
                }
            }
        }
        markup.line()
    }

    private func rows(_ events: [PlanEvent], hasYears: Bool) -> [Row] {
        let all =
            document.milestones.map { ($0.time, Row.milestone($0)) } + events.map { ($0.time, Row.event($0)) }
        let sorted = all.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
        var rows: [Row] = []
        var year: Int64?
        var isTodayDue = document.from <= now
        for (time, row) in sorted.map(\.element) {
            if isTodayDue, time > now {
                rows.append(.today)
                isTodayDue = false
            }
            let its = CalendarTime(time).year
            if hasYears, its != year { rows.append(.year(its)) }
            year = its
            rows.append(row)
        }
        return rows
    }

    private func head(_ markup: inout Markup, _ isShort: Bool) {
        let names =
            isShort
            ? [words.time, words.key, words.whatAndWhy]
            : [words.time, words.key, words.step, words.whatAndWhy, words.who]
        markup.element("thead") { markup in
            markup.element("tr") { markup in
                for name in names { markup.element("th", [("scope", "col")], text: name) }
                if !isShort {
                    markup.element("th", [("scope", "col"), ("class", "size")], text: words.octets)
                }
            }
        }
    }

    private func band(
        _ markup: inout Markup,
        _ style: String,
        _ words: String,
        _ columns: Int,
        _ scope: String
    ) {
        markup.element("tr", [("class", style)]) { markup in
            markup.element("th", [("colspan", "\(columns)"), ("scope", scope)], text: words)
        }
        markup.line()
    }

    private func row(_ markup: inout Markup, _ event: PlanEvent, _ isShort: Bool) {
        markup.element("tr") { markup in
            markup.element("th", [("scope", "row"), ("class", "time")]) { PlanPage.time(&$0, event.time) }
            markup.element("td", [("class", "name")], text: text.key(of: event))
            if !isShort { markup.element("td", [("class", "step")], text: text.language.word(event.phase)) }
            markup.element("td") { story(&$0, event, isShort) }
            guard !isShort else { return }
            let who = text.language.word(event.actor)
            markup.element("td", [("class", "who")]) { markup in
                markup.element("span", event.actor == .operator ? [("class", "task")] : [], text: who)
            }
            let isOver = event.dnskeyOctets > OctetSeries.safe
            markup.element(
                "td",
                [("class", isOver ? "size over" : "size")],
                text: isOver ? "\(event.dnskeyOctets) !" : "\(event.dnskeyOctets)"
            )
        }
        markup.line()
    }

    private func story(_ markup: inout Markup, _ event: PlanEvent, _ isShort: Bool) {
        let language = text.language
        markup.write(language.sentence(text.change(event)))
        markup.element("span", [("class", "why")], text: language.sentence(text.because(event)))
        for remark in text.remarks(event) {
            markup.element("span", [("class", "remark")], text: language.sentence(remark))
        }
        if !isShort, let formula = event.formula { markup.element("code", text: formula) }
    }

    private func row(_ markup: inout Markup, _ milestone: PlanMilestone, _ columns: Int) {
        markup.element("tr") { markup in
            markup.element("th", [("scope", "row"), ("class", "time")]) { markup in
                markup.element("time", [("datetime", milestone.time.description)]) { markup in
                    markup.write(milestone.time.isMidnight ? milestone.time.date : milestone.time.dateAndTime)
                }
            }
            markup.element("td", [("colspan", "\(columns - 1)")]) { markup in
                markup.element("span", [("class", "mark")], text: "◆ \(words.milestone)\(words.colon)")
                markup.write(milestone.title)
                for remark in text.remarks(milestone) {
                    markup.element("span", [("class", "why")], text: remark)
                }
            }
        }
        markup.line()
    }
}
