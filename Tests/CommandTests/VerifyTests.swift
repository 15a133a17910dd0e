import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

@Suite struct `keyturn verify` {
    private let workshop = Workshop()
    private let ds: String

    init() throws {
        let document = try workshop.signed()
        ds = try #require(document["ds"]?.elements.first?.text)
    }

    private func verify(_ more: String...) throws -> Tool.Outcome {
        try Tool.run(["verify", "example.zone.signed"] + more, in: workshop.folder.path)
    }

    /// Changes the text of the signed zone.
    private func damage(_ text: String, with replacement: String) throws {
        let zone = String(decoding: try #require(workshop.folder.read("example.zone.signed")), as: UTF8.self)
        try #require(zone.contains(text))
        workshop.folder.write(
            zone.replacing(text, with: replacement, maxReplacements: 1),
            to: "example.zone.signed"
        )
    }

    @Test func `accepts a good zone`() throws {
        let outcome = try verify()
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
        #expect(outcome.output.contains(": good at "))
    }

    @Test func `ends with 1 and names what is wrong`() throws {
        try damage("192.0.2.2", with: "192.0.2.22")
        let outcome = try verify()
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("www.example. A: the signature by key "), "\(outcome.output)")
        #expect(outcome.output.contains(": bad, 1 finding at "))
    }

    @Test func `looks at the time that it is given`() throws {
        let late = try verify("--at", "\(workshop.at + .days(15))")
        #expect(late.status == 1)
        #expect(late.output.contains("expired at"))
        let early = try verify("--at", "\(workshop.at - .days(1))")
        #expect(early.status == 1)
        #expect(early.output.contains("not valid before"))
    }

    @Test func `holds the keys against the parent's DS`() throws {
        workshop.folder.write("; the parent's\n\(ds)\nother. IN DS 1 13 2 00\n", to: "good")
        #expect(try verify("--ds", "good").status == 0)
        let digit: Character = ds.last == "0" ? "1" : "0"
        workshop.folder.write(String(ds.dropLast()) + "\(digit)\n", to: "bad")
        let outcome = try verify("--ds", "bad")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("no DS of algorithm"), "\(outcome.output)")
    }

    @Test(arguments: [
        ("DS 1 13 2 xyz\n", ":1:4: error: "), ("\nexample. IN A 1.2.3.4\n", ":2:1: error: "),
        ("a..b IN DS 1 13 2 00\n", ":1:1: error: "), ("example. IS DS 1 13 2 00\n", ":1:10: error: "),
        ("other. IN DS 1 13 2 00\n", ": error: no DS record of example."),
    ])
    func `names faults in the file of the DS`(text: String, message: String) throws {
        workshop.folder.write(text, to: "ds")
        let outcome = try verify("--ds", "ds")
        #expect(outcome.status == 65)
        #expect(outcome.errors.hasPrefix("ds\(message)"), "\(outcome.errors)")
    }

    @Test func `takes DS records without owner, TTL and class`() throws {
        let short = try #require(ds.split(separator: " IN ").last)
        workshop.folder.write("\(short)\n", to: "short")
        #expect(try verify("--ds", "short").status == 0)
        workshop.folder.write(ds.replacing(" IN ", with: " 3600 in ").lowercased() + "\n", to: "long")
        #expect(try verify("--ds", "long").status == 0)
    }

    @Test func `ends with 65 where the file is no zone`() throws {
        workshop.folder.write("nonsense\n", to: "example.zone.signed")
        let outcome = try verify("--origin", "example.")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
    }

    @Test func `gives its verdict as JSON`() throws {
        let good = try verify("--json").json()
        #expect(
            good.names == [
                "zone", "serial", "at", "good", "signatures", "ignored-signatures", "rrsets",
                "earliest-expiration", "findings",
                "omitted-findings", "notes",
            ]
        )
        #expect(good["good"] == true)
        try damage("192.0.2.2", with: "192.0.2.22")
        let outcome = try verify("--json")
        #expect(outcome.status == 1)
        let bad = try outcome.json()
        #expect(bad["good"] == false)
        let finding = try #require(bad["findings"]?.elements.first)
        #expect(finding.names == ["name", "type", "fault"])
        #expect(finding["name"] == "www.example.")
    }
}
