import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import Planning
import TestKit
import Testing
import Timeline

@testable import Daemon

/// What the engine journals is what the plan said, step for step, in when, who and why, given the same parent.
struct JournalTruthTests {
    static let delay = Interval.hours(3)

    static let policies: [(name: String, keys: String)] = [
        (
            "KSK double-signature",
            """
            - { role: ksk, algorithm: ecdsap256sha256, lifetime: 90d }
            - { role: zsk, algorithm: ecdsap256sha256, lifetime: 40d }
            """
        ),
        (
            "double-DS and ZSK double-signature",
            """
            - { role: ksk, algorithm: ecdsap256sha256, lifetime: 80d, roll: double-ds }
            - { role: zsk, algorithm: ecdsap256sha256, lifetime: 60d, roll: double-signature }
            """
        ),
        (
            "RFC 5011 and a standby key",
            """
            - { role: ksk, algorithm: ecdsap256sha256, lifetime: 120d, standby: 1, rfc5011: {} }
            - { role: zsk, algorithm: ecdsap256sha256, lifetime: 50d }
            """
        ),
        ("CSK", "- { role: csk, algorithm: ed25519, lifetime: 75d, roll: pre-publication }"),
        (
            "double-RRset, calendar months and a lead time",
            """
            - { role: ksk, algorithm: ecdsap256sha256, lifetime: 4mo, roll: double-rrset }
            - { role: zsk, algorithm: ecdsap256sha256, lifetime: 1mo, spread: 3d }
            """
        ),
    ]

    @Test(arguments: policies.indices)
    func `a year's journal is the plan of its first day`(_ index: Int) throws {
        let (name, keys) = Self.policies[index]
        let world = EngineWorld()
        let head = "version: 1\nttl: { dnskey: 1h, ds: 1d }\nkeys:\n"
        world.folder.write(head + keys + "\n", to: "policies/default.yaml")
        try world.run()
        let (start, end) = (world.now, world.now + .days(365))
        let forecast = Forecast(
            try #require(try world.report().policy),
            try world.ring(),
            from: start,
            until: end,
            assumptions: ForecastAssumptions(dsDelay: Self.delay)
        )
        let policy = try #require(try world.report().policy)
        let plan = forecast.events.map { event in
            Self.line(PlanEvent(event, in: forecast.ring, policy: policy, among: forecast.events))
        }
        let before = try Self.journal(world).count
        try Self.live(world, until: end)
        let journal = Array(try Self.journal(world).dropFirst(before))
        #expect(plan.count > 20, "\(name)")
        let (missing, other) = (Set(plan).subtracting(journal), Set(journal).subtracting(plan))
        #expect(
            journal.sorted() == plan.sorted(),
            "\(name): in the plan alone \(missing.sorted()), in the journal alone \(other.sorted())"
        )
    }

    /// A step with who takes it and why, as facts; names and tags, which a plan does not know yet, are left out.
    private static func line(_ step: PlanEvent) -> String {
        let moment = "\(step.time) \(step.role) \(step.key ?? 0) \(step.phase.rawValue)"
        let relation = "after \(step.follows?.id ?? 0)\(step.relieves ? ", relieves it" : "")"
        return "\(moment) by \(step.actor.rawValue) \(relation): \(step.reason.json.compact)"
    }

    /// The steps in the journal.
    private static func journal(_ world: EngineWorld) throws -> [String] {
        let zone = try Name(absolute: "example.")
        guard case .history(let report) = try world.ask(.history(zone: zone, limit: nil)).get() else {
            return []
        }
        return report.entries.compactMap {
            StepRecord(payload: $0.payload, at: $0.time).map { line($0.step) }
        }
    }

    /// Lives on; each DS changes at the parent so long after it was asked for.
    static func live(_ world: EngineWorld, until end: Instant) throws {
        for _ in 0..<20_000 {
            var next = try world.run()
            if try confirm(world) { next = try world.run() }
            let coming = try dues(world).map(\.at)
            guard let moment = ([next].compactMap(\.self) + coming).filter({ $0 > world.now }).min(),
                moment <= end
            else { break }
            world.now = moment
        }
    }

    private static func dues(_ world: EngineWorld) throws -> [(key: ManagedKey, at: Instant)] {
        try world.ring().keys.compactMap { key in
            guard let ds = key.ds, ds.seen == nil, ds.state == .rumoured || ds.state == .unretentive else {
                return nil
            }
            return (key, ds.since + delay)
        }
    }

    private static func confirm(_ world: EngineWorld) throws -> Bool {
        let zone = try Name(absolute: "example.")
        let due = try dues(world).filter { $0.at <= world.now }
        for (key, _) in due {
            guard let tag = key.tag else { continue }
            let request: ControlRequest =
                key.ds?.state == .rumoured
                ? .dsSeen(zone: zone, tag: tag, at: nil) : .dsGone(zone: zone, tag: tag, at: nil)
            _ = try world.ask(request).get()
        }
        return !due.isEmpty
    }
}
