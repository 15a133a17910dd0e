@testable import DNSCore

extension BadText {
    /// Entries, quotes, the generic form.
    static let general: [BadText] = [
        .init("A", "", nil, .missingField("address")),
        .init("MX", "10", nil, .missingField("mail exchange")),
        .init("MX", "10 ; mail.", nil, .missingField("mail exchange")),
        .init("A", "192.0.2.1 x", 11, .trailingData),
        .init("TXT", "", nil, .missingField("text")),
        .init("NS", "\"a.\"", 1, .unexpectedQuotes("name server")),
        .init("MX", "\"10\" a.", 1, .unexpectedQuotes("preference")),
        .init("DS", "1 8 9 \"00\"", 7, .unexpectedQuotes("digest")),
        .init("DS", "1 8 9 00 \"00\"", 10, .unexpectedQuotes("digest")),
        .init("NSEC", "a. \"A\"", 4, .unexpectedQuotes("type")),
        .init("APL", "\"1:0.0.0.0/0\"", 1, .unexpectedQuotes("address prefix")),
        .init("LOC", "1 N 1 E 0 \"1\"", 11, .unexpectedQuotes("size")),
        .init("HIP", "2 00 AA== \"a.\"", 11, .unexpectedQuotes("rendezvous server")),
        .init("WKS", "192.0.2.1 6 \"25\"", 13, .unexpectedQuotes("service")),
        .init("SVCB", "1 . \"port=53\"", 5, .unexpectedQuotes("service parameter")),
        .init("OPENPGPKEY", "\"AA==\"", 1, .unexpectedQuotes("public key")),
        .init(
            "A",
            "192.0.2.1 )",
            nil,
            .text(.init(problem: .unmatchedClosingParenthesis, line: 1, column: 11))
        ),
        .init("A", "( 192.0.2.1", nil, .text(.init(problem: .unclosedParenthesis, line: 1, column: 1))),
        .init("TXT", "a \"b", nil, .text(.init(problem: .unclosedQuote, line: 1, column: 3))),
        .init("AXFR", "x", 1, .metaType(RRType(rawValue: 252))),
        .init("ANY", "", nil, .metaType(RRType(rawValue: 255))),
        .init("OPT", "\\# 0", 1, .metaType(RRType(rawValue: 41))),
        .init("TSIG", "\\# 0", 1, .metaType(RRType(rawValue: 250))),
        .init("TYPE0", "\\# 0", 1, .metaType(RRType(rawValue: 0))),
        .init("TYPE200", "\\# 0", 1, .metaType(RRType(rawValue: 200))),
        .init("NULL", "00", 1, .genericFormRequired(RRType(rawValue: 10))),
        .init("TYPE65280", "1.2.3.4", 1, .genericFormRequired(RRType(rawValue: 65280))),
        .init("TYPE65280", "", nil, .genericFormRequired(RRType(rawValue: 65280))),
        .init("TYPE65280", "\"\\#\" 0", 1, .genericFormRequired(RRType(rawValue: 65280))),
        .init("TYPE65280", "\\# 2 00", 4, .genericLengthMismatch(declared: 2, found: 1)),
        .init("TYPE65280", "\\# 0 00", 4, .genericLengthMismatch(declared: 0, found: 1)),
        .init("TYPE65280", "\\# 65536", 4, .malformed("length", expected: .number(0...65535))),
        .init("TYPE65280", "\\# -1", 4, .malformed("length", expected: .number(0...65535))),
        .init("TYPE65280", "\\#", nil, .missingField("length")),
        .init("TYPE65280", "\\# 1 0", 1, .malformed("data", expected: .hex)),
        .init("TYPE65280", "\\# 1 0x", 6, .malformed("data", expected: .hex)),
        .init("TYPE65280", "\\# 1 \"00\"", 6, .unexpectedQuotes("data")),
        .init("A", "\\# 3 010203", 1, .missingField("address")),
        .init("A", "\\# 5 0102030405", 1, .trailingData),
    ]

