/// Gives the octets of zone files; this module does no input or output itself.
public protocol ZoneFileSource {
    /// Calls `body` once with the whole content of a file.
    ///
    /// - Parameters:
    ///   - path: The file; a relative path in `$INCLUDE` has been resolved against the including file's folder.
    ///   - limit: Octets; a file that has more is not brought into memory.
    ///   - body: Reads the octets; they need to live only during the call. It calls its second argument with a
    ///     number of octets from the start that it will not look at again, whose memory may go.
    /// - Returns: Nil, or why the file could not be given; then `body` was not called.
    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError?
}

/// Why a file could not be read.
public enum ZoneFileSourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such file.
    case notFound
    /// The process may not read it.
    case notPermitted
    /// It is a directory or another thing that is not a file.
    case notAFile
    /// Files must not be included here.
    case notAllowed
    /// It has more octets than were asked for.
    case tooLarge
    /// The system's error number.
    case system(Int32)

    /// The cause in a few words.
    public var description: String {
        switch self {
        case .notFound: "no such file"
        case .notPermitted: "permission denied"
        case .notAFile: "not a regular file"
        case .notAllowed: "including files is not allowed here"
        case .tooLarge: "the file is too large"
        case .system(let number): "system error \(number)"
        }
    }
}

/// A source without files: every `$INCLUDE` is refused.
public struct NoZoneFiles: ZoneFileSource, Sendable {
    /// The source.
    public init() {}

    /// Refuses.
    public func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        .notAllowed
    }
}

/// What came of reading a zone file.
public struct ZoneReading: Sendable {
    /// The zone, or `nil` if there was an error.
    public let zone: Zone?
    /// The zone if all of its errors are about rules from which a zone can be excused (`RecentRule`); nil if there are
    /// other errors, or none.
    public let excusable: Zone?
    /// Errors and warnings in the order in which they were found: those of the text, then those of the zone.
    public let diagnostics: [ZoneDiagnostic]
    /// How many warnings were left out beyond the limit.
    public let omittedWarnings: Int
    /// Where the DNSKEY, CDS, CDNSKEY and ZONEMD records of the apex stand: what they may say depends on the zone's keys
    /// and content.
    public let apexRecords: [ApexRecordPlace]

    /// True if there was an error.
    public var hasErrors: Bool { zone == nil }
}

/// Reads zone files: RFC 1035 5 and its practice.
///
/// It knows `$ORIGIN`, `$INCLUDE`, `$TTL` (RFC 2308), BIND's `$GENERATE`, TTL units, class and TTL in either order,
/// and unknown types (RFC 3597). After an error it goes on with the next entry. Choices:
///
/// - An omitted TTL is that of `$TTL`, or else of the entry before, or else (SOA only, with a warning) the SOA's
///   minimum, which then stands for `$TTL`. As BIND.
/// - `$INCLUDE` resolves a relative path against the folder of the including file (BIND: its working directory).
///   Origin and owner are as before behind it (RFC 1035 5.1); a `$TTL` inside stays, as BIND has it.
/// - Data outside of the zone is an error, or left out with a warning, as the rules say. BIND leaves it out.
/// - A DS at the apex is an error, as in BIND; DS without NS, missing addresses of name servers and targets that are
///   aliases are warnings.
/// - Data below a cut or a DNAME is kept and marked as occluded.
public struct ZoneFileReader {
    /// How many files may include each other.
    public static let maximumIncludeDepth = 16
    /// How many times files may be included in all: a few files that include each other often are many files.
    public static let maximumIncludes = 10_000
    /// How many records one `$GENERATE` may make; a whole `ip6.arpa` nibble of six is as many.
    public static let maximumGenerated = 16_777_216
    /// Errors after which reading stops.
    public static let maximumErrors = 20
    /// Warnings that are kept; the others are counted.
    public static let maximumWarnings = 100

    private let source: any ZoneFileSource
    private let rules: ZoneRules
    private let threads: Int
    /// Tests read small files in segments, too.
    var segmentOctets = SegmentCourse.usualOctets

    /// A reader that gets files from `source`, and reads large ones on `threads` threads, at least 1.
    ///
    /// What comes out does not depend on the number of threads.
    public init(
        source: any ZoneFileSource = NoZoneFiles(),
        rules: ZoneRules = ZoneRules(),
        threads: Int = 1
    ) {
        precondition(threads >= 1, "no thread to read with")
        self.source = source
        self.rules = rules
        self.threads = threads
    }

    private func parser(_ origin: Name?) -> ZoneFileParser {
        ZoneFileParser(
            origin: origin,
            source: source,
            rules: rules,
            threads: threads,
            segmentOctets: segmentOctets
        )
    }

    /// Reads the zone in a file that the source gives.
    ///
    /// - Parameters:
    ///   - path: The file, as diagnostics name it.
    ///   - origin: The apex and the first `$ORIGIN`; nil takes the owner of the SOA, which then must come first.
    /// - Returns: The zone, or errors; warnings in either case.
    public func read(file path: String, origin: Name?) -> ZoneReading {
        var parser = parser(origin)
        parser.readMainFile(path)
        return parser.finish()
    }

    /// Reads the zone in octets.
    ///
    /// - Parameters:
    ///   - octets: The content of the zone file.
    ///   - file: The name that diagnostics use, and from which relative `$INCLUDE` paths start.
    ///   - origin: The apex and the first `$ORIGIN`; nil takes the owner of the SOA, which then must come first.
    ///   - passed: Told how many octets from the start will not be looked at again, whose memory may go.
    /// - Returns: The zone, or errors; warnings in either case.
    public func read(
        _ octets: Span<UInt8>,
        file: String,
        origin: Name?,
        passed: @escaping (Int) -> Void = { _ in }
    ) -> ZoneReading {
        var parser = parser(origin)
        parser.passed = passed
        parser.readMainFile(octets, named: file)
        return parser.finish()
    }
}
