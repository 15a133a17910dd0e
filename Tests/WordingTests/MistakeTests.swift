import ControlProtocol
import DNSSECModel
import JSON
import Testing
import Wording

@Suite struct `Orders and questions that cannot be meant` {
    private static let moment = Instant(secondsSinceEpoch: 1_539_273_600)
    private static let gate = GateName(phase: .sign, role: .ksk)
    private static let samples: [OrderMistake] = [
        .noKey(38696), .noKey(19036, gone: KeyReference(role: .ksk, id: 1, tag: 19036, name: "KSK-2010")),
        .noRole(.csk, policy: "root"), .endsInThePast(moment), .seenInTheFuture(moment),
        .seenTooEarly(moment, asked: moment + .hours(1)),
        .noGate(gate, policy: "root", others: []),
        .noGate(gate, policy: "root", others: [GateName(phase: .revoke, role: .ksk)]),
        .nothingAtGate(gate, within: .days(800)),
        .severalAtGate(
            gate,
            steps: [GateName(phase: .sign, tag: 20326), GateName(phase: .sign, tag: 38696)]
        ),
        .noRoll, .severalRolls([.ksk, .zsk]),
        .spanOutOfReach(from: moment, until: moment - .days(1), reach: .days(36500)), .nothingToRecover,
        .nothingHeldBack, .otherGuards([.shrink, .nameservers]),
    ]

    @Test func `there is a sample of each kind`() {
        #expect(Set(Self.samples.map(\.kind)) == Set(OrderMistake.Kind.allCases))
    }

    @Test func `each crosses as facts, with its English sentence`() throws {
        for mistake in Self.samples {
            let failure = ControlFailure(mistake, of: .example)
            let read = try ControlFailure(
                json: JSONReader(JSONValue(parsing: failure.json.compactOctets.span))
            )
            #expect(read == failure)
            #expect(read.mistake?.sentence(of: .example) == failure.message)
        }
    }

    @Test func `the sentences name what was said and what was expected`() {
        let sentences = Self.samples.map { $0.sentence(of: .example) }
        #expect(
            sentences == [
                "example. has no key with the tag 38696; keyturn keys list example. lists those it has",
                "KSK-2010 (19036) is gone from example.",
                "the policy root has no CSK",
                "2018-10-11T16:00:00Z is not in the future; expected a later time",
                "2018-10-11T16:00:00Z is in the future; expected a past time",
                "2018-10-11T16:00:00Z is before 2018-10-11T17:00:00Z, when the parent was asked",
                "in the policy root no people decide on ksk/sign; it has none",
                "in the policy root no people decide on ksk/sign; its gates: ksk/revoke",
                "no step waits at the gate ksk/sign, and none comes to it within 800d",
                "ksk/sign is not clear; expected one of 20326/sign, 38696/sign",
                "no roll is under way or ordered",
                "several rolls are under way; say --ksk, --zsk",
                "cannot look from 2018-10-11T16:00:00Z to 2018-10-10T16:00:00Z; expected an end after the start, and at "
                    + "most 36500d from now",
                "nothing is known of example. that its state does not know: nothing is to recover",
                "no guard holds anything of example. back",
                "the content of example. is held back by shrink, nameservers; expected --override shrink,nameservers",
            ]
        )
    }

    @Test func `each has a Chinese sentence of its own`() {
        for mistake in Self.samples {
            let text = mistake.sentence(of: .example, in: .traditionalChinese)
            #expect(text != mistake.sentence(of: .example))
            #expect(text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        }
    }
}
