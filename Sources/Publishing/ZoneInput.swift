public import DNSCore
public import DNSSECCrypto
public import Signing
public import SystemIO

/// What reading a zone file gave, with the state of every file that was read for it.
public struct ZoneInput: Sendable {
    /// The zone, or what is wrong with it.
    public let reading: ZoneReading
    /// How strictly the file was read.
    public let rules: ZoneRules
    /// The files that were read, `$INCLUDE`d ones too; `nil` if one was missing.
    public let identities: [String: FileIdentity?]
    /// The seal with which the file ends, if it was looked for and is whole.
    public let seal: ZoneSeal.Reading?
    /// Included files that are read although they lie outside of every folder that the rule has.
    public let outsideIncludes: [String]
    /// Which files could be included.
    public let includes: IncludeRule

    /// Reads a zone file and what it includes.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - origin: The zone's name.
    ///   - rules: How strictly it is read.
    ///   - threads: How many threads read, at least 1.
    ///   - includes: Which files may be included; nil for none.
    ///   - memory: Octets of memory that the zone may take, where its limits would let it have more.
    ///   - look: Whether it is looked for keyturn's seal at the end of the file.
    public init(
        file path: String,
        origin: Name,
        rules: ZoneRules = ZoneRules(),
        threads: Int = 1,
        includes: IncludeRule? = nil,
        memory: Int? = nil,
        seal look: SealLook = .none
    ) {
        self.rules = rules
        let includes = includes ?? .none(file: path)
        self.includes = includes
        let files = RememberedFiles(path, look, includes)
        var fitting = rules.fittingMachine
        if let memory { fitting.limits = fitting.limits.capped(memory: memory) }
        reading = ZoneFileReader(source: files, rules: fitting, threads: threads)
            .read(file: path, origin: origin)
        identities = files.identities
        seal = files.seal
        outsideIncludes = files.outside
    }

    /// The zone, or nil if there was an error.
    public var zone: Zone? { reading.zone }
    /// The zone, though it may break rules from which it can be excused; nil if there was any other error.
    public var usableZone: Zone? { reading.zone ?? reading.excusable }
    /// What makes the zone unusable.
    public var errors: [ZoneDiagnostic] { reading.diagnostics.filter { $0.severity == .error } }
    /// What the operator should know.
    public var warnings: [ZoneDiagnostic] { reading.diagnostics.filter { $0.severity == .warning } }

    /// A line for each included file that lies outside of every folder that the rule has.
    public var includeWarnings: [String] {
        outsideIncludes.map { path in
            "warning: '\(path)' is included from outside of the zone file's folder; expected it there, or its folder in "
                + "`include-root` of keyturn.yaml: without that a new zone is refused"
        }
    }

    /// True if the zone is beyond a limit, perhaps only beyond the memory that it was read with.
    public var isBeyondLimit: Bool {
        reading.diagnostics.contains { if case .beyondLimit = $0.problem { true } else { false } }
    }

    /// True if one of these files is no longer what it was.
    public static func hasChanged(_ identities: [String: FileIdentity?]) -> Bool {
        identities.contains { path, identity in identity != (try? FileIdentity(path: path)) }
    }
}

/// Whether it is looked for keyturn's seal at the end of a file.
public enum SealLook: Sendable {
    /// It is not.
    case none
    /// It is, with the secret of the seals; nil: none is trusted.
    case looked(for: AuthenticationKey?)
}

/// Zone files, with a note of each that was asked for.
private final class RememberedFiles: ZoneFileSource {
    private(set) var identities: [String: FileIdentity?] = [:]
    private(set) var seal: ZoneSeal.Reading?
    private let main: String
    private let look: SealLook
    private(set) var outside: [String] = []
    private let includes: IncludeRule
    private let files: ZoneFiles

    init(_ main: String, _ look: SealLook, _ includes: IncludeRule) {
        (self.main, self.look) = (main, look)
        self.includes = includes
        files = ZoneFiles(access: .copied, includes: includes)
    }

    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        // Taken before the reading: a change in between is seen as one.
        identities.updateValue(try? FileIdentity(path: path), forKey: path)
        if let found = try? includes.verdict(on: path), found.verdict == .outside, !outside.contains(path) {
            outside.append(path)
        }
        return files.withOctets(of: path, atMost: limit) { octets, passed in
            if path == main, case .looked(let key) = look {
                seal = (try? ZoneSeal.reading(closing: octets, key: key)) ?? nil
            }
            body(octets, passed)
        }
    }
}
