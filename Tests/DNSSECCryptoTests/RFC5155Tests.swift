import DNSCore
import DNSSECCrypto
import Testing

/// The hashes of RFC 5155 appendices A and B: 12 iterations, salt aabbccdd.
struct RFC5155Tests {
    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv")

    /// Base32 with the extended hex alphabet (RFC 4648 7) of 20 octets.
    private func base32hex(_ octets: some Sequence<UInt8>) -> String {
        var text = ""
        var bits = 0
        var count = 0
        for octet in octets {
            bits = bits << 8 | Int(octet)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(Self.alphabet[bits >> count & 31])
                bits &= (1 << count) - 1
            }
        }
        return text
    }

    @Test(arguments: [
        ("example.", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"), ("a.example.", "35mthgpgcu1qg68fab165klnsnk3dpvl"),
        ("ai.example.", "gjeqe526plbf1g8mklp59enfd789njgi"),
        ("ns1.example.", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
        ("ns2.example.", "q04jkcevqvmu85r014c7dkba38o0ji5r"),
        ("w.example.", "k8udemvp1j2f7eg6jebps17vp3n8i58h"),
        ("*.w.example.", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
        ("x.w.example.", "b4um86eghhds6nea196smvmlo4ors995"),
        ("y.w.example.", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"),
        ("x.y.w.example.", "2vptu5timamqttgl4luu9kg21e0aor3s"),
        ("xx.example.", "t644ebqk9bibcna874givr6joj62mlhv"),
        ("2t7b4g4vsa5smi47k61mv5bv1a22bojr.example.", "kohar7mbb8dc2ce8a9qvl8hon4k53uhi"),
        // Names that are not there, from appendix B.
        ("c.x.w.example.", "0va5bpr2ou0vk0lbqeeljri88laipsfh"),
        ("*.x.w.example.", "92pqneegtaue7pjatc3l3qnk738c6v5m"),
        ("c.example.", "4g6p9u5gvfshp30pqecj98b3maqbn1ck"),
        ("z.w.example.", "qlu7gtfaeh0ek0c05ksfhdpbcgglbe03"),
    ])
    func `appendices A and B: a hash of an owner name`(name: String, hash: String) throws {
        let hasher = try NSEC3Hasher(iterations: 12, salt: [0xAA, 0xBB, 0xCC, 0xDD])
        var output: [UInt8] = [7]
        // Twice, for a hasher is used again for every name.
        let owner = try Name(name).octets
        for _ in 0..<2 { try hasher.hash(owner.span, appendingTo: &output) }
        #expect(output.count == 41)
        #expect(base32hex(output[1...20]) == hash)
        #expect(output[1...20].elementsEqual(output[21...]))
    }

    /// The hash that `nsec3hash` of BIND 9.18 gives.
    @Test func `no iterations and no salt, as RFC 9276 wants it`() throws {
        let hasher = try NSEC3Hasher(iterations: 0, salt: [])
        var output: [UInt8] = []
        let owner = try Name("example.").octets
        try hasher.hash(owner.span, appendingTo: &output)
        #expect(base32hex(output) == "3msev9usmd4br9s97v51r2tdvmr9iqo1")
    }
}
