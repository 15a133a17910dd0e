/// A resource record type (IANA "Resource Record (RR) TYPEs"; unknown ones as in RFC 3597).
public struct RRType: RawRepresentable, Hashable, Comparable, Sendable {
    /// The type number.
    public let rawValue: UInt16

    /// Any number, known or not.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// By number.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    // The types that rules of the zone and of DNSSEC speak of; the table of all is in RRTypeNames.swift.
    /// IPv4 address (RFC 1035 3.4.1).
    public static let a = RRType(rawValue: 1)
    /// Name server of a zone or cut (RFC 1035 3.3.11).
    public static let ns = RRType(rawValue: 2)
    /// Alias (RFC 1035 3.3.1).
    public static let cname = RRType(rawValue: 5)
    /// Start of authority (RFC 1035 3.3.13).
    public static let soa = RRType(rawValue: 6)
    /// Mail exchange (RFC 1035 3.3.9).
    public static let mx = RRType(rawValue: 15)
    /// Text (RFC 1035 3.3.14).
    public static let txt = RRType(rawValue: 16)
    /// IPv6 address (RFC 3596).
    public static let aaaa = RRType(rawValue: 28)
    /// Alias of a subtree (RFC 6672).
    public static let dname = RRType(rawValue: 39)
    /// Delegation signer (RFC 4034 5).
    public static let ds = RRType(rawValue: 43)
    /// Signature (RFC 4034 3).
    public static let rrsig = RRType(rawValue: 46)
    /// Authenticated denial (RFC 4034 4).
    public static let nsec = RRType(rawValue: 47)
    /// Public key (RFC 4034 2).
    public static let dnskey = RRType(rawValue: 48)
    /// Hashed authenticated denial (RFC 5155 3).
    public static let nsec3 = RRType(rawValue: 50)
    /// Parameters of the NSEC3 chain (RFC 5155 4).
    public static let nsec3param = RRType(rawValue: 51)
    /// Child's copy of its DS (RFC 7344 3.1).
    public static let cds = RRType(rawValue: 59)
    /// Child's copy of its DNSKEY (RFC 7344 3.2).
    public static let cdnskey = RRType(rawValue: 60)
    /// Digest of the whole zone (RFC 8976).
    public static let zonemd = RRType(rawValue: 63)
}
