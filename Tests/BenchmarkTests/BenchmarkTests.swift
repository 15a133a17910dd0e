import TestKit
import Testing

@testable import keyturn_bench

@Suite struct `The list of work` {
    @Test func `has each item once`() {
        for size in [1000, 5000, 100_000, 1_000_000] {
            let names = WorkList(names: size).items.map(\.name)
            #expect(Set(names).count == names.count)
        }
    }

    @Test func `has a million only where that was asked for`() {
        let large = { (size: Int) in
            WorkList(names: size).items.contains { ($0.subject?.names ?? 0) == 1_000_000 }
        }
        #expect(!large(100_000))
        #expect(large(1_000_000))
    }

    @Test func `is chosen from by words that stand side by side`() throws {
        let item = WorkItem.zone(Subject(kind: .tld, names: 1000, denial: .nsec3), .sign)
        #expect(item.matches("tld-1000-nsec3"))
        #expect(item.matches("nsec3-p256-sign"))
        #expect(item.matches("sign"))
        #expect(!item.matches("tld-1000-nsec"))
        #expect(!item.matches("tld-nsec3"))
        #expect(!item.matches(""))
        let chosen = try Options(["--only", "tld-1000000-nsec-p256-sign", "--only", "start"]).items.map(
            \.name
        )
        #expect(Set(chosen) == ["start", "tld-1000000-nsec-p256-sign"])
    }

    @Test func `refuses options that it does not know`() {
        for words in [["--nonsense", "1"], ["--names"], ["--names", "0"], ["--runs", "x"]] {
            #expect(throws: BenchmarkError.self) { try Options(words) }
        }
    }
}

@Suite struct `What was measured` {
    /// Three sizes with one peer.
    static var record: Record {
        var record = Record(machine: Machine(.members(["date": .string("2026-01-01"), "cores": .number(2)])))
        for (index, names) in [1000, 10_000, 100_000].enumerated() {
            let scale = [1.0, 10, 100][index]
            record.outcomes.append(
                Outcome(
                    .zone(Subject(kind: .tld, names: names), .sign),
                    floor: Floor(before: 80_000, after: 90_000, count: names),
                    entries: [
                        Entry(
                            name: "keyturn",
                            isPeer: false,
                            seconds: [0.02 * scale, 0.03 * scale, 0.01 * scale],
                            mebibytes: [10 + scale, 10 + scale, 11 + scale]
                        ),
                        Entry(name: "other \"<&>\"", isPeer: true, seconds: [0.05 * scale], mebibytes: [12]),
                    ],
                    findings: [OutputCheck.Finding(text: "accepted", isGood: true, isOurs: true)]
                )
            )
        }
        return record
    }

    @Test func `is the same behind writing and reading`() throws {
        let folder = TemporaryFolder()
        let path = folder.write(Self.record.json.text(), to: "a.json")
        #expect(try Record(reading: [path, path]).json == Self.record.json)
    }

    @Test func `has the middle run as its median`() {
        #expect(Entry.median([3, 1, 2]) == 2)
        #expect(Entry.median([4, 1, 2, 3]) == 2.5)
        #expect(Entry.median([]) == 0)
    }

    @Test func `is compared round by round`() {
        let ours = Entry(name: "a", isPeer: false, seconds: [1, 2, 4], mebibytes: [])
        let theirs = Entry(name: "b", isPeer: true, seconds: [3, 6], mebibytes: [])
        #expect(theirs.times(ours) == 3)
    }

    @Test func `fits into a hundred columns`() throws {
        for outcome in Self.record.outcomes {
            let lines = Table(outcome: outcome).text.split(separator: "\n")
            #expect(lines.count == 5)
            #expect(lines.allSatisfy { $0.count <= 100 })
        }
    }

    @Test func `becomes tables between two lines of a document`() throws {
        let tables = MarkdownTables(record: Self.record).text
        #expect(
            tables.contains(
                "| tld 100,000, nsec, p256; 100,000 signatures, floor 1.18 s | `keyturn` | 2.00 s |"
            )
        )
        #expect(tables.contains("### Growth"))
        let document = "# A\n\(Report.begin)\nold\n\(Report.end)\nrest\n"
        let once = try Report.replacing(tables, in: document)
        #expect(!once.contains("old") && once.hasSuffix("\nrest\n") && once.contains(tables))
        #expect(try Report.replacing(tables, in: once) == once)
        #expect(throws: BenchmarkError.self) { try Report.replacing(tables, in: "# A\n") }
    }

    @Test func `is drawn with a title and a description, and nothing unescaped`() {
        let svg = GrowthPlot(record: Self.record).svg
        #expect(svg.contains("<title id=\"title\">") && svg.contains("<desc id=\"desc\">"))
        #expect(svg.contains("other \"&lt;&amp;&gt;\""))
        #expect(svg.contains("prefers-color-scheme: dark"))
        for index in 0..<3 { #expect(svg.contains("class=\"s\(index)\"")) }
    }
}

@Suite struct `The floor` {
    @Test func `is read from the last line of openssl speed`() throws {
        let text = """
            version: 3.0.17
                                          sign    verify    sign/s verify/s
             256 bits ecdsa (nistp256)   0.0000s   0.0001s  84000.5  27200.0
            """
        let speed = try BareSpeed(text: text, algorithm: .p256)
        #expect(speed.signs == 84000.5)
        #expect(speed.verifies == 27200)
        #expect(throws: BenchmarkError.self) { try BareSpeed(text: "nothing", algorithm: .p256) }
    }

    @Test func `takes the mean of before and after`() {
        #expect(Floor(before: 80_000, after: 120_000, count: 200_000).seconds == 2)
    }
}

@Suite struct `Two signed zones` {
    private let folder = TemporaryFolder()

    private func difference(_ one: String, _ two: String, leavesOut: Bool) throws -> Int? {
        folder.write(one, to: "one")
        folder.write(two, to: "two")
        return try OutputCheck.firstDifference(
            folder.path("one"),
            folder.path("two"),
            leavesOutSignatures: leavesOut
        )
    }

    @Test func `are held against each other record for record`() throws {
        let zone = "a. 5 IN A 1.2.3.4\na. 5 IN RRSIG A 13 1 5 1 2 3 a. xyz=\n"
        let resigned = "a. 5 IN A 1.2.3.4\na. 5 IN RRSIG A 13 1 5 1 2 3 a. abc=\n"
        let later = "a. 5 IN A 1.2.3.4\na. 5 IN RRSIG A 13 1 5 1 2 4 a. xyz=\n"
        #expect(try difference(zone, zone, leavesOut: false) == nil)
        #expect(try difference(zone, resigned, leavesOut: true) == nil)
        #expect(try difference(zone, resigned, leavesOut: false) == 2)
        #expect(try difference(zone, later, leavesOut: true) == 2)
        #expect(try difference(zone, zone + "b. 5 IN A 1.2.3.4\n", leavesOut: true) == 3)
        #expect(try difference(zone + "; sealed\n", zone, leavesOut: false) == nil)
        #expect(try difference(zone + "b. 5 IN A 1.2.3.4\n", zone, leavesOut: true) == 3)
    }

    @Test func `differ where a record other than a signature does`() throws {
        #expect(try difference("a. 5 IN TXT x\n", "a. 5 IN TXT y\n", leavesOut: true) == 1)
    }
}
