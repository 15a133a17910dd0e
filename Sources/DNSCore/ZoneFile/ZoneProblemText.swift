// The words for problems of zone files. Everything else carries them as values.

extension ZoneProblem: CustomStringConvertible {
    /// What is wrong; what was expected.
    public var description: String {
        textProblem ?? directiveProblem ?? entryProblem ?? zoneProblem ?? keyProblem
            ?? digestProblem ?? "the zone cannot be used"
    }

    private var textProblem: String? {
        switch self {
        case .byteOrderMark:
            "the file begins with a byte order mark; expected plain octets, without it"
        case .text(let problem):
            problem.message
        case .extraField(let text, let line?):
            "'\(text)' is more than this entry can have; expected ) for the ( of line \(line)"
        case .extraField(let text, nil):
            "'\(text)' is more than this entry can have; expected the end of the line"
        case .tooManyErrors(let limit):
            "\(limit) errors, reading stopped; expected fewer, so correct them first"
        default: nil
        }
    }

    private var directiveProblem: String? {
        switch self {
        case .unknownDirective(let text):
            "unknown directive '\(text)'; expected $ORIGIN, $TTL, $INCLUDE or $GENERATE"
        case .missingArgument(let directive):
            "\(directive.rawValue) is incomplete; expected '\(directive.grammar)'"
        case .unreadableFile(let path, let error):
            "cannot read '\(path)': \(error); expected a readable file"
        case .includeCycle(let path):
            "'\(path)' includes itself; expected a file that is not being read already"
        case .includesTooDeep(let limit):
            "files are included too deeply; expected at most \(limit) inside each other"
        case .tooManyIncludes(let limit):
            "too many files are included; expected at most \(limit) in all"
        case .generateTooMany(let count, let limit):
            "$GENERATE makes \(count) records; expected at most \(limit)"
        case .badGenerateRange(let text):
            "bad range '\(text)'; expected START-STOP or START-STOP/STEP with START not above STOP, STEP at least 1"
        case .badGenerateFormat(let text):
            "bad format '\(text)'; expected ${OFFSET}, ${OFFSET,WIDTH} or ${OFFSET,WIDTH,BASE}, BASE one of d o x X n N"
        case .generateOutOfRange(let number):
            "$GENERATE makes the number \(number); expected numbers up to 2147483647"
        default: nil
        }
    }

    private var entryProblem: String? {
        switch self {
        case .badName(let error):
            "bad name: \(error.message)"
        case .noPreviousOwner:
            "no owner name, and no entry before; expected an owner name at the start of the line"
        case .outsideZone(let owner, let apex):
            "\(owner) is not in the zone \(apex); expected a name at or below \(apex)"
                + " (is a final dot missing, or one too many?)"
        case .outsideZoneLeftOut(let owner, let apex):
            "\(owner) is not in the zone \(apex) and left out; expected a name at or below \(apex)"
                + " (is a final dot missing, or one too many?)"
        case .rawOctets(let owner, let name?):
            "\(owner) has octets outside of ASCII, which no resolver asks for; expected its A-label: \(name)"
        case .rawOctets(let owner, nil):
            "\(owner) has octets outside of ASCII, which no resolver asks for; expected letters, digits and hyphens"
        case .zoneNameUnknown:
            "the name of the zone is not known; expected the SOA as the first record, or the zone's name as an option"
        case .badTTL(let text):
            "bad TTL '\(text)'; expected seconds, or numbers with units as in 1w2d3h4m5s"
        case .ttlTooLarge(let text):
            "TTL '\(text)' is too large; expected at most 2147483647 seconds"
        case .missingTTL(let type):
            "no TTL for this \(type), and nothing above that gives one: neither $TTL, nor an entry with a TTL, nor the SOA "
                + "with its minimum; expected a line such as $TTL 3600 at the top, or a TTL in this entry"
        case .soaMinimumAsTTL(let ttl):
            "the SOA has no TTL, its minimum \(ttl) is taken; expected a TTL or $TTL"
        default: dataProblem
        }
    }

    private var dataProblem: String? {
        switch self {
        case .otherClass(let text):
            "class '\(text)'; expected IN"
        case .missingType:
            "the entry ends too early; expected a type"
        case .unknownType(let text):
            "unknown type '\(text)'; expected a type such as A or TYPE65280"
        case .metaType(let type):
            "type \(type) is for messages only; expected a type that a zone can hold"
        case .rdata(let type, let problem):
            "bad \(type) data: \(problem.message)"
        case .genericDataTooLong(let type, let used, let found):
            "bad \(type) data: \(found) octets are more than \(type) data can have: its fields end after \(used) of them; "
                + "expected \\# \(used) and \(used) octets"
        case .rdataTooLong(let octets):
            "the data takes \(octets) octets; expected at most 65535"
        case .zoneTooLarge:
            "the zone is too large; expected at most 4 GiB of names and data"
        case .beyondLimit(let excess): excess.message
        default: nil
        }
    }

