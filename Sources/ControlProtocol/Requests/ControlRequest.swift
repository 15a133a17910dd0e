public import DNSSECModel

/// What the tool asks of the daemon.
public enum ControlRequest: Hashable, Sendable {
    /// Where all zones stand, or one of them.
    case status(zone: Name?)
    /// What will happen; from now and for the daemon's usual span unless given.
    case plan(zone: Name, from: Instant?, until: Instant?)
    /// What will happen to all zones; from now and for thirty days unless given.
    case plans(from: Instant?, until: Instant?)
    /// What would happen.
    case whatIf(PlanQuestion)
    /// A key's next step, ahead of its schedule.
    case advance(AdvanceOrder)
    /// A roll.
    case roll(RollOrder)
    /// Steps wait.
    case hold(HoldOrder)
    /// What is held goes on.
    case release(ReleaseOrder)
    /// Back from a roll, the safe way.
    case abort(AbortOrder)
    /// A person approves or refuses a step.
    case vote(VoteOrder)
    /// Why each step waits, with the arithmetic; of one key only where its tag is given.
    case explain(zone: Name, tag: UInt16?)
    /// What the parent needs.
    case ds(zone: Name, format: DSFormat, digest: DigestType)
    /// The parent's servers show the key's DS; since now unless given.
    case dsSeen(zone: Name, tag: UInt16, at: Instant?)
    /// None of the parent's servers shows the key's DS any more; since now unless given.
    case dsGone(zone: Name, tag: UInt16, at: Instant?)
    /// The keys of a zone.
    case keys(zone: Name)
    /// The newest entries of a zone's journal; all unless a limit is given.
    case history(zone: Name, limit: Int?)
    /// Configuration, policies and zone files are read again.
    case reload(ReloadOrder)
    /// The clock is right, and why that can be said.
    case acceptClock(reason: String)
    /// The newest state that is known of a zone takes the place of an older one.
    case recover(zone: Name)
    /// What guards hold back is published.
    case publish(PublishOrder)

    /// The word of the request.
    public var verb: ControlVerb { parts.verb }

    /// Whose zones the request is about; nil if it is about all of them.
    public var target: OrderTarget? { parts.target }

    /// True if the request changes something.
    public var isCommand: Bool { verb.isCommand }

    /// An ordinary roll; from now unless given.
    public static func roll(zone: Name, role: KeyRole, start: Instant?) -> ControlRequest {
        .roll(RollOrder(zone: zone, role: role, start: start))
    }
}

/// The order to take a key's next step now.
public struct AdvanceOrder: Hashable, Sendable {
    /// The steps that a person may order.
    public static let phases: [KeyStep] = [.publish, .sign, .submitDS, .revoke, .remove]

    /// The zone.
    public var zone: Name
    /// The key's tag, plain or revoked.
    public var tag: UInt16
    /// The step: one of `phases`.
    public var phase: KeyStep
    /// True if it shall be taken even if caches can break.
    public var force: Bool
    /// Why, for the journal; demanded with `force`.
    public var reason: String?

    /// All fields as they are; no force unless given.
    public init(zone: Name, tag: UInt16, phase: KeyStep, force: Bool = false, reason: String? = nil) {
        self.zone = zone
        self.tag = tag
        self.phase = phase
        self.force = force
        self.reason = reason
    }
}

/// In which form the parent takes a delegation.
public enum DSFormat: String, Hashable, Sendable, CaseIterable {
    /// DS records.
    case ds
    /// DNSKEY records.
    case dnskey
    /// CDS records (RFC 7344).
    case cds
    /// CDNSKEY records (RFC 7344).
    case cdnskey
    /// DS records as `dsset-` files have them.
    case dsset
    /// No lines; the fields are the same in every form.
    case json
}

extension DigestType {
    /// The digests that may be asked for, by their words.
    public static let requestable: [(word: String, digest: DigestType)] = [
        ("sha256", .sha256), ("sha384", .sha384),
    ]
}
