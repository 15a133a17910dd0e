/// What a key is for (RFC 9499 10).
public enum KeyRole: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Key-signing key: signs the DNSKEY RRset; the parent's DS or trust anchors point to it.
    case ksk
    /// Zone-signing key: signs all else.
    case zsk
    /// Combined signing key: both.
    case csk

    /// True if the key signs the DNSKEY RRset and has a DS.
    public var signsKeys: Bool { self != .zsk }
    /// True if the key signs the zone's data.
    public var signsZone: Bool { self != .ksk }
    /// The flags of its DNSKEY: 257 with SEP, else 256.
    public var flags: UInt16 {
        signsKeys ? DNSKEYRecord.zoneKeyFlag | DNSKEYRecord.secureEntryPointFlag : DNSKEYRecord.zoneKeyFlag
    }

    /// Earlier or shorter comes first.
    public static func < (left: KeyRole, right: KeyRole) -> Bool {
        left.order < right.order
    }

    private var order: Int { self == .zsk ? 1 : self == .ksk ? 0 : 2 }
}

extension KeyRole: CustomStringConvertible {
    /// `KSK`, `ZSK`, `CSK`.
    public var description: String { rawValue.uppercased() }
}

/// How one key follows another (RFC 7583 2 and 3, RFC 6781 4.1).
public enum RolloverMethod: String, Hashable, Sendable, CaseIterable {
    /// The method of a role where the policy names none: never two signatures on the zone's data.
    public static func usual(of role: KeyRole) -> RolloverMethod {
        role == .ksk ? .doubleSignature : .prePublication
    }

    /// ZSK and CSK: the new DNSKEY first, then the signatures change over (RFC 7583 3.2.1).
    case prePublication = "pre-publication"
    /// ZSK: everything signed by both (RFC 7583 3.2.2). KSK and CSK: both sign, then the DS changes (3.3.1).
    case doubleSignature = "double-signature"
    /// KSK: the new DS first, then the DNSKEY changes (RFC 7583 3.3.2).
    case doubleDS = "double-ds"
    /// KSK: DS and DNSKEY change at the same time (RFC 7583 3.3.3).
    case doubleRRset = "double-rrset"
}
