import ControlProtocol
import DNSSECModel
import Testing
import Wording

/// A fact printed in two languages says the same: the same key, the same moments, lengths and people.
@Suite struct `Two printers of one fact agree` {
    private static let now = Instant(secondsSinceEpoch: 1_800_000_000)
    private static let until = now + .days(3) + .seconds(7)
    private static let since = now - .hours(25)

    private static let keys = [
        KeyReference(role: .ksk, id: 1, tag: 38696, name: "KSK-2024"),
        KeyReference(role: .zsk, id: 2, tag: 12345), KeyReference(role: .csk, id: 3, number: 2),
        KeyReference(role: .zsk),
    ]

    private static let reasons: [HoldReason] =
        [
            .policy(until: until), .queued, .manual(until: until, reason: "resolvers lag", user: "anna"),
            .manual(until: nil, reason: "a freeze", user: "anna"),
            .ordered(RollRequest(role: .zsk, start: until, reason: "an audit", user: "anna", at: since)),
            .gate(.approval(given: ["ann"], needed: 3, of: [.user("eva"), .group("dns")], refusedBy: "ben")),
            .gate(.approval(given: [], needed: 2, of: [.user("eva"), .group("dns")], refusedBy: nil)),
            .gate(.window(until: until)),
        ]
        + TimingFormula.allCases.map {
            .time(until: until, since: since, interval: .hours(26), formula: $0)
        } + SafetyRule.allCases.map { .chainOfTrust($0) }
        + AwaitedObservation.allCases.map { .observation($0) }
        + GateCondition.allCases.map { .gate(.condition($0)) }

    /// The words of a fact that stand in its sentence whatever the language.
    private static func words(_ key: KeyReference, _ reason: HoldReason, _ language: Language) -> [String] {
        let name = KeyName(key).text(language)
        switch reason {
        case .policy(let until), .gate(.window(let until)):
            return [name, until.description, language.distance(of: until, from: now)]
        case .time(let until, let since, let interval, let formula):
            return [
                name, until.description, since.description, language.text(interval), formula.text,
                language.distance(of: until, from: now),
            ]
        case .manual(let until, let text, let user):
            return [name, text, user] + [until?.description].compactMap(\.self)
        case .ordered(let order):
            return [name, order.start.description] + [order.user, order.reason].compactMap(\.self)
        case .gate(.approval(let given, let needed, let people, let refuser)):
            return [name, "\(given.count)", "\(needed)"] + people.map(\.description) + given
                + [refuser].compactMap(\.self)
        case .chainOfTrust, .observation, .gate, .queued: return [name]
        }
    }

