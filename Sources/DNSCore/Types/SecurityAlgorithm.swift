/// A DNSSEC algorithm number (IANA "DNS Security Algorithm Numbers"; RFC 4034 A.1, RFC 9904).
public struct SecurityAlgorithm: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number in DNSKEY, RRSIG and DS.
    public let rawValue: UInt8

    /// Any number, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// RSA with SHA-1 (RFC 3110): to verify only (RFC 9905).
    public static let rsaSHA1 = SecurityAlgorithm(rawValue: 5)
    /// RSA with SHA-1, as signal that NSEC3 is understood (RFC 5155): to verify only (RFC 9905).
    public static let rsaSHA1NSEC3 = SecurityAlgorithm(rawValue: 7)
    /// RSA with SHA-256 (RFC 5702).
    public static let rsaSHA256 = SecurityAlgorithm(rawValue: 8)
    /// RSA with SHA-512 (RFC 5702).
    public static let rsaSHA512 = SecurityAlgorithm(rawValue: 10)
    /// ECDSA on P-256 with SHA-256 (RFC 6605).
    public static let ecdsaP256SHA256 = SecurityAlgorithm(rawValue: 13)
    /// ECDSA on P-384 with SHA-384 (RFC 6605).
    public static let ecdsaP384SHA384 = SecurityAlgorithm(rawValue: 14)
    /// Ed25519 (RFC 8080).
    public static let ed25519 = SecurityAlgorithm(rawValue: 15)
    /// Ed448 (RFC 8080).
    public static let ed448 = SecurityAlgorithm(rawValue: 16)

    /// Order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The algorithms that keyturn makes keys and signatures with.
    public static let signing: [SecurityAlgorithm] = [
        .rsaSHA256, .rsaSHA512, .ecdsaP256SHA256, .ecdsaP384SHA384, .ed25519, .ed448,
    ]

    /// True for the algorithms whose keys have a size that a policy chooses.
    public var isRSA: Bool { [5, 7, 8, 10].contains(rawValue) }

    /// The IANA mnemonic in capitals, as in key files and RRSIG comments; nil for a number without one.
    public var mnemonic: String? { Self.mnemonics.first { $0.number == rawValue }?.name }

    /// Reads a mnemonic in any case, or a decimal number from 0 to 255.
    public init?(text: String) {
        let capitals = text.uppercased()
        if let known = Self.mnemonics.first(where: { $0.name == capitals }) {
            self.init(rawValue: known.number)
        } else if let number = UInt8(text) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    private static let mnemonics: [(number: UInt8, name: String)] = [
        (1, "RSAMD5"), (2, "DH"), (3, "DSA"), (5, "RSASHA1"), (6, "NSEC3DSA"), (6, "DSA-NSEC3-SHA1"),
        (7, "NSEC3RSASHA1"), (7, "RSASHA1-NSEC3-SHA1"), (8, "RSASHA256"), (10, "RSASHA512"), (12, "ECCGOST"),
        (12, "ECC-GOST"), (13, "ECDSAP256SHA256"), (14, "ECDSAP384SHA384"), (15, "ED25519"), (16, "ED448"),
        (252, "INDIRECT"), (253, "PRIVATEDNS"), (254, "PRIVATEOID"),
    ]
}

extension SecurityAlgorithm: CustomStringConvertible {
    /// The mnemonic in capitals, or the number.
    public var description: String { mnemonic ?? String(rawValue) }
}

/// A DS digest type (IANA "DNSSEC Delegation Signer Digest Algorithms"; RFC 9904).
public struct DigestType: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number in DS and CDS.
    public let rawValue: UInt8

    /// Any number, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// SHA-1 (RFC 4034): to verify only (RFC 9905).
    public static let sha1 = DigestType(rawValue: 1)
    /// SHA-256 (RFC 4509).
    public static let sha256 = DigestType(rawValue: 2)
    /// SHA-384 (RFC 6605).
    public static let sha384 = DigestType(rawValue: 4)

    /// Order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The policy word (`sha256`), or the number.
    public var description: String {
        switch self {
        case .sha1: "sha1"
        case .sha256: "sha256"
        case .sha384: "sha384"
        default: String(rawValue)
        }
    }
}
