import DNSCore
import Testing

@Suite
struct CanonicalRDATATests {
    /// Types with names in their data, and what becomes of them (RFC 4034 6.2, RFC 6840 5.1).
    static let lowered = [
        ("NS", "A.B."), ("MD", "A."), ("MF", "A."), ("CNAME", "A."), ("MB", "A."), ("MG", "A."), ("MR", "A."),
        ("PTR", "A."), ("DNAME", "A."), ("SOA", "A. B. 1 2 3 4 5"), ("MINFO", "A. B."), ("MX", "1 A."),
        ("RP", "A. B."), ("AFSDB", "1 A."), ("RT", "1 A."), ("PX", "1 A. B."), ("KX", "1 A."),
        ("SRV", "1 2 3 A."), ("A6", "64 ::4142 A."), ("NXT", "A. A"),
        ("SIG", "A 8 1 1 1 1 1 A. QUJD"), ("RRSIG", "A 8 1 1 1 1 1 A. QUJD"),
    ]

    static let kept = [
        ("NSEC", "A. A"), ("NSAP-PTR", "A."), ("SVCB", "1 A."), ("HTTPS", "0 A."), ("LP", "1 A."),
        ("TALINK", "A. B."), ("HIP", "2 41 QUJD A."), ("IPSECKEY", "1 3 2 A. QUJD"), ("AMTRELAY", "1 0 3 A."),
        ("DSYNC", "CDS 1 53 A."), ("TXT", "ABC"), ("HINFO", "A B"), ("TYPE65280", "\\# 3 014100"),
    ]

    @Test(arguments: lowered)
    func `names in the data of old types go to lower case`(name: String, text: String) throws {
        let type = try #require(RRType(text: name))
        let rdata = try octets(type, text)
        let expected = try octets(type, lowercasedNames(text))
        #expect(CanonicalRDATA.hasNames(type))
        #expect(canonical(type, rdata) == expected)
        #expect(!isCanonical(type, rdata))
        #expect(isCanonical(type, expected))
    }

    @Test(arguments: kept)
    func `names in the data of other types stay as they are`(name: String, text: String) throws {
        let type = try #require(RRType(text: name))
        let rdata = try octets(type, text)
        #expect(!CanonicalRDATA.hasNames(type))
        #expect(canonical(type, rdata) == rdata)
        #expect(isCanonical(type, rdata))
    }

    @Test
    func `strings before a name keep their case`() throws {
        let type = try #require(RRType(text: "NAPTR"))
        let rdata = try octets(type, #"16705 16961 "U" "E2U+SIP" "" A.B."#)
        let expected = try octets(type, #"16705 16961 "U" "E2U+SIP" "" a.b."#)
        #expect(canonical(type, rdata) == expected)
        #expect(!isCanonical(type, rdata))
        #expect(isCanonical(type, expected))
    }

    @Test
    func `every type is tried`() {
        let tried = Set((Self.lowered + Self.kept).map(\.0) + ["NAPTR"])
        for number in UInt16(1)...300 {
            let type = RRType(rawValue: number)
            if CanonicalRDATA.hasNames(type) { #expect(tried.contains(type.description)) }
        }
    }

    private func isCanonical(_ type: RRType, _ rdata: [UInt8]) -> Bool {
        CanonicalRDATA.isCanonical(type, rdata.span)
    }

    private func canonical(_ type: RRType, _ rdata: [UInt8]) -> [UInt8] {
        var octets: [UInt8] = []
        CanonicalRDATA.append(type, rdata.span, to: &octets)
        return octets
    }

    /// The words that end with a dot in small letters.
    private func lowercasedNames(_ text: String) -> String {
        text.split(separator: " ").map { $0.hasSuffix(".") ? $0.lowercased() : String($0) }
            .joined(separator: " ")
    }
}
