import ControlProtocol
import DNSSECModel
import JSON
import Testing

@Suite struct AnswerTests {
    @Test func `every answer survives the way through JSON text`() throws {
        for (request, answer) in AnswerSamples.all {
            let value = try JSONValue(parsing: Array(answer.json.pretty.utf8).span)
            #expect(try ControlAnswer(json: JSONReader(value), to: request) == answer)
        }
    }

    @Test func `an answer without any member is refused`() {
        for (request, answer) in AnswerSamples.all {
            for broken in answer.json.withoutOneMember() {
                #expect(throws: JSONShapeError.self, "\(broken.compact)") {
                    _ = try ControlAnswer(json: JSONReader(broken), to: request)
                }
            }
        }
    }

    @Test func `an answer with an unknown member is refused`() {
        for (request, answer) in AnswerSamples.all {
            for broken in answer.json.withOneMemberMore() {
                #expect(throws: JSONShapeError.self, "\(broken.compact)") {
                    _ = try ControlAnswer(json: JSONReader(broken), to: request)
                }
            }
        }
    }

    @Test func `an answer of another version is refused`() {
        for (request, answer) in AnswerSamples.all where answer.json["version"] != nil {
            guard case .object(var members) = answer.json else { continue }
            members[0].value = 2
            #expect(throws: JSONShapeError.self) {
                _ = try ControlAnswer(json: JSONReader(.object(members)), to: request)
            }
        }
    }

    @Test func `an answer to another question is refused`() {
        let samples = AnswerSamples.all
        for (index, (request, _)) in samples.enumerated() {
            for (other, (_, answer)) in samples.enumerated() where other != index {
                #expect(throws: JSONShapeError.self) {
                    _ = try ControlAnswer(json: JSONReader(answer.json), to: request)
                }
            }
        }
    }

    @Test func `a sum that does not agree with its parts is refused`() throws {
        let text = AnswerSamples.explanation.json.compact.replacing("TTLkey 1h +", with: "TTLkey 2h +")
        let value = try JSONValue(parsing: Array(text.utf8).span)
        #expect(throws: JSONShapeError.self) { _ = try ExplainReport(json: JSONReader(value)) }
    }

    @Test func `a report that contradicts itself about persons is refused`() {
        let report = StatusReport(daemon: "x", time: AnswerSamples.now, zones: [AnswerSamples.summary])
        let text = report.json.compact.replacing("\"needs-person\":true", with: "\"needs-person\":false")
        #expect(throws: (any Error).self) {
            let value = try JSONValue(parsing: Array(text.utf8).span)
            _ = try StatusReport(json: JSONReader(value))
        }
    }
}

@Suite struct OutcomeTests {
    private static let hold = OperatorHoldStatus(
        OperatorHold(
            role: .ksk,
            phase: .sign,
            until: nil,
            reason: "freeze",
            user: "anna",
            at: AnswerSamples.now
        ),
        in: KeyRing(zone: .example)
    )

    /// A roll of each kind that does without a key in each way.
    private static var rolls: [ActionOutcome] {
        RollOutcome.Kind.allCases.map { kind in
            .roll(
                RollOutcome(
                    kind: kind,
                    role: .zsk,
                    order: RollRequest(
                        role: .zsk,
                        start: AnswerSamples.now,
                        user: "eva",
                        at: AnswerSamples.now
                    ),
                    key: AnswerSamples.zsk,
                    replaced: AnswerSamples.now,
                    end: AnswerSamples.now,
                    isUrgent: kind == .ordered,
                    losses: KeyLoss.Way.allCases.map { way in
                        KeyLoss(
                            key: AnswerSamples.zsk,
                            successor: nil,
                            way: way,
                            signaturesEnd: AnswerSamples.now,
                            obstacle: StepRefusal(kind: .brokenInItself, key: AnswerSamples.zsk, phase: .sign)
                        )
                    }
                )
            )
        }
    }

    private static var all: [ActionOutcome] {
        let (key, now) = (AnswerSamples.zsk, AnswerSamples.now)
        let vote = VoteOutcome(
            key: key,
            phase: .sign,
            approves: false,
            user: "eva",
            counts: [.init(given: 1, needed: 2)],
            refusers: ["ben"],
            isOpen: false,
            date: now
        )
        return [
            .advanced(key, .sign), .observed(.dsSeen, key, since: now, remarks: ParentRemark.allCases),
            .nothingNew(.dsGone, key), .held(hold, replaces: hold), .held(hold, replaces: nil),
            .released([hold]), .overridden([.shrink, .names]), .nothingHeld(others: [hold]),
            .aborted(.ksk, leaving: [key]), .voted(vote),
        ] + rolls
    }

