import ControlProtocol
import DNSSECModel
import JSON
import Testing
import Wording

@testable import Preview

@Suite struct `Two plans side by side` {
    @Test func `do not differ from themselves`() {
        let difference = PlanDifference(from: Plans.root, to: Plans.root)
        #expect(difference.changes.isEmpty)
        #expect(difference.unchanged == Plans.root.events.count)
        #expect(difference.lines().map(\.plain).last == "No difference in \(Plans.root.events.count) steps.")
    }

    @Test func `say what moves, from when to when and by how much`() throws {
        var moved = Plans.root
        let index = try #require(moved.events.firstIndex { $0.phase == .sign && $0.role == .ksk })
        moved.events[index].time = Instant("2017-10-11T16:00:00Z")
        let difference = PlanDifference(from: Plans.root, to: moved)
        let change = try #require(difference.changes.first)
        #expect(difference.changes.count == 1)
        #expect(change.kind == .moves && change.ordinal == 2)
        #expect(change.by == .zero - .days(365))
        let line = "moves  KSK-2017  sign  2018-10-11T16:00:00Z  2017-10-11T16:00:00Z  -365d"
        #expect(difference.lines().map(\.plain).contains(line), "\(difference.lines().map(\.plain))")
        let json = try #require(difference.json["changes"])
        guard case .array(let changes) = json else { throw Unexpected() }
        #expect(changes.first?["from"] == "2018-10-11T16:00:00Z")
        #expect(changes.first?["to"] == "2017-10-11T16:00:00Z")
        #expect(changes.first?["by"] == "-365d")
        #expect(changes.first?["kind"] == "moves")
    }

    @Test func `say what appears and what vanishes`() throws {
        var fewer = Plans.ordinary
        fewer.keys.removeAll { $0.number == 21 }
        fewer.events.removeAll { $0.key == 21 }
        let gone = PlanDifference(from: Plans.ordinary, to: fewer)
        let come = PlanDifference(from: fewer, to: Plans.ordinary)
        let count = Plans.ordinary.events.filter { $0.key == 21 }.count
        #expect(gone.changes.map(\.kind) == [PlanDifference.Kind](repeating: .vanishes, count: count))
        #expect(come.changes.map(\.kind) == [PlanDifference.Kind](repeating: .appears, count: count))
        #expect(gone.changes.allSatisfy { $0.new == nil && $0.old?.key == 21 && $0.ordinal == 3 })
        #expect(come.unchanged == fewer.events.count)
    }

    @Test func `match keys by their place in the role, whatever their numbers`() {
        var renumbered = Plans.ordinary
        for index in renumbered.keys.indices { renumbered.keys[index].number += 100 }
        for index in renumbered.events.indices { renumbered.events[index].subject.id? += 100 }
        #expect(PlanDifference(from: Plans.ordinary, to: renumbered).changes.isEmpty)
    }

    @Test(arguments: Language.allCases)
    func `fit 100 columns`(language: Language) {
        let lines = PlanDifference(from: Plans.ordinary, to: Plans.root).lines(language: language)
        #expect(lines.count > 50)
        #expect(lines.allSatisfy { TextWidth.columns($0.plain) <= 100 })
        #expect(lines.last?.plain.contains("1425") == true)
    }
}

struct Unexpected: Error {}
