import TestKit
import Testing

/// What earlier versions have left on the disk is taken over by the programs as it is.
struct EarlierStateToolTests {
    private static let zones = ["roll", "anchor", "standby", "gated"]

    @Test(arguments: EarlierInstallation.all)
    func `the daemon goes on years later, and the tool finds its zones good`(_ version: EarlierInstallation)
        throws
    {
        let folder = TemporaryFolder()
        version.copy(to: folder)
        let before = Dictionary(
            uniqueKeysWithValues: Self.zones.map { ($0, folder.names("state/keys/\($0).example").count) }
        )
        let run = try DaemonRun(
            ["--config", folder.path("keyturn.yaml"), "--once"],
            log: folder.path("log"),
            []
        )
        let log = { String(decoding: folder.read("log") ?? [], as: UTF8.self) }
        #expect(run.wait() == 0, "\(log())")
        for zone in Self.zones {
            let file = folder.path("signed/\(zone).zone")
            let outcome = try Tool.run(["verify", file, "--origin", "\(zone).example."])
            #expect(outcome.status == 0, "\(zone): \(outcome.output)")
            // No key was lost or taken for another's; keys whose time has come since are new.
            #expect(folder.names("state/keys/\(zone).example").count >= before[zone] ?? 0)
        }
        #expect(folder.names("state/keys/roll.example").contains("Kroll.example.+013+50019.private"))
    }

    @Test(arguments: EarlierInstallation.all)
    func `the tool hands the keys on as the state has them`(_ version: EarlierInstallation) throws {
        let folder = TemporaryFolder()
        version.copy(to: folder)
        let outcome = try Tool.run([
            "keys", "export", "--config", folder.path("keyturn.yaml"), "--bind", folder.path("bind"),
            "--at", "\(version.end)", "gated.example",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let tags = Set(folder.names("bind").filter { $0.hasSuffix(".state") })
        #expect(
            tags == [
                "Kgated.example.+013+01829.state", "Kgated.example.+013+00997.state",
                "Kgated.example.+013+48304.state",
            ]
        )
    }
}
