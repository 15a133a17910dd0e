public import DNSSECModel

/// What sentences about a waiting step need to know of its key.
struct HoldLabel {
    /// The key's name in the policy, or its role with its tag or number.
    let name: String
    /// Its tag; nil for a key that does not exist yet.
    let tag: UInt16?

    /// The label of a step of a key with this tag and this name in the policy.
    init(_ hold: Hold, tag: UInt16?, name: String?) {
        self.tag = tag
        let number = hold.key.map { "\(hold.role) no. \($0.rawValue)" } ?? "the next \(hold.role)"
        self.name = name ?? tag.map { "\(hold.role) \($0)" } ?? number
    }

    /// The label of a step of a ring.
    init(_ hold: Hold, in ring: KeyRing) {
        tag = hold.key.flatMap { ring[$0]?.tag }
        name = hold.key.map { KeyNames(ring)[$0] } ?? "the next \(hold.role)"
    }
}

extension Hold {
    /// What waits, until when, and why, in a sentence without a full stop.
    ///
    /// - Parameters:
    ///   - now: For the distance.
    ///   - ring: The ring that the hold is of.
    /// - Returns: Such as `ZSK 12345 signs the zone at 2026-11-23T10:00:00Z (in 2h5m) at the earliest: ...`.
    public func sentence(now: Instant, in ring: KeyRing) -> String {
        sentence(now: now, zone: ring.zone, label: HoldLabel(self, in: ring))
    }

    /// The same without the ring.
    func sentence(now: Instant, zone: Name, label: HoldLabel) -> String {
        let step = StepText.happening(phase, role, key: label.name)
        switch reason {
        case .policy(let until):
            return "\(step) at \(Self.moment(until, now)), as the policy has it"
        case .ordered(let order):
            let because = order.because.map { "; \($0)" } ?? ""
            return "\(step) at \(Self.moment(order.start, now))\(because)"
        case .time(let until, let since, let interval, let formula):
            return "\(step) at \(Self.moment(until, now)) at the earliest: \(formula.danger) "
                + "(\(formula.text) = \(interval), since \(since))"
        case .chainOfTrust(let rule):
            return "not yet: \(step). Another step must come first, so that \(rule.keptText)"
        case .observation(let awaited):
            return "not yet: \(step). \(awaited.waitingText)" + command(awaited, zone, label)
        case .manual(let until, let reason, let user):
            let end = until.map { "until \(Self.moment($0, now))" } ?? "until it is released"
            return "not yet: \(step). \(user) holds it \(end): \(reason)"
        case .gate(let wait):
            return "not yet: \(step). \(wait.waitingText(now: now))" + command(wait, zone, label)
        case .queued:
            return "not yet: \(step). The policy was changed, and the roll that is under way ends first"
        }
    }

    /// The step as it will happen.
    func step(in ring: KeyRing) -> String {
        StepText.happening(phase, role, key: key.map { KeyNames(ring)[$0] } ?? "the next \(role)")
    }

    fileprivate static func moment(_ instant: Instant, _ now: Instant) -> String {
        "\(instant) (\(instant.distance(from: now)))"
    }

    /// What people say who may decide.
    private func command(_ wait: GateWait, _ zone: Name, _ label: HoldLabel) -> String {
        // A key that is to end its work waits for the gate of its successor.
        guard case .approval = wait, phase != .retire, let tag = label.tag else { return "" }
        return ": keyturn approve \(zone) \(tag)/\(phase.rawValue)"
    }

    /// What a person says when it was seen.
    private func command(_ awaited: AwaitedObservation, _ zone: Name, _ label: HoldLabel) -> String {
        guard awaited == .dsSeen || awaited == .dsGone, let tag = label.tag else { return "" }
        return "; then: keyturn \(awaited.rawValue) \(zone) \(tag)"
    }
}

// MARK: - Words

