import ControlProtocol
import DNSSECModel
import Glibc
import Synchronization
import TestKit
import Testing

@testable import Daemon

/// What clients can do to the daemon, over a real socket.
@Suite struct `The bounds of the control socket` {
    private static let roll = ControlRequest.roll(zone: .root, role: .ksk, start: nil)
    private static let status = Array("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

    @Test func `let one connection too many know, and serve it when there is room again`() async throws {
        var limits = ControlLimits.patient
        limits.connections = 2
        let server = ServerUnderTest()
        try await server.run(limits: limits) {
            let others = try (0..<2).map { _ in try RawConnection.open(server.path) }
            // Both are served: a request has come through each.
            for other in others { RawConnection.send(Self.status, over: other) }
            try await until { server.requests.count == 2 }
            let text = try await server.send("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 503 "), "\(text)")
            #expect(text.contains("too many connections; at most 2 are served at once"), "\(text)")
            for other in others { close(other) }
            while case .failure(let failure) = await server.ask(Self.roll) {
                #expect(failure.message.contains("too many connections"))
            }
        }
    }

    @Test func `cut a client off that sends an octet now and then`() async throws {
        var limits = ControlLimits.patient
        (limits.readingSeconds, limits.idleSeconds) = (1, 1)
        let server = ServerUnderTest()
        try await server.run(limits: limits) {
            let path = server.path
            for start in [
                "G", "POST /v1/zones/example/roll HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
            ] {
                let isCut = await onThread {
                    guard let number = try? RawConnection.open(path) else { return false }
                    defer { close(number) }
                    RawConnection.send(Array(start.utf8), over: number)
                    for _ in 0..<1200 {
                        guard RawConnection.send([0x20], over: number) else { return true }
                        usleep(50_000)
                    }
                    return false
                }
                #expect(isCut, "\(start)")
            }
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `cut a client off that does not read`() async throws {
        var limits = ControlLimits.patient
        limits.stallSeconds = 1
        let server = ServerUnderTest()
        let pieces = Shared(0)
        let endless = ControlStream {
            pieces.value += 1
            return String(repeating: "x", count: 100_000)
        }
        try await server.run(limits: limits, streaming: { _, _ in .success(endless) }) {
            let path = server.path
            let isCut = await onThread {
                guard let number = try? RawConnection.open(path) else { return false }
                defer { close(number) }
                RawConnection.send(Self.status, over: number)
                return RawConnection.isClosed(number)
            }
            #expect(isCut)
        }
        // A few buffers, and no more.
        #expect((1..<100).contains(pieces.value))
    }

    /// A handler that works until nobody waits for it, at most a minute, and says how it ended.
    private static func laborious(_ lane: WorkLane, _ ends: Shared<[Bool]>) -> ControlServer.Handler {
        { _, _ in
            do {
                return try await lane.run { effort in
                    for _ in 0..<6000 where effort.isWanted { usleep(10_000) }
                    ends.value += [!effort.isWanted]
                    return .success(.example)
                }
            } catch {
                return .failure(.calledOff)
            }
        }
    }

    @Test func `end work whose client has gone, and its thread is free for the next`() async throws {
        let lane = WorkLane(size: 1, queue: 1)
        let ends = Shared([Bool]())
        let server = ServerUnderTest()
        try await server.run(answering: Self.laborious(lane, ends)) {
            for count in 1...3 {
                let number = try RawConnection.open(server.path)
                RawConnection.send(Self.status, over: number)
                try await until { lane.running > 0 }
                close(number)
                try await until { lane.running == 0 }
                #expect(ends.value == Array(repeating: true, count: count))
            }
        }
    }

    @Test func `end work that takes too long, and say so`() async throws {
        var limits = ControlLimits.patient
        limits.workSeconds = 1
        let ends = Shared([Bool]())
        let server = ServerUnderTest()
        try await server.run(limits: limits, answering: Self.laborious(WorkLane(size: 1, queue: 1), ends)) {
            guard case .failure(let failure) = await server.ask(.keys(zone: .root)) else {
                Issue.record("an answer came")
                return
            }
            #expect(failure.code == .unavailable)
            #expect(failure.message == "no answer within 1 seconds; ask for a shorter time")
        }
        try await until { !ends.value.isEmpty }
        #expect(ends.value == [true])
    }

    @Test func `end a question when the daemon stops, and tell the client`() async throws {
        let lane = WorkLane(size: 1, queue: 1)
        let ends = Shared([Bool]())
        let asking = Shared<Task<Result<ControlAnswer, ControlFailure>, Never>?>(nil)
        let server = ServerUnderTest()
        try await server.run(answering: Self.laborious(lane, ends)) {
            asking.value = Task { await server.ask(.plan(zone: .root, from: nil, until: nil)) }
            try await until { lane.running > 0 }
        }
        #expect(await asking.value?.value == .failure(ControlFailure(.unavailable, "the daemon is stopping")))
        try await until { !ends.value.isEmpty }
        #expect(ends.value == [true])
    }

    @Test func `leave signing alone while all of the socket is taken`() async throws {
        let world = EngineWorld()
        try world.run()
        let before = world.outputIdentity()
        var limits = ControlLimits.patient
        (limits.connections, limits.longWork) = (4, 2)
        let lane = WorkLane(size: 2, queue: 2)
        let ends = Shared([Bool]())
        let server = ServerUnderTest()
        let signed = Shared(false)
        let engine = UncheckedBox(world)
        try await server.run(limits: limits, answering: Self.laborious(lane, ends)) {
            let numbers = try (0..<20).map { _ in try RawConnection.open(server.path) }
            defer { numbers.forEach { close($0) } }
            for number in numbers { RawConnection.send(Self.status, over: number) }
            try await until { lane.running == 2 }
            let world = engine.value
            world.now = world.now + .minutes(5)
            world.folder.write(EngineWorld.zoneText + "new A 192.0.2.9\n", to: "example.zone")
            try world.run()
            signed.value = world.outputIdentity() != before
            #expect(lane.running == 2)
        }
        #expect(signed.value)
    }
}

/// Waits, without taking a thread from others, until something is true.
private func until(_ isTrue: () -> Bool) async throws {
    while !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
}

/// A value that one task after the other uses.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}

@Suite struct `Work for clients` {
    @Test func `waits for its turn, is refused when too much waits, and goes when it is called off`()
        async throws
    {
        let lane = WorkLane(size: 1, queue: 1)
        let isOpen = Atomic<Bool>(false)
        let first = Task {
            try await lane.run { _ in while !isOpen.load(ordering: .relaxed) { usleep(1000) } }
        }
        try await until { lane.running > 0 }
        let second = Task { try await lane.run { _ in 2 } }
        try await until { lane.waiting > 0 }
        await #expect(throws: WorkLane.Refusal.full) { try await lane.run { _ in 3 } }
        second.cancel()
        await #expect(throws: WorkLane.Refusal.calledOff) { try await second.value }
        let fourth = Task { try await lane.run { _ in 4 } }
        try await until { lane.waiting > 0 }
        isOpen.store(true, ordering: .relaxed)
        try await first.value
        #expect(try await fourth.value == 4)
        #expect(lane.running == 0 && lane.waiting == 0)
    }

    @Test func `that is an order is not begun once nobody waits for it`() throws {
        let world = EngineWorld()
        try world.run()
        let ring = try world.ring()
        let effort = Effort()
        effort.callOff()
        let engine = try #require(world.engine)
        let answer = engine.handle(
            .roll(zone: try Name(absolute: "example"), role: .zsk, start: nil),
            peer: Peer(userID: 0, groupID: 0, processID: 1, user: "root"),
            now: world.now,
            effort
        )
        #expect(answer == .failure(.calledOff))
        #expect(try world.ring() == ring)
    }

    @Test func `that is a plan ends at its next step once nobody waits for it`() throws {
        let world = EngineWorld()
        try world.run()
        let effort = Effort()
        effort.callOff()
        let question = ControlRequest.plan(
            zone: try Name(absolute: "example"),
            from: nil,
            until: world.now + .days(36_000)
        )
        let peer = Peer(userID: 0, groupID: 0, processID: 1, user: "root")
        let engine = try #require(world.engine)
        #expect(engine.handle(question, peer: peer, now: world.now, effort) == .failure(.calledOff))
        guard case .success(.plan(let whole)) = engine.handle(question, peer: peer, now: world.now) else {
            Issue.record("no plan")
            return
        }
        #expect(whole.events.count > 1000)
    }
}
