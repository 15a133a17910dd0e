import Testing

@testable import DNSCore

@Suite struct `A zone beyond a limit` {
    /// Six lines, four of them records.
    private static let small = """
        $TTL 1h
        @ IN SOA ns hostmaster 1 2h 1h 2w 10m
        @ NS ns
        ns A 192.0.2.1
        a A 192.0.2.2
        b A 192.0.2.3

        """

    /// What is said of a zone with these limits, by one thread at once and by two in segments, which must be the same.
    private func complaints(
        _ text: String,
        _ limits: ZoneLimits,
        files: [String: String] = [:]
    ) throws -> [String] {
        var rules = ZoneRules()
        rules.limits = limits
        let source = DictionarySource(files: files.merging(["main": text]) { own, _ in own })
        let origin = try Name("example.")
        let whole = ZoneFileReader(source: source, rules: rules).read(file: "main", origin: origin)
        var reader = ZoneFileReader(source: source, rules: rules, threads: 2)
        for size in [10, 40] {
            reader.segmentOctets = size
            let pieces = reader.read(file: "main", origin: origin)
            #expect(pieces.diagnostics == whole.diagnostics, "in segments of \(size)")
        }
        let octets = Array(text.utf8)
        let given = ZoneFileReader(source: source, rules: rules).read(
            octets.span,
            file: "main",
            origin: origin
        )
        #expect(given.diagnostics == whole.diagnostics)
        #expect((whole.zone == nil) == whole.diagnostics.contains { $0.severity == .error })
        return whole.diagnostics.map(\.description)
    }

    @Test func `is refused at its first record too many`() throws {
        #expect(try complaints(Self.small, ZoneLimits(records: 5)) == [])
        #expect(
            try complaints(Self.small, ZoneLimits(records: 4)) == [
                "main:6:3: error: the zone has more than 4 records; expected at most as many (`limits: { records: ... }`)"
            ]
        )
    }

    @Test func `is refused for its text before it is read, or at the file that it includes`() throws {
        let octets = Self.small.utf8.count
        #expect(try complaints(Self.small, ZoneLimits(octets: octets)) == [])
        #expect(
            try complaints(Self.small, ZoneLimits(octets: octets - 1)) == [
                "main:1:1: error: zone file and included files have more than \(octets - 1) octets; expected at most as many "
                    + "(`limits: { octets: ... }`)"
            ]
        )
        let including = Self.small + "$INCLUDE more\n$INCLUDE more\n"
        let limit = including.utf8.count + 15
        let found = try complaints(including, ZoneLimits(octets: limit), files: ["more": "c A 192.0.2.4\n"])
        #expect(
            found == [
                "main:8:10: error: zone file and included files have more than \(limit) octets; expected at most as many "
                    + "(`limits: { octets: ... }`)"
            ]
        )
    }

    @Test func `is refused for all its $GENERATE lines together, before the last one expands`() throws {
        let text = Self.small + "$GENERATE 1-100 c$ A 192.0.2.1\n$GENERATE 0-16777215 d$ A 192.0.2.1\n"
        #expect(
            try complaints(text, ZoneLimits(generated: 1000)) == [
                "main:8:11: error: $GENERATE makes 16777316 records; expected at most 1000 in the zone "
                    + "(`limits: { generated: ... }`)"
            ]
        )
        #expect(
            try complaints(text, ZoneLimits(records: 1000)) == [
                "main:8:11: error: the zone has more than 1000 records; expected at most as many (`limits: { records: ... }`)"
            ]
        )
        #expect(
            try complaints(text, ZoneLimits(memory: 1 << 20)) == [
                "main:8:11: error: the zone takes more than 1048576 octets of memory by estimate; expected at most as many "
                    + "(`limits: { memory: ... }`)"
            ]
        )
        let exact = Self.small + "$GENERATE 1-100 c$ A 192.0.2.1\n$GENERATE 1-900/1 d$ A 192.0.2.1\n"
        #expect(try complaints(exact, ZoneLimits(records: 1005, generated: 1000)) == [])
        #expect(try complaints(exact, ZoneLimits(generated: 999)).count == 1)
        #expect(try complaints(exact, ZoneLimits(records: 1004)).count == 1)
    }

    @Test func `is refused in an included file without a word of it`() throws {
        let found = try complaints(
            Self.small + "$INCLUDE secret\n",
            ZoneLimits(generated: 10),
            files: ["secret": "$GENERATE 1-12 c$ A 192.0.2.1\n"]
        )
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix(
                "secret:1:11: error: $GENERATE makes too many records; expected at most 10"
            ) == true
        )
        #expect(found.first?.contains("12") == false)
    }

    @Test func `is refused for the memory of long data, too`() throws {
        let long = Array(repeating: "t TXT \"\(String(repeating: "x", count: 250))\"\n", count: 20).joined()
        let found = try complaints(Self.small + long, ZoneLimits(memory: 12_000))
        #expect(found.count == 1)
        #expect(found.first?.contains("12000 octets of memory by estimate") == true)
        #expect(try complaints(Self.small + long, ZoneLimits(memory: 30_000)) == [])
    }
}

