/// What is known of a record type.
struct RRTypeRow: Sendable {
    let type: RRType
    let mnemonic: StaticString
    /// The fields of the data, in order; none where only the RFC 3597 form exists.
    let fields: RDATAFields
    /// True if the names in the data go to lower case in canonical form (RFC 4034 6.2, RFC 6840 5.1).
    let lowersNames: Bool
    /// True if all common servers read the type's own text form.
    let isWidelyRead: Bool

    init(_ number: UInt16, _ mnemonic: StaticString, lowersNames: Bool = false, _ fields: RDATAField...) {
        self.init(number, mnemonic, lowersNames: lowersNames, fields)
    }

    init(_ number: UInt16, _ mnemonic: StaticString, lowersNames: Bool = false, _ fields: [RDATAField]) {
        type = RRType(rawValue: number)
        self.mnemonic = mnemonic
        self.fields = RDATAFields(fields)
        self.lowersNames = lowersNames
        isWidelyRead = RRTypeTable.widelyRead.contains(mnemonic.description)
    }

    /// Appends the mnemonic.
    func appendMnemonic(to text: inout [UInt8]) {
        mnemonic.withUTF8Buffer { unsafe text.append(contentsOf: $0) }
    }
}

/// The fields of a row, which stays as long as the program runs.
///
/// Every record that is read or written goes by them: an array would count its users each time, across all threads.
@safe
struct RDATAFields: RandomAccessCollection, @unchecked Sendable {
    private let fields: UnsafeBufferPointer<RDATAField>

    init(_ fields: [RDATAField]) {
        let place = UnsafeMutableBufferPointer<RDATAField>.allocate(capacity: fields.count)
        _ = unsafe place.initialize(from: fields)
        unsafe self.fields = UnsafeBufferPointer(place)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { unsafe fields.count }

    subscript(_ index: Int) -> RDATAField {
        precondition(index >= 0 && index < endIndex, "no such field")
        return unsafe fields[index]
    }
}

/// The table of record types: one row describes a type for reading, writing, checking and signing alike.
enum RRTypeTable {
    /// The row of a type, or nil for an unknown one.
    static func row(_ type: RRType) -> RRTypeRow? {
        let number = Int(type.rawValue)
        if number < lowRows.count { return lowRows[number] }
        return highRows.first { $0.type == type }
    }

    /// The types whose own text form is read by BIND 9.18, Knot 3.2, NSD 4.6 and ldns 1.8 alike.
    ///
    /// The others are read by all four in the RFC 3597 form, if the type too is written with its number.
    static let widelyRead: Set<String> = [
        "A", "NS", "CNAME", "SOA", "PTR", "HINFO", "MINFO", "MX", "TXT",
        "RP", "AFSDB", "RT", "AAAA", "LOC", "SRV", "NAPTR", "KX", "CERT",
        "DNAME", "APL", "DS", "SSHFP", "IPSECKEY", "RRSIG", "NSEC", "DNSKEY", "DHCID",
        "NSEC3", "NSEC3PARAM", "TLSA", "SMIMEA", "CDS", "CDNSKEY", "OPENPGPKEY", "CSYNC", "ZONEMD",
        "SVCB", "HTTPS", "SPF", "NID", "L32", "L64", "LP", "EUI48", "EUI64",
        "URI", "CAA",
    ]

    /// All rows; types that only queries use have no fields.
    static let rows: [RRTypeRow] = classicRows + laterRows + dnssecRows + serviceRows + fieldlessRows

    private static let lowRows: [RRTypeRow?] = {
        var table = [RRTypeRow?](repeating: nil, count: 263)
        for row in rows where row.type.rawValue < 263 { table[Int(row.type.rawValue)] = row }
        return table
    }()

    private static let highRows = rows.filter { $0.type.rawValue >= 263 }

    // MARK: - Rows

