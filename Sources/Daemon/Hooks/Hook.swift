public import DNSSECModel

/// What hooks are called for.
public enum HookEvent: String, Hashable, Sendable, CaseIterable {
    /// A signed zone was written.
    case published
    /// The parent shall show DS records.
    case dsSubmit = "ds-submit"
    /// The parent shall drop DS records.
    case dsWithdraw = "ds-withdraw"
}

/// A call of a program, without a shell.
public struct HookCall: Hashable, Sendable {
    /// What for.
    public var event: HookEvent
    /// The zone.
    public var zone: Name
    /// The program and its arguments.
    public var words: [String]
    /// Added to the few variables of the daemon's environment that hooks get.
    public var environment: [String: String]
    /// What it reads from its standard input.
    public var input: String
    /// How long it may run before it is ended.
    public var timeLimit: Interval
    /// The keys that it is about, for the DS hooks.
    public var keys: [ManagedKey.ID]

    /// The call of a zone's hook; `words` must not be empty.
    public init(
        _ event: HookEvent,
        zone: Name,
        words: [String],
        environment: [String: String],
        input: String = "",
        timeLimit: Interval,
        keys: [ManagedKey.ID] = []
    ) {
        precondition(!words.isEmpty, "a hook without a program")
        self.event = event
        self.zone = zone
        self.words = words
        self.environment = environment
        self.input = input
        self.timeLimit = timeLimit
        self.keys = keys
    }
}

/// Why a hook has failed, with the end of what it printed.
public struct HookFailure: Error, Hashable, Sendable {
    /// How it failed.
    public enum Reason: Hashable, Sendable {
        /// It could not be started.
        case notStarted(String)
        /// It ended with this status.
        case exited(Int32)
        /// A signal ended it.
        case signalled(Int32)
        /// It ran too long and was ended.
        case timedOut(Interval)
    }

    /// How it failed.
    public var reason: Reason
    /// The end of its output and errors.
    public var output: String

    /// A failure.
    public init(_ reason: Reason, output: String = "") {
        self.reason = reason
        self.output = output
    }
}

extension HookFailure: CustomStringConvertible {
    /// How it failed, and the last line of what it printed.
    public var description: String {
        let how =
            switch reason {
            case .notStarted(let why): "it could not be started: \(why)"
            case .exited(let status): "exit status \(status)"
            case .signalled(let signal): "ended by signal \(signal)"
            case .timedOut(let limit): "it ran longer than \(limit) and was ended"
            }
        let lines = output.split(whereSeparator: \.isNewline)
        return lines.isEmpty ? how : how + "; it said: " + lines.suffix(5).joined(separator: " | ")
    }
}

/// What became of a call; nil is success.
public struct HookOutcome: Hashable, Sendable {
    /// The call.
    public var call: HookCall
    /// Why it failed, or nil.
    public var failure: HookFailure?

    /// An outcome.
    public init(_ call: HookCall, failure: HookFailure?) {
        self.call = call
        self.failure = failure
    }
}

/// Runs hooks: at once, or beside the engine.
public protocol HookRunning: Sendable {
    /// Runs a program and tells its outcome once, from any thread, possibly before this call returns.
    func run(_ call: HookCall, then done: @escaping @Sendable (HookOutcome) -> Void)
}
