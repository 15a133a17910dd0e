import ControlProtocol
import DNSSECModel
import TestKit
import Testing

@testable import Daemon

struct EngineClockTests {
    private func asks(_ world: EngineWorld) -> Int {
        world.log.all.count {
            $0.contains("keyturn --accept-clock") || $0.contains("keyturnd --accept-clock")
        }
    }

    @Test
    func `a jump ahead pauses the keys until the clock agrees again`() throws {
        let world = EngineWorld()
        try world.run()
        let keys = try world.ring().keys.count
        world.wallShift = .days(60)
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(world.engine?.clockFault != nil)
        #expect(try world.ring().keys.count == keys)
        #expect(asks(world) == 1)
        let order = ControlRequest.roll(zone: try Name(absolute: "example."), role: .zsk, start: nil)
        #expect(throws: ControlFailure.self) { try world.ask(order).get() }
        world.wallShift = .zero
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try world.report().troubles.isEmpty)
    }

    @Test
    func `signatures are made anew while the clock is doubted`() throws {
        let world = EngineWorld()
        try world.run()
        let before = SignedContent(try #require(world.output()))
        world.wallShift = .days(10)
        world.now = world.now + .minutes(1)
        try world.run()
        let after = SignedContent(try #require(world.output()))
        #expect(after.serial > before.serial)
        #expect(after.keys == before.keys)
        #expect(try world.ring().publication?.at == EngineWorld.start)
    }

    @Test
    func `a clock that was set back is doubted by the next process too, until a person vouches for it`()
        throws
    {
        let world = EngineWorld()
        try world.run()
        world.wallShift = .days(-30)
        try world.restart()
        try world.run()
        guard case .backwards? = world.engine?.clockFault else {
            Issue.record("the clock is trusted")
            return
        }
        world.acceptsClock = true
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
    }

    @Test
    func `a clock that jumped ahead is doubted by the next process too`() throws {
        let world = EngineWorld()
        try world.run()
        world.wallShift = .days(60)
        world.now = world.now + .minutes(1)
        try world.run()
        world.now = world.now + .minutes(1)
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault != nil)
        world.acceptsClock = true
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
    }

    @Test
    func `a long downtime is no jump`() throws {
        let world = EngineWorld()
        try world.run()
        world.now = world.now + .days(40)
        world.wallShift = .zero
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try world.report().troubles.isEmpty)
    }

    @Test
    func `small corrections in either direction are no jump`() {
        var clock = ClockGuard()
        let start = EngineWorld.start
        #expect(clock.observe(ClockReading(wall: start, sinceBoot: .zero)) == nil)
        #expect(clock.observe(ClockReading(wall: start + .minutes(5), sinceBoot: .minutes(1))) == nil)
        #expect(clock.observe(ClockReading(wall: start + .minutes(1), sinceBoot: .minutes(2))) == nil)
        let late = ClockReading(wall: start + .days(1), sinceBoot: .minutes(3))
        #expect(clock.observe(late) == .forwards(expected: start + .minutes(2), found: late.wall))
        let early = ClockReading(wall: start - .days(1), sinceBoot: .minutes(4))
        #expect(clock.observe(early) == .backwards(from: start + .minutes(1), to: early.wall))
    }
}