    /// The types of RFC 1035 and RFC 1183.
    private static let classicRows: [RRTypeRow] = [
        RRTypeRow(1, "A", .init(.address4, "address")),
        RRTypeRow(2, "NS", lowersNames: true, .init(.name, "name server")),
        RRTypeRow(3, "MD", lowersNames: true, .init(.name, "mail destination")),
        RRTypeRow(4, "MF", lowersNames: true, .init(.name, "mail forwarder")),
        RRTypeRow(5, "CNAME", lowersNames: true, .init(.name, "canonical name")),
        RRTypeRow(
            6,
            "SOA",
            lowersNames: true,
            .init(.name, "primary server"),
            .init(.name, "mailbox"),
            .init(.number(.long), "serial"),
            .init(.number(.interval), "refresh"),
            .init(.number(.interval), "retry"),
            .init(.number(.interval), "expire"),
            .init(.number(.interval), "minimum")
        ),
        RRTypeRow(7, "MB", lowersNames: true, .init(.name, "mailbox host")),
        RRTypeRow(8, "MG", lowersNames: true, .init(.name, "mail group member")),
        RRTypeRow(9, "MR", lowersNames: true, .init(.name, "new mailbox name")),
        RRTypeRow(
            11,
            "WKS",
            .init(.address4, "address"),
            .init(.special(.services), "protocol and services")
        ),
        RRTypeRow(12, "PTR", lowersNames: true, .init(.name, "pointer name")),
        RRTypeRow(13, "HINFO", .init(.string(.any), "hardware"), .init(.string(.any), "operating system")),
        RRTypeRow(
            14,
            "MINFO",
            lowersNames: true,
            .init(.name, "responsible mailbox"),
            .init(.name, "error mailbox")
        ),
        RRTypeRow(
            15,
            "MX",
            lowersNames: true,
            .init(.number(.short), "preference"),
            .init(.name, "mail exchange")
        ),
        RRTypeRow(16, "TXT", .init(.strings, "text")),
        RRTypeRow(17, "RP", lowersNames: true, .init(.name, "mailbox"), .init(.name, "text name")),
        RRTypeRow(
            18,
            "AFSDB",
            lowersNames: true,
            .init(.number(.short), "subtype"),
            .init(.name, "host name")
        ),
        RRTypeRow(19, "X25", .init(.string(.digits), "PSDN address")),
        RRTypeRow(
            20,
            "ISDN",
            .init(.string(.any), "ISDN address"),
            .init(.special(.optionalString), "subaddress")
        ),
        RRTypeRow(
            21,
            "RT",
            lowersNames: true,
            .init(.number(.short), "preference"),
            .init(.name, "intermediate host")
        ),
        RRTypeRow(22, "NSAP", .init(.special(.nsap), "NSAP address")),
        RRTypeRow(23, "NSAP-PTR", .init(.name, "pointer name")),
    ]