    /// Numbers, times, mnemonics.
    static let numbers: [BadText] = [
        .init("MX", "65536 a.", 1, .malformed("preference", expected: .number(0...65535))),
        .init("MX", "-1 a.", 1, .malformed("preference", expected: .number(0...65535))),
        .init("MX", "1x a.", 1, .malformed("preference", expected: .number(0...65535))),
        .init("TLSA", "256 0 0 00", 1, .malformed("certificate usage", expected: .number(0...255))),
        .init("SOA", ". . 4294967296 1 1 1 1", 5, .malformed("serial", expected: .number(0...UInt32.max))),
        .init("SOA", ". . 1 1h 1x 1 1", 10, .malformed("retry", expected: .interval)),
        .init("SOA", ". . 1 h 1 1 1", 7, .malformed("refresh", expected: .interval)),
        .init("SOA", ". . 1 1h30 1 1 1", 7, .malformed("refresh", expected: .interval)),
        .init("SOA", ". . 1 7102w 1 1 1", 7, .malformed("refresh", expected: .interval)),
        .init("SOA", ". . 1 1 1 4294967296 1", 11, .malformed("expire", expected: .interval)),
        .init(
            "DNSKEY",
            "257 3 RSASHA3 AA==",
            7,
            .malformed("algorithm", expected: .numberOrMnemonic(0...255))
        ),
        .init("DNSKEY", "257 3 256 AA==", 7, .malformed("algorithm", expected: .numberOrMnemonic(0...255))),
        .init(
            "CERT",
            "X509 0 0 AA==",
            1,
            .malformed("certificate type", expected: .numberOrMnemonic(0...65535))
        ),
        .init("KEY", "ZONE|HOST 3 8 AA==", 1, .malformed("flags", expected: .numberOrMnemonic(0...65535))),
        .init("KEY", "0 SSH 8 AA==", 3, .malformed("protocol", expected: .numberOrMnemonic(0...255))),
        .init("DSYNC", "CDS CALL 1 .", 5, .malformed("scheme", expected: .numberOrMnemonic(0...255))),
        .init("DSYNC", "C 1 1 .", 1, .malformed("type", expected: .type)),
        .init("NSEC", "a. A B", 6, .malformed("type", expected: .type)),
        .init("NSEC", "a. TYPE65536", 4, .malformed("type", expected: .type)),
        .init("NXT", "a. TYPE128", 4, .malformed("type", expected: .type)),
        .init("NXT", "a. 0", 4, .malformed("type", expected: .type)),
        .init(
            "RRSIG",
            "A 8 2 1 20301301000000 1 1 . AA==",
            9,
            .malformed("expiration", expected: .signatureTime)
        ),
        .init(
            "RRSIG",
            "A 8 2 1 1 19691231235959 1 . AA==",
            11,
            .malformed("inception", expected: .signatureTime)
        ),
        .init("X25", "123", 1, .malformed("PSDN address", expected: .digits(atLeast: 4))),
        .init("X25", "1234a", 1, .malformed("PSDN address", expected: .digits(atLeast: 4))),
        .init("GPOS", "180.1 0 0", 1, .malformed("longitude", expected: .fraction(-180...180))),
        .init("GPOS", "0 -91 0", 3, .malformed("latitude", expected: .fraction(-90...90))),
        .init("GPOS", "0 0 .", 5, .malformed("altitude", expected: .fraction(-100_000...42_849_672))),
        .init("GPOS", "0 1.1.1 0", 3, .malformed("latitude", expected: .fraction(-90...90))),
    ]

