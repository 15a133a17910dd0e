/// One field of a record type's data: how it is written, how it is stored, and its name in messages.
struct RDATAField: Sendable {
    let kind: RDATAFieldKind
    let name: RDATAFieldName

    init(_ kind: RDATAFieldKind, _ name: RDATAFieldName) {
        self.kind = kind
        self.name = name
    }
}

/// The kinds of fields.
///
/// Text to wire, wire to text, the check of wire form and canonical form all go by them.
enum RDATAFieldKind: Hashable, Sendable {
    /// A number in network order.
    case number(NumberForm)
    /// Four octets of an IPv4 address.
    case address4
    /// Sixteen octets of an IPv6 address.
    case address6
    /// An uncompressed domain name.
    case name
    /// One character-string (RFC 1035 3.3).
    case string(StringForm)
    /// Character-strings to the end, at least one.
    case strings
    /// Octets to the end.
    case octets(OctetsForm)
    /// Types to the end.
    case bitmap(BitmapForm)
    /// A syntax of its own.
    case special(SpecialForm)
}

/// How a number is written; its width follows.
enum NumberForm: Hashable, Sendable {
    /// One octet, decimal.
    case octet
    /// Two octets, decimal.
    case short
    /// Four octets, decimal.
    case long
    /// Four octets: seconds, or units as in `1h30m`.
    case interval
    /// Four octets: the time stamps of RRSIG.
    case signatureTime
    /// Two octets: a type's mnemonic or TYPE with a number; a plain number is read too.
    case type
    /// One octet: a DNSSEC algorithm's number or mnemonic.
    case algorithm
    /// Two octets: a certificate type's number or mnemonic (RFC 4398 2.1).
    case certificateType
    /// Two octets: the flags of KEY as a number or mnemonics with bars (RFC 2535 7.1).
    case keyFlags
    /// One octet: the protocol of KEY as a number or mnemonic (RFC 2535 7.1).
    case keyProtocol
    /// One octet: the scheme of DSYNC (RFC 9859 2.1).
    case notifyScheme

    /// Octets in wire form.
    var width: Int {
        switch self {
        case .octet, .algorithm, .keyProtocol, .notifyScheme: 1
        case .short, .type, .certificateType, .keyFlags: 2
        case .long, .interval, .signatureTime: 4
        }
    }
}

/// Which character-strings are allowed.
enum StringForm: Hashable, Sendable {
    /// Any octets.
    case any
    /// At least four decimal digits (RFC 1183 3.1).
    case digits
    /// A decimal fraction in a range (RFC 1712 3).
    case fraction(ClosedRange<Int32>)
    /// A substitution expression or nothing (RFC 3403 4.1).
    case substitution
}

/// How octets up to the end are written and what their length may be.
enum OctetsForm: Hashable, Sendable {
    /// Base64 of at least one octet.
    case base64
    /// Base64, or nothing at all.
    case optionalBase64
    /// Base64, or nothing if the first two bits of the flags field say that there is no key (RFC 2535 3.1.2).
    case keyMaterial
    /// Base64, or `-` for nothing (DOA).
    case base64OrDash
    /// Hexadecimal of at least one octet.
    case hex
    /// Hexadecimal; the length follows from the digest type in the octet before (RFC 4034 5.1).
    case dsDigest
    /// Hexadecimal; the length follows from the fingerprint type in the octet before (RFC 4255 3.1).
    case fingerprint
    /// Hexadecimal; the length follows from the hash algorithm in the octet before (RFC 8976 2.2).
    case zoneDigest
    /// One string in quotes of any length (RFC 7553 4.4, RFC 8659 4.1).
    case text
}

/// What a type bitmap may be.
enum BitmapForm: Hashable, Sendable {
    /// At least one type (NSEC).
    case nonEmpty
    /// Any number of types (NSEC3, CSYNC).
    case any
    /// The plain bitmap of NXT: types 1 to 127 (RFC 2535 5.2).
    case plain
}

/// Fields with a syntax of their own; each has a file or a section of one.
enum SpecialForm: Hashable, Sendable {
    /// The whole of LOC.
    case location
    /// The whole of APL.
    case prefixList
    /// The parameters of SVCB and HTTPS, to the end.
    case serviceParameters
    /// Precedence, gateway type, algorithm and gateway of IPSECKEY.
    case gateway
    /// The whole of AMTRELAY.
    case relay
    /// The whole of HIP.
    case hostIdentity
    /// Protocol and services of WKS, to the end.
    case services
    /// The subaddress of ISDN, which may be absent.
    case optionalString
    /// The whole of A6.
    case prefixedAddress
    /// The whole of NSAP.
    case nsap
    /// The whole of ATMA.
    case atmAddress
    /// EUI48 and EUI64.
    case hardwareAddress(octets: Int)
    /// The 64 bits of NID and L64.
    case locator
    /// Salt of NSEC3 and NSEC3PARAM, with a length octet.
    case salt
    /// Next hashed owner of NSEC3, with a length octet.
    case nextHash
    /// Tag of CAA.
    case tag
}
