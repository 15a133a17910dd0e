import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

@Suite struct `keyturn print` {
    @Test func `gives canonical order, absolute names and one record a line`() throws {
        let workshop = Workshop()
        let outcome = try Tool.run(["print", workshop.path("example.zone")])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.outputLines == [
                "example. 3600 IN SOA ns.example. hostmaster.example. 2026010101 3600 900 604800 300",
                "example. 3600 IN NS ns.example.",
                "child.example. 3600 IN NS ns.child.example.",
                "ns.child.example. 3600 IN A 192.0.2.4",
                "ns.example. 3600 IN A 192.0.2.1",
                "*.wild.example. 3600 IN A 192.0.2.3",
                "www.example. 3600 IN A 192.0.2.2",
                "www.example. 3600 IN TXT \"a\" \"b;c\"",
            ]
        )
    }

    @Test func `reads standard input and prints what it printed`() throws {
        let first = try Tool.run(["print", Tool.zone("difficult"), "--origin", "difficult.example"])
        let second = try Tool.run(["print", "-"], input: first.output)
        #expect(first.status == 0, "\(first.errors)")
        #expect(second.output == first.output)
    }

    @Test func `takes the origin from the option where the file does not tell it`() throws {
        let text = "@ 60 IN SOA ns hostmaster 1 2 3 4 5\n@ 60 IN NS ns\nns 60 IN A 192.0.2.1\n"
        let named = try Tool.run(["print", "-", "--origin", "example"], input: text)
        #expect(named.outputLines.first?.hasPrefix("example. 60 IN SOA ns.example. ") ?? false)
        let unnamed = try Tool.run(["print", "-"], input: text)
        #expect(unnamed.status == 65)
        #expect(unnamed.errors.hasPrefix("-:1:"), "\(unnamed.errors)")
    }

    @Test func `names every error with its place and prints nothing`() throws {
        let folder = TemporaryFolder()
        folder.write(
            "$ORIGIN example.\n$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS a\na A 192.0.2\nb AAAA x\n",
            to: "z"
        )
        let outcome = try Tool.run(["print", "z"], in: folder.path)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        let errors = outcome.errorLines
        try #require(errors.count == 2, "\(errors)")
        #expect(errors[0].hasPrefix("z:5:5: error: "))
        #expect(errors[1].hasPrefix("z:6:8: error: "))
        #expect(errors.allSatisfy { $0.contains("; expected ") })
    }

    @Test func `names the lines that included a file with an error`() throws {
        let folder = TemporaryFolder()
        folder.write("$ORIGIN example.\n$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS a.\n$INCLUDE part\n", to: "z")
        folder.write("x A nowhere\n", to: "part")
        let outcome = try Tool.run(["print", "z"], in: folder.path)
        #expect(outcome.status == 65)
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.errorLines.first?.hasPrefix("part:1:5: error: ") ?? false, "\(outcome.errors)")
        #expect(outcome.errorLines.last?.hasPrefix("z:5:") ?? false, "\(outcome.errors)")
    }

    @Test func `gives the records as JSON`() throws {
        let outcome = try Tool.run(["print", "--json", Tool.zone("business")])
        let document = try outcome.json()
        #expect(document.names == ["zone", "records"])
        #expect(document["zone"] == "bakery.example.")
        let records = try #require(document["records"]).elements
        let lines = try Tool.run(["print", Tool.zone("business")]).outputLines
        #expect(records.count == lines.count)
        #expect(records.allSatisfy { $0.names == ["name", "ttl", "type", "data"] })
    }
}
