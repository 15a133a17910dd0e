public import DNSSECModel
import Glibc
public import KeyStore
public import PolicyFile
import Synchronization
public import SystemIO

/// What an engine is told beside its configuration.
public struct EngineOptions: Sendable {
    /// Name and version, as `status` shows them.
    public var program: String
    /// Where lines go.
    public var log: DaemonLog
    /// Who runs the hooks.
    public var hooks: any HookRunning
    /// True where a person vouches for the clock as it is (`--accept-clock`).
    public var acceptsClock: Bool
    /// Where a test lets the engine die.
    var diesAt: @Sendable (Checkpoint) -> Bool = { _ in false }

    /// Hooks run beside the engine, and the clock must prove itself, unless given otherwise.
    public init(
        program: String,
        log: DaemonLog,
        hooks: any HookRunning = HookRunner(),
        acceptsClock: Bool = false
    ) {
        self.program = program
        self.log = log
        self.hooks = hooks
        self.acceptsClock = acceptsClock
    }
}

/// Why an engine cannot begin.
public enum EngineError: Error, Hashable, Sendable {
    /// The configuration's file cannot be read.
    case unreadable(SystemError)
    /// The configuration has errors.
    case configuration([PolicyDiagnostic])
    /// The state folder cannot be used, or another daemon works on it.
    case state(StateStoreError)

    /// The exit status of the daemon, of sysexits.h.
    public var exit: Int32 {
        switch self {
        case .unreadable(let error): error.isMissing ? 66 : 78
        case .configuration: 78
        case .state(.lock(.held)): 69
        case .state: 73
        }
    }
}

extension EngineError: CustomStringConvertible {
    /// One or more lines for people.
    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .configuration(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .state(let error): error.description
        }
    }
}

/// All zones of a daemon.
///
/// `runDue` belongs to one thread, the engine's. Everything else may be called from any thread: questions are answered
/// from what each zone said last, commands wait for no zone but their own.
public final class Engine: Sendable {
    /// How old the clock's file may get.
    private static let clockNoteInterval = Interval.minutes(10)

    struct Contents {
        var configuration: DaemonConfiguration
        var slots: [ZoneSlot]
    }

    struct Clock {
        var guardian: ClockGuard
        var noted: Instant?
        var fault: ClockFault?
    }

    /// The file of the configuration.
    public let configurationFile: String
    let options: EngineOptions
    let folder: StateFolder
    let contents: Mutex<Contents>
    private let clock: Mutex<Clock>
    private let reloading = Mutex<Void>(())
    private let wakeCall = Mutex<(@Sendable () -> Void)?>(nil)
    private let stopping = Atomic<Bool>(false)
    /// Held for as long as the engine lives: nobody else works on this state.
    private let store: Mutex<StateStore>

    /// Reads the configuration and takes the state folder.
    public convenience init(configurationFile: String, options: EngineOptions) throws(EngineError) {
        let configuration = try Engine.read(configurationFile, log: options.log)
        try self.init(configurationFile: configurationFile, configuration: configuration, options: options)
    }

    /// Takes the state folder of a configuration that was read already.
    public init(
        configurationFile: String,
        configuration: DaemonConfiguration,
        options: EngineOptions
    ) throws(EngineError) {
        let opened: StateStore
        do throws(StateStoreError) {
            opened = try StateStore(path: configuration.state)
        } catch {
            throw .state(error)
        }
        let folder = StateFolder(path: configuration.state)
        for file in opened.removedLeftovers {
            options.log.write(.notice, "removed \(file), which was never finished")
        }
        store = Mutex(opened)
        self.configurationFile = configurationFile
        self.options = options
        self.folder = folder
        contents = Mutex(Contents(configuration: configuration, slots: []))
        clock = Mutex(Clock(guardian: Engine.readClock(folder), noted: nil, fault: nil))
        let slots = configuration.zones.map { slot($0, in: configuration) }
        contents.withLock { $0.slots = slots }
    }

