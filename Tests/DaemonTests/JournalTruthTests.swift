import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import TestKit
import Testing
import Timeline

@testable import Daemon

/// What the engine journals is what the plan said, line for line, given the same parent.
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
        let plan = forecast.events.map { "\($0.at) \($0.role) \($0.key.rawValue) \($0.phase.rawValue)" }
        let before = try Self.journal(world).count
        try Self.live(world, until: end)
        let journal = Array(try Self.journal(world).dropFirst(before))
        #expect(plan.count > 20, "\(name)")
        #expect(journal.sorted() == plan.sorted(), "\(name)")
    }

    /// The steps in the journal.
    private static func journal(_ world: EngineWorld) throws -> [String] {
        let zone = try Name(absolute: "example.")
        guard case .history(let report) = try world.ask(.history(zone: zone, limit: nil)).get() else {
            return []
        }
        return try report.entries.compactMap { entry in
            guard case .object = entry.payload else { return nil }
            var members = try JSONReader(entry.payload).members()
            guard let phase = members.takeIfPresent("phase"), let key = members.takeIfPresent("key"),
                let role = try members.takeIfPresent("role")?.word(KeyRole.self)
            else { return nil }
            return "\(entry.time) \(role) \(try key.integer(in: 1...1000)) \(try phase.string())"
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
