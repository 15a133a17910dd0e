/// A name server that loads zone files, as `servers:` in keyturn.yaml names it.
public enum NameServer: String, Hashable, Sendable, CaseIterable {
    /// BIND 9: `named`.
    case bind
    /// Knot DNS: `knotd`.
    case knot
    /// NSD: `nsd`.
    case nsd

    /// The name that its makers give it.
    public var title: String {
        switch self {
        case .bind: "BIND"
        case .knot: "Knot"
        case .nsd: "NSD"
        }
    }
}

/// What becomes of records outside of the zone: `out-of-zone:` in keyturn.yaml.
public enum OutsideRecords: String, Hashable, Sendable, CaseIterable {
    /// The zone is not used.
    case error
    /// They are left out, with a warning, as BIND does.
    case warn
}

/// How strictly a zone file is read.
public struct ZoneRules: Hashable, Sendable {
    /// BIND's `max-records-per-type`, and its `max-types-per-name`.
    public static let usualLimit = 100

    /// What becomes of records outside of the zone.
    public var outside: OutsideRecords
    /// The servers that must load the zone: what one of them refuses is an error; what others refuse, a warning.
    public var servers: Set<NameServer>
    /// How many records of one type at one name BIND takes (`max-records-per-type`); 0 = any number.
    public var maximumRecordsPerType: Int
    /// How many types at one name BIND takes (`max-types-per-name`); 0 = any number.
    public var maximumTypesPerName: Int
    /// False for a zone that is there already, to be looked at: what servers refuse is a warning then.
    public var refuses: Bool
    /// The folders that included files may lie in, beside the zone file's own (`include-root`); nil if that is not set.
    public var includeRoots: [String]?
    /// How large the zone may be.
    public var limits = ZoneLimits()

    /// The strictest rules that hold for every server, unless given.
    public init(
        outside: OutsideRecords = .error,
        servers: Set<NameServer> = [],
        maximumRecordsPerType: Int = usualLimit,
        maximumTypesPerName: Int = usualLimit,
        refuses: Bool = true
    ) {
        self.outside = outside
        self.servers = servers
        self.maximumRecordsPerType = maximumRecordsPerType
        self.maximumTypesPerName = maximumTypesPerName
        self.refuses = refuses
    }

    /// For a zone that is there already: one that was published, or one that somebody wants to see.
    public static let lenient = ZoneRules(refuses: false)
}