    /// Reads a configuration; its warnings go to the log.
    static func read(_ file: String, log: DaemonLog) throws(EngineError) -> DaemonConfiguration {
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileSystem.read(file)
        } catch {
            throw .unreadable(error)
        }
        let reading = ConfigurationFile.read(octets: octets.span, file: file)
        for diagnostic in reading.diagnostics where diagnostic.severity == .warning {
            log.write(.warning, diagnostic.description)
        }
        guard let configuration = reading.configuration else { throw .configuration(reading.diagnostics) }
        return configuration
    }

    func slot(_ zone: ZoneConfiguration, in configuration: DaemonConfiguration) -> ZoneSlot {
        let policy = PolicyChoice(zone, in: configuration)
        for warning in policy.warnings { options.log.write(.warning, zone: zone.name, warning.description) }
        return ZoneSlot(
            zone,
            policy,
            folder: folder,
            environment: ZoneEnvironment(
                threads: configuration.threads ?? Self.processors,
                hooks: options.hooks,
                log: options.log,
                diesAt: options.diesAt
            ),
            wake: { [weak self] in self?.wake() }
        )
    }

    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    // MARK: - The engine's thread

    /// Does all that is due, zone by zone; when the next is.
    ///
    /// - Parameters:
    ///   - reading: The clocks.
    ///   - changed: The watched files that have changed; nil looks at all zones.
    /// - Returns: The next moment at which something is due, nil for none.
    @discardableResult
    public func runDue(_ reading: ClockReading, changed: Set<String>? = nil) -> Instant? {
        let (fault, isNew) = observeClock(reading)
        let now = reading.wall
        let changed = isNew ? nil : changed
        let slots = contents.withLock { $0.slots }
        for slot in slots where !isStopping && slot.isDue(at: now, changed: changed) {
            slot.step(at: now, clockFault: fault)
        }
        let wakes = slots.compactMap(\.report.nextWake) + (fault == nil ? [] : [now + .minutes(1)])
        return wakes.filter { $0 > now }.min()
    }

    /// The files whose changes the engine wants to know of.
    public var watchedFiles: Set<String> {
        contents.withLock { $0.slots }.reduce(into: []) { $0.formUnion($1.watchedFiles) }
    }

    /// Lets no further zone begin a step, and notes the clock; a step that is under way comes to its end.
    public func stop() { stopping.store(true, ordering: .releasing) }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// What to call when something came from another thread: a hook's end, a command.
    public func onNews(_ call: @escaping @Sendable () -> Void) { wakeCall.withLock { $0 = call } }

    func wake() { wakeCall.withLock { $0 }?() }

    // MARK: - The clock

    /// The clock's fault, and whether it has come or gone just now.
    private func observeClock(_ reading: ClockReading) -> (ClockFault?, isNew: Bool) {
        clock.withLock { clock in
            let isFirst = clock.noted == nil
            if isFirst, options.acceptsClock { clock.guardian.accept(reading) }
            let fault = clock.guardian.observe(reading)
            let isNew = (fault == nil) != (clock.fault == nil)
            clock.fault = fault
            let isOld = clock.noted.map { reading.wall - $0 >= Self.clockNoteInterval } ?? true
            if isNew || isOld || isFirst {
                clock.noted = reading.wall
                note(clock.guardian)
            }
            return (fault, isNew)
        }
    }

    /// The clock's fault, or nil.
    public var clockFault: ClockFault? { clock.withLock { $0.fault } }

    private func note(_ guardian: ClockGuard) {
        do throws(SystemError) {
            try AtomicFile.replace(
                Self.clockFile(folder),
                with: Array(guardian.text.utf8).span,
                mode: 0o600
            )
        } catch {
            options.log.write(.error, error.description)
        }
    }

    private static func clockFile(_ folder: StateFolder) -> String { "\(folder.path)/clock" }

    private static func readClock(_ folder: StateFolder) -> ClockGuard {
        guard let octets = try? FileSystem.read(clockFile(folder)) else { return ClockGuard() }
        return ClockGuard(text: String(decoding: octets, as: UTF8.self))
    }

    /// Runs one reload at a time.
    func exclusively<Result: Sendable>(_ body: () -> Result) -> Result {
        reloading.withLock { _ in body() }
    }
}
