import DNSCore
import DNSSECModel
import JSON
import KeyStore
import PolicyFile
import Simulation
import SystemIO
import TestKit
import Testing
import Timeline

/// Each zone of a simulation is what `keyturn sign` makes at that moment from the same keys.
struct SignAndSimulationTests {
    static let policies = [
        """
        version: 1
        ttl: { dnskey: 1h, ds: 1d }
        keys:
          - { role: ksk, algorithm: ed25519, lifetime: 80d, rfc5011: { add-hold-down: 30d, revoked: 30d } }
          - { role: zsk, algorithm: ed25519, lifetime: 30d }

        """,
        """
        version: 1
        ttl: { dnskey: 1h, ds: 1d }
        denial: { nsec3: { opt-out: true } }
        serial: datecounter
        keys:
          - { role: ksk, algorithm: rsasha256, bits: 1024, lifetime: 60d, roll: double-ds }
          - { role: zsk, algorithm: rsasha256, bits: 1024, lifetime: 30d, roll: double-signature }

        """,
        """
        version: 1
        ttl: { dnskey: 2d, ds: 1d }
        parent: { ds: none }
        denial: { nsec3: { salt: "0102", force: true } }
        signatures: { validity: 13d, dnskey-validity: 21d, refresh: 8d, jitter: 1d }
        calendar: { period: quarter, slots: 9, step: 10d, dnskey-signatures: 21d }
        keys:
          - { role: ksk, algorithm: ed25519 }
          - { role: zsk, algorithm: ed25519, lifetime: 40d }

        """,
    ]

    @Test(arguments: policies)
    func `every step is what sign makes of the same keys at that moment`(_ policy: String) throws {
        let seed = SplitMix64.freshSeed()
        let rehearsal = try Rehearsal(zone: RandomZoneText(seed: seed).text, policy: policy)
        let outcome = try rehearsal.differences()
        #expect(outcome.compared >= 4)
        #expect(outcome.differences == [], "seed \(seed)")
    }
}

/// A simulation, and the means to have `sign` do its steps again.
struct Rehearsal {
    let folder = TemporaryFolder()
    let run: SimulationRun
    let steps: [SimulationStep]

    init(zone: String, policy: String, days: Int64 = 120) throws {
        folder.write(zone, to: "example.zone")
        folder.write(policy, to: "policy.yaml")
        let octets = Array(policy.utf8)
        let read = PolicyFile.read(octets: octets.span, file: "policy.yaml", name: "policy")
        let text = Array(zone.utf8)
        let parsed = ZoneFileReader().read(text.span, file: "zone", origin: try Name("example."))
        let order = SimulationOrder(
            policy: try #require(read.policy, "\(read.diagnostics)"),
            zone: try #require(parsed.zone, "\(parsed.diagnostics)"),
            from: DaemonTrial.start,
            until: DaemonTrial.start + .days(days),
            assumptions: ForecastAssumptions(zoneTTL: .hours(1), negativeTTL: .minutes(10)),
            folder: folder.path("steps")
        )
        run = try SimulationRun(order)
        steps = try run.write(describing: { _ in .null })
    }

    /// Where `sign` differs, and how many steps could be compared.
    func differences() throws -> (compared: Int, differences: [String]) {
        var (compared, differences): (Int, [String]) = (0, [])
        for (index, step) in steps.enumerated() {
            let plan = run.forecast.publications.last { $0.at <= step.time }?.plan ?? .unsigned
            guard plan.canBeInKeyFiles else { continue }
            compared += 1
            let keys = folder.path("keys-\(index)")
            try FileSystem.ensureFolder(keys, mode: 0o700)
            for key in step.keys { try write(key, plan, in: keys, at: step.time) }
            let trial = SignTrial(
                zone: folder.path("example.zone"),
                policy: folder.path("policy.yaml"),
                keys: keys,
                output: folder.path("signed-\(index).zone"),
                previous: index > 0 ? folder.path("steps/\(steps[index - 1].zoneFile)") : nil,
                at: step.time
            )
            let run = try trial.run()
            guard run.status == 0 else {
                differences.append("step \(step.number): status \(run.status) \(run.errors)")
                break
            }
            let made = Set(SignAndDaemonTests.records(try SignAndDaemonTests.text(trial.output)))
            let wanted = try SignAndDaemonTests.text(folder.path("steps/\(step.zoneFile)"))
            let simulated = Set(SignAndDaemonTests.records(wanted))
            differences += made.subtracting(simulated).sorted().prefix(3).map {
                "step \(step.number) sign: \($0)"
            }
            differences += simulated.subtracting(made).sorted().prefix(3).map {
                "step \(step.number) simulate: \($0)"
            }
            if !differences.isEmpty { break }
        }
        return (compared, differences)
    }

    /// The files of a key, with times that say what the plan says of it.
    private func write(_ key: SimulatedKey, _ plan: SigningPlan, in target: String, at now: Instant) throws {
        let source = BINDKeyFolder(path: folder.path("steps/keys"))
        let name = try #require(BINDKeyFileName(String(key.file.dropFirst(5)), zone: try Name("example.")))
        let pair = try #require(try source.read(name).signingKey)
        let past = now - .hours(1)
        var times = BINDKeyTimes()
        times[.created] = past
        times[.publish] = past
        if key.signsKeys || key.signsZone { times[.activate] = past }
        if key.record.isRevoked { times[.revoke] = past }
        if plan.cds.contains(key.id) { times[.syncPublish] = past } else { times[.syncDelete] = past }
        let target = BINDKeyFolder(path: target)
        _ = try target.create(pair, zone: try Name("example."), flags: key.role.flags, times: times)
    }
}

extension SigningPlan {
    /// True if the times in key files can say all of it.
    var canBeInKeyFiles: Bool {
        let shown = Set(dnskeys.map(\.key))
        return !dnskeys.isEmpty && keptSignatures.isEmpty && !deletesDS && shown.isSuperset(of: zoneSigners)
            && shown.isSuperset(of: cds)
    }
}
