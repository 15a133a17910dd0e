import DNSSECModel
import TestKit
import Testing

@Suite struct IntervalTests {
    @Test(arguments: [
        ("0", 0), ("45s", 45), ("5m", 300), ("90m", 5400), ("12h", 43_200), ("30d", 2_592_000),
        ("2w", 1_209_600),
        ("1d12h", 129_600), ("1h30m", 5400), ("3600", 3600), ("1W", 604_800), ("P30D", 2_592_000),
        ("PT12H", 43_200), ("P1DT12H", 129_600), ("P2W", 1_209_600), ("PT5M", 300), ("p1dt1s", 86_401),
        ("36500d", 3_153_600_000), ("0s", 0),
    ])
    func `durations read as so many seconds`(text: String, seconds: Int64) throws {
        #expect(try Interval(text: text) == .seconds(seconds))
    }

    @Test(arguments: ["1y", "P1Y", "P3M", "P1Y2D", "1d1y", "P1M2DT3H"])
    func `months and years are refused, for their length is not fixed`(text: String) {
        #expect(throws: IntervalTextError.monthOrYear) { try Interval(text: text) }
    }

    @Test(arguments: [
        "", "P", "PT", "P1DT", "-1h", "+1h", "1.5h", "1 h", "h", "1d12", "P12H", "PT1D", "1x", "P1",
        "PT1HT1M", "٣d",
    ])
    func `what is no duration is refused`(text: String) {
        #expect(throws: IntervalTextError.malformed) { try Interval(text: text) }
    }

    @Test(arguments: ["36501d", "99999999999999999999d", "5215w", "3153600001", "36500d1s"])
    func `durations beyond a hundred years are refused without overflow`(text: String) {
        #expect(throws: IntervalTextError.outOfRange) { try Interval(text: text) }
    }

    @Test(arguments: [
        (0, "0s"), (1, "1s"), (60, "1m"), (3600, "1h"), (86_400, "1d"), (604_800, "7d"), (129_600, "1d12h"),
        (90_061, "1d1h1m1s"), (-3660, "-1h1m"), (5400, "1h30m"),
    ])
    func `an interval is written in its shortest form`(seconds: Int64, text: String) {
        #expect(Interval.seconds(seconds).description == text)
    }

    @Test func `what is written reads as the same interval`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let interval = Interval.seconds(Int64.random(in: 0...3_153_600_000, using: &random))
            #expect(try Interval(text: interval.description) == interval, "seed \(seed)")
        }
    }
}
