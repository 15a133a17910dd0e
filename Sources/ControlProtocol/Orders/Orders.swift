public import DNSSECModel

/// Whose steps an order is about.
public enum OrderTarget: Hashable, Sendable {
    /// One zone's.
    case zone(Name)
    /// Those of all zones that follow a policy, by its name.
    case policy(String)
}

/// The order that steps wait: signing goes on.
///
/// An order with a key and phase that are held already takes the place of the one before: so a date is moved.
public struct HoldOrder: Hashable, Sendable {
    /// The steps that a person may hold; the others are not ours to take.
    public static let phases = KeyStep.allCases.filter { $0 != .dsSeen && $0 != .dsGone }

    /// Whose.
    public var target: OrderTarget
    /// The only key that is held; nil = all.
    public var tag: UInt16?
    /// The only step that is held: one of `phases`; nil = all.
    public var phase: KeyStep?
    /// Until when; nil = until it is released.
    public var until: Instant?
    /// Why.
    public var reason: String

    /// Everything, until it is released, unless given.
    public init(
        target: OrderTarget,
        tag: UInt16? = nil,
        phase: KeyStep? = nil,
        until: Instant? = nil,
        reason: String
    ) {
        self.target = target
        self.tag = tag
        self.phase = phase
        self.until = until
        self.reason = reason
    }
}

/// The order that what is held goes on.
public struct ReleaseOrder: Hashable, Sendable {
    /// Whose.
    public var target: OrderTarget
    /// Only what is held of this key; nil = all.
    public var tag: UInt16?
    /// Only what is held of this step; nil = all.
    public var phase: KeyStep?
    /// Why.
    public var reason: String?

    /// Everything unless given.
    public init(target: OrderTarget, tag: UInt16? = nil, phase: KeyStep? = nil, reason: String? = nil) {
        self.target = target
        self.tag = tag
        self.phase = phase
        self.reason = reason
    }
}

/// A person's word that content may be published although guards hold it back.
public struct PublishOrder: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The guards that are overridden, at least one.
    public var guards: [ContentGuard]
    /// Why.
    public var reason: String

    /// All parts as they are.
    public init(zone: Name, guards: [ContentGuard], reason: String) {
        self.zone = zone
        self.guards = guards
        self.reason = reason
    }
}

/// The order to go back from a roll, the safe way.
public struct AbortOrder: Hashable, Sendable {
    /// Which roll.
    public enum Subject: Hashable, Sendable {
        /// That of a role.
        case role(KeyRole)
        /// That of which a key is a part, by its tag.
        case key(UInt16)
    }

    /// The zone.
    public var zone: Name
    /// Which roll; nil = the only one.
    public var subject: Subject?
    /// Why.
    public var reason: String

    /// The only roll unless given.
    public init(zone: Name, subject: Subject? = nil, reason: String) {
        self.zone = zone
        self.subject = subject
        self.reason = reason
    }
}

/// The order to begin a roll.
public struct RollOrder: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// Whose key rolls.
    public var role: KeyRole
    /// When the roll begins; nil = now.
    public var start: Instant?
    /// True if the key in use must go as soon as it is safe at all.
    public var isEmergency: Bool
    /// Why; demanded of an emergency.
    public var reason: String?

    /// An ordinary roll from now on unless given.
    public init(
        zone: Name,
        role: KeyRole,
        start: Instant? = nil,
        isEmergency: Bool = false,
        reason: String? = nil
    ) {
        self.zone = zone
        self.role = role
        self.start = start
        self.isEmergency = isEmergency
        self.reason = reason
    }
}

/// A step that a person approves or refuses, as he types it: `sign`, `20326/revoke`, `ksk/submit-ds`.
public struct GateName: Hashable, Sendable {
    /// The step.
    public var phase: KeyStep
    /// The key's tag, where it was given.
    public var tag: UInt16?
    /// The key's role, where it was given.
    public var role: KeyRole?

    /// A step of any key unless given.
    public init(phase: KeyStep, tag: UInt16? = nil, role: KeyRole? = nil) {
        self.phase = phase
        self.tag = tag
        self.role = role
    }

    /// Reads what a person types; `nil` if it is neither PHASE nor TAG/PHASE nor ROLE/PHASE.
    public init?(text: String) {
        let parts = text.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count <= 2, let phase = KeyStep(rawValue: String(last)) else {
            return nil
        }
        self.init(phase: phase)
        guard parts.count == 2 else { return }
        let first = String(parts[0])
        if let role = KeyRole(rawValue: first) {
            self.role = role
        } else if let tag = UInt16(first) {
            self.tag = tag
        } else {
            return nil
        }
    }
}

extension GateName: CustomStringConvertible {
    /// As a person types it.
    public var description: String {
        let key = tag.map(String.init) ?? role?.rawValue
        return (key.map { "\($0)/" } ?? "") + phase.rawValue
    }
}

/// What a person says about a step behind a gate.
public struct VoteOrder: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The step.
    public var gate: GateName
    /// True for yes.
    public var approves: Bool
    /// Why; demanded of a refusal.
    public var reason: String?

    /// All fields as they are.
    public init(zone: Name, gate: GateName, approves: Bool, reason: String? = nil) {
        self.zone = zone
        self.gate = gate
        self.approves = approves
        self.reason = reason
    }
}
