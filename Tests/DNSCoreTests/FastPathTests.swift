import TestKit
import Testing

@testable import DNSCore

/// What is done for many octets at once must come out as if it had been done for each.
@Suite struct FastPathTests {
    // MARK: - Words

    @Test func `the first mark of a word is the first octet that is meant`() {
        var random = SplitMix64(seed: 20_181_011)
        for round in 0..<20_000 {
            let octets = (0..<8).map { _ in
                [
                    UInt8.random(in: 0...255, using: &random), 0x2E, 0x5C, 0x41, 0x5A, 0x5B, 0x40, 0x2D, 0x61,
                    0x2C,
                ]
                .randomElement(using: &random) ?? 0
            }
            let limit = UInt8.random(in: 1...128, using: &random)
            let word = OctetWord(octets.span, at: 0)
            #expect(OctetWord.first(word.below(limit)) == first(octets) { $0 < limit }, "round \(round)")
            #expect(OctetWord.first(word.equal(0x2E)) == first(octets) { $0 == 0x2E }, "round \(round)")
            let capitals = OctetWord.first(word.capitalsAndHighOctets)
            #expect(capitals == first(octets) { $0 &- 0x41 < 26 || $0 > 127 }, "round \(round)")
            let plain = Set("-/0123456789_".utf8).union(0x41...0x5A).union(0x61...0x7A)
            let isPlain = octets.allSatisfy(plain.contains)
            #expect((word.specialInText == 0) == isPlain, "round \(round)")
        }
    }

