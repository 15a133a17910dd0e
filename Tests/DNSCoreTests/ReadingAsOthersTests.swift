import TestKit
import Testing

@testable import DNSCore

/// Zone files that other name servers read must mean the same here.
struct ReadingAsOthersTests {
    static let head = """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns h 1 2 3 4 5
        @ NS ns
        ns A 192.0.2.1

        """

    /// Lines, and what their records are in the RFC 3597 form or another plain one.
    static let alike: [(line: String, plain: String)] = [
        (
            "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns*}",
            "t SVCB 1 example.net. alpn=h2 key7=\"/q{?dns*}\""
        ),
        (
            "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns:100}",
            "t SVCB 1 example.net. alpn=h2 key7=\"/q{?dns:100}\""
        ),
        (
            "t SVCB 1 example.net. alpn=h2 dohpath=/q{?a,dns*,b}",
            "t SVCB 1 example.net. alpn=h2 key7=\"/q{?a,dns*,b}\""
        ),
        ("t NSAP 0x47.0005.80.", "t NSAP 0x47000580"), ("t NSAP 0x.47..00.0580", "t NSAP 0x47000580"),
        ("t SSHFP 0 0", "t SSHFP \\# 2 0000"), ("t SSHFP 4 9", "t SSHFP \\# 2 0409"),
        ("t WKS 192.0.2.1 tcp tcpmux mail smtp afpovertcp", "t WKS 192.0.2.1 6 1 25 548"),
        ("t WKS 192.0.2.1 UDP rje Submission IMAPS", "t WKS 192.0.2.1 17 5 587 993"),
        ("t WKS 192.0.2.1 sctp 9", "t WKS 192.0.2.1 132 9"),
        (
            "@ ZONEMD 1 241 1 e1846540e33a9e4189792d18d5d131f605fc283e",
            "@ TYPE63 \\# 26 00000001F101E1846540E33A9E4189792D18D5D131F605FC283E"
        ),
        ("$GENERATE 1024-1024 ${-2000,0,n} A 192.0.2.1", "0.3.c.f.f.f.f.f A 192.0.2.1"),
        ("$GENERATE 1024-1024 ${-2000,0,N} A 192.0.2.1", "0.3.C.F.F.F.F.F A 192.0.2.1"),
        ("$GENERATE 1024-1024 c${-2000} A 192.0.2.1", "c-976 A 192.0.2.1"),
        ("$GENERATE 1024-1024 d${-2000,8,d} A 192.0.2.1", "d-0000976 A 192.0.2.1"),
        ("$GENERATE 1024-1024 e${-2000,0,x} A 192.0.2.1", "efffffc30 A 192.0.2.1"),
        ("$GENERATE 1024-1024 f${-2000,10,X} A 192.0.2.1", "f00FFFFFC30 A 192.0.2.1"),
        ("$GENERATE 1024-1024 g${-2000,0,o} A 192.0.2.1", "g37777776060 A 192.0.2.1"),
        ("$GENERATE 0-2 j${-2,3,d} A 192.0.2.1", "j-02 A 192.0.2.1\nj-01 A 192.0.2.1\nj000 A 192.0.2.1"),
        ("$GENERATE 1-1 k${-2147483648} A 192.0.2.1", "k-2147483647 A 192.0.2.1"),
    ]

    @Test(arguments: alike)
    func `a line means what its plain form means`(_ line: String, _ plain: String) throws {
        #expect(try Self.text(Self.head + line + "\n") == Self.text(Self.head + plain + "\n"))
    }

    @Test(arguments: [
        "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns:}", "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns:0}",
        "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns:12345}",
        "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dns**}",
        "t SVCB 1 example.net. alpn=h2 dohpath=/q{?dnsx}", "t SSHFP 1 1", "t SSHFP 1 2", "t NSAP 0x",
        "t NSAP 0x.",
        "t ATMA 47.", "t RKEY 1 3 13 AAAA", "t RKEY \\# 5 0001030D00", "t NSEC3 1 0 0 - 0123 A",
        "t NSEC3 \\# 7 010000000001FF", "@ ZONEMD 1 1 1 e1846540e33a9e4189792d18d5d131f605fc283e",
        "@ ZONEMD 1 241 1 e184", "t WKS 192.0.2.1 tcp nonesuch",
    ])
    func `what all others refuse is refused`(_ line: String) {
        #expect(Self.reading(Self.head + line + "\n").zone == nil)
    }

    // MARK: - Records outside of the zone

    @Test func `records outside of the zone are left out with a warning if the rules say so`() throws {
        let text = Self.head + "www.example.net. A 192.0.2.1\n TXT x\nwww A 192.0.2.2\n"
        #expect(Self.reading(text).zone == nil)
        let reading = Self.reading(text, ZoneRules(outside: .warn))
        #expect(
            reading.diagnostics.map(\.description) == [
                "zone:6:1: warning: www.example.net. is not in the zone example. and left out; expected a name at or "
                    + "below example. (is a final dot missing, or one too many?)"
            ]
        )
        #expect(try Self.text(of: #require(reading.zone)) == Self.text(Self.head + "www A 192.0.2.2\n"))
    }

    @Test func `a range of names outside of the zone is one warning`() throws {
        let text = Self.head + "$GENERATE 1-3 a$.example.net. A 192.0.2.1\n"
        let reading = Self.reading(text, ZoneRules(outside: .warn))
        #expect(reading.diagnostics.count == 1)
        #expect(try Self.text(of: #require(reading.zone)) == Self.text(Self.head))
    }

    @Test func `large files leave out the same records, read by several threads`() throws {
        let lines = (0..<500).map { $0 % 7 == 0 ? "w\($0).example.net. A 192.0.2.1" : "w\($0) A 192.0.2.1" }
        let text = Array((Self.head + lines.joined(separator: "\n") + "\n").utf8)
        let rules = ZoneRules(outside: .warn)
        var segments = ZoneFileReader(rules: rules, threads: 3)
        segments.segmentOctets = 200
        let one = ZoneFileReader(rules: rules).read(text.span, file: "zone", origin: nil)
        let other = segments.read(text.span, file: "zone", origin: nil)
        #expect(one.diagnostics == other.diagnostics)
        #expect(one.diagnostics.count == 72)
        #expect(
            try ZoneFileWriter.text(of: #require(one.zone)) == ZoneFileWriter.text(of: #require(other.zone))
        )
    }

    // MARK: - A-labels

    @Test(arguments: [
        ("bücher", "xn--bcher-kva"), ("grüße", "xn--gre-6ka8l"), ("Bücher", "xn--bcher-kva"),
        ("例え", "xn--r8jz45g"),
        ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"), ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
        ("www", "www"), ("münchen-ost", "xn--mnchen-ost-9db"),
    ])
    func `a label with letters beyond ASCII has an A-label`(_ label: String, _ expected: String) {
        #expect(Punycode.aLabel(label) == expected)
    }

    @Test func `a label whose A-label is too long has none`() {
        #expect(Punycode.aLabel(String(repeating: "ü", count: 70)) == nil)
    }

    // MARK: - Support

    static func reading(_ text: String, _ rules: ZoneRules = ZoneRules()) -> ZoneReading {
        let octets = Array(text.utf8)
        return ZoneFileReader(rules: rules).read(octets.span, file: "zone", origin: nil)
    }

    private static func text(_ text: String) throws -> String {
        let reading = reading(text)
        return self.text(of: try #require(reading.zone, "\(reading.diagnostics)"))
    }

    private static func text(of zone: Zone) -> String {
        String(decoding: ZoneFileWriter.text(of: zone), as: UTF8.self)
    }
}
