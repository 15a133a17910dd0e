import COpenSSL
import DNSCore
import DNSSECCrypto
import Testing

struct PublicKeyTests {
    private func problem(
        _ algorithm: SecurityAlgorithm,
        _ octets: [UInt8],
        protocolNumber: UInt8 = 3
    ) -> PublicKeyProblem? {
        var record = DNSKEYRecord(flags: 256, algorithm: algorithm, publicKey: octets)
        record.protocolNumber = protocolNumber
        do {
            _ = try PublicKey(record)
        } catch {
            guard ERR_peek_error() == 0, case .malformedPublicKey(let problem) = error else { return nil }
            return problem
        }
        return nil
    }

    @Test func `a protocol other than 3 is refused`() {
        #expect(problem(.ed25519, [UInt8](repeating: 1, count: 32), protocolNumber: 2) == .protocolNumber(2))
    }

    @Test(
        arguments: zip(
            [SecurityAlgorithm.ecdsaP256SHA256, .ecdsaP384SHA384, .ed25519, .ed448],
            [64, 96, 32, 57]
        )
    )
    func `a key of the wrong length is refused`(algorithm: SecurityAlgorithm, expected: Int) {
        for count in [0, 1, expected - 1, expected + 1, 300] {
            let octets = [UInt8](repeating: 4, count: count)
            #expect(problem(algorithm, octets) == .length(octets: count, expected: expected))
        }
    }

    @Test(arguments: zip([SecurityAlgorithm.ecdsaP256SHA256, .ecdsaP384SHA384], [64, 96]))
    func `a point that is not on the curve is refused`(algorithm: SecurityAlgorithm, octets: Int) {
        #expect(problem(algorithm, [UInt8](repeating: 1, count: octets)) == .notOnCurve)
        #expect(problem(algorithm, [UInt8](repeating: 0, count: octets)) == .notOnCurve)
        #expect(problem(algorithm, [UInt8](repeating: 255, count: octets)) == .notOnCurve)
    }

    static let modulus = [0x80] + [UInt8](repeating: 1, count: 127)

    @Test(arguments: [
        [], [0], [0, 1], [1], [1, 3], [0, 0, 1], [3, 1, 0], [3, 1, 0, 1], [0, 1, 0], [0, 0, 0, 9],
    ])
    func `an RSA key that ends too early is refused`(octets: [UInt8]) {
        #expect(problem(.rsaSHA256, octets) == .truncated)
    }

    @Test func `RSA numbers with leading zeros are refused`() {
        #expect(problem(.rsaSHA256, [2, 0, 3] + Self.modulus) == .leadingZero)
        #expect(problem(.rsaSHA256, [1, 3, 0] + Self.modulus) == .leadingZero)
    }

    @Test func `impossible RSA exponents are refused`() {
        #expect(problem(.rsaSHA256, [1, 1] + Self.modulus) == .exponent)
        #expect(problem(.rsaSHA256, [1, 4] + Self.modulus) == .exponent)
        let huge = [UInt8](repeating: 1, count: 513)
        #expect(problem(.rsaSHA256, [0, 2, 1] + huge + Self.modulus) == .exponent)
        let large = [UInt8](repeating: 1, count: 512)
        #expect(problem(.rsaSHA256, [0, 2, 0] + large + Self.modulus) == nil)
    }

    @Test func `impossible RSA moduli are refused`() {
        #expect(problem(.rsaSHA256, [1, 3] + Self.modulus.dropLast() + [2]) == .modulus(bits: 1024))
        #expect(problem(.rsaSHA256, [1, 3, 0x7F] + [UInt8](repeating: 1, count: 63)) == .modulus(bits: 511))
        #expect(
            problem(.rsaSHA256, [1, 3, 0x01] + [UInt8](repeating: 1, count: 512)) == .modulus(bits: 4097)
        )
        #expect(
            problem(.rsaSHA256, [1, 3] + [UInt8](repeating: 255, count: 65000)) == .modulus(bits: 520_000)
        )
        #expect(problem(.rsaSHA512, [1, 3, 0x80] + [UInt8](repeating: 1, count: 63)) == .modulus(bits: 512))
        #expect(problem(.rsaSHA256, [1, 3, 0x80] + [UInt8](repeating: 1, count: 511)) == nil)
    }

    @Test(arguments: [1024, 1032, 4096])
    func `a key with a very large exponent verifies nothing and does no harm`(bits: Int) throws {
        let exponent = [UInt8](repeating: 0xFF, count: bits / 8)
        let length = exponent.count < 256 ? [UInt8(exponent.count)] : [0, UInt8(exponent.count >> 8), 0]
        let wire = length + exponent + [UInt8](repeating: 0xEF, count: 512)
        let key = try PublicKey(DNSKEYRecord(flags: 256, algorithm: .rsaSHA256, publicKey: wire))
        #expect(!(try VerificationContext(key).verifies([UInt8](repeating: 1, count: 512), over: [1])))
        #expect(ERR_peek_error() == 0)
    }
}
