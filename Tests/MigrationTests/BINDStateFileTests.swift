import DNSSECModel
import TestKit
import Testing

@testable import KeyStore
@testable import Migration

struct BINDStateFileTests {
    /// As BIND 9.18 writes it.
    static let text = """
        ; This is the state of key 15740, for example.
        Algorithm: 13
        Length: 256
        Lifetime: 7776000
        Predecessor: 1
        Successor: 65535
        KSK: no
        ZSK: yes
        Generated: 20261123092657 (Mon Nov 23 09:26:57 2026)
        Published: 20261123092657 (Mon Nov 23 09:26:57 2026)
        Active: 20261123092657 (Mon Nov 23 09:26:57 2026)
        Retired: 20270221092657 (Sun Feb 21 09:26:57 2027)
        Removed: 20270303103157 (Wed Mar  3 10:31:57 2027)
        DNSKEYChange: 20261123092657 (Mon Nov 23 09:26:57 2026)
        ZRRSIGChange: 20261123092657 (Mon Nov 23 09:26:57 2026)
        DNSKEYState: omnipresent
        ZRRSIGState: rumoured
        GoalState: omnipresent

        """

    private static func reading(_ text: String) throws(BINDImportFault) -> BINDStateReading {
        try BINDStateReading(Array(text.utf8).span, file: "F")
    }

    @Test func `what BIND wrote is read, and written octet by octet`() throws {
        let reading = try Self.reading(Self.text)
        let file = reading.content
        #expect(
            file.numbers == [
                .algorithm: 13, .length: 256, .lifetime: 7_776_000, .predecessor: 1, .successor: 65535,
            ]
        )
        #expect(file.role == .zsk)
        #expect(file.times[.generated] == Instant(secondsSinceEpoch: 1_795_426_017))
        #expect(file.states == [.dnskey: .omnipresent, .zrrsig: .rumoured, .goal: .omnipresent])
        #expect(reading.unknownFields.isEmpty)
        let zone = BINDFolder.zone
        #expect(String(decoding: file.text(zone: zone, keyTag: 15740), as: UTF8.self) == Self.text)
    }

    @Test func `fields of other versions are found and do no harm`() throws {
        let reading = try Self.reading(Self.text + "DSPubCount: 2\nSigPublish: 20261123092657\n")
        #expect(reading.unknownFields.map(\.tag) == ["DSPubCount", "SigPublish"])
        #expect(reading.unknownFields.map(\.line) == [19, 20])
        #expect(try reading.content == Self.reading(Self.text).content)
    }

    @Test(arguments: [
        ("Algorithm: 13", "Algorithm 13", 2, 1, BINDImportProblem.notAField),
        ("Length: 256", "Length:", 3, 1, .notAField),
        ("KSK: no", "KSK: No", 7, 6, .badFlag),
        ("Lifetime: 7776000", "Lifetime:  7776000s", 4, 12, .badNumber),
        ("Lifetime: 7776000", "Lifetime: 4294967296", 4, 11, .badNumber),
        ("Active: 20261123092657", "Active: 20261323092657", 11, 9, .badTime),
        ("DNSKEYState: omnipresent", "DNSKEYState: present", 16, 14, .badState),
        ("Length: 256", "Algorithm: 13", 3, 1, .repeatedField(firstLine: 2)),
    ])
    func `a line that is wrong is named with its place`(
        old: String,
        new: String,
        line: Int,
        column: Int,
        problem: BINDImportProblem
    ) throws {
        let parts = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        let text = parts.map { $0.hasPrefix(old) ? new + $0.dropFirst(old.count) : String($0) }
            .joined(separator: "\n")
        let fault = BINDImportFault(file: "F", line: line, column: column, problem)
        #expect(throws: fault) { try Self.reading(text) }
    }

    @Test func `no octets make the reader fail otherwise than by a fault`() {
        var random = SplitMix64(seed: 5)
        let original = Array(Self.text.utf8)
        for _ in 0..<2000 {
            var octets = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                octets[Int.random(in: 0..<octets.count, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            let file = octets.prefix(Int.random(in: 0...octets.count, using: &random))
            do throws(BINDImportFault) {
                _ = try BINDStateReading(Array(file).span, file: "F")
            } catch {
                #expect(error.line > 0 && error.column > 0, "seed 5: \(error)")
            }
        }
    }
}
