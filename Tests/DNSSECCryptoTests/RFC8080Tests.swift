import DNSCore
import DNSSECCrypto
import Testing

/// The examples of RFC 8080 6, with the signatures of its verified erratum 4935: those in the RFC's own text were
/// made over a wrong number of labels.
struct RFC8080Tests {
    struct Example: Sendable {
        var algorithm: SecurityAlgorithm
        var privateKey: String
        var publicKey: String
        var keyTag: UInt16
        var digest: String
        var signature: String
    }

    static let examples = [
        Example(
            algorithm: .ed25519,
            privateKey: "ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=",
            publicKey: "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
            keyTag: 3613,
            digest: "3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b",
            signature:
                "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg=="
        ),
        Example(
            algorithm: .ed25519,
            privateKey: "DSSF3o0s0f+ElWzj9E/Osxw8hLpk55chkmx0LYN5WiY=",
            publicKey: "zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=",
            keyTag: 35217,
            digest: "401781b934e392de492ec77ae2e15d70f6575a1c0bc59c5275c04ebe80c6614c",
            signature:
                "zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg=="
        ),
        Example(
            algorithm: .ed448,
            privateKey: "xZ+5Cgm463xugtkY5B0Jx6erFTXp13rYegst0qRtNsOYnaVpMx0Z/c5EiA9x8wWbDDct/U3FhYWA",
            publicKey: "3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA",
            keyTag: 9713,
            digest: "6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7",
            signature: """
                3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKx
                E/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA
                """
        ),
        Example(
            algorithm: .ed448,
            privateKey: "WEykD3ht3MHkU8iH4uVOLz8JLwtRBSqiBoM6fF72+Mrp/u5gjxuB1DV6NnPO2BlZdz4hdSTkOdOA",
            publicKey: "kkreGWoccSDmUBGAe7+zsbG6ZAFQp+syPmYUurBRQc3tDjeMCJcVMRDmgcNLp5HlHAMy12VoISsA",
            keyTag: 38353,
            digest: "645ff078b3568f5852b70cb60e8e696cc77b75bfaaffc118cf79cbda1ba28af4",
            signature: """
                E1/oLjSGIbmLny/4fcgM1z4oL6aqo+izT3urCyHyvEp4Sp8Syg1eI+lJ57CSnZqjJP41O/9l4m0AsQ4f7qI1gVnML8vWWiyW2KXh
                T9kuAICUSxv5OWbf81Rq7Yu60npabODB0QFPb/rkW3kUZmQ0YQUA
                """
        ),
    ]

    @Test(arguments: examples)
    func `section 6: private key, DNSKEY, DS and signature octet by octet`(example: Example) throws {
        let zone = try Name("example.com.")
        let key = try SigningKey(
            algorithm: example.algorithm,
            material: material([.privateKey: example.privateKey])
        )
        let dnskey = key.dnskey(flags: 257)
        #expect(key.publicKey == base64(example.publicKey))
        #expect(dnskey.keyTag == example.keyTag)
        let ds = try DelegationDigest.ds(of: dnskey, owner: zone, digest: .sha256)
        #expect(ds.digest == hex(example.digest))
        let record = SignedRecord(
            owner: zone,
            type: .mx,
            rdata: [0, 10] + (try Name("mail.example.com.")).octets,
            algorithm: example.algorithm,
            expiration: 1_440_021_600,
            inception: 1_438_207_200,
            keyTag: example.keyTag,
            signer: zone
        )
        #expect(try key.signature(over: record.octets) == base64(example.signature))
        let context = try VerificationContext(PublicKey(dnskey))
        #expect(context.verifies(base64(example.signature), over: record.octets))
    }
}
