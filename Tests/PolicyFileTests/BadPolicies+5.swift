import DNSSECModel
import PolicyFile

extension BadFile {
    static let policies5: [BadFile] = [
        BadFile(
            "guards-without-sense",
            [
                Fault(3, 11, .badShare("20", from: 1, to: 10_000)),
                Fault(4, 9, .badShare("0%", from: 1, to: 10_000)),
                Fault(5, 19, .badName("a..b", .emptyLabel)),
                Fault(5, 27, .wrongShape(found: .list, wanted: .text)),
                Fault(6, 3, .unknownKey("all", suggestion: nil, known: ["shrink", "grow", "names"])),
            ]
        ),
        BadFile(
            "guards-of-a-word",
            [Fault(2, 9, .unknownWord("nnoe", suggestion: "none", known: ["none"]))]
        ),
        BadFile("spread-on-ksk", [Fault(3, 38, .spreadOnKSK)]),
        BadFile(
            "spread-beside-double-signature",
            [
                Fault(3, 62, .spreadBesideMethod(.doubleSignature)),
                Fault(6, 69, .spreadBesideMethod(.doubleSignature)),
            ]
        ),
        BadFile(
            "spread-out-of-range",
            [
                Fault(4, 46, .intervalOutOfRange(.zero, from: .seconds(1), to: .days(365)))
            ]
        ),
        BadFile(
            "spread-without-sense",
            [
                Fault(4, 46, .unknownWord("nnoe", suggestion: "none", known: ["none", "30d"]))
            ]
        ),
        BadFile(
            "key-of-another-algorithm",
            [
                Fault(7, 17, .schedule(.keyAlgorithm(found: .rsaSHA512, wanted: .rsaSHA256)))
            ]
        ),
        BadFile(
            "key-of-another-size",
            [
                Fault(8, 17, .schedule(.keySize(found: 2048, wanted: 3072)))
            ]
        ),
        BadFile(
            "key-that-is-none",
            [
                Fault(6, 28, .schedule(.badKey("257 3 8"))),
                Fault(7, 28, .schedule(.badKey("257 3 8 AwE=A"))),
                Fault(8, 28, .schedule(.badKey("257 4 8 AwEAAaz/"))),
                Fault(9, 28, .schedule(.badKey("257 3 13 AwEAAaz/"))),
            ]
        ),
        BadFile(
            "unknown-key-of-known",
            [
                Fault(
                    6,
                    20,
                    .unknownKey(
                        "submit",
                        suggestion: "submit-ds",
                        known: [
                            "name", "dnskey", "generate", "publish", "submit-ds", "sign", "withdraw-ds",
                            "retire", "revoke", "remove", "assumed",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "keys-are-a-word",
            [
                Fault(2, 7, .unknownWord("nnoe", suggestion: "none", known: ["none"]))
            ]
        ),
        BadFile(
            "revision-without-date",
            [
                Fault(4, 5, .missingKey("from"))
            ]
        ),
        BadFile(
            "revision-without-keys",
            [
                Fault(4, 5, .missingKey("keys"))
            ]
        ),
        BadFile(
            "revisions-out-of-order",
            [
                Fault(5, 13, .schedule(.revisionNotLater(.test(2027, 1, 1), than: .test(2027, 1, 1))))
            ]
        ),
        BadFile(
            "revision-with-half-of-the-keys",
            [
                Fault(6, 9, .missingRole(.zsk))
            ]
        ),
        BadFile(
            "revision-of-two-algorithms",
            [
                Fault(7, 33, .mixedAlgorithms(.ecdsaP256SHA256, .rsaSHA256))
            ]
        ),
        BadFile(
            "gate-without-phase",
            [
                Fault(4, 5, .missingKey("phase"))
            ]
        ),
        BadFile(
            "gate-of-unknown-phase",
            [
                Fault(
                    4,
                    14,
                    .unknownWord(
                        "submitds",
                        suggestion: "submit-ds",
                        known: ["publish", "submit-ds", "sign", "withdraw-ds", "revoke", "remove"]
                    )
                )
            ]
        ),
        BadFile(
            "gate-without-anything",
            [
                Fault(4, 5, .schedule(.emptyGate))
            ]
        ),
        BadFile(
            "repeated-gate",
            [
                Fault(6, 5, .schedule(.repeatedGate(.sign, firstLine: 4)))
            ]
        ),
        BadFile(
            "gate-of-zsk-at-parent",
            [
                Fault(4, 14, .schedule(.wrongPhase(.submitDS, .zsk)))
            ]
        ),
        BadFile(
            "gate-without-parent",
            [
                Fault(5, 14, .schedule(.phaseWithoutParent(.submitDS)))
            ]
        ),
        BadFile(
            "ds-seen-without-parent",
            [
                Fault(5, 33, .schedule(.dsSeenWithoutParent))
            ]
        ),
        BadFile(
            "ds-seen-of-zsk",
            [
                Fault(4, 44, .schedule(.dsSeenOnZSK))
            ]
        ),
        BadFile(
            "unknown-condition",
            [
                Fault(4, 33, .unknownWord("verify", suggestion: nil, known: ["verified", "ds-seen"]))
            ]
        ),
        BadFile(
            "repeated-condition",
            [
                Fault(4, 43, .schedule(.repeatedCondition(.verified)))
            ]
        ),
        BadFile(
            "approval-without-people",
            [
                Fault(5, 14, .schedule(.badApproval("2"))),
                Fault(7, 14, .schedule(.badApproval("two of [a, b]"))),
                Fault(9, 14, .schedule(.badApproval("2 of [root"))),
                Fault(11, 14, .schedule(.badApproval("0 of root"))),
            ]
        ),
        BadFile(
            "approval-of-nobody",
            [
                Fault(5, 14, .schedule(.badPrincipal("@dns"))),
                Fault(7, 14, .schedule(.badPrincipal("groups dns"))),
                Fault(9, 14, .schedule(.badPrincipal(""))),
                Fault(11, 14, .schedule(.badPrincipal("group"))),
            ]
        ),
        BadFile(
            "repeated-approver",
            [
                Fault(5, 14, .schedule(.repeatedPrincipal(.user("root"))))
            ]
        ),
        BadFile(
            "more-approvals-than-people",
            [
                Fault(5, 14, .schedule(.tooFewPeople(count: 3, people: 2)))
            ]
        ),
        BadFile(
            "approval-as-list",
            [
                Fault(5, 14, .wrongShape(found: .list, wanted: .text))
            ]
        ),
        BadFile(
            "validity-without-approval",
            [
                Fault(4, 44, .schedule(.validityWithoutApproval))
            ]
        ),
        BadFile(
            "approval-for-minutes",
            [
                Fault(4, 59, .intervalOutOfRange(.minutes(30), from: .hours(1), to: .days(3650)))
            ]
        ),
        BadFile(
            "window-without-hours",
            [
                Fault(5, 16, .schedule(.badWindow("Tue-Thu"))),
                Fault(5, 25, .schedule(.badWindow("Tue 9-15"))),
                Fault(5, 35, .schedule(.badWindow("Mon 09:00-15:00 UTC UTC"))),
                Fault(5, 60, .schedule(.badWindow("Mon-Tue-Wed 09:00-15:00"))),
            ]
        ),
        BadFile(
            "window-of-unknown-day",
            [
                Fault(5, 16, .schedule(.unknownDay("Tues", suggestion: "Tue"))),
                Fault(5, 38, .schedule(.unknownDay("Xyz", suggestion: nil))),
            ]
        ),
        BadFile(
            "window-that-closes-first",
            [
                Fault(5, 16, .schedule(.closesTooEarly(opens: .hours(15), closes: .hours(9)))),
                Fault(5, 33, .schedule(.closesTooEarly(opens: .hours(24), closes: .hours(24)))),
            ]
        ),
        BadFile(
            "window-in-unknown-zone",
            [
                Fault(5, 16, .schedule(.unknownTimeZone("Europe/Pargue", suggestion: "Europe/Prague"))),
                Fault(5, 47, .schedule(.unknownTimeZone("prague", suggestion: "Europe/Prague"))),
                Fault(5, 71, .schedule(.unknownTimeZone("../../etc/passwd", suggestion: nil))),
                Fault(5, 105, .schedule(.unknownTimeZone("UTC+25", suggestion: nil))),
            ]
        ),
        BadFile(
            "no-windows",
            [
                Fault(4, 29, .emptyList)
            ]
        ),
        BadFile(
            "milestone-without-title",
            [
                Fault(4, 5, .missingKey("title")),
                Fault(5, 5, .missingKey("at")),
            ]
        ),
        BadFile(
            "milestone-that-ends-first",
            [
                Fault(4, 30, .schedule(.endsTooEarly(.test(2018, 2, 1), start: .test(2018, 2, 1))))
            ]
        ),
        BadFile(
            "postponement-without-reason",
            [
                Fault(4, 5, .missingKey("reason"))
            ]
        ),
        BadFile(
            "postponement-of-unknown-key",
            [
                Fault(4, 46, .schedule(.unknownName("CKS-1", suggestion: "CSK-1", known: ["CSK-1"])))
            ]
        ),
        BadFile(
            "postponement-of-unnamed-key",
            [
                Fault(4, 46, .schedule(.unknownName("CSK-1", suggestion: nil, known: [])))
            ]
        ),
        BadFile(
            "postponement-of-unknown-role",
            [
                Fault(4, 36, .schedule(.unknownRole(.ksk)))
            ]
        ),
        BadFile(
            "postponement-into-the-past",
            [
                Fault(4, 61, .schedule(.endsTooEarly(.test(2017, 9, 27), start: .test(2017, 9, 27))))
            ]
        ),
    ]
}
