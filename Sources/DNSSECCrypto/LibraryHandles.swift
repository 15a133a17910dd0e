internal import COpenSSL

/// Owns an EVP_PKEY, which libcrypto lets any number of threads read at once.
///
/// libcrypto wipes the private numbers when it frees it.
@safe
final class KeyHandle: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe EVP_PKEY_free(pointer) }
}

extension KeyHandle: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Owns a BIGNUM and wipes it.
@safe
struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    /// Reads big-endian octets into memory that is wiped when freed, as are the copies that libcrypto makes of it.
    init?(bigEndian octets: Span<UInt8>) {
        guard let number = unsafe BN_secure_new() else { return nil }
        let read = unsafe octets.withUnsafeBufferPointer { buffer in
            unsafe BN_bin2bn(buffer.baseAddress, Int32(buffer.count), number) != nil
        }
        guard read else {
            unsafe BN_clear_free(number)
            return nil
        }
        unsafe self.init(owning: number)
    }

    deinit { unsafe BN_clear_free(pointer) }

    /// Significant bits.
    var bits: Int { unsafe Int(BN_num_bits(pointer)) }

    /// Significant octets.
    var octetCount: Int { (bits + 7) / 8 }

    /// The value as big-endian octets, padded with zeros to `count`; `nil` if it needs more.
    func secretOctets(count: Int) -> SecretOctets? {
        unsafe SecretOctets(count: count) { target in
            unsafe BN_bn2binpad(pointer, target, Int32(count)) == Int32(count)
        }
    }

    /// The value of a public number as big-endian octets, padded with zeros to `count`; `nil` if it needs more.
    func publicOctets(count: Int) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        let written = unsafe octets.withUnsafeMutableBufferPointer { buffer in
            unsafe BN_bn2binpad(pointer, buffer.baseAddress, Int32(count))
        }
        return written == Int32(count) ? octets : nil
    }
}

/// The list of named numbers that a key is built from.
@safe
struct ParameterList: ~Copyable {
    private let builder: OpaquePointer

    init?() {
        guard let builder = unsafe OSSL_PARAM_BLD_new() else { return nil }
        unsafe self.builder = unsafe builder
    }

    deinit { unsafe OSSL_PARAM_BLD_free(builder) }

    /// Adds a number, which must live until `makeKey`.
    func add(_ name: StaticString, _ number: borrowing BigNumber) -> Bool {
        unsafe OSSL_PARAM_BLD_push_BN(builder, name.cString, number.pointer) == 1
    }

    /// Adds a text, which must live until `makeKey`.
    func add(_ name: StaticString, text: UnsafePointer<CChar>) -> Bool {
        unsafe OSSL_PARAM_BLD_push_utf8_string(builder, name.cString, text, 0) == 1
    }

    /// Adds octets, which must live until `makeKey`.
    func add(_ name: StaticString, octets: UnsafeRawBufferPointer) -> Bool {
        unsafe OSSL_PARAM_BLD_push_octet_string(builder, name.cString, octets.baseAddress, octets.count) == 1
    }

    /// The key that the list describes, or nil.
    func makeKey(type: String, isPrivate: Bool) -> KeyHandle? {
        guard let parameters = unsafe OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { unsafe OSSL_PARAM_free(parameters) }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, type, nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        // EVP_PKEY_PUBLIC_KEY and EVP_PKEY_KEYPAIR, which the importer does not bring.
        let selection =
            OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS | OSSL_KEYMGMT_SELECT_OTHER_PARAMETERS
            | OSSL_KEYMGMT_SELECT_PUBLIC_KEY | (isPrivate ? OSSL_KEYMGMT_SELECT_PRIVATE_KEY : 0)
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &key, selection, parameters) == 1, let key = unsafe key
        else { return nil }
        return unsafe KeyHandle(owning: key)
    }
}

extension StaticString {
    /// The text as C wants it.
    var cString: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

/// The failure of a library call; empties libcrypto's queue of errors, so that the next failure shows its own.
func libraryFailure(_ operation: CryptoOperation) -> CryptoError {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    return .library(operation, code: UInt(code))
}
