import COpenSSL
import DNSCore
import DNSSECCrypto
import Testing

struct KeyMaterialTests {
    @Test(arguments: SecurityAlgorithm.signing)
    func `a key that is taken apart and put together again is the same key`(algorithm: SecurityAlgorithm)
        throws
    {
        let key = try SigningKey.generate(algorithm: algorithm, bits: 1024)
        let copy = try SigningKey(algorithm: algorithm, material: try key.material())
        #expect(copy.publicKey == key.publicKey)
        let text: [UInt8] = [1, 2, 3]
        let context = try VerificationContext(PublicKey(key.dnskey(flags: 257)))
        #expect(context.verifies(try copy.signature(over: text), over: text))
    }

    @Test(arguments: zip([SecurityAlgorithm.rsaSHA256, .rsaSHA512], [1024, 2048]))
    func `RSA keys have the size that was asked for and the exponent 65537`(
        algorithm: SecurityAlgorithm,
        bits: Int
    ) throws {
        let key = try SigningKey.generate(algorithm: algorithm, bits: bits)
        #expect(key.publicKey.starts(with: [3, 1, 0, 1]))
        #expect(key.publicKey.count == 4 + bits / 8)
        #expect(key.publicKey[4] >= 128)
    }

    @Test(arguments: [0, 512, 1023, 4097, 1 << 20, -1])
    func `RSA keys of other sizes are not made`(bits: Int) {
        #expect(throws: CryptoError.keySize(bits: bits, allowed: 1024...4096)) {
            try SigningKey.generate(algorithm: .rsaSHA256, bits: bits)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 6, 12, 17, 253, 255].map(SecurityAlgorithm.init(rawValue:)))
    func `unknown algorithms are refused`(algorithm: SecurityAlgorithm) {
        #expect(throws: CryptoError.unsupportedAlgorithm(algorithm)) {
            try SigningKey.generate(algorithm: algorithm)
        }
        #expect(throws: CryptoError.unsupportedAlgorithm(algorithm)) {
            try PublicKey(DNSKEYRecord(flags: 256, algorithm: algorithm, publicKey: [1, 2, 3]))
        }
    }

    @Test(arguments: RFC5702Tests.rsaSHA256.keys.sorted { $0.rawValue < $1.rawValue })
    func `an RSA key that lacks a number is refused`(component: PrivateComponent) {
        var numbers = RFC5702Tests.rsaSHA256
        numbers[component] = nil
        #expect(throws: CryptoError.missingComponent(component)) {
            try SigningKey(algorithm: .rsaSHA256, material: material(numbers))
        }
    }

    @Test(arguments: RFC5702Tests.rsaSHA512.keys.sorted { $0.rawValue < $1.rawValue })
    func `an RSA key with one number that is wrong is refused`(component: PrivateComponent) throws {
        var numbers = RFC5702Tests.rsaSHA512
        numbers[component] = component == .publicExponent ? "AQAD" : RFC5702Tests.rsaSHA256[component]
        if component == .modulus { numbers[component] = numbers[component].map { $0 + $0 } }
        #expect(throws: CryptoError.inconsistentPrivateKey) {
            try SigningKey(algorithm: .rsaSHA512, material: material(numbers))
        }
        #expect(ERR_peek_error() == 0)
    }

    @Test func `an RSA key of a trivial prime is refused`() {
        for prime in ["AA==", "AQ=="] {
            var numbers = RFC5702Tests.rsaSHA512
            numbers[.prime1] = prime
            #expect(throws: CryptoError.inconsistentPrivateKey) {
                try SigningKey(algorithm: .rsaSHA512, material: material(numbers))
            }
        }
    }

    @Test func `algorithm 10 wants 1024 bits`() {
        #expect(throws: CryptoError.keySize(bits: 512, allowed: 1024...4096)) {
            try SigningKey(algorithm: .rsaSHA512, material: material(RFC5702Tests.rsaSHA256))
        }
    }

    @Test(
        arguments: zip(
            [SecurityAlgorithm.ecdsaP256SHA256, .ecdsaP384SHA384, .ed25519, .ed448],
            [32, 48, 32, 57]
        )
    )
    func `a private key of the wrong length is refused`(algorithm: SecurityAlgorithm, octets: Int) {
        for count in [0, octets + 1] {
            var numbers = PrivateKeyMaterial()
            numbers[.privateKey] = SecretOctets(copying: [UInt8](repeating: 1, count: count).span)
            #expect(throws: CryptoError.componentSize(.privateKey, octets: count)) {
                try SigningKey(algorithm: algorithm, material: numbers)
            }
        }
        #expect(throws: CryptoError.missingComponent(.privateKey)) {
            try SigningKey(algorithm: algorithm, material: PrivateKeyMaterial())
        }
    }

    /// The scalars 0, n and all ones of P-256.
    @Test(arguments: [
        "00", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ])
    func `a scalar outside 1 to n-1 is refused`(scalar: String) {
        var numbers = PrivateKeyMaterial()
        numbers[.privateKey] = SecretOctets(copying: hex(scalar).span)
        #expect(throws: CryptoError.inconsistentPrivateKey) {
            try SigningKey(algorithm: .ecdsaP256SHA256, material: numbers)
        }
    }

    @Test func `a scalar without its leading zeros is the same scalar, and is given out with them`() throws {
        var short = PrivateKeyMaterial()
        short[.privateKey] = SecretOctets(copying: hex("07").span)
        let key = try SigningKey(algorithm: .ecdsaP256SHA256, material: short)
        // 7 times the generator (NIST's point multiplication examples).
        #expect(
            key.publicKey
                == hex(
                    """
                    8e533b6fa0bf7b4625bb30667c01fb607ef9f8b8a80fef5b300628703187b2a3
                    73eb1dbde03318366d069f83a6f5900053c73633cb041b21c55e1a86c1f400b4
                    """
                )
        )
        let scalar = try #require(try key.material()[.privateKey])
        #expect(scalar.array == [UInt8](repeating: 0, count: 31) + [7])
    }
}
