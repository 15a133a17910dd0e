import DNSSECModel
import JSON

// The bodies of orders, both directions side by side.

extension AdvanceOrder {
    var body: JSONValue {
        [
            "tag": .integer(Int64(tag)), "phase": JSONValue(word: phase), "force": .bool(force),
            "reason": JSONValue(reason),
        ]
    }

    init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        tag = try members.take("tag").tag()
        phase = try members.take("phase").phase(of: AdvanceOrder.phases)
        force = try members.takeIfPresent("force")?.bool() ?? false
        // A forced step without a reason could not be told from a slip of the fingers, later.
        reason = try force ? members.takeReason() : members.takeIfPresent("reason")?.optionalString()
    }
}

extension RollOrder {
    var body: JSONValue {
        [
            "role": JSONValue(word: role), "start": JSONValue(start), "emergency": .bool(isEmergency),
            "reason": JSONValue(reason),
        ]
    }

    init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        role = try members.take("role").word(KeyRole.self)
        start = try members.takeIfPresent("start")?.givenInstant()
        isEmergency = try members.takeIfPresent("emergency")?.bool() ?? false
        reason = try isEmergency ? members.takeReason() : members.takeIfPresent("reason")?.optionalString()
    }
}

extension HoldOrder {
    var body: JSONValue {
        [
            "key": JSONValue(number: tag), "phase": JSONValue(word: phase), "until": JSONValue(until),
            "reason": .string(reason),
        ]
    }

    init(_ target: OrderTarget, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.target = target
        tag = try members.takeIfPresent("key")?.optionalTag()
        phase = try members.takeIfPresent("phase")?.nonNull?.phase(of: HoldOrder.phases)
        until = try members.takeIfPresent("until")?.givenInstant()
        reason = try members.takeReason()
    }
}

extension ReleaseOrder {
    var body: JSONValue {
        ["key": JSONValue(number: tag), "phase": JSONValue(word: phase), "reason": JSONValue(reason)]
    }

    init(_ target: OrderTarget, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.target = target
        tag = try members.takeIfPresent("key")?.optionalTag()
        phase = try members.takeIfPresent("phase")?.nonNull?.phase(of: HoldOrder.phases)
        reason = try members.takeIfPresent("reason")?.optionalString()
    }
}

extension PublishOrder {
    var body: JSONValue {
        ["override": .array(guards.map { .string($0.rawValue) }), "reason": .string(reason)]
    }

    init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        guards = try members.take("override").list { word throws(JSONShapeError) in
            try word.word(ContentGuard.self)
        }
        reason = try members.takeReason()
    }
}

extension AbortOrder {
    var body: JSONValue {
        var role: KeyRole?
        var tag: UInt16?
        switch subject {
        case .role(let subject): role = subject
        case .key(let subject): tag = subject
        case nil: break
        }
        return ["key": JSONValue(number: tag), "role": JSONValue(word: role), "reason": .string(reason)]
    }

    init(_ zone: Name, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        let tag = try members.takeIfPresent("key")?.optionalTag()
        let role = members.takeIfPresent("role")?.nonNull
        if tag != nil, let role { throw role.error(.invalid(.consistent)) }
        if let tag {
            subject = .key(tag)
        } else if let role {
            subject = .role(try role.word(KeyRole.self))
        }
        reason = try members.takeReason()
    }
}

extension VoteOrder {
    var body: JSONValue { ["gate": gate.json, "reason": JSONValue(reason)] }

    init(_ zone: Name, approves: Bool, _ members: inout JSONMembers) throws(JSONShapeError) {
        self.zone = zone
        self.approves = approves
        gate = try members.take("gate").gate()
        reason = try approves ? members.takeIfPresent("reason")?.optionalString() : members.takeReason()
    }
}

// MARK: - Parts

extension JSONMembers {
    /// A reason that must be there.
    mutating func takeReason() throws(JSONShapeError) -> String {
        let reader = takeIfPresent("reason")
        guard let reason = try reader?.optionalString(), !reason.allSatisfy(\.isWhitespace) else {
            throw (reader ?? JSONReader(.null, path: "$.reason")).error(.missing)
        }
        return reason
    }
}

extension JSONReader {
    /// One of some steps.
    fileprivate func phase(of allowed: [KeyStep]) throws(JSONShapeError) -> KeyStep {
        let phase = try word(KeyStep.self)
        guard allowed.contains(phase) else { throw error(.unknownWord(phase.rawValue)) }
        return phase
    }

    /// A moment as a person writes it in a request: any absolute form, nil for `null`.
    func givenInstant() throws(JSONShapeError) -> Instant? {
        guard value != .null else { return nil }
        guard let instant = Instant(absolute: try string()) else { throw error(.invalid(.instant)) }
        return instant
    }
}

extension Instant {
    /// A moment that does not depend on the present one.
    init?(absolute text: String) {
        guard text.utf8.first.map({ $0 &- 0x30 < 10 }) ?? false else { return nil }
        self.init(text: text, now: Instant(secondsSinceEpoch: 0))
    }
}
