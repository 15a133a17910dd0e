public import ControlProtocol
public import DNSSECModel
public import Wording

/// A plan as one HTML page that needs nothing else: no script, no typeface, no file.
///
/// For a registry's public as well as for its operators: what comes next, the drawing, and every step with its reason.
/// It follows the reader's choice of light and dark, and can be printed and listened to.
public struct PlanPage {
    private let drawing: PlanDrawing
    private let text: PlanText
    private let now: Instant

    /// The page of a plan.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - language: Of all but the reasons that people wrote themselves.
    ///   - now: When the page is made.
    public init(_ document: PlanDocument, language: Language = .english, now: Instant) {
        drawing = PlanDrawing(document, language: language, now: now)
        text = drawing.text
        self.now = now
    }

    private var document: PlanDocument { text.document }
    private var language: Language { text.language }
    private var words: PlanWords { text.words }

    /// The page: HTML in UTF-8.
    public var html: String {
        var markup = Markup()
        markup.raw("<!DOCTYPE html>\n<html lang=\"\(language.tag)\">\n")
        markup.element("head") { head(&$0) }
        markup.line()
        markup.element("body") { body(&$0) }
        markup.raw("\n</html>\n")
        return markup.text
    }

    private func head(_ markup: inout Markup) {
        markup.raw("\n<meta charset=\"utf-8\">\n")
        markup.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        markup.raw("<meta name=\"generator\" content=\"keyturn \(KeyturnVersion.current)\">\n")
        markup.raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        markup.element("title", text: drawing.title)
        markup.raw("<style>\n\(DrawingStyle.colours)\n\(PageStyle.sheet)\n\(DrawingStyle.parts)\n</style>\n")
    }

    private func body(_ markup: inout Markup) {
        markup.line()
        markup.element("header") { markup in
            markup.line()
            markup.element("h1", text: drawing.title)
            markup.element("p", [("class", "lead")], text: lead)
        }
        markup.raw("\n<main>\n")
        section(&markup, "glance", words.glance) { glance(&$0) }
        if !document.holds.isEmpty { section(&markup, "holds", words.holds) { holds(&$0) } }
        section(&markup, "timeline", words.timeline) { figure(&$0) }
        let table = PageTable(text, now: now)
        if table.hasKeyDates { section(&markup, "dates", words.keyDates) { table.keyDates(&$0) } }
        section(&markup, "steps", words.allSteps) { table.allSteps(&$0) }
        if !document.assumptions.isEmpty {
            section(&markup, "assumed", words.assumptions) { assumptions(&$0) }
        }
        section(&markup, "words", words.vocabulary) { vocabulary(&$0) }
        markup.raw("</main>\n")
        markup.element("footer") { markup in
            markup.element("p", text: words.forecast)
            markup.element("p", text: "keyturn \(KeyturnVersion.current), \(now.dateAndTime.prefix(16)) UTC")
        }
        markup.line()
    }

    private func section(
        _ markup: inout Markup,
        _ id: String,
        _ title: String,
        _ body: (inout Markup) -> Void
    ) {
        markup.element("section", [("aria-labelledby", "h-\(id)")]) { markup in
            markup.line()
            markup.element("h2", [("id", "h-\(id)")], text: title)
            body(&markup)
        }
        markup.line()
    }

    private var lead: String {
        let span = words.span(document.from.date, document.until.date)
        let policy = document.policy.map { words.listComma + words.policy($0) } ?? ""
        return span + policy + words.listComma + words.computed(now.dateAndTime.prefix(16) + " UTC")
    }

    // MARK: - At a glance

    private func glance(_ markup: inout Markup) {
        let coming = document.events.filter { $0.time >= now }
        markup.element("dl", [("class", "glance")]) { markup in
            fact(&markup, words.nextStep, coming.first)
            person(&markup, coming.first(where: \.isTask))
            fact(&markup, words.nextKeyChange, coming.first(where: \.isKeyDate))
            guard let largest = drawing.octets.largest else { return }
            let isOver = largest.octets > OctetSeries.safe
            markup.element("div") { markup in
                markup.element("dt", text: words.largestAnswer)
                markup.element("dd") { markup in
                    markup.element(
                        "span",
                        [("class", isOver ? "value over" : "value")],
                        text: words.octetsUnit(largest.octets)
                    )
                    markup.write(isOver ? words.tooLarge(OctetSeries.safe) : words.since(largest.from.date))
                }
            }
        }
        markup.line()
    }

