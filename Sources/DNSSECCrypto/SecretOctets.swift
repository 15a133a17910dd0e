internal import COpenSSL

/// Octets that nobody but their user may see: a number of a private key.
///
/// They are wiped when the last reference goes, and printing, dumping or reflecting shows nothing of them.
@safe
public final class SecretOctets: Sendable {
    private nonisolated(unsafe) let storage: UnsafeMutableBufferPointer<UInt8>

    /// Takes a copy; wiping the original is its owner's duty (see `wipe`).
    public init(copying octets: Span<UInt8>) {
        unsafe storage = .allocate(capacity: octets.count)
        for index in octets.indices { unsafe storage.initializeElement(at: index, to: octets[index]) }
    }

    /// Memory of `count` octets that `fill` writes; `nil` if `fill` says that it failed.
    init?(count: Int, fill: (UnsafeMutablePointer<UInt8>) -> Bool) {
        unsafe storage = .allocate(capacity: count)
        unsafe storage.initialize(repeating: 0)
        guard let base = unsafe storage.baseAddress, unsafe fill(base) else { return nil }
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    /// Number of octets.
    public var count: Int { unsafe storage.count }

    /// The octets, for as long as this object is held.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { unsafe _overrideLifetime(Span(_unsafeElements: storage), borrowing: self) }
    }

    /// Overwrites octets with zeros, in a way that the compiler does not leave out, and empties the array.
    ///
    /// It reaches the array's own memory only: an array that was copied or has grown has left octets elsewhere.
    public static func wipe(_ octets: inout [UInt8]) {
        unsafe octets.withUnsafeMutableBytes { buffer in
            unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
        }
        octets.removeAll()
    }
}

extension SecretOctets: CustomReflectable {
    /// Shows no child.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A number that makes up a private key.
public enum PrivateComponent: String, Hashable, Sendable, CaseIterable {
    /// RSA: n.
    case modulus
    /// RSA: e.
    case publicExponent
    /// RSA: d.
    case privateExponent
    /// RSA: p.
    case prime1
    /// RSA: q.
    case prime2
    /// RSA: d mod p-1.
    case exponent1
    /// RSA: d mod q-1.
    case exponent2
    /// RSA: the inverse of q mod p.
    case coefficient
    /// ECDSA: the scalar, big-endian. EdDSA: the seed (RFC 8032 5.1.5, 5.2.5).
    case privateKey
}

/// The numbers of a private key, for its file; nothing of them can be printed.
public struct PrivateKeyMaterial: Sendable, CustomReflectable {
    private var components: [PrivateComponent: SecretOctets] = [:]

    /// Holds nothing yet.
    public init() {}

    /// One number as big-endian octets (a seed as it is), or nil.
    public subscript(component: PrivateComponent) -> SecretOctets? {
        get { components[component] }
        set { components[component] = newValue }
    }

    /// Shows no child.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
