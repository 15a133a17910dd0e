import DNSSECModel
import PolicyFile

extension BadFile {
    static let policies4: [BadFile] = [
        BadFile(
            "unknown-period",
            [
                Fault(
                    2,
                    21,
                    .unknownWord(
                        "quater",
                        suggestion: "quarter",
                        known: ["month", "quarter", "half-year", "year"]
                    )
                )
            ]
        ),
        BadFile(
            "no-slots",
            [
                Fault(2, 20, .badNumber("0", from: 1, to: 366))
            ]
        ),
        BadFile(
            "step-of-hours",
            [
                Fault(2, 19, .schedule(.stepNotDays(.hours(36))))
            ]
        ),
        BadFile(
            "step-beyond-range",
            [
                Fault(2, 29, .intervalOutOfRange(.days(400), from: .days(1), to: .days(366)))
            ]
        ),
        BadFile(
            "slots-beyond-period",
            [
                Fault(2, 37, .schedule(.slotsBeyondPeriod(slots: 10, step: .days(10), period: .days(90))))
            ]
        ),
        BadFile(
            "slots-beyond-february",
            [
                Fault(4, 10, .schedule(.slotsBeyondPeriod(slots: 3, step: .days(10), period: .days(28))))
            ]
        ),
        BadFile(
            "edit-after-midnight",
            [
                Fault(2, 24, .schedule(.badTimeOfDay("24:00")))
            ]
        ),
        BadFile(
            "edit-times-of-no-day",
            [
                Fault(4, 5, .schedule(.badDate("2018-02-29"))),
                Fault(5, 5, .schedule(.badDate("2018-10-11T00:00:00Z"))),
                Fault(6, 17, .schedule(.badTimeOfDay("4pm"))),
            ]
        ),
        BadFile(
            "repeated-edit-time",
            [
                Fault(5, 5, .repeatedKey("2018-10-11", firstLine: 4))
            ]
        ),
        BadFile(
            "slot-out-of-range",
            [
                Fault(7, 16, .schedule(.badSlots("10", of: 9))),
                Fault(8, 13, .schedule(.badSlots("0", of: 9))),
                Fault(9, 15, .schedule(.badSlots("2-12", of: 9))),
                Fault(10, 15, .schedule(.badSlots("9-2", of: 9))),
                Fault(11, 18, .schedule(.badSlots("2-3-4", of: 9))),
            ]
        ),
        BadFile(
            "rule-without-slots",
            [
                Fault(6, 23, .missingKey("slots"))
            ]
        ),
        BadFile(
            "periods-out-of-range",
            [
                Fault(6, 44, .badNumber("-1", from: 0, to: 1200))
            ]
        ),
        BadFile(
            "key-calendar-without-calendar",
            [
                Fault(5, 5, .schedule(.noCalendar))
            ]
        ),
        BadFile(
            "empty-key-calendar",
            [
                Fault(6, 15, .schedule(.emptyKeyCalendar))
            ]
        ),
        BadFile(
            "lifetime-beside-every",
            [
                Fault(6, 5, .schedule(.lifetimeBesideEvery))
            ]
        ),
        BadFile(
            "every-in-days",
            [
                Fault(6, 24, .schedule(.badMonths("90d")))
            ]
        ),
        BadFile(
            "every-in-decades",
            [
                Fault(6, 24, .schedule(.badMonths("3 decades"))),
                Fault(6, 42, .schedule(.badMonths("P3D"))),
            ]
        ),
        BadFile(
            "every-beyond-all",
            [
                Fault(6, 24, .schedule(.badMonths("101 years")))
            ]
        ),
        BadFile(
            "ahead-not-below-every",
            [
                Fault(6, 40, .schedule(.aheadNotBelowEvery(ahead: 36, every: 36)))
            ]
        ),
        BadFile(
            "unknown-phase-of-calendar",
            [
                Fault(
                    6,
                    32,
                    .unknownKey(
                        "signs",
                        suggestion: "sign",
                        known: [
                            "every", "ahead", "publish", "submit-ds", "sign", "withdraw-ds", "retire",
                            "revoke", "remove",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "revoke-slot-without-rfc5011",
            [
                Fault(6, 26, .schedule(.revokeWithoutRFC5011))
            ]
        ),
        BadFile(
            "revoke-of-zsk",
            [
                Fault(7, 53, .schedule(.wrongPhase(.revoke, .zsk))),
                Fault(7, 64, .schedule(.wrongPhase(.submitDS, .zsk))),
            ]
        ),
        BadFile(
            "ds-phase-without-parent",
            [
                Fault(7, 24, .schedule(.phaseWithoutParent(.submitDS)))
            ]
        ),
        BadFile(
            "rfc5011-beside-double-ds",
            [
                Fault(6, 5, .rfc5011BesideMethod(.doubleDS))
            ]
        ),
        BadFile(
            "rfc5011-beside-double-rrset",
            [
                Fault(6, 5, .rfc5011BesideMethod(.doubleRRset))
            ]
        ),
        BadFile(
            "double-rrset-without-parent",
            [
                Fault(6, 11, .methodWithoutParent(.doubleRRset))
            ]
        ),
        BadFile(
            "known-as-mapping",
            [
                Fault(5, 12, .wrongShape(found: .mapping, wanted: .list))
            ]
        ),
        BadFile(
            "known-without-entries",
            [
                Fault(5, 12, .emptyList)
            ]
        ),
        BadFile(
            "known-without-name",
            [
                Fault(6, 9, .missingKey("name"))
            ]
        ),
        BadFile(
            "repeated-name",
            [
                Fault(7, 15, .schedule(.repeatedName("KSK-1", firstLine: 6)))
            ]
        ),
        BadFile(
            "dates-out-of-order",
            [
                Fault(
                    9,
                    15,
                    .schedule(.datesOutOfOrder(.sign, .test(2027, 1, 1), before: .publish, .test(2027, 2, 1)))
                ),
                Fault(
                    12,
                    17,
                    .schedule(
                        .datesOutOfOrder(.retire, .test(2026, 12, 31), before: .sign, .test(2027, 1, 1))
                    )
                ),
            ]
        ),
        BadFile(
            "ds-dates-out-of-order",
            [
                Fault(
                    6,
                    56,
                    .schedule(
                        .datesOutOfOrder(
                            .withdrawDS,
                            .test(2027, 1, 31),
                            before: .submitDS,
                            .test(2027, 2, 1)
                        )
                    )
                )
            ]
        ),
        BadFile(
            "keys-out-of-order",
            [
                Fault(8, 26, .schedule(.keysOutOfOrder("C", after: "A")))
            ]
        ),
        BadFile(
            "date-without-sense",
            [
                Fault(6, 30, .schedule(.badDate("now"))),
                Fault(6, 44, .schedule(.badDate("+30d"))),
                Fault(6, 56, .schedule(.badDate("1799000000"))),
                Fault(6, 76, .schedule(.badDate("2027-02-30"))),
                Fault(6, 96, .schedule(.badDate("18-10-11"))),
            ]
        ),
        BadFile(
            "date-of-another-age",
            [
                Fault(6, 26, .schedule(.badDate("1018-10-11"))),
                Fault(6, 46, .schedule(.badDate("2218-10-11"))),
            ]
        ),
        BadFile(
            "assumed-without-date",
            [
                Fault(6, 54, .schedule(.assumedWithoutDate(.remove)))
            ]
        ),
        BadFile(
            "unknown-assumption",
            [
                Fault(
                    6,
                    48,
                    .unknownWord(
                        "signs",
                        suggestion: "sign",
                        known: [
                            "generate", "publish", "submit-ds", "sign", "withdraw-ds", "retire", "revoke",
                            "remove",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "key-of-another-role",
            [
                Fault(7, 17, .schedule(.keyFlags(found: 256, wanted: 257)))
            ]
        ),
        BadFile(
            "revoked-key",
            [
                Fault(7, 17, .schedule(.keyRevoked))
            ]
        ),
    ]
}

extension Instant {
    /// Midnight of a day.
    static func test(_ year: Int64, _ month: Int64, _ day: Int64) -> Instant {
        CalendarTime(year: year, month: month, day: day)?.instant ?? Instant(secondsSinceEpoch: 0)
    }
}
