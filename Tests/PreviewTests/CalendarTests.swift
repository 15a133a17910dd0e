import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Wording

@testable import Preview

@Suite struct `A plan as a calendar` {
    private static let now = Instant("2026-11-23T10:00:00Z")
    private static let plans = [Plans.root, Plans.ordinary, Plans.many, Plans.hostile]

    private func lines(_ plan: PlanDocument, now: Instant = Self.now) -> [String] {
        // The text as a calendar program unfolds it.
        Text.replaced(PlanCalendar(plan, now: now).text, "\r\n ", "").split(separator: "\r\n").map(
            String.init
        )
    }

    @Test(arguments: plans)
    func `has lines of 75 octets at most that end with CR LF and within no character`(plan: PlanDocument) {
        let text = PlanCalendar(plan, now: Self.now).text
        let octets = Array(text.utf8)
        #expect(octets.suffix(2) == [13, 10])
        for line in octets.dropLast(2).split(separator: 10, omittingEmptySubsequences: false) {
            #expect(line.count <= 76, "\(String(decoding: line, as: UTF8.self))")
            #expect(line.last == 13 || line.endIndex == octets.count - 2)
            #expect(String(validating: line.drop { $0 == 13 }, as: UTF8.self) != nil)
            #expect(line.dropLast().allSatisfy { $0 != 13 })
        }
    }

    @Test func `folds a long line of long characters without cutting one`() {
        let folded = PlanCalendar.folded("SUMMARY:" + String(repeating: "鑰", count: 60))
        #expect(Text.replaced(folded, "\r\n ", "") == "SUMMARY:" + String(repeating: "鑰", count: 60))
        #expect(folded.utf8.split(separator: 10).allSatisfy { $0.count <= 76 })
        #expect(folded.contains("\r\n "))
    }

    @Test(arguments: plans)
    func `names each event once, and the same in every run`(plan: PlanDocument) {
        let uids = lines(plan).filter { $0.hasPrefix("UID:") }
        #expect(uids.count == plan.events.count + plan.milestones.count)
        #expect(Set(uids).count == uids.count)
        var moved = plan
        for index in moved.events.indices { moved.events[index].time = moved.events[index].time + .days(3) }
        #expect(lines(moved, now: Self.now + .days(9)).filter { $0.hasPrefix("UID:") } == uids)
    }

    @Test(arguments: plans)
    func `has the same events in every language, and the words of the one that was asked for`(
        plan: PlanDocument
    )
        throws
    {
        let lines = { (language: Language) in
            Text.replaced(PlanCalendar(plan, language: language, now: Self.now).text, "\r\n ", "")
                .split(separator: "\r\n").map(String.init)
        }
        let facts = { (language: Language) in
            lines(language).filter {
                !$0.hasPrefix("SUMMARY") && !$0.hasPrefix("DESCRIPTION") && !$0.hasPrefix("X-WR")
            }
        }
        #expect(facts(.traditionalChinese) == facts(.english))
        let text = PlanText(plan, .traditionalChinese)
        for (event, line) in zip(plan.events, lines(.traditionalChinese).filter { $0.hasPrefix("SUMMARY") }) {
            #expect(line.contains(PlanCalendar.escaped(text.change(event))), "\(line)")
        }
        for english in ["To do: ", "Tomorrow: ", "Who: ", "Keys of "] {
            let found = lines(.traditionalChinese).first { $0.contains(english) }
            #expect(found == nil, "\(found ?? "")")
        }
    }

    @Test func `rings for what a person must do, and for nothing else`() {
        var event: [String] = []
        var alarms: [Bool: Int] = [:]
        for line in lines(Plans.ordinary) {
            event.append(line)
            if line == "END:VEVENT" {
                let isTask = event.contains("CATEGORIES:DNSSEC,OPERATOR")
                #expect(event.filter { $0 == "BEGIN:VALARM" }.count == (isTask ? 2 : 0))
                alarms[isTask, default: 0] += 1
                event = []
            }
        }
        #expect(alarms[true] == Plans.ordinary.events.filter { $0.actor == .operator }.count)
        #expect((alarms[true] ?? 0) > 0)
    }

    @Test func `gives a milestone of a day the day, and one of weeks the weeks`() {
        let lines = lines(Plans.root)
        #expect(lines.contains("DTSTART;VALUE=DATE:20180916"))
        #expect(lines.contains("DTEND;VALUE=DATE:20180917"))
        #expect(lines.contains("DTSTART;VALUE=DATE:20180201"))
        #expect(lines.contains("DTEND;VALUE=DATE:20180402"))
        #expect(lines.contains("DTSTART:20181011T160000Z"))
    }

    /// Words with one space between them, in lower case: line breaks do not survive a summary.
    private static func squeezed(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    @Test(.enabled(if: Python.hasCalendars), arguments: plans)
    func `is read by another program`(plan: PlanDocument) throws {
        let folder = TemporaryFolder()
        folder.write(PlanCalendar(plan, now: Self.now).text, to: "plan.ics")
        let script = """
            import icalendar
            c = icalendar.Calendar.from_ical(open('plan.ics', 'rb').read())
            assert c['VERSION'] == '2.0' and c['PRODID'] and not c.errors
            for e in c.walk('VEVENT'):
                assert not e.errors, e.errors
                for name in ('UID', 'DTSTAMP', 'DTSTART', 'SUMMARY'): assert name in e, name
                for a in e.walk('VALARM'): assert a['ACTION'] == 'DISPLAY' and 'TRIGGER' in a
                print(e.decoded('DTSTART').strftime('%Y%m%d'), e['SUMMARY'].replace('\\n', ' '))
            """
        let outcome = ExternalTool("/usr/bin/python3").run(["-c", script], in: folder.path)
        #expect(outcome.status == 0, "\(outcome.output)")
        let found = outcome.output.split(separator: "\n")
        #expect(found.count == plan.events.count + plan.milestones.count)
        for event in plan.events {
            let day = event.time.compact.prefix(8)
            let change = Self.squeezed(event.change())
            #expect(found.contains { $0.hasPrefix(day) && Self.squeezed($0).contains(change) })
        }
    }
}

/// Another program's calendars.
enum Python {
    // The system's Python, for which packages are installed, and not one that a user put before it.
    static let hasCalendars =
        ExternalTool.areRequired
        || ExternalTool("/usr/bin/python3").run(["-c", "import icalendar"], in: "/").status == 0
}

/// What tests do with text.
enum Text {
    static func replaced(_ text: String, _ old: String, _ new: String) -> String {
        // By octets: CR LF is one Character.
        var rest = Array(text.utf8)[...]
        let pattern = Array(old.utf8)
        var result: [UInt8] = []
        while let first = rest.first {
            if rest.starts(with: pattern) {
                result += Array(new.utf8)
                rest = rest.dropFirst(pattern.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
