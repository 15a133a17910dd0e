internal import COpenSSL

/// The numbers of an RSA private key beyond its public ones, and whether they belong together.
///
/// libcrypto signs through the Chinese remainder and falls back on the private exponent where that comes out
/// wrong: one damaged number would go unnoticed, make signing slow, and be written to the next key file.
struct RSAPrivateNumbers: ~Copyable {
    let modulus: BigNumber
    let privateExponent: BigNumber
    let prime1: BigNumber
    let prime2: BigNumber
    let exponent1: BigNumber
    let exponent2: BigNumber
    let coefficient: BigNumber

    /// True if n = pq, d1 = d mod p-1, d2 = d mod q-1 and q times the coefficient is 1 mod p (RFC 8017 3.2).
    ///
    /// That they fit the public exponent is for a signature to show. Nil if libcrypto fails.
    func areConsistent() -> Bool? {
        guard prime1.bits > 1, prime2.bits > 1 else { return false }
        guard let arithmetic = Arithmetic(), let product = arithmetic.product(prime1, prime2),
            let first = arithmetic.remainder(privateExponent, moduloOneLessThan: prime1),
            let second = arithmetic.remainder(privateExponent, moduloOneLessThan: prime2),
            let unit = arithmetic.product(prime2, coefficient, modulo: prime1)
        else { return nil }
        return product.equals(modulus) && first.equals(exponent1) && second.equals(exponent2) && unit.isOne
    }
}

extension BigNumber {
    fileprivate func equals(_ other: borrowing BigNumber) -> Bool {
        unsafe BN_cmp(pointer, other.pointer) == 0
    }

    fileprivate var isOne: Bool { unsafe BN_is_one(pointer) == 1 }
}

/// libcrypto's scratch memory for sums, wiped when freed, as are the results; they are `nil` if libcrypto fails.
@safe
private struct Arithmetic: ~Copyable {
    private let context: OpaquePointer

    init?() {
        guard let context = unsafe BN_CTX_secure_new() else { return nil }
        unsafe self.context = unsafe context
    }

    deinit { unsafe BN_CTX_free(context) }

    func product(_ left: borrowing BigNumber, _ right: borrowing BigNumber) -> BigNumber? {
        guard let result = unsafe BN_secure_new() else { return nil }
        let done = unsafe BN_mul(result, left.pointer, right.pointer, context) == 1
        return unsafe Arithmetic.number(result, done)
    }

    func product(
        _ left: borrowing BigNumber,
        _ right: borrowing BigNumber,
        modulo prime: borrowing BigNumber
    ) -> BigNumber? {
        guard let result = unsafe BN_secure_new() else { return nil }
        let done = unsafe BN_mod_mul(result, left.pointer, right.pointer, prime.pointer, context) == 1
        return unsafe Arithmetic.number(result, done)
    }

    func remainder(
        _ number: borrowing BigNumber,
        moduloOneLessThan prime: borrowing BigNumber
    ) -> BigNumber? {
        guard let less = unsafe BN_secure_new() else { return nil }
        defer { unsafe BN_clear_free(less) }
        guard let result = unsafe BN_secure_new() else { return nil }
        let done =
            unsafe BN_sub(less, prime.pointer, BN_value_one()) == 1
            && BN_div(nil, result, number.pointer, less, context) == 1
        return unsafe Arithmetic.number(result, done)
    }

    private static func number(_ result: OpaquePointer, _ done: Bool) -> BigNumber? {
        guard done else {
            unsafe BN_clear_free(result)
            return nil
        }
        return unsafe BigNumber(owning: result)
    }
}