    @Test(arguments: reasons)
    func `of a wait`(reason: HoldReason) {
        for step in KeyStep.allCases {
            for key in Self.keys {
                let wait = HoldStatus(key: key, phase: step, reason: reason)
                for language in Language.allCases {
                    let sentence = wait.sentence(of: .example, now: Self.now, in: language)
                    for word in Self.words(key, reason, language) {
                        #expect(sentence.contains(word), "\(language): \(sentence)")
                    }
                    #expect(sentence.contains(wait.step(language)))
                    // Once is enough: a moment that stands twice in a sentence makes it hard to read.
                    let moment = Self.until.description
                    #expect(sentence.components(of: moment) <= 1, "\(sentence)")
                }
                #expect(
                    Self.commands(wait.sentence(of: .example, now: Self.now))
                        == Self.commands(
                            wait.sentence(of: .example, now: Self.now, in: .traditionalChinese)
                        )
                )
            }
        }
    }

    /// What a sentence tells people to type.
    private static func commands(_ sentence: String) -> Substring? {
        sentence.firstRange(of: "keyturn ").map { sentence[$0.lowerBound...] }
    }

    @Test(arguments: KeyStep.allCases)
    func `of a step`(step: KeyStep) {
        for key in Self.keys {
            for reason in PlanReason.Kind.allCases {
                let event = Self.event(step, key, reason)
                for language in Language.allCases {
                    let change = event.change(language)
                    #expect(change.contains(KeyName(key).text(language)), "\(change)")
                    if step == .sign || step == .generate {
                        #expect(change.contains(KeyName(Self.keys[0]).text(language)), "\(change)")
                    }
                    if step == .sign { #expect(change.contains(language.text(.days(3))), "\(change)") }
                    for word in Self.words(event.reason, language) {
                        let because = event.because(language)
                        #expect(because.contains(word), "\(language) \(reason): \(because)")
                    }
                }
            }
        }
    }

    private static func event(_ step: KeyStep, _ key: KeyReference, _ kind: PlanReason.Kind) -> PlanEvent {
        PlanEvent(
            time: now,
            phase: step,
            subject: key,
            algorithm: .ed25519,
            tag: key.tag,
            actor: .daemon,
            dnskeyOctets: 300,
            follows: keys[0],
            relieves: true,
            spread: .days(3),
            reason: PlanReason(
                kind,
                since: since,
                until: until,
                interval: .hours(26),
                formula: .retireInterval,
                rule: .algorithms,
                awaits: .dsSeen,
                condition: .verified,
                user: "anna",
                text: "an audit",
                slot: 3,
                policy: "root",
                bits: 2048
            )
        )
    }

    @Test func `of a lifetime that is counted by the calendar`() {
        var event = Self.event(.sign, Self.keys[0], .lifetime)
        event.reason.months = 18
        #expect(event.because(.english).contains("1y6mo"))
        #expect(event.because(.traditionalChinese).contains("1 年 6 個月"))
    }

    @Test func `of a key's size`() {
        let policy = KeyPolicy(role: .csk, algorithm: .rsaSHA256, bits: 3072)
        var ring = KeyRing(zone: .root)
        ring.keys = [
            ManagedKey(
                id: ManagedKey.ID(rawValue: 1),
                policy: policy,
                hasDS: true,
                goal: .active,
                predecessor: nil,
                isInitial: true,
                at: Self.now
            )
        ]
        let table = KeyText.table([KeyStatus(ring.keys[0], in: ring)], time: Self.now)
        #expect(table.count == 2 && table[1].contains("RSASHA256 3072"), "\(table)")
    }

    private static func words(_ reason: PlanReason, _ language: Language) -> [String] {
        switch reason.kind {
        case .time:
            [language.text(.hours(26)), language.say(since.description, since.dateAndTime)]
        case .lifetime, .preparation: [language.text(.hours(26)), KeyName(keys[0]).text(language)]
        case .calendar: ["3", since.date]
        case .successor: [KeyName(keys[0]).text(language)]
        case .size: ["2048"]
        case .manual: ["anna", language.say(until.description, until.dateAndTime)]
        case .ordered: ["anna", "an audit", language.say(since.description, since.dateAndTime)]
        case .chainOfTrust, .observation, .newRole, .standby, .relieved, .parent, .free, .approval, .window,
            .condition, .queued:
            []
        }
    }

    @Test(arguments: SafetyRule.allCases)
    func `of a risk`(rule: SafetyRule) {
        for language in Language.allCases {
            let ended = RiskStatus(rule: rule, until: Self.until).sentence(language)
            #expect(ended.contains(Self.until.description))
            #expect(RiskStatus(rule: rule, until: nil).sentence(language) != ended)
        }
    }

    @Test func `no two facts of a kind have the same sentence`() {
        for language in Language.allCases {
            let waits = Self.reasons.map {
                HoldStatus(key: Self.keys[1], phase: .remove, reason: $0)
                    .sentence(of: .example, now: Self.now, in: language)
            }
            #expect(Set(waits).count == waits.count, "\(language)")
            let steps = KeyStep.allCases.map { $0.happening(to: Self.keys[1], in: language) }
            #expect(Set(steps).count == steps.count, "\(language)")
        }
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

extension Name {
    /// The zone of the sentences.
    static var example: Name {
        guard let name = try? Name(absolute: "example") else { preconditionFailure("example is a name") }
        return name
    }
}
