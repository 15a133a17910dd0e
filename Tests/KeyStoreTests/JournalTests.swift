import DNSSECModel
import JSON
import SystemIO
import TestKit
import Testing

@testable import KeyStore

@Suite("Journals")
struct JournalTests {
    let folder = TemporaryFolder()
    let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    var path: String { folder.path("example.jsonl") }

    private func entry(_ number: Int) -> JournalEntry {
        JournalEntry(
            time: Instant(secondsSinceEpoch: 1_539_273_600 + Int64(number)),
            zone: zone,
            kind: number.isMultiple(of: 2) ? .decision : .command,
            actor: number.isMultiple(of: 2)
                ? .daemon : .peer(userID: 1000, user: number == 1 ? "ops" : nil, processID: 4711),
            inputs: ["serial": .integer(Int64(number))],
            decision: "step \(number)\nof \"many\"",
            payload: ["next-wake": nil, "actions": ["publish"]]
        )
    }

    @discardableResult
    private func journal(of count: Int) throws -> [UInt8] {
        var journal = try Journal(path: path, zone: zone)
        for number in (journal.lineCount + 1)...count { try journal.append(entry(number)) }
        return try FileSystem.read(path)
    }

    @Test
    func `entries come back as they were, one a line, over several openings`() throws {
        try journal(of: 2)
        try journal(of: 5)
        let contents = try Journal.read(path, zone: zone)
        #expect(contents.entries == (1...5).map(entry))
        #expect(contents.report == JournalReport(goodLines: 5))
        #expect(contents.report.isSound)
        #expect(try FileSystem.read(path).count { $0 == 0x0A } == 5)
        #expect(try FileSystem.permissions(of: path) == 0o600)
    }

    @Test
    func `a line holds its number and the sha256sum of the line before`() throws {
        let lines = try journal(of: 2).split(separator: 0x0A, omittingEmptySubsequences: false)
        let first = try JSONValue(parsing: Array(lines[0]).span)
        let second = try JSONValue(parsing: Array(lines[1]).span)
        #expect(first["number"] == 1)
        #expect(first["previous"] == .string(String(repeating: "0", count: 64)))
        #expect(second["previous"] == .string(try Checksum(of: (Array(lines[0]) + [0x0A]).span).text))
        #expect(second["time"] == "2018-10-11T16:00:02Z")
        #expect(second["actor"] == "daemon")
        #expect(first["actor"] == ["uid": 1000, "user": "ops", "pid": 4711])
    }

    @Test
    func `any changed octet is found`() throws {
        let octets = try journal(of: 3)
        let ends = octets.indices.filter { octets[$0] == 0x0A }
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for index in octets.indices {
            var copy = octets
            copy[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            folder.write(copy, to: "example.jsonl")
            let report = try Journal.verify(path, zone: zone)
            #expect(!report.isSound, "octet \(index), seed \(seed)")
            #expect(report.goodLines == ends.count { $0 < index }, "octet \(index), seed \(seed)")
        }
    }

    @Test
    func `lines that are taken out, exchanged or put in twice are found`() throws {
        let lines = try journal(of: 4).split(separator: 0x0A).map { Array($0) + [0x0A] }
        let wrong: [([Int], Int)] = [
            ([1, 2, 3], 0), ([0, 2, 3], 1), ([0, 1, 3], 2), ([0, 2, 1, 3], 1), ([0, 0, 1], 1),
        ]
        for (order, good) in wrong {
            folder.write(order.flatMap { lines[$0] }, to: "example.jsonl")
            #expect(try Journal.verify(path, zone: zone) == JournalReport(goodLines: good, fault: .chain))
        }
    }

    @Test
    func `a line that was changed and given a fitting checksum breaks the chain behind it`() throws {
        let lines = try journal(of: 3).split(separator: 0x0A).map { Array($0) + [0x0A] }
        let middle = lines[1]
        let second = try JournalLine(parsing: middle.span)
        let forged = JournalLine(number: 2, entry: entry(9), previous: second.previous)
        folder.write(lines[0] + (try forged.octets()) + lines[2], to: "example.jsonl")
        #expect(try Journal.verify(path, zone: zone) == JournalReport(goodLines: 2, fault: .chain))
    }

    @Test
    func `a wrong number and a foreign zone are found`() throws {
        var line = JournalLine(number: 2, entry: entry(1), previous: .zero)
        folder.write(try line.octets(), to: "example.jsonl")
        #expect(try Journal.verify(path, zone: zone).fault == .number(2))
        line = JournalLine(number: 1, entry: entry(1), previous: .zero)
        folder.write(try line.octets(), to: "example.jsonl")
        #expect(try Journal.verify(path, zone: .root).fault == .otherZone(zone))
        #expect(throws: JournalError.badLine(path: path, line: 1, fault: .otherZone(zone))) {
            _ = try Journal(path: path, zone: .root)
        }
    }

