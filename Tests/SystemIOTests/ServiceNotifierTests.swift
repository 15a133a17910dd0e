import TestKit
import Testing

@testable import SystemIO

@Suite("Service notifications")
struct ServiceNotifierTests {
    private func notifier(_ variables: [String: String]) -> ServiceNotifier {
        ServiceNotifier { variables[$0] }
    }

    @Test
    func `nothing happens where nobody listens`() throws {
        #expect(try notifier([:]).send(.ready) == false)
        #expect(try notifier(["NOTIFY_SOCKET": ""]).send(.ready) == false)
    }

    @Test
    func `messages have the form of the protocol`() {
        let text = ServiceNotifier.text(of: [
            .ready, .status("2 zones\nnext: 16:00"), .watchdog, .stopping,
            .extendTimeout(microseconds: 5_000_000),
        ])
        #expect(
            text == """
                READY=1
                STATUS=2 zones next: 16:00
                WATCHDOG=1
                STOPPING=1
                EXTEND_TIMEOUT_USEC=5000000

                """
        )
    }

    @Test
    func `reloading tells the monotonic time`() throws {
        let before = WallClock.monotonic().microseconds
        let lines = ServiceNotifier.text(of: [.reloading]).split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let time = try #require(lines.last?.split(separator: "=").last.flatMap { Int64($0) })
        #expect((before...WallClock.monotonic().microseconds).contains(time))
        #expect(lines.last?.hasPrefix("MONOTONIC_USEC=") == true)
    }

    @Test
    func `a listener at a path gets one datagram for all messages of a call`() throws {
        let folder = TemporaryFolder()
        let socket = try #require(ListeningSocket(name: folder.path("notify")))
        #expect(try notifier(["NOTIFY_SOCKET": folder.path("notify")]).send(.ready, .status("up")))
        #expect(socket.receive() == "READY=1\nSTATUS=up\n")
    }

    @Test
    func `a listener at an abstract name gets the message`() throws {
        let name = "@keyturn-test-\(UInt64.random(in: .min ... .max))"
        let socket = try #require(ListeningSocket(name: name))
        #expect(try notifier(["NOTIFY_SOCKET": name]).send(.watchdog))
        #expect(socket.receive() == "WATCHDOG=1\n")
    }

    @Test
    func `a listener that is gone is an error`() {
        let folder = TemporaryFolder()
        let path = folder.path("gone")
        #expect(throws: SystemError(.send, path, errno: 2)) {
            try notifier(["NOTIFY_SOCKET": path]).send(.ready)
        }
    }

    @Test
    func `a listener that does not read is an error, not a wait without end`() throws {
        let folder = TemporaryFolder()
        let path = folder.path("notify")
        let socket = try #require(ListeningSocket(name: path))
        let notifier = notifier(["NOTIFY_SOCKET": path])
        #expect(throws: SystemError(.send, path, errno: 11)) {
            // More than any queue of datagrams holds.
            for _ in 0..<100_000 { try notifier.send(.watchdog) }
        }
        #expect(socket.receive() == "WATCHDOG=1\n")
    }

    @Test(arguments: ["relative", "/" + String(repeating: "x", count: 120), "vsock:2:1234"])
    func `an address that cannot be one is an error`(name: String) {
        #expect(throws: SystemError.self) { try notifier(["NOTIFY_SOCKET": name]).send(.ready) }
    }

    @Test
    func `the watchdog is read from the environment, and only where it is meant for us`() {
        #expect(notifier([:]).watchdogInterval == nil)
        #expect(notifier(["WATCHDOG_USEC": "30000000"]).watchdogInterval == 30_000_000)
        let ours = ["WATCHDOG_USEC": "5", "WATCHDOG_PID": "\(Calls.processID)"]
        #expect(notifier(ours).watchdogInterval == 5)
        #expect(notifier(["WATCHDOG_USEC": "5", "WATCHDOG_PID": "1"]).watchdogInterval == nil)
        #expect(notifier(["WATCHDOG_USEC": "soon"]).watchdogInterval == nil)
        #expect(notifier(["WATCHDOG_USEC": "0"]).watchdogInterval == nil)
    }
}
