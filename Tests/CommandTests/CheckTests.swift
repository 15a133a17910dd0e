import DNSSECModel
import JSON
import TestKit
import Testing

@Suite struct `keyturn check` {
    /// A folder with a configuration of one zone.
    private func installation(
        policy: String = "version: 1\nkeys:\n  - { role: csk, algorithm: 13 }\n",
        hooks: String = ""
    ) -> TemporaryFolder {
        let folder = TemporaryFolder()
        folder.write(Workshop.zoneText, to: "example.zone")
        folder.write(policy, to: "own.yaml")
        folder.write(
            """
            version: 1
            state: state
            policies: .
            zones:
              - name: example.
                file: example.zone
                policy: own
                output: example.signed\(hooks)

            """,
            to: "keyturn.yaml"
        )
        return folder
    }

    private func check(_ folder: TemporaryFolder, _ more: [String] = []) throws -> Tool.Outcome {
        try Tool.run(["check", "--config", "keyturn.yaml"] + more, in: folder.path)
    }

    @Test func `accepts what is shipped`() throws {
        let policies = ["default", "csk", "root", "tld", "template"].map(Tool.policy)
        let outcome = try Tool.run(["check", "--policy"] + policies)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines == ["5 policies: no errors, no warnings"])
    }

    @Test func `reads all that a configuration names`() throws {
        let outcome = try check(installation())
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.count == 2)
        #expect(outcome.outputLines.first?.hasPrefix("limits of 1 zone: ") == true)
        #expect(outcome.outputLines.last == "1 configuration, 1 policy, 1 zone: no errors, 1 warning")
        // The zone file's serial is a date, which is ahead of the policy's `unixtime`.
        #expect(outcome.errors.contains("is ahead of the clock's"))
    }

    @Test func `refuses a zone beyond a limit in the words of sign and of the daemon`() throws {
        let folder = installation()
        let text = Workshop.zoneText + "$GENERATE 0-16777215 h$ A 192.0.2.1\n"
        folder.write(text, to: "example.zone")
        let settings = "version: 1\nlimits: { generated: 1000 }\n"
        let configuration = String(decoding: folder.read("keyturn.yaml") ?? [], as: UTF8.self)
        folder.write(configuration.replacing("version: 1\n", with: settings), to: "keyturn.yaml")
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        let complaint =
            "example.zone:\(line):11: error: $GENERATE makes 16777216 records; expected at most 1000 in the zone "
            + "(`limits: { generated: ... }`)"
        let outcome = try check(folder)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
        #expect(outcome.outputLines.first?.contains("1000 generated records") == true)
        let zone = ["example.zone", "--origin", "example.", "--limit", "generated=1000"]
        let alone = try Tool.run(["check", "--zone"] + zone, in: folder.path)
        #expect(alone.status == 65)
        #expect(alone.errors.contains(complaint), "\(alone.errors)")
        let signing = ["--policy", "own.yaml", "--keys", ".", "--generate-keys"]
        let signed = try Tool.run(["sign"] + zone + signing, in: folder.path)
        #expect(signed.status == 65)
        #expect(signed.errors.contains(complaint), "\(signed.errors)")
        let daemon = try Tool.run(
            ["--check", "--config", "keyturn.yaml"],
            in: folder.path,
            path: "\(Tool.path)d"
        )
        #expect(daemon.status == 65)
        #expect(daemon.errors.contains(complaint), "\(daemon.errors)")
        let bad = try Tool.run(["check", "--zone"] + zone + ["--limit", "names=5"], in: folder.path)
        #expect(bad.status == 64)
    }

    @Test func `holds a policy against the numbers of a zone`() throws {
        let folder = TemporaryFolder()
        folder.write(Workshop.zoneText.replacing("604800", with: "2419200"), to: "z")
        let alone = try Tool.run(["check", "--policy", Tool.policy("default")])
        #expect(alone.errors.isEmpty)
        let outcome = try Tool.run(
            ["check", "--policy", Tool.policy("default"), "--zone", folder.path("z"), "--origin", "example."]
        )
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("default.yaml:"))
        #expect(outcome.errors.contains(": warning: "))
        #expect(outcome.errors.contains("28d"), "\(outcome.errors)")
    }

    @Test func `ends with 78 at a fault in a policy, with its place`() throws {
        let folder = TemporaryFolder()
        folder.write("version: 1\nkeys:\n  - { role: csk, algoritm: 13 }\n", to: "p.yaml")
        let outcome = try Tool.run(["check", "--policy", "p.yaml"], in: folder.path)
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("p.yaml:3:18: error: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("algorithm"))
    }

    @Test func `ends with 78 at an error of the timing lint`() throws {
        let folder = installation(
            policy:
                "version: 1\nsignatures: { validity: 7d, refresh: 7d }\nkeys:\n  - { role: csk, algorithm: 13 }\n"
        )
        let outcome = try check(folder)
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("own.yaml:2:"), "\(outcome.errors)")
    }

    @Test func `ends with 78 at a date that would break a chain, with the earliest safe one`() throws {
        let folder = TemporaryFolder()
        let text = """
            version: 1
            ttl: { dnskey: 1d }
            keys:
              - { role: ksk, algorithm: 13 }
              - role: zsk
                algorithm: 13
                known: [{ name: ZSK-2, publish: 2027-05-01, sign: 2027-05-02 }]
            """
        folder.write(text, to: "p.yaml")
        let outcome = try Tool.run(["check", "--policy", "p.yaml"], in: folder.path)
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("p.yaml:7:55: error: sign of ZSK-2"), "\(outcome.errors)")
        #expect(outcome.errors.contains("the earliest safe date is 2027-05-02T01:05:00Z"))
    }

    @Test func `ends with 65 at a fault in a zone`() throws {
        let folder = installation()
        folder.write("$TTL 60\n@ SOA a b 1 2 3 4 5\n", to: "example.zone")
        let outcome = try check(folder)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("example.zone:"))
    }

    @Test func `says where a file is named that is not there`() throws {
        let folder = installation()
        folder.write(
            "version: 1\nzones:\n  - name: a.\n    file: nofile\n    output: out\n    policy: nopolicy\n",
            to: "keyturn.yaml"
        )
        let outcome = try check(folder)
        #expect(outcome.status == 78)
        #expect(
            outcome.errors.contains("keyturn.yaml:4:11: error: nofile: no such file"),
            "\(outcome.errors)"
        )
        #expect(outcome.errors.contains("keyturn.yaml:6:13: error: "), "\(outcome.errors)")
    }

    @Test func `wants hooks where the policy brings the DS by hook`() throws {
        let policy = "version: 1\nkeys:\n  - { role: csk, algorithm: 13 }\nparent: { ds: hook }\n"
        let without = try check(installation(policy: policy))
        #expect(without.status == 78)
        #expect(without.errors.contains("ds-submit"), "\(without.errors)")
        #expect(without.errors.contains("ds-withdraw"))
        let hooks = "\n    hooks: { ds-submit: [ a ], ds-withdraw: [ b ] }"
        #expect(try check(installation(policy: policy, hooks: hooks)).status == 0)
    }

    @Test func `gives all of it as JSON, and nothing on standard error`() throws {
        let folder = TemporaryFolder()
        folder.write("version: 2\n", to: "p.yaml")
        let outcome = try Tool.run(["check", "--policy", "p.yaml", "--json"], in: folder.path)
        #expect(outcome.status == 78)
        #expect(outcome.errors.isEmpty)
        let document = try outcome.json()
        #expect(
            document.names == [
                "errors", "warnings", "configurations", "policies", "zones", "limits", "diagnostics",
            ]
        )
        #expect(document["errors"] == 1)
        let first = try #require(document["diagnostics"]?.elements.first)
        #expect(first.names == ["file", "line", "column", "severity", "message", "included-from"])
        #expect(first["file"] == "p.yaml")
        #expect(first["line"] == 1)
    }
}
