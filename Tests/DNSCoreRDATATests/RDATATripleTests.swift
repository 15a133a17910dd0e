import DNSCore
import Testing

@Suite
struct RDATATripleTests {
    @Test(arguments: RDATATriple.all)
    func `text is read as the octets that BIND reads`(triple: RDATATriple) throws {
        let type = try #require(RRType(text: triple.type))
        #expect(try octets(type, triple.text) == hexadecimal(triple.octets))
    }

    @Test(arguments: RDATATriple.all)
    func `octets are written as text`(triple: RDATATriple) throws {
        let type = try #require(RRType(text: triple.type))
        let octets = hexadecimal(triple.octets)
        #expect(RDATAText.text(type, octets.span) == triple.written)
    }

    @Test(arguments: RDATATriple.all)
    func `the written text is read as the same octets`(triple: RDATATriple) throws {
        let type = try #require(RRType(text: triple.type))
        #expect(try octets(type, triple.written) == hexadecimal(triple.octets))
    }

    @Test(arguments: RDATATriple.all)
    func `the generic form of every type is read as the same octets`(triple: RDATATriple) throws {
        let type = try #require(RRType(text: triple.type))
        let text = "\\# \(triple.octets.count / 2) \(triple.octets)"
        #expect(try octets(type, text) == hexadecimal(triple.octets))
    }

    @Test(arguments: RDATATriple.all)
    func `octets that text gave are well formed`(triple: RDATATriple) throws {
        let type = try #require(RRType(text: triple.type))
        #expect(RDATAWire.check(type, hexadecimal(triple.octets).span) == nil)
    }

    @Test
    func `every type with fields has a triple`() {
        let tried = Set(RDATATriple.all.compactMap { RRType(text: $0.type) })
        for number in UInt16(1)...UInt16(65535) {
            let type = RRType(rawValue: number)
            if !type.isMeta, type.description != "TYPE\(number)" { #expect(tried.contains(type), "\(type)") }
        }
    }
}

/// The octets of a record's data in text form; relative names are refused.
func octets(_ type: RRType, _ text: String) throws -> [UInt8] {
    var octets: [UInt8] = []
    try RDATAText.append(type, text: text, to: &octets)
    return octets
}

/// The octets of a hexadecimal literal.
func hexadecimal(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    precondition(HexText.decode(Array(text.utf8).span, to: &octets), text)
    return octets
}
