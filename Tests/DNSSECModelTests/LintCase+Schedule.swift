import DNSSECModel

extension LintCase {
    /// The last slot of the longest quarter has 12 days; 5 minutes to the servers, an hour in caches.
    static let schedules: [LintCase] = [
        LintCase(
            "signatures that end before the next slot's are known",
            [
                error(
                    PolicyKeyPath("calendar", "dnskey-signatures"),
                    .slotSignaturesTooShort(
                        .days(12) + .hours(1),
                        least: .days(12) + .hours(1) + .minutes(5)
                    )
                )
            ]
        ) {
            $0.calendar = SlotCalendar(signatureValidity: .days(12) + .hours(1))
        },
        LintCase("signatures that last just until the next slot's are known", []) {
            $0.calendar = SlotCalendar(signatureValidity: .days(12) + .hours(1) + .minutes(5))
        },
        LintCase(
            "signatures that end before a late edit of the next slot is known",
            [
                error(
                    PolicyKeyPath("calendar", "dnskey-signatures"),
                    .slotSignaturesTooShort(
                        .days(12) + .hours(2),
                        least: .days(12) + .hours(17) + .minutes(5)
                    )
                )
            ]
        ) {
            $0.calendar = SlotCalendar(editTime: .hours(16), signatureValidity: .days(12) + .hours(2))
        },
        LintCase(
            "a window of half an hour and approvals for a day",
            [
                warning(
                    PolicyKeyPath("gates").appending(0).appending("windows").appending(1),
                    .shortWindow(.minutes(30), least: .hours(1))
                ),
                warning(
                    PolicyKeyPath("gates").appending(0).appending("approval-validity"),
                    .shortApproval(.days(1), least: .days(5))
                ),
            ]
        ) {
            let approval = ApprovalPolicy(count: 1, approvers: [.user("root")], validity: .days(1))
            $0.gates = [
                GatePolicy(
                    phase: .sign,
                    approval: approval,
                    windows: [
                        WeeklyWindow(days: [.monday], opens: .hours(9), closes: .hours(10)),
                        WeeklyWindow(days: [.monday], opens: .hours(9), closes: .minutes(570)),
                    ]
                )
            ]
        },
        LintCase(
            "a weak key in a revision",
            [
                warning(
                    PolicyKeyPath("revisions").appending(0).appending("keys").appending(0).appending("bits"),
                    .shortRSA(1024)
                )
            ]
        ) {
            let key = KeyPolicy(role: .csk, algorithm: .rsaSHA256, bits: 1024)
            $0.revisions = [PolicyRevision(from: Instant(secondsSinceEpoch: 1_800_000_000), keys: [key])]
        },
    ]
}
