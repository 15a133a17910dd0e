public import DNSSECModel

/// What reading a configuration file has brought.
public struct ConfigurationReading: Sendable {
    /// The configuration; nil if there is an error.
    public var configuration: DaemonConfiguration?
    /// All complaints, in the order of the file.
    public var diagnostics: [PolicyDiagnostic]
}

/// The configuration of the daemon, version 1.
///
/// Relative paths are relative to the folder of the file. A zone needs `name`, `file` and `output`; no two zones share
/// a name or an output, and no output is a zone's own input.
public enum ConfigurationFile {
    /// Some hundred thousand zones.
    public static let maximumOctets = 67_108_864
    /// `sun_path` of a Unix socket has 108 octets, one of them the end.
    public static let maximumSocketOctets = 107
    /// More threads than any machine that signs zones has processors for.
    public static let maximumThreads = 1024
    /// As many records as a whole message has octets.
    public static let maximumLimit = 65_535
    /// A hook that may take a day is not a hook.
    public static let timeLimitRange = (from: Interval.seconds(1), to: Interval.days(1))

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - octets: The content of the file.
    ///   - file: The path of the file: for positions, and its folder completes relative paths.
    /// - Returns: The configuration, or what is wrong with it.
    public static func read(octets: Span<UInt8>, file: String) -> ConfigurationReading {
        let log = ReadingLog(file: file, notesPositions: false)
        do throws(YAMLFault) {
            let root = try YAMLReader.tree(octets, limit: maximumOctets)
            let configuration = configuration(root, log: log)
            return ConfigurationReading(
                configuration: log.diagnostics.isEmpty ? configuration : nil,
                diagnostics: log.inOrder
            )
        } catch {
            log.report(error.problem, at: error.mark)
            return ConfigurationReading(configuration: nil, diagnostics: log.inOrder)
        }
    }

    private static func configuration(_ root: YAMLNode, log: ReadingLog) -> DaemonConfiguration? {
        guard var top = MappingReader(root, path: PolicyKeyPath(), log: log), PolicySpec.version(&top) else {
            return nil
        }
        defer { top.finish() }
        let paths = PathResolver(file: log.file)
        var configuration = DaemonConfiguration(
            state: top.text("state").map(paths.resolve) ?? DaemonConfiguration.Default.state,
            policies: top.text("policies").map(paths.resolve) ?? DaemonConfiguration.Default.policies,
            socket: socket(&top, paths) ?? DaemonConfiguration.Default.socket,
            socketGroup: top.text("socket-group"),
            logLevel: top.word("log-level", logLevels) ?? DaemonConfiguration.Default.logLevel,
            threads: top.integer("threads", from: 1, to: maximumThreads)
        )
        configuration.servers = servers(&top)
        var rules = rules(&top, configuration.servers)
        rules.includeRoots = top.list("include-root")?.compactMap { top.log.scalar($0) }.map {
            paths.resolve($0.text)
        }
        rules.limits = top.mapping("limits").map { ZoneLimits($0) } ?? ZoneLimits()
        configuration.zones = zones(&top, paths, rules)
        return configuration
    }

    private static let logLevels = LogThreshold.allCases.map { ($0.rawValue, $0) }

    private static func socket(_ top: inout MappingReader, _ paths: PathResolver) -> String? {
        guard let socket = top.text("socket").map(paths.resolve) else { return nil }
        let octets = socket.utf8.count
        if octets > maximumSocketOctets {
            let problem = PolicyProblem.socketPathTooLong(octets: octets, limit: maximumSocketOctets)
            top.log.report(problem, at: top.valueMark("socket"))
        }
        return socket
    }

    // MARK: - Zones

    /// The servers that must load the zones; nil if the file does not say.
    private static func servers(_ top: inout MappingReader) -> [NameServer]? {
        guard let items = top.list("servers") else { return nil }
        let known = NameServer.allCases.map(\.rawValue)
        return items.compactMap { item in
            guard let (text, mark) = top.log.scalar(item) else { return nil }
            if let server = NameServer(rawValue: text.lowercased()) { return server }
            let suggestion = Suggestion.nearest(to: text, among: known)
            top.log.report(.unknownWord(text, suggestion: suggestion, known: known), at: mark)
            return nil
        }
    }

    private static func rules(_ top: inout MappingReader, _ servers: [NameServer]?) -> ZoneRules {
        let outsideWords = OutsideRecords.allCases.map { ($0.rawValue, $0) }
        return ZoneRules(
            outside: top.word("out-of-zone", outsideWords) ?? .error,
            servers: Set(servers ?? []),
            maximumRecordsPerType: top.integer("max-records-per-type", from: 0, to: maximumLimit)
                ?? ZoneRules.usualLimit,
            maximumTypesPerName: top.integer("max-types-per-name", from: 0, to: maximumLimit)
                ?? ZoneRules.usualLimit
        )
    }

    private static func zones(
        _ top: inout MappingReader,
        _ paths: PathResolver,
        _ rules: ZoneRules
    ) -> [ZoneConfiguration] {
        guard let items = top.list("zones") else { return [] }
        var reader = ZoneReader(paths: paths, rules: rules, log: top.log)
        return items.compactMap { reader.zone($0) }
    }
}

/// Completes relative paths with the folder of a file.
struct PathResolver {
    let folder: String

    init(file: String) {
        folder = file.lastIndex(of: "/").map { String(file[..<$0]) + "/" } ?? ""
    }

    /// The path, complete, without `.` and doubled slashes, so that equal paths look equal.
    ///
    /// `..` stays: what it means depends on symbolic links.
    func resolve(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : folder + path
        if Self.isPlain(whole) { return whole }
        let parts = whole.split(separator: "/").filter { $0 != "." }
        let text = (whole.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
        return text.isEmpty ? "." : text
    }

    /// True for a path without `.` and empty components, as nearly all are: there may be hundreds of thousands.
    private static func isPlain(_ path: String) -> Bool {
        var (length, dots) = (0, 0)
        for (index, octet) in path.utf8.enumerated() {
            if octet == 0x2F {
                if index > 0, length == 0 || length == dots && dots == 1 { return false }
                (length, dots) = (0, 0)
            } else {
                length += 1
                if octet == 0x2E { dots += 1 }
            }
        }
        return length > 0 && !(length == 1 && dots == 1)
    }
}
