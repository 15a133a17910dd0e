/// What a `ZoneFileReader` has to say of a file: severity, place, problem.
public struct ZoneDiagnostic: Hashable, Sendable {
    /// An error stops the use of the zone, a warning does not.
    public let severity: DiagnosticSeverity
    /// Where; for a problem of a record as a whole, column 1 of its first line.
    public let position: SourcePosition
    /// What.
    public let problem: ZoneProblem
    /// The `$INCLUDE` lines that led to the file, innermost first.
    public let includedFrom: [SourcePosition]

    /// All fields as they are.
    public init(
        severity: DiagnosticSeverity,
        position: SourcePosition,
        problem: ZoneProblem,
        includedFrom: [SourcePosition] = []
    ) {
        self.severity = severity
        self.position = position
        self.problem = problem
        self.includedFrom = includedFrom
    }
}

extension ZoneDiagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: what is wrong; expected what`, and a line for each `$INCLUDE` on the way.
    public var description: String {
        let notes = includedFrom.map { "\($0): note: included from here" }
        return (["\(position): \(severity): \(message)"] + notes).joined(separator: "\n")
    }
}

extension ZoneDiagnostic {
    /// What is wrong, and what was expected.
    ///
    /// Nothing that stands in an included file is quoted: whoever may edit the zone file could else have any file read out to
    /// him that keyturn can read, such as a private key.
    public var message: String { includedFrom.isEmpty ? "\(problem)" : problem.messageWithoutWords }
}

/// A DNSKEY, CDS, CDNSKEY or ZONEMD record at the apex, with its place in the file: a signer makes these.
public struct ApexRecordPlace: Hashable, Sendable {
    /// Its type.
    public let type: RRType
    /// Its data.
    public let rdata: [UInt8]
    /// Column 1 of its first line.
    public let position: SourcePosition
    /// The `$INCLUDE` lines that led to the file, innermost first.
    public let includedFrom: [SourcePosition]
}

/// A directive of a zone file.
public enum ZoneDirective: String, Hashable, Sendable, CaseIterable {
    /// `$ORIGIN name` (RFC 1035 5.1).
    case origin = "$ORIGIN"
    /// `$TTL ttl` (RFC 2308 4).
    case ttl = "$TTL"
    /// `$INCLUDE file [origin]` (RFC 1035 5.1).
    case include = "$INCLUDE"
    /// `$GENERATE start-stop[/step] owner [ttl] [class] type data` (BIND).
    case generate = "$GENERATE"
}

/// What can be wrong with a zone file or with the zone in it.
public enum ZoneProblem: Hashable, Sendable {
    // MARK: Text

    /// The file begins with a byte order mark.
    case byteOrderMark
    /// Parentheses or quotes that do not match.
    case text(FieldProblem)
    /// A field behind the end of what the entry may have; the line of the parenthesis that is still open.
    case extraField(String, openParenthesisLine: Int?)

    // MARK: Directives

    /// A word with `$` in front that is no directive.
    case unknownDirective(String)
    /// A directive ends too early.
    case missingArgument(ZoneDirective)
    /// An included file, or the file itself, cannot be read.
    case unreadableFile(String, ZoneFileSourceError)
    /// A file includes itself, perhaps through others.
    case includeCycle(String)
    /// Too many files inside each other.
    case includesTooDeep(limit: Int)
    /// Too many files in all.
    case tooManyIncludes(limit: Int)
    /// The range of `$GENERATE` is not `start-stop` or `start-stop/step`.
    case badGenerateRange(String)
    /// A range of `$GENERATE` has too many numbers.
    case generateTooMany(Int, limit: Int)
    /// A `${offset,width,base}` of `$GENERATE` cannot be read.
    case badGenerateFormat(String)
    /// A number that `$GENERATE` makes is above 2147483647.
    case generateOutOfRange(Int)

    // MARK: Owner, TTL, class, type

    /// The text of a name, or the name it makes, is wrong.
    case badName(NameError)
    /// A blank owner where no entry came before.
    case noPreviousOwner
    /// An owner that is not in the zone.
    case outsideZone(owner: Name, apex: Name)
    /// The same, where the rules have such records left out.
    case outsideZoneLeftOut(owner: Name, apex: Name)
    /// An owner with raw octets outside of ASCII, and with A-labels in their place, if they can be made.
    case rawOctets(owner: Name, aLabels: Name?)
    /// The zone's name was not given, and the first record is not the SOA that would tell it.
    case zoneNameUnknown
    /// A TTL that is neither a number nor numbers with units.
    case badTTL(String)
    /// A TTL above 2147483647.
    case ttlTooLarge(String)
    /// A record of this type without a TTL, and nothing to take it from.
    case missingTTL(RRType)
    /// The SOA has no TTL, and its minimum field serves.
    case soaMinimumAsTTL(UInt32)
    /// A class other than IN.
    case otherClass(String)
    /// The entry ends before its type.
    case missingType
    /// A word that is no type.
    case unknownType(String)
    /// A type that is only for queries or messages.
    case metaType(RRType)

    // MARK: Data

    /// The data of a record is wrong.
    case rdata(RRType, RDATAProblem)
    /// Data in the RFC 3597 form, of which the type's fields take only `used` octets.
    case genericDataTooLong(RRType, used: Int, found: Int)
    /// RDATA of more than 65535 octets.
    case rdataTooLong(octets: Int)
    /// The zone has more than 4 GiB of names and data.
    case zoneTooLarge
    /// The zone is beyond one of its limits.
    case beyondLimit(ZoneExcess)

    // MARK: The zone as a whole

    /// No SOA at the apex.
    case noSOA(apex: Name)
    /// More than one SOA.
    case severalSOAs
    /// A SOA elsewhere than at the apex.
    case soaBelowApex(Name)
    /// No NS at the apex.
    case noNSAtApex(Name)
    /// A CNAME and another type at one name; the type.
    case cnameBesideOtherData(Name, RRType)
    /// More than one CNAME at a name.
    case severalCNAMEs(Name)
    /// More than one DNAME at a name.
    case severalDNAMEs(Name)
    /// A DS at the apex: it belongs to the parent zone.
    case dsAtApex(Name)
    /// A DS where no NS makes a zone cut.
    case dsWithoutNS(Name)
    /// Data below a DNAME can never be an answer.
    case occludedByDNAME(Name, dname: Name)
    /// A name server of a child zone, inside that child zone, without an address.
    case missingGlue(server: Name, cut: Name)
    /// A name server in the authoritative part of the zone without an address.
    case serverWithoutAddress(server: Name, owner: Name)
    /// The target of an NS, MX or SRV is an alias.
    case targetIsAlias(RRType, target: Name)
    /// A DNSKEY elsewhere than at the apex (RFC 4035 2.1).
    case dnskeyBelowApex(Name)
    /// An RKEY with flags, of which none is defined.
    case rkeyFlags(Name)
    /// A name server of the zone that lies below a DNAME of the zone.
    case serverBelowDNAME(server: Name, dname: Name)
    /// NS at a wildcard (RFC 4592 4.2).
    case wildcardNS(Name)
    /// NS beside DNAME, not at the apex (RFC 6672 2.3).
    case nsBesideDNAME(Name)
    /// More records of a type at a name than BIND takes.
    case tooManyRecords(Name, RRType, count: Int, limit: Int)
    /// More types at a name than BIND takes.
    case tooManyTypes(Name, count: Int, limit: Int)
    /// An RRset that no message has room for.
    case rrsetTooLarge(Name, RRType, octets: Int)
    /// Something for which these servers do not load the zone.
    indirect case refused(ZoneProblem, by: Set<NameServer>)
    /// The records of an RRset have different TTLs; the lowest is used.
    case differingTTLs(RRType, UInt32, UInt32)
    /// Reading stopped after this many errors.
    case tooManyErrors(limit: Int)

    // MARK: Key records, which are the signer's to make

    /// A DNSKEY, CDS or CDNSKEY record that is of none of the zone's keys.
    case foreignKeyRecord(RRType, tag: UInt16)
    /// A DNSKEY, CDS or CDNSKEY record of a zone whose keys are not known here.
    case keyRecord(RRType, tag: UInt16)
    /// A CDS or CDNSKEY record that asks the parent to drop every DS (RFC 8078 4).
    case dropsDS(RRType)

    // MARK: Digests of the zone, which are the signer's to make (RFC 8976)

    /// A ZONEMD record that is not of the content of the zone.
    case zoneDigestDiffers
    /// A ZONEMD record of a scheme or a hash algorithm that cannot be made here.
    case zoneDigestLeftOut(scheme: UInt8, algorithm: UInt8)
}
