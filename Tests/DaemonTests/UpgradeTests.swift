import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import PolicyFile
import Publishing
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// A zone that is signed goes on, whatever a start or an upgrade finds wrong with its policy.
struct UpgradeTests {
    private static let unusable: [String: String?] = [
        "missing": nil, "no YAML": "version: 1\nkeys: [\n", "unknown key": "version: 1\nkeyz: []\n",
        "refused by the lint": EngineWorld.policyText + "signatures: { validity: 3d, refresh: 4d }\n",
    ]

    /// A zone some days old whose policy is now another file, or none, and a daemon that has just started.
    private func restarted(_ policy: String?, zones: [String] = ["example"]) throws -> EngineWorld {
        let world = EngineWorld(zones: zones)
        try world.live(until: EngineWorld.start + .days(2))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(3))
        if let policy {
            world.folder.write(policy, to: "policies/default.yaml")
        } else {
            try FileSystem.remove(world.folder.path("policies/default.yaml"))
        }
        try world.restart()
        return world
    }

    private func status(_ world: EngineWorld) throws -> ZoneStatus {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: try Name(absolute: "example"))).get()
        else { throw MissingZone() }
        return status
    }

    @Test(arguments: unusable.keys.sorted())
    func `a signed zone whose policy cannot be used goes on under the one that its state has kept`(
        _ fault: String
    ) throws {
        let world = try restarted(Self.unusable[fault] ?? nil)
        let keys = world.keyFiles()
        try world.live(until: EngineWorld.start + .days(25))
        #expect(world.keyFiles() == keys)
        let content = SignedContent(try #require(world.output()))
        #expect(content.dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch))
        #expect(content.faults.isEmpty)
        let error = try #require(status(world).summary.lastError)
        #expect(error.message.contains("default.yaml"), "\(error.message)")
        #expect(error.message.contains("goes on under the policy that its state has kept"))
        #expect(error.at == EngineWorld.start + .days(3))
        // The plan goes on, too: the ZSK of 30 days is followed by another.
        try world.live(until: EngineWorld.start + .days(40))
        #expect(world.keyFiles().count > keys.count)
        world.folder.write(EngineWorld.policyText, to: "policies/default.yaml")
        _ = try world.ask(.reload(ReloadOrder())).get()
        try world.run()
        #expect(try world.report().troubles.isEmpty)
    }

    @Test func `state of an earlier version, which has kept no policy, goes on as it is`() throws {
        let world = EngineWorld(zones: [])
        let earlier = EarlierInstallation.all[0]
        earlier.copy(to: world.folder)
        for name in ["roll", "anchor", "standby", "gated"] {
            try FileSystem.remove(world.folder.path("policies/\(name).yaml"))
        }
        world.now = Instant(secondsSinceEpoch: earlier.end)
        try world.run()
        let keys = try world.ring("anchor.example").keys.count
        try world.live(until: world.now + .days(60))
        for name in ["roll", "anchor", "standby", "gated"] {
            #expect(try world.report("\(name).example").troubles[.policy] != nil)
            let origin = try Name(absolute: "\(name).example")
            let file = world.folder.path("signed/\(name).zone")
            let content = SignedContent(try #require(ZoneInput(file: file, origin: origin).zone))
            #expect(content.faults.isEmpty)
            #expect(content.dataExpiration ?? 0 > Int(world.now.secondsSinceEpoch), "\(name)")
        }
        // The roll by RFC 5011 went to its end, and no other has begun.
        #expect(try world.ring("anchor.example").keys.count == keys)
        #expect(try world.ring("anchor.example").keys(tagged: 11453).first?.goal == .active)
        #expect(try world.ring("anchor.example").policy == nil)
    }

    @Test func `an installation that breaks new rules goes on after the upgrade, and is warned of them`()
        throws
    {
        let world = EngineWorld(zones: [])
        let earlier = EarlierInstallation.all[0]
        earlier.copy(to: world.folder)
        for (name, text, other) in [
            ("anchor", "add-hold-down: 30d", "add-hold-down: 5d"),
            ("standby", "lifetime: 365d\n", "lifetime: 365d\n    roll: double-ds\n"),
        ] {
            let old = String(decoding: world.folder.read("policies/\(name).yaml") ?? [], as: UTF8.self)
            world.folder.write(old.replacing(text, with: other), to: "policies/\(name).yaml")
        }
        let (complaints, exit) = Engine.check(configurationFile: world.folder.path("keyturn.yaml"))
        #expect(exit == 0, "\(complaints)")
        #expect(complaints.contains { $0.contains("anchor.yaml") && $0.contains(": warning: ") })
        world.now = Instant(secondsSinceEpoch: earlier.end)
        try world.live(until: world.now + .days(20))
        for name in ["anchor", "standby"] {
            let report = try world.report("\(name).example")
            guard case .policyExcused? = report.troubles[.policy]?.trouble else {
                Issue.record("\(name): \(report.troubles)")
                continue
            }
            #expect(report.policy?.name == name)
            #expect(try #require(report.signaturesExpire) > world.now)
            #expect(!(report.ring?.policyRules.excused.isEmpty ?? true))
        }
        for name in ["roll", "gated"] { #expect(try world.report("\(name).example").troubles.isEmpty) }
    }

    @Test func `a policy that was never in force is an error, and makes no key`() throws {
        let world = EngineWorld(zones: ["example", "other"])
        world.zones["example"] = "    policy: bad\n"
        world.writeConfiguration()
        world.folder.write("version: 1\nkeys: [\n", to: "policies/bad.yaml")
        try world.run()
        #expect(world.keyFiles().isEmpty && world.output() == nil)
        #expect(try world.report().troubles[.policy] != nil)
        #expect(world.output("other") != nil)
        #expect(try world.report("other").troubles.isEmpty)
    }

    @Test func `the ring keeps the policy as the file has it, and a reload brings another`() throws {
        let world = EngineWorld()
        try world.run()
        let kept = try #require(world.ring().policy)
        #expect(PolicyFile.read(kept, file: "kept").policy == (try world.report().policy))
        let edited = EngineWorld.policyText.replacing("quick", with: "changed")
        world.folder.write(edited, to: "policies/default.yaml")
        _ = try world.ask(.reload(ReloadOrder())).get()
        try world.run()
        let path = world.folder.path("state/zones/example.json")
        #expect(
            try StateFile.load(path).policy.map { PolicyFile.read($0, file: "kept").policy?.description }
                == "changed"
        )
    }

    // MARK: - Recent rules

    private static let rule = RecentRule("only-in-tests")

    /// The engine of a zone whose policy file breaks a rule that this version has added.
    private func engine(_ world: EngineWorld, _ zone: String, policy: String, _ log: LogLines) throws
        -> ZoneEngine
    {
        let file = world.folder.path("policies/\(policy).yaml")
        let octets = world.folder.read("policies/\(policy).yaml") ?? []
        let reading = PolicyFile.read(octets: octets.span, file: file, name: policy)
        let place = SourcePosition(file: file, line: 1, column: 1)
        let breach = PolicyBreach(
            rule: Self.rule,
            complaint: PolicyDiagnostic(position: place, severity: .error, problem: .emptyList)
        )
        let label = zone.prefix { $0 != "." }
        return ZoneEngine(
            ZoneConfiguration(
                name: try Name(absolute: zone),
                file: world.folder.path("\(label).zone"),
                policy: policy,
                output: world.folder.path("signed/\(label).zone"),
                position: place
            ),
            policy: SharedPolicy(
                try #require(reading.policy),
                octets: octets.span,
                kept: reading.kept,
                breaches: [breach]
            ),
            folder: StateFolder(path: world.folder.path("state")),
            environment: ZoneEnvironment(threads: 1, hooks: world.hooks, log: log.log),
            mailbox: HookMailbox {}
        )
    }

    @Test func `a zone that was signed before a rule goes on, with an error in status`() throws {
        let world = EngineWorld(zones: [])
        let earlier = EarlierInstallation.all[0]
        earlier.copy(to: world.folder)
        let log = LogLines()
        let now = Instant(secondsSinceEpoch: earlier.end)
        let engine = try engine(world, "anchor.example", policy: "anchor", log)
        for day in 0..<20 { _ = engine.step(at: BelievedTime(now + Int64(day) * .days(1))) }
        guard case .policyExcused? = engine.troubles[.policy]?.trouble else {
            Issue.record("\(engine.troubles)")
            return
        }
        #expect(engine.policy?.name == "anchor")
        #expect(engine.state.publisher.signed?.earliestExpiration ?? now > now + .days(20))
        #expect(log.all.count { $0.hasPrefix("error") } == 1, "\(log.all)")
        let saved = try StateFile.load(world.folder.path("state/zones/anchor.example.json"))
        #expect(
            saved.policyRules == RuleRecord(edition: RecentRule.presentEdition, excused: ["only-in-tests"])
        )
        #expect(saved.policy?.name == "anchor")
    }

    @Test func `a zone that has kept a rule is not excused when its policy breaks it later`() throws {
        let world = try restarted(EngineWorld.policyText.replacing("quick", with: "another"))
        let log = LogLines()
        let engine = try engine(world, "example", policy: "default", log)
        let report = engine.step(at: BelievedTime(world.now))
        guard case .policyKept(.policy(let complaints))? = report.troubles[.policy]?.trouble else {
            Issue.record("\(report.troubles)")
            return
        }
        #expect(complaints.count == 1)
        #expect(report.policy?.description == "quick")
    }

    @Test func `a zone that was never signed is refused by a recent rule`() throws {
        let world = EngineWorld()
        let engine = try engine(world, "example", policy: "default", LogLines())
        let report = engine.step(at: BelievedTime(world.now))
        guard case .policy? = report.troubles[.policy]?.trouble else {
            Issue.record("\(report.troubles)")
            return
        }
        #expect(report.policy == nil && world.output() == nil && world.keyFiles().isEmpty)
    }
}