    /// Names, addresses, strings.
    static let names: [BadText] = [
        .init("NS", "a..b.", 1, .name("name server", .emptyLabel)),
        .init("NS", "relative", 1, .name("name server", .relativeWithoutOrigin)),
        .init(
            "MX",
            "0 " + String(repeating: "a", count: 64) + ".",
            3,
            .name("mail exchange", .labelTooLong(octets: 64))
        ),
        .init("RP", ". a\\256.", 3, .name("text name", .badEscape)),
        .init("PTR", String(repeating: "a.", count: 128), 1, .name("pointer name", .nameTooLong)),
        .init("A", "192.0.2", 1, .malformed("address", expected: .ipv4)),
        .init("A", "192.0.2.256", 1, .malformed("address", expected: .ipv4)),
        .init("A", "192.0.02.1", 1, .malformed("address", expected: .ipv4)),
        .init("A", "192.0.2.1.", 1, .malformed("address", expected: .ipv4)),
        .init("AAAA", "192.0.2.1", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "1:2:3:4:5:6:7", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "1:2:3:4:5:6:7:8:9", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "1::2::3", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "::12345", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", ":::", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "1:", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "1:2:3:4:5:6:7:8::", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "::1.2.3.4:5", 1, .malformed("address", expected: .ipv6)),
        .init("AAAA", "fe80::1%eth0", 1, .malformed("address", expected: .ipv6)),
        .init("L32", "10 x", 4, .malformed("locator", expected: .ipv4)),
        .init(
            "TXT",
            "a \"" + String(repeating: "x", count: 256) + "\"",
            3,
            .stringTooLong("text", octets: 256)
        ),
        .init("TXT", "\"\\256\"", 1, .badEscape("text")),
        .init("TXT", "ok \\25", 4, .badEscape("text")),
        .init("HINFO", "a", nil, .missingField("operating system")),
        .init(
            "NAPTR",
            "1 1 \"\" \"\" \"!a!b\" .",
            11,
            .malformed("regular expression", expected: .substitution)
        ),
        .init(
            "NAPTR",
            "1 1 \"\" \"\" \"!a!b!x\" .",
            11,
            .malformed("regular expression", expected: .substitution)
        ),
        .init(
            "NAPTR",
            "1 1 \"\" \"\" \"iaibi\" .",
            11,
            .malformed("regular expression", expected: .substitution)
        ),
        .init("URI", "1 1 \"\\300\"", 5, .badEscape("target")),
        .init("CAA", "0 is-sue \"\"", 3, .malformed("tag", expected: .lettersAndDigits)),
    ]

    /// Base64, hexadecimal, base32, digests.
    static let binary: [BadText] = [
        .init("DNSKEY", "257 3 13 A", 10, .malformed("public key", expected: .base64)),
        .init("DNSKEY", "257 3 13 AA== AA==", 15, .malformed("public key", expected: .base64)),
        .init("DNSKEY", "257 3 13 AAA A=", 14, .malformed("public key", expected: .base64)),
        .init("DNSKEY", "257 3 13 AB==", 10, .malformed("public key", expected: .base64)),
        .init("DNSKEY", "257 3 13 A-A=", 10, .malformed("public key", expected: .base64)),
        .init("DNSKEY", "257 3 13", nil, .missingField("public key")),
        .init("KEY", "256 3 13", nil, .missingField("public key")),
        .init("DOA", "1 1 1 \"\" =", 10, .malformed("data", expected: .base64)),
        .init("DOA", "1 1 1 \"\"", nil, .missingField("data")),
        .init("TLSA", "1 1 1 0", 7, .malformed("certificate association data", expected: .hex)),
        .init("TLSA", "1 1 1 00 0g", 10, .malformed("certificate association data", expected: .hex)),
        .init("TLSA", "1 1 1", nil, .missingField("certificate association data")),
        .init("DS", "1 8 2 00", 7, .digestLength("digest", expected: 32, found: 1)),
        .init("DS", "1 8 1 00", 7, .digestLength("digest", expected: 20, found: 1)),
        .init("CDS", "1 8 4 00", 7, .digestLength("digest", expected: 48, found: 1)),
        .init("SSHFP", "1 2 00", 5, .digestLength("fingerprint", expected: 32, found: 1)),
        .init("ZONEMD", "1 1 1 00", 7, .digestLength("digest", expected: 48, found: 1)),
        .init("ZONEMD", "1 1 2 00", 7, .digestLength("digest", expected: 64, found: 1)),
        .init("ZONEMD", "1 1 9 00", 7, .malformed("digest", expected: .octets(atLeast: 12))),
        .init("NSEC3", "1 0 0 0 00", 7, .malformed("salt", expected: .salt)),
        .init("NSEC3PARAM", "1 0 0 x", 7, .malformed("salt", expected: .salt)),
        .init(
            "NSEC3PARAM",
            "1 0 0 " + String(repeating: "00", count: 256),
            7,
            .malformed("salt", expected: .salt)
        ),
        .init("NSEC3", "1 0 0 - 0", 9, .malformed("next hashed owner", expected: .base32hex)),
        .init("NSEC3", "1 0 0 - 0W", 9, .malformed("next hashed owner", expected: .base32hex)),
        .init("NSEC3", "1 0 0 - 01", 9, .malformed("next hashed owner", expected: .base32hex)),
    ]

    /// The types with a syntax of their own.
    static let odd: [BadText] = [
        .init("LOC", "91 N 0 E 0", 1, .malformed("latitude", expected: .number(0...90))),
        .init("LOC", "90 0 0.001 N 0 E 0", 1, .malformed("latitude", expected: .number(0...90))),
        .init("LOC", "0 N 181 E 0", 5, .malformed("longitude", expected: .number(0...180))),
        .init("LOC", "0 60 N 0 E 0", 3, .malformed("minutes", expected: .number(0...59))),
        .init("LOC", "0 0 60 N 0 E 0", 5, .malformed("seconds", expected: .fraction(0...60))),
        .init("LOC", "0 0 1.2345 N 0 E 0", 5, .malformed("seconds", expected: .fraction(0...60))),
        .init("LOC", "0 0 0 E 0 E 0", 7, .malformed("latitude", expected: .northOrSouth)),
        .init("LOC", "0 N 0 N 0", 7, .malformed("longitude", expected: .eastOrWest)),
        .init(
            "LOC",
            "0 N 0 E -100000.01",
            9,
            .malformed("altitude", expected: .metres(-10_000_000...4_284_967_295))
        ),
        .init(
            "LOC",
            "0 N 0 E 0.001",
            9,
            .malformed("altitude", expected: .metres(-10_000_000...4_284_967_295))
        ),
        .init("LOC", "0 N 0 E", nil, .missingField("altitude")),
        .init("LOC", "0 N 0 E 0 90000000.01m", 11, .malformed("size", expected: .metres(0...9_000_000_000))),
        .init(
            "LOC",
            "0 N 0 E 0 1 -1m",
            13,
            .malformed("horizontal precision", expected: .metres(0...9_000_000_000))
        ),
        .init("APL", "1:192.0.2.0/33", 1, .malformed("address prefix", expected: .addressPrefix)),
        .init("APL", "1:0.0.0.0/0 3:0/0", 13, .malformed("address prefix", expected: .addressPrefix)),
        .init("APL", "1:192.0.2.0", 1, .malformed("address prefix", expected: .addressPrefix)),
        .init("APL", "!!1:192.0.2.0/8", 1, .malformed("address prefix", expected: .addressPrefix)),
        .init("IPSECKEY", "10 4 2 . AA==", 4, .malformed("gateway type", expected: .number(0...3))),
        .init("IPSECKEY", "10 0 2 a. AA==", 8, .malformed("gateway", expected: .dot)),
        .init("IPSECKEY", "10 1 2 ::1 AA==", 8, .malformed("gateway", expected: .ipv4)),
        .init("AMTRELAY", "10 2 0 .", 4, .malformed("discovery bit", expected: .number(0...1))),
        .init("AMTRELAY", "10 0 4 .", 6, .malformed("relay type", expected: .number(0...3))),
        .init("AMTRELAY", "10 0 2 192.0.2.1", 8, .malformed("relay", expected: .ipv6)),
        .init("HIP", "2 0 AA==", 3, .malformed("host identity tag", expected: .hex)),
        .init("HIP", "2 00 A", 6, .malformed("public key", expected: .base64)),
        .init("HIP", "2 00 AA== a", 11, .name("rendezvous server", .relativeWithoutOrigin)),
        .init(
            "HIP",
            "2 " + String(repeating: "00", count: 256) + " AA==",
            3,
            .malformed("host identity tag", expected: .octetsAtMost(255))
        ),
        .init(
            "HIP",
            "2 00 " + String(repeating: "AAAA", count: 21846),
            6,
            .malformed("public key", expected: .octetsAtMost(65535))
        ),
        .init("WKS", "192.0.2.1 tpc", 11, .malformed("protocol", expected: .protocolNumber)),
        .init("WKS", "192.0.2.1 tcp 65536", 15, .malformed("service", expected: .service)),
        .init("NSAP", "47", 1, .malformed("NSAP address", expected: .nsap)),
        .init("NSAP", "0x4", 1, .malformed("NSAP address", expected: .nsap)),
        .init("ATMA", "+", 1, .malformed("ATM address", expected: .atmAddress)),
        .init("ATMA", "1..2", 1, .malformed("ATM address", expected: .atmAddress)),
        .init("EUI48", "00-00-00-00-00", 1, .malformed("address", expected: .hardwareAddress(octets: 6))),
        .init(
            "EUI64",
            "00-00-00-00-00-00-00:00",
            1,
            .malformed("address", expected: .hardwareAddress(octets: 8))
        ),
        .init("NID", "1 1:2:3", 3, .malformed("node identifier", expected: .locator)),
        .init("L64", "1 1:2:3:4:5", 3, .malformed("locator", expected: .locator)),
        .init("L64", "1 1:2::4", 3, .malformed("locator", expected: .locator)),
        .init("A6", "129 a.", 1, .malformed("prefix length", expected: .number(0...128))),
        .init("A6", "64 1.2.3.4 a.", 4, .malformed("address", expected: .ipv6)),
        .init("A6", "64 ::1", nil, .missingField("prefix name")),
    ]

    /// Service parameters.
    static let services: [BadText] = [
        .init("SVCB", "1 . port=1 port=2", 12, .serviceParameter(.port, .repeated)),
        .init("SVCB", "1 . port=1 key3=\\000\\001", 12, .serviceParameter(.port, .repeated)),
        .init("SVCB", "1 . port", 5, .serviceParameter(.port, .missingValue)),
        .init("SVCB", "1 . alpn=", 5, .serviceParameter(.alpn, .missingValue)),
        .init("SVCB", "1 . ech=\"\"", 5, .serviceParameter(.ech, .missingValue)),
        .init(
            "SVCB",
            "1 . alpn=h2 no-default-alpn=x",
            13,
            .serviceParameter(.noDefaultALPN, .unexpectedValue)
        ),
        .init("SVCB", "1 . ohttp=x", 5, .serviceParameter(.ohttp, .unexpectedValue)),
        .init("SVCB", "1 . port=65536", 5, .serviceParameter(.port, .malformedValue(.port))),
        .init("SVCB", "1 . alpn=h2,,h3", 5, .serviceParameter(.alpn, .malformedValue(.protocols))),
        .init("SVCB", "1 . alpn=a\\\\b", 5, .serviceParameter(.alpn, .malformedValue(.protocols))),
        .init("SVCB", "1 . key1=x", 5, .serviceParameter(.alpn, .malformedValue(.protocols))),
        .init("SVCB", "1 . ipv4hint=192.0.2.1,", 5, .serviceParameter(.ipv4hint, .malformedValue(.ipv4))),
        .init("SVCB", "1 . ipv6hint=192.0.2.1", 5, .serviceParameter(.ipv6hint, .malformedValue(.ipv6))),
        .init("SVCB", "1 . ech=A", 5, .serviceParameter(.ech, .malformedValue(.base64))),
        .init("SVCB", "1 . alpn=h2 dohpath=/q", 13, .serviceParameter(.dohpath, .malformedValue(.template))),
        .init("SVCB", "1 . dohpath=q{?dns}", 5, .serviceParameter(.dohpath, .malformedValue(.template))),
        .init("SVCB", "1 . mandatory=port,", 5, .serviceParameter(.mandatory, .malformedValue(.keys))),
        .init("SVCB", "1 . mandatory=mandatory", 5, .serviceParameter(.mandatory, .mandatoryNamesItself)),
        .init(
            "SVCB",
            "1 . port=1 mandatory=port,key3",
            12,
            .serviceParameter(.mandatory, .mandatoryKeyRepeated(.port))
        ),
        .init(
            "SVCB",
            "1 . port=1 mandatory=alpn",
            12,
            .serviceParameter(.mandatory, .mandatoryKeyMissing(.alpn))
        ),
        .init("HTTPS", "1 . no-default-alpn", 5, .serviceParameter(.noDefaultALPN, .needsALPN)),
        .init("SVCB", "1 . key667=\\256", 5, .serviceParameter(.init(rawValue: 667), .malformedValue(.text))),
        .init(
            "SVCB",
            "1 . key667=\"\\256\"",
            12,
            .serviceParameter(.init(rawValue: 667), .malformedValue(.text))
        ),
        .init(
            "SVCB",
            "1 . key667=" + String(repeating: "x", count: 65536),
            5,
            .serviceParameter(.init(rawValue: 667), .malformedValue(.shorter))
        ),
        .init("SVCB", "1 . PORT=1", 5, .malformed("service parameter", expected: .serviceParameter)),
        .init("SVCB", "1 . key09=1", 5, .malformed("service parameter", expected: .serviceParameter)),
        .init("SVCB", "1 . key65536=1", 5, .malformed("service parameter", expected: .serviceParameter)),
        .init("SVCB", "1 . key=1", 5, .malformed("service parameter", expected: .serviceParameter)),
        .init("SVCB", "1 . foo=1", 5, .malformed("service parameter", expected: .serviceParameter)),
        .init("SVCB", "1", nil, .missingField("target")),
    ]
}
