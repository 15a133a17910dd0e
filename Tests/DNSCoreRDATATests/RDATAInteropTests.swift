import DNSCore
import TestKit
import Testing

/// The same records read by BIND, Knot, NSD and ldns.
@Suite
struct RDATAInteropTests {
    static let start = RRType(rawValue: 6)
    static let triples = RDATATriple.all.filter { RRType(text: $0.type) != start }
    /// Each of these owns `rNUMBER.example.` in the zones for BIND.
    static let triplesForBIND = triples.filter { triple in
        !knownFaults["named-compilezone", default: []].contains(triple.text)
    }

    @Test
    func `BIND makes one zone of our text, our octets and the operator's text`() throws {
        let soa = "ns. h. 1 3600 900 604800 3600"
        let plain = try compiled(soa, { ($0.type, operatorText($0)) })
        #expect(plain.split(separator: "\n").count(where: { $0.hasPrefix("r") }) == Self.triplesForBIND.count)
        #expect(difference(plain, try compiled(soa, { ($0.type, $0.written) })).isEmpty)
        #expect(difference(plain, try compiled(soa, { try portable($0) })).isEmpty)
        let generic = try compiled(soa) { triple in
            let octets = try octets(#require(RRType(text: triple.type)), triple.text)
            let number = try #require(RRType(text: triple.type)).rawValue
            let hex = triple.octets
            return ("TYPE\(number)", "\\# \(octets.count) \(octets.isEmpty ? "" : hex)")
        }
        #expect(difference(plain, generic).isEmpty)
    }

    @Test
    func `BIND's own text of every type is read as the same octets`() throws {
        let plain = try compiled("ns. h. 1 3600 900 604800 3600", { ($0.type, operatorText($0)) })
        for line in plain.split(separator: "\n") where line.hasPrefix("r") {
            let parts = line.split(separator: "\t", maxSplits: 1)[1].split(
                maxSplits: 3,
                omittingEmptySubsequences: true,
                whereSeparator: { $0 == " " || $0 == "\t" }
            )
            let number = try #require(Int(line.dropFirst().prefix { $0 != "." }))
            let triple = Self.triplesForBIND[number]
            let type = try #require(RRType(text: String(parts[2])))
            // UNSPEC has an encoding of its own in BIND, which nobody else reads.
            if type.rawValue == 103, !parts[3].hasPrefix("\\#") { continue }
            let text = parts.count > 3 ? String(parts[3]) : ""
            #expect(try octets(type, text) == hexadecimal(triple.octets), "\(line)")
        }
    }

    @Test(arguments: RDATATriple.all.filter { RRType(text: $0.type) == start })
    func `BIND reads every SOA as we do`(triple: RDATATriple) throws {
        let plain = try compiled(triple.text, { ($0.type, $0.written) }, count: 0)
        #expect(try compiled(triple.written, { ($0.type, $0.written) }, count: 0) == plain)
        let line = try #require(plain.split(separator: "\n").first { $0.contains("SOA") })
        let text = line.split(separator: "SOA", maxSplits: 1)[1]
        #expect(try octets(Self.start, String(text)) == hexadecimal(triple.octets))
    }

    @Test(
        arguments: ["kzonecheck", "nsd-checkzone", "ldns-read-zone"].filter { ExternalTool($0).isExpected }
    )
    func `portable text is read by the other servers`(tool: String) throws {
        let folder = TemporaryFolder()
        let triples = Self.triples.filter { !Self.knownFaults[tool, default: []].contains($0.text) }
        var lines = ["example. 3600 IN SOA ns. h. 1 3600 900 604800 3600", "example. 3600 IN NS ns."]
        for (index, triple) in triples.enumerated() {
            let (type, text) = try portable(triple)
            lines.append("r\(index).example. 3600 IN \(type) \(text)")
        }
        let file = folder.write(lines.joined(separator: "\n") + "\n", to: "zone")
        let arguments: [String] =
            switch tool {
            case "kzonecheck": ["-o", "example.", file]
            case "nsd-checkzone": ["example.", file]
            default: ["-c", file]
            }
        let run = try #require(ToolRun(tool, arguments), "\(tool) is missing")
        #expect(run.status == 0, "\(run.output)")
    }

    /// What each tool refuses although it is right.
    private static let knownFaults: [String: Set<String>] = [
        // BIND 9.18 takes MD and MF in no zone, and a KEY without key as text only.
        "named-compilezone": ["Mail.Example.", "f.example.", "NOKEY|ZONE DNSSEC RSASHA1"],
        // Knot 3.2 refuses digest types that it does not know.
        "kzonecheck": ["1 253 200 ab"],
        // NSD 4.6 refuses capitals in a tag.
        "nsd-checkzone": ["0 Issue ca.example.net"],
        // ldns 1.8 cannot read MINFO, nor CSYNC without types.
        "ldns-read-zone": ["admin.example. error.example.", ". .", "0 0"],
    ]

    /// The lines that stand in one of two zones only.
    private func difference(_ one: String, _ other: String) -> [Substring] {
        // BIND notes when it read the file, to the second, where the zone has an RRSIG.
        func records(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { !$0.hasPrefix("; resign=") }
        }
        return Set(records(one)).symmetricDifference(records(other)).sorted()
    }

    // MARK: - BIND

    /// The zone that BIND makes of the records.
    private func compiled(
        _ soa: String,
        _ record: (RDATATriple) throws -> (type: String, text: String),
        count: Int = triplesForBIND.count
    ) throws -> String {
        let folder = TemporaryFolder()
        var lines = ["example. 3600 IN SOA \(soa)", "example. 3600 IN NS ns."]
        for (index, triple) in Self.triplesForBIND.prefix(count).enumerated() {
            let (type, text) = try record(triple)
            lines.append("r\(index).example. 3600 IN \(type) \(text)")
        }
        let file = folder.write(lines.joined(separator: "\n") + "\n", to: "zone")
        let checks = ["-i", "none", "-k", "ignore", "-m", "ignore", "-n", "ignore", "-r", "ignore"]
        let forms = ["-f", "text", "-F", "text", "-s", "full", "-o", folder.path("compiled")]
        let run = try #require(
            ToolRun("named-compilezone", checks + forms + ["example.", file]),
            "named-compilezone is missing"
        )
        #expect(run.status == 0, "\(run.output)")
        return String(decoding: folder.read("compiled") ?? [], as: UTF8.self)
    }

    /// The triple's text; without names of services, which BIND looks up in the system's own list.
    private func operatorText(_ triple: RDATATriple) -> String {
        triple.type == "WKS" ? triple.written : triple.text
    }

    private func portable(_ triple: RDATATriple) throws -> (type: String, text: String) {
        let type = try #require(RRType(text: triple.type))
        let octets = hexadecimal(triple.octets)
        var (typeText, text) = ([UInt8](), [UInt8]())
        RRType.appendPortableText(of: type, to: &typeText)
        RDATAText.appendPortableText(type, octets.span, to: &text)
        return (String(decoding: typeText, as: UTF8.self), String(decoding: text, as: UTF8.self))
    }
}
