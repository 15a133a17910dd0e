internal import COpenSSL

/// Makes signatures with one key, on one thread, without an allocation of its own per signature.
@safe
public final class SigningContext {
    /// The key that signs.
    public let key: SigningKey
    private let contexts: DigestContextPair
    /// Where libcrypto writes a signature before it is known to be whole.
    private let buffer: UnsafeMutableBufferPointer<UInt8>

    /// Prepares libcrypto for signing with `key`.
    public init(_ key: SigningKey) throws(CryptoError) {
        self.key = key
        contexts = try DigestContextPair(.sign)
        unsafe buffer = .allocate(capacity: Int(EVP_PKEY_get_size(key.handle.pointer)))
        unsafe buffer.initialize(repeating: 0)
        let ready = unsafe EVP_DigestSignInit_ex(
            contexts.template,
            nil,
            key.profile.digest,
            nil,
            nil,
            key.handle.pointer,
            nil
        )
        guard ready == 1 else { throw libraryFailure(.sign) }
    }

    deinit { unsafe buffer.deallocate() }

    /// Appends the signature over `octets` in the form of an RRSIG: RFC 3110 3, RFC 6605 4, RFC 8080 4.
    ///
    /// Where it throws, `output` is as it was.
    public func sign(octets: Span<UInt8>, appendingTo output: inout [UInt8]) throws(CryptoError) {
        var length = unsafe buffer.count
        let signed = unsafe octets.withUnsafeBufferPointer { message in
            unsafe EVP_MD_CTX_copy_ex(contexts.scratch, contexts.template) == 1
                && EVP_DigestSign(
                    contexts.scratch,
                    buffer.baseAddress,
                    &length,
                    message.baseAddress,
                    message.count
                ) == 1
        }
        guard signed, unsafe length <= buffer.count else { throw libraryFailure(.sign) }
        let signature = unsafe UnsafeBufferPointer(rebasing: buffer[..<length])
        if key.profile.family == .ecdsa {
            let form = ECDSASignatureForm(fieldOctets: key.profile.fieldOctets)
            guard unsafe form.appendFixed(fromDER: Span(_unsafeElements: signature), to: &output) else {
                throw .library(.sign, code: 0)
            }
        } else {
            unsafe output.append(contentsOf: signature)
        }
    }
}

extension SigningContext: CustomReflectable {
    /// Shows no child.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A context that was initialised with a key, and the one that it is copied into for each use.
@safe
struct DigestContextPair: ~Copyable {
    let template: OpaquePointer
    let scratch: OpaquePointer

    init(_ operation: CryptoOperation) throws(CryptoError) {
        guard let template = unsafe EVP_MD_CTX_new() else { throw libraryFailure(operation) }
        guard let scratch = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_MD_CTX_free(template)
            throw libraryFailure(operation)
        }
        unsafe self.template = unsafe template
        unsafe self.scratch = unsafe scratch
    }

    deinit {
        unsafe EVP_MD_CTX_free(scratch)
        unsafe EVP_MD_CTX_free(template)
    }
}
