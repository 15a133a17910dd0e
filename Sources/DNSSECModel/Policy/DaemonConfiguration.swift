/// What the daemon is told: where its files are, and which zones it signs.
///
/// All paths are complete: relative ones were relative to the configuration file.
public struct DaemonConfiguration: Hashable, Sendable {
    /// The folder of keys, rings and journals.
    public var state: String
    /// The folder of policy files.
    public var policies: String
    /// The control socket.
    public var socket: String
    /// The group that may use the socket; nil = the daemon's own.
    public var socketGroup: String?
    /// The least important lines that are logged.
    public var logLevel: LogThreshold
    /// How many threads sign; nil = as many as the machine has processors.
    public var threads: Int?
    /// The servers that must load the zones; nil = the file does not say.
    public var servers: [NameServer]?
    /// The zones, in the order of the file.
    public var zones: [ZoneConfiguration]

    /// The defaults unless given.
    public init(
        state: String = Default.state,
        policies: String = Default.policies,
        socket: String = Default.socket,
        socketGroup: String? = nil,
        logLevel: LogThreshold = Default.logLevel,
        threads: Int? = nil,
        servers: [NameServer]? = nil,
        zones: [ZoneConfiguration] = []
    ) {
        self.state = state
        self.policies = policies
        self.socket = socket
        self.socketGroup = socketGroup
        self.logLevel = logLevel
        self.threads = threads
        self.servers = servers
        self.zones = zones
    }

    /// The file of a policy: its name with `.yaml` in the folder of policies.
    public func policyFile(_ name: String) -> String { "\(policies)/\(name).yaml" }

    /// Every default with its reason.
    public enum Default {
        /// Where `keyturnd` looks unless told.
        public static let file = "/etc/keyturn/keyturn.yaml"
        /// State of a service, by the file system standard.
        public static let state = "/var/lib/keyturn"
        /// Beside the configuration.
        public static let policies = "/etc/keyturn/policies"
        /// Gone after a restart, as a socket should be.
        public static let socket = "/run/keyturn/control.sock"
        /// The policy of a zone that names none.
        public static let policy = "default"
        /// Each change and each step, nothing about waiting.
        public static let logLevel = LogThreshold.info
        /// A minute: a reload takes seconds, and a hook that hangs should not hold back the next step for long.
        public static let hookTimeLimit = Interval.minutes(1)
    }
}

/// How important a log line must be to be written.
public enum LogThreshold: String, Hashable, Sendable, CaseIterable {
    /// Only what failed.
    case error
    /// What may fail soon, too.
    case warning
    /// What changed, too, where an operator should know of it.
    case notice
    /// Each step, too.
    case info
    /// Each decision, too, also those to wait.
    case debug
}

/// One zone of the daemon.
public struct ZoneConfiguration: Hashable, Sendable {
    /// The apex.
    public var name: Name
    /// The unsigned zone file.
    public var file: String
    /// The name of its policy.
    public var policy: String
    /// The signed zone file.
    public var output: String
    /// How strictly its file is read: the daemon's settings, which all zones share.
    public var rules: ZoneRules
    /// The programs that are called.
    public var hooks: HookConfiguration
    /// Where the zone's entry stands.
    public var position: SourcePosition
    /// Where its policy is named, for messages about the policy's file; the entry where it is not.
    public var policyPosition: SourcePosition
    /// Where its file is named, for messages about that file.
    public var filePosition: SourcePosition

    /// A zone; all positions are one unless given.
    public init(
        name: Name,
        file: String,
        policy: String = DaemonConfiguration.Default.policy,
        output: String,
        rules: ZoneRules = ZoneRules(),
        hooks: HookConfiguration = HookConfiguration(),
        position: SourcePosition,
        policyPosition: SourcePosition? = nil,
        filePosition: SourcePosition? = nil
    ) {
        self.name = name
        self.file = file
        self.policy = policy
        self.output = output
        self.rules = rules
        self.hooks = hooks
        self.position = position
        self.policyPosition = policyPosition ?? position
        self.filePosition = filePosition ?? position
    }
}

/// The programs that the daemon calls for a zone: words, the first is the program, and no shell.
public struct HookConfiguration: Hashable, Sendable {
    /// After a signed zone was written; nil = none.
    public var published: [String]?
    /// To bring a DS to the parent (`parent: { ds: hook }`).
    public var dsSubmit: [String]?
    /// To take a DS from the parent.
    public var dsWithdraw: [String]?
    /// A program that runs longer is ended, and has failed.
    public var timeLimit: Interval

    /// No programs unless given.
    public init(
        published: [String]? = nil,
        dsSubmit: [String]? = nil,
        dsWithdraw: [String]? = nil,
        timeLimit: Interval = DaemonConfiguration.Default.hookTimeLimit
    ) {
        self.published = published
        self.dsSubmit = dsSubmit
        self.dsWithdraw = dsWithdraw
        self.timeLimit = timeLimit
    }
}
