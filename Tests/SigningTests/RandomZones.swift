import DNSCore
import DNSSECModel
import TestKit

/// Random zones of everything that makes signing hard.
struct RandomZones {
    var generator: SplitMix64
    /// True for zones that kzonecheck takes too: nothing below a DNAME.
    let isPolite: Bool
    private var records: [LooseRecord] = []

    init(seed: UInt64, isPolite: Bool = false) {
        generator = SplitMix64(seed: seed)
        self.isPolite = isPolite
    }

    private static let labels: [[UInt8]] =
        ["a", "b", "c", "A1", "x-y", "zz", "_tcp", "*"].map { Array($0.utf8) }
        + [[0], [1], [0, 0x61], [0x2E], [0xFF], [UInt8](repeating: 0x6B, count: 63), [0x41], [0x20, 0x3B]]

    /// The records of a zone `example.` with so many names.
    mutating func records(names: Int) throws -> [LooseRecord] {
        records = []
        let apex = try Name("example.")
        try add(
            apex,
            .soa,
            Name("ns.example.").octets + Name("h.example.").octets + [0, 0, 0, 1] + numbers()
        )
        add(apex, .ns, try Name("ns.example.").octets)
        add(try Name("ns.example."), .a, [192, 0, 2, 1])
        var taken: Set<Name> = [apex, try Name("ns.example.")]
        for _ in 0..<names {
            let name = randomName(below: apex)
            guard taken.insert(name).inserted else { continue }
            try addContent(name)
        }
        if isPolite { dropBelowDNAME() }
        return records
    }

    private mutating func numbers() -> [UInt8] {
        [0, 0, 14, 16, 0, 0, 7, 8, 0, 9, 58, 128, 0, 0, UInt8.random(in: 0...9, using: &generator), 88]
    }

    private mutating func randomName(below apex: Name) -> Name {
        var octets = apex.octets
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let label = Self.labels.randomElement(using: &generator) ?? [0x61]
            // An asterisk inside a name says nothing that outside tools agree on.
            if label == [0x2A], octets.count > 9, Bool.random(using: &generator) { continue }
            octets = [UInt8(label.count)] + label + octets
            if label == [0x2A] { break }
        }
        return Name(uncheckedWire: octets.count > 255 ? [1, 0x71] + apex.octets : octets)
    }

    private mutating func addContent(_ name: Name) throws {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0...2 where !name.isWildcard: try addDelegation(name)
        case 3: add(name, .cname, try Name("Target.EXAMPLE.").octets)
        case 4 where !name.isWildcard: add(name, .dname, try Name("other.test.").octets)
        default:
            add(name, .a, [192, 0, 2, UInt8.random(in: 0...255, using: &generator)])
            if Bool.random(using: &generator) { add(name, .a, [10, 1, 2, 3]) }
            if Bool.random(using: &generator) { add(name, .mx, [0, 5] + (try Name("Mail.Example.").octets)) }
            if Bool.random(using: &generator) { add(name, .txt, [3, 0x61, 0x62, 0x63]) }
            if Bool.random(using: &generator) { add(name, RRType(rawValue: 65_280), [1, 2, 3]) }
        }
    }

    private mutating func addDelegation(_ name: Name) throws {
        add(name, .ns, try Name("ns.elsewhere.test.").octets)
        if Bool.random(using: &generator), name.octets.count < 250 {
            let server = Name(uncheckedWire: [2, 0x4E, 0x73] + name.octets)
            add(name, .ns, server.octets)
            add(server, .a, [192, 0, 2, 9])
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            add(name, .ns, name.octets)
            add(name, .a, [192, 0, 2, 8])
        }
        if Bool.random(using: &generator) {
            add(name, .ds, [0x30, 0x39, 13, 2] + [UInt8](repeating: 7, count: 32))
        }
    }

    private mutating func add(_ name: Name, _ type: RRType, _ rdata: [UInt8]) {
        let ttl: UInt32 = type == .a ? 300 : 3600
        records.append(LooseRecord(name: name, type: type, ttl: ttl, rdata: rdata))
    }

    private mutating func dropBelowDNAME() {
        let trees = records.filter { $0.type == .dname }.map(\.name)
        records.removeAll { record in
            trees.contains { $0 != record.name && record.name.isSubdomain(of: $0) }
        }
    }

    /// Changes a few records: some go, some come, some get another TTL or address.
    mutating func changed(_ old: [LooseRecord]) throws -> [LooseRecord] {
        var new = old
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let index = Int.random(in: 0..<new.count, using: &generator)
            guard new[index].type == .a, new[index].rdata != [192, 0, 2, 1] else { continue }
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: new.remove(at: index)
            case 1: new[index].rdata[0] ^= 1
            default:
                let name = new[index].name
                for place in new.indices where new[place].name == name && new[place].type == .a {
                    new[place].ttl = 77
                }
            }
        }
        if Bool.random(using: &generator) {
            new.append(LooseRecord(name: try Name("new.a.example."), type: .txt, ttl: 9, rdata: [1, 0x61]))
        }
        return new
    }
}
