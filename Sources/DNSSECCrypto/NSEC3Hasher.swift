internal import COpenSSL

/// Hashes owner names for NSEC3 (RFC 5155 5), with hash algorithm 1, SHA-1; for one thread.
@safe
public final class NSEC3Hasher {
    /// Octets of a hash.
    public static let hashOctets = 20

    /// Additional rounds; 0 unless the operator insists (RFC 9276 3.1).
    public let iterations: UInt16
    /// What is appended to the input of every round.
    public let salt: [UInt8]
    private let context: OpaquePointer
    private let algorithm: OpaquePointer
    /// The hash of the round before, and behind it the salt.
    private var block: [UInt8]

    /// Prepares libcrypto for SHA-1.
    public init(iterations: UInt16, salt: [UInt8]) throws(CryptoError) {
        guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA1", nil) else { throw libraryFailure(.digest) }
        guard let context = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_MD_free(algorithm)
            throw libraryFailure(.digest)
        }
        self.iterations = iterations
        self.salt = salt
        unsafe self.context = unsafe context
        unsafe self.algorithm = unsafe algorithm
        block = [UInt8](repeating: 0, count: Self.hashOctets) + salt
        guard unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1 else { throw libraryFailure(.digest) }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
    }

    /// Appends the 20 octets of the hash of a name in uncompressed wire form and lower case.
    ///
    /// Where it throws, `output` is as it was.
    public func hash(_ name: Span<UInt8>, appendingTo output: inout [UInt8]) throws(CryptoError) {
        let hashed = unsafe block.withUnsafeMutableBufferPointer { block in
            unsafe name.withUnsafeBufferPointer { name in
                unsafe hash(name, through: block)
            }
        }
        guard hashed else { throw libraryFailure(.digest) }
        output.append(contentsOf: block[..<Self.hashOctets])
    }

    private func hash(
        _ name: UnsafeBufferPointer<UInt8>,
        through block: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        let salt = unsafe block.baseAddress.map { unsafe UnsafeRawPointer($0 + Self.hashOctets) }
        guard unsafe EVP_DigestInit_ex2(context, nil, nil) == 1,
            unsafe EVP_DigestUpdate(context, name.baseAddress, name.count) == 1,
            unsafe EVP_DigestUpdate(context, salt, self.salt.count) == 1,
            unsafe EVP_DigestFinal_ex(context, block.baseAddress, nil) == 1
        else { return false }
        for _ in 0..<iterations {
            guard unsafe EVP_DigestInit_ex2(context, nil, nil) == 1,
                unsafe EVP_DigestUpdate(context, block.baseAddress, block.count) == 1,
                unsafe EVP_DigestFinal_ex(context, block.baseAddress, nil) == 1
            else { return false }
        }
        return true
    }
}