@Suite struct `An estimate of memory` {
    /// A fifth of a million delegations took 205 MB where they were signed with NSEC3 beside their earlier output, 200,000
    /// names with an address 290 MB, 50,000 names with four RRsets each 154 MB.
    @Test(arguments: [
        ("NS ns1.hosting.net.\n", 1, 200_000 as Int, 200_000_000..<320_000_000),
        ("A 192.0.2.1\n", 1, 200_000, 250_000_000..<330_000_000),
        (
            "A 192.0.2.1\nAAAA 2001:db8::1\nMX 10 mail\nTXT abcdefghijklmnopqrstuv\n", 4, 50_000,
            140_000_000..<180_000_000
        ),
    ])
    func `is near what was measured`(_ lines: String, _ count: Int, _ names: Int, _ range: Range<Int>) throws
    {
        var text =
            "$TTL 1h\n@ IN SOA ns hostmaster 1 2h 1h 2w 10m\n@ NS ns\nns A 192.0.2.1\nmail A 192.0.2.1\n"
        for number in 0..<(names / 100) {
            for line in lines.split(separator: "\n") { text += "host\(number * 97) \(line)\n" }
        }
        let octets = Array(text.utf8)
        let zone = try #require(
            ZoneFileReader().read(octets.span, file: "main", origin: try Name("example.")).zone
        )
        #expect(
            range.contains(100 * ZoneLimits.memory(forSigning: zone)),
            "\(ZoneLimits.memory(forSigning: zone))"
        )
    }

    @Test func `is looked at once more when a zone is whole`() throws {
        let text = zoneHead + (0..<100).map { "h\($0) A 192.0.2.1\n" }.joined()
        let octets = Array(text.utf8)
        var rules = ZoneRules()
        rules.limits = ZoneLimits(memory: 60_000)
        let reading = ZoneFileReader(rules: rules).read(
            octets.span,
            file: "main",
            origin: try Name("example.")
        )
        #expect(reading.zone == nil)
        #expect(
            reading.diagnostics.map(\.description) == [
                "main:1:1: error: the zone takes more than 60000 octets of memory by estimate; expected at most as many "
                    + "(`limits: { memory: ... }`)"
            ]
        )
    }
}

@Suite struct `Limits that are not set` {
    @Test func `follow from the memory of the machine`() {
        let limits = ZoneLimits().completed(memoryOfMachine: 1 << 30)
        #expect(limits.memory == 805_306_368)
        #expect(limits.octets == 402_653_184)
        #expect(limits.records == 5_162_220)
        #expect(limits.generated == 5_162_220)
        let large = ZoneLimits().completed(memoryOfMachine: 1 << 36)
        #expect(large.generated == ZoneFileReader.maximumGenerated)
        #expect(ZoneLimits(records: 7).completed(memoryOfMachine: 1 << 30).generated == 7)
    }

    @Test func `let a million delegations pass on a machine of two gibibytes`() throws {
        // The shape of a country's zone: two servers each, and a DS at one delegation in ten; a hundredth of it.
        var text = "$TTL 1h\n@ IN SOA ns hostmaster 1 2h 1h 2w 10m\n@ NS ns\nns A 192.0.2.1\n"
        for number in 0..<10_000 {
            text += "domain-\(number * 7919) NS ns1.hosting-\(number % 50).example.net.\n"
            text += "domain-\(number * 7919) NS ns2.hosting-\(number % 50).example.net.\n"
            if number % 10 == 0 {
                text +=
                    "domain-\(number * 7919) DS 12345 13 2 \(String(repeating: "0123456789abcdef", count: 4))\n"
            }
        }
        let limits = ZoneLimits().completed(memoryOfMachine: 2 << 30)
        var rules = ZoneRules()
        rules.limits = ZoneLimits(
            records: limits.records.map { $0 / 100 },
            octets: limits.octets.map { $0 / 100 },
            memory: limits.memory.map { $0 / 100 }
        )
        let octets = Array(text.utf8)
        let reading = ZoneFileReader(rules: rules).read(
            octets.span,
            file: "main",
            origin: try Name("example.")
        )
        #expect(reading.diagnostics.filter { $0.severity == .error } == [])
    }
}
