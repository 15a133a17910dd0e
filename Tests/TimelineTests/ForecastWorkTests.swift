import DNSSECModel
import Testing

@testable import Timeline

@Suite struct `The work of a forecast` {
    private func forecast(years: Int64, goesOn: () -> Bool = { true }) -> Forecast {
        let start = Instant(secondsSinceEpoch: 1_600_000_000)
        return Forecast(
            TestPolicy.split(),
            KeyRing(zone: .root),
            from: start,
            until: start + .days(365 * years),
            goesOn: goesOn
        )
    }

    @Test func `of a century is that of ten decades: keys that are over cost nothing`() {
        let (decade, century) = (forecast(years: 10), forecast(years: 100))
        #expect(century.events.count > 9 * decade.events.count)
        #expect(century.work < 11 * decade.work, "\(decade.work) and \(century.work) keys")
        // They are there at the end all the same, each at the place of its number.
        #expect(century.ring.keys.map(\.id.rawValue) == Array(1..<century.ring.nextKey))
    }

    @Test func `ends where nobody waits for it any more`() {
        var steps = 0
        let short = forecast(years: 100) {
            steps += 1
            return steps < 10
        }
        #expect(steps == 10)
        #expect(short.events.count < 30)
    }
}
