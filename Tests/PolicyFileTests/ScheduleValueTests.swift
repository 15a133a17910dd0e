import DNSSECModel
import PolicyFile
import Testing

/// Calendars, named keys, gates and the rest of the schedule, as values.
@Suite struct ScheduleValueTests {
    static let csk = "keys: [{ role: csk, algorithm: 15 }]\n"
    static let publicKey =
        "AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQ"
        + "lNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/"
        + "b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8A"
        + "nXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU="

    private func policy(_ text: String) throws -> DNSSECPolicy {
        let reading = Fixture.read(policy: "version: 1\n" + text)
        #expect(reading.diagnostics.map(\.description) == [])
        return try #require(reading.policy)
    }

    @Test func `a calendar arrives with all its fields, days in order`() throws {
        let calendar = try policy(
            """
            calendar:
              period: half-year
              slots: 18
              step: 1w
              edit-time: 09:30
              edit-times: { 2028-10-11: "16:00", 2027-01-11: "14:00" }
              dnskey-signatures: 21d
            \(Self.csk)
            """
        ).calendar
        #expect(
            calendar
                == SlotCalendar(
                    months: 6,
                    slots: 18,
                    step: .days(7),
                    editTime: .minutes(570),
                    editTimes: [
                        SlotCalendar.DayTime(day: .test(2027, 1, 11), time: .hours(14)),
                        SlotCalendar.DayTime(day: .test(2028, 10, 11), time: .hours(16)),
                    ],
                    signatureValidity: .days(21)
                )
        )
        #expect(try policy("calendar: {}\n" + Self.csk).calendar == SlotCalendar())
        #expect(try policy(Self.csk).calendar == nil)
    }

    @Test(arguments: [
        ("month", 28, "1d", 1), ("quarter", 90, "1d", 3), ("year", 12, "30d", 12), ("month", 1, "28d", 1),
    ])
    func `slots may fill the shortest period`(period: String, slots: Int, step: String, months: Int) throws {
        let text = "calendar: { period: \(period), slots: \(slots), step: \(step) }\n" + Self.csk
        #expect(try policy(text).calendar?.months == months)
        let more = Fixture.read(
            policy: "version: 1\ncalendar: { period: \(period), slots: \(slots + 1), step: \(step) }\n"
        )
        #expect(more.policy == nil)
    }

    @Test(arguments: [
        ("1 month", 1), ("21 months", 21), ("1 quarter", 3), ("2 quarters", 6), ("3 years", 36), ("P3Y", 36),
        ("P21M", 21), ("P1Y6M", 18),
    ])
    func `only calendars of keys count months and years`(text: String, months: Int) throws {
        let keys = "calendar: {}\nkeys: [{ role: csk, algorithm: 15, calendar: { every: \(text) } }]\n"
        #expect(try policy(keys).keys.first?.calendar == KeyCalendar(every: months))
    }

    @Test func `slots of keys are a number, a range or a rule of its own`() throws {
        let text = """
            calendar: {}
            keys:
              - role: csk
                algorithm: 15
                rfc5011: {}
                calendar:
                  ahead: 1 quarter
                  publish: 2
                  sign: 2-8
                  revoke: { slots: 2, periods: 1 }
                  remove: { slots: 9-9 }
            """
        let rules: [KeyStep: KeyCalendar.Rule] = [
            .publish: .init(2...2), .sign: .init(2...8), .revoke: .init(2...2, periods: 1),
            .remove: .init(9...9),
        ]
        #expect(try policy(text).keys.first?.calendar == KeyCalendar(ahead: 3, rules: rules))
    }

    @Test func `a date is that day's edit, a moment is itself`() throws {
        let text = """
            calendar: { edit-time: "12:00", edit-times: { 2028-10-11: "16:00" } }
            keys:
              - role: csk
                algorithm: 15
                known:
                  - name: CSK-1
                    generate: 2027-01-01
                    publish: 2027-02-01T03:04:05Z
                    sign: 2028-10-11
                    assumed: [sign, generate]
            milestones: [{ at: 2027-01-01, title: New year }]
            postponements:
              - { announced: 2028-09-01, role: csk, key: CSK-1, phase: sign, until: 2028-10-11, reason: not ready }
            """
        let policy = try policy(text)
        let known = KnownKey(
            name: "CSK-1",
            dates: [
                .generate: .test(2027, 1, 1) + .hours(12),
                .publish: .test(2027, 2, 1) + .seconds(3 * 3600 + 4 * 60 + 5),
                .sign: .test(2028, 10, 11) + .hours(16),
            ],
            assumed: [.sign, .generate]
        )
        #expect(policy.keys.first?.known == [known])
        #expect(policy.milestones == [Milestone(at: .test(2027, 1, 1), title: "New year")])
        let postponement = Postponement(
            announced: .test(2028, 9, 1),
            role: .csk,
            key: "CSK-1",
            phase: .sign,
            until: .test(2028, 10, 11) + .hours(16),
            reason: "not ready"
        )
        #expect(policy.postponements == [postponement])
    }

    @Test func `a known public key has its tags, plain and revoked`() throws {
        let key = "257 3 RSASHA256 \(Self.publicKey.prefix(40)) \(Self.publicKey.dropFirst(40))"
        let text = """
            keys:
              - { role: ksk, algorithm: 8, known: [{ name: KSK-2017, dnskey: "\(key)" }] }
              - { role: zsk, algorithm: 8 }
            """
        let known = try #require(try policy(text).keys.first?.known.first?.record)
        #expect(KeyMaterial(record: known).tag == 20326)
        #expect(KeyMaterial(record: known).revokedTag == 20454)
    }

    @Test func `a policy without keys, now or later, makes zones insecure`() throws {
        #expect(try policy("keys: none\n").keys == [])
        let later = try policy(
            Self.csk + "revisions: [{ from: 2027-04-11, assumed: true, keys: none }]\n"
        )
        #expect(
            later.revisions == [PolicyRevision(from: .test(2027, 4, 11), keys: [], isAssumed: true)]
        )
    }

    @Test(arguments: [("double-ds", RolloverMethod.doubleDS), ("double-rrset", .doubleRRset)])
    func `KSKs roll by way of the DS too`(word: String, method: RolloverMethod) throws {
        let keys = "keys: [{ role: ksk, algorithm: 13, roll: \(word) }, { role: zsk, algorithm: 13 }]\n"
        #expect(try policy(keys).keys.first?.roll == method)
    }

    @Test func `milestones and postponements come in order of time`() throws {
        let text = """
            \(Self.csk)
            milestones:
              - { at: 2028-01-01, title: B, note: more, assumed: true }
              - { at: 2027-01-01, until: 2027-02-01, title: A }
              - { at: 2028-01-01, title: C }
            """
        let milestones = try policy(text).milestones
        #expect(milestones.map(\.title) == ["A", "B", "C"])
        #expect(milestones[0].until == .test(2027, 2, 1))
        #expect(milestones[1].note == "more")
        #expect(milestones.map(\.isAssumed) == [false, true, false])
    }
}
