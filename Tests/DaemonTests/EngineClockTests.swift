import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// What a clock does to zones, which true time knows nothing of: `world.now` is the true time, `wallShift` the clock's fault.
struct EngineClockTests {
    private static let zone = (try? Name(absolute: "example.")) ?? .root

    private func signed() throws -> (world: EngineWorld, before: [UInt8]) {
        let world = EngineWorld()
        try world.run()
        world.now = world.now + .minutes(20)
        try world.run()
        return (world, try octets(world))
    }

    /// Whether what is published is valid at a moment.
    private func isValid(_ world: EngineWorld, at moment: Instant) throws -> Bool {
        let zone = try #require(world.output())
        return ZoneVerifier.verify(zone: zone, at: moment, ds: nil, options: .init()).findings.isEmpty
    }

    private func octets(_ world: EngineWorld) throws -> [UInt8] {
        try FileSystem.read(world.folder.path("signed/example.zone"))
    }

    private func complaints(_ world: EngineWorld) -> Int {
        world.log.all.count { $0.contains("keyturn clock accept") }
    }

    private func status(_ world: EngineWorld) throws -> ZoneStatus {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: Self.zone)).get() else {
            throw MissingZone()
        }
        return status
    }

    private func accept(_ world: EngineWorld) throws -> ClockReport {
        guard case .clock(let report) = try world.ask(.acceptClock(reason: "set by hand")).get() else {
            throw MissingZone()
        }
        return report
    }

    // MARK: - The machine runs on

    @Test(arguments: [Interval.hours(3), .days(365), .hours(-3), .days(-20)])
    func `the boot clock decides while the machine runs, also at the start of the daemon`(_ shift: Interval)
        throws
    {
        let (world, before) = try signed()
        let keys = try world.ring().keys
        world.wallShift = shift
        for _ in 0..<3 {
            world.now = world.now + .minutes(30)
            try world.restart()
            try world.run()
            #expect(world.engine?.clockFault != nil)
            #expect(try octets(world) == before)
            #expect(try world.ring().keys == keys)
        }
        #expect(complaints(world) > 0)
        #expect(try status(world).summary.needsPerson)
        let order = ControlRequest.roll(zone: Self.zone, role: .zsk, start: nil)
        #expect(throws: ControlFailure.self) { try world.ask(order).get() }
        world.wallShift = .zero
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try world.report().troubles.isEmpty)
        #expect(try octets(world) == before)
    }

    @Test(arguments: [Interval.days(365), .days(-20)])
    func `what is due by the time that is believed is renewed while the clock is doubted`(_ shift: Interval)
        throws
    {
        let (world, before) = try signed()
        world.wallShift = shift
        world.now = world.now + .days(12)
        try world.run()
        #expect(try octets(world) != before)
        #expect(try isValid(world, at: world.now))
        #expect(try world.ring().publication?.at == EngineWorld.start)
    }

    @Test
    func `a long downtime is no jump where the machine ran on`() throws {
        let (world, _) = try signed()
        world.now = world.now + .days(40)
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try world.report().troubles.isEmpty)
    }

    // MARK: - The machine was started anew

    @Test
    func `a short pause of the machine needs nobody's word`() throws {
        let (world, before) = try signed()
        try world.reboot(after: .minutes(8))
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try octets(world) == before)
    }

    @Test
    func
        `after a long pause a synchronised clock is believed, and without it what is renewed is valid by both times`()
        throws
    {
        let (world, before) = try signed()
        let last = world.now
        let keys = try world.ring().keys
        try world.reboot(after: .days(12))
        try world.run()
        guard case .unconfirmed(let known, _)? = world.engine?.clockFault else {
            Issue.record("the clock is believed")
            return
        }
        #expect(known <= last + .minutes(5))
        #expect(try octets(world) != before)
        #expect(try isValid(world, at: known))
        #expect(try isValid(world, at: world.now))
        #expect(try world.ring().keys == keys)
        world.isSynchronised = true
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(world.engine?.clockFault == nil)
    }

    @Test
    func `a clock that woke up a year ahead leaves no zone bogus when it is set right`() throws {
        let (world, _) = try signed()
        let last = world.now
        world.wallShift = .days(365)
        try world.reboot(after: .hours(1))
        try world.run()
        #expect(try isValid(world, at: last + .hours(1)))
        #expect(try isValid(world, at: world.now + world.wallShift))
        world.wallShift = .zero
        world.now = world.now + .minutes(1)
        world.isSynchronised = true
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try isValid(world, at: world.now))
        let serial = try #require(try world.report().serial)
        #expect(serial < 2_000_000_000)
    }

    @Test
    func `a clock that woke up behind is not believed, and the zone is renewed by the last known time`()
        throws
    {
        let (world, before) = try signed()
        world.wallShift = .days(-400)
        try world.reboot(after: .hours(1))
        try world.run()
        guard case .backwards? = world.engine?.clockFault else {
            Issue.record("the clock is believed")
            return
        }
        #expect(try octets(world) == before)
        world.now = world.now + .days(12)
        try world.run()
        #expect(try isValid(world, at: world.now))
    }

    // MARK: - Accepted

    @Test
    func `steps and signatures of a time to come count from now when the clock is accepted`() throws {
        let (world, _) = try signed()
        // A time server was wrong, and the machine believed it after a start.
        world.wallShift = .days(3)
        world.isSynchronised = true
        try world.reboot(after: .hours(1))
        world.folder.write(
            EngineWorld.zoneText.replacing("192.0.2.80", with: "192.0.2.81"),
            to: "example.zone"
        )
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try !isValid(world, at: world.now))
        let ahead = try #require(try world.ring().latestMoment)
        #expect(ahead > world.now + .days(2))
        // Now the clock is right.
        (world.wallShift, world.isSynchronised) = (.zero, false)
        world.now = world.now + .minutes(1)
        try world.run()
        #expect(world.engine?.clockFault != nil)
        let report = try accept(world)
        #expect(report.time == world.now && report.before > ahead && report.fault != nil)
        #expect(try !FileSystem.exists(ZoneIndex.file(in: StateFolder(path: world.folder.path("state")))))
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try isValid(world, at: world.now))
        #expect(try #require(try world.ring().latestMoment) <= world.now)
        #expect(try status(world).summary.lastError == nil)
        guard case .history(let history) = try world.ask(.history(zone: Self.zone, limit: nil)).get() else {
            return
        }
        let entry = try #require(history.entries.last { $0.decision.contains("the clock is accepted") })
        #expect(entry.actor.hasPrefix("root") && entry.decision.contains("set by hand"))
    }

    @Test
    func `without a daemon a run with the reason accepts the clock`() throws {
        let (world, _) = try signed()
        world.wallShift = .days(-30)
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault != nil)
        world.clockReason = "set by hand"
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try isValid(world, at: world.now + world.wallShift))
        guard case .history(let history) = try world.ask(.history(zone: Self.zone, limit: nil)).get() else {
            return
        }
        #expect(history.entries.contains { $0.decision.contains("set by hand") })
    }

    @Test
    func `a crash after the word was given forgets none of it`() throws {
        let (world, _) = try signed()
        world.wallShift = .days(-30)
        world.now = world.now + .minutes(1)
        try world.run()
        _ = try accept(world)
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
        #expect(try #require(try world.ring().latestMoment) <= world.now + world.wallShift)
        #expect(try isValid(world, at: world.now + world.wallShift))
    }

    // MARK: - A zone alone

    @Test
    func `without a note of the clock the moments of a zone speak for the time`() throws {
        let (world, before) = try signed()
        let state = world.folder.path("state")
        for file in ["clock", "index"] { try? FileSystem.remove("\(state)/\(file)") }
        world.wallShift = .days(-30)
        world.bootID = "other"
        try world.restart()
        try world.run()
        guard case .backwards? = world.engine?.clockFault else {
            Issue.record("the clock is believed")
            return
        }
        #expect(try octets(world) == before)
        #expect(try status(world).summary.needsPerson)
        world.now = world.now + .days(12)
        try world.run()
        #expect(try octets(world) != before)
        #expect(try isValid(world, at: world.now))
        _ = try accept(world)
        try world.run()
        #expect(try isValid(world, at: world.now + world.wallShift))
        #expect(try status(world).summary.lastError == nil)
    }

    @Test
    func `a zone of a time to come takes no step under a clock that is right, and is valid at once`() throws {
        let (world, _) = try signed()
        let keys = try world.ring().keys
        world.wallShift = .days(-30)
        let reading = world.reading
        world.folder.write("\(reading.wall)\nboot \(reading.sinceBoot.seconds) first\n", to: "state/clock")
        try? FileSystem.remove(world.folder.path("state/index"))
        world.now = world.now + .minutes(1)
        try world.restart()
        try world.run()
        #expect(world.engine?.clockFault == nil)
        let status = try status(world)
        #expect(status.summary.lastError?.message.contains("keyturn clock accept") == true)
        #expect(status.summary.needsPerson)
        #expect(try isValid(world, at: world.now + world.wallShift))
        #expect(try world.ring().keys == keys)
        _ = try accept(world)
        try world.run()
        #expect(try isValid(world, at: world.now + world.wallShift))
        #expect(try #require(try world.ring().latestMoment) <= world.now + world.wallShift)
        #expect(try self.status(world).summary.lastError == nil)
    }

    @Test
    func `a damaged note of the clock is told, and the zones' own moments stand in for it`() throws {
        let (world, before) = try signed()
        world.folder.write("rubbish\n", to: "state/clock")
        world.wallShift = .days(-30)
        world.bootID = "other"
        try world.restart()
        try world.run()
        #expect(world.log.all.contains { $0.contains("clock is damaged") })
        #expect(try octets(world) == before)
        #expect(try status(world).summary.lastError != nil)
    }
}

