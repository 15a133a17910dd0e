import ControlProtocol
import DNSSECModel
import Dispatch
import Glibc
import Synchronization
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// Holds up who comes first, until it is opened.
private final class Turnstile: Sendable {
    private let comers = Atomic<Int>(0)
    private let gate = DispatchSemaphore(value: 0)
    private let stuck: Int

    init(stuck: Int) { self.stuck = stuck }

    func pass() {
        if comers.wrappingAdd(1, ordering: .relaxed).newValue <= stuck { gate.wait() }
    }

    /// How many have come.
    var count: Int { comers.load(ordering: .relaxed) }

    func open() { for _ in 0..<stuck { gate.signal() } }
}

/// Waits until something is so; false if it is not so within half an hour.
///
/// What is waited for may need a thread of the shared pool, on which the suite's long tests sit for minutes.
private func waits(until condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<180_000 {
        if try condition() { return true }
        usleep(10_000)
    }
    return false
}

struct ManyZonesTests {
    private static let names = (0..<6).map { "zone\($0)" }

    @Test func `a zone that is stuck delays no other, no question and no command`() async throws {
        try await OwnThread.run {
            let world = EngineWorld(zones: Self.names)
            let turnstile = Turnstile(stuck: 1)
            world.diesAt = { place in
                if place == .zoneSigned { turnstile.pass() }
                return false
            }
            try world.restart()
            let engine = try #require(world.engine)
            engine.begin(.now, changed: nil)
            #expect(waits { Self.names.count { world.output($0) != nil } == Self.names.count - 1 })
            let stuck = try #require(Self.names.first { world.output($0) == nil })
            let other = try #require(Self.names.first { $0 != stuck })
            let now = ClockReading.now.wall
            let peer = Peer(userID: 0, groupID: 0, processID: 1, user: "root")
            let zone = try Name(absolute: other)
            #expect(throws: Never.self) {
                _ = try engine.handle(.status(zone: try Name(absolute: stuck)), peer: peer, now: now).get()
                _ = try engine.handle(.status(zone: nil), peer: peer, now: now).get()
            }
            #expect(waits { (try? world.report(other))?.ring?.publication != nil })
            let roll = ControlRequest.roll(zone: zone, role: .zsk, start: nil)
            #expect(throws: Never.self) { _ = try engine.handle(roll, peer: peer, now: now).get() }
            // The new key comes when the present one is known everywhere; the order is there at once.
            #expect(try world.ring(other).rollRequests.count == 1)
            #expect(world.output(stuck) == nil)
            turnstile.open()
            engine.desk.drain()
            #expect(world.output(stuck) != nil)
        }
    }

    @Test func `a hook that hangs delays no other zone`() async throws {
        try await OwnThread.run {
            let world = EngineWorld(zones: Self.names)
            let fifo = world.folder.path("fifo")
            #expect(unsafe mkfifo(fifo, 0o600) == 0)
            world.hooks = HookRunner()
            world.zones[Self.names[0]] = "    hooks: { published: [ cat, \(fifo) ], time-limit: 1h }\n"
            world.writeConfiguration()
            try world.run()
            for name in Self.names.dropFirst() {
                #expect(try world.report(name).ring?.publication != nil, "\(name)")
            }
            #expect(try world.report(Self.names[0]).ring?.publication == nil)
            world.folder.write("end", to: "end")
            let writer = unsafe open(fifo, O_WRONLY)
            close(writer)
            // Nobody looks at zones that have no news.
            #expect(
                try waits {
                    world.engine?.runDue(world.reading, changed: [])
                    return try world.report(Self.names[0]).ring?.publication != nil
                }
            )
        }
    }

    @Test func `a reload waits for no zone that is stuck, and a zone that comes back waits for its old step`()
        async throws
    {
        try await OwnThread.run {
            let world = EngineWorld(zones: Self.names)
            let turnstile = Turnstile(stuck: 1)
            world.diesAt = { place in
                if place == .zoneSigned { turnstile.pass() }
                return false
            }
            try world.restart()
            let engine = try #require(world.engine)
            engine.begin(.now, changed: nil)
            #expect(waits { Self.names.count { world.output($0) != nil } == Self.names.count - 1 })
            let stuck = try #require(Self.names.first { world.output($0) == nil })
            world.zones[stuck] = nil
            world.writeConfiguration()
            #expect(
                engine.reload(ReloadOrder(), now: ClockReading.now.wall).removed.map(\.description) == [
                    "\(stuck)."
                ]
            )
            world.zones[stuck] = ""
            world.writeConfiguration()
            #expect(
                engine.reload(ReloadOrder(), now: ClockReading.now.wall).added.map(\.description) == [
                    "\(stuck)."
                ]
            )
            engine.begin(.now, changed: [])
            turnstile.open()
            engine.desk.drain()
            #expect(world.output(stuck) != nil)
            #expect(try world.report(stuck).troubles.isEmpty)
            #expect(world.keyFiles(stuck).count == 4)
        }
    }

    @Test func `threads that are stuck are replaced by others`() async throws {
        let world = EngineWorld(zones: Self.names)
        try world.restart()
        let slots = try #require(world.engine?.contents.withLock { $0.slots })
        let desk = ZoneWorkers(size: 2, patience: 0)
        let turnstile = Turnstile(stuck: 4)
        let done = Mutex<Set<Name>>([])
        desk.open(onIdle: {}) { slot in
            turnstile.pass()
            done.withLock { _ = $0.insert(slot.zone) }
        }
        desk.post(slots, urgently: false)
        #expect(
            waits {
                desk.relieve()
                return desk.isIdle && done.withLock { $0.count } == 2
            }
        )
        turnstile.open()
        desk.drain()
        #expect(done.withLock { $0.count } == 6)
    }

    @Test func `what is urgent comes first, and nothing is done twice`() async throws {
        let world = EngineWorld(zones: Self.names)
        try world.restart()
        let slots = try #require(world.engine?.contents.withLock { $0.slots })
        let desk = ZoneWorkers(size: 1)
        let turnstile = Turnstile(stuck: 1)
        let order = Mutex<[Name]>([])
        desk.open(onIdle: {}) { slot in
            turnstile.pass()
            order.withLock { $0.append(slot.zone) }
        }
        desk.post(slots, urgently: false)
        #expect(waits { turnstile.count == 1 })
        desk.post([slots[4], slots[4]], urgently: true)
        desk.post([slots[2]], urgently: false)
        turnstile.open()
        desk.drain()
        let expected = [0, 4, 1, 2, 3, 5].map { slots[$0].zone }
        #expect(order.withLock { $0 } == expected)
        // One that is wanted while it is at work comes again.
        desk.post([slots[1]], urgently: true)
        desk.drain()
        #expect(order.withLock { $0.count } == 7)
    }

    @Test func `a zone at rest is looked at by the state of its files alone`() throws {
        let world = EngineWorld(zones: Self.names)
        try world.run()
        world.now = world.now + .hours(3)
        try world.run()
        let engine = try #require(world.engine)
        let looks = engine.fullLooks
        try world.run()
        #expect(engine.fullLooks == looks)
        world.folder.write(
            EngineWorld.zoneText.replacing("example.", with: "zone3.") + "more A 192.0.2.7\n",
            to: "zone3.zone"
        )
        engine.runDue(world.reading, changed: [world.folder.path("zone3.zone")])
        #expect(engine.fullLooks == looks + 1)
        #expect(try world.report("zone3").serial != world.report("zone2").serial)
    }

    @Test func `what a zone at rest says is what it said at work`() throws {
        let world = EngineWorld()
        let zone = try Name(absolute: "example.")
        try world.live(until: EngineWorld.start + .days(2))
        let slot = try #require(world.engine?.contents.withLock { $0.book[zone] })
        let report = try world.report()
        #expect(slot.restingRow != nil)
        #expect(slot.summary(world.now, nil) == report.summary(world.now, nil))
        #expect(report.summary(world.now, nil).tasks.count == 1)
        // The same from an engine that knows nothing but the disk.
        try FileSystem.remove(world.folder.path("state/index"))
        try world.restart()
        try world.run()
        #expect(try world.report().summary(world.now, nil) == report.summary(world.now, nil))
    }

    @Test func `so many hooks run at once and no more, and one that is slow does not count`() async throws {
        let gate = HookGate(young: 2, all: 3)
        let running = Shared(0)
        let first = await gate.enter()
        let second = await gate.enter()
        let third = Task {
            let pass = await gate.enter()
            running.value += 1
            return pass
        }
        first.age()
        let late = await third.value
        #expect(running.value == 1)
        let fourth = Task {
            let pass = await gate.enter()
            running.value += 1
            return pass
        }
        // Three run: age alone makes no room any more.
        second.age()
        try await Task.sleep(for: .milliseconds(50))
        #expect(running.value == 1)
        late.end()
        await fourth.value.end()
        #expect(running.value == 2)
        for pass in [first, second] { pass.end() }
    }
}
