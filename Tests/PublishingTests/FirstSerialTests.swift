import DNSCore
import DNSSECModel
import Daemon
import Publishing
import Signing
import SystemIO
import TestKit
import Testing

/// The first signed serial is newer than whatever servers may have, for the daemon and for the tool.
struct FirstSerialTests {
    static let modes = ["unixtime", "datecounter", "counter"]
    /// Behind and ahead of the clock, before 2^31 and before the wrap.
    static let serials: [UInt32] = [
        1, 1_767_225_600, 2_026_113_001, 2_147_483_647, 2_147_483_648, 4_294_967_295,
    ]

    private static func policy(_ mode: String) -> String {
        "version: 1\nserial: \(mode)\nttl: { dnskey: 1h, ds: 1d }\nkeys:\n  - { role: csk, algorithm: ed25519 }\n"
    }

    private static func zone(_ serial: UInt32, _ more: String = "") -> String {
        "$ORIGIN example.\n$TTL 3600\n@ SOA ns a \(serial) 7200 900 1209600 600\n@ NS ns\nns A 192.0.2.1\n\(more)"
    }

    private static func serial(_ path: String) throws -> UInt32 {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        let line = try #require(
            text.split(separator: "\n").first { $0.contains(" SOA ") && !$0.contains(" RRSIG ") }
        )
        let words = line.split(separator: " ")
        let soa = try #require(words.firstIndex(of: "SOA"))
        return try #require(UInt32(words[soa + 3]))
    }

    @Test(arguments: modes, serials)
    func `daemon and tool begin with the same serial, newer than the zone file's`(
        _ mode: String,
        _ input: UInt32
    ) throws {
        let daemon = try DaemonTrial(zone: Self.zone(input), policy: Self.policy(mode))
        try daemon.run()
        let first = try Self.serial(daemon.output)
        #expect(SerialNumber.isNewer(first, than: input))
        var trial = SignTrial(
            zone: daemon.zone,
            policy: daemon.policy,
            keys: try daemon.keysWithoutEarlyCDS(),
            output: daemon.folder.path("tool.zone"),
            at: daemon.now
        )
        let run = try trial.run()
        #expect(run.status == 0, "\(run.lines)")
        #expect(try Self.serial(trial.output) == first)

        // Both go on from there, and never back.
        daemon.folder.write(Self.zone(input, "new A 192.0.2.2\n"), to: "example.zone")
        daemon.now = daemon.now + .hours(1)
        try daemon.run()
        let second = try Self.serial(daemon.output)
        #expect(SerialNumber.isNewer(second, than: first))
        trial.at = daemon.now
        #expect(try trial.run().status == 0)
        #expect(try Self.serial(trial.output) == second)
    }

    @Test(arguments: modes)
    func `an output that somebody else made counts, and the zone file's serial with it`(_ mode: String) throws
    {
        for (output, input) in [(2_026_113_001, 5), (5, 2_026_113_001)] as [(UInt32, UInt32)] {
            let daemon = try DaemonTrial(zone: Self.zone(input), policy: Self.policy(mode))
            try FileSystem.ensureFolder(daemon.folder.path("signed"), mode: 0o755)
            daemon.folder.write(Self.zone(output), to: "signed/example.zone")
            try daemon.run()
            #expect(SerialNumber.isNewer(try Self.serial(daemon.output), than: 2_026_113_001))
        }
    }

    @Test func `a zone that keyturn published keeps its own line of serials`() throws {
        let daemon = try DaemonTrial(zone: Self.zone(7), policy: Self.policy("unixtime"))
        try daemon.run()
        daemon.folder.write(Self.zone(2_026_113_001), to: "example.zone")
        daemon.now = daemon.now + .hours(1)
        daemon.folder.write(Self.zone(2_026_113_001, "new A 192.0.2.2\n"), to: "example.zone")
        try daemon.run()
        #expect(try Self.serial(daemon.output) == UInt32(daemon.now.secondsSinceEpoch))

        // Nor does a lost output change that: the state knows what was published.
        #expect(throws: Never.self) { try FileSystem.remove(daemon.output) }
        daemon.restart()
        daemon.now = daemon.now + .hours(1)
        try daemon.run()
        #expect(try Self.serial(daemon.output) == UInt32(daemon.now.secondsSinceEpoch))
    }

    @Test func `status goes on saying that serials count on ahead of the clock`() throws {
        let daemon = try DaemonTrial(zone: Self.zone(2_026_113_001), policy: Self.policy("unixtime"))
        let text = "the serial 2026113001 is ahead of the clock's"
        try daemon.run()
        #expect(try daemon.report().warnings.contains { $0.contains(text) })
        daemon.restart()
        daemon.now = daemon.now + .minutes(5)
        try daemon.run()
        #expect(try daemon.report().warnings.contains { $0.contains("2026113002 is ahead of the clock's") })
    }

    @Test func `check tells of the serial what signing will`() throws {
        let folder = TemporaryFolder()
        for (mode, text) in [
            ("unixtime", "the serial 2026113001 is ahead of the clock's"),
            ("keep", "secondaries that already serve serial 2026113001 unsigned"),
        ] {
            folder.write(Self.zone(2_026_113_001), to: "example.zone")
            folder.write(Self.policy(mode), to: "policy.yaml")
            let run = try #require(
                ToolRun(
                    "/bin/sh",
                    [
                        "-c",
                        "'\(Tool.path)' check --policy '\(folder.path("policy.yaml"))' --zone "
                            + "'\(folder.path("example.zone"))' 2>&1",
                    ]
                )
            )
            #expect(run.output.contains(text), "\(run.output)")
        }
    }
}
