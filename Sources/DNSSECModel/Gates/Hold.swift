/// A rule that a step must not break (see Timeline's rule table).
public enum SafetyRule: String, Hashable, Sendable, CaseIterable {
    /// Every cached DS set leads to a DNSKEY that every cache can find, signed by its key.
    case chainFromDS = "chain-from-ds"
    /// Every validator that follows RFC 5011 has an anchor that signs the DNSKEY RRset it can see.
    case chainFromAnchor = "chain-from-anchor"
    /// Every cached RRset of the zone is signed by a key in every cached DNSKEY RRset.
    case zoneSignatures = "zone-signatures"
    /// The DNSKEY RRset of the next publication is signed by one of its own keys, and so is the zone.
    case wholeInItself = "whole-in-itself"
    /// Every cached RRset is signed in every algorithm that some cached DS or DNSKEY RRset speaks of
    /// (RFC 4035 2.2).
    case algorithms = "algorithms"
}

/// Why a step waits.
///
/// Waiting is a value, not an error.
public enum HoldReason: Hashable, Sendable {
    /// The policy has set it for later.
    case policy(until: Instant)
    /// A person has ordered it for later.
    case ordered(RollRequest)
    /// A cache may still hold what was there before; with the interval and its formula.
    case time(until: Instant, since: Instant, interval: Interval, formula: TimingFormula)
    /// A rule would be broken; another step must come first.
    case chainOfTrust(SafetyRule)
    /// Something must be seen first.
    case observation(AwaitedObservation)
    /// An operator has said so; nil = until it is released.
    case manual(until: Instant?, reason: String, user: String)
    /// A gate of the policy is closed.
    case gate(GateWait)
    /// A change of the policy waits until the roll that is under way is over.
    case queued
}

/// Why a gate is closed.
public enum GateWait: Hashable, Sendable {
    /// People must agree: who has, how many must, who may, and who has refused.
    case approval(given: [String], needed: Int, of: [Principal], refusedBy: String?)
    /// It is not the hour; when it opens.
    case window(until: Instant)
    /// Something must be so first.
    case condition(GateCondition)
}

/// What a ring waits to see.
public enum AwaitedObservation: String, Hashable, Sendable, CaseIterable {
    /// The key pair is being made.
    case keyGenerated = "key-generated"
    /// The signed zone is being made and published.
    case zonePublished = "zone-published"
    /// The parent's servers must show the DS: a person or a hook must bring it there.
    case dsSeen = "ds-seen"
    /// The parent's servers must stop showing the DS.
    case dsGone = "ds-gone"
}

/// The formula behind a wait.
public enum TimingFormula: String, Hashable, Sendable, CaseIterable {
    /// Ipub of RFC 7583 3.2.1.
    case publicationInterval
    /// Iret of RFC 7583 3.2.1.
    case retireInterval
    /// Time for records without a key's signatures to leave the caches: Iret of RFC 7583 3.2.2 but for TTLkey, which the
    /// key's DNSKEY waits for.
    case signaturePublicationInterval
    /// IpubC of RFC 7583 3.3.1.
    case childPublicationInterval
    /// IpubP of RFC 7583 3.3.2.
    case parentPublicationInterval
    /// Iret of RFC 7583 3.3.1.
    case kskRetireInterval
    /// Time for a withdrawn DNSKEY to leave the caches.
    case dnskeyRetireInterval
    /// Itrp of RFC 7583 3.3.4.
    case trustPointInterval
    /// Irev of RFC 7583 3.3.4.
    case revocationInterval

    /// The formula as its RFC has it, margins named.
    public var text: String {
        switch self {
        case .publicationInterval: "RFC 7583 3.2.1: Ipub = Dprp + TTLkey + publish safety"
        case .retireInterval: "RFC 7583 3.2.1: Iret = Dsgn + Dprp + TTLsig + retire safety"
        case .signaturePublicationInterval: "RFC 7583 3.2.2: Iret = Dsgn + Dprp + TTLsig + retire safety"
        case .childPublicationInterval: "RFC 7583 3.3.1: IpubC = DprpC + TTLkey + publish safety"
        case .parentPublicationInterval: "RFC 7583 3.3.2: IpubP = DprpP + TTLds + publish safety"
        case .kskRetireInterval: "RFC 7583 3.3.1: Iret = DprpP + TTLds + retire safety"
        case .dnskeyRetireInterval: "RFC 7583 3.3.2: Iret = DprpC + TTLkey + the larger safety"
        case .trustPointInterval:
            "RFC 7583 3.3.4: IpubC = DprpC + max(Itrp, TTLkey) + max(publish safety, retryTime), "
                + "Itrp = AddHoldDownTime + 2 * queryInterval"
        case .revocationInterval:
            "RFC 7583 3.3.4: Irev = max(revoked, DprpC + queryInterval + max(retire safety, retryTime))"
        }
    }
}

/// A step that waits, and why.
public struct Hold: Hashable, Sendable {
    /// The key that the step is about; nil for a key that does not exist yet.
    public var key: ManagedKey.ID?
    /// The role, for a key that does not exist yet.
    public var role: KeyRole
    /// The step that waits.
    public var phase: KeyStep
    /// Why.
    public var reason: HoldReason

    /// A waiting step.
    public init(key: ManagedKey.ID?, role: KeyRole, phase: KeyStep, reason: HoldReason) {
        self.key = key
        self.role = role
        self.phase = phase
        self.reason = reason
    }

    /// When the wait ends by itself, or `nil` if something must be seen or done.
    public var until: Instant? { reason.until }
}

extension HoldReason {
    /// When the wait ends by itself, or `nil` if something must be seen or done.
    public var until: Instant? {
        switch self {
        case .policy(let until): until
        case .ordered(let order): order.start
        case .time(let until, _, _, _): until
        case .manual(let until, _, _): until
        case .gate(.window(let until)): until
        case .chainOfTrust, .observation, .gate, .queued: nil
        }
    }
}
