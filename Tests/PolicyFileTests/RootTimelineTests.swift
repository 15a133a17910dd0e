import DNSSECModel
import PolicyFile
import Testing
import Timeline

/// The root's published timeline, out of the shipped policies.
@Suite struct RootTimelineTests {
    /// The layouts of IANA's KSR signer: slot 1, slots 2 to 8, slot 9, with the ZSKs of a quarter's roll.
    struct Quarter: CustomStringConvertible {
        var start: String
        var first: String
        var middle: String
        var last: String
        var description: String { start }
    }

    private static func quarter(_ start: String, _ first: String, _ middle: String, _ last: String) -> Quarter
    {
        Quarter(start: start, first: first, middle: middle, last: last)
    }

    private static let alone = ("19036S +2 1139", "19036S +1 864")
    private static let both = ("19036S 20326 +2 1414", "19036S 20326 +1 1139")
    private static let rolled = ("19036 20326S +2 1414", "19036 20326S +1 1139")
    private static let done = ("20326S +2 1139", "20326S +1 864")

    /// The published contents of every slot from 2017 to the second quarter of 2019.
    static let quarters = [
        quarter("2017-01-01", alone.0, alone.1, alone.0),
        quarter("2017-04-01", alone.0, alone.1, alone.0),
        quarter("2017-07-01", alone.0, both.1, both.0),
        quarter("2017-10-01", both.0, both.1, both.0),
        quarter("2018-01-01", both.0, both.1, both.0),
        quarter("2018-04-01", both.0, both.1, both.0),
        quarter("2018-07-01", both.0, both.1, both.0),
        quarter("2018-10-01", both.0, rolled.1, rolled.0),
        quarter("2019-01-01", rolled.0, "19164RS 20326S +1 1425", done.0),
        quarter("2019-04-01", done.0, done.1, done.0),
    ]

    @Test(arguments: quarters)
    func `every slot shows what the root showed`(quarter: Quarter) throws {
        let schedule = try RootSchedule("root-2010-2019", until: "2019-06-30T23:00:00Z")
        let calendar = try #require(schedule.policy.calendar)
        let start = try RootSchedule.instant(quarter.start)
        for number in 1...calendar.slots {
            let slot = calendar.slot(number, of: start)
            let expected = number == 1 ? quarter.first : number == 9 ? quarter.last : quarter.middle
            let edit = calendar.edit(onDayOf: slot.start)
            #expect(try schedule.contents(at: edit) == expected, "slot \(number)")
            #expect(try schedule.contents(at: slot.end - .seconds(1)) == expected, "end of slot \(number)")
        }
    }

