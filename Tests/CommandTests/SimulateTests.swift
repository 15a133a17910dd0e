import DNSSECModel
import JSON
import TestKit
import Testing

@Suite struct `keyturn simulate` {
    private let folder = TemporaryFolder()

    private func simulate(_ more: String..., policy: String = "default") throws -> Tool.Outcome {
        folder.write(Workshop.zoneText, to: "example.zone")
        return try Tool.run(
            [
                "simulate", "--policy", Tool.policy(policy), "--zone", "example.zone", "--from", "2026-01-01",
                "--output", "out",
            ] + more,
            in: folder.path
        )
    }

    private func index() throws -> [JSONValue] {
        let octets = try #require(folder.read("out/index.json"))
        return try JSONValue(parsing: octets.span).elements
    }

    @Test func `writes the zone and the DS of each step, and a list of them`() throws {
        let outcome = try simulate("--until", "2026-04-15")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "")
        #expect(
            outcome.outputLines.first?.hasPrefix("example. from 2026-01-01T00:00:00Z until 2026-04-15")
                ?? false
        )
        #expect(outcome.outputLines.allSatisfy { $0.count <= 100 })
        let steps = try index()
        #expect(outcome.output.contains(" \(steps.count) steps"))
        for step in steps {
            let zone = try #require(step["zone"]?.text)
            let ds = try #require(step["ds"]?.text)
            let time = try #require(step["time"]?.text)
            #expect(folder.read("out/\(ds)") != nil)
            let verdict = try Tool.run(
                ["verify", "out/\(zone)", "--at", time, "--ds", "out/\(ds)"],
                in: folder.path
            )
            // Before the parent shows a DS there is nothing to hold the keys against.
            let hasDS = String(decoding: folder.read("out/\(ds)") ?? [], as: UTF8.self).contains(" IN DS ")
            if hasDS { #expect(verdict.status == 0, "\(zone): \(verdict.output)") }
        }
        // The steps of the keys are those of the plan, but for the tags, which a plan cannot know.
        let plan = try Tool.run(
            [
                "plan", "--policy", Tool.policy("default"), "--zone", "example.zone", "--from", "2026-01-01",
                "--until", "2026-04-15", "--json",
            ],
            in: folder.path
        ).json()
        let planned = try #require(plan["events"]).elements.map { [$0["time"], $0["phase"], $0["role"]] }
        let done = steps.flatMap { $0["events"]?.elements ?? [] }
        #expect(done.map { [$0["time"], $0["phase"], $0["role"]] } == planned)
        #expect(done.filter { $0["phase"] == "sign" }.allSatisfy { $0["tag"]?.number != nil })
    }

    @Test func `gives the documented document`() throws {
        let document = try simulate("--for", "3d", "--json", "--threads", "2", policy: "csk").json()
        #expect(document.names == ["zone", "from", "until", "folder", "index", "steps", "renewals", "keys"])
        #expect(document["steps"]?.number == (try index()).count)
        let step = try #require(try index().first)
        #expect(
            step.names == ["step", "time", "zone", "ds", "dnskey-octets", "serial", "keys", "events"]
        )
        let key = try #require(step["keys"]?.elements.first)
        #expect(
            key.names == [
                "key", "tag", "role", "algorithm", "name", "stands-in-for", "published", "revoked",
                "signs-keys", "signs-zone", "file",
            ]
        )
    }

    @Test func `ends with 73 where the folder has something in it`() throws {
        #expect(try simulate("--for", "1d").status == 0)
        let outcome = try simulate("--for", "1d")
        #expect(outcome.status == 73)
        #expect(outcome.errors.contains("out: error: this folder is not empty"), "\(outcome.errors)")
    }

    @Test func `ends with 64 without an end, and with two`() throws {
        #expect(try simulate().status == 64)
        #expect(try simulate("--for", "1d", "--until", "2027-01-01").status == 64)
        #expect(try simulate("--until", "2025-01-01").status == 64)
    }
}