    /// Types of the years after, without those of DNSSEC.
    private static let laterRows: [RRTypeRow] = [
        RRTypeRow(
            26,
            "PX",
            lowersNames: true,
            .init(.number(.short), "preference"),
            .init(.name, "RFC 822 domain"),
            .init(.name, "X.400 domain")
        ),
        RRTypeRow(
            27,
            "GPOS",
            .init(.string(.fraction(-180...180)), "longitude"),
            .init(.string(.fraction(-90...90)), "latitude"),
            .init(.string(.fraction(-100_000...42_849_672)), "altitude")
        ),
        RRTypeRow(28, "AAAA", .init(.address6, "address")),
        RRTypeRow(29, "LOC", .init(.special(.location), "location")),
        RRTypeRow(31, "EID", .init(.octets(.hex), "endpoint identifier")),
        RRTypeRow(32, "NIMLOC", .init(.octets(.hex), "Nimrod locator")),
        RRTypeRow(
            33,
            "SRV",
            lowersNames: true,
            .init(.number(.short), "priority"),
            .init(.number(.short), "weight"),
            .init(.number(.short), "port"),
            .init(.name, "target")
        ),
        RRTypeRow(34, "ATMA", .init(.special(.atmAddress), "ATM address")),
        RRTypeRow(
            35,
            "NAPTR",
            lowersNames: true,
            .init(.number(.short), "order"),
            .init(.number(.short), "preference"),
            .init(.string(.any), "flags"),
            .init(.string(.any), "services"),
            .init(.string(.substitution), "regular expression"),
            .init(.name, "replacement")
        ),
        RRTypeRow(
            36,
            "KX",
            lowersNames: true,
            .init(.number(.short), "preference"),
            .init(.name, "key exchanger")
        ),
        RRTypeRow(
            37,
            "CERT",
            .init(.number(.certificateType), "certificate type"),
            .init(.number(.short), "key tag"),
            .init(.number(.algorithm), "algorithm"),
            .init(.octets(.base64), "certificate")
        ),
        RRTypeRow(38, "A6", lowersNames: true, .init(.special(.prefixedAddress), "address")),
        RRTypeRow(39, "DNAME", lowersNames: true, .init(.name, "target")),
        RRTypeRow(
            40,
            "SINK",
            .init(.number(.octet), "meaning"),
            .init(.number(.octet), "coding"),
            .init(.number(.octet), "subcoding"),
            .init(.octets(.optionalBase64), "data")
        ),
        RRTypeRow(42, "APL", .init(.special(.prefixList), "address prefix")),
        RRTypeRow(
            44,
            "SSHFP",
            .init(.number(.octet), "algorithm"),
            .init(.number(.octet), "fingerprint type"),
            .init(.octets(.fingerprint), "fingerprint")
        ),
        RRTypeRow(
            45,
            "IPSECKEY",
            .init(.special(.gateway), "gateway"),
            .init(.octets(.optionalBase64), "public key")
        ),
        RRTypeRow(49, "DHCID", .init(.octets(.base64), "DHCP identifier")),
        RRTypeRow(56, "NINFO", .init(.strings, "zone status")),
        RRTypeRow(
            57,
            "RKEY",
            .init(.number(.short), "flags"),
            .init(.number(.octet), "protocol"),
            .init(.number(.algorithm), "algorithm"),
            .init(.octets(.base64), "public key")
        ),
        RRTypeRow(58, "TALINK", .init(.name, "previous name"), .init(.name, "next name")),
        RRTypeRow(99, "SPF", .init(.strings, "text")),
        RRTypeRow(
            104,
            "NID",
            .init(.number(.short), "preference"),
            .init(.special(.locator), "node identifier")
        ),
        RRTypeRow(105, "L32", .init(.number(.short), "preference"), .init(.address4, "locator")),
        RRTypeRow(106, "L64", .init(.number(.short), "preference"), .init(.special(.locator), "locator")),
        RRTypeRow(107, "LP", .init(.number(.short), "preference"), .init(.name, "locator name")),
        RRTypeRow(108, "EUI48", .init(.special(.hardwareAddress(octets: 6)), "address")),
        RRTypeRow(109, "EUI64", .init(.special(.hardwareAddress(octets: 8)), "address")),
    ]

