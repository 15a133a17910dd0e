import COpenSSL
import DNSCore
import DNSSECCrypto
import Testing

struct SignatureTests {
    static let text = Array("The quick brown fox jumps over the lazy dog".utf8)

    @Test(arguments: SecurityAlgorithm.signing)
    func `a signature verifies, and not after any one bit of it or of the text is flipped`(
        algorithm: SecurityAlgorithm
    ) throws {
        let key = try SigningKey.generate(algorithm: algorithm, bits: 1024)
        let signature = try key.signature(over: Self.text)
        let context = try VerificationContext(PublicKey(key.dnskey(flags: 256)))
        #expect(context.verifies(signature, over: Self.text))
        for bit in 0..<(signature.count * 8) {
            var broken = signature
            broken[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!context.verifies(broken, over: Self.text), "bit \(bit) of the signature")
        }
        for bit in 0..<(Self.text.count * 8) {
            var broken = Self.text
            broken[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!context.verifies(signature, over: broken), "bit \(bit) of the text")
        }
        #expect(context.verifies(signature, over: Self.text))
        #expect(ERR_peek_error() == 0)
    }

    @Test(arguments: SecurityAlgorithm.signing)
    func `a signature that is cut, empty or too long does not verify`(algorithm: SecurityAlgorithm) throws {
        let key = try SigningKey.generate(algorithm: algorithm, bits: 1024)
        let signature = try key.signature(over: Self.text)
        let context = try VerificationContext(PublicKey(key.dnskey(flags: 256)))
        #expect(!context.verifies([], over: Self.text))
        #expect(!context.verifies(Array(signature.dropLast()), over: Self.text))
        #expect(!context.verifies(signature + [0], over: Self.text))
        #expect(!context.verifies(signature.map { _ in 0 }, over: Self.text))
        #expect(!context.verifies(signature.map { _ in 255 }, over: Self.text))
        #expect(ERR_peek_error() == 0)
    }

    @Test(
        arguments: zip(
            SecurityAlgorithm.signing,
            [128, 128, 64, 96, 64, 114]
        )
    )
    func `signatures have the length of their RFC and are appended, whatever was there`(
        algorithm: SecurityAlgorithm,
        octets: Int
    ) throws {
        let context = try SigningContext(.generate(algorithm: algorithm, bits: 1024))
        var output: [UInt8] = [1, 2, 3]
        // Often enough to meet r and s with leading zeros, which DER leaves out.
        let rounds = algorithm.isRSA ? 4 : 600
        for _ in 0..<rounds { try context.sign(octets: Self.text.span, appendingTo: &output) }
        #expect(output.count == 3 + rounds * octets)
        #expect(output[..<3] == [1, 2, 3])
        let verifier = try VerificationContext(PublicKey(context.key.dnskey(flags: 256)))
        for start in stride(from: 3, to: output.count, by: octets) {
            #expect(verifier.verifies(Array(output[start..<(start + octets)]), over: Self.text))
        }
    }

    @Test(arguments: SecurityAlgorithm.signing)
    func `the empty text can be signed`(algorithm: SecurityAlgorithm) throws {
        let key = try SigningKey.generate(algorithm: algorithm, bits: 1024)
        let context = try VerificationContext(PublicKey(key.dnskey(flags: 256)))
        #expect(context.verifies(try key.signature(over: []), over: []))
    }

    @Test(arguments: [SecurityAlgorithm.rsaSHA256, .ecdsaP256SHA256, .ed25519])
    func `many threads may share a key`(algorithm: SecurityAlgorithm) async throws {
        let key = try SigningKey.generate(algorithm: algorithm, bits: 1024)
        let dnskey = key.dnskey(flags: 256)
        let good = try await withThrowingTaskGroup(of: Int.self) { group in
            for thread in 0..<8 {
                group.addTask { @concurrent in
                    let signer = try SigningContext(key)
                    let verifier = try VerificationContext(PublicKey(dnskey))
                    return try (0..<20).count { round in
                        let text = [UInt8(thread), UInt8(round)]
                        var signature: [UInt8] = []
                        try signer.sign(octets: text.span, appendingTo: &signature)
                        return verifier.verifies(signature, over: text)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(good == 160)
    }

    /// Records of a zone that dnssec-signzone of BIND 9.18 signed; keyturn makes no such signature itself.
    @Test(arguments: [
        (
            SecurityAlgorithm.rsaSHA1, UInt16(17028),
            """
            AwEAAZ3KDENRWVLe+Du4qver9v+9X+19ansJHguSOXtUp+QJxfKEEq91ZBeXXWUgT773qgPxRXZ4DwAL16kQ71ZVHCpPtqFuHqhO
            fgjDLptAC2K0P+brGIVfbjvx10hE3AP4Gipm9iD4sJF9Ef9mTp8RHaU1YIrlljckztZRWlDxfhD3
            """,
            """
            MbW/Sx54IfKQULV7Be7PLCb4RX2t8i5KKl+M+RA4C+alAXU5q2LcZ9eopYpyVG/yQZaKN5M6N2Kc9vbKEcFqm0aJXbMkbdJxYgWA
            6EcijvwqIu50HLZ8NJZerg0+hnDOwssd+aasyTyTDr8EPUqsXinsqjCgfreMp+1IekvJOjs=
            """
        ),
        (
            .rsaSHA1NSEC3, 8858,
            """
            AwEAAderw8DfwD0ZVPRIkra0un9IYEYbK9Qapx2BMPaiP/vZENwI8w/1hLawNEgOYRhGyqX0x+YYloLT1N4hELH0mpdxte1kbC40
            +cJhvKlTSxskGxIsST518SsJ4NJz8XxPcL3tbD/1IP455NIljtzyK/izq3axU2JZ6MhjTO8uHCrB
            """,
            """
            QWSiB1txvE6CFm79B/jd9MPiaVkuAQ1jWDodxIooJqJO9h3mL11mxc6LHbzXbfnaQTOA4Re8s6vLfaWQKLYOCwQxMSX93pw9unBX
            ADt0qoFFRTTGLD2R89f+ULI7VmPLDMyHXSCxWwTc/EPSyFDB0DGktEUDGrruOLP83YSJqZ0=
            """
        ),
    ])
    func `RSA with SHA-1 is verified and never made`(
        algorithm: SecurityAlgorithm,
        keyTag: UInt16,
        publicKey: String,
        signature: String
    ) throws {
        let dnskey = DNSKEYRecord(flags: 256, algorithm: algorithm, publicKey: base64(publicKey))
        #expect(dnskey.keyTag == keyTag)
        let record = SignedRecord(
            owner: try Name("ns.example."),
            type: .a,
            rdata: [192, 0, 2, 1],
            algorithm: algorithm,
            expiration: 1_893_456_000,
            inception: 946_684_800,
            keyTag: keyTag,
            signer: try Name("example.")
        )
        let context = try VerificationContext(PublicKey(dnskey))
        #expect(context.verifies(base64(signature), over: record.octets))
        #expect(!context.verifies(base64(signature), over: record.octets + [0]))
        #expect(throws: CryptoError.algorithmToVerifyOnly(algorithm)) {
            try SigningKey.generate(algorithm: algorithm)
        }
        #expect(throws: CryptoError.algorithmToVerifyOnly(algorithm)) {
            try SigningKey(algorithm: algorithm, material: material(RFC5702Tests.rsaSHA256))
        }
    }
}
