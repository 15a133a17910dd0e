import ControlProtocol
import DNSSECModel
import JSON

/// One full answer to every request, with every optional member set.
enum AnswerSamples {
    static let now = Instant(secondsSinceEpoch: 1_539_273_600)

    static let zsk = KeyReference(role: .zsk, id: 3, tag: 4711)

    static let next = NextAction(
        HoldStatus(key: zsk, phase: .sign, reason: .policy(until: now + .days(2)))
    )

    static let summary = ZoneSummary(
        zone: .example,
        policy: "default",
        condition: .secure,
        serial: 4_294_967_295,
        published: now,
        signaturesExpire: now + .days(14),
        nextSigning: now + .days(7),
        next: next,
        tasks: tasks,
        notices: [order],
        lastError: ZoneError(at: now, message: "the zone file is missing"),
        signatures: .quarter,
        risks: [RiskStatus(rule: .zoneSignatures, until: now)],
        isTrusted: true
    )

    /// A DS to bring, another one to let go, and a step to approve.
    static var tasks: [ZoneTask] {
        let reasons: [HoldReason] = [
            .observation(.dsGone), .observation(.dsSeen),
            .gate(.approval(given: ["ann"], needed: 2, of: [.group("dns")], refusedBy: nil)),
        ]
        return ZoneTask.ordered(
            reasons.compactMap {
                ZoneTask(HoldStatus(key: zsk, phase: .dsSeen, reason: $0), of: .example, since: now)
            }
        )
    }

    static var key: KeyStatus {
        let policy = KeyPolicy(role: .csk, algorithm: .rsaSHA256)
        var key = ManagedKey(
            id: ManagedKey.ID(rawValue: 2),
            policy: policy,
            hasDS: true,
            goal: .active,
            predecessor: ManagedKey.ID(rawValue: 1),
            isInitial: false,
            at: now
        )
        let record = DNSKEYRecord(flags: 257, algorithm: .rsaSHA256, publicKey: [3, 1, 0, 1, 9, 9])
        key.material = KeyMaterial(record: record)
        key.dnskey = RecordTrack(.omnipresent, since: now, seen: now, ttl: nil)
        (key.generated, key.takeover, key.activated) = (now, now, now)
        (key.retired, key.removed) = (now, now)
        key.bits = 2048
        key.name = "CSK-2018"
        var ring = KeyRing(zone: .example)
        ring.keys = [key]
        return KeyStatus(key, in: ring, file: "Kexample.+008+04711")
    }

    static let order = OrderStatus(
        kind: .forcedStep,
        key: zsk,
        step: .sign,
        start: now,
        user: "anna",
        at: now,
        reason: "lost",
        risks: [RiskStatus(rule: .zoneSignatures, until: nil)]
    )

    static var holds: [HoldStatus] {
        let reasons: [HoldReason] = [
            .policy(until: now), .chainOfTrust(.chainFromDS), .observation(.dsSeen),
            .time(until: now, since: now, interval: .days(1), formula: .retireInterval),
            .manual(until: nil, reason: "no", user: "anna"), .queued,
            .gate(.approval(given: ["ann"], needed: 2, of: [.group("dns"), .user("eva")], refusedBy: nil)),
            .gate(.approval(given: [], needed: 1, of: [.user("eva")], refusedBy: "eva")),
            .gate(.window(until: now)), .gate(.condition(.verified)),
            .ordered(
                RollRequest(role: .zsk, start: now, isEmergency: true, reason: "x", user: "anna", at: now)
            ),
            .manual(until: now, reason: "not now", user: "anna"),
        ]
        return reasons.map { reason in
            let hold = Hold(key: nil, role: .zsk, phase: .sign, reason: reason)
            return HoldStatus(hold, in: KeyRing(zone: .example))
        }
    }

    static var operatorHold: OperatorHoldStatus {
        OperatorHoldStatus(
            OperatorHold(phase: .sign, until: now, reason: "resolvers lag", user: "anna", at: now),
            in: KeyRing(zone: .example)
        )
    }

