internal import COpenSSL

/// A secret for HMAC-SHA-256 (RFC 2104): who has it can tell whether octets are from somebody who has it, too.
public struct AuthenticationKey: Sendable, CustomReflectable {
    /// Octets of the secret.
    public static let octets = 32

    private let secret: SecretOctets

    /// The secret that these octets are; nil if they are not 32.
    public init?(_ octets: Span<UInt8>) {
        guard octets.count == Self.octets else { return nil }
        secret = SecretOctets(copying: octets)
    }

    /// A new secret from libcrypto's generator for private keys.
    public static func random() throws(CryptoError) -> AuthenticationKey {
        guard
            let secret = unsafe SecretOctets(
                count: octets,
                fill: { unsafe RAND_priv_bytes($0, Int32(octets)) == 1 }
            )
        else { throw libraryFailure(.generate) }
        return AuthenticationKey(secret)
    }

    private init(_ secret: SecretOctets) { self.secret = secret }

    /// The octets, for their file.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { secret.span }
    }

    /// The 32 octets of the code of a text.
    public func code(of text: Span<UInt8>) throws(CryptoError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let made = unsafe secret.span.withUnsafeBufferPointer { key in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe HMAC(
                    EVP_sha256(),
                    key.baseAddress,
                    Int32(key.count),
                    text.baseAddress,
                    text.count,
                    &output,
                    &length
                ) != nil
            }
        }
        guard made else { throw libraryFailure(.digest) }
        output.removeLast(output.count - Int(length))
        return output
    }

    /// Shows no child.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
