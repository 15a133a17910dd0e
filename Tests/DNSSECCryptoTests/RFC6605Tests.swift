import DNSCore
import DNSSECCrypto
import Testing

/// The examples of RFC 6605 6; ECDSA is random, so that signatures are verified and not compared.
struct RFC6605Tests {
    struct Example: Sendable {
        var algorithm: SecurityAlgorithm
        var privateKey: String
        var publicKey: String
        var keyTag: UInt16
        var digestType: DigestType
        var digest: String
        var expiration: UInt32
        var inception: UInt32
        var signature: String
    }

    static let p256 = Example(
        algorithm: .ecdsaP256SHA256,
        privateKey: "GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=",
        publicKey: "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==",
        keyTag: 55648,
        digestType: .sha256,
        digest: "b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17",
        expiration: 1_284_026_679,
        inception: 1_281_607_479,
        signature: "qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw=="
    )

    static let p384 = Example(
        algorithm: .ecdsaP384SHA384,
        privateKey: "WURgWHCcYIYUPWgeLmiPY2DJJk02vgrmTfitxgqcL4vwW7BOrbawVmVe0d9V94SR",
        publicKey: """
            xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8
            /uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40
            """,
        keyTag: 10771,
        digestType: .sha384,
        digest: """
            72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6
            """,
        expiration: 1_284_027_625,
        inception: 1_281_608_425,
        signature: """
            /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuz
            WTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm
            """
    )

    @Test(arguments: [p256, p384])
    func `section 6: key, DS and signature`(example: Example) throws {
        let zone = try Name("example.net.")
        let key = try SigningKey(
            algorithm: example.algorithm,
            material: material([.privateKey: example.privateKey])
        )
        let dnskey = key.dnskey(flags: 257)
        #expect(key.publicKey == base64(example.publicKey))
        #expect(dnskey.keyTag == example.keyTag)
        let ds = try DelegationDigest.ds(of: dnskey, owner: zone, digest: example.digestType)
        #expect(ds.digest == hex(example.digest))
        #expect(ds.keyTag == example.keyTag)
        let record = SignedRecord(
            owner: try Name("www.example.net."),
            type: .a,
            rdata: [192, 0, 2, 1],
            algorithm: example.algorithm,
            expiration: example.expiration,
            inception: example.inception,
            keyTag: example.keyTag,
            signer: zone
        )
        let context = try VerificationContext(PublicKey(dnskey))
        #expect(context.verifies(base64(example.signature), over: record.octets))
        #expect(context.verifies(try key.signature(over: record.octets), over: record.octets))
    }
}
