import DNSSECModel
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// `check`, `keyturnd --check`, `sign` and the daemon have one list of complaints.
struct ComplaintTests {
    private static let head = """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns hostmaster 1 7200 3600 1209600 600
        @ NS ns
        ns A 192.0.2.1

        """
    private static let cdsDelete = head + "@ CDS 0 0 0 00\n@ CDNSKEY 0 3 0 AA==\n"
    private static let foreignKey =
        head
        + "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==\n"
    private static let sentence = "asks the parent to drop every DS"

    private func check(_ arguments: [String]) throws -> (status: Int32, lines: [String]) {
        let run = try Tool.run(["check"] + arguments)
        return (run.status, run.lines.filter { $0.contains(" error: ") || $0.contains(" warning: ") })
    }

    /// Signs a daemon's zone with the tool, by keys of its own.
    private func sign(as daemon: DaemonTrial) throws -> (status: Int32, errors: [String], lines: [String]) {
        try SignTrial(
            zone: daemon.zone,
            policy: daemon.policy,
            keys: daemon.folder.path("new-keys"),
            output: daemon.folder.path("signed-by-tool.zone"),
            at: daemon.now,
            more: ["--generate-keys"]
        ).run()
    }

    @Test(arguments: [(cdsDelete, "CDS 0 0 0 00 \(sentence)"), (foreignKey, "DNSKEY record with key tag")])
    func `without keys check warns with line and column, with keys it refuses`(
        _ zone: String,
        _ words: String
    ) throws {
        let folder = TemporaryFolder()
        let file = folder.write(zone, to: "example.zone")
        let warned = try check(["--zone", file, "--origin", "example."])
        #expect(warned.status == 0)
        #expect(warned.lines.contains { $0.hasPrefix("\(file):6:1: warning: ") && $0.contains(words) })
        try FileSystem.ensureFolder(folder.path("keys"), mode: 0o700)
        let refused = try check(["--zone", file, "--origin", "example.", "--keys", folder.path("keys")])
        #expect(refused.status == 65)
        #expect(refused.lines.contains { $0.hasPrefix("\(file):6:1: error: ") && $0.contains(words) })
    }

    @Test(arguments: [cdsDelete, foreignKey])
    func `all four refuse the zone, before keys are made`(_ zone: String) throws {
        let daemon = try DaemonTrial(zone: zone, policy: SignAndDaemonTests.lives[0].policy)
        let configuration = daemon.folder.path("keyturn.yaml")
        let checked = try check(["--config", configuration])
        #expect(checked.status == 65)
        let errors = checked.lines.filter { $0.contains(" error: ") }
        let (complaints, status) = Engine.check(configurationFile: configuration)
        #expect(status == 65)
        #expect(complaints.flatMap { $0.split(separator: "\n").map(String.init) } == errors)
        try daemon.run()
        #expect(try daemon.troubles().flatMap { $0.split(separator: "\n").map(String.init) } == errors)
        #expect(try FileSystem.exists(daemon.keys) == false || FileSystem.names(in: daemon.keys) == [])
        let run = try sign(as: daemon)
        #expect(run.status == 65)
        #expect(run.errors == errors.flatMap(RefusalTests.messages))
        #expect(try !FileSystem.exists(daemon.folder.path("new-keys")))
        // The zone is published as soon as it is mended.
        daemon.folder.write(Self.head, to: "example.zone")
        daemon.now = daemon.now + .minutes(5)
        try daemon.run()
        #expect(try daemon.troubles() == [])
        #expect(daemon.outputText != nil)
    }

    @Test(arguments: [
        ("1 1 1 \(String(repeating: "00", count: 48))", "is not of the zone's content"),
        (
            "1 1 240 e2d523f654b9422a96c5a8f44607bbee",
            "hash algorithm 240 cannot be made here and is left out"
        ),
    ])
    func `a digest that is not of the content, or cannot be made, is a warning with line and column`(
        _ record: String,
        _ words: String
    ) throws {
        let daemon = try DaemonTrial(
            zone: Self.head + "@ ZONEMD \(record)\n",
            policy: SignAndDaemonTests.lives[0].policy
        )
        let checked = try check(["--config", daemon.folder.path("keyturn.yaml")])
        #expect(checked.status == 0)
        let warning = try #require(checked.lines.first { $0.hasPrefix("\(daemon.zone):6:1: warning: ") })
        #expect(warning.contains(words))
        try daemon.run()
        #expect(try daemon.report().warnings.contains(warning))
        let run = try sign(as: daemon)
        #expect(run.status == 0)
        #expect(run.lines.contains(warning))
    }

    @Test func `a zone that was signed with its own keys is welcome everywhere`() throws {
        let daemon = try DaemonTrial(zone: Self.head, policy: SignAndDaemonTests.lives[0].policy)
        try daemon.run()
        daemon.now = daemon.now + .days(3)
        try daemon.run()
        let signed = try #require(daemon.outputText)
        #expect(signed.contains(" CDS ") && signed.contains(" DNSKEY "))
        daemon.folder.write(signed, to: "example.zone")
        let checked = try check(["--config", daemon.folder.path("keyturn.yaml")])
        #expect(checked.status == 0, "\(checked.lines)")
        #expect(
            try check(["--zone", daemon.zone, "--origin", "example.", "--keys", daemon.keys]).status == 0
        )
        daemon.now = daemon.now + .minutes(5)
        try daemon.run()
        #expect(try daemon.troubles() == [])
    }

    @Test func `a signed zone whose file gets a foreign key goes on being renewed`() throws {
        let daemon = try DaemonTrial(zone: Self.head, policy: SignAndDaemonTests.lives[0].policy)
        try daemon.run()
        daemon.folder.write(Self.foreignKey, to: "example.zone")
        for _ in 0..<40 {
            guard let next = try daemon.run(), next < DaemonTrial.start + .days(20) else { break }
            daemon.now = max(next, daemon.now + .seconds(1))
        }
        #expect(try daemon.troubles().contains { $0.contains("DNSKEY record with key tag") })
        #expect(daemon.now > DaemonTrial.start + .days(14))
        let verdict = try Tool.run(["verify", daemon.output, "--at", "\(daemon.now)"])
        #expect(verdict.status == 0, "\(verdict.lines)")
    }
}
