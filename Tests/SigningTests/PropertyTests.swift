import DNSCore
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// What holds for every zone.
struct PropertyTests {
    static let zones = 60

    @Test(arguments: denials)
    func `every random zone is signed so that the verifier finds nothing`(_ denial: DenialPolicy) throws {
        let keys = try TestKeys()
        let apex = try Name("example.")
        for seed in Self.seeds {
            var random = RandomZones(seed: seed)
            let input = try Zone(random.records(names: 40), origin: apex)
            let signed = try sign(request(input, keys, testPolicy(denial), threads: 2))
            let report = ZoneVerifier.verify(
                zone: signed.zone,
                at: testNow,
                ds: [try keys.ds(1)],
                options: .init(threads: 2)
            )
            #expect(report.findings == [], "seed \(seed)")
            #expect(report.goodSignatures == signed.statistics.signaturesMade, "seed \(seed)")
        }
    }

    @Test(arguments: denials)
    func `signing again gives what signing from scratch gives`(_ denial: DenialPolicy) throws {
        let keys = try TestKeys()
        let apex = try Name("example.")
        for seed in Self.seeds {
            var random = RandomZones(seed: seed)
            let records = try random.records(names: 30)
            let old = try sign(request(try Zone(records, origin: apex), keys, testPolicy(denial)))
            let input = try Zone(random.changed(records), origin: apex)
            let later = testNow + .hours(Int64.random(in: 1...200, using: &random.generator))
            let again = try sign(request(input, keys, testPolicy(denial), previous: old.zone, now: later))
            let fresh = try sign(request(input, keys, testPolicy(denial), now: later))
            #expect(content(again.zone) == content(fresh.zone), "seed \(seed)")
            #expect(signatures(again.zone) == signatures(fresh.zone), "seed \(seed)")
            #expect(ZoneVerifier.verify(zone: again.zone, at: later).findings == [], "seed \(seed)")
            let total = again.statistics.signaturesMade + again.statistics.signaturesKept
            #expect(total == fresh.statistics.signaturesMade, "seed \(seed)")
            #expect(
                again.contentChanged == (again.zone.looseRecords != old.zone.looseRecords),
                "seed \(seed)"
            )
        }
    }

    @Test(arguments: denials)
    func `what is signed, by several keys and in several runs, is in canonical order`(
        _ denial: DenialPolicy
    ) throws {
        var keys = try TestKeys()
        try keys.add(3, .zsk)
        keys.plan.dnskeys.append(.init(key: id(3)))
        let apex = try Name("example.")
        for seed in Self.seeds.prefix(10) {
            var random = RandomZones(seed: seed)
            let input = try Zone(random.records(names: 30), origin: apex)
            keys.plan.zoneSigners = [id(2)]
            let first = try sign(request(input, keys, testPolicy(denial)))
            keys.plan.zoneSigners = [id(2), id(3)]
            let later = testNow + .hours(Int64.random(in: 1...200, using: &random.generator))
            let again = try sign(request(input, keys, testPolicy(denial), previous: first.zone, now: later))
                .zone
            let sorted = try Zone(again.looseRecords.shuffled(using: &random.generator), origin: apex)
            #expect(again.looseRecords == sorted.looseRecords, "seed \(seed)")
            #expect(
                again.owners.map(\.status.rawValue) == sorted.owners.map(\.status.rawValue),
                "seed \(seed)"
            )
        }
    }

    @Test func `random zones are accepted by all validators`() throws {
        let keys = try TestKeys(.ecdsaP256SHA256)
        for (index, seed) in Self.seeds.prefix(8).enumerated() {
            var random = RandomZones(seed: seed, isPolite: true)
            let input = try Zone(random.records(names: 25), origin: Name("example."))
            let denial = denials[index % denials.count]
            let signed = try sign(request(input, keys, testPolicy(denial), now: wallClock))
            expectAccepted(signed.zone, "seed \(seed), \(denial)")
        }
    }

    private static var seeds: [UInt64] { (0..<zones).map { _ in SplitMix64.freshSeed() } }

    /// What each signature says, but for its times and its value.
    private func signatures(_ zone: Zone) -> [String] {
        zone.looseRecords.compactMap { record in
            guard record.type == .rrsig, let header = SignatureHeader(rdata: record.rdata.span) else {
                return nil
            }
            return "\(record.name) \(header.covered) \(header.labels) \(header.originalTTL) \(header.tag)"
        }
    }
}
