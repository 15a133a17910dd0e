import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

@Suite(.enabled(if: ExternalTool("dnssec-keygen").isExpected)) struct `Key files of the tool and of BIND` {
    private let workshop = Workshop()

    init() throws {
        try FileManager.default.createDirectory(
            atPath: workshop.path("keys"),
            withIntermediateDirectories: false
        )
    }

    /// Makes a key with dnssec-keygen and gives its file's name.
    private func keygen(_ options: String...) throws -> String {
        let run = try #require(
            ToolRun(
                "dnssec-keygen",
                ["-q", "-K", workshop.path("keys"), "-a", "13"] + options + ["example."]
            )
        )
        try #require(run.status == 0, "\(run.output)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func keys(at: Instant? = nil) throws -> [String: JSONValue] {
        let document = try workshop.signed(at: at, [])
        let pairs = try #require(document["keys"]).elements.compactMap { key in
            key["file"]?.text.map { ($0, key) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    @Test func `are used by their timing`() throws {
        let start = workshop.at.compact
        let later = (workshop.at + .days(2)).compact
        let ksk = try keygen("-f", "KSK", "-P", start, "-A", start)
        let zsk = try keygen("-P", start, "-A", start, "-I", later)
        let next = try keygen("-P", start, "-A", later)
        let future = try keygen("-P", later, "-A", later)
        let before = try keys()
        #expect(Set(before.keys) == [ksk, zsk, next])
        #expect(before[ksk]?["signs-keys"] == true)
        #expect(before[zsk]?["signs-zone"] == true)
        #expect(before[next]?["signs-zone"] == false)
        let verdict = try workshop.bindVerdict()
        #expect(verdict.status == 0, "\(verdict.output)")
        let after = try keys(at: workshop.at + .days(2))
        #expect(Set(after.keys) == [ksk, zsk, next, future])
        #expect(after[zsk]?["signs-zone"] == false)
        #expect(after[next]?["signs-zone"] == true)
    }

    @Test func `are revoked and deleted by their timing`() throws {
        let start = workshop.at.compact
        let ksk = try keygen("-f", "KSK", "-P", start, "-A", start)
        _ = try keygen("-P", start, "-A", start)
        let later = (workshop.at + .days(1)).compact
        let old = try keygen(
            "-f",
            "KSK",
            "-P",
            start,
            "-A",
            start,
            "-R",
            later,
            "-D",
            (workshop.at + .days(3)).compact
        )
        let tag = try #require(try keys()[old]?["tag"]?.number)
        let revoked = try keys(at: workshop.at + .days(1))
        #expect(revoked[old]?["revoked"] == true)
        #expect(revoked[old]?["signs-keys"] == true)
        #expect(revoked[old]?["cds"] == false)
        #expect(revoked[old]?["tag"]?.number == tag + 128)
        #expect(revoked[ksk]?["cds"] == true)
        #expect(try keys(at: workshop.at + .days(3))[old] == nil)
    }

    @Test func `that dnssec-revoke has revoked count once`() throws {
        let start = workshop.at.compact
        _ = try keygen("-f", "KSK", "-P", start, "-A", start)
        _ = try keygen("-P", start, "-A", start)
        let old = try keygen("-f", "KSK", "-P", start, "-A", start)
        let run = try #require(
            ToolRun("dnssec-revoke", ["-K", workshop.path("keys"), workshop.path("keys/\(old)")])
        )
        try #require(run.status == 0, "\(run.output)")
        // dnssec-revoke takes the time of the clock.
        let all = try keys(at: Tool.time(secondsAgo: -5))
        #expect(all.count == 3)
        #expect(all.values.filter { $0["revoked"] == true }.count == 1)
        #expect(all[old] == nil)
    }

    @Test func `without a private part are published and sign nothing`() throws {
        let start = workshop.at.compact
        _ = try keygen("-f", "KSK", "-P", start, "-A", start)
        _ = try keygen("-P", start, "-A", start)
        let offline = try keygen("-f", "KSK", "-P", start, "-A", start)
        try FileManager.default.removeItem(atPath: workshop.path("keys/\(offline).private"))
        let outcome = try workshop.sign(["--json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(offline).key: warning: no private key"), "\(outcome.errors)")
        let key = try outcome.json()["keys"]?.elements.first { $0["file"]?.text == offline }
        #expect(key?["signs-keys"] == false)
    }

    @Test func `that the tool made are used by dnssec-signzone`() throws {
        let document = try workshop.signed()
        let run = try #require(
            ToolRun(
                "dnssec-signzone",
                [
                    "-S", "-K", workshop.path("keys"), "-d", workshop.folder.path, "-o", "example.", "-f",
                    workshop.path("bind.signed"), workshop.path("example.zone"),
                ]
            )
        )
        #expect(run.status == 0, "\(run.output)")
        let verified = try Tool.run(["verify", workshop.path("bind.signed"), "--json"])
        #expect(verified.status == 0, "\(verified.output)")
        let signed = String(decoding: workshop.folder.read("bind.signed") ?? [], as: UTF8.self)
        for key in try #require(document["keys"]).elements {
            let tag = try #require(key["tag"]?.number)
            #expect(signed.contains("key id = \(tag)"))
        }
    }
}
