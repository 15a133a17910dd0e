import ControlProtocol
import DNSSECModel
import Preview
import Testing
import Wording

/// What a person must do now, in a plan of a zone whose DS changes.
struct TaskTests {
    private let now = Instant(secondsSinceEpoch: 1_800_000_000)
    private let zone = Name.root

    /// No step of a person is to come: what there is to do is to be done now.
    private var plan: PlanDocument {
        let asked = now - .days(1)
        let waits: [(UInt16, KeyStep, AwaitedObservation)] = [(11, .dsGone, .dsGone), (22, .dsSeen, .dsSeen)]
        let tasks = waits.compactMap { tag, step, awaited in
            ZoneTask(
                HoldStatus(
                    key: KeyReference(role: .ksk, id: Int(tag), tag: tag),
                    phase: step,
                    reason: .observation(awaited)
                ),
                of: zone,
                since: asked
            )
        }
        var plan = PlanDocument(zone: zone, from: now, until: now + .days(30), events: [])
        plan.tasks = ZoneTask.ordered(tasks)
        return plan
    }

    @Test func `a page with open tasks does not say that there is none`() throws {
        let html = PlanPage(plan, now: now).html
        let label = try #require(html.firstRange(of: "Next step that a person must take"))
        let rest = html[label.upperBound...]
        let fact = rest[..<(try #require(rest.firstRange(of: "</div>")).lowerBound)]
        #expect(!fact.contains(">none<"), "\(fact)")
        let bring = try #require(fact.firstRange(of: "keyturn ds-seen . 22"))
        let remove = try #require(fact.firstRange(of: "keyturn ds-gone . 11"))
        #expect(bring.lowerBound < remove.lowerBound)
        #expect(fact.contains("After that, let the parent remove the DS of KSK 11"))
    }

    @Test func `a calendar rings for open tasks, and keeps their names`() {
        let text = PlanCalendar(plan, now: now).text
        let events = text.split(separator: "BEGIN:VEVENT").dropFirst()
        #expect(events.count == 2)
        #expect(events.allSatisfy { $0.contains("BEGIN:VALARM") && $0.contains("DNSSEC,OPERATOR") })
        #expect(text.contains("UID:keyturn/./task-bring-ds-ksk-22\r\n"))
        #expect(text.contains("UID:keyturn/./task-remove-ds-ksk-11\r\n"))
    }

    @Test func `a table begins with what there is to do`() {
        let lines = PlanTable(plan, isVerbose: false).lines.map(\.plain).joined(separator: " ")
        #expect(lines.contains("keyturn ds-seen . 22"), "\(lines)")
    }
}
