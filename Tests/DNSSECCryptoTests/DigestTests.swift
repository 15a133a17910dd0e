import DNSCore
import DNSSECCrypto
import Testing

struct DigestTests {
    /// The key of RFC 4034 5.4, which RFC 4509 2.3 uses too.
    static let dskey = DNSKEYRecord(
        flags: 256,
        algorithm: .rsaSHA1,
        publicKey: base64(
            """
            AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+
            X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==
            """
        )
    )

    @Test func `RFC 4509 2_3: a DS with SHA-256`() throws {
        let ds = try DelegationDigest.ds(
            of: Self.dskey,
            owner: try Name("dskey.example.com."),
            digest: .sha256
        )
        #expect(
            ds
                == DSRecord(
                    keyTag: 60485,
                    algorithm: .rsaSHA1,
                    digestType: .sha256,
                    digest: hex("D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A")
                )
        )
    }

    @Test func `RFC 4034 5_4: a DS with SHA-1 is checked and never made`() throws {
        let ds = DSRecord(
            keyTag: 60485,
            algorithm: .rsaSHA1,
            digestType: .sha1,
            digest: hex("2BB183AF5F22588179A53B0A98631FAD1A292118")
        )
        let owner = try Name("dskey.example.com.")
        #expect(try DelegationDigest.matches(ds, key: Self.dskey, owner: owner))
        #expect(throws: CryptoError.digestToVerifyOnly(.sha1)) {
            try DelegationDigest.ds(of: Self.dskey, owner: owner, digest: .sha1)
        }
    }

    @Test(arguments: RootAnchor.all)
    func `the root's DS records`(anchor: RootAnchor) throws {
        for (type, digest) in anchor.digests {
            let ds = DSRecord(
                keyTag: anchor.keyTag,
                algorithm: .rsaSHA256,
                digestType: type,
                digest: hex(digest)
            )
            #expect(try DelegationDigest.matches(ds, key: anchor.key, owner: .root))
            #expect(!(try DelegationDigest.matches(ds, key: anchor.key.revoked, owner: .root)))
            if type != .sha1 {
                #expect(try DelegationDigest.ds(of: anchor.key, owner: .root, digest: type) == ds)
            }
        }
    }

    @Test func `the case of the owner does not matter`() throws {
        let small = try DelegationDigest.ds(of: Self.dskey, owner: try Name("example."), digest: .sha384)
        #expect(
            try DelegationDigest.ds(of: Self.dskey, owner: try Name("EXamPLE."), digest: .sha384) == small
        )
        #expect(
            try DelegationDigest.ds(of: Self.dskey, owner: try Name("examples."), digest: .sha384) != small
        )
    }

    @Test(arguments: [0, 3, 5, 6, 255].map(DigestType.init(rawValue:)))
    func `other digest types are refused`(type: DigestType) {
        #expect(throws: CryptoError.unsupportedDigest(type)) {
            try DelegationDigest.ds(of: Self.dskey, owner: .root, digest: type)
        }
    }

    @Test func `a DS with one field changed does not match`() throws {
        let good = try DelegationDigest.ds(of: Self.dskey, owner: .root, digest: .sha256)
        var bad = [good, good, good, good]
        bad[0].keyTag += 1
        bad[1].algorithm = .rsaSHA256
        bad[2].digest[31] ^= 1
        bad[3].digest.removeLast()
        for ds in bad { #expect(!(try DelegationDigest.matches(ds, key: Self.dskey, owner: .root))) }
    }

    private func sha256(_ octets: [UInt8]) throws -> [UInt8] { try SHA256.hash(octets.span) }

    @Test func `FIPS 180-4: SHA-256 of abc and of nothing`() throws {
        #expect(
            try sha256(Array("abc".utf8))
                == hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        )
        #expect(
            try sha256([])
                == hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        )
    }
}
