/// Protocol and services of WKS (RFC 1035 3.4.2): a protocol number and a bitmap of ports.
enum ServicesField {
    static func append(from scanner: inout FieldScanner, to octets: inout [UInt8]) throws(RDATAError) {
        let field = try scanner.required("protocol")
        guard let number = scanner.number(field, maximum: 255) ?? protocolNumber(scanner.text(field)) else {
            throw RDATAError(.malformed("protocol", expected: .protocolNumber), field)
        }
        octets.append(UInt8(number))
        let start = octets.count
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes("service"), field) }
            guard let port = scanner.number(field, maximum: 65535) ?? port(scanner.text(field)) else {
                throw RDATAError(.malformed("service", expected: .service), field)
            }
            let index = start + Int(port) / 8
            while octets.count <= index { octets.append(0) }
            octets[index] |= 0x80 >> UInt8(port & 7)
        }
    }

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard position < rdata.count else { return .missingField("protocol") }
        let bitmap = rdata.count - position - 1
        position = rdata.count
        guard bitmap > 0 else { return nil }
        guard bitmap <= 8192, rdata[rdata.count - 1] != 0 else { return .bitmap(.blockLength) }
        return nil
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        RDATAText.appendNumber(UInt32(rdata[position]), to: &text)
        position += 1
        for port in 0..<((rdata.count - position) * 8)
        where rdata[position + port / 8] & (0x80 >> UInt8(port & 7)) != 0 {
            text.append(0x20)
            RDATAText.appendNumber(UInt32(port), to: &text)
        }
        position = rdata.count
    }

    // MARK: - Names of RFC 1010, which this type is as old as; the system's own lists are not asked

    private static func protocolNumber(_ text: Span<UInt8>) -> UInt32? {
        let word = RDATAMnemonics.word(text)
        return protocols.first { $0.word == word }?.number
    }

    private static func port(_ text: Span<UInt8>) -> UInt32? {
        let word = RDATAMnemonics.word(text)
        return ports.first { $0.word == word }?.number
    }

    private static let protocols: [(word: String, number: UInt32)] = [
        ("ICMP", 1), ("IGMP", 2), ("GGP", 3), ("ST", 5), ("TCP", 6), ("EGP", 8), ("IGP", 9), ("PUP", 12),
        ("UDP", 17), ("HMP", 20), ("XNS-IDP", 22), ("RDP", 27),
    ]

    private static let ports: [(word: String, number: UInt32)] = [
        ("ECHO", 7), ("DISCARD", 9), ("SYSTAT", 11), ("DAYTIME", 13), ("NETSTAT", 15), ("QOTD", 17),
        ("CHARGEN", 19), ("FTP-DATA", 20), ("FTP", 21), ("SSH", 22), ("TELNET", 23), ("SMTP", 25),
        ("TIME", 37), ("RLP", 39), ("NAMESERVER", 42), ("WHOIS", 43), ("NICNAME", 43), ("DOMAIN", 53),
        ("BOOTPS", 67), ("BOOTPC", 68), ("TFTP", 69), ("GOPHER", 70), ("FINGER", 79), ("HTTP", 80),
        ("KERBEROS", 88), ("HOSTNAMES", 101), ("ISO-TSAP", 102), ("X400", 103), ("POP2", 109), ("POP3", 110),
        ("SUNRPC", 111), ("AUTH", 113), ("SFTP", 115), ("UUCP-PATH", 117), ("NNTP", 119), ("NTP", 123),
        ("NETBIOS-NS", 137), ("NETBIOS-DGM", 138), ("NETBIOS-SSN", 139), ("IMAP", 143), ("IMAP2", 143),
        ("SNMP", 161), ("SNMP-TRAP", 162), ("BGP", 179), ("IRC", 194), ("LDAP", 389), ("HTTPS", 443),
        ("EXEC", 512), ("LOGIN", 513), ("SHELL", 514), ("PRINTER", 515), ("NTALK", 518), ("UUCP", 540),
    ]
}