    @Test func `what an order has come to survives the way through JSON, and nothing else is read`() throws {
        for outcome in Self.all {
            let report = ActionReport(zone: .example, time: AnswerSamples.now, outcome: outcome)
            #expect(try ActionReport(json: JSONReader(report.json)) == report)
            for broken in report.json.withoutOneMember() + report.json.withOneMemberMore() {
                #expect(throws: JSONShapeError.self) { _ = try ActionReport(json: JSONReader(broken)) }
            }
        }
    }

    @Test(arguments: StepRefusal.Kind.allCases)
    func `a refusal is read as the facts that it is`(kind: StepRefusal.Kind) throws {
        let refusal = StepRefusal(
            kind: kind,
            key: AnswerSamples.zsk,
            phase: .sign,
            wait: AnswerSamples.holds.first,
            safe: AnswerSamples.now
        )
        let failure = ControlFailure(.refused, "no", refusal: refusal)
        #expect(try ControlFailure(json: JSONReader(failure.json)) == failure)
    }
}

@Suite struct FailureTests {
    @Test(arguments: ControlFailure.Code.allCases)
    func `every failure survives the way through JSON and keeps its exit status`(code: ControlFailure.Code)
        throws
    {
        let failure = ControlFailure(code, "no", rule: .chainFromAnchor, earliest: AnswerSamples.now)
        #expect(try ControlFailure(json: JSONReader(failure.json)) == failure)
        #expect(failure.exit == code.exit && failure.exit > 1)
        #expect((400...599).contains(code.status))
        let bare = ControlFailure(code, "", exit: 1)
        #expect(try ControlFailure(json: JSONReader(bare.json)) == bare)
    }

    @Test func `a refusal exits with 3 and a missing zone with 66`() {
        #expect(ControlFailure.Code.refused.exit == 3)
        #expect(ControlFailure.unknownZone(.example).exit == 66)
        #expect(OrderMistake.noKey(1).code.exit == 66)
        #expect(OrderMistake.noRole(.csk, policy: "x").code.exit == 64)
        #expect(OrderMistake.nothingHeldBack.code.exit == 3)
        #expect(ControlFailure.Code.unavailable.exit == 69)
    }

    @Test func `a failure without a member, or with one more, is refused`() {
        let json = ControlFailure(.refused, "no").json
        for broken in json.withoutOneMember() + json.withOneMemberMore() {
            #expect(throws: JSONShapeError.self) { _ = try ControlFailure(json: JSONReader(broken)) }
        }
    }
}

// MARK: - Breaking JSON

extension JSONValue {
    /// Members whose content is free, or that may be left out.
    private static let free: Set<String> = ["inputs", "payload"]
    private static let optional: Set<String> = ["states"]

    /// The value with one member missing, for every member at any depth.
    func withoutOneMember() -> [JSONValue] {
        switch self {
        case .object(let members):
            members.indices.flatMap { index -> [JSONValue] in
                var without = members
                without.remove(at: index)
                return [.object(without)] + inner(members, index) { $0.withoutOneMember() }
            }
        case .array(let elements): inner(elements) { $0.withoutOneMember() }
        default: []
        }
    }

    /// The value with an unknown member in one of its objects, for every object at any depth.
    func withOneMemberMore() -> [JSONValue] {
        switch self {
        case .object(let members):
            [.object(members + [.init("unknown", nil)])]
                + members.indices.flatMap { index in inner(members, index) { $0.withOneMemberMore() } }
        case .array(let elements): inner(elements) { $0.withOneMemberMore() }
        default: []
        }
    }

    private func inner(_ members: [Member], _ index: Int, _ change: (JSONValue) -> [JSONValue]) -> [JSONValue]
    {
        guard !Self.free.contains(members[index].name) else { return [] }
        guard !Self.optional.contains(members[index].name) else { return [] }
        return change(members[index].value).map { value in
            var changed = members
            changed[index].value = value
            return .object(changed)
        }
    }

    private func inner(_ elements: [JSONValue], _ change: (JSONValue) -> [JSONValue]) -> [JSONValue] {
        elements.indices.flatMap { index in
            change(elements[index]).map { value in
                var changed = elements
                changed[index] = value
                return .array(changed)
            }
        }
    }
}
