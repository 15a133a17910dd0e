internal import DNSCore

/// What libcrypto and the wire need to know of an algorithm.
struct AlgorithmProfile {
    /// The families, which differ in how keys and signatures are written.
    enum Family {
        case rsa
        case ecdsa
        case edwards
    }

    let family: Family
    /// libcrypto's name of the key type.
    let keyType: String
    /// libcrypto's name of the digest; `nil` if the algorithm digests by itself.
    let digest: String?
    /// libcrypto's name of the curve; `nil` if the key type implies it.
    let group: String?
    /// Octets of one coordinate or scalar (ECDSA), or of the whole key (EdDSA); 0 for RSA.
    let fieldOctets: Int
    /// Octets of a signature; 0 for RSA, where it is the modulus' size.
    let signatureOctets: Int
    /// The sizes of modulus that the algorithm's RFC allows, in bits.
    let modulusBits: ClosedRange<Int>
    /// False for the algorithms that RFC 9905 has left to verify only.
    let signs: Bool
}

extension AlgorithmProfile {
    /// Sizes of the RSA keys that are generated, in bits; smaller ones are only loaded.
    static let generatedModulusBits = 1024...4096

    /// The profile of an algorithm, or the reason why there is none.
    static func of(_ algorithm: SecurityAlgorithm) throws(CryptoError) -> AlgorithmProfile {
        switch algorithm {
        case .rsaSHA1, .rsaSHA1NSEC3: rsa(digest: "SHA1", bits: 512...4096, signs: false)
        case .rsaSHA256: rsa(digest: "SHA256", bits: 512...4096, signs: true)
        case .rsaSHA512: rsa(digest: "SHA512", bits: 1024...4096, signs: true)
        case .ecdsaP256SHA256: ecdsa(group: "P-256", digest: "SHA256", octets: 32)
        case .ecdsaP384SHA384: ecdsa(group: "P-384", digest: "SHA384", octets: 48)
        case .ed25519: edwards("ED25519", key: 32, signature: 64)
        case .ed448: edwards("ED448", key: 57, signature: 114)
        default: throw .unsupportedAlgorithm(algorithm)
        }
    }

    /// The same, for making keys and signatures.
    static func signing(_ algorithm: SecurityAlgorithm) throws(CryptoError) -> AlgorithmProfile {
        let profile = try of(algorithm)
        guard profile.signs else { throw .algorithmToVerifyOnly(algorithm) }
        return profile
    }

    private static func rsa(digest: String, bits: ClosedRange<Int>, signs: Bool) -> AlgorithmProfile {
        AlgorithmProfile(
            family: .rsa,
            keyType: "RSA",
            digest: digest,
            group: nil,
            fieldOctets: 0,
            signatureOctets: 0,
            modulusBits: bits,
            signs: signs
        )
    }

    private static func ecdsa(group: String, digest: String, octets: Int) -> AlgorithmProfile {
        AlgorithmProfile(
            family: .ecdsa,
            keyType: "EC",
            digest: digest,
            group: group,
            fieldOctets: octets,
            signatureOctets: 2 * octets,
            modulusBits: 0...0,
            signs: true
        )
    }

    private static func edwards(_ name: String, key: Int, signature: Int) -> AlgorithmProfile {
        AlgorithmProfile(
            family: .edwards,
            keyType: name,
            digest: nil,
            group: nil,
            fieldOctets: key,
            signatureOctets: signature,
            modulusBits: 0...0,
            signs: true
        )
    }
}
