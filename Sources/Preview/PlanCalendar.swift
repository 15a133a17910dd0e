public import ControlProtocol
public import DNSSECModel
public import Wording

/// A plan as a calendar (RFC 5545).
///
/// Every step and milestone is an event. What a person must do rings a day before and at its moment. An event keeps its
/// UID as long as the zone, the key and the step are the same, so that a newer calendar moves the events of an older one.
public struct PlanCalendar {
    private let document: PlanDocument
    private let plan: PlanText
    private let now: Instant

    /// The calendar of a plan.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - language: For all that people read; UIDs and categories are the same in every language.
    ///   - now: When it was made; programs take the later of two versions of an event.
    public init(_ document: PlanDocument, language: Language = .english, now: Instant) {
        self.document = document
        self.now = now
        plan = PlanText(document, language)
    }

    private var language: Language { plan.language }

    /// The file: UTF-8, lines end with CR LF and have at most 75 octets.
    public var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//keyturn//\(KeyturnVersion.current)//EN",
            "CALSCALE:GREGORIAN", "X-WR-CALNAME:" + Self.escaped(name),
        ]
        var known: [String: Int] = [:]
        for task in document.tasks { lines += self.task(task, &known) }
        for event in document.events { lines += step(event, &known) }
        for milestone in document.milestones { lines += self.milestone(milestone, &known) }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    private var name: String {
        language.say("Keys of \(document.zone)", "\(document.zone) 的金鑰")
    }

    private func toDo(_ words: String) -> String { language.say("To do: \(words)", "待辦：\(words)") }
    private func today(_ words: String) -> String { language.say("Now: \(words)", "現在：\(words)") }
    private func tomorrow(_ words: String) -> String { language.say("Tomorrow: \(words)", "明日：\(words)") }

    // MARK: - Events

    /// What a person must do now: it rings as soon as the calendar is read, until it is done.
    private func task(_ task: ZoneTask, _ known: inout [String: Int]) -> [String] {
        let words = task.sentence(of: document.zone, now: now, in: language)
        let key = task.wait.key
        let lines = head(uid("task-\(task.kind.rawValue)-\(key.role.rawValue)-\(key.id ?? 0)", &known))
        return lines + [
            "DTSTART:" + Self.utc(now),
            "SUMMARY:" + Self.escaped("\(document.zone) \(toDo(task.wait.step(language)))"),
            "DESCRIPTION:" + Self.escaped(language.sentence(words)),
            "CATEGORIES:DNSSEC,OPERATOR", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT",
        ] + Self.alarm("PT0S", today(words)) + ["END:VEVENT"]
    }

    private func step(_ event: PlanEvent, _ known: inout [String: Int]) -> [String] {
        let key =
            event.name ?? event.key.map { "\(event.role.rawValue)-\($0)" }
            ?? "\(event.role.rawValue)-\(event.tag.map(String.init) ?? "new")"
        let change = plan.change(event)
        var description = [language.sentence("\(change)\(plan.words.colon)\(plan.because(event))")]
        if let formula = event.formula { description.append(formula + ".") }
        description += plan.remarks(event).map { language == .english ? $0 + "." : language.sentence($0) }
        description.append(
            language.say(
                "Who: \(event.actor.rawValue). DNSKEY answer: \(event.dnskeyOctets) octets.",
                "執行者：\(language.word(event.actor))。DNSKEY 回應：\(event.dnskeyOctets) 位元組。"
            )
        )
        var lines = head(uid("\(key)-\(event.phase.rawValue)", &known))
        lines += [
            "DTSTART:" + Self.utc(event.time),
            "SUMMARY:" + Self.escaped("\(document.zone) \(summary(event))"),
            "DESCRIPTION:" + Self.escaped(description.joined(separator: "\n")),
            "CATEGORIES:" + (event.isTask ? "DNSSEC,OPERATOR" : "DNSSEC"),
            "STATUS:TENTATIVE", "TRANSP:TRANSPARENT",
        ]
        if event.isTask {
            lines +=
                Self.alarm("-P1D", tomorrow(change))
                + Self.alarm("PT0S", today(change))
        }
        return lines + ["END:VEVENT"]
    }

    private func summary(_ event: PlanEvent) -> String {
        let text = event.isTask ? toDo(plan.change(event)) : plan.change(event)
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private func milestone(_ milestone: PlanMilestone, _ known: inout [String: Int]) -> [String] {
        var lines = head(uid("milestone-\(Self.hash(milestone.title))", &known))
        if milestone.time.isMidnight {
            // The end of days is the first one that is not part of it.
            let end = (milestone.until ?? milestone.time) + .days(1)
            lines.append("DTSTART;VALUE=DATE:" + milestone.time.compact.prefix(8))
            lines.append("DTEND;VALUE=DATE:" + end.compact.prefix(8))
        } else {
            lines.append("DTSTART:" + Self.utc(milestone.time))
            if let until = milestone.until { lines.append("DTEND:" + Self.utc(until)) }
        }
        lines.append("SUMMARY:" + Self.escaped("\(document.zone) \(milestone.title)"))
        let notes = [
            milestone.note, milestone.isAssumed ? language.say("The date is assumed.", "此日期為假設。") : nil,
        ].compactMap(\.self)
        if !notes.isEmpty { lines.append("DESCRIPTION:" + Self.escaped(notes.joined(separator: "\n"))) }
        return lines + ["CATEGORIES:DNSSEC,MILESTONE", "TRANSP:TRANSPARENT", "END:VEVENT"]
    }

    private func head(_ uid: String) -> [String] {
        ["BEGIN:VEVENT", "UID:" + Self.escaped(uid), "DTSTAMP:" + Self.utc(now)]
    }

    private static func alarm(_ trigger: String, _ words: String) -> [String] {
        [
            "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:" + trigger, "DESCRIPTION:" + escaped(words),
            "END:VALARM",
        ]
    }

    /// The same for the same thing in every run; a number follows where one thing happens twice.
    private func uid(_ thing: String, _ known: inout [String: Int]) -> String {
        let count = known[thing, default: 0] + 1
        known[thing] = count
        return "keyturn/\(document.zone)/\(thing)" + (count > 1 ? "/\(count)" : "")
    }

    /// FNV-1a, for titles of any length and alphabet.
    private static func hash(_ text: String) -> String {
        let value = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(value, radix: 16)
    }

    // MARK: - Lines

    private static func utc(_ instant: Instant) -> String {
        let text = instant.compact
        return "\(text.prefix(8))T\(text.dropFirst(8))Z"
    }

    /// A text as RFC 5545 3.3.11 has it.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\n": result += "\\n"
            case "\u{0}"..<"\u{20}", "\u{7F}": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A line in pieces of at most 75 octets, none ending within a character (RFC 5545 3.1).
    static func folded(_ line: String) -> String {
        var result = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if octets + size > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(scalar)
            octets += size
        }
        return result
    }
}
