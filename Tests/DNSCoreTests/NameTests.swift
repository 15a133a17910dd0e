import DNSCore
import TestKit
import Testing

struct NameTests {
    @Test(arguments: [
        ("a.b.", "a.b."), ("a", "a.example."), ("@", "example."), (".", "."), ("\\@", "\\@.example."),
        ("\\097\\.b", "a\\.b.example."), ("a\\000.", "a\\000."), ("\\\"x\\;.", "\\\"x\\;."), ("Ab.", "Ab."),
        ("*.a.", "*.a."), ("\\255\\032.", "\\255\\032."),
    ])
    func `text is read and written`(_ text: String, _ expected: String) throws {
        #expect(try Name(text, origin: Name("example.")).description == expected)
    }

    @Test(arguments: [
        ("", NameError.empty), ("..", .emptyLabel), (".a.", .emptyLabel), ("a..b", .emptyLabel),
        ("a\\", .badEscape),
        ("\\25", .badEscape), ("\\256.", .badEscape), ("\\25a.", .badEscape), ("a", .relativeWithoutOrigin),
        ("@", .relativeWithoutOrigin), (String(repeating: "x", count: 64) + ".", .labelTooLong(octets: 64)),
        (String(repeating: "\\001", count: 64) + ".", .labelTooLong(octets: 64)),
    ])
    func `broken text is refused`(_ text: String, _ error: NameError) {
        #expect(throws: error) { try Name(text) }
    }

    @Test func `a label has at most 63 octets and a name 255`() throws {
        let label = String(repeating: "x", count: 63) + "."
        let longest = label + label + label + String(repeating: "x", count: 61) + "."
        #expect(try Name(longest).octets.count == 255)
        #expect(throws: NameError.nameTooLong) { try Name("a." + longest) }
        #expect(throws: NameError.nameTooLong) { try Name("a", origin: Name(longest)) }
    }

    @Test func `names sort as in RFC 4034 6_1`() throws {
        let names = try [
            "example.", "a.example.", "yljkjljk.a.example.", "Z.a.example.", "zABC.a.EXAMPLE.", "z.example.",
            "\\001.z.example.", "*.z.example.", "\\200.z.example.",
        ].map { text throws(NameError) in try Name(text) }
        var generator = SplitMix64(seed: 1)
        #expect(names.shuffled(using: &generator).sorted() == names)
        var zone = ZoneBuilder(origin: names[0])
        for name in names.shuffled(using: &generator) { try zone.append(name, .txt, ttl: 1, rdata: [0]) }
        let sorted = zone.finish()
        #expect(sorted.owners.map(sorted.name(of:)) == names)
    }

    @Test func `sort keys agree with a comparison label by label, for hostile octets too`() throws {
        let seed = SplitMix64.freshSeed()
        var generator = SplitMix64(seed: seed)
        for _ in 0..<3000 {
            let left = Self.hostileName(&generator)
            let right = Self.hostileName(&generator)
            let expected = Self.labels(left).lexicographicallyPrecedes(Self.labels(right)) {
                $0.lexicographicallyPrecedes($1)
            }
            #expect(
                left.canonicalKey.lexicographicallyPrecedes(right.canonicalKey) == expected,
                "seed \(seed)"
            )
            #expect((left < right) == expected, "seed \(seed)")
        }
    }

    /// A name of labels that are short and full of the octets that sorting could get wrong.
    static func hostileName(_ generator: inout SplitMix64) -> Name {
        let choice: [UInt8] = [0, 1, 2, 3, 0x41, 0x61, 0x2E, 0x5C, 0x40, 0x5B, 255]
        var wire: [UInt8] = []
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let count = Int.random(in: 1...3, using: &generator)
            wire.append(UInt8(count))
            for _ in 0..<count { wire.append(choice.randomElement(using: &generator) ?? 0) }
        }
        return Name(uncheckedWire: wire + [0])
    }

    /// The labels from the root down in lower case.
    private static func labels(_ name: Name) -> [[UInt8]] {
        var labels: [[UInt8]] = []
        var position = 0
        while name.octets[position] != 0 {
            let end = position + 1 + Int(name.octets[position])
            labels.insert(name.octets[(position + 1)..<end].map(Name.lowercased), at: 0)
            position = end
        }
        return labels
    }
}
