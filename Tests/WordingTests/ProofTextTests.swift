import ControlProtocol
import DNSSECModel
import Testing
import Wording

/// A proof's facts in both languages: the same keys, moments and numbers, and no kind of moment without words.
@Suite struct `A proof is told from its facts` {
    private static let now = Instant(secondsSinceEpoch: 1_800_000_000)
    private static let keys = [
        KeyReference(role: .ksk, id: 1, tag: 38696, name: "KSK-2024"),
        KeyReference(role: .zsk, id: 2, number: 2),
    ]

    private static func moment(_ kind: ProofMoment.Kind) -> ProofMoment {
        var moment = ProofMoment(time: now, kind: kind)
        (moment.keys, moment.signers, moment.end) = (keys, keys, now + .days(2))
        return moment
    }

    private static let fetches: [ProofMoment] = ChainPart.allCases.map { part in
        var moment = Self.moment(.fetches)
        (moment.part, moment.from, moment.until) = (part, now, now + .days(1))
        return moment
    }

    private static let signature: ProofMoment = {
        var moment = Self.moment(.signatureShown)
        moment.part = .data
        return moment
    }()

    @Test(arguments: Language.allCases)
    func `a fetch names what was shown, signed by whom, and until when it is kept`(language: Language) {
        for moment in Self.fetches {
            let text = moment.text(language)
            let named = Self.keys.map { KeyName($0).text(language) }
            let times = [moment.from, moment.until, moment.end].compactMap { $0?.description }
            for word in named + times { #expect(text.contains(word), "\(word): \(text)") }
        }
    }

    @Test(arguments: Language.allCases)
    func `each step of a story names its key and its moment`(language: Language) {
        let keyed: [ProofMoment.Kind] = [
            .starts, .missesKey, .seesKey, .asksTooEarly, .seesRevocation, .missesRevocation,
        ]
        for kind in keyed {
            let text = Self.moment(kind).text(language)
            #expect(text.contains("KSK-2024 (38696)"), "\(text)")
        }
        let timed = [Self.moment(.seesKey), Self.moment(.asksInVain), Self.moment(.isOff), Self.signature]
        for moment in timed {
            #expect(moment.text(language).contains("\(Self.now + .days(2))"), "\(moment.text(language))")
        }
    }

    @Test(arguments: StallKind.allCases)
    func `what never comes names its key and the step that waits`(kind: StallKind) {
        var moment = ProofMoment(time: Self.now, kind: .stalls)
        (moment.stall, moment.keys, moment.role, moment.step) = (kind, [Self.keys[0]], .ksk, .sign)
        for language in Language.allCases {
            let text = moment.text(language)
            #expect(text.contains("KSK-2024 (38696)"), "\(text)")
            #expect(text.contains(language.say("step `sign` of the KSK waits for ever", "KSK 的「")), "\(text)")
        }
    }

    @Test func `both halves stand in one text, that which fails first`() {
        var proof = PlanProof(moments: 4, combinations: 17, offline: .days(3), reach: Self.now)
        proof.longestOffline = .days(9)
        #expect(
            proof.sentence()
                == "Proven: no resolver and no validator of RFC 5011 that was off for up to 3d can hold anything that "
                + "does not validate (17 combinations at 4 moments). Such a validator may be off for 9 days, not for "
                + "more. Each key that is due by 2027-01-15T08:00:00Z has a successor that takes over, and no step "
                + "waits for ever."
        )
        var stall = ProofMoment(time: Self.now, kind: .stalls)
        (stall.stall, stall.role) = (.noKey, .zsk)
        proof.story = [stall]
        #expect(
            proof.sentence().hasPrefix(
                "Not proven: since 2027-01-15T08:00:00Z the plan waits for what cannot come: no ZSK comes. Proven: "
            )
        )
        #expect(proof.sentence(.traditionalChinese).contains("不會有 ZSK"))
    }

    @Test(arguments: Language.allCases)
    func `a resolver that fails is told when and why`(language: Language) {
        var end = ProofMoment(time: Self.now, kind: .fails)
        (end.fault, end.keys) = (.revocationMissed(ManagedKey.ID(rawValue: 1)), [Self.keys[0]])
        let proof = PlanProof(story: [end], moments: 1, combinations: 1, offline: nil, reach: Self.now)
        #expect(proof.sentence(language).contains("2027-01-15T08:00:00Z"))
        #expect(end.text(language).contains("KSK-2024 (38696)"))
    }
}
