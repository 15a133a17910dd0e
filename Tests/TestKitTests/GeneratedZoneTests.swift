import TestKit
import Testing

@Suite struct `A generated zone` {
    private func lines(_ zone: GeneratedZone) throws -> [String] {
        let folder = TemporaryFolder()
        try #require(zone.write(to: folder.path("zone")))
        let octets = try #require(folder.read("zone"))
        return String(decoding: octets, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func owners(_ lines: [String], of type: String) -> [Substring: Int] {
        lines.filter { $0.contains(" \(type) ") }.reduce(into: [:]) {
            $0[$1.prefix { $0 != " " }, default: 0] += 1
        }
    }

    @Test(arguments: GeneratedZone.Kind.allCases)
    func `is the same each time`(_ kind: GeneratedZone.Kind) throws {
        #expect(try lines(GeneratedZone(kind, names: 300)) == lines(GeneratedZone(kind, names: 300)))
    }

    @Test
    func `of delegations has two to four servers each, a DS at one of twenty, own servers at one of ten`()
        throws
    {
        let lines = try lines(GeneratedZone(.tld, names: 2000))
        let servers = owners(lines, of: "NS").filter { $0.key != "@" }
        #expect(servers.count == 2000)
        #expect(servers.values.allSatisfy { (2...4).contains($0) })
        #expect(owners(lines, of: "DS").count == 100)
        #expect(
            Set(
                lines.filter { $0.contains(" NS ns1.") && !$0.contains("hoster") }.map {
                    $0.prefix { $0 != " " }
                }
            ).count == 201
        )
    }

    @Test func `of hosting has an address at each name`() throws {
        let lines = try lines(GeneratedZone(.flat, names: 1000))
        #expect(owners(lines, of: "A").count == 1002)
        #expect((600...800).contains(owners(lines, of: "AAAA").count))
        #expect((500...700).contains(owners(lines, of: "MX").count))
        #expect((500...700).contains(owners(lines, of: "TXT").count))
    }

    @Test func `of all sorts has many types, wildcards and names without data`() throws {
        let lines = try lines(GeneratedZone(.mixed, names: 1000))
        for type in [
            "DNAME", "CNAME", "DS", "SRV", "NAPTR", "TLSA", "CAA", "HTTPS", "LOC", "TYPE65280", "CERT",
        ] {
            #expect(owners(lines, of: type).count >= 50, "\(type)")
        }
        #expect(lines.count { $0.hasPrefix("*.") } == 100)
        #expect(lines.contains { $0.count > 780 })
    }

    @Test(arguments: GeneratedZone.Kind.allCases, [1, 10, 100])
    func `differs in as many names as were to change`(_ kind: GeneratedZone.Kind, _ changed: Int) throws {
        let before = Set(try lines(GeneratedZone(kind, names: 1000)))
        let after = Set(try lines(GeneratedZone(kind, names: 1000, changed: changed)))
        // A name and those below it, by the label that only they share.
        let names = after.subtracting(before).map { line in
            let owner = line.prefix { $0 != " " }.split(separator: ".").last ?? ""
            return owner.hasSuffix("-new") ? owner.dropLast(4) : owner
        }
        #expect(Set(names).count == changed)
    }

    @Test func `takes the serial that it is given`() throws {
        let (one, two) = (
            try lines(GeneratedZone(.tld, names: 5)), try lines(GeneratedZone(.tld, names: 5, serial: 2))
        )
        #expect(zip(one, two).count { $0 != $1 } == 1)
    }
}
