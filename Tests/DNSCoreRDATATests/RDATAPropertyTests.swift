import DNSCore
import TestKit
import Testing

/// Random octets and random text, for every type.
@Suite
struct RDATAPropertyTests {
    static let types = Set(RDATATriple.all.map(\.type)).sorted()

    @Test(arguments: types)
    func `well-formed octets have a text that reads back as the same octets`(name: String) throws {
        let type = try #require(RRType(text: name))
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let starts = RDATATriple.all.filter { $0.type == name }.map { hexadecimal($0.octets) }
        var wellFormed = 0
        for _ in 0..<600 {
            let rdata = mutated(starts, &random)
            guard RDATAWire.check(type, rdata.span) == nil else { continue }
            wellFormed += 1
            let text = RDATAText.text(type, rdata.span)
            #expect(try octets(type, text) == rdata, "seed \(seed): \(text)")
            var portable: [UInt8] = []
            RDATAText.appendPortableText(type, rdata.span, to: &portable)
            let portableText = String(decoding: portable, as: UTF8.self)
            #expect(try octets(type, portableText) == rdata, "seed \(seed): \(portableText)")
        }
        #expect(wellFormed > 0, "seed \(seed)")
    }

    @Test(arguments: types)
    func `any octets can be checked, written and made canonical`(name: String) throws {
        let type = try #require(RRType(text: name))
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<600 {
            var rdata: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                // Small numbers are likely lengths, so that more than the first field is reached.
                let limit: UInt8 = Bool.random(using: &random) ? 8 : 255
                rdata.append(UInt8.random(in: 0...limit, using: &random))
            }
            let problem = RDATAWire.check(type, rdata.span)
            let text = RDATAText.text(type, rdata.span)
            if problem != nil { #expect(text.hasPrefix("\\# \(rdata.count)"), "seed \(seed)") }
            var canonical: [UInt8] = []
            CanonicalRDATA.append(type, rdata.span, to: &canonical)
            #expect(canonical.count == rdata.count, "seed \(seed)")
            let isUnchanged = CanonicalRDATA.isCanonical(type, rdata.span)
            if isUnchanged, problem == nil {
                #expect(canonical == rdata, "seed \(seed): \(rdata)")
            }
            let isCanonical = CanonicalRDATA.isCanonical(type, canonical.span)
            #expect(isCanonical, "seed \(seed): \(rdata)")
        }
    }

    @Test(arguments: types)
    func `any text is read or refused, and what is read is well formed`(name: String) throws {
        let type = try #require(RRType(text: name))
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let words = RDATATriple.all.flatMap { $0.text.split(separator: " ").map(String.init) }
        for _ in 0..<300 {
            let count = Int.random(in: 0...9, using: &random)
            var text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(
                separator: " "
            )
            if Bool.random(using: &random), !text.isEmpty {
                let index = text.indices.randomElement(using: &random) ?? text.startIndex
                let character = "\\\"();=,.:-/0xz\n\u{0}é".randomElement(using: &random) ?? "\\"
                text.replaceSubrange(index...index, with: String(character))
            }
            guard let rdata = try? octets(type, text) else { continue }
            #expect(RDATAWire.check(type, rdata.span) == nil, "seed \(seed): \(text)")
        }
    }

    /// One of the octet strings with a few octets changed, taken out or put in.
    private func mutated(_ starts: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
        var octets = starts.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 0...3, using: &random) where !octets.isEmpty {
            let index = Int.random(in: 0..<octets.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: octets.remove(at: index)
            case 1: octets.insert(UInt8.random(in: 0...255, using: &random), at: index)
            case 2: octets[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            default: octets[index] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return octets
    }
}