extension TimingFormula {
    /// What is so once the time is over.
    var outcome: String {
        switch self {
        case .publicationInterval, .childPublicationInterval: "every cache knows the new DNSKEY RRset"
        case .retireInterval: "no cache holds a signature of before any more"
        case .parentPublicationInterval: "every cache knows the new DS RRset"
        case .kskRetireInterval: "no cache holds the old DS any more"
        case .dnskeyRetireInterval: "no cache holds the old DNSKEY RRset any more"
        case .trustPointInterval: "validators that follow RFC 5011 trust the new key"
        case .revocationInterval: "validators that follow RFC 5011 have seen the revocation"
        }
    }

    /// What may be so until then.
    var danger: String {
        switch self {
        case .publicationInterval, .childPublicationInterval:
            "until then a cache may hold the DNSKEY RRset of before"
        case .retireInterval: "until then a cache may hold a signature of before"
        case .parentPublicationInterval: "until then a cache may hold the DS RRset of before"
        case .kskRetireInterval: "until then a cache may hold the old DS"
        case .dnskeyRetireInterval: "until then a cache may hold the old DNSKEY RRset"
        case .trustPointInterval: "until then validators that follow RFC 5011 may not trust the new key"
        case .revocationInterval:
            "until then validators that follow RFC 5011 may not have seen the revocation"
        }
    }
}

extension HoldReason {
    /// What is so once the wait is over, in a sentence without a full stop.
    var outcome: String {
        switch self {
        case .policy: "the date of the policy has come"
        case .ordered: "the moment has come for which it was ordered"
        case .time(_, _, _, let formula): formula.outcome
        case .chainOfTrust(let rule): "another step was taken, and with this one too \(rule.keptText)"
        case .observation(let awaited): awaited.seenText
        case .manual(nil, _, _): "it is released"
        case .manual: "the date of the hold has come, or it is released"
        case .gate(let wait): wait.openedText
        case .queued: "the roll that is under way is over"
        }
    }
}

extension GateWait {
    /// What is waited for.
    func waitingText(now: Instant) -> String {
        switch self {
        case .approval(let given, let needed, let approvers, let refuser):
            let who = approvers.map(\.description).joined(separator: ", ")
            let refusal = refuser.map { "; \($0) has refused" } ?? ""
            return "\(needed) of \(who) must approve it, \(given) did\(refusal)"
        case .window(let until):
            return "Its hours begin at \(Hold.moment(until, now))"
        case .condition(let condition):
            return condition.waitingText
        }
    }

    /// What opened the gate.
    var openedText: String {
        switch self {
        case .approval: "it was approved"
        case .window: "its hours have begun"
        case .condition(let condition): condition.metText
        }
    }
}

extension GateCondition {
    fileprivate var waitingText: String {
        switch self {
        case .verified: "The zone as it was decided last must be verified and published first"
        case .dsSeen: "All servers of the parent must show the DS first"
        }
    }

    fileprivate var metText: String {
        switch self {
        case .verified: "the zone before it is verified and published"
        case .dsSeen: "all servers of the parent show the DS"
        }
    }
}

extension SafetyRule {
    /// What the rule keeps.
    var keptText: String {
        switch self {
        case .chainFromDS: "every cached DS leads to a DNSKEY that every cache can find"
        case .chainFromAnchor:
            "every RFC 5011 validator has a trust anchor that signs the DNSKEY RRset it sees"
        case .zoneSignatures: "every cached RRset is signed by a key in every cached DNSKEY RRset"
        case .wholeInItself: "the zone is signed by keys of its own DNSKEY RRset"
        case .algorithms: "every cached RRset is signed in every algorithm that a cached DS or DNSKEY names"
        }
    }
}

extension AwaitedObservation {
    /// What was seen.
    var seenText: String {
        switch self {
        case .keyGenerated: "the key pair is there"
        case .zonePublished: "the zone with the step before it is published"
        case .dsSeen: "all servers of the parent show the new DS"
        case .dsGone: "no server of the parent shows the old DS"
        }
    }

    /// What is waited for.
    var waitingText: String {
        switch self {
        case .keyGenerated: "The key pair must be made first"
        case .zonePublished: "The signed zone must be published first"
        case .dsSeen: "All servers of the parent must show the new DS first"
        case .dsGone: "All servers of the parent must have dropped the old DS first"
        }
    }
}
