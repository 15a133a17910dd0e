public import DNSSECModel

/// What the tool asks of the daemon.
public enum ControlRequest: Hashable, Sendable {
    /// Where all zones stand, or one of them.
    case status(zone: Name?)
    /// What will happen; from now and for the daemon's usual span unless given.
    case plan(zone: Name, from: Instant?, until: Instant?)
    /// What would happen.
    case whatIf(PlanQuestion)
    /// A key's next step, ahead of its schedule.
    case advance(AdvanceOrder)
    /// A roll; from now unless given.
    case roll(zone: Name, role: KeyRole, start: Instant?)
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

    /// The zone that the request is about; nil where it is about all.
    public var zone: Name? {
        switch self {
        case .status(let zone): zone
        case .plan(let zone, _, _), .roll(let zone, _, _), .ds(let zone, _, _), .dsSeen(let zone, _, _),
            .dsGone(let zone, _, _), .keys(let zone), .history(let zone, _):
            zone
        case .whatIf(let question): question.zone
        case .advance(let order): order.zone
        case .reload: nil
        }
    }

    /// True where the request changes something.
    public var isCommand: Bool {
        switch self {
        case .status, .plan, .whatIf, .ds, .keys, .history: false
        case .advance, .roll, .dsSeen, .dsGone, .reload: true
        }
    }
}

/// The order to take a key's next step now.
public struct AdvanceOrder: Hashable, Sendable {
    /// The steps that a person may order.
    public static let phases: [KeyPhase] = [.publish, .sign, .revoke, .remove]

    /// The zone.
    public var zone: Name
    /// The key's tag, plain or revoked.
    public var tag: UInt16
    /// The step: one of `phases`.
    public var phase: KeyPhase
    /// True where it shall be taken even if caches can break.
    public var force: Bool
    /// Why, for the journal; demanded with `force`.
    public var reason: String?

    /// All fields as they are; no force unless given.
    public init(zone: Name, tag: UInt16, phase: KeyPhase, force: Bool = false, reason: String? = nil) {
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
