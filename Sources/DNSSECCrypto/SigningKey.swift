public import DNSCore

/// A private key of an algorithm that keyturn signs with: 8, 10, 13, 14, 15, 16.
///
/// It is immutable; any number of threads may share it, each with a `SigningContext` of its own. What it holds is
/// wiped when the last reference goes, and printing, dumping or reflecting shows nothing of it. A key that signs
/// what its own public key does not verify cannot come into being.
public final class SigningKey: Sendable {
    /// The key's algorithm.
    public let algorithm: SecurityAlgorithm
    /// The public half in the wire form of its DNSKEY (RFC 3110 2, RFC 6605 4, RFC 8080 3).
    public let publicKey: [UInt8]
    let profile: AlgorithmProfile
    let handle: KeyHandle

    /// Takes a key of libcrypto's and proves it by a signature.
    private init(_ handle: KeyHandle, algorithm: SecurityAlgorithm) throws(CryptoError) {
        self.algorithm = algorithm
        self.handle = handle
        profile = try .signing(algorithm)
        publicKey = try handle.wireForm(profile)
        try prove()
    }

    /// A new random key.
    ///
    /// `bits` is the modulus of an RSA key, 1024 to 4096 (its exponent is 65537), and is ignored for the other
    /// algorithms, whose size is fixed. Where the key is for a zone, use `generate(...avoiding:)`.
    public static func generate(
        algorithm: SecurityAlgorithm,
        bits: Int = 2048
    ) throws(CryptoError) -> SigningKey {
        let profile = try AlgorithmProfile.signing(algorithm)
        return try SigningKey(.generated(profile, bits: bits), algorithm: algorithm)
    }

    /// The key that `material` holds the numbers of.
    public convenience init(algorithm: SecurityAlgorithm, material: PrivateKeyMaterial) throws(CryptoError) {
        let profile = try AlgorithmProfile.signing(algorithm)
        try self.init(.loaded(profile, from: material), algorithm: algorithm)
    }

    /// The numbers of the private key, for its file.
    public func material() throws(CryptoError) -> PrivateKeyMaterial {
        try handle.material(profile)
    }

    /// The DNSKEY record of this key with these flags.
    public func dnskey(flags: UInt16) -> DNSKEYRecord {
        DNSKEYRecord(flags: flags, algorithm: algorithm, publicKey: publicKey)
    }

    /// Appends the signature over `octets`, in the form of an RRSIG, to `signature`.
    ///
    /// For one signature; who makes many keeps a `SigningContext`.
    public func sign(_ octets: Span<UInt8>, into signature: inout [UInt8]) throws(CryptoError) {
        try SigningContext(self).sign(octets: octets, appendingTo: &signature)
    }

    private func prove() throws(CryptoError) {
        let text: [UInt8] = Array("keyturn".utf8)
        var signature: [UInt8] = []
        try sign(text.span, into: &signature)
        let context = try VerificationContext(PublicKey(dnskey(flags: DNSKEYRecord.zoneKeyFlag)))
        guard context.verify(signature: signature.span, over: text.span) else {
            throw .inconsistentPrivateKey
        }
    }
}

extension SigningKey: CustomReflectable {
    /// Shows no child.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
