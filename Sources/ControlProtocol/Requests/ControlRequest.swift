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
    case reload

    /// The zone that the request is about; nil where it is about several.
    public var zone: Name? {
        switch self {
        case .status(let zone): zone
        case .plan(let zone, _, _), .ds(let zone, _, _), .dsSeen(let zone, _, _), .dsGone(let zone, _, _),
            .keys(let zone), .history(let zone, _), .explain(let zone, _):
            zone
        case .whatIf(let question): question.zone
        case .advance(let order): order.zone
        case .roll(let order): order.zone
        case .abort(let order): order.zone
        case .vote(let order): order.zone
        case .hold(let order): order.target.zone
        case .release(let order): order.target.zone
        case .reload, .plans: nil
        }
    }

    /// The policy whose zones the request is about; nil where it is not about a policy.
    public var policy: String? {
        switch self {
        case .hold(let order): order.target.policy
        case .release(let order): order.target.policy
        default: nil
        }
    }

    /// True where the request changes something.
    public var isCommand: Bool {
        switch self {
        case .status, .plan, .plans, .whatIf, .ds, .keys, .history, .explain: false
        case .advance, .roll, .hold, .release, .abort, .vote, .dsSeen, .dsGone, .reload: true
        }
    }

    /// An ordinary roll; from now unless given.
    public static func roll(zone: Name, role: KeyRole, start: Instant?) -> ControlRequest {
        .roll(RollOrder(zone: zone, role: role, start: start))
    }
}

extension OrderTarget {
    /// The zone, where it is one.
    public var zone: Name? { if case .zone(let zone) = self { zone } else { nil } }

    /// The policy, where it is one.
    public var policy: String? { if case .policy(let policy) = self { policy } else { nil } }
}

/// The order to take a key's next step now.
public struct AdvanceOrder: Hashable, Sendable {
    /// The steps that a person may order.
    public static let phases: [KeyStep] = [.publish, .sign, .revoke, .remove]

    /// The zone.
    public var zone: Name
    /// The key's tag, plain or revoked.
    public var tag: UInt16
    /// The step: one of `phases`.
    public var phase: KeyStep
    /// True where it shall be taken even if caches can break.
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