    /// What a person must do now; only if that is nothing, what comes next.
    private func person(_ markup: inout Markup, _ next: PlanEvent?) {
        guard !document.tasks.isEmpty else { return fact(&markup, words.nextPerson, next) }
        markup.element("div") { markup in
            markup.element("dt", text: words.nextPerson)
            for task in document.tasks {
                markup.element("dd") { markup in
                    markup.element("span", [("class", "value")]) { markup in
                        if let since = task.since { Self.time(&markup, since) }
                    }
                    markup.write(language.sentence(task.sentence(of: document.zone, now: now, in: language)))
                }
            }
        }
        markup.line()
    }

    private func fact(_ markup: inout Markup, _ label: String, _ event: PlanEvent?) {
        markup.element("div") { markup in
            markup.element("dt", text: label)
            markup.element("dd") { markup in
                guard let event else {
                    return markup.element("span", [("class", "value")], text: words.none)
                }
                markup.element("span", [("class", "value")]) { Self.time(&$0, event.time) }
                markup.write(language.sentence(text.change(event)))
            }
        }
        markup.line()
    }

    /// A moment for people and for programs.
    static func time(_ markup: inout Markup, _ instant: Instant) {
        markup.element("time", [("datetime", instant.description)]) { $0.write(instant.dateAndTime) }
    }

    // MARK: - Parts

    private func figure(_ markup: inout Markup) {
        markup.element("figure") { markup in
            markup.element(
                "div",
                [
                    ("class", "scroll"), ("tabindex", "0"), ("role", "region"),
                    ("aria-label", words.scrollHint),
                ]
            ) { $0.raw(drawing.markup(style: nil)) }
        }
        markup.line()
    }

    private func holds(_ markup: inout Markup) {
        for hold in document.holds {
            markup.element("div", [("class", "held")]) { markup in
                let phase = hold.phase.map { words.listComma + language.word($0) } ?? ""
                let end = hold.until.map { words.heldUntil($0.dateAndTime) } ?? words.heldOpen
                let title = "\(text.keys(of: hold))\(phase)\(words.colon)\(end)"
                markup.element("p", [("class", "strong")], text: title)
                // Whoever holds a step writes for colleagues, not for the public.
                let reason = hold.isPublic ? " " + hold.reason : ""
                markup.element("p", text: language.sentence(words.since(hold.from.date)) + reason)
            }
            markup.line()
        }
    }

    private func assumptions(_ markup: inout Markup) {
        markup.element("ul") { markup in
            for assumption in document.assumptions {
                markup.element("li", text: language.sentence(language.clause(assumption)))
            }
        }
        markup.line()
    }

    private func vocabulary(_ markup: inout Markup) {
        let stages = Set(KeyLane.all(of: document).flatMap { $0.spans.map(\.stage) })
        markup.element("dl", [("class", "words")]) { markup in
            for role in Set(document.keys.map(\.role)).sorted() {
                markup.element("dt", text: role.description)
                markup.element("dd", text: language.meaning(role))
            }
            for stage in LaneStage.allCases.filter(stages.contains) {
                markup.element("dt", text: language.word(stage))
                markup.element("dd", text: language.meaning(stage))
            }
        }
        markup.line()
    }
}

extension PlanEvent {
    /// True if a person must do something: take the step, or approve it.
    var isTask: Bool { actor == .operator || approval != nil }
    /// True for the steps that validators and the parent take part in: those of keys that others point to.
    var isKeyDate: Bool {
        role.signsKeys && [.publish, .sign, .revoke, .remove, .dsSeen, .dsGone].contains(phase)
    }
}
