import TestKit
import Testing

@testable import DNSCore

struct FieldScannerTests {
    /// The entries of a text as lists of fields; quoted fields have a `"` in front.
    static func entries(_ text: String) throws(FieldError) -> [[String]] {
        let octets = Array(text.utf8)
        var scanner = FieldScanner(octets.span)
        var entries: [[String]] = []
        while !scanner.isAtEnd {
            scanner.beginEntry()
            var fields: [String] = []
            while let field = try scanner.nextField() {
                fields.append((field.isQuoted ? "\"" : "") + scanner.text(of: field))
            }
            entries.append(fields)
        }
        return entries
    }

    @Test(arguments: [
        ("", []), ("a b", [["a", "b"]]), ("a b\n", [["a", "b"]]), ("a\r\nb\r\n", [["a"], ["b"]]),
        ("\n\n", [[], []]), ("a ; b \" ( \nc", [["a"], ["c"]]),
        ("a (b\n c;)\n) d\ne", [["a", "b", "c", "d"], ["e"]]),
        ("((a\n)\n)b", [["a", "b"]]), ("\"a b;(\\\"\" c", [["\"a b;(\\\"", "c"]]),
        ("a\\ b\\;c\\(d", [["a\\ b\\;c\\(d"]]),
        ("a\"b\"c", [["a", "\"b", "c"]]), ("\"\"", [["\""]]), ("a\\", [["a\\"]]),
        ("a\\\nb", [["a\\"], ["b"]]),
        ("\t a", [["a"]]), ("a(b)c;d", [["a", "b", "c"]]),
    ])
    func `text is cut into entries and fields`(_ text: String, _ expected: [[String]]) throws {
        #expect(try Self.entries(text) == expected)
    }

    @Test(arguments: [
        ("a )", FieldProblem.unmatchedClosingParenthesis, 1, 3),
        ("a\n b ( c\n d", .unclosedParenthesis, 2, 4),
        ("a\n\"b\nc\"", .unclosedQuote, 2, 1), ("( (\n)", .unclosedParenthesis, 1, 1),
        ("x \"\\\"", .unclosedQuote, 1, 3),
        ("(a) )", .unmatchedClosingParenthesis, 1, 5),
    ])
    func `broken text has a place`(_ text: String, _ problem: FieldProblem, _ line: Int, _ column: Int) {
        #expect(throws: FieldError(problem: problem, line: line, column: column)) { try Self.entries(text) }
    }

    @Test func `fields know their line and column`() throws {
        let octets = Array("a (\n  bc\n\t\"d\")".utf8)
        var scanner = FieldScanner(octets.span)
        var places: [[Int]] = []
        while let field = try scanner.nextField() { places.append([field.line, field.column, field.count]) }
        #expect(places == [[1, 1, 1], [2, 3, 2], [3, 2, 1]])
        #expect([scanner.lastFieldLine, scanner.lastFieldEndColumn] == [3, 5])
    }

    @Test(arguments: [
        ("a b c\nnext", "next"), ("a ( b\n c )\nnext", "next"), ("a ( b\nnext", "next"),
        ("a ( b ; )\n ) x\nnext", "next"),
        ("a ( \")\"\n ) \nnext", "next"), ("a \\\nnext", "next"), ("a ( b\n\n ; x\n)\nnext", "next"),
    ])
    func `an entry is passed over after an error`(_ text: String, _ expected: String) throws {
        let octets = Array(text.utf8)
        var scanner = FieldScanner(octets.span)
        _ = try scanner.nextField()
        _ = try scanner.nextField()
        scanner.skipEntry()
        scanner.beginEntry()
        let next = try #require(try scanner.nextField())
        #expect(scanner.text(of: next) == expected)
    }

    @Test func `random octets never stop the scanner`() {
        let seed = SplitMix64.freshSeed()
        var generator = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            let octets = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Array("ab \t\n\r();\"\\$@0".utf8 + [0, 255]).randomElement(using: &generator) ?? 0
            }
            let reading = ZoneFileReader().read(octets.span, file: "x", origin: .root)
            #expect(reading.zone == nil, "seed \(seed)")
        }
    }
}
