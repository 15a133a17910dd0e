import DNSCore
import Testing

struct ZoneFileIncludeTests {
    @Test func `origin and owner are as before behind an included file`() throws {
        let files = ["part": "x A 192.0.2.2\n$ORIGIN y\n@ A 192.0.2.3\n"]
        let found = try records("a A 192.0.2.1\n$INCLUDE part sub\n TXT t\nb A 192.0.2.4\n", files: files)
        #expect(
            found == [
                "a.example. 3600 IN A 192.0.2.1", "a.example. 3600 IN TXT \"t\"",
                "b.example. 3600 IN A 192.0.2.4",
                "x.sub.example. 3600 IN A 192.0.2.2", "y.sub.example. 3600 IN A 192.0.2.3",
            ]
        )
    }

    @Test func `an included file goes on with the owner and the TTL of the one around it`() throws {
        let found = try records(
            "a A 192.0.2.1\n$INCLUDE part\nb A 192.0.2.1\n",
            files: ["part": " TXT t\n$TTL 5\n"]
        )
        #expect(
            found == [
                "a.example. 3600 IN A 192.0.2.1", "a.example. 3600 IN TXT \"t\"",
                "b.example. 5 IN A 192.0.2.1",
            ]
        )
    }

    @Test func `a few files that include each other often are refused, not read for ever`() {
        var files = ["main": zoneHead + "$INCLUDE 0\n"]
        for level in 0..<8 {
            files["\(level)"] = String(repeating: "$INCLUDE \(level + 1)\n", count: 200)
        }
        files["8"] = "; the end\n"
        let reader = ZoneFileReader(source: DictionarySource(files: files))
        let reading = reader.read(file: "main", origin: try? Name("example."))
        let limit = ZoneFileReader.maximumIncludes
        #expect(reading.zone == nil)
        #expect(reading.diagnostics.first?.problem == .tooManyIncludes(limit: limit))
    }

    @Test func `a relative path begins in the folder of the including file`() {
        let files = [
            "zones/main": zoneHead + "$INCLUDE parts/one\n$INCLUDE \"/two words\"\n",
            "zones/parts/one": "$INCLUDE three\n",
            "zones/parts/three": "a A 192.0.2.1\n", "/two words": "b A 192.0.2.1\n",
        ]
        let reader = ZoneFileReader(source: DictionarySource(files: files))
        let reading = reader.read(file: "zones/main", origin: try? Name("example."))
        #expect(reading.diagnostics.isEmpty)
        #expect(lines(of: reading.zone).count == 5)
    }

    @Test func `a file may be included twice`() throws {
        let found = try records("$INCLUDE p a\n$INCLUDE p b\n", files: ["p": "@ A 192.0.2.1\n"])
        #expect(found == ["a.example. 3600 IN A 192.0.2.1", "b.example. 3600 IN A 192.0.2.1"])
    }

    @Test func `problems of the whole zone are found in the right file and line`() throws {
        let text =
            zoneHead + "a CNAME ns\n$INCLUDE p\n\n  ; x\nc CNAME ns\n$INCLUDE p2\nd A 192.0.2.1\nd CNAME ns\n"
        let files = ["p": "b CNAME ns\nc TXT t\n\na A 192.0.2.1\n", "p2": "\n\nb TXT t\n"]
        let places = try read(text, files: files).diagnostics.map {
            "\($0.position) \($0.includedFrom.first?.line ?? 0)"
        }
        #expect(places == ["p:4:1 6", "main:9:1 0", "p2:3:1 10", "main:12:1 0"])
    }

    @Test func `files are refused where there is no source for them`() throws {
        let octets = Array((zoneHead + "$INCLUDE x\n").utf8)
        let reading = ZoneFileReader().read(octets.span, file: "main", origin: try Name("example."))
        #expect(reading.zone == nil)
        #expect(reading.diagnostics.map(\.problem) == [.unreadableFile("x", .notAllowed)])
    }

    @Test func `a main file that cannot be read is an error`() throws {
        let reading = ZoneFileReader().read(file: "main", origin: try Name("example."))
        #expect(
            reading.diagnostics.map(\.description).first == "main:1:1: error: cannot read 'main': "
                + "including files is not allowed here; expected a readable file"
        )
    }
}

struct ZoneFileGenerateTests {
    @Test(arguments: [
        ("1-3 h$ A 192.0.2.$", ["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3"]),
        ("0-10/5 h$ 60 IN A 192.0.2.$", ["h0 A 192.0.2.0", "h10 A 192.0.2.10", "h5 A 192.0.2.5"]),
        ("1-1 h${9,4} A 192.0.2.${-1}", ["h0010 A 192.0.2.0"]),
        ("10-10 h${0,3,o}-${0,3,x}-${0,3,X} A 192.0.2.1", ["h012-00a-00A A 192.0.2.1"]),
        ("26-26 ${0,7,n}.${0,3,N} A 192.0.2.1", ["a.1.0.0.A.1 A 192.0.2.1"]),
        ("1-1 a$$b$ TXT \\$", ["a\\$b1 TXT \"$\""]),
        ("1-1 \\$a$ TXT \"\\\"x y $\\\" z\"", ["\\$a1 TXT \"x y 1\" \"z\""]),
        ("1-1 $h${5}h$ TXT \"${-1} $\"", ["1h6h6 TXT \"0\" \"0\""]),
        ("1-1 * MX \"$ ns\"", ["* MX 1 ns.example."]),
    ])
    func `a $GENERATE line`(_ text: String, _ expected: [String]) throws {
        let found = try records("$GENERATE \(text)\n").map { line in
            line.replacing(" 3600 IN", with: "").replacing(" 60 IN", with: "").replacing(
                ".example. ",
                with: " ",
                maxReplacements: 1
            )
        }
        #expect(found == expected)
    }
}
