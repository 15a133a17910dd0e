import DNSSECModel
import TestKit
import Testing

@Suite struct InstantTests {
    /// RFC 5011 hold-downs and the root's rolls are counted from such moments; the seconds are those of `date -u +%s`.
    static let table: [(text: String, compact: String, seconds: Int64)] = [
        ("1970-01-01T00:00:00Z", "19700101000000", 0),
        ("1969-12-31T23:59:59Z", "19691231235959", -1),
        ("2000-02-29T12:00:00Z", "20000229120000", 951_825_600),
        ("2000-03-01T00:00:00Z", "20000301000000", 951_868_800),
        ("2004-02-29T23:59:59Z", "20040229235959", 1_078_099_199),
        ("2010-07-15T00:00:00Z", "20100715000000", 1_279_152_000),
        ("2018-10-11T16:00:00Z", "20181011160000", 1_539_273_600),
        ("2038-01-19T03:14:08Z", "20380119031408", 2_147_483_648),
        ("2100-03-01T00:00:00Z", "21000301000000", 4_107_542_400),
        ("2106-02-07T06:28:16Z", "21060207062816", 4_294_967_296),
    ]

    @Test(arguments: table)
    func `an instant has the calendar's text forms`(text: String, compact: String, seconds: Int64) {
        let instant = Instant(secondsSinceEpoch: seconds)
        #expect(instant.description == text)
        #expect(instant.compact == compact)
        #expect(Instant(text: text, now: .epoch) == instant)
        #expect(Instant(text: compact, now: .epoch) == instant)
    }

    @Test(arguments: [
        ("2018-10-11", 1_539_216_000), ("20181011", 1_539_216_000), ("2018-10-11T16:00Z", 1_539_273_600),
        ("2018-10-11 16:00:00", 1_539_273_600), ("2018-10-11T18:00:00+02:00", 1_539_273_600),
        ("2018-10-11T10:30:00-05:30", 1_539_273_600), ("1539273600", 1_539_273_600), ("now", 1000),
        ("+30d", 2_593_000), ("-10s", 990), ("+PT1H", 4600), ("0", 0),
    ])
    func `moments that people type are understood`(text: String, seconds: Int64) {
        let now = Instant(secondsSinceEpoch: 1000)
        #expect(Instant(text: text, now: now) == Instant(secondsSinceEpoch: seconds))
    }

    @Test(arguments: [
        "", "tomorrow", "2019-02-29", "20190229", "2100-02-29", "2018-13-01", "2018-00-10", "2018-10-32",
        "2018-10-11T24:00:00Z", "2018-10-11T23:60:00Z", "2018-10-11T23:59:60Z", "+1y", "+P1M", "+", "+-1d",
        "2018-10-1", "2018/10/11", "201810111600", "123456789012", "2018-10-11Z16:00:00",
        "2018-10-11T16:00:00+0200",
    ])
    func `moments that do not exist, or are none, are refused`(text: String) {
        #expect(Instant(text: text, now: .epoch) == nil)
    }

    @Test func `the calendar has a leap day in years by 4, not by 100, but by 400`() {
        for (year, isLeap) in [(1900, false), (2000, true), (2023, false), (2024, true), (2100, false)] {
            #expect((CalendarTime(year: Int64(year), month: 2, day: 29) != nil) == isLeap)
        }
    }

    @Test func `what is written reads as the same instant`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let seconds = Int64.random(in: -60_000_000_000...250_000_000_000, using: &random)
            let instant = Instant(secondsSinceEpoch: seconds)
            #expect(Instant(text: instant.description, now: .epoch) == instant, "seed \(seed)")
            #expect(Instant(text: instant.compact, now: .epoch) == instant, "seed \(seed)")
            #expect(CalendarTime(instant).instant == instant, "seed \(seed)")
        }
    }

    @Test func `every day has the date after the day before`() {
        var day = CalendarTime(Instant(secondsSinceEpoch: -86_400 * 3000))
        for _ in 0..<60_000 {
            let next = CalendarTime(day.instant + .days(1))
            let isNextDay = next.month == day.month && next.year == day.year && next.day == day.day + 1
            let isFirst = next.day == 1 && (28...31).contains(day.day)
            let isNextMonth = next.month == day.month % 12 + 1
            #expect(isNextDay || (isFirst && isNextMonth))
            day = next
        }
    }

    @Test(arguments: [
        (461, "in 7m41s"), (0, "now"), (-273_600, "3d4h ago"), (90_061, "in 1d1h"), (59, "in 59s"),
        (-86_400, "1d ago"), (3601, "in 1h"),
    ])
    func `a distance is told in its two largest units`(seconds: Int64, text: String) {
        #expect(Instant(secondsSinceEpoch: seconds).distance(from: .epoch) == text)
    }

    @Test func `signature times wrap at 2 to the 32`() {
        #expect(Instant(secondsSinceEpoch: 4_294_967_297).signatureTime == 1)
        #expect(Instant(secondsSinceEpoch: 1_539_273_600).signatureTime == 1_539_273_600)
    }
}

extension Instant {
    static let epoch = Instant(secondsSinceEpoch: 0)
}
