import ControlProtocol
import DNSSECModel
import JSON
import TestKit
import Testing

@Suite struct `keyturn plan` {
    private func plan(_ policy: String, _ more: String...) throws -> Tool.Outcome {
        try Tool.run(["plan", "--policy", Tool.policy(policy), "--from", "2026-01-01"] + more)
    }

    @Test(arguments: ["default", "csk", "root", "template", "tld"])
    func `fits 100 columns and says why`(policy: String) throws {
        let outcome = try plan(policy, "-v", "--zone", Tool.zone("tld"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.outputLines
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.contains { $0.hasPrefix("Assumed: ") })
        #expect(lines.contains { $0.hasPrefix("2026-01-01T00:00:00Z  now ") })
        #expect(lines.contains { $0.contains("RFC 7583 3") })
    }

    @Test func `warns of DNSKEY answers that are too large for UDP`() throws {
        let policy =
            "version: 1\nkeys:\n  - { role: ksk, algorithm: 8, bits: 4096 }\n  - { role: zsk, algorithm: 8 }\n"
        let folder = TemporaryFolder()
        folder.write(policy, to: "large.yaml")
        let outcome = try Tool.run(["plan", "--policy", "large.yaml"], in: folder.path)
        #expect(outcome.output.contains("More than 1232 octets"), "\(outcome.output)")
        #expect(try !plan("default").output.contains("1232"))
    }

    @Test func `gives the documented document`() throws {
        let document = try plan("default", "--json", "--for", "200d", "--origin", "bakery.example").json()
        #expect(document.names.prefix(4) == ["zone", "from", "until", "events"])
        #expect(document["zone"] == "bakery.example.")
        #expect(document["from"] == "2026-01-01T00:00:00Z")
        #expect(document["until"] == "2026-07-20T00:00:00Z")
        let events = try #require(document["events"]).elements
        #expect(!events.isEmpty)
        for event in events {
            #expect(
                event.names.prefix(11) == [
                    "time", "phase", "role", "algorithm", "tag", "name", "change", "because", "formula",
                    "actor", "dnskey-octets",
                ]
            )
            #expect(event["tag"] == .null)
            #expect(event["because"]?.text?.isEmpty == false)
        }
        #expect(try PlanDocument(json: JSONReader(document)).events.count == events.count)
        #expect(try plan("default", "--format", "json").json().names == document.names)
    }

    @Test func `ends where it is told to`() throws {
        let short = try plan("default", "--json", "--until", "2026-01-02").json()
        #expect(
            short["events"]?.elements.allSatisfy { ($0["time"]?.text ?? "") <= "2026-01-02T00:00:00Z" }
                ?? false
        )
        let year = try plan("default", "--json").json()
        #expect(year["until"] == "2027-01-01T00:00:00Z")
    }

    /// The moments of a phase's steps.
    private func times(_ phase: String, _ more: String...) throws -> [String] {
        let arguments = ["plan", "--policy", Tool.policy("default"), "--from", "2026-01-01", "--json"]
        let document = try Tool.run(arguments + more).json()
        return try #require(document["events"]).elements.filter { $0["phase"]?.text == phase }
            .compactMap { $0["time"]?.text }
    }

    @Test func `goes by its assumptions`() throws {
        #expect(try times("submit-ds") == ["2026-01-02T01:05:00Z"])
        #expect(try times("ds-seen") == ["2026-01-03T01:05:00Z"])
        #expect(try times("ds-seen", "--assume", "ds-delay=2d") == ["2026-01-04T01:05:00Z"])
        #expect(try times("submit-ds", "--assume", "zone-ttl=3d") == ["2026-01-04T01:05:00Z"])
    }

    @Test func `takes the TTLs of a zone`() throws {
        // The business zone has a largest TTL of an hour or a day; the root of six days.
        #expect(try times("submit-ds", "--zone", Tool.zone("root")) == ["2026-01-07T01:05:00Z"])
    }

    @Test(arguments: ["default", "csk", "root", "template", "tld"])
    func `proves ten years of each policy that comes along`(policy: String) throws {
        let outcome = try plan(policy, "--for", "3650d", "--prove")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("\nProven: no resolver"))
    }

    @Test func `tells how a resolver comes to hold something bogus, and ends with 1`() throws {
        let policy = """
            version: 1
            keys:
              - { role: ksk, algorithm: 13, lifetime: 200d, rfc5011: { add-hold-down: 30d, revoked: 30d } }
              - { role: zsk, algorithm: 13 }
            parent: { ds: none, cds: false }

            """
        let folder = TemporaryFolder()
        folder.write(policy, to: "p.yaml")
        let arguments = ["plan", "--policy", "p.yaml", "--for", "500d", "--prove"]
        #expect(try Tool.run(arguments, in: folder.path).status == 0)
        let outcome = try Tool.run(arguments + ["--assume", "offline=1d"], in: folder.path)
        #expect(outcome.status == 1)
        let lines = outcome.outputLines.drop { !$0.hasPrefix("Not proven: at ") }
        #expect(lines.first?.hasSuffix("a resolver can hold something that does not validate.") ?? false)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.contains { $0.contains("it is switched off until") }, "\(outcome.output)")
        let last = try #require(lines.last)
        #expect(last.hasSuffix("vouches for that DNSKEY RRset") || last.contains("trusts that key for ever"))
    }

    @Test func `a proof is in the document, too`() throws {
        let proof = try #require(try plan("default", "--json", "--prove").json()["proof"])
        #expect(proof["holds"] == .bool(true))
        #expect(proof["story"]?.elements.isEmpty ?? false)
        #expect(try plan("default", "--json").json()["proof"] == .null)
        let csv = try plan("default", "--format", "csv", "--prove")
        #expect(csv.errors.hasPrefix("Proven: "))
        #expect(!csv.output.contains("Proven"))
    }

    @Test func `ends with 78 where the policy has an error`() throws {
        let folder = TemporaryFolder()
        folder.write("version: 1\nkeys: []\n", to: "p.yaml")
        let outcome = try Tool.run(["plan", "--policy", "p.yaml"], in: folder.path)
        #expect(outcome.status == 78)
        #expect(outcome.errors.hasPrefix("p.yaml:2:"), "\(outcome.errors)")
    }
}