    private var zoneProblem: String? {
        switch self {
        case .noSOA(let apex):
            "no SOA; expected one at \(apex)"
        case .severalSOAs:
            "a second SOA; expected one"
        case .soaBelowApex(let name):
            "SOA at \(name), which is not the apex; expected it at the apex only"
        case .noNSAtApex(let apex):
            "no NS at the apex; expected the name servers of \(apex)"
        case .cnameBesideOtherData(let name, let type):
            "\(name) has a CNAME and \(type); expected nothing beside a CNAME"
        case .severalCNAMEs(let name):
            "\(name) has several CNAMEs; expected one"
        case .severalDNAMEs(let name):
            "\(name) has several DNAMEs; expected one"
        case .dsAtApex(let name):
            "DS at the apex \(name); expected it in the parent zone"
        case .dsWithoutNS(let name):
            "\(name) has a DS but no NS; expected NS beside DS"
        default: targetProblem
        }
    }

    private var keyProblem: String? {
        switch self {
        case .foreignKeyRecord(let type, let tag):
            "the zone has a \(type) record with key tag \(tag) that belongs to none of its keys; expected none"
        case .keyRecord(let type, let tag):
            "the zone has a \(type) record with key tag \(tag), which is refused unless it belongs to a key that keyturn "
                + "has for the zone; expected none, keyturn makes them"
        case .dropsDS(let type):
            "\(type == .cds ? "CDS 0 0 0 00" : "CDNSKEY 0 3 0 AA==") asks the parent to drop every DS, and validators "
                + "would take the zone for insecure (RFC 8078 4); expected none, keyturn makes it when the policy says "
                + "`keys: none`"
        default: nil
        }
    }

    private var digestProblem: String? {
        switch self {
        case .zoneDigestDiffers:
            "the ZONEMD record is not of the zone's content (RFC 8976 4); expected the digest of this file, or none: the "
                + "signed zone gets a new one"
        case .zoneDigestLeftOut(let scheme, let algorithm):
            "a ZONEMD record of scheme \(scheme) and hash algorithm \(algorithm) cannot be made here and is left out; "
                + "expected scheme 1 and hash algorithm 1 or 2"
        default: nil
        }
    }

    private var targetProblem: String? {
        switch self {
        case .occludedByDNAME(let name, let dname):
            "\(name) is below the DNAME at \(dname) and never answered; expected nothing below a DNAME"
        case .missingGlue(let server, let cut):
            "no glue for \(server), name server of \(cut); expected A or AAAA"
        case .serverWithoutAddress(let server, let owner):
            "name server \(server) of \(owner) has no address; expected A or AAAA"
        case .targetIsAlias(let type, let target):
            "\(type) target \(target) is a CNAME; expected a name with addresses (RFC 2181 10.3)"
        default: serverProblem
        }
    }

    private var serverProblem: String? {
        switch self {
        case .dnskeyBelowApex(let name):
            "\(name) has a DNSKEY, but is not the apex; expected DNSKEY at the apex only (RFC 4035 2.1)"
        case .rkeyFlags(let name):
            "\(name) has an RKEY with flags; expected 0, for no flag is defined and no server reads others"
        case .serverBelowDNAME(let server, let dname):
            "name server \(server) is below the DNAME at \(dname); expected a name with addresses"
        case .wildcardNS(let name):
            "NS at the wildcard \(name); expected the names of the child zones (RFC 4592 4.2)"
        case .nsBesideDNAME(let name):
            "\(name) has NS and DNAME; expected one of them (RFC 6672 2.3)"
        case .tooManyRecords(let name, let type, let count, let limit):
            "\(name) has \(count) \(type) records; expected at most \(limit) (BIND's max-records-per-type)"
        case .tooManyTypes(let name, let count, let limit):
            "\(name) has \(count) types; expected at most \(limit) (BIND's max-types-per-name)"
        case .rrsetTooLarge(let name, let type, let octets):
            "the \(type) records of \(name) take \(octets) octets in an answer; expected at most 65523, for no DNS "
                + "message has room for more"
        case .refused(let problem, let servers) where servers.count == NameServer.allCases.count:
            "\(problem)"
        case .refused(let problem, let servers):
            "\(problem); \(Self.list(servers)) not load the zone"
        case .differingTTLs(let type, let first, let other):
            "TTL \(other) differs from \(first) in the same \(type) RRset, the lowest is taken; expected one TTL"
        default: nil
        }
    }
}

extension ZoneProblem {
    /// `BIND does`, `Knot and NSD do`.
    private static func list(_ servers: Set<NameServer>) -> String {
        let names = NameServer.allCases.filter(servers.contains).map(\.title)
        return names.count == 1 ? "\(names[0]) does" : "\(names.joined(separator: " and ")) do"
    }

    /// The servers that do not load the zone for this.
    public var refusers: Set<NameServer> {
        guard case .refused(_, let servers) = self else { return [] }
        return servers
    }
}

extension ZoneDirective {
    /// How the directive is written.
    var grammar: String {
        switch self {
        case .origin: "$ORIGIN NAME"
        case .ttl: "$TTL TTL"
        case .include: "$INCLUDE FILE [ORIGIN]"
        case .generate: "$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE DATA"
        }
    }
}
