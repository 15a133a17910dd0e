import DNSSECModel
import SystemIO
import TestKit
import Testing

/// What `keyturn sign` makes from the daemon's own keys, policy, zone and output is what the daemon made.
struct SignAndDaemonTests {
    struct Life: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var policy: String
        var days: Int64 = 120
        var steps = 24
    }

    static let lives: [Life] = [
        Life(
            testDescription: "Ed25519, NSEC, RFC 5011",
            policy: """
                version: 1
                ttl: { dnskey: 1h, ds: 1d }
                keys:
                  - { role: ksk, algorithm: ed25519, lifetime: 80d, rfc5011: { add-hold-down: 30d, revoked: 30d } }
                  - { role: zsk, algorithm: ed25519, lifetime: 30d }

                """
        ),
        Life(
            testDescription: "RSA, NSEC3, counter",
            policy: """
                version: 1
                ttl: { dnskey: 1h, ds: 1d }
                denial: { nsec3: { salt: "aabb", force: true } }
                serial: counter
                keys:
                  - { role: ksk, algorithm: rsasha256, bits: 2048, lifetime: unlimited }
                  - { role: zsk, algorithm: rsasha256, bits: 1024, lifetime: 30d }

                """,
            days: 50,
            steps: 12
        ),
        Life(
            testDescription: "CSK, opt-out, no parent",
            policy: """
                version: 1
                ttl: { dnskey: 1h, ds: 1d }
                parent: { ds: none }
                denial: { nsec3: { opt-out: true } }
                keys:
                  - { role: csk, algorithm: ed25519, lifetime: 40d, roll: double-signature }

                """
        ),
    ]

    static let window = Life(
        testDescription: "DNSKEY signatures by the calendar",
        policy: """
            version: 1
            ttl: { dnskey: 2d, ds: 1d }
            parent: { ds: none }
            signatures: { validity: 13d, dnskey-validity: 21d, refresh: 8d, jitter: 1d }
            calendar: { period: quarter, slots: 9, step: 10d, dnskey-signatures: 21d }
            keys:
              - { role: ksk, algorithm: ed25519 }
              - { role: zsk, algorithm: ed25519 }

            """
    )

    @Test(arguments: lives)
    func `a life has the same outputs, octet by octet`(_ life: Life) throws {
        let seed = SplitMix64.freshSeed()
        let differences = try Self.differences(life, seed: seed)
        #expect(differences == [], "seed \(seed)")
    }

    @Test func `windows of DNSKEY signatures are the same`() throws {
        let seed = SplitMix64.freshSeed()
        let differences = try Self.differences(Self.window, seed: seed)
        #expect(differences == [], "seed \(seed)")
    }

    @Test func `a zone that becomes insecure has the same outputs to its end`() throws {
        let seed = SplitMix64.freshSeed()
        var life = Self.lives[0]
        life.days = 40
        let differences = try Self.differences(life, seed: seed, insecureAfter: .days(10))
        #expect(differences == [], "seed \(seed)")
    }

    @Test(arguments: [[], ["--no-verify"]])
    func `a bad signature in an earlier output is healed`(_ more: [String]) throws {
        let zone = RandomZoneText(seed: 1)
        let daemon = try DaemonTrial(zone: zone.text, policy: Self.lives[0].policy)
        try daemon.run()
        let damaged = try Self.damaged(try #require(daemon.outputText))
        daemon.folder.write(damaged, to: "signed/example.zone")
        daemon.folder.write(damaged, to: "previous.zone")
        daemon.now = daemon.now + .hours(1)
        try daemon.run()
        let healed = try #require(daemon.outputText)
        var trial = Self.trial(daemon, more: more)
        trial.keys = try daemon.keysWithoutEarlyCDS()
        let run = try trial.run()
        #expect(run.status == 0, "\(run.errors)")
        let verdict = try Tool.run(["verify", trial.output, "--at", "\(daemon.now)"])
        #expect(verdict.status == 0, "\(verdict.lines)")
        #expect(Self.records(try Self.text(trial.output)) == Self.records(healed))
    }

    @Test func `an output folder that is not there leaves no new keys behind`() throws {
        let folder = TemporaryFolder()
        folder.write(RandomZoneText(seed: 1).text, to: "example.zone")
        folder.write(Self.lives[0].policy, to: "policy.yaml")
        try FileSystem.ensureFolder(folder.path("keys"), mode: 0o700)
        let trial = SignTrial(
            zone: folder.path("example.zone"),
            policy: folder.path("policy.yaml"),
            keys: folder.path("keys"),
            output: folder.path("missing/example.zone"),
            at: DaemonTrial.start,
            more: ["--generate-keys"]
        )
        #expect(try trial.run().status == 73)
        let names = try FileSystem.names(in: folder.path("keys"))
        #expect(names == [])
    }

    // MARK: - One life

    /// Lets the daemon live, and `sign` do each of its steps again; where they differ.
    static func differences(_ life: Life, seed: UInt64, insecureAfter: Interval? = nil) throws -> [String] {
        var random = SplitMix64(seed: seed)
        var zone = RandomZoneText(seed: random.next())
        let daemon = try DaemonTrial(zone: zone.text, policy: life.policy)
        var differences: [String] = []
        let end = daemon.now + .days(life.days)
        for step in 0..<life.steps * 3 {
            let before = daemon.outputText
            daemon.log.clear()
            var next = try daemon.run()
            if try daemon.confirmParent() { next = try daemon.run() }
            let troubles = try daemon.troubles()
            let after = try #require(daemon.outputText, "\(troubles)")
            if after != before {
                differences += try difference(daemon, before, after).map {
                    "step \(step) at \(daemon.now): \($0)"
                }
            }
            guard differences.isEmpty, let next, next <= end else { break }
            daemon.now = max(next, daemon.now + .seconds(1))
            if let insecureAfter, daemon.now > Self.start + insecureAfter {
                daemon.folder.write("version: 1\nkeys: none\n", to: "policies/default.yaml")
                try daemon.reload()
                continue
            }
            guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
            zone.edit()
            daemon.folder.write(zone.text, to: "example.zone")
        }
        return differences
    }

    private static var start: Instant { DaemonTrial.start }

    /// Where `sign` differs from what the daemon made in this step.
    private static func difference(_ daemon: DaemonTrial, _ before: String?, _ after: String) throws
        -> [String]
    {
        // Several publications at one moment: only the last of them can be compared, and its serial counts on.
        guard daemon.log.all.count(where: { $0.contains(", serial ") && !$0.contains("published with") }) == 1
        else {
            return []
        }
        if let before { daemon.folder.write(before, to: "previous.zone") }
        var trial = trial(daemon, hasPrevious: before != nil)
        trial.keys = try daemon.keysWithoutEarlyCDS()
        let run = try trial.run()
        guard run.status == 0 else { return ["status \(run.status): \(run.errors)"] }
        let made = try text(trial.output)
        guard made != after else { return [] }
        let (ours, theirs) = (Set(records(made)), Set(records(after)))
        return ours.subtracting(theirs).sorted().prefix(3).map { "sign only: \($0)" }
            + theirs.subtracting(ours).sorted().prefix(3).map { "daemon only: \($0)" }
    }

    private static func trial(_ daemon: DaemonTrial, hasPrevious: Bool = true, more: [String] = [])
        -> SignTrial
    {
        SignTrial(
            zone: daemon.zone,
            policy: daemon.policy,
            keys: daemon.keys,
            output: daemon.folder.path("signed-by-tool.zone"),
            previous: hasPrevious ? daemon.folder.path("previous.zone") : nil,
            at: daemon.now,
            more: more
        )
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try FileSystem.read(path), as: UTF8.self)
    }

    /// The lines without comments.
    static func records(_ text: String) -> [String] {
        text.split(separator: "\n").filter { !$0.hasPrefix(";") }.map(String.init)
    }

    /// An output whose signature over an address was made over another one.
    static func damaged(_ text: String) throws -> String {
        var lines = text.split(separator: "\n").map(String.init)
        let line = try #require(lines.firstIndex { $0.hasPrefix("ns.example. ") && $0.contains(" RRSIG A ") })
        let words = lines[line].split(separator: " ").map(String.init)
        let signature = try #require(words.last)
        let first = signature.hasPrefix("A") ? "B" : "A"
        lines[line] = (words.dropLast() + [first + signature.dropFirst()]).joined(separator: " ")
        return lines.joined(separator: "\n") + "\n"
    }
}
