import TestKit
import Testing

@testable import DNSCore

/// What name servers refuse to load is known before they see it, and the servers themselves say whether that is so.
struct ServerRefusalTests {
    /// A zone, by the lines behind its head, and the servers that refuse it.
    struct Case: CustomTestStringConvertible {
        var name: String
        var lines: String
        var refusers: Set<NameServer>
        var testDescription: String { name }

        init(_ name: String, _ lines: String, _ refusers: NameServer...) {
            (self.name, self.lines, self.refusers) = (name, lines, Set(refusers))
        }

        var text: String {
            "$TTL 3600\n@ IN SOA ns.example.net. h 1 2 3 4 5\n@ IN NS ns.example.net.\n" + lines + "\n"
        }
    }

    static let cases = [
        Case("nothing wrong", "a A 192.0.2.1"),
        Case("a DNAME at the apex", "@ DNAME example.net."),
        Case("a DNAME at the apex with data below", "@ DNAME example.net.\na A 192.0.2.1", .knot, .nsd),
        Case(
            "a DNAME at the apex above its server",
            "@ DNAME example.net.\n@ NS ns\nns A 192.0.2.1",
            .bind,
            .knot,
            .nsd
        ),
        Case("data below a DNAME", "d DNAME example.net.\nx.d TXT a", .knot, .nsd),
        Case("a delegation below a DNAME", "d DNAME example.net.\nx.d NS ns.example.net.", .knot, .nsd),
        Case(
            "data below a DNAME below a cut",
            "d NS ns.example.net.\nx.d DNAME example.net.\ny.x.d A 192.0.2.1",
            .knot,
            .nsd
        ),
        Case("NS beside DNAME", "d NS ns.example.net.\nd DNAME example.net.", .knot),
        Case("a DNAME at a wildcard", "*.d DNAME example.net."),
        Case("NS at a wildcard", "*.sub NS ns.example.net.", .bind),
        Case("NS at a wildcard below a cut", "sub NS ns.example.net.\n*.sub NS ns.example.net.", .bind),
        Case("a server of the apex without address", "@ NS ns", .bind),
        Case("a server of the apex with other data", "@ NS ns\nns TXT x", .bind),
        Case("a server of the apex that is an alias", "@ NS ns\nns CNAME a.example.net.", .bind),
        Case(
            "a server of the apex that a wildcard makes an alias",
            "@ NS ns.x\n*.x CNAME a.example.net.",
            .bind
        ),
        Case("a server of the apex below a DNAME", "@ NS ns.d\nd DNAME example.net.", .bind),
        Case("a server of the apex below a cut", "@ NS ns.sub\nsub NS ns.example.net."),
        Case("a server of the apex by a wildcard", "@ NS ns\n* A 192.0.2.1"),
        Case("a server of a delegation without address", "sub NS ns"),
        Case("a server of a delegation without glue", "sub NS ns.sub"),
        Case("a server of a delegation that is an alias", "sub NS ns\nns CNAME a.example.net."),
        Case("a target of MX that is an alias", "@ MX 10 m\nm CNAME a.example.net."),
    ]

    @Test(arguments: cases)
    func `who refuses a zone is known`(_ example: Case) throws {
        let reading = try Self.reading(example.text)
        let refusers = reading.diagnostics.reduce(into: Set()) { $0.formUnion($1.problem.refusers) }
        #expect(refusers == example.refusers)
        #expect((reading.zone == nil) == (refusers.count == NameServer.allCases.count))
        for server in NameServer.allCases {
            let strict = try Self.reading(example.text, ZoneRules(servers: [server]))
            let isError = example.refusers.contains(server) || refusers.count == NameServer.allCases.count
            #expect((strict.zone == nil) == isError, "\(server)")
        }
        #expect(try Self.reading(example.text, .lenient).zone != nil)
    }

    @Test(
        .enabled(if: ExternalTool("named-checkzone").isExpected, "named-checkzone is missing"),
        arguments: cases
    )
    func `BIND refuses what is said of it`(_ example: Case) {
        // As `named` does, whatever the checks of the tool are.
        let options = ["-k", "ignore", "-n", "fail", "-i", "local"]
        #expect(
            Self.isRefused(example, "named-checkzone", options + ["example.", "zone"])
                == example.refuses(.bind)
        )
    }

    @Test(.enabled(if: ExternalTool("kzonecheck").isExpected, "kzonecheck is missing"), arguments: cases)
    func `Knot refuses what is said of it`(_ example: Case) {
        let work = TemporaryFolder()
        work.write(example.text, to: "zone")
        let run = ExternalTool("kzonecheck").run(["-o", "example.", "zone"], in: work.path)
        // Other findings are warnings of its semantic checks, with which a zone is loaded.
        #expect(
            run.output.contains("Serious semantic error detected") == example.refuses(.knot),
            "\(run.output)"
        )
    }

    @Test(
        .enabled(if: ExternalTool("nsd-checkzone").isExpected, "nsd-checkzone is missing"),
        arguments: cases
    )
    func `NSD refuses what is said of it`(_ example: Case) {
        #expect(Self.isRefused(example, "nsd-checkzone", ["example.", "zone"]) == example.refuses(.nsd))
    }

    @Test func `the limits of BIND can be moved and taken away`() throws {
        let lines = (0..<101).map { "a A 192.0.2.\($0)" }.joined(separator: "\n")
        let text = Case("", lines).text
        #expect(try Self.reading(text, ZoneRules(servers: [.bind])).zone == nil)
        #expect(try Self.reading(text, ZoneRules(servers: [.bind], maximumRecordsPerType: 101)).zone != nil)
        #expect(try Self.reading(text, ZoneRules(servers: [.bind], maximumRecordsPerType: 0)).zone != nil)
        #expect(try Self.reading(text, ZoneRules(servers: [.knot, .nsd])).zone != nil)
    }

    private static func isRefused(_ example: Case, _ tool: String, _ arguments: [String]) -> Bool {
        let work = TemporaryFolder()
        work.write(example.text, to: "zone")
        return ExternalTool(tool).run(arguments, in: work.path).status != 0
    }

    private static func reading(_ text: String, _ rules: ZoneRules = ZoneRules()) throws -> ZoneReading {
        let octets = Array(text.utf8)
        return ZoneFileReader(rules: rules).read(octets.span, file: "zone", origin: try Name("example."))
    }
}

extension ServerRefusalTests.Case {
    fileprivate func refuses(_ server: NameServer) -> Bool { refusers.contains(server) }
}
