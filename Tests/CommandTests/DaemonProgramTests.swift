import DNSSECModel
import Glibc
import JSON
import TestKit
import Testing

@Suite struct DaemonProgramTests {
    @Test func `check finds nothing wrong with a good configuration, and makes nothing`() throws {
        let world = DaemonWorld()
        let before = world.folder.names()
        #expect(try world.run(["--check"]) == 0, "\(world.log)")
        #expect(Set(world.folder.names()).subtracting(before) == ["log"])
    }

    private static let faults: [(String, String, Int32, String)] = [
        ("keyturn.yaml", "version: 1\nzone: []\n", Int32(78), "keyturn.yaml:2:1: error:"),
        ("policies/fast.yaml", "version: 1\nkeys: []\n", 78, "fast.yaml:2:7: error:"),
        ("example.zone", "example. 1 IN SOA ns h 1 2 3 4\n", 65, "example.zone:1:"),
        ("example.zone", "", 65, "example.zone"),
    ]

    @Test
    func `check names the fault, and exits with its status`() throws {
        for (file, content, status, message) in Self.faults {
            let world = DaemonWorld()
            world.folder.write(content, to: file)
            #expect(try world.run(["--check"]) == status, "\(world.log)")
            #expect(world.log.contains(message), "\(world.log)")
        }
    }

    @Test func `a configuration that is not there is exit status 66, wrong words are 64`() throws {
        let world = DaemonWorld()
        #expect(
            try DaemonRun(["--config", "/nowhere/x.yaml", "--check"], log: world.folder.path("log"), [])
                .wait() == 66
        )
        #expect(
            try DaemonRun(["--config", "/nowhere/x.yaml"], log: world.folder.path("log"), []).wait() == 66
        )
        #expect(try world.run(["--check", "--once"]) == 64)
        #expect(try world.run(["--nonsense"]) == 64)
        #expect(try world.run(["--log-level", "loud"]) == 64)
        #expect(try world.run(["--help"]) == 0)
    }

    @Test func `once signs the zone, and once more changes nothing`() throws {
        let world = DaemonWorld(zone: DaemonWorld.slowZone)
        #expect(try world.run(["--once"]) == 0, "\(world.log)")
        #expect(try world.faultOfSignedZone() == nil)
        let (zone, keys) = (world.folder.read("signed.zone"), world.keyFiles)
        #expect(keys.count == 2)
        #expect(try world.run(["--once"]) == 0, "\(world.log)")
        #expect(world.keyFiles == keys)
        let isTheSame = world.folder.read("signed.zone") == zone
        #expect(isTheSame)
    }

    @Test func `once with a broken zone signs nothing and exits with 65`() throws {
        let world = DaemonWorld(zone: "@ 1 IN A 192.0.2.1")
        #expect(try world.run(["--once"]) == 65)
        #expect(world.folder.read("signed.zone") == nil)
    }

    @Test func `the service manager hears of start, reload and stop`() throws {
        let world = DaemonWorld()
        let socket = NotifySocket(world.folder.path("notify"))
        let daemon = try world.start(notifying: socket)
        #expect(socket.waits(for: "READY=1"))
        #expect(socket.heard.contains { $0.hasPrefix("STATUS=1 zone") }, "\(socket.heard)")
        // READY does not wait for a zone beyond all patience.
        #expect(try world.waits { try $0.faultOfSignedZone() == nil })
        daemon.kill(SIGHUP)
        #expect(socket.waits(for: "RELOADING=1"))
        #expect(socket.heard.contains { $0.hasPrefix("MONOTONIC_USEC=") })
        #expect(socket.waits(for: "READY=1"))
        daemon.kill(SIGTERM)
        #expect(daemon.wait() == 0, "\(world.log)")
        #expect(socket.waits(for: "STOPPING=1"))
        #expect(!world.folder.names().contains("control.sock"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `both signals end the daemon in order`(signal: Int32) throws {
        let world = DaemonWorld()
        let socket = NotifySocket(world.folder.path("notify"))
        let daemon = try world.start(notifying: socket)
        #expect(socket.waits(for: "READY=1"))
        daemon.kill(signal)
        #expect(daemon.wait() == 0)
    }

    @Test func `a second daemon on the same state is refused, and the first goes on`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            let (second, once) = (try world.run([]), try world.run(["--once"]))
            #expect(second == 69 && once == 69, "\(world.log)")
            #expect(try world.ask("status").status == 0)
        }
    }

    @Test func `a second daemon with another state on the same socket is refused before it signs`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            let text = String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
            world.folder.write(text.replacing("state: state", with: "state: other"), to: "other.yaml")
            let other = try DaemonRun(
                ["--config", world.folder.path("other.yaml")],
                log: world.folder.path("other.log"),
                []
            )
            #expect(other.wait() == 69)
            #expect(world.folder.names("other/keys/example.").isEmpty)
            #expect(try world.ask("status").status == 0)
        }
    }

    @Test func `a zone file that changes is signed anew, and SIGHUP brings a new zone`() throws {
        let world = DaemonWorld()
        try world.whileRunning { socket in
            world.folder.write(DaemonWorld.zone + "\nnew A 192.0.2.9\n", to: "example.zone")
            #expect(
                try world.waits {
                    String(decoding: $0.folder.read("signed.zone") ?? [], as: UTF8.self).contains(
                        "new.example."
                    )
                }
            )
            let text = String(decoding: world.folder.read("keyturn.yaml") ?? [], as: UTF8.self)
            let entry = "  - { name: other, file: other.zone, policy: fast, output: other.signed }\n"
            world.folder.write(
                DaemonWorld.zone.replacing("example.", with: "other.") + "\n",
                to: "other.zone"
            )
            world.folder.write(text + "\n" + entry, to: "keyturn.yaml")
            let report = try world.ask("reload", "--json").json()
            #expect(report["added"]?.elements.map(\.text) == ["other."])
            #expect(try world.waits { $0.folder.read("other.signed") != nil })
            #expect(try world.ask("status", "other").status == 0)
        }
    }
}

extension DaemonWorld {
    /// Looks until something is so; false if it is not within ten minutes.
    func waits(until condition: (DaemonWorld) throws -> Bool) throws -> Bool {
        for _ in 0..<6000 {
            if try condition(self) { return true }
            usleep(100_000)
        }
        return false
    }
}