    @Test func `the steps of 2016 to 2019 have the published dates and tags`() throws {
        let schedule = try RootSchedule("root-2010-2019", until: "2019-06-30")
        #expect(
            schedule.steps == [
                "2016-10-01T00:00:00Z generate - KSK-2010",
                "2016-10-01T00:00:00Z publish 19036 KSK-2010",
                "2016-10-01T00:00:00Z sign 19036 KSK-2010",
                "2016-10-27T00:00:00Z generate - KSK-2017",
                "2017-07-11T00:00:00Z publish 20326 KSK-2017",
                "2018-10-11T16:00:00Z sign 20326 KSK-2017",
                "2018-10-11T16:00:00Z retire 19036 KSK-2010",
                "2019-01-11T14:00:00Z revoke 19164 KSK-2010",
                "2019-03-22T00:00:00Z remove 19164 KSK-2010",
            ]
        )
    }

    @Test func `the answer grows from 1414 to 1425 octets in the very edit of the revocation`() throws {
        let schedule = try RootSchedule("root-2010-2019", until: "2019-06-30")
        let revocation = try RootSchedule.instant("2019-01-11T14:00:00Z")
        #expect(try schedule.contents(at: revocation - .seconds(1)) == "19036 20326S +2 1414")
        #expect(try schedule.contents(at: revocation) == "19164RS 20326S +1 1425")
    }

    @Test func `the plan of 2016 revokes and removes by its slots`() throws {
        let schedule = try RootSchedule("root-2016-plan", until: "2019-06-30") { $0.postponements = [] }
        #expect(
            schedule.steps.suffix(6) == [
                "2016-10-26T00:00:00Z generate - KSK-2017",
                "2017-07-11T00:00:00Z publish 20326 KSK-2017",
                "2017-10-11T00:00:00Z sign 20326 KSK-2017",
                "2017-10-11T00:00:00Z retire 19036 KSK-2010",
                "2018-01-11T00:00:00Z revoke 19164 KSK-2010",
                "2018-03-22T00:00:00Z remove 19164 KSK-2010",
            ]
        )
    }

    @Test func `the postponement moves the later steps by rule`() throws {
        let schedule = try RootSchedule("root-2016-plan", until: "2019-06-30")
        #expect(
            schedule.steps.suffix(5) == [
                "2017-07-11T00:00:00Z publish 20326 KSK-2017",
                "2018-10-11T16:00:00Z sign 20326 KSK-2017",
                "2018-10-11T16:00:00Z retire 19036 KSK-2010",
                "2019-01-11T14:00:00Z revoke 19164 KSK-2010",
                "2019-03-22T00:00:00Z remove 19164 KSK-2010",
            ]
        )
    }

    @Test func `the steps of 2024 to 2027 have the published dates and tags`() throws {
        let schedule = try RootSchedule("root-2024-2027", until: "2027-06-30")
        #expect(
            schedule.steps.suffix(6) == [
                "2024-04-26T00:00:00Z generate - KSK-2024",
                "2025-01-11T00:00:00Z publish 38696 KSK-2024",
                "2026-10-11T00:00:00Z sign 38696 KSK-2024",
                "2026-10-11T00:00:00Z retire 20326 KSK-2017",
                "2027-01-11T00:00:00Z revoke 20454 KSK-2017",
                "2027-03-22T00:00:00Z remove 20454 KSK-2017",
            ]
        )
        let sizes = [
            ("2026-09-19", "20326S 38696 +2 1414"), ("2026-10-11", "20326 38696S +1 1139"),
            ("2026-12-20", "20326 38696S +2 1414"), ("2027-01-11", "20454RS 38696S +1 1425"),
            ("2027-03-22", "38696S +2 1139"), ("2027-04-11", "38696S +1 864"),
        ]
        for (day, expected) in sizes {
            #expect(try schedule.contents(at: RootSchedule.instant(day)) == expected, "\(day)")
        }
    }

    @Test func `the change of algorithm keeps to the published outline`() throws {
        let schedule = try RootSchedule("root-algorithm", until: "2030-09-30")
        #expect(
            schedule.steps.dropFirst(3) == [
                "2029-04-14T01:00:00Z generate - KSK-2027",
                "2029-05-01T00:00:00Z publish - KSK-2027",
                "2029-05-01T00:00:00Z sign - KSK-2027",
                "2029-07-11T00:00:00Z retire 38824 KSK-2024",
                "2029-07-11T00:00:00Z revoke 38824 KSK-2024",
                "2029-09-19T00:00:00Z remove 38824 KSK-2024",
            ]
        )
        let start = try RootSchedule.instant("2029-04-14")
        let double = schedule.forecast.events.filter { $0.at >= start }
        #expect(double.map(\.dnskeyOctets).max() == 1052)
        #expect(double.map(\.dnskeyOctets).contains(280))
    }

    @Test(arguments: ["root-2010-2019", "root-2016-plan", "root-2024-2027"])
    func `the ZSK changes with the quarters`(name: String) throws {
        let schedule = try RootSchedule(name, until: "2026-01-01")
        let calendar = try #require(schedule.policy.calendar)
        let steps = schedule.forecast.events.filter { $0.role == .zsk && $0.key.rawValue > 2 }
        #expect(steps.count > 20)
        for event in steps {
            let slot = calendar.slot(at: event.at)
            #expect(event.at == calendar.edit(onDayOf: slot.start))
            switch event.phase {
            case .generate, .publish: #expect(slot.number == 9, "\(event)")
            case .sign, .retire: #expect(slot.number == 1, "\(event)")
            case .remove: #expect(slot.number == 2, "\(event)")
            default: Issue.record("\(event)")
            }
        }
    }
}
