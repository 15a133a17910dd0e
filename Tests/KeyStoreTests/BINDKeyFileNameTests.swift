import DNSSECModel
import KeyStore
import Testing

struct BINDKeyFileNameTests {
    /// As dnssec-keygen of BIND 9.18 names the files.
    @Test(arguments: [
        ("example.", "Kexample.+"), ("Ex.Ample.", "Kex.ample.+"), (".", "K.+"),
        ("a/b.example.", "Ka%2Fb.example.+"),
        (#"a\032b.example."#, "Ka%20b.example.+"), ("a+b_c-d.example.", "Ka%2Bb_c-d.example.+"),
        (#"a\.b.example."#, "Ka%2Eb.example.+"), ("a:b%c.example.", "Ka%3Ab%25c.example.+"),
        ("*.example.", "K%2A.example.+"), (#"a\255b.example."#, "Ka%FFb.example.+"),
        ("a~!b.example.", "Ka%7E%21b.example.+"), (#"a\@b\$c.example."#, "Ka%40b%24c.example.+"),
        (#"\.\.\/\.\.\/etc."#, "K%2E%2E%2F%2E%2E%2Fetc.+"), (#"\000.example."#, "K%00.example.+"),
        ("xn--bcher-kva.example.", "Kxn--bcher-kva.example.+"),
    ])
    func `the zone in a file's name`(zone: String, prefix: String) throws {
        #expect(BINDKeyFileName.prefix(of: try Name(zone)) == prefix)
    }

    @Test func `algorithm and tag have three and five digits`() throws {
        let name = BINDKeyFileName(zone: try Name("example."), algorithm: .rsaSHA256, keyTag: 42)
        #expect(name.description == "Kexample.+008+00042")
        #expect(name.publicFile == "Kexample.+008+00042.key")
        #expect(name.privateFile == "Kexample.+008+00042.private")
    }

    @Test func `a name is read back`() throws {
        let zone = try Name("a/b.Example.")
        let name = BINDKeyFileName(zone: zone, algorithm: .ed448, keyTag: 65535)
        #expect(BINDKeyFileName(name.description, zone: zone) == name)
    }

    @Test(arguments: [
        "", "K", "Kexample.", "Kexample.+", "Kexample.+013", "Kexample.+013+", "Kexample.+013+1234",
        "Kexample.+013+123456", "Kexample.+13+12345", "Kexample.+013-12345", "Kexample.+256+12345",
        "Kexample.+013+65536", "Kexample.+013+1234x", "Kexample.+0x3+12345", "kexample.+013+12345",
        "Kother.+013+12345", "Kexample.com.+013+12345", "Kexample.+013+12345.", "Kexample.+013++2345",
    ])
    func `what is no name of the zone's keys is not read`(text: String) throws {
        #expect(BINDKeyFileName(text, zone: try Name("example.")) == nil)
    }

    @Test func `a key's files are named by its tag without REVOKE`() throws {
        let zone = try Name("example.")
        let key = DNSKEYRecord(flags: 257, algorithm: .ed25519, publicKey: [UInt8](repeating: 7, count: 32))
        let name = BINDKeyFileName(zone: zone, record: key)
        #expect(name.keyTag == key.keyTag)
        #expect(BINDKeyFileName(zone: zone, record: key.revoked) == name)
    }
}
