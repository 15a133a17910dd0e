import DNSSECModel
import Testing

@Suite struct TimeZoneTextTests {
    private func instant(_ text: String) throws -> Instant {
        try #require(Instant(text: text, now: Instant(secondsSinceEpoch: 0)))
    }

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-03-28T00:59:59Z", 1),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-03-28T01:00:00Z", 2),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-10-31T00:59:59Z", 2),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-10-31T01:00:00Z", 1),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T06:59:59Z", -5),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -4),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2027-01-01T00:00:00Z", 11),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2027-07-01T00:00:00Z", 10),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-01-01T00:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-07-01T00:00:00Z", 1),
        ("UTC0", "2027-01-01T00:00:00Z", 0), ("<-03>3", "2027-01-01T00:00:00Z", -3),
    ])
    func `a POSIX rule gives the offset of a moment`(posix: String, moment: String, hours: Int64) throws {
        let rule = try #require(TimeZoneRule(posix: posix, name: "x"))
        #expect(rule.offset(at: try instant(moment)) == .hours(hours))
        #expect(rule.name == "x")
    }

    @Test func `times of a change may lie days away from the day`() throws {
        let gaza = try #require(TimeZoneRule(posix: "EET-2EEST,M3.4.4/50,M10.4.4/50", name: "Asia/Gaza"))
        #expect(gaza.saving?.begins == .init(month: 3, week: 4, day: .thursday, time: .hours(50)))
        let nuuk = try #require(TimeZoneRule(posix: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", name: "America/Nuuk"))
        #expect(nuuk.saving?.begins.time == .hours(-1))
        let kolkata = try #require(TimeZoneRule(posix: "IST-5:30", name: "Asia/Kolkata"))
        #expect(kolkata.standard == .minutes(330))
    }

    @Test(arguments: [
        "", "C", "CET", "CET-", "CET-25", "CET-1CEST", "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0", "CET-1 ",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0,", "<+01-1", "CET-1:60", "CET--1",
    ])
    func `what is no POSIX rule is refused`(posix: String) {
        #expect(TimeZoneRule(posix: posix, name: "x") == nil)
    }

    @Test func `a zoneinfo file ends with its rule`() {
        let file = Array("TZif2\0\0\n\0\nEET-2\n".utf8)
        #expect(TimeZoneRule(zoneInformation: file, name: "x")?.standard == .hours(2))
        #expect(TimeZoneRule(zoneInformation: file.dropLast(), name: "x") == nil)
        #expect(TimeZoneRule(zoneInformation: Array("EET-2\n".utf8), name: "x") == nil)
        #expect(TimeZoneRule(zoneInformation: Array("TZif\0\0".utf8), name: "x") == nil)
        #expect(TimeZoneRule(zoneInformation: Array("TZif\n\n".utf8), name: "x") == nil)
    }

    @Test(arguments: [
        ("UTC", 0), ("UTC+2", 120), ("UTC-03:30", -210), ("UTC+05:45", 345), ("UTC+14", 840), ("UTC-0", 0),
    ])
    func `an offset counts eastwards`(text: String, minutes: Int64) throws {
        let rule = try #require(TimeZoneRule(offset: text))
        #expect(rule.standard == .minutes(minutes))
        #expect(rule.saving == nil)
        #expect(rule.name == text)
    }

    @Test(arguments: ["utc", "GMT", "UTC2", "UTC+15", "UTC+2x", "UTC+", "Europe/Prague", ""])
    func `what is no offset is refused`(text: String) {
        #expect(TimeZoneRule(offset: text) == nil)
    }
}
