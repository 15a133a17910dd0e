import DNSCore
import TestKit
import Testing

/// The content of a zone in a form that can be compared.
struct ZoneContent: Equatable {
    struct RRset: Equatable {
        var owner: [UInt8]
        var status: OwnerStatus
        var type: RRType
        var ttl: UInt32
        var records: [[UInt8]]
    }

    var rrsets: [RRset]

    init(_ zone: Zone) {
        rrsets = zone.owners.flatMap { owner in
            zone.rrsets[owner.rrsets].map { rrset in
                RRset(
                    owner: zone.copy(owner.name),
                    status: owner.status,
                    type: rrset.type,
                    ttl: rrset.ttl,
                    records: zone.records[rrset.records].map(zone.copy)
                )
            }
        }
    }
}

/// Makes zones with hostile names and data of many types.
struct RandomZone {
    static let types: [UInt16] = [1, 2, 15, 16, 28, 33, 65_280, 65_281]

    static func make(_ generator: inout SplitMix64) throws -> ZoneBuilder {
        let apex = NameTests.hostileName(&generator)
        var zone = ZoneBuilder(origin: apex)
        let soa: [UInt8] = [0, 0] + (0..<20).map { _ in UInt8.random(in: 0...127, using: &generator) }
        var rows = try [(apex, RRType.soa, soa), (apex, .ns, Name("ns.invalid.").octets)]
        for _ in 0..<Int.random(in: 0...60, using: &generator) {
            let owner = NameTests.hostileName(&generator).octets.dropLast() + apex.octets
            let type = RRType(rawValue: types.randomElement(using: &generator) ?? 1)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                rows.append((Name(uncheckedWire: Array(owner)), type, rdata(of: type, &generator)))
            }
        }
        for (owner, type, rdata) in rows.shuffled(using: &generator) {
            try zone.append(owner, type, ttl: 300, rdata: rdata)
        }
        return zone
    }

    private static func rdata(of type: RRType, _ generator: inout SplitMix64) -> [UInt8] {
        let name = NameTests.hostileName(&generator).octets
        let octets = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return switch type.rawValue {
        case 1: Array(octets.prefix(4))
        case 2: name
        case 15: octets.prefix(2) + name
        case 16: [3] + octets.prefix(3) + [0]
        case 28: octets
        case 33: octets.prefix(6) + name
        default: Array(octets.prefix(Int.random(in: 0...16, using: &generator)))
        }
    }
}

struct ZoneBuilderTests {
    @Test func `a random zone that was written and read is the same zone`() throws {
        let seed = SplitMix64.freshSeed()
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let zone = try RandomZone.make(&generator).finish()
            let text = ZoneFileWriter.text(of: zone)
            let reading = ZoneFileReader().read(text.span, file: "zone", origin: zone.origin)
            let again = try #require(reading.zone, "seed \(seed): \(reading.diagnostics)")
            #expect(ZoneContent(again) == ZoneContent(zone), "seed \(seed)")
            #expect(ZoneFileWriter.text(of: again) == text, "seed \(seed)")
        }
    }

    @Test func `the order in which records come does not matter`() throws {
        let seed = SplitMix64.freshSeed()
        var generator = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let zone = try RandomZone.make(&generator).finish()
            var again = ZoneBuilder(origin: zone.origin)
            for rrset in ZoneContent(zone).rrsets.shuffled(using: &generator) {
                for record in rrset.records.shuffled(using: &generator) {
                    try again.append(
                        Name(uncheckedWire: rrset.owner),
                        rrset.type,
                        ttl: rrset.ttl,
                        rdata: record
                    )
                }
            }
            #expect(ZoneContent(again.finish()) == ZoneContent(zone), "seed \(seed)")
        }
    }

    @Test func `an assembled copy of a zone is the same zone`() throws {
        var generator = SplitMix64(seed: 7)
        let zone = try RandomZone.make(&generator).finish()
        var assembler = ZoneAssembler(origin: zone.origin)
        for owner in zone.owners {
            assembler.beginOwner(owner, of: zone)
            for rrset in zone.rrsets[owner.rrsets] { assembler.appendRRset(rrset, of: zone) }
        }
        #expect(try ZoneContent(assembler.finish()) == ZoneContent(zone))
    }

    @Test func `RDATA of more than 65535 octets is refused`() throws {
        var zone = ZoneBuilder(origin: .root)
        let octets = [UInt8](repeating: 0, count: 65_536)
        #expect(throws: ZoneSizeError.rdataTooLong(octets: 65_536)) {
            try zone.append(.root, RRType(rawValue: 65_280), ttl: 0, rdata: octets)
        }
        var assembler = ZoneAssembler(origin: .root)
        assembler.beginOwner(name: [0].span, key: [UInt8]().span, labelCount: 0, status: .authoritative)
        assembler.beginRRset(.txt, ttl: 0)
        assembler.appendRecord(octets.span)
        let whole = assembler
        #expect(throws: ZoneSizeError.rdataTooLong(octets: 65_536)) { try whole.finish() }
    }

    @Test func `a name is found among the owners`() throws {
        var generator = SplitMix64(seed: 9)
        let zone = try RandomZone.make(&generator).finish()
        for (index, owner) in zone.owners.enumerated() {
            #expect(zone.ownerIndex(of: zone.name(of: owner)) == index)
        }
        #expect(try zone.ownerIndex(of: Name("not-there.invalid.")) == nil)
    }
}
