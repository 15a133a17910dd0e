import DNSCore
import Testing

@Suite
struct SignatureTimeTests {
    static let table: [(text: String, seconds: UInt32)] = [
        ("19700101000000", 0), ("19700101000001", 1), ("19991231235959", 946_684_799),
        ("20000229120000", 951_825_600), ("20030220173103", 1_045_762_263), ("20040509183619", 1_084_127_779),
        ("20240229000000", 1_709_164_800), ("20380119031407", 2_147_483_647),
        ("20380119031408", 2_147_483_648), ("21000228235959", 4_107_542_399),
        ("21000301000000", 4_107_542_400), ("21060207062815", .max),
    ]

    @Test(arguments: table)
    func `text and seconds give each other`(text: String, value: UInt32) {
        var written: [UInt8] = []
        SignatureTime.append(value, to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
        #expect(seconds(in: text) == value)
        #expect(seconds(in: String(value)) == value)
    }

    @Test
    func `a moment behind 2106 is read modulo 2 to the 32`() {
        #expect(seconds(in: "21060207062816") == 0)
        #expect(seconds(in: "21060207062916") == 60)
    }

    @Test(arguments: [
        "", "-1", "4294967296", "12345678901", "2003022017310", "200302201731030", "19691231235959",
        "20031301000000", "20030001000000", "20030100000000", "20030431000000", "20030229000000",
        "21000229000000", "20030101240000", "20030101006000", "20030101000061", "2003010100000x",
    ])
    func `other text is refused`(text: String) {
        #expect(seconds(in: text) == nil)
    }

    private func seconds(in text: String) -> UInt32? {
        SignatureTime.value(of: Array(text.utf8).span)
    }
}
