import ControlProtocol
import DNSSECModel
import Dispatch
import Synchronization
import TestKit
import Testing
import Wording

@testable import Daemon

/// What questions are answered with right after a start, before the zones were looked at.
@Suite struct `Right after a start` {
    private static let names = (0..<4).map { "zone\($0)" }

    /// Zones that are signed, and an engine that has not looked at them.
    private static func restarted() throws -> (EngineWorld, Engine) {
        let world = EngineWorld(zones: names)
        try world.run()
        try world.restart()
        return (world, try #require(world.engine))
    }

    @Test func `a question waits for the first look, and then tells of steps that wait`() async throws {
        try await OwnThread.run {
            let (world, engine) = try Self.restarted()
            let (now, clock) = (world.now, world.reading)
            let answered = Shared(false)
            let zones = engine.contents.withLock { $0.slots }
            #expect(zones.count == Self.names.count && zones.allSatisfy { !$0.isLookedAt })
            let questions: [ControlRequest] = [.status(zone: nil), .status(zone: zones[0].zone)]
            let waiting = DispatchGroup()
            DispatchQueue(label: "question").async(group: waiting) {
                for question in questions { engine.awaitFirstLook(for: question, seconds: 3600) }
                answered.value = true
            }
            #expect(!answered.value)
            engine.runDue(clock)
            waiting.wait()
            #expect(zones.allSatisfy { $0.isLookedAt })
            let peer = Peer(userID: 0, groupID: 0, processID: 1, user: "root")
            guard case .status(let report) = try engine.handle(questions[0], peer: peer, now: now).get()
            else { return }
            #expect(report.zones.allSatisfy { $0.condition == .signed && $0.next != nil })
        }
    }

    @Test func `what is recorded of a few zones is told, and of many that they were not looked at`() throws {
        let (world, engine) = try Self.restarted()
        guard case .status(let report) = try world.ask(.status(zone: nil)).get() else { return }
        #expect(report.zones.map(\.condition) == Array(repeating: .signed, count: Self.names.count))
        let zones = engine.contents.withLock { $0.slots }
        #expect(zones.allSatisfy { !$0.isLookedAt })
        let many = zones.map { engine.summary(of: $0, among: 100_000, world.now, nil) }
        #expect(many.allSatisfy { $0.condition == .unknown && !$0.needsPerson && $0.serial == nil })
        var overview = StatusOverview()
        for summary in many { overview.append(summary) }
        let lines = overview.lines(now: world.now)
        #expect(lines.count { $0.contains("not looked at yet") } == Self.names.count, "\(lines)")
        #expect(!lines.contains { $0.contains("unsigned") })
    }

    @Test func `a zone of which nothing is recorded was not looked at, and is not called unsigned`() throws {
        let world = EngineWorld()
        try world.restart()
        let zone = try Name(absolute: "example")
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get() else { return }
        #expect(status.summary.condition == .unknown)
        #expect(
            StatusText.zone(status, isVerbose: false).first == "example. was not looked at yet."
        )
    }
}
