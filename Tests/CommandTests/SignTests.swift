import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

@Suite struct `keyturn sign` {
    @Test func `makes the keys that the policy lacks, and a zone that BIND accepts`() throws {
        let workshop = Workshop()
        let outcome = try workshop.sign()
        #expect(outcome.status == 0, "\(outcome.errors)")
        // The zone file's serial is a date, which is ahead of the policy's `unixtime`.
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("is ahead of the clock's"))
        #expect(outcome.output.contains("example. signed at \(workshop.at), serial "))
        #expect(outcome.output.contains("signs the DNSKEY RRset, new"))
        #expect(outcome.output.contains("signs the zone, new"))
        #expect(outcome.output.contains("DS for the parent:\n  example. IN DS "))
        let verdict = try workshop.bindVerdict()
        #expect(verdict.status == 0, "\(verdict.output)")
        let modes = try Self.modes(in: workshop.path("keys"), suffix: ".private")
        #expect(modes == [0o600, 0o600])
    }

    private static func modes(in folder: String, suffix: String) throws -> [Int] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(suffix) }.map {
            try #require(
                FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)")[.posixPermissions] as? Int
            )
        }
    }

    @Test func `keeps every signature where nothing changed`() throws {
        let workshop = Workshop()
        let first = try workshop.signed()
        let octets = workshop.folder.read("example.zone.signed")
        let second = try workshop.signed(at: workshop.at + .hours(1), [])
        #expect(second["changed"] == false)
        #expect(second["written"] == false)
        #expect(second["signatures"]?["made"] == 0)
        #expect(second["signatures"]?["kept"] == first["signatures"]?["made"])
        #expect(second["serial"] == first["serial"])
        #expect(workshop.folder.read("example.zone.signed") == octets)
    }

    @Test func `signs only what changed, with a new serial`() throws {
        let workshop = Workshop()
        let first = try workshop.signed()
        workshop.folder.write(
            Workshop.zoneText.replacing("192.0.2.2", with: "192.0.2.99"),
            to: "example.zone"
        )
        let second = try workshop.signed(at: workshop.at + .hours(1), [])
        #expect(second["changed"] == true)
        // The A record and the SOA.
        #expect(second["signatures"]?["made"] == 2)
        let serials = try [first, second].map { try #require($0["serial"]?.number) }
        #expect(serials[1] > serials[0])
        #expect(try workshop.bindVerdict().status == 0)
    }

    @Test func `takes serial and signatures from the zone that --previous names`() throws {
        let workshop = Workshop()
        let first = try workshop.signed(policy: "default", ["--generate-keys", "--output", "old"])
        let second = try workshop.signed(at: workshop.at + .hours(1), ["--previous", "old"])
        #expect(second["signatures"]?["made"] == 0)
        #expect(second["written"] == true)
        #expect(second["serial"] == first["serial"])
        #expect(workshop.folder.read("example.zone.signed") == workshop.folder.read("old"))
    }

    @Test func `signs everything anew by its last day`() throws {
        let workshop = Workshop()
        let first = try workshop.signed()
        let second = try workshop.signed(at: workshop.at + .days(8), [])
        #expect(second["signatures"]?["made"] == first["signatures"]?["made"])
        #expect(second["signatures"]?["kept"] == 0)
    }

    @Test func `tells programs what it did`() throws {
        let workshop = Workshop()
        let document = try workshop.signed(policy: "csk")
        #expect(
            document.names == [
                "zone", "file", "output", "at", "serial", "changed", "written", "verified", "keys",
                "signatures",
                "rrsets", "denial", "earliest-expiration", "next-refresh", "ds", "warnings",
            ]
        )
        let key = try #require(document["keys"]?.elements.first)
        #expect(
            key.names == [
                "tag", "role", "algorithm", "file", "revoked", "signs-keys", "signs-zone", "cds", "generated",
            ]
        )
        #expect(key["role"] == "csk")
        #expect(key["signs-keys"] == true)
        #expect(key["signs-zone"] == true)
        #expect(document["denial"]?["type"] == "nsec")
        #expect(document["at"]?.text == "\(workshop.at)")
        #expect(try workshop.bindVerdict(["-z"]).status == 0)
    }

    @Test func `writes the DS file that dnssec-dsfromkey would write`() throws {
        let workshop = Workshop()
        let document = try workshop.signed(["--generate-keys", "--dsset", "."])
        let key = try #require(document["keys"]?.elements.first { $0["role"] == "ksk" })
        let file = try #require(key["file"]?.text)
        let bind = try #require(ToolRun("dnssec-dsfromkey", ["-2", workshop.path("keys/\(file).key")]))
        let ours = String(decoding: workshop.folder.read("dsset-example.") ?? [], as: UTF8.self)
        #expect(ours == bind.output)
        let verified = try Tool.run(
            ["verify", "example.zone.signed", "--ds", "dsset-example.", "--at", "\(workshop.at)"],
            in: workshop.folder.path
        )
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    // MARK: - Refusals

    @Test func `makes no key unasked`() throws {
        let workshop = Workshop()
        try FileManager.default.createDirectory(
            atPath: workshop.path("keys"),
            withIntermediateDirectories: false
        )
        let outcome = try workshop.sign([])
        #expect(outcome.status == 65)
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.errors.contains("no KSK of ECDSAP256SHA256 for example."), "\(outcome.errors)")
        #expect(outcome.errors.contains("no ZSK of ECDSAP256SHA256 for example."))
        #expect(workshop.folder.read("example.zone.signed") == nil)
    }

    @Test func `wants the folder of the keys to be there unless it makes keys`() throws {
        let outcome = try Workshop().sign([])
        #expect(outcome.status == 66)
        #expect(outcome.errors.contains("--generate-keys"))
    }

    @Test func `never makes a key beside one that cannot be read`() throws {
        let workshop = Workshop()
        let document = try workshop.signed()
        let key = try #require(document["keys"]?.elements.first?["file"]?.text)
        workshop.folder.write("Private-key-format: v1.3\nAlgorithm: 13\n", to: "keys/\(key).private")
        let outcome = try workshop.sign()
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("keys/\(key).private"), "\(outcome.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: workshop.path("keys"))
        #expect(files.count { $0.hasPrefix("K") } == 4)
    }

    @Test func `never makes a key beside one that will be used later`() throws {
        let workshop = Workshop()
        try workshop.signed()
        let outcome = try workshop.sign(at: workshop.at - .days(1))
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("expected one beside Kexample.+013+"), "\(outcome.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: workshop.path("keys"))
        #expect(files.count { $0.hasPrefix("K") } == 4)
    }

    @Test func `never replaces the unsigned zone`() throws {
        let workshop = Workshop()
        let outcome = try workshop.sign(["--generate-keys", "--output", "./example.zone"])
        #expect(outcome.status == 64)
        #expect(workshop.folder.read("example.zone") == Array(Workshop.zoneText.utf8))
    }

    @Test func `ends with 73 where the output cannot be made`() throws {
        let outcome = try Workshop().sign(["--generate-keys", "--output", "missing/out"])
        #expect(outcome.status == 73)
        #expect(outcome.errors.contains("missing/out: error: "), "\(outcome.errors)")
        let folder = try Workshop().sign(["--generate-keys", "--output", "."])
        #expect(folder.status == 73)
        #expect(folder.errors == ".: error: this is a folder; expected the name of a file\n")
    }

    @Test func `ends with 78 where the policy cannot work`() throws {
        let workshop = Workshop()
        workshop.folder.write(
            "version: 1\nsignatures: { validity: 7d, refresh: 7d }\nkeys:\n  - { role: csk, algorithm: 13 }\n",
            to: "p.yaml"
        )
        let outcome = try Tool.run(
            ["sign", "example.zone", "--policy", "p.yaml", "--keys", "k", "--generate-keys"],
            in: workshop.folder.path
        )
        #expect(outcome.status == 78)
        #expect(outcome.errors.hasPrefix("p.yaml:2:"), "\(outcome.errors)")
    }

    @Test func `leaves the output as it was where the zone has an error`() throws {
        let workshop = Workshop()
        try workshop.signed()
        let before = workshop.folder.read("example.zone.signed")
        workshop.folder.write(Workshop.zoneText + "bad A 192.0.2.256\n", to: "example.zone")
        let outcome = try workshop.sign([])
        #expect(outcome.status == 65)
        #expect(outcome.errors.hasPrefix("example.zone:11:7: error: "), "\(outcome.errors)")
        #expect(workshop.folder.read("example.zone.signed") == before)
    }
}
