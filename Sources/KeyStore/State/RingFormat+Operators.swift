import DNSSECModel
import JSON

// What operators and approvers said, as JSON. Files of keyturn 0.1 do not have these members.

extension RingFormat {
    static func value(of hold: OperatorHold) -> JSONValue {
        [
            "key": hold.key.map { JSONValue($0) } ?? nil,
            "role": hold.role.map { .string($0.rawValue) } ?? nil,
            "phase": hold.phase.map { .string($0.rawValue) } ?? nil,
            "until": JSONValue(hold.until),
            "reason": .string(hold.reason),
            "user": .string(hold.user),
            "at": JSONValue(hold.at),
        ]
    }

    static func operatorHold(from reader: JSONReader, in ring: KeyRing) throws(JSONShapeError) -> OperatorHold
    {
        var members = try reader.members()
        let key = try members.take("key").nonNull
        let role = try members.take("role").nonNull
        let phase = try members.take("phase").nonNull
        let hold = OperatorHold(
            key: try key?.keyID(in: ring),
            role: try role?.word(KeyRole.self),
            phase: try phase?.word(KeyStep.self),
            until: try members.take("until").optionalInstant(),
            reason: try members.take("reason").string(),
            user: try members.take("user").string(),
            at: try members.take("at").instant()
        )
        try members.finish()
        return hold
    }

    static func value(of vote: GateVote) -> JSONValue {
        [
            "key": JSONValue(vote.key),
            "phase": .string(vote.phase.rawValue),
            "is-approval": .bool(vote.isApproval),
            "user": .string(vote.user),
            "groups": .array(vote.groups.map { .string($0) }),
            "at": JSONValue(vote.at),
            "reason": vote.reason.map { .string($0) } ?? nil,
        ]
    }

    static func vote(from reader: JSONReader, in ring: KeyRing) throws(JSONShapeError) -> GateVote {
        var members = try reader.members()
        var groups: [String] = []
        let key = try members.take("key").keyID(in: ring)
        let phase = try members.take("phase").word(KeyStep.self)
        let isApproval = try members.take("is-approval").bool()
        let user = try members.take("user").string()
        for group in try members.take("groups").elements() { groups.append(try group.string()) }
        let at = try members.take("at").instant()
        let reason = try members.take("reason").nonNull?.string()
        try members.finish()
        return GateVote(
            key: key,
            phase: phase,
            isApproval: isApproval,
            user: user,
            groups: groups,
            at: at,
            reason: reason
        )
    }

    static func value(of override: GuardOverride) -> JSONValue {
        [
            "guards": .array(override.guards.map(\.rawValue).sorted().map { .string($0) }),
            "sha256": .string(override.digest),
            "user": .string(override.user),
            "reason": .string(override.reason),
            "at": JSONValue(override.at),
        ]
    }

    static func guardOverride(from reader: JSONReader) throws(JSONShapeError) -> GuardOverride {
        var members = try reader.members()
        var guards: Set<ContentGuard> = []
        for word in try members.take("guards").elements() { guards.insert(try word.word(ContentGuard.self)) }
        let override = GuardOverride(
            guards: guards,
            digest: try members.take("sha256").string(),
            user: try members.take("user").string(),
            reason: try members.take("reason").string(),
            at: try members.take("at").instant()
        )
        try members.finish()
        return override
    }

    static func value(of request: RollRequest) -> JSONValue {
        [
            "role": .string(request.role.rawValue),
            "start": JSONValue(request.start),
            "is-emergency": .bool(request.isEmergency),
            "reason": request.reason.map { .string($0) } ?? nil,
            "user": request.user.map { .string($0) } ?? nil,
            "at": JSONValue(request.at),
        ]
    }

    static func rollRequest(from reader: JSONReader) throws(JSONShapeError) -> RollRequest {
        var members = try reader.members()
        let role = try members.take("role").word(KeyRole.self)
        let start = try members.take("start").instant()
        let isEmergency = try members.takeIfPresent("is-emergency")?.bool() ?? false
        let reason = try members.takeIfPresent("reason")?.nonNull?.string()
        let user = try members.takeIfPresent("user")?.nonNull?.string()
        let at = try members.takeIfPresent("at")?.optionalInstant()
        try members.finish()
        return RollRequest(
            role: role,
            start: start,
            isEmergency: isEmergency,
            reason: reason,
            user: user,
            at: at
        )
    }

    static func value(of step: ForcedStep) -> JSONValue {
        let risks = step.risks.map { risk -> JSONValue in
            ["rule": .string(risk.rule.rawValue), "until": JSONValue(risk.until)]
        }
        return [
            "key": JSONValue(step.key),
            "step": .string(step.step.rawValue),
            "user": .string(step.user),
            "at": JSONValue(step.at),
            "reason": .string(step.reason),
            "risks": .array(risks),
        ]
    }

    static func forcedStep(from reader: JSONReader, in ring: KeyRing) throws(JSONShapeError) -> ForcedStep {
        var members = try reader.members()
        var step = ForcedStep(
            key: try members.take("key").keyID(in: ring),
            step: try members.take("step").word(KeyStep.self),
            user: try members.take("user").string(),
            at: try members.take("at").instant(),
            reason: try members.take("reason").string(),
            risks: []
        )
        for element in try members.take("risks").elements() {
            var risk = try element.members()
            let rule = try risk.take("rule").word(SafetyRule.self)
            step.risks.append(StepRisk(rule: rule, until: try risk.take("until").optionalInstant()))
            try risk.finish()
        }
        try members.finish()
        return step
    }
}
