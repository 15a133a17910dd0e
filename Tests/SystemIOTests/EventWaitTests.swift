import CLinux
import Glibc
import TestKit
import Testing

@testable import SystemIO

@Suite("Clocks, timers and waiting")
struct EventWaitTests {
    private let never = ClockTime(seconds: 253_402_214_400)

    @Test
    func `clocks tell plausible times`() {
        #expect(WallClock.now().seconds > 1_700_000_000)
        let first = WallClock.monotonic()
        #expect(first <= WallClock.monotonic())
        #expect(WallClock.sinceBoot() >= first)
        #expect(ClockTime(seconds: 2, nanoseconds: 3_999).microseconds == 2_000_003)
        #expect(ClockTime(seconds: 1, nanoseconds: 9) < ClockTime(seconds: 2, nanoseconds: 0))
    }

    @Test(arguments: [ClockTime(seconds: -5), ClockTime(seconds: 0), ClockTime(seconds: 1, nanoseconds: 5)])
    func `a timer that is set to the past has fired`(time: ClockTime) throws {
        var timer = try WallClockTimer()
        #expect(try timer.takeEvent() == nil)
        try timer.set(to: time)
        #expect(try timer.takeEvent() == .fired)
        #expect(try timer.takeEvent() == nil)
    }

    @Test
    func `a timer of the far future has not fired, nor has one that was taken back`() throws {
        var timer = try WallClockTimer()
        try timer.set(to: ClockTime(seconds: .max))
        #expect(try timer.takeEvent() == nil)
        try timer.set(to: ClockTime(seconds: 1))
        try timer.set(to: nil)
        #expect(try timer.takeEvent() == nil)
    }

    @Test
    func `what the system says of a timer is understood`() throws {
        #expect(try WallClockTimer.event(readCount: 8, errno: 0) == .fired)
        #expect(try WallClockTimer.event(readCount: -1, errno: ECANCELED) == .clockChanged)
        #expect(try WallClockTimer.event(readCount: -1, errno: EAGAIN) == nil)
        #expect(throws: SystemError(.read, "a timer", errno: EBADF)) {
            try WallClockTimer.event(readCount: -1, errno: EBADF)
        }
    }

    @Test
    func `a wait ends when its time has come`() throws {
        var wait = try EventWait()
        let start = WallClock.now()
        let nanoseconds = start.nanoseconds + 20_000_000
        let deadline = ClockTime(
            seconds: start.seconds + Int64(nanoseconds / 1_000_000_000),
            nanoseconds: nanoseconds % 1_000_000_000
        )
        let events = try wait.wait(until: deadline)
        if !events.isClockChanged {
            #expect(events == EventWait.Events(isDue: true))
            #expect(WallClock.now() >= deadline)
        }
    }

    @Test
    func `a wait ends when it is woken, also beforehand, and once for many calls`() throws {
        var wait = try EventWait()
        wait.waker.wake()
        wait.waker.wake()
        #expect(try wait.wait(until: never) == EventWait.Events(isWoken: true))
        #expect(try wait.wait(until: ClockTime(seconds: 1)) == EventWait.Events(isDue: true))
    }

    @Test
    func `a wait is woken by another thread`() throws {
        var wait = try EventWait()
        #expect(Calls.startThread(waking: wait.waker))
        #expect(try wait.wait(until: never).isWoken)
    }

    @Test
    func `a wait ends when a watched file changes, not when its neighbour does`() throws {
        let folder = TemporaryFolder()
        var wait = try EventWait()
        let zone = folder.write("1", to: "zone")
        wait.watch([zone])
        folder.write("1", to: "neighbour")
        #expect(try wait.wait(until: ClockTime(seconds: 1)).changedPaths == [])
        folder.write("2", to: "zone")
        #expect(try wait.wait(until: never) == EventWait.Events(changedPaths: [zone]))
    }
}
