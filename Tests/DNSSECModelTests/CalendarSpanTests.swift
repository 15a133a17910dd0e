import DNSSECModel
import TestKit
import Testing

/// Months and years of the calendar, in the lifetimes of keys.
struct CalendarSpanTests {
    @Test(arguments: [
        ("1y", 12), ("6mo", 6), ("1y6mo", 18), ("P1Y", 12), ("P6M", 6), ("P1Y6M", 18), ("p2y", 24),
        ("3Y", 36), ("18MO", 18), ("100y", 1200), ("P0Y3M", 3),
    ])
    func `whole years and months are read as registries write them`(text: String, months: Int) {
        #expect(CalendarSpan(text: text)?.months == months)
    }

    @Test(arguments: [
        "", "P", "y", "mo", "1", "1m", "P1M1Y", "6mo1y", "1y30d", "P1Y2D", "PT1M", "P1YT1H", "0y", "0mo",
        "101y",
        "-1y", "1.5y", "1y ", " 1y", "1y6m", "P1Y6MO", "1yy", "unlimited",
        "99999999999999999999y", "１y",
    ])
    func `anything else is not`(text: String) {
        #expect(CalendarSpan(text: text) == nil)
    }

    @Test(arguments: [(12, "1y"), (6, "6mo"), (18, "1y6mo"), (1200, "100y")])
    func `a span is written as it is read`(months: Int, text: String) throws {
        let span = try #require(CalendarSpan(months: months))
        #expect("\(span)" == text)
        #expect(CalendarSpan(text: text) == span)
    }

    private static func time(_ text: String) throws -> Instant {
        try #require(Instant(text: text, now: Instant(secondsSinceEpoch: 0)))
    }

    @Test(arguments: [
        ("2027-03-01T12:34:56", 12, "2028-03-01T12:34:56"),
        ("2028-02-29T00:00:01", 12, "2029-02-28T00:00:01"),
        ("2028-02-29", 48, "2032-02-29"), ("2027-01-31", 1, "2027-02-28"),
        ("2027-12-31T23:59:59", 2, "2028-02-29T23:59:59"),
        ("2027-08-31", 6, "2028-02-29"), ("2027-05-31", 1, "2027-06-30"), ("2096-02-29", 48, "2100-02-28"),
    ])
    func `it ends on the same day, or on the last one of a shorter month`(
        start: String,
        months: Int,
        end: String
    ) throws {
        let span = try #require(CalendarSpan(months: months))
        #expect(span.end(from: try Self.time(start)) == (try Self.time(end)))
    }

    @Test(arguments: [(12, 365), (1, 28), (2, 59), (3, 89), (6, 181), (48, 1460), (1200, 36524)])
    func `the shortest length is what no beginning undercuts`(months: Int, days: Int64) throws {
        let span = try #require(CalendarSpan(months: months))
        #expect(span.shortest == .days(days))
        var random = SplitMix64(seed: UInt64(months))
        for _ in 0..<2000 {
            let start = Instant(secondsSinceEpoch: .random(in: 0...7_000_000_000, using: &random))
            #expect(span.end(from: start) - start >= span.shortest, "\(start)")
        }
    }
}