    /// The types of DNSSEC, old and new.
    private static let dnssecRows: [RRTypeRow] = [
        RRTypeRow(24, "SIG", lowersNames: true, signature),
        RRTypeRow(
            25,
            "KEY",
            .init(.number(.keyFlags), "flags"),
            .init(.number(.keyProtocol), "protocol"),
            .init(.number(.algorithm), "algorithm"),
            .init(.octets(.keyMaterial), "public key")
        ),
        RRTypeRow(30, "NXT", lowersNames: true, .init(.name, "next name"), .init(.bitmap(.plain), "type")),
        RRTypeRow(43, "DS", delegationSigner),
        RRTypeRow(46, "RRSIG", lowersNames: true, signature),
        RRTypeRow(47, "NSEC", .init(.name, "next name"), .init(.bitmap(.nonEmpty), "type")),
        RRTypeRow(48, "DNSKEY", publicKey),
        RRTypeRow(
            50,
            "NSEC3",
            .init(.number(.octet), "hash algorithm"),
            .init(.number(.octet), "flags"),
            .init(.number(.short), "iterations"),
            .init(.special(.salt), "salt"),
            .init(.special(.nextHash), "next hashed owner"),
            .init(.bitmap(.any), "type")
        ),
        RRTypeRow(
            51,
            "NSEC3PARAM",
            .init(.number(.octet), "hash algorithm"),
            .init(.number(.octet), "flags"),
            .init(.number(.short), "iterations"),
            .init(.special(.salt), "salt")
        ),
        RRTypeRow(59, "CDS", delegationSigner),
        RRTypeRow(60, "CDNSKEY", publicKey),
        RRTypeRow(
            62,
            "CSYNC",
            .init(.number(.long), "serial"),
            .init(.number(.short), "flags"),
            .init(.bitmap(.any), "type")
        ),
        RRTypeRow(
            63,
            "ZONEMD",
            .init(.number(.long), "serial"),
            .init(.number(.octet), "scheme"),
            .init(.number(.octet), "hash algorithm"),
            .init(.octets(.zoneDigest), "digest")
        ),
        RRTypeRow(
            66,
            "DSYNC",
            .init(.number(.type), "type"),
            .init(.number(.notifyScheme), "scheme"),
            .init(.number(.short), "port"),
            .init(.name, "target")
        ),
        RRTypeRow(32768, "TA", delegationSigner),
        RRTypeRow(32769, "DLV", delegationSigner),
    ]

    /// Types for services, keys and certificates of applications.
    private static let serviceRows: [RRTypeRow] = [
        RRTypeRow(52, "TLSA", certificateAssociation),
        RRTypeRow(53, "SMIMEA", certificateAssociation),
        RRTypeRow(55, "HIP", .init(.special(.hostIdentity), "host identity")),
        RRTypeRow(61, "OPENPGPKEY", .init(.octets(.base64), "public key")),
        RRTypeRow(64, "SVCB", service),
        RRTypeRow(65, "HTTPS", service),
        RRTypeRow(67, "HHIT", .init(.octets(.base64), "data")),
        RRTypeRow(68, "BRID", .init(.octets(.base64), "data")),
        RRTypeRow(
            256,
            "URI",
            .init(.number(.short), "priority"),
            .init(.number(.short), "weight"),
            .init(.octets(.text), "target")
        ),
        RRTypeRow(
            257,
            "CAA",
            .init(.number(.octet), "flags"),
            .init(.special(.tag), "tag"),
            .init(.octets(.text), "value")
        ),
        RRTypeRow(258, "AVC", .init(.strings, "text")),
        RRTypeRow(
            259,
            "DOA",
            .init(.number(.long), "enterprise"),
            .init(.number(.long), "type"),
            .init(.number(.octet), "location"),
            .init(.string(.any), "media type"),
            .init(.octets(.base64OrDash), "data")
        ),
        RRTypeRow(260, "AMTRELAY", .init(.special(.relay), "relay")),
        RRTypeRow(261, "RESINFO", .init(.strings, "text")),
        RRTypeRow(262, "WALLET", .init(.strings, "text")),
    ]

    /// Types without a text form of their own, and those of queries and messages.
    private static let fieldlessRows: [RRTypeRow] = [
        RRTypeRow(10, "NULL"), RRTypeRow(41, "OPT"), RRTypeRow(100, "UINFO"), RRTypeRow(101, "UID"),
        RRTypeRow(102, "GID"), RRTypeRow(103, "UNSPEC"), RRTypeRow(249, "TKEY"), RRTypeRow(250, "TSIG"),
        RRTypeRow(251, "IXFR"), RRTypeRow(252, "AXFR"), RRTypeRow(253, "MAILB"), RRTypeRow(254, "MAILA"),
        RRTypeRow(255, "ANY"),
    ]
}
