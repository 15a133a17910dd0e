public import DNSCore

/// What can go wrong with keys, signatures and digests.
///
/// A signature that does not fit is not an error: `VerificationContext.verify` answers false.
public enum CryptoError: Error, Hashable, Sendable {
    /// No key of this algorithm can be used at all.
    case unsupportedAlgorithm(SecurityAlgorithm)
    /// Signatures of this algorithm are verified, but neither keys nor signatures are made (RFC 9905).
    case algorithmToVerifyOnly(SecurityAlgorithm)
    /// No DS of this digest type can be made or checked.
    case unsupportedDigest(DigestType)
    /// A DS of this digest type is checked, but never made (RFC 9905).
    case digestToVerifyOnly(DigestType)
    /// The algorithm does not allow a key of this size.
    case keySize(bits: Int, allowed: ClosedRange<Int>)
    /// The octets of a DNSKEY are no public key of its algorithm.
    case malformedPublicKey(PublicKeyProblem)
    /// The private key lacks a number.
    case missingComponent(PrivateComponent)
    /// A number of the private key has a size that its algorithm does not allow.
    case componentSize(PrivateComponent, octets: Int)
    /// The numbers of the private key do not belong together: what it signs does not verify.
    case inconsistentPrivateKey
    /// Every key that was generated had a tag that the zone already uses.
    case noFreeKeyTag(tries: Int)
    /// A call of libcrypto failed; `code` is its packed error number, 0 where it gave none.
    case library(CryptoOperation, code: UInt)
}

/// Why the octets of a DNSKEY are no public key.
public enum PublicKeyProblem: Hashable, Sendable {
    /// The protocol field is not 3 (RFC 4034 2.1.2).
    case protocolNumber(UInt8)
    /// The algorithm has keys of one length only, and this is not it.
    case length(octets: Int, expected: Int)
    /// The octets end inside an RSA exponent, or leave no modulus (RFC 3110 2).
    case truncated
    /// An RSA exponent or modulus begins with a zero octet (RFC 3110 2).
    case leadingZero
    /// The RSA exponent is even, 1, or larger than 4096 bits.
    case exponent
    /// The RSA modulus is even or has a size outside 512 to 4096 bits.
    case modulus(bits: Int)
    /// The octets are no point on the curve.
    case notOnCurve
}

/// What libcrypto was asked to do when it failed.
public enum CryptoOperation: String, Hashable, Sendable {
    /// To make a key.
    case generate
    /// To build a key from its numbers.
    case load
    /// To give out the numbers of a key.
    case export
    /// To sign, or to prepare for it.
    case sign
    /// To prepare for verifying.
    case verify
    /// To digest.
    case digest
}

extension CryptoError: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .unsupportedAlgorithm(let algorithm): "algorithm \(algorithm) is not supported"
        case .algorithmToVerifyOnly(let algorithm):
            "algorithm \(algorithm) is only verified, never signed with"
        case .unsupportedDigest(let type): "digest type \(type) is not supported"
        case .digestToVerifyOnly(let type): "digest type \(type) is only verified, never made"
        case .keySize(let bits, let allowed):
            "a key of \(bits) bits is not allowed; expected \(allowed.lowerBound) to \(allowed.upperBound)"
        case .malformedPublicKey(let problem): "malformed public key: \(problem)"
        case .missingComponent(let component): "the private key has no \(component.rawValue)"
        case .componentSize(let component, let octets):
            "the private key's \(component.rawValue) cannot have \(octets) octets"
        case .inconsistentPrivateKey: "the numbers of the private key do not belong together"
        case .noFreeKeyTag(let tries): "no key with a free key tag in \(tries) tries"
        case .library(let operation, let code): "libcrypto cannot \(operation.rawValue) (error \(code))"
        }
    }
}

extension PublicKeyProblem: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .protocolNumber(let number): "protocol \(number); expected 3"
        case .length(let octets, let expected): "\(octets) octets; expected \(expected)"
        case .truncated: "it ends too early"
        case .leadingZero: "a number begins with a zero octet"
        case .exponent: "the RSA exponent is even, 1 or too large"
        case .modulus(let bits):
            "the RSA modulus of \(bits) bits is even or has a size outside 512 to 4096 bits"
        case .notOnCurve: "it is no point on the curve"
        }
    }
}
