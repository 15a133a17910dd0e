internal import COpenSSL
public import DNSCore

/// The key of a DNSKEY record, checked and ready to verify with: algorithms 5, 7, 8, 10, 13, 14, 15, 16.
///
/// It is immutable; any number of threads may share it, each with a `VerificationContext` of its own.
public final class PublicKey: Sendable {
    /// The key's algorithm.
    public let algorithm: SecurityAlgorithm
    let profile: AlgorithmProfile
    let handle: KeyHandle

    /// Reads the key of a record; malformed ones are refused with the reason.
    ///
    /// Flags do not matter here.
    public init(_ record: DNSKEYRecord) throws(CryptoError) {
        guard record.protocolNumber == 3 else {
            throw .malformedPublicKey(.protocolNumber(record.protocolNumber))
        }
        algorithm = record.algorithm
        profile = try .of(record.algorithm)
        handle =
            switch profile.family {
            case .rsa: try .publicRSA(profile, wire: record.publicKey)
            case .ecdsa: try .publicECDSA(profile, wire: record.publicKey)
            case .edwards: try .publicEdwards(profile, wire: record.publicKey)
            }
    }
}

/// Verifies signatures with one key, on one thread.
@safe
public final class VerificationContext {
    /// The key that verifies.
    public let key: PublicKey
    private let contexts: DigestContextPair

    /// Prepares libcrypto for verifying with `key`.
    public init(_ key: PublicKey) throws(CryptoError) {
        self.key = key
        contexts = try DigestContextPair(.verify)
        let ready = unsafe EVP_DigestVerifyInit_ex(
            contexts.template,
            nil,
            key.profile.digest,
            nil,
            nil,
            key.handle.pointer,
            nil
        )
        guard ready == 1 else { throw libraryFailure(.verify) }
    }

    /// True if `signature`, in the form of an RRSIG, is this key's over `octets`.
    ///
    /// Whatever else happens, a malformed signature and a failure of libcrypto included, it is false.
    public func verify(signature: Span<UInt8>, over octets: Span<UInt8>) -> Bool {
        switch key.profile.family {
        case .rsa:
            return verify(libraryForm: signature, over: octets)
        case .ecdsa:
            let form = ECDSASignatureForm(fieldOctets: key.profile.fieldOctets)
            guard let der = form.der(fromFixed: signature) else { return false }
            return verify(libraryForm: der.span, over: octets)
        case .edwards:
            guard signature.count == key.profile.signatureOctets else { return false }
            return verify(libraryForm: signature, over: octets)
        }
    }

    private func verify(libraryForm signature: Span<UInt8>, over octets: Span<UInt8>) -> Bool {
        guard unsafe EVP_MD_CTX_copy_ex(contexts.scratch, contexts.template) == 1 else {
            ERR_clear_error()
            return false
        }
        let result = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe octets.withUnsafeBufferPointer { octets in
                unsafe EVP_DigestVerify(
                    contexts.scratch,
                    signature.baseAddress,
                    signature.count,
                    octets.baseAddress,
                    octets.count
                )
            }
        }
        if result != 1 { ERR_clear_error() }
        return result == 1
    }
}

// MARK: - Wire forms

/// The two numbers of an RSA key, and their form in a DNSKEY (RFC 3110 2).
struct RSAPublicNumbers {
    /// Big-endian, without leading zeros.
    var exponent: [UInt8]
    /// Big-endian, without leading zeros.
    var modulus: [UInt8]

    init(exponent: [UInt8], modulus: [UInt8]) {
        self.exponent = exponent
        self.modulus = modulus
    }

    /// Reads the wire form.
    init(wire: [UInt8]) throws(CryptoError) {
        guard let first = wire.first else { throw .malformedPublicKey(.truncated) }
        var start = 1
        var length = Int(first)
        if first == 0 {
            guard wire.count >= 3 else { throw .malformedPublicKey(.truncated) }
            length = Int(wire[1]) << 8 | Int(wire[2])
            start = 3
        }
        let end = start + length
        guard length > 0, end < wire.count else { throw .malformedPublicKey(.truncated) }
        guard wire[start] != 0, wire[end] != 0 else { throw .malformedPublicKey(.leadingZero) }
        exponent = Array(wire[start..<end])
        modulus = Array(wire[end...])
    }

    /// The wire form.
    var wireForm: [UInt8] {
        let count = exponent.count
        let length = count < 256 ? [UInt8(count)] : [0, UInt8(count >> 8), UInt8(count & 0xFF)]
        return length + exponent + modulus
    }

    /// Significant bits of the modulus.
    var modulusBits: Int { modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0) }

    /// Refuses what cannot be an RSA key, before libcrypto works with it.
    func check(_ profile: AlgorithmProfile) throws(CryptoError) {
        guard modulus.last.map({ $0 & 1 == 1 }) ?? false, profile.modulusBits.contains(modulusBits) else {
            throw .malformedPublicKey(.modulus(bits: modulusBits))
        }
        guard exponent.last.map({ $0 & 1 == 1 }) ?? false, exponent != [1], exponent.count <= 512 else {
            throw .malformedPublicKey(.exponent)
        }
    }
}

extension KeyHandle {
    fileprivate static func publicRSA(
        _ profile: AlgorithmProfile,
        wire: [UInt8]
    ) throws(CryptoError) -> KeyHandle {
        let numbers = try RSAPublicNumbers(wire: wire)
        try numbers.check(profile)
        guard let e = BigNumber(bigEndian: numbers.exponent.span),
            let n = BigNumber(bigEndian: numbers.modulus.span), let list = ParameterList(),
            list.add("e", e), list.add("n", n),
            let key = list.makeKey(type: profile.keyType, isPrivate: false)
        else { throw libraryFailure(.load) }
        // The list points into the numbers until the key is made.
        extendLifetime(e)
        extendLifetime(n)
        return key
    }

    fileprivate static func publicECDSA(
        _ profile: AlgorithmProfile,
        wire: [UInt8]
    ) throws(CryptoError) -> KeyHandle {
        try checkLength(wire, 2 * profile.fieldOctets)
        guard let group = profile.group else { throw libraryFailure(.load) }
        let key = unsafe group.withCString { name in
            unsafe ([0x04] + wire).withUnsafeBytes { point -> KeyHandle? in
                guard let list = ParameterList(), unsafe list.add("group", text: name),
                    unsafe list.add("pub", octets: point)
                else { return nil }
                return list.makeKey(type: profile.keyType, isPrivate: false)
            }
        }
        guard let key else {
            _ = libraryFailure(.load)
            throw .malformedPublicKey(.notOnCurve)
        }
        return key
    }

    fileprivate static func publicEdwards(
        _ profile: AlgorithmProfile,
        wire: [UInt8]
    ) throws(CryptoError) -> KeyHandle {
        try checkLength(wire, profile.fieldOctets)
        guard let key = unsafe EVP_PKEY_new_raw_public_key_ex(nil, profile.keyType, nil, wire, wire.count)
        else {
            throw libraryFailure(.load)
        }
        return unsafe KeyHandle(owning: key)
    }

    private static func checkLength(_ wire: [UInt8], _ expected: Int) throws(CryptoError) {
        guard wire.count == expected else {
            throw .malformedPublicKey(.length(octets: wire.count, expected: expected))
        }
    }
}
