import DNSCore
import TestKit
import Testing

@Suite
struct TypeBitmapTests {
    static let table: [(types: String, octets: String)] = [
        ("", ""),
        ("A", "000140"),
        ("A MX RRSIG NSEC", "0006400100000003"),
        // RFC 4034 4.3.
        (
            "A MX RRSIG NSEC TYPE1234",
            "0006400100000003041B000000000000000000000000000000000000000000000000000020"
        ),
        ("NS SOA MX RRSIG DNSKEY NSEC3PARAM", "000722010000000290"),
        ("TYPE255 URI", "0020" + String(repeating: "00", count: 31) + "01010180"),
        ("TYPE65535", "FF20" + String(repeating: "00", count: 31) + "01"),
        ("TA", "800180"),
    ]

    @Test(arguments: table)
    func `types and bitmap give each other`(types: String, octets: String) throws {
        let list = try types.split(separator: " ").map { try #require(RRType(text: String($0))) }
        let bitmap = hexadecimal(octets)
        var written: [UInt8] = []
        TypeBitmap.append(list, to: &written)
        #expect(written == bitmap)
        #expect(TypeBitmap.octets(of: list.reversed() + list) == bitmap)
        #expect(TypeBitmap.types(in: bitmap.span) == list)
    }

    @Test
    func `any set of types survives`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 0...30, using: &random)
            let limit: UInt16 = Bool.random(using: &random) ? 300 : 65535
            let types = Set((0..<count).map { _ in RRType(rawValue: .random(in: 0...limit, using: &random)) })
            let bitmap = TypeBitmap.octets(of: Array(types))
            #expect(TypeBitmap.types(in: bitmap.span) == types.sorted(), "seed \(seed)")
        }
    }

    @Test(arguments: ["00", "0000", "000021", "000100", "00024000", "00014000", "0001400001", "010140000140"])
    func `a malformed bitmap has no types`(octets: String) {
        #expect(TypeBitmap.types(in: hexadecimal(octets).span) == nil)
    }
}