    @Test func `the first marked octet of a run is found wherever it begins and ends`() {
        var random = SplitMix64(seed: 2018)
        for round in 0..<5000 {
            let octets = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                UInt8.random(in: 0...40, using: &random) == 0
                    ? 0x2E : UInt8.random(in: 0...255, using: &random)
            }
            for start in 0...octets.count {
                let found = OctetWord.firstMarked(in: octets.span, from: start) {
                    $0.equal(0x2E) | $0.below(2)
                }
                let expected = octets[start...].firstIndex { $0 == 0x2E || $0 < 2 } ?? octets.count
                #expect(found == expected, "round \(round) from \(start)")
            }
        }
    }

    private func first(_ octets: [UInt8], _ isMeant: (UInt8) -> Bool) -> Int {
        octets.firstIndex(where: isMeant) ?? 8
    }

    // MARK: - Names

    @Test func `names of any octets have the text and the key that their octets give one by one`() throws {
        var random = SplitMix64(seed: 4034)
        for round in 0..<4000 {
            let labels: [[UInt8]] = (0..<Int.random(in: 0...5, using: &random)).map { _ in label(&random) }
            let wire: [UInt8] = labels.flatMap { label -> [UInt8] in [UInt8(label.count)] + label } + [0]
            let text = labels.isEmpty ? "." : labels.map { slowText($0) + "." }.joined()
            let name = Name(uncheckedWire: wire)
            #expect(name.description == text, "round \(round)")
            #expect(try Name(text).octets == wire, "round \(round)")
            #expect(name.canonicalKey == slowKey(labels), "round \(round)")
            let relative = String(text.dropLast())
            guard !labels.isEmpty, labels.count < 3 else { continue }
            #expect(try Name(relative, origin: name).octets == wire.dropLast() + wire, "round \(round)")
        }
    }

    /// Half of the labels are hostnames, half of any octets.
    private func label(_ random: inout SplitMix64) -> [UInt8] {
        let isPlain = Bool.random(using: &random)
        return (0..<Int.random(in: 1...30, using: &random)).map { _ in
            isPlain
                ? Array("abcdefghijklmnopqrstuvwxyz0123456789-".utf8).randomElement(using: &random) ?? 0x61
                : UInt8.random(in: 0...255, using: &random)
        }
    }

    private func slowText(_ label: [UInt8]) -> String {
        label.map { octet in
            switch octet {
            case _ where ".;()\"@$".utf8.contains(octet): "\\" + String(UnicodeScalar(octet))
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(octet))
            case _ where "*-/_".utf8.contains(octet): String(UnicodeScalar(octet))
            default: "\\" + String(1000 + Int(octet)).dropFirst()
            }
        }.joined()
    }

    private func slowKey(_ labels: [[UInt8]]) -> [UInt8] {
        labels.reversed().flatMap { label in
            label.flatMap { octet -> [UInt8] in
                octet <= 1 ? [1, octet + 1] : [(0x41...0x5A).contains(octet) ? octet + 0x20 : octet]
            } + [0]
        }
    }

    @Test(arguments: [
        "a..b", ".a", "a\\", String(repeating: "x", count: 64), "a.\(String(repeating: "y", count: 64)).",
    ])
    func `a name that is wrong is refused, and nothing of it stays`(_ text: String) {
        #expect(throws: NameError.self) { try Name(text, origin: .root) }
    }

    // MARK: - Sorting

    @Test(arguments: [0, 1, 100, 5000, 40_000], [1, 2, 3])
    func `entries are in order of prefix, and none is lost`(_ count: Int, _ threads: Int) {
        var random = SplitMix64(seed: UInt64(count + threads))
        var entries = (0..<count).map { index in
            let spread = UInt64.random(in: 0...UInt64(max(1, count / 3)), using: &random)
            let shift = UInt64.random(in: 0...6, using: &random) * 8
            return PrefixSort.Entry(prefix: spread << shift, index: UInt32(index))
        }
        let expected = entries
        unsafe entries.withUnsafeMutableBufferPointer { unsafe PrefixSort.sort($0, threads: threads) }
        #expect(entries.map(\.prefix) == expected.map(\.prefix).sorted())
        #expect(entries.map(\.index).sorted() == expected.map(\.index))
        #expect(entries.allSatisfy { expected[Int($0.index)].prefix == $0.prefix })
        var alone = expected
        unsafe alone.withUnsafeMutableBufferPointer { unsafe PrefixSort.sort($0, threads: 1) }
        #expect(entries.map(\.index) == alone.map(\.index))
    }

    @Test(arguments: [1, 2])
    func `owners that agree in their first octets are sorted by the rest`(_ threads: Int) throws {
        var random = SplitMix64(seed: 99)
        let origin = try Name("example.")
        let labels = (0..<20_000).map { "samestart-\(String($0 * 7919 % 20_000, radix: 36))" }
        var builder = ZoneBuilder(origin: origin)
        for label in (labels + labels.prefix(500)).shuffled(using: &random) {
            let owner = try Name(label, origin: origin)
            try builder.append(
                owner,
                .a,
                ttl: 60,
                rdata: [192, 0, 2, UInt8.random(in: 0...255, using: &random)]
            )
        }
        let zone = builder.finishChecked(rules: ZoneRules(), threads: threads).zone
        #expect(zone.owners.map { zone.name(of: $0).description } == labels.map { $0 + ".example." }.sorted())
    }

    @Test(arguments: [0, 1, 255, 256, 257, 9000, 70_000], [1, 2])
    func `each owner comes to its place`(_ count: Int, _ threads: Int) {
        var random = SplitMix64(seed: UInt64(count + threads))
        // A shuffle has one long cycle and few short ones; neighbours that change places have no cut in theirs.
        let shuffled = Array(0..<UInt32(count)).shuffled(using: &random)
        let pairs = (0..<UInt32(count)).map { min($0 ^ 1, UInt32(count - 1)) }
        for sources in count % 2 == 0 ? [shuffled, pairs] : [shuffled] {
            var order = sources.map { PrefixSort.Entry(prefix: UInt64($0), index: $0) }
            var owners = (0..<UInt32(count)).map { number in
                let octets = OctetRange(offset: number, count: 1)
                return ZoneOwner(
                    name: octets,
                    key: octets,
                    firstRRset: number,
                    rrsetCount: 1,
                    labelCount: 1,
                    status: .authoritative
                )
            }
            unsafe owners.withUnsafeMutableBufferPointer { owners in
                unsafe order.withUnsafeMutableBufferPointer { order in
                    unsafe OwnerMoves.apply(order, to: owners, threads: threads)
                }
            }
            #expect(owners.indices.allSatisfy { owners[$0].firstRRset == sources[$0] })
            #expect(order.indices.allSatisfy { order[$0].index == $0 && order[$0].prefix == sources[$0] })
        }
    }

    @Test(arguments: [1, 2])
    func `owners of one prefix are in order of their keys and then of their coming`(_ threads: Int) {
        var random = SplitMix64(seed: 4034)
        for round in 0..<40 {
            let names = (0..<Int.random(in: 1...120, using: &random)).map { _ in
                // Some keys end within the octets of the prefix, which zeros fill up.
                [UInt8](repeating: 0x61, count: Int.random(in: 0...9, using: &random))
                    + (0..<Int.random(in: 0...2, using: &random)).map { _ in
                        [0, 0x62].randomElement(using: &random) ?? 0
                    }
            }
            #expect(sorted(names, threads) == expected(names), "round \(round)")
        }
    }

    @Test(arguments: [1, 2])
    func `the root comes first and once, though its key is empty`(_ threads: Int) throws {
        var builder = ZoneBuilder(origin: .root)
        for (name, octet) in [(".", 2), ("a.", 1), (".", 1), ("\\000\\000\\000.", 1), (".", 3)] {
            try builder.append(try Name(name), .a, ttl: 60, rdata: [192, 0, 2, UInt8(octet)])
        }
        let zone = builder.finishChecked(rules: ZoneRules(), threads: threads).zone
        #expect(zone.owners.map { zone.name(of: $0).description } == [".", "\\000\\000\\000.", "a."])
        #expect(zone.rrset(.a, of: zone.owners[0])?.recordCount == 3)
    }

    private struct Place: Equatable {
        var index: Int
        var isRepeat: Bool
    }

    private func prefix(_ key: [UInt8]) -> UInt64 {
        (key + [UInt8](repeating: 0, count: 8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func expected(_ keys: [[UInt8]]) -> [Place] {
        let order = keys.indices.sorted { left, right in
            keys[left] == keys[right] ? left < right : keys[left].lexicographicallyPrecedes(keys[right])
        }
        return order.indices.map {
            Place(index: order[$0], isRepeat: $0 > 0 && keys[order[$0]] == keys[order[$0 - 1]])
        }
    }

    /// The places that the keys get, an apex of three octets before each.
    private func sorted(_ keys: [[UInt8]], _ threads: Int) -> [Place] {
        var octets: [UInt8] = []
        let owners = keys.map { key in
            let range = OctetRange(offset: UInt32(octets.count), count: UInt16(3 + key.count))
            octets += [1, 2, 3] + key
            return ZoneOwner(
                name: range,
                key: range,
                firstRRset: 0,
                rrsetCount: 1,
                labelCount: 1,
                status: .authoritative
            )
        }
        var entries = keys.indices.map { PrefixSort.Entry(prefix: prefix(keys[$0]), index: UInt32($0)) }
        let sort = KeySort(keys: owners, octets: octets, skipped: 3 + PrefixSort.octets, threads: threads)
        unsafe entries.withUnsafeMutableBufferPointer { entries in
            unsafe PrefixSort.sort(entries, threads: threads)
            let found = unsafe sort.sortRuns(of: entries, from: 0..<entries.count)
            #expect(unsafe found == entries.count { $0.isRepeat })
        }
        return entries.map { Place(index: Int($0.index), isRepeat: $0.isRepeat) }
    }

    // MARK: - Looking up

    @Test func `an owner is found from wherever the search begins`() throws {
        let origin = try Name("example.")
        var builder = ZoneBuilder(origin: origin)
        for number in stride(from: 0, to: 120, by: 2) {
            try builder.append(
                try Name("n\(100 + number)", origin: origin),
                .a,
                ttl: 60,
                rdata: [192, 0, 2, 1]
            )
        }
        let zone = builder.finish()
        for number in 0..<121 {
            let key = try Name("n\(99 + number)", origin: origin).canonicalKey
            let expected = zone.owners.firstIndex { zone.copy($0.key) == key }
            for guess in 0...(zone.owners.count + 1) {
                #expect(zone.ownerIndex(ofKey: key, near: guess) == expected, "\(number) from \(guess)")
            }
        }
    }

    // MARK: - Lines that begin alike

    @Test func `a line that begins as the one before says what it says elsewhere`() throws {
        var random = SplitMix64(seed: 1035)
        for round in 0..<300 {
            let lines = (0..<40).map { _ in line(&random) }
            let head = "$ORIGIN example.\n$TTL 300\n@ SOA ns mail 1 2 3 4 5\n@ NS ns\nns A 192.0.2.53\n"
            let plain = try contents(head + lines.joined(separator: "\n") + "\n")
            // A comment behind the owner's blank, in parentheses: no two lines begin alike any more.
            let other = lines.enumerated().map { index, line in
                line.hasPrefix("$")
                    ? line : line.replacing(/[ \t]/, with: " ( ;\(index)\n ) ", maxReplacements: 1)
            }
            let broken = try contents(head + other.joined(separator: "\n") + "\n")
            #expect(plain != nil, "round \(round): \(lines.joined(separator: "\n"))")
            #expect(plain == broken, "round \(round): \(lines.joined(separator: "\n"))")
        }
    }

    private func line(_ random: inout SplitMix64) -> String {
        let owner = ["w", "w", "w", "v", "w.example.", "", "\"w\""].randomElement(using: &random) ?? "w"
        let ttl = ["", "", "60 ", "60 IN ", "IN 60 ", "IN "].randomElement(using: &random) ?? ""
        let data = ["A 192.0.2.", "TXT a", "A  192.0.2.", "PTR p"].randomElement(using: &random) ?? "TXT "
        if Int.random(in: 0..<12, using: &random) == 0 {
            return ["$TTL 77", "$TTL 300", "$ORIGIN sub.example.", "$ORIGIN example."].randomElement(
                using: &random
            )
                ?? "$TTL 300"
        }
        return "\(owner) \(ttl)\(data)\(Int.random(in: 1...9, using: &random))"
    }

    private func contents(_ text: String) throws -> [ZoneContent.RRset]? {
        let octets = Array(text.utf8)
        let reading = ZoneFileReader().read(octets.span, file: "main", origin: try Name("example."))
        return reading.zone.map { ZoneContent($0).rrsets }
    }

    @Test func `an error in a line that begins as the one before has its place`() throws {
        let text =
            "$ORIGIN example.\n$TTL 300\n@ SOA ns mail 1 2 3 4 5\n@ NS ns.\nw  A 192.0.2.1\n"
            + "w  A 192.0.2.256\nw  A\nw  A  \n"
        let places = try read(text).diagnostics.map { "\($0.position.line):\($0.position.column)" }
        #expect(places == ["6:6", "7:5", "8:5"])
    }
}