    static let shortcut = Shortcut(
        phase: .sign,
        key: zsk,
        scheduled: now + .days(2),
        risks: [RiskStatus(rule: .zoneSignatures, until: now)],
        commands: ["keyturn advance example. 4711 sign --force --reason TEXT"]
    )

    static var explanation: ExplainReport {
        let arithmetic = WaitArithmetic(
            since: now,
            interval: .hours(2) + .minutes(5),
            until: now + .hours(2) + .minutes(5),
            formula: TimingFormula.childPublicationInterval.text,
            summands: [
                TimingSummand("DprpC", .minutes(5)), TimingSummand("TTLkey", .hours(1)),
                TimingSummand("publish safety", .hours(1)),
            ]
        )
        let vote = VoteStatus(
            tag: 1,
            role: .ksk,
            phase: .revoke,
            approves: false,
            user: "ben",
            at: now,
            until: now + .days(30),
            reason: "not yet",
            key: KeyReference(role: .ksk, id: 1, tag: 1)
        )
        return ExplainReport(
            zone: .example,
            time: now,
            waits: holds.map { hold in
                WaitExplanation(
                    hold: hold,
                    actor: .approvers,
                    people: ["root", "group dns"],
                    arithmetic: arithmetic,
                    earliest: now,
                    commands: ["keyturn approve example. 4711/sign"]
                )
            },
            operatorHolds: [operatorHold],
            orders: [order],
            error: ZoneError(at: now, message: "The private key is missing."),
            remedies: ["keyturn roll example. --zsk --emergency --reason TEXT"],
            votes: [vote],
            keys: [key],
            shortcuts: [shortcut]
        )
    }

    static var action: ActionReport {
        ActionReport(
            zone: .example,
            time: now,
            outcome: .advanced(zsk, .sign),
            risks: [RiskStatus(rule: .zoneSignatures, until: now)],
            next: next,
            moves: [
                StepMove(phase: .sign, key: zsk, from: now, to: nil)
            ],
            costs: [
                .lateEnd(
                    LateEnd(
                        key: zsk,
                        planned: now,
                        end: now + .days(3),
                        due: now,
                        lifetime: "30d",
                        isEmergency: true
                    )
                ), .lapsedApproval(zsk, .sign, user: "eva", end: now),
            ],
            steps: [event],
            assumptions: [PlanAssumption(.dsDelay, .days(1))],
            shortcuts: [shortcut]
        )
    }

    static let event = PlanEvent(
        time: now,
        phase: .submitDS,
        subject: KeyReference(role: .ksk, id: 2, name: "KSK-2017", number: 2),
        algorithm: .ed25519,
        tag: nil,
        actor: .operator,
        dnskeyOctets: 1139,
        follows: KeyReference(role: .ksk, id: 1, tag: 19036, name: "KSK-2010"),
        relieves: true,
        spread: .days(3),
        reason: PlanReason(
            .time,
            since: now,
            interval: .hours(2),
            formula: .publicationInterval,
            summands: [TimingSummand("Dprp", .hours(2))],
            policy: "root"
        ),
        ready: now,
        latest: now + .days(1),
        late: .hours(3),
        isAssumed: true,
        approval: PlanApproval(needed: 2, of: ["root", "group dns-approvers"])
    )

    static let plan = PlanDocument(
        zone: .example,
        from: now,
        until: now + .days(1),
        events: [event],
        policy: "root",
        dnskeyOctets: 864,
        assumptions: [PlanAssumption(.dsDelay, .days(2)), PlanAssumption(.negativeTTL, .hours(1))],
        keys: [
            PlanKey(
                number: 1,
                role: .ksk,
                algorithm: .rsaSHA256,
                tag: 19036,
                name: "KSK-2010",
                states: [.made, .published, .signing]
            ), PlanKey(number: 2, role: .ksk, algorithm: .ed25519, tag: nil, ordinal: 2),
        ],
        milestones: [
            PlanMilestone(
                time: now,
                until: now + .days(40),
                title: "Public comment",
                note: "Open.",
                isAssumed: true
            )
        ],
        holds: [PlanHold(from: now, until: nil, key: 2, phase: .sign, reason: "Too few anchors.")],
        proof: PlanProof(
            story: proofMoments,
            moments: 4,
            combinations: 17,
            offline: .days(3),
            longestOffline: .days(9),
            reach: now + .days(300)
        )
    )