    @Test
    func `a line torn at any octet is kept aside, and the chain goes on`() throws {
        let octets = try journal(of: 3)
        let ends = octets.indices.filter { octets[$0] == 0x0A }
        for count in stride(from: ends[1] + 2, through: ends[2], by: 1) {
            folder.write(Array(octets[..<count]), to: "example.jsonl")
            let torn = Array(octets[(ends[1] + 1)..<count])
            #expect(
                try Journal.verify(path, zone: zone) == JournalReport(goodLines: 2, tornOctets: torn.count)
            )
            var journal = try Journal(path: path, zone: zone)
            let tornEnd = journal.tornEnd
            let end = try #require(tornEnd)
            #expect(end.count == torn.count)
            #expect(try FileSystem.read(end.path) == torn)
            try journal.append(entry(3))
            #expect(try FileSystem.read(path) == octets)
            try FileSystem.remove(end.path)
        }
    }

    @Test
    func `a first line that is torn leaves an empty journal`() throws {
        folder.write("{\"number\":1,", to: "example.jsonl")
        var journal = try Journal(path: path, zone: zone)
        let (tornEnd, lineCount) = (journal.tornEnd, journal.lineCount)
        #expect(tornEnd?.path == path + ".torn-1")
        #expect(lineCount == 0)
        try journal.append(entry(1))
        #expect(try Journal.verify(path, zone: zone) == JournalReport(goodLines: 1))
    }

    @Test
    func `a bad last line keeps the journal from being opened, and setting it aside begins a new one`() throws
    {
        var octets = try journal(of: 2)
        octets[octets.count - 80] ^= 1
        folder.write(octets, to: "example.jsonl")
        let error = #expect(throws: JournalError.self) { _ = try Journal(path: path, zone: zone) }
        #expect(error == .badLine(path: path, line: 2, fault: .checksum))
        #expect(
            error?.description == "\(path):2: the line's checksum does not fit; it was changed"
        )
        #expect(try Journal.setAside(path) == path + ".damaged-1")
        #expect(try FileSystem.read(path + ".damaged-1") == octets)
        try journal(of: 1)
        #expect(try Journal.verify(path, zone: zone).isSound)
    }

    @Test
    func `a journal that does not exist is sound and empty`() throws {
        #expect(try Journal.verify(path, zone: zone) == JournalReport())
        #expect(try Journal.read(path, zone: zone).entries == [])
    }

    @Test
    func `an entry that cannot be read again is not written`() throws {
        var journal = try Journal(path: path, zone: zone)
        var wrong = entry(1)
        wrong.time = Instant(secondsSinceEpoch: 300_000_000_000)
        #expect(throws: JournalError.badLine(path: path, line: 1, fault: .notRepresentable)) {
            try journal.append(wrong)
        }
        try journal.append(entry(1))
        #expect(try Journal.verify(path, zone: zone) == JournalReport(goodLines: 1))
    }

    @Test
    func `entries at random come back`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        var journal = try Journal(path: path, zone: zone)
        var entries: [JournalEntry] = []
        for number in 1...50 {
            var entry = entry(number)
            entry.inputs = RandomJSON.value(depth: 4, using: &random)
            entry.payload = RandomJSON.value(depth: 4, using: &random)
            entry.decision = RandomJSON.string(using: &random)
            entries.append(entry)
            try journal.append(entry)
        }
        #expect(try Journal.read(path, zone: zone).entries == entries, "seed \(seed)")
    }
}
