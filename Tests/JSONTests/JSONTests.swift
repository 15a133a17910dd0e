import JSON
import TestKit
import Testing

@Suite("JSON text")
struct JSONTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        let octets = Array(text.utf8)
        return try JSONValue(parsing: octets.span)
    }

    @Test
    func `a value is written on one line and over several`() {
        let value: JSONValue = [
            "name": "example.", "tags": [1, -2], "none": nil, "empty": [], "object": [:], "on": true,
        ]
        #expect(
            value.compact
                == #"{"name":"example.","tags":[1,-2],"none":null,"empty":[],"object":{},"on":true}"#
        )
        #expect(
            value.pretty == """
                {
                  "name": "example.",
                  "tags": [
                    1,
                    -2
                  ],
                  "none": null,
                  "empty": [],
                  "object": {},
                  "on": true
                }
                """
        )
    }

    @Test
    func `the order of members is kept`() throws {
        #expect(try parse(#"{"b":1,"a":2}"#) == .object([.init("b", 1), .init("a", 2)]))
        #expect(try parse(#"{"b":1,"a":2}"#) != parse(#"{"a":2,"b":1}"#))
        #expect(try parse(#"{"b":1,"a":2}"#)["a"] == 2)
        #expect(try parse("[1]")["a"] == nil)
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775807", .integer(.max)),
            ("-0.5", .decimal(-0.5)), ("1E+2", .decimal(100)), (" \t\r\n null ", .null), ("\"\"", ""),
            (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, "\"\\/\u{8}\u{C}\n\r\té😀"), ("\"é😀\"", "é😀"),
            ("[ ]", []), ("{ }", .object([])), ("[[],[{}]]", [[], [.object([])]]),
        ] as [(String, JSONValue)]
    )
    func `text means its value`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        arguments: [
            ("", .endOfText, 1), ("{", .endOfText, 2), ("[1", .endOfText, 3), ("\"a", .endOfText, 3),
            ("tru", .endOfText, 4), ("trux", .unexpectedOctet(0x78), 4), ("[1,]", .unexpectedOctet(0x5D), 4),
            ("{\"a\":1,}", .unexpectedOctet(0x7D), 8), ("{a:1}", .unexpectedOctet(0x61), 2),
            ("[1 2]", .unexpectedOctet(0x32), 4), ("1 2", .trailingText, 3), ("{}}", .trailingText, 3),
            ("01", .badNumber, 1), ("-", .badNumber, 1), ("1.", .badNumber, 1), ("1e", .badNumber, 1),
            ("9223372036854775808", .badNumber, 1), ("1e999", .badNumber, 1),
            ("+1", .unexpectedOctet(0x2B), 1),
            (".5", .unexpectedOctet(0x2E), 1), ("NaN", .unexpectedOctet(0x4E), 1),
            ("'a'", .unexpectedOctet(0x27), 1),
            ("\"\t\"", .badString, 2), (#""\x""#, .badEscape, 2), (#""\u12g4""#, .badEscape, 2),
            (#""\ud800""#, .badEscape, 2), (#""\ud800\u0041""#, .badEscape, 2), (#""\udc00""#, .badEscape, 2),
            (#"{"a":1,"a":2}"#, .repeatedName("a"), 8), ("//x\n1", .unexpectedOctet(0x2F), 1),
        ] as [(String, JSONProblem, Int)]
    )
    func `text that is not JSON is refused at its place`(text: String, problem: JSONProblem, column: Int) {
        #expect(throws: JSONError(problem: problem, line: 1, column: column)) { try parse(text) }
    }

    @Test
    func `octets that are not UTF-8 are refused`() {
        let octets: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
        #expect(throws: JSONError(problem: .badString, line: 1, column: 1)) {
            try JSONValue(parsing: octets.span)
        }
    }

    @Test
    func `an error knows its line`() {
        let error = JSONError(problem: .unexpectedOctet(0x7D), line: 3, column: 1)
        #expect(throws: error) { try parse("{\n \"a\":\n}") }
        #expect(error.description == "3:1: not JSON: unexpected '}'")
    }

    @Test
    func `depth is limited`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try parse(nested(64))
        #expect(throws: JSONError(problem: .tooDeep(limit: 64), line: 1, column: 65)) {
            try parse(nested(65))
        }
        #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test
    func `every value comes back from both its texts`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let value = RandomJSON.value(depth: 4, using: &random)
            #expect(try parse(value.compact) == value, "seed \(seed)")
            #expect(try parse(value.pretty) == value, "seed \(seed)")
            #expect(!value.compact.utf8.contains(0x0A), "seed \(seed)")
        }
    }

    @Test(arguments: [1, 31, 32, 33, 80])
    func `a name that stands twice is found in small objects and large ones`(count: Int) {
        let names = (0..<count).map { "name\($0)" }
        let object = JSONValue.object(names.map { .init($0, nil) })
        #expect(object.isReadable)
        #expect((try? parse(object.compact)) == object)
        let doubled = JSONValue.object((names + [names[count / 2]]).map { .init($0, nil) })
        #expect(!doubled.isReadable)
        #expect(!JSONValue.array([doubled]).isReadable)
        let error = #expect(throws: JSONError.self) { try parse(doubled.compact) }
        #expect(error?.problem == .repeatedName(names[count / 2]))
    }

    @Test(arguments: [63, 64, 65])
    func `what lies deeper than can be read is not readable`(depth: Int) {
        let value = (0..<depth).reduce(JSONValue.null) { inner, _ in .array([inner]) }
        #expect(value.isReadable == ((try? parse(value.compact)) != nil))
        #expect(value.isReadable == (depth <= JSONValue.maximumDepth))
    }

    @Test
    func `octets at random never crash the parser`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let alphabet = Array("{}[]\",:\\u0e1-.tfn \n".utf8) + [0xC3, 0x00, 0xFF]
        for _ in 0..<5000 {
            let octets = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            guard let value = try? JSONValue(parsing: octets.span) else { continue }
            #expect(throws: Never.self, "seed \(seed)") { try parse(value.compact) }
        }
    }
}

@Suite("Strict reading of JSON")
struct JSONReaderTests {
    private let reader = JSONReader(["a": [1, "x", true, nil], "b": 2])

    @Test
    func `values are read with their places`() throws {
        var members = try reader.members()
        let elements = try members.take("a").elements()
        #expect(try elements[0].integer(in: 0...1) == 1)
        #expect(try elements[1].string() == "x")
        #expect(try elements[2].bool())
        #expect(elements[3].nonNull == nil)
        #expect(elements[3].path == "$.a[3]")
        #expect(members.takeIfPresent("c") == nil)
        #expect(members.takeIfPresent("b")?.value == 2)
        try members.finish()
    }

    @Test
    func `wrong kinds, ranges, missing and unknown members are told with their places`() throws {
        var members = try reader.members()
        let elements = try members.take("a").elements()
        #expect(
            throws: JSONShapeError(path: "$.a[0]", problem: .wrongKind(expected: .string, found: .integer))
        ) {
            try elements[0].string()
        }
        #expect(throws: JSONShapeError(path: "$.a[0]", problem: .outOfRange(1, allowed: 2...3))) {
            try elements[0].integer(in: 2...3)
        }
        #expect(throws: JSONShapeError(path: "$.c", problem: .missing)) { try members.take("c") }
        #expect(throws: JSONShapeError(path: "$.b", problem: .unknown)) { try members.finish() }
        #expect(throws: JSONShapeError(path: "$.a[3]", problem: .wrongKind(expected: .object, found: .null)))
        {
            try elements[3].members()
        }
    }
}