    static let entry = DSEntry(
        tag: 20326,
        algorithm: .rsaSHA256,
        digestType: .sha256,
        digest: "E06D44B8",
        flags: 257,
        publicKey: "AwEAAQ==",
        line: "example. IN DS 20326 8 2 E06D44B8"
    )

    /// Each answer with the request that it belongs to.
    static var all: [(ControlRequest, ControlAnswer)] {
        [
            (
                .status(zone: nil),
                .status(
                    StatusReport(
                        daemon: "keyturnd 1",
                        time: now,
                        heldReload: HeldReload(
                            at: now,
                            outcome: .unconfirmed,
                            problems: ["x:1:1: no"],
                            doubts: [.unseenZones(3)]
                        ),
                        zones: [summary]
                    )
                )
            ),
            (
                .status(zone: .example),
                .zoneStatus(
                    ZoneStatus(
                        time: now,
                        summary: summary,
                        keys: [key],
                        holds: holds,
                        operatorHolds: [operatorHold],
                        orders: [order]
                    )
                )
            ),
            (
                .plan(zone: .example, from: nil, until: nil),
                .plan(plan)
            ),
            (
                .roll(zone: .example, role: .ksk, start: nil),
                .action(action)
            ),
            (
                .hold(HoldOrder(target: .policy("default"), reason: "x")),
                .actions(
                    PolicyActionReport(
                        policy: "default",
                        time: now,
                        zones: [action],
                        failures: [ZoneFailure(zone: .root, message: "its state is damaged")]
                    )
                )
            ),
            (.explain(zone: .example, tag: nil), .explanation(explanation)),
            (
                .ds(zone: .example, format: .ds, digest: .sha256),
                .ds(DSReport(zone: .example, format: .ds, digest: .sha256, entries: [entry]))
            ),
            (.keys(zone: .example), .keys(KeyList(zone: .example, time: now, keys: [key]))),
            (
                .history(zone: .example, limit: nil),
                .history(
                    HistoryReport(
                        zone: .example,
                        entries: [
                            HistoryEntry(
                                time: now,
                                kind: "decision",
                                actor: "daemon",
                                decision: "ZSK 1 signs.",
                                inputs: ["a": 1],
                                payload: [1, nil]
                            )
                        ],
                        fault: "example.jsonl:3: changed"
                    )
                )
            ),
            (
                .acceptClock(reason: "set by hand"),
                .clock(ClockReport(time: now, before: now + .days(3), fault: "it jumped", zones: 2))
            ),
            (
                .reload(ReloadOrder()),
                .reload(
                    ReloadReport(
                        time: now,
                        outcome: .unconfirmed,
                        added: [.example],
                        removed: [.root],
                        changed: [.root],
                        schedules: [
                            ZoneSchedule(
                                zone: .root,
                                moves: [
                                    StepMove(
                                        phase: .generate,
                                        key: KeyReference(role: .zsk),
                                        from: nil,
                                        to: now
                                    )
                                ]
                            )
                        ],
                        omitted: 2,
                        problems: ["x:1:1: no"],
                        doubts: [
                            .manyZones(12, of: 20), .unseenZones(3),
                            .rollsSoon([.example], count: 2, within: .days(1)),
                        ],
                        settings: ["threads: 2 needs a restart"],
                        notes: ReloadNote.Kind.allCases.map {
                            ReloadNote(zone: .example, policy: "default", kind: $0, roles: [.ksk, .zsk])
                        }
                    )
                )
            ),
        ]
    }
}
