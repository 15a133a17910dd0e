import DNSSECModel
import TestKit
import Testing
import Timeline

/// Keys whose lifetime is counted by the calendar from the moment at which they begin their work.
struct CalendarLifetimeTests {
    private static func policy(_ text: String, jitter: Interval = .zero) throws -> DNSSECPolicy {
        let span = try #require(CalendarSpan(text: text))
        return DNSSECPolicy(
            name: "calendar",
            description: "",
            keys: [
                KeyPolicy(role: .ksk, algorithm: .ed25519),
                KeyPolicy(role: .zsk, algorithm: .ed25519, lifetimeJitter: jitter, lifetimeSpan: span),
            ]
        )
    }

    /// When the keys that sign the zone took over, with the first one.
    private static func takeovers(_ policy: DNSSECPolicy, from start: String, years: Int64) throws -> [String]
    {
        let start = try #require(Instant(text: start, now: Instant(secondsSinceEpoch: 0)))
        let end = start + .days(years * 366)
        let forecast = Forecast(policy, KeyRing(zone: Name.root), from: start, until: end)
        return forecast.events.filter { $0.phase == .sign && $0.role == .zsk }.map { "\($0.at)" }
    }

    @Test func `a year leads to the same day, leap years or not`() throws {
        let days = try Self.takeovers(try Self.policy("1y"), from: "2027-03-01T12:00:00", years: 4)
        #expect(days == (2027...2031).map { "\($0)-03-01T12:00:00Z" })
    }

    @Test func `months lead to the last day of a shorter one, and are counted on from there`() throws {
        let days = try Self.takeovers(try Self.policy("6mo"), from: "2027-08-31T06:00:00", years: 2)
        #expect(
            days.prefix(4) == [
                "2027-08-31T06:00:00Z", "2028-02-29T06:00:00Z", "2028-08-29T06:00:00Z",
                "2029-02-28T06:00:00Z",
            ]
        )
    }

    @Test func `a jitter comes off the end`() throws {
        let plain = try Self.takeovers(try Self.policy("1y"), from: "2027-03-01", years: 2)
        let policy = try Self.policy("1y", jitter: .days(20))
        let early = try Self.takeovers(policy, from: "2027-03-01", years: 2)
        let end = try #require(policy.keys[1].lifetimeEnd(from: VirtualWorld.start, in: Name.root))
        let whole = try #require(CalendarSpan(months: 12)).end(from: VirtualWorld.start)
        #expect(early[1] < plain[1] && whole - end <= .days(20) && whole > end)
        #expect(policy.tailored(to: Name.root).keys[1].lifetimeEnd(from: VirtualWorld.start) == end)
    }

    @Test func `checks count with the shortest length`() throws {
        var policy = try Self.policy("1mo")
        policy.ttl.zoneMaximum = .days(28)
        let errors = PolicyCheck.findings(policy).filter { $0.severity == .error }
        let lifetimes = errors.compactMap { finding -> Interval? in
            if case .lifetimeBelowRoll(_, let lifetime, _, _) = finding.problem { return lifetime }
            return nil
        }
        #expect(lifetimes == [.days(28)])
    }

    @Test func `ten years of calendar lifetimes are proven and break no chain`() throws {
        let policy = try Self.policy("3mo")
        #expect(ProofTests.prove(policy).story.isEmpty)
        var world = VirtualWorld(policy)
        world.live(for: .days(1500))
        #expect(world.problems.isEmpty, "\(world.problems)")
    }
}
