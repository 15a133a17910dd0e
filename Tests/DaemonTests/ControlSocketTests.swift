import ControlProtocol
import DNSSECModel
import Daemon
import Glibc
import TestKit
import Testing

@Suite struct ControlSocketTests {
    @Test func `user and group may use the socket and nobody else, and it is gone after a stop`() async throws
    {
        let server = ServerUnderTest()
        try await server.run {
            let status = try #require(RawConnection.mode(of: server.path))
            #expect(status.mode & S_IFMT == S_IFSOCK)
            #expect(status.mode & 0o7777 == 0o660)
            #expect(server.folder.names() == ["control.sock"])
        }
        #expect(server.folder.names().isEmpty)
    }

    @Test func `the socket gets the group that the configuration names`() async throws {
        guard geteuid() == 0, let entry = unsafe getgrnam("daemon") else { return }
        let expected = unsafe entry.pointee.gr_gid
        let server = ServerUnderTest()
        try await server.run(group: "daemon") {
            #expect(RawConnection.mode(of: server.path)?.group == expected)
            #expect(RawConnection.mode(of: server.path).map { $0.mode & 0o7777 } == 0o660)
        }
    }

    @Test func `a group that the machine does not know is refused`() async throws {
        let server = ServerUnderTest()
        await #expect(throws: ControlSocketError.unknownGroup("no-such-group")) {
            try await server.run(group: "no-such-group") {}
        }
        #expect(server.folder.names().isEmpty)
    }

    @Test func `the socket of a daemon that died is replaced`() async throws {
        let server = ServerUnderTest()
        RawConnection.leaveStale(at: server.path)
        try #require(server.folder.names() == ["control.sock"])
        try await server.run {
            #expect(await server.ask(.reload(ReloadOrder())).map { _ in 0 } != .success(1))
        }
        #expect(server.requests == [.reload(ReloadOrder())])
    }

    @Test func `the socket of a daemon that answers is left alone`() async throws {
        let server = ServerUnderTest()
        try await server.run {
            let other = ControlServer(path: server.path, group: nil, logger: .silent) { _, _ in
                .success(.example)
            }
            await #expect(throws: ControlSocketError.inUse(path: server.path)) { try await other.run() }
            #expect(await server.ask(.roll(zone: .root, role: .ksk, start: nil)) == .success(.example))
            #expect(server.folder.names() == ["control.sock"])
        }
    }

    @Test func `a file that is no socket is never removed`() async throws {
        let server = ServerUnderTest()
        server.folder.write("precious", to: "control.sock")
        await #expect(throws: ControlSocketError.notASocket(path: server.path)) { try await server.run {} }
        #expect(server.folder.read("control.sock") == Array("precious".utf8))
    }

    @Test func `a path that is too long, or in a folder that is not there, is an error`() async throws {
        let long = "/tmp/" + String(repeating: "x", count: 120)
        let server = ControlServer(path: long, group: nil, logger: .silent) { _, _ in .success(.example) }
        await #expect(throws: ControlSocketError.self) { try await server.run() }
        let nowhere = ControlServer(path: "/nowhere/at/all/x", group: nil, logger: .silent) { _, _ in
            .success(.example)
        }
        let error = await #expect(throws: ControlSocketError.self) { try await nowhere.run() }
        #expect(error?.exit == 73)
    }

    @Test func `a request that was begun is answered before a graceful stop ends`() async throws {
        let server = ServerUnderTest()
        let asking = Shared<Task<Result<ControlAnswer, ControlFailure>, Never>?>(nil)
        let (begun, said) = AsyncStream.makeStream(of: Void.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        try await server.run(answering: { _, _ in
            said.yield()
            for await _ in gate { break }
            return .success(.example)
        }) {
            asking.value = Task { await server.ask(.roll(zone: .root, role: .ksk, start: nil)) }
            for await _ in begun { break }
            // The handler is at work; the stop comes now, and the gate opens after it was asked for.
            Task {
                await Task.yield()
                open.yield()
            }
        }
        #expect(await asking.value?.value == .success(.example))
    }

    @Test func `without a daemon the client says how to start one, and exits with 69`() async throws {
        let folder = TemporaryFolder()
        RawConnection.leaveStale(at: folder.path("stale"))
        for name in ["missing", "stale"] {
            let failure = #expect(throws: ControlFailure.self) {
                try ControlClient(path: folder.path(name)).ask(.reload(ReloadOrder()))
            }
            #expect(failure?.exit == 69)
            #expect(failure?.message.contains(folder.path(name)) ?? false)
            #expect(failure?.message.contains("keyturnd") ?? false)
        }
    }
}
