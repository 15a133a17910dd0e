import Testing

@testable import DNSCore

@Suite
struct RDATAProblemTests {
    @Test(arguments: BadText.all)
    func `a bad field is named with its problem and its column`(bad: BadText) throws {
        let type = try #require(RRType(text: bad.type))
        let found = try #require(error(type, bad.text))
        #expect(found.problem == bad.problem)
        #expect(found.field?.column == bad.column)
    }

    @Test(arguments: BadText.all)
    func `every problem says what is wrong and what was expected`(bad: BadText) {
        #expect(bad.problem.message.contains("; expected "))
        #expect(!bad.problem.message.hasSuffix("."))
    }

    @Test(arguments: BadOctets.all)
    func `malformed octets are found`(bad: BadOctets) throws {
        let type = try #require(RRType(text: bad.type))
        let octets = hexadecimal(bad.octets)
        #expect(RDATAWire.check(type, octets.span) == bad.problem)
        #expect(bad.problem.message.contains("; expected "))
    }

    @Test(arguments: BadOctets.all)
    func `malformed octets are refused in the generic form and written in it`(bad: BadOctets) throws {
        let type = try #require(RRType(text: bad.type))
        let octets = hexadecimal(bad.octets)
        let generic = bad.octets.isEmpty ? "\\# 0" : "\\# \(octets.count) \(bad.octets)"
        #expect(error(type, generic)?.problem == bad.problem)
        #expect(RDATAText.text(type, octets.span) == generic)
    }

    @Test
    func `data of more than 65535 octets is refused`() {
        let string = "\"" + String(repeating: "x", count: 255) + "\" "
        let text = String(repeating: string, count: 257)
        #expect(error(.txt, text)?.problem == .dataTooLong(octets: 257 * 256))
        #expect(error(.txt, String(repeating: string, count: 255)) == nil)
        let octets = [UInt8](repeating: 0, count: 65536)
        #expect(RDATAWire.check(RRType(rawValue: 65280), octets.span) == .dataTooLong(octets: 65536))
    }

    @Test
    func `a record's data ends with its entry`() throws {
        let text = Array("( 10\n mail ) ; comment\n20 other.".utf8)
        var scanner = FieldScanner(text.span)
        var octets: [UInt8] = []
        try RDATAText.append(.mx, from: &scanner, origin: [2, 0x61, 0x62, 0], to: &octets)
        #expect(octets == [0, 10, 4, 0x6D, 0x61, 0x69, 0x6C, 2, 0x61, 0x62, 0])
        #expect(scanner.position == 23)
        #expect(scanner.line == 3)
    }

    @Test
    func `names are completed with the origin`() throws {
        var octets: [UInt8] = []
        let origin = try Name("example.net.")
        try RDATAText.append(.soa, text: "@ host.a 1 2 3 4 5", origin: origin, to: &octets)
        #expect(
            RDATAText.text(.soa, octets.span) == "example.net. host.a.example.net. 1 2 3 4 5"
        )
    }

    private func error(_ type: RRType, _ text: String) -> RDATAError? {
        let characters = Array(text.utf8)
        var scanner = FieldScanner(characters.span)
        var octets: [UInt8] = []
        do throws(RDATAError) {
            try RDATAText.append(type, from: &scanner, origin: nil, to: &octets)
            return nil
        } catch {
            return error
        }
    }
}

/// A record's data in text that must be refused.
struct BadText: Sendable, CustomTestStringConvertible {
    let type: String
    let text: String
    /// Column of the field that the problem is about; `nil` if the entry ends too early.
    let column: Int?
    let problem: RDATAProblem

    init(_ type: String, _ text: String, _ column: Int?, _ problem: RDATAProblem) {
        self.type = type
        self.text = text
        self.column = column
        self.problem = problem
    }

    var testDescription: String { "\(type) \(text)" }

    static let all = general + numbers + names + binary + odd + services
}

/// A record's data in wire form that is malformed.
struct BadOctets: Sendable, CustomTestStringConvertible {
    let type: String
    let octets: String
    let problem: RDATAProblem

    init(_ type: String, _ octets: String, _ problem: RDATAProblem) {
        self.type = type
        self.octets = octets
        self.problem = problem
    }

    var testDescription: String { "\(type) \(octets)" }

    static let all = fixed + variable + services
}
