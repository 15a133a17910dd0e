internal import COpenSSL
public import DNSCore

/// DS records and the digests in them (RFC 4034 5.1.4, RFC 4509, RFC 6605 2).
public enum DelegationDigest {
    /// The DS of a key of the zone `owner`; SHA-256 and SHA-384, not SHA-1 (RFC 9905).
    public static func ds(
        of key: DNSKEYRecord,
        owner: Name,
        digest type: DigestType
    ) throws(CryptoError) -> DSRecord {
        guard type != .sha1 else { throw .digestToVerifyOnly(type) }
        return try anyDS(of: key, owner: owner, digest: type)
    }

    /// True if `ds` is of this key of the zone `owner`; SHA-1 too.
    public static func matches(
        _ ds: DSRecord,
        key: DNSKEYRecord,
        owner: Name
    ) throws(CryptoError) -> Bool {
        try anyDS(of: key, owner: owner, digest: ds.digestType) == ds
    }

    private static func anyDS(
        of key: DNSKEYRecord,
        owner: Name,
        digest type: DigestType
    ) throws(CryptoError) -> DSRecord {
        let method: DigestMethod
        switch type {
        case .sha1: method = .sha1
        case .sha256: method = .sha256
        case .sha384: method = .sha384
        default: throw .unsupportedDigest(type)
        }
        let octets = owner.lowercased.octets + key.rdata
        return DSRecord(
            keyTag: key.keyTag,
            algorithm: key.algorithm,
            digestType: type,
            digest: try digest(method, octets.span)
        )
    }
}

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// The 32 octets of the digest.
    public static func hash(_ octets: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        try digest(.sha256, octets)
    }
}

/// A hash over octets that come in pieces.
@safe
public final class DigestStream {
    /// Which hash (FIPS 180-4).
    public enum Algorithm: Sendable {
        /// 32 octets.
        case sha256
        /// 48 octets.
        case sha384
        /// 64 octets.
        case sha512

        fileprivate var method: DigestMethod {
            switch self {
            case .sha256: .sha256
            case .sha384: .sha384
            case .sha512: .sha512
            }
        }

        fileprivate var octets: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    private let context: OpaquePointer
    private let octets: Int

    /// The digest of nothing yet.
    public init(_ algorithm: Algorithm) throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw libraryFailure(.digest) }
        guard unsafe EVP_DigestInit_ex(context, algorithm.method.pointer, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw libraryFailure(.digest)
        }
        unsafe self.context = unsafe context
        octets = algorithm.octets
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds the next octets.
    public func add(_ octets: Span<UInt8>) throws(CryptoError) {
        let added = unsafe octets.withUnsafeBufferPointer { input in
            unsafe EVP_DigestUpdate(context, input.baseAddress, input.count)
        }
        guard added == 1 else { throw libraryFailure(.digest) }
    }

    /// The digest; nothing can be added behind it.
    public func finish() throws(CryptoError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: octets)
        guard unsafe EVP_DigestFinal_ex(context, &output, nil) == 1 else { throw libraryFailure(.digest) }
        return output
    }
}

/// A digest that libcrypto has looked up, once in the life of the process: looking it up costs more than to digest a line.
@safe
private final class DigestMethod: Sendable {
    static let sha1 = DigestMethod("SHA1")
    static let sha256 = DigestMethod("SHA256")
    static let sha384 = DigestMethod("SHA384")
    static let sha512 = DigestMethod("SHA512")

    /// `nil` if libcrypto does not have it.
    nonisolated(unsafe) let pointer: OpaquePointer?

    private init(_ name: String) { unsafe pointer = unsafe EVP_MD_fetch(nil, name, nil) }

    deinit { unsafe EVP_MD_free(pointer) }
}

private func digest(_ method: DigestMethod, _ octets: Span<UInt8>) throws(CryptoError) -> [UInt8] {
    guard let pointer = unsafe method.pointer else { throw libraryFailure(.digest) }
    var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let result = unsafe octets.withUnsafeBufferPointer { input in
        unsafe EVP_Digest(input.baseAddress, input.count, &output, &length, pointer, nil)
    }
    guard result == 1 else { throw libraryFailure(.digest) }
    output.removeLast(output.count - Int(length))
    return output
}
