import DNSSECModel
import TestKit
import Testing

@testable import Daemon

struct ScheduleTests {
    private func moment(_ seconds: Int64) -> Instant { Instant(secondsSinceEpoch: seconds) }

    @Test func `nothing is due in an empty schedule`() {
        var schedule = WakeQueue(count: 3)
        #expect(schedule.first == nil)
        #expect(schedule.count == 0)
        #expect(schedule.takeDue(at: moment(.max)) == [])
    }

    @Test func `of two that are due at one moment the lower number comes first`() {
        var schedule = WakeQueue(count: 3)
        for number in [2, 0, 1] { schedule[number] = moment(7) }
        #expect(schedule.takeDue(at: moment(6)) == [])
        #expect(schedule.takeDue(at: moment(7)) == [0, 1, 2])
        #expect(schedule.count == 0)
    }

    @Test(arguments: 0..<20)
    func `it is as a list that is sorted anew after each change`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 1...60, using: &random)
        var schedule = WakeQueue(count: count)
        var model: [Int: Int64] = [:]
        for _ in 0..<500 {
            let number = Int.random(in: 0..<count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                schedule[number] = nil
                model[number] = nil
            case 1:
                let now = Int64.random(in: 0..<100, using: &random)
                let due = model.filter { $0.value <= now }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
                #expect(schedule.takeDue(at: moment(now)) == due.map(\.key), "seed \(seed)")
                for (number, _) in due { model[number] = nil }
            default:
                let at = Int64.random(in: 0..<100, using: &random)
                schedule[number] = moment(at)
                model[number] = at
            }
            let first = model.min { ($0.value, $0.key) < ($1.value, $1.key) }
            #expect(schedule.first?.number == first?.key, "seed \(seed)")
            #expect(schedule.first?.at == first.map { moment($0.value) }, "seed \(seed)")
            #expect(schedule.count == model.count, "seed \(seed)")
            #expect(schedule[number] == model[number].map { moment($0) }, "seed \(seed)")
        }
    }

    @Test func `a file is found in the index for each of its zones, and no other file is`() {
        let files = (0..<200).flatMap { [("/z/\($0)", $0), ("/out/\($0)", $0), ("/z/shared", $0 / 100)] }
        var index = FileIndex(files.map { (path: $0.0, zone: $0.1) })
        for zone in 0..<200 {
            #expect(index["/z/\(zone)"] == [zone])
            #expect(index["/out/\(zone)"] == [zone])
        }
        #expect(Set(index["/z/shared"]) == [0, 1])
        #expect(index["/z/200"] == [])
        index.add("/z/included", of: 3)
        index.add("/z/included", of: 4)
        #expect(Set(index["/z/included"]) == [3, 4])
    }
}
