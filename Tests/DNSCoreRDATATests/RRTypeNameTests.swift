import DNSCore
import Testing

@Suite
struct RRTypeNameTests {
    @Test(arguments: [
        ("A", 1), ("a", 1), ("Ns", 2), ("nsap-ptr", 23), ("NSEC3PARAM", 51), ("nsec3param", 51),
        ("HTTPS", 65),
        ("CAA", 257), ("TA", 32768), ("DLV", 32769), ("OPENPGPKEY", 61), ("ANY", 255), ("*", 255),
        ("TYPE1", 1), ("type65535", 65535), ("TyPe01234", 1234), ("TYPE0", 0),
    ])
    func `a type is read in any case, by mnemonic or number`(text: String, number: UInt16) {
        #expect(RRType(text: text)?.rawValue == number)
    }

    @Test(arguments: [
        "", "TYPE", "TYPE65536", "TYPE123456", "TYPE-1", "TYPE1x", "AAAAA", "1", "A ", "NSEC3PARAMNSEC3PARAM",
        "CLASS1", "\u{E1}",
    ])
    func `other words are no types`(text: String) {
        #expect(RRType(text: text) == nil)
    }

    @Test
    func `every number has a text that reads back`() {
        for number in UInt16.min...UInt16.max {
            let type = RRType(rawValue: number)
            #expect(RRType(text: type.description) == type)
            var text: [UInt8] = []
            RRType.appendText(of: type, to: &text)
            #expect(text == Array(type.description.utf8))
            var portable: [UInt8] = []
            RRType.appendPortableText(of: type, to: &portable)
            let back = RRType(field: portable.span, start: 0, end: portable.count)
            #expect(back == type)
        }
    }

    @Test
    func `types of queries and messages are no zone data`() {
        let meta = (UInt16.min...UInt16.max).filter { RRType(rawValue: $0).isMeta }
        #expect(meta == [0, 41] + Array(128...255))
    }

    @Test
    func `a type in the middle of octets is found`() {
        let octets = Array("xMXx".utf8)
        let type = RRType(field: octets.span, start: 1, end: 3)
        #expect(type == .mx)
    }
}
