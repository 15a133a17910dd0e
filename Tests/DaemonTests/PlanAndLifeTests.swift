import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import Planning
import TestKit
import Testing
import Timeline

@testable import Daemon

/// Plans and daemons of unusual zones: no TTLs, no keys, and the first hour of a zone.
struct PlanAndLifeTests {
    private static let zone = "example."

    // MARK: - The first turn

    private static let beginnings: [(name: String, keys: String)] = [
        ("KSK and ZSK", "- { role: ksk, algorithm: 13 }\n- { role: zsk, algorithm: 13 }"),
        ("CSK", "- { role: csk, algorithm: 13 }"),
        (
            "standby keys",
            "- { role: ksk, algorithm: 13, standby: 1, lifetime: 1y }\n"
                + "- { role: zsk, algorithm: 13, standby: 2, lifetime: 90d }"
        ),
        (
            "RFC 5011 and standby keys",
            "- { role: ksk, algorithm: 13, standby: 1, rfc5011: {} }\n- { role: zsk, algorithm: 13 }"
        ),
        ("a standby CSK", "- { role: csk, algorithm: 13, standby: 1, lifetime: 1y }"),
    ]

    @Test(arguments: beginnings.indices)
    func `a zone is published once when its first keys are made`(_ index: Int) throws {
        let world = EngineWorld()
        let policy = "version: 1\nkeys:\n\(Self.beginnings[index].keys)\n"
        world.folder.write(policy, to: "policies/default.yaml")
        try world.run()
        #expect(try Self.publications(world).map(\.time) == [world.now], "\(Self.beginnings[index].name)")
        let forecast = Forecast(
            try #require(try world.report().policy),
            KeyRing(zone: try Name(absolute: Self.zone)),
            from: world.now,
            until: world.now
        )
        #expect(forecast.publications.count == 1)
        #expect(forecast.publications.last?.plan == (try world.ring().plan))
    }

    // MARK: - The whole life

    private static let lives: [(name: String, policy: String)] = [
        (
            "no TTLs",
            """
            version: 1
            ttl: { dnskey: 0s, ds: 0s }
            propagation: { zone: 0s, parent: 0s }
            safety: { publish: 0s, retire: 0s }
            keys:
            - { role: ksk, algorithm: 13, lifetime: 30d }
            - { role: zsk, algorithm: 13, lifetime: 20d }

            """
        ),
        (
            "no TTLs, CSK by Double-Signature",
            """
            version: 1
            ttl: { dnskey: 0s, ds: 0s }
            keys:
            - { role: csk, algorithm: 13, lifetime: 30d, roll: double-signature }

            """
        ),
    ]

    @Test(arguments: lives.indices)
    func `a zone without TTLs lives as its plan says`(_ index: Int) throws {
        let world = EngineWorld()
        let zone = EngineWorld.zoneText.replacing("$TTL 3600", with: "$TTL 0")
            .replacing("1 7200 900 1209600 600", with: "1 7200 900 1209600 0")
        world.folder.write(zone, to: "example.zone")
        world.folder.write(Self.lives[index].policy, to: "policies/default.yaml")
        let (start, end) = (world.now, world.now + .days(100))
        try JournalTruthTests.live(world, until: end)
        let policy = try #require(try world.report().policy)
        var assumptions = ForecastAssumptions(
            dsDelay: JournalTruthTests.delay,
            zoneTTL: .zero,
            negativeTTL: .zero
        )
        assumptions.isZoneRead = true
        let forecast = Forecast(
            policy,
            KeyRing(zone: try Name(absolute: Self.zone)),
            from: start,
            until: end,
            assumptions: assumptions
        )
        let (plan, journal) = (Self.steps(of: forecast, policy), try Self.steps(world))
        #expect(plan.count > 20)
        #expect(journal.sorted() == plan.sorted(), "\(Set(plan).symmetricDifference(journal).sorted())")
    }

    @Test func `on the way to insecure the plan gives the reasons that the daemon gives`() throws {
        let world = EngineWorld()
        let keys = "- { role: ksk, algorithm: 13 }\n- { role: zsk, algorithm: 13, lifetime: 30d }"
        world.folder.write("version: 1\nkeys:\n\(keys)\n", to: "policies/default.yaml")
        try JournalTruthTests.live(world, until: EngineWorld.start + .days(25))
        world.folder.write("version: 1\nkeys: none\n", to: "policies/default.yaml")
        _ = try world.ask(.reload(ReloadOrder(isConfirmed: true))).get()
        let policy = try #require(try world.report().policy)
        let (start, end) = (world.now, world.now + .days(30))
        let assumptions = ForecastAssumptions(dsDelay: JournalTruthTests.delay)
        let forecast = Forecast(policy, try world.ring(), from: start, until: end, assumptions: assumptions)
        let before = try Self.steps(world).count
        try JournalTruthTests.live(world, until: end)
        let (plan, journal) = (
            Self.steps(of: forecast, policy), Array(try Self.steps(world).dropFirst(before))
        )
        #expect(plan.count > 4)
        #expect(journal.sorted() == plan.sorted(), "plan \(plan)\njournal \(journal)")
    }

    // MARK: - What both tell

    /// Each step with who takes it and why; tags are not known to a plan.
    private static func line(_ step: PlanEvent) -> String {
        "\(step.time) \(step.role) \(step.key ?? 0) \(step.phase.rawValue) by \(step.actor.rawValue): "
            + step.reason.json.compact
    }

    private static func steps(of forecast: Forecast, _ policy: DNSSECPolicy) -> [String] {
        forecast.events.map { event in
            line(PlanEvent(event, in: forecast.ring, policy: policy, among: forecast.events))
        }
    }

    private static func steps(_ world: EngineWorld) throws -> [String] {
        try history(world).compactMap { StepRecord(payload: $0.payload, at: $0.time).map { line($0.step) } }
    }

    private static func publications(_ world: EngineWorld) throws -> [HistoryEntry] {
        try history(world).filter { $0.payload.compact.contains("\"serial\"") }
    }

    private static func history(_ world: EngineWorld) throws -> [HistoryEntry] {
        let zone = try Name(absolute: zone)
        guard case .history(let report) = try world.ask(.history(zone: zone, limit: nil)).get() else {
            throw MissingZone()
        }
        return report.entries
    }
}
