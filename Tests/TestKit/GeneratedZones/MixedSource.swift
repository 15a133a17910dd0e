/// Names of all sorts, in turn, so that none of a signer's special cases is left out.
struct MixedSource: NameSource {
    private var generator = SplitMix64(seed: 20_290_111)

    /// A changed name has one more TXT record.
    mutating func append(_ index: Int, isChanged: Bool, to text: inout [UInt8]) {
        let name = GeneratedName.word(index)
        var lines = Self.lines(of: name, kind: index % 20, number: index, digest(4))
        if isChanged { lines += "_changed.\(name.prefix(30)) TXT \"changed\"\n" }
        text.append(contentsOf: lines.utf8)
    }

    private mutating func digest(_ words: Int) -> String {
        (0..<words).map { _ in GeneratedName.hex(generator.next()) }.joined()
    }

    private static func lines(of name: String, kind: Int, number: Int, _ digest: String) -> String {
        switch kind {
        case 0: delegation(name, digest)
        case 1: "\(name) NS ns1.elsewhere.net.\n\(name) NS ns2.elsewhere.net.\n"
        case 2: "*.\(name) A 192.0.2.\(number % 250)\n*.\(name) MX 5 mail.\(name)\nmail.\(name) A 192.0.2.9\n"
        case 3: "a.b.c.\(name) A 192.0.2.\(number % 250)\nx.c.\(name) AAAA 2001:db8::\(number)\n"
        case 4: "\(name) DNAME elsewhere\(number).net.\n\(name) TXT \"all below is elsewhere\"\n"
        case 5: longText(name, digest)
        case 6: service(name)
        case 7: certificates(name, digest)
        case 8: "\(name) CNAME www.elsewhere\(number).net.\n"
        case 9: descriptions(name, number)
        case 10: "\(name) TYPE65280 \\# 32 \(digest)\n\(name) A 192.0.2.7\n"
        default: host(name, number)
        }
    }

    private static func host(_ name: String, _ number: Int) -> String {
        """
        \(name) 300 A 192.0.2.\(number % 250)
        \(name) 300 A 198.51.100.\(number % 250)
        \(name) AAAA 2001:db8::\(String(number, radix: 16))
        \(name) MX 10 mail.elsewhere.net.
        \(name) MX 20 mail2.elsewhere.net.
        \(name) TXT "v=spf1 mx -all"

        """
    }

    private static func delegation(_ name: String, _ digest: String) -> String {
        """
        \(name) NS ns.\(name)
        \(name) NS ns.elsewhere.net.
        \(name) DS 12345 13 2 \(digest)
        ns.\(name) A 203.0.113.5
        ns.\(name) AAAA 2001:db8::5

        """
    }

    /// Three strings of 255 octets and a short one.
    private static func longText(_ name: String, _ digest: String) -> String {
        let long = "\"" + String(repeating: digest, count: 4).prefix(255) + "\""
        return "\(name) TXT \(long) \(long) \(long) \"end\"\n"
    }

    private static func service(_ name: String) -> String {
        """
        _sip._tcp.\(name) SRV 10 60 5060 host.\(name)
        _sip._tcp.\(name) SRV 20 60 5060 elsewhere.net.
        host.\(name) A 192.0.2.60
        \(name) NAPTR 100 10 "S" "SIP+D2T" "" _sip._tcp.\(name)
        \(name) URI 10 1 "https://\(name).example/"
        \(name) HTTPS 1 . alpn=h2

        """
    }

    private static func certificates(_ name: String, _ digest: String) -> String {
        """
        _443._tcp.\(name) TLSA 3 1 1 \(digest)
        \(name) SSHFP 4 2 \(digest)
        \(name) CAA 0 issue "ca.example.net"
        \(name) CERT PKIX 1 13 AQIDBAUGBwgJCgsMDQ4PEA==

        """
    }

    private static func descriptions(_ name: String, _ number: Int) -> String {
        """
        \(name) HINFO "PC" "Linux"
        \(name) RP hostmaster.nic rp.\(name)
        rp.\(name) TXT "ask number \(number)"
        \(name) LOC 52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m
        \(name) PTR host.elsewhere.net.
        \(name) AFSDB 1 afs.elsewhere.net.

        """
    }
}
