import DNSSECModel
import PolicyFile
import TestKit
import Testing

@Suite struct DamageTests {
    /// What breaks YAML best.
    static let alphabet =
        Array("{}[]:,-#&*!|>'\"%@`?\n\t \\\0~=<".utf8) + [0x00, 0x7F, 0x80, 0xC2, 0xE2, 0xF4, 0xFF]

    private func template() throws -> [UInt8] {
        try #require(Fixture.octets("\(Fixture.root)/Policies/template.yaml"))
    }

    /// Reading ends, with a policy or with complaints that have a place in the text, never with both or neither.
    private func check(_ octets: [UInt8], _ seed: UInt64) {
        let lines = octets.count { $0 == 0x0A } + 1
        let policy = PolicyFile.read(octets: octets.span, file: "damaged", name: "damaged")
        let configuration = ConfigurationFile.read(octets: octets.span, file: "damaged")
        #expect((policy.policy == nil) == !policy.diagnostics.isEmpty, "seed \(seed)")
        #expect((configuration.configuration == nil) == !configuration.diagnostics.isEmpty, "seed \(seed)")
        for diagnostic in policy.diagnostics + configuration.diagnostics + policy.findings() {
            let (line, column) = (diagnostic.position.line, diagnostic.position.column)
            #expect(
                (1...(lines + 1)).contains(line) && (1...(octets.count + 1)).contains(column),
                "seed \(seed)"
            )
            #expect(!diagnostic.description.utf8.contains { $0 < 0x20 }, "seed \(seed)")
        }
    }

    @Test func `a policy that is cut off anywhere is read or refused`() throws {
        let octets = try template()
        for count in stride(from: 0, to: octets.count, by: 23) { check(Array(octets[..<count]), 0) }
    }

    @Test func `a policy with flipped, lost and added octets is read or refused`() throws {
        let octets = try template()
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<700 {
            var damaged = octets
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: damaged.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: damaged.remove(at: index)
                case 2: damaged[index] = Self.alphabet.randomElement(using: &random) ?? 0
                default: damaged.insert(Self.alphabet.randomElement(using: &random) ?? 0, at: index)
                }
            }
            check(damaged, seed)
        }
    }

    @Test func `random YAML punctuation is read or refused`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let words = ["version: 1", "keys", "role", "csk", "a"].map { Array($0.utf8) }
        for _ in 0..<3000 {
            var octets: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<40, using: &random) {
                if Bool.random(using: &random) {
                    octets += words.randomElement(using: &random) ?? []
                } else {
                    octets.append(Self.alphabet.randomElement(using: &random) ?? 0)
                }
            }
            check(octets, seed)
        }
    }
}
