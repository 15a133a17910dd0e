import DNSCore
import TestKit
import Testing

struct ZoneFileReaderTests {
    @Test func `a zone is read into canonical order`() throws {
        let zone = try read(zoneHead + "b TXT x\na MX 10 ns\nb A 192.0.2.9\nA A 192.0.2.8\n").zone
        #expect(
            lines(of: zone) == [
                "example. 3600 IN SOA ns.example. hostmaster.example. 1 7200 3600 1209600 600",
                "example. 3600 IN NS ns.example.",
                "a.example. 3600 IN A 192.0.2.8",
                "a.example. 3600 IN MX 10 ns.example.",
                "b.example. 3600 IN A 192.0.2.9",
                "b.example. 3600 IN TXT \"x\"",
                "ns.example. 3600 IN A 192.0.2.1",
            ]
        )
    }

    @Test(arguments: [
        "a 60 IN A 192.0.2.1", "a IN 60 A 192.0.2.1", "a in 60 a 192.0.2.1", "a 1m CLASS1 A 192.0.2.1",
        "a 0m60s A 192.0.2.1", "a 60 A 192.0.2.1 ; comment", "a 60 A ( 192.0.2.1 )",
        "a ( 60\n IN ; x ( \n A\n) 192.0.2.1",
        "a\t60\tA\t192.0.2.1\r", "a.example. 60 TYPE1 192.0.2.1", "\\097 60 A \\# 4 C0000201",
        "a 60 A \\# ( 4 C0 00\n 02 01 )",
        "$ORIGIN a.example.\n@ 60 A 192.0.2.1", "$origin a\n@ 60 A 192.0.2.1", "$TTL 60 ; x\na A 192.0.2.1",
    ])
    func `spellings of one record`(_ text: String) throws {
        #expect(try records(text + "\n") == ["a.example. 60 IN A 192.0.2.1"])
        #expect(try records(text) == ["a.example. 60 IN A 192.0.2.1"], "without a last line break")
    }

    /// The owner goes on in a segment that has no other, and its TTLs differ there.
    @Test func `an owner that is written again keeps its warnings`() throws {
        let reading = try read(zoneHead + "a TXT x\na 60 A 192.0.2.1\n 70 A 192.0.2.2\n")
        #expect(reading.diagnostics.count == 1)
        let zone = try #require(reading.zone)
        #expect(zone.rrset(.a, of: zone.owners[1]).map { [$0.ttl, $0.recordCount] } == [60, 2])
        #expect(
            lines(of: reading.zone).filter { $0.hasPrefix("a.") && $0.contains(" A ") } == [
                "a.example. 60 IN A 192.0.2.1", "a.example. 70 IN A 192.0.2.2",
            ]
        )
    }

    @Test(arguments: [
        ("1w2d3h4m5s", 788_645), ("2147483647", 2_147_483_647), ("0", 0), ("1W", 604_800), ("1s1h", 3601),
    ])
    func `a TTL with units`(_ text: String, _ seconds: Int) throws {
        #expect(try records("a \(text) A 192.0.2.1\n") == ["a.example. \(seconds) IN A 192.0.2.1"])
    }

    @Test func `a blank owner is the owner before, across directives and blank lines`() throws {
        let found = try records("a A 192.0.2.1\n\n ; nothing\n$ORIGIN sub\n \t A 192.0.2.2\n@ A 192.0.2.3\n")
        #expect(
            found == [
                "a.example. 3600 IN A 192.0.2.1", "a.example. 3600 IN A 192.0.2.2",
                "sub.example. 3600 IN A 192.0.2.3",
            ]
        )
    }

    @Test func `a record without a TTL takes that of $TTL, which may change`() throws {
        let found = try records("a 5 A 192.0.2.1\nb A 192.0.2.1\n$TTL 7\nc A 192.0.2.1\n")
        #expect(
            found == [
                "a.example. 5 IN A 192.0.2.1", "b.example. 3600 IN A 192.0.2.1",
                "c.example. 7 IN A 192.0.2.1",
            ]
        )
    }

    @Test func `without $TTL a record takes the TTL of the record before`() throws {
        let zone = try read("@ 9 SOA ns a 1 2 3 4 5\n@ NS ns\nns 8 A 192.0.2.1\n AAAA ::1\n").zone
        #expect(
            lines(of: zone) == [
                "example. 9 IN SOA ns.example. a.example. 1 2 3 4 5", "example. 9 IN NS ns.example.",
                "ns.example. 8 IN A 192.0.2.1", "ns.example. 8 IN AAAA ::1",
            ]
        )
    }

    @Test func `the minimum of a SOA without a TTL holds for the zone`() throws {
        let reading = try read("@ SOA ns a 1 2 3 4 5\n@ NS ns\nns 8 A 192.0.2.1\n AAAA ::1\n")
        #expect(reading.diagnostics.map(\.problem) == [.soaMinimumAsTTL(5)])
        #expect(
            lines(of: reading.zone) == [
                "example. 5 IN SOA ns.example. a.example. 1 2 3 4 5", "example. 5 IN NS ns.example.",
                "ns.example. 8 IN A 192.0.2.1", "ns.example. 5 IN AAAA ::1",
            ]
        )
    }

    @Test func `the zone's name is that of a SOA which comes first`() throws {
        let text = "$ORIGIN example.net.\n@ 1h SOA ns a 1 2 3 4 5\n NS ns\nns A 192.0.2.1\n"
        #expect(try read(text, origin: nil).zone?.origin == Name("example.net."))
    }

    @Test func `owners differing in case are one name, written as first seen`() throws {
        #expect(
            try records("Www A 192.0.2.2\nwWW A 192.0.2.1\nx A 192.0.2.9\nwww TXT t\n") == [
                "Www.example. 3600 IN A 192.0.2.1", "Www.example. 3600 IN A 192.0.2.2",
                "Www.example. 3600 IN TXT \"t\"", "x.example. 3600 IN A 192.0.2.9",
            ]
        )
    }

    @Test func `a repeated record is dropped, also where only the case of a name in it differs`() throws {
        #expect(
            try records("a A 192.0.2.1\na A 192.0.2.1\nb A 192.0.2.1\na A 192.0.2.1\nc MX 1 A\nc MX 1 a\n")
                == [
                    "a.example. 3600 IN A 192.0.2.1", "b.example. 3600 IN A 192.0.2.1",
                    "c.example. 3600 IN MX 1 A.example.",
                ]
        )
    }

    @Test func `differing TTLs of one RRset become the lowest, with a warning at the record`() throws {
        let reading = try read(
            zoneHead + "a 60 A 192.0.2.1\nb A 192.0.2.1\na 30 A 192.0.2.2\na 90 A 192.0.2.3\n"
        )
        #expect(
            reading.diagnostics.map(\.problem) == [.differingTTLs(.a, 60, 30), .differingTTLs(.a, 30, 90)]
        )
        #expect(reading.diagnostics.map(\.position.line) == [7, 8])
        let zone = try #require(reading.zone)
        #expect(zone.rrset(.a, of: zone.owners[1])?.ttl == 30)
        // They are printed as they were.
        #expect(
            lines(of: reading.zone).filter { $0.hasPrefix("a.") } == [
                "a.example. 60 IN A 192.0.2.1", "a.example. 30 IN A 192.0.2.2",
                "a.example. 90 IN A 192.0.2.3",
            ]
        )
    }

    /// `read` compares all warnings with those of a file that is not cut.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `differing TTLs are told of alike wherever a file is cut`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let owners = ["a", "b", "", "", "", "\\097"]
        let text = (0..<24).map { _ in
            let owner = owners.randomElement(using: &random) ?? ""
            let ttl = [30, 60, 90].randomElement(using: &random) ?? 0
            let data = ["A 192.0.2.\(UInt8.random(in: 0...9, using: &random))", "TXT x", "MX 1 ns"]
            return "\(owner) \(ttl) \(data.randomElement(using: &random) ?? "")\n"
        }
        let reading = try read(zoneHead + text.joined())
        #expect(reading.zone != nil, "seed \(seed)")
        #expect(!reading.diagnostics.isEmpty, "seed \(seed)")
    }

    @Test func `signatures of one owner may have different TTLs`() throws {
        let signature = "13 2 %T 20260201000000 20260101000000 1 example. AAAA"
        let text = ["A 13 2 60", "TXT 13 2 90"].map { head in
            "a \(head.hasSuffix("60") ? 60 : 90) RRSIG \(head) \(signature.dropFirst(8))\n"
        }
        #expect(
            try records("a 60 A 192.0.2.1\na 90 TXT t\n" + text.joined()) == [
                "a.example. 60 IN A 192.0.2.1",
                "a.example. 60 IN RRSIG A 13 2 60 20260201000000 20260101000000 1 example. AAAA",
                "a.example. 90 IN TXT \"t\"",
                "a.example. 90 IN RRSIG TXT 13 2 90 20260201000000 20260101000000 1 example. AAAA",
            ]
        )
    }

    @Test func `records of one owner that come in pieces are merged in order of type`() throws {
        var text = ""
        for number in (1...40).reversed() {
            text += "a TXT \(number)\nb A 192.0.2.\(number)\na A 192.0.2.\(number)\n"
        }
        let found = try records(text)
        let addresses = (1...40).map { "192.0.2.\($0)" }
        #expect(found.prefix(40).map { String($0.dropFirst("a.example. 3600 IN A ".count)) } == addresses)
        #expect(found.suffix(40).map { String($0.dropFirst("b.example. 3600 IN A ".count)) } == addresses)
        #expect(found.count == 120)
    }

    @Test func `quoted strings keep what has a meaning elsewhere`() throws {
        #expect(
            try records("a TXT \"( ; \\\" \\001\" ( b\\;c\n \"\" )\n") == [
                "a.example. 3600 IN TXT \"( ; \\\" \\001\" \"b;c\" \"\""
            ]
        )
    }

    @Test func `names beside a cut and below it get their status`() throws {
        let text = "c NS ns.c\nns.c A 192.0.2.1\nx.ns.c TXT t\nd DNAME e.\nf.d A 192.0.2.1\ncc A 192.0.2.1\n"
        let zone = try #require(try read(zoneHead + text).zone)
        let status = zone.owners.map { "\(zone.name(of: $0)) \($0.status)" }
        #expect(
            status == [
                "example. authoritative", "c.example. delegation", "ns.c.example. occluded",
                "x.ns.c.example. occluded", "cc.example. authoritative", "d.example. authoritative",
                "f.d.example. occluded", "ns.example. authoritative",
            ]
        )
    }

    @Test func `a DNAME at the apex hides every other name`() throws {
        let text = zoneHead + "@ DNAME example.net.\nc NS ns.c\n"
        // No server loads such a zone, for its name server lies below the DNAME: a fresh one is refused.
        #expect(try read(text).zone == nil)
        let zone = try #require(try read(text, rules: .lenient).zone)
        #expect(zone.owners.map(\.status) == [.authoritative, .occluded, .occluded])
    }
}
