import DNSSECModel
import TestKit
import Testing

@testable import Timeline

/// Rolls of many zones are spread over time, and each zone keeps its own rhythm.
struct LifetimeJitterTests {
    private static let start = Instant(secondsSinceEpoch: 1_700_000_000)

    private func policy(jitter: Interval) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "jitter",
            description: "",
            keys: [
                KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
                KeyPolicy(
                    role: .zsk,
                    algorithm: .ecdsaP256SHA256,
                    lifetime: .days(90),
                    lifetimeJitter: jitter
                ),
            ]
        )
    }

    /// When the first ZSK of a zone is followed by another.
    private func roll(_ zone: Name, jitter: Interval) throws -> Instant {
        let end = Self.start + .days(120)
        let forecast = Forecast(policy(jitter: jitter), KeyRing(zone: zone), from: Self.start, until: end)
        return try #require(forecast.events.first { $0.phase == .sign && $0.predecessor != nil }).at
    }

    @Test func `without jitter all zones roll at one moment`() throws {
        let moments = try (0..<20).map { try roll(Name(absolute: "zone\($0).example"), jitter: .zero) }
        #expect(Set(moments).count == 1)
    }

    @Test func `with jitter they roll earlier, each at a moment of its own that its name decides`() throws {
        let latest = try roll(Name(absolute: "example"), jitter: .zero)
        let moments = try (0..<200).map { try roll(Name(absolute: "zone\($0).example"), jitter: .days(20)) }
        #expect(moments.allSatisfy { $0 <= latest && $0 >= latest - .days(20) })
        // A day each: no day is empty, and none has more than three times its share.
        let days = Dictionary(grouping: moments) { ($0 - Self.start).seconds / 86_400 }
        #expect(days.count >= 19)
        #expect(days.values.allSatisfy { $0.count < 31 })
        let again = try roll(Name(absolute: "ZONE7.example"), jitter: .days(20))
        #expect(again == moments[7])
    }

    @Test func `the shortest lifetime is what must suffice for a roll`() {
        func errors(_ jitter: Interval) -> Int {
            PolicyCheck.findings(policy(jitter: jitter)).count { $0.severity == .error }
        }
        #expect(errors(.days(20)) == 0)
        #expect(errors(.days(90) - .hours(1)) == 1)
    }
}
