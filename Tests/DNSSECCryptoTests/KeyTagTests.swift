import DNSCore
import DNSSECCrypto
import TestKit
import Testing

struct KeyTagTests {
    @Test func `RFC 4034 5_4: the tag of dskey_example_com`() {
        #expect(DigestTests.dskey.keyTag == 60485)
    }

    @Test func `RFC 4034 2_3: the tag of the example key`() {
        let key = DNSKEYRecord(
            flags: 256,
            algorithm: .rsaSHA1,
            publicKey: base64(
                """
                AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10hWqTkF7H6RfoRqXQe
                ogmMHfpftf6zMv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1UaNvv4w==
                """
            )
        )
        #expect(key.keyTag == 2642)
    }

    @Test(arguments: RootAnchor.all)
    func `the tags of the root's keys, plain and revoked`(anchor: RootAnchor) {
        #expect(anchor.key.keyTag == anchor.keyTag)
        #expect(anchor.key.revoked.keyTag == anchor.revokedTag)
        #expect(anchor.key.revoked.revoked == anchor.key.revoked)
    }

    @Test(arguments: RootAnchor.all)
    func `a set takes the plain and the revoked tag of a key, whichever it is given`(anchor: RootAnchor) {
        for given in [anchor.key, anchor.key.revoked] {
            let tags = KeyTagSet(of: [given])
            #expect(tags == KeyTagSet(of: [anchor.key]))
            #expect(tags.collides(with: anchor.key))
            #expect(tags.collides(with: anchor.key.revoked))
        }
        #expect(!KeyTagSet().collides(with: anchor.key))
    }

    @Test func `a key collides by any pairing of plain and revoked tags`() {
        let (key, other) = (RootAnchor.all[0].key, RootAnchor.all[1].key)
        #expect(!KeyTagSet(of: [other]).collides(with: key))
        for tag in [key.keyTag, key.revoked.keyTag] {
            var tags = KeyTagSet(of: [other])
            tags.insert(tag: tag)
            #expect(tags.collides(with: key))
        }
    }

    @Test func `a generated key has no tag of the zone's other keys`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        // Half of all tags are taken, so that one key in four is free of them, and the search never ends in vain.
        var tags = KeyTagSet()
        for tag in UInt16.min ... .max where Bool.random(using: &random) {
            tags.insert(tag: tag)
        }
        for _ in 0..<3 {
            let key = try SigningKey.generate(algorithm: .ed25519, flags: 257, avoiding: tags)
            #expect(!tags.collides(with: key.dnskey(flags: 257)), "seed \(seed)")
            tags.insert(key.dnskey(flags: 257))
        }
    }

    @Test func `where every tag is taken, the search ends with an error`() {
        var tags = KeyTagSet()
        for tag in UInt16.min ... .max { tags.insert(tag: tag) }
        #expect(throws: CryptoError.noFreeKeyTag(tries: SigningKey.keyTagTries)) {
            try SigningKey.generate(algorithm: .ed25519, flags: 257, avoiding: tags)
        }
    }
}
