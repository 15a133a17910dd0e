/// What a key shall become.
public enum KeyGoal: String, Hashable, Sendable, CaseIterable {
    /// Published, ready to be used, not used.
    case standby
    /// In use.
    case active
    /// Out of the zone.
    case retired
}

/// The public part of a generated key.
public struct KeyMaterial: Hashable, Sendable {
    /// The DNSKEY record, without the REVOKE bit.
    public let record: DNSKEYRecord
    /// Its key tag.
    public let tag: UInt16
    /// Its key tag once the REVOKE bit is set.
    public let revokedTag: UInt16

    /// The material of a DNSKEY record; a REVOKE bit is taken off.
    public init(record: DNSKEYRecord) {
        let plain = record.unrevoked
        self.record = plain
        self.tag = plain.keyTag
        self.revokedTag = plain.revoked.keyTag
    }
}

/// A key of a zone, from the decision to make it until long after its removal.
public struct ManagedKey: Hashable, Sendable {
    /// The number of a key within its ring; never used twice.
    public struct ID: RawRepresentable, Hashable, Comparable, Sendable {
        /// The number, from 1.
        public let rawValue: Int
        /// A number.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Earlier or shorter comes first.
        public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
    }

    /// The key's number in its ring.
    public let id: ID
    /// Its name in the policy, where it has one.
    public var name: String?
    /// What it is for.
    public var role: KeyRole
    /// Its algorithm.
    public var algorithm: SecurityAlgorithm
    /// Modulus size for RSA; nil for the others.
    public var bits: Int?
    /// The public key; nil until it is generated.
    public var material: KeyMaterial?
    /// What the key shall become.
    public var goal: KeyGoal
    /// The key that it follows in its role.
    public var predecessor: ID?
    /// True for a first key that validators were given by hand: no RFC 5011 hold-down applies.
    public var isInitial: Bool
    /// How it follows its predecessor: fixed when the key is asked for, whatever becomes of the policy.
    public var method: RolloverMethod
    /// True if its private part is lost: it can sign nothing any more, and its successor must do without it.
    public var isLost = false
    /// The order behind the roll that the key came with; nil if the policy's schedule began it.
    public var order: RollRequest?
    /// True for a key of an emergency roll: the policy's margins do not count.
    public var isUrgent = false

    /// State of the DNSKEY record.
    public var dnskey: RecordTrack
    /// State of the signatures over zone data; nil for a KSK.
    public var zrrsig: RecordTrack?
    /// How the signatures over zone data leave the zone, where they do not leave at once; nil before they go.
    public var spread: SignatureSpread?
    /// State of the signature over the DNSKEY RRset; nil for a ZSK.
    public var krrsig: RecordTrack?
    /// State of the DS record; nil for a ZSK, and where the zone has no parent with DS.
    public var ds: RecordTrack?
    /// State of the trust anchor; nil unless validators follow RFC 5011 or the zone has no DS.
    public var anchor: RecordTrack?
    /// State of the revoked form of the DNSKEY; nil until the key is revoked.
    public var revocation: RecordTrack?

    /// When the key was asked for.
    public var requested: Instant
    /// When the key was made.
    public var generated: Instant?
    /// When the key is due to take over from its predecessor; nil = as soon as it is safe.
    public var takeover: Instant?
    /// When the key began its work: its lifetime counts from here.
    public var activated: Instant?
    /// When the key's work ended.
    public var retired: Instant?
    /// When the key left the zone for good.
    public var removed: Instant?
    /// When the key entered the phase that it is in; nil until it is made, and in states of versions that did not note it.
    public var phaseSince: Instant?

    /// A key that is asked for at an instant and hidden in every respect.
    public init(
        id: ID,
        policy: KeyPolicy,
        hasDS: Bool,
        goal: KeyGoal,
        predecessor: ID?,
        isInitial: Bool,
        at now: Instant
    ) {
        let hidden = RecordTrack(.hidden, since: now)
        self.id = id
        self.role = policy.role
        self.algorithm = policy.algorithm
        self.bits = policy.bits
        self.goal = goal
        self.predecessor = predecessor
        self.isInitial = isInitial
        self.method = policy.roll
        self.dnskey = hidden
        self.zrrsig = policy.role.signsZone ? hidden : nil
        self.krrsig = policy.role.signsKeys ? hidden : nil
        self.ds = policy.role.signsKeys && hasDS ? hidden : nil
        self.anchor = policy.role.signsKeys && (policy.rfc5011 != nil || !hasDS) ? hidden : nil
        self.requested = now
    }

    /// The state of one of its records; `nil` if it has no such record.
    public subscript(record: KeyRecord) -> RecordTrack? {
        get {
            switch record {
            case .dnskey: dnskey
            case .zrrsig: zrrsig
            case .krrsig: krrsig
            case .ds: ds
            case .anchor: anchor
            case .revocation: revocation
            }
        }
        set {
            switch record {
            case .dnskey: dnskey = newValue ?? dnskey
            case .zrrsig: zrrsig = newValue
            case .krrsig: krrsig = newValue
            case .ds: ds = newValue
            case .anchor: anchor = newValue
            case .revocation: revocation = newValue
            }
        }
    }

    /// The key tag, or nil until the key is generated; that of the revoked form once it is revoked.
    public var tag: UInt16? {
        guard let material else { return nil }
        return revocation == nil ? material.tag : material.revokedTag
    }

    /// True if the key has the size that a policy wants of keys of its algorithm.
    public func hasSize(of policy: KeyPolicy) -> Bool {
        bits == nil || policy.bits == nil || bits == policy.bits
    }

    /// True if nothing of the key is left anywhere.
    public var isGone: Bool {
        goal == .retired && KeyRecord.allCases.allSatisfy { (self[$0]?.state ?? .hidden) == .hidden }
    }
}