struct ClockGuardTests {
    private let start = EngineWorld.start

    @Test
    func `small corrections in either direction are no jump`() {
        var clock = ClockGuard()
        #expect(clock.observe(ClockReading(wall: start, sinceBoot: .zero)).fault == nil)
        #expect(clock.observe(ClockReading(wall: start + .minutes(5), sinceBoot: .minutes(1))).fault == nil)
        #expect(clock.observe(ClockReading(wall: start + .minutes(1), sinceBoot: .minutes(2))).fault == nil)
        let late = ClockReading(wall: start + .days(1), sinceBoot: .minutes(3))
        #expect(clock.observe(late).fault == .forwards(expected: start + .minutes(2), found: late.wall))
        let early = ClockReading(wall: start - .days(1), sinceBoot: .minutes(4))
        #expect(clock.observe(early).fault == .backwards(expected: start + .minutes(3), found: early.wall))
        #expect(clock.observe(early).now == start + .minutes(3))
    }

    @Test
    func `its file says the same again, and a file of a version before is read`() throws {
        var clock = ClockGuard()
        _ = clock.observe(ClockReading(wall: start, sinceBoot: .hours(7), bootID: "b"))
        clock.accept(
            ClockReading(wall: start - .days(1), sinceBoot: .hours(8), bootID: "b"),
            by: "eva",
            reason: "a\nb c"
        )
        let read = try #require(ClockGuard(text: clock.text))
        #expect(read.text == clock.text)
        #expect(read.acceptance?.reason == "a b c")
        #expect(read.acceptance?.covers(start) == true)
        #expect(ClockGuard(text: "\(start)\ndistrusted \(start + .days(3))\n")?.lastSeen == start)
        var old = try #require(ClockGuard(text: "\(start)\n"))
        #expect(
            old.observe(ClockReading(wall: start + .days(90), sinceBoot: .hours(1), bootID: "b")).fault == nil
        )
        #expect(
            old.observe(ClockReading(wall: start + .days(99), sinceBoot: .hours(1), bootID: "c")).fault != nil
        )
        #expect(ClockGuard(text: "") == nil)
        #expect(ClockGuard(text: "\(start)\nboot x\n") == nil)
    }
}
