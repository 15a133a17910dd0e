import ControlProtocol
import DNSSECCrypto
public import DNSSECModel
import Glibc
public import KeyStore
public import PolicyFile
import Publishing
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
    /// Why a person vouches for the clock as it is (`--accept-clock`); nil if nobody does.
    public var clockReason: String?
    /// True if the command line says what is logged, whatever the configuration says.
    public var isLogLevelFixed = false
    /// Where a test lets the engine die.
    var diesAt: @Sendable (Checkpoint) -> Bool = { _ in false }
    /// Which share of the machine's memory a test lets a zone have without its turn; nil for the usual one.
    var memoryShare: Int?

    /// Hooks run beside the engine, and the clock must prove itself, unless given otherwise.
    public init(
        program: String,
        log: DaemonLog,
        hooks: any HookRunning = HookRunner(),
        clockReason: String? = nil
    ) {
        self.program = program
        self.log = log
        self.hooks = hooks
        self.clockReason = clockReason
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
/// Zones are worked on by threads of the engine, several at once; `begin` and `runDue` belong to one thread. Everything
/// else may be called from any thread: questions are answered from what each zone said last, commands wait for no zone but
/// their own.
public final class Engine: Sendable {
    /// How old the clock's file may get.
    private static let clockNoteInterval = Interval.minutes(10)
    /// How often a run looks after zones that take long, in seconds.
    private static let patience = 5
    /// Worker threads per processor; high because a zone mostly waits for the disk.
    private static let threadsEach = 16

    struct Contents {
        var configuration: DaemonConfiguration
        var book = ZoneTable([])
        /// Zones for which something came from elsewhere.
        var news: [HostedZone] = []
        /// Files that zones want watched and did not before.
        var newFiles: [String] = []
        /// True if every zone is to be looked at.
        var looksAtAll = false
        /// How often the zones were exchanged for others.
        var edition = 0
        /// How often a zone was looked at with all that is on the disk of it.
        var fullLooks = 0

        var slots: [HostedZone] { book.slots }
    }

    /// The file of the configuration.
    public let configurationFile: String
    let options: EngineOptions
    let folder: StateFolder
    let contents: Mutex<Contents>
    let desk: ZoneWorkers
    private let largeZones: LargeZones
    /// The secret of the seals; nil if there is none, and then nothing is taken over unverified.
    private let sealKey: AuthenticationKey?
    let clock: Mutex<EngineClock>
    /// The moment of a run in somebody else's time; `nil` if the machine's clocks count.
    let given = Mutex<ClockReading?>(nil)
    private let reloading = Mutex<Void>(())
    private let listener = Callback<Void>()
    /// When the index was written last, in time since boot.
    let indexed = Mutex<Interval?>(nil)
    /// Zones that are no longer configured and were at work then.
    let leaving = Mutex<[Name: HostedZone]>([:])
    /// When the private keys of all zones are looked at next; nil before the first round.
    let nextKeyLook = Mutex<Instant?>(nil)
    /// The last reload, if it has changed nothing.
    let heldReload = Mutex<HeldReload?>(nil)
    private let stopping = Atomic<Bool>(false)
    /// When the engine was made, in seconds since boot.
    let begun = WallClock.sinceBoot().seconds
    /// Held for as long as the engine lives: nobody else works on this state.
    private let store: Mutex<StateStore>

    /// Reads the configuration and takes the state folder.
    public convenience init(configurationFile: String, options: EngineOptions) throws(EngineError) {
        let configuration = try Engine.read(configurationFile, log: options.log)
        try self.init(configurationFile: configurationFile, configuration: configuration, options: options)
    }

    /// Takes the state folder of a configuration that was read already; its memory is given back where it was the last of it.
    public init(
        configurationFile: String,
        configuration: consuming DaemonConfiguration,
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
        if opened.isNew, configuration.servers == nil {
            options.log.write(.notice, Self.serversQuestion(configurationFile))
        }
        store = Mutex(opened)
        self.configurationFile = configurationFile
        self.options = options
        self.folder = folder
        let threads = (configuration.threads ?? Self.processors) * Self.threadsEach
        desk = ZoneWorkers(size: threads)
        largeZones = options.memoryShare.map { LargeZones(share: $0) } ?? LargeZones(threads: threads)
        sealKey = Self.sealKey(in: folder, options.log)
        contents = Mutex(Contents(configuration: configuration.withoutZones))
        clock = Mutex(EngineClock(folder, options.log))
        desk.open(onIdle: { [weak self] in self?.wake() }) { [weak self] in self?.work(on: $0) }
        ProcessMemory.limitArenas()
        Self.removeLeftovers(beside: configuration.zones, log: options.log)
        let slots = makeSlots(consume configuration)
        recallIndex(slots)
        contents.withLock { $0.book = ZoneTable(slots) }
    }

    /// Reads a configuration; its warnings go to the log.
    public static func read(_ file: String, log: DaemonLog) throws(EngineError) -> DaemonConfiguration {
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

    private static func sealKey(in folder: StateFolder, _ log: DaemonLog) -> AuthenticationKey? {
        let (key, absence) = SealKey.loadOrMake(in: folder.path)
        if let problem = absence?.problem(in: folder.path) {
            let outcome = key == nil ? "" : "; a new one was made"
            log.write(
                .error,
                "\(problem)\(outcome): what was published is verified once more before it is taken over"
            )
        }
        return key
    }

    /// The first start asks which servers load the zones.
    private static func serversQuestion(_ file: String) -> String {
        "\(file) does not say which servers load the zones: what BIND, Knot or NSD refuses is only warned about; with "
            + "`servers: [bind, knot, nsd]`, or those of them that are in use, it is an error, and the last good zone stays"
    }

    private func makeSlots(_ configuration: consuming DaemonConfiguration) -> [HostedZone] {
        let common = configuration.withoutZones
        let context = context(common)
        var policies = LoadedPolicies(common)
        let plans = PendingZones(configuration.zones, &policies, context.orders)
        _ = consume configuration
        for warning in policies.warnings { options.log.write(.warning, warning.description) }
        return plans.slots(context)
    }

    /// What the zones of a configuration share.
    func context(_ configuration: DaemonConfiguration) -> ZoneContext {
        ZoneContext(
            folder: folder,
            environment: ZoneEnvironment(
                threads: configuration.threads ?? Self.processors,
                hooks: options.hooks,
                log: options.log,
                largeZones: largeZones,
                sealKey: sealKey,
                onWitness: { [weak self] in self?.witness($0) },
                diesAt: options.diesAt
            ),
            onNews: { [weak self] in self?.noteNews(of: $0) },
            onHookEnd: { [weak self] zone in self?.contents.withLock { $0.book[zone] }?.tellNews() }
        )
    }

    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    // MARK: - Rounds

    /// Does all that is due, and waits until it is done; when the next is.
    ///
    /// - Parameters:
    ///   - reading: The clocks, which stand still meanwhile.
    ///   - changed: The watched files that have changed; nil looks at all zones.
    /// - Returns: The next moment at which something is due, nil for none.
    @discardableResult
    public func runDue(_ reading: ClockReading, changed: Set<String>? = nil) -> Instant? {
        given.withLock { $0 = reading }
        defer { given.withLock { $0 = nil } }
        begin(reading, changed: changed)
        while !desk.drain(seconds: Self.patience) { desk.relieve() }
        return nextWake(after: now)
    }

    /// Lets threads begin with all that is due.
    func begin(_ reading: ClockReading, changed: Set<String>?) {
        let (time, isNew) = observeClock(reading)
        let looksAtKeys = mustLookAtKeys(at: time.now)
        let (urgent, others) = contents.withLock { contents -> ([HostedZone], [HostedZone]) in
            var urgent = contents.news + contents.book.takeDue(at: time.now)
            if let changed, !changed.isEmpty { urgent += contents.book.slots(watching: changed) }
            let isAboutAll = changed == nil || isNew || looksAtKeys || contents.looksAtAll
            (contents.news, contents.looksAtAll) = ([], false)
            return (urgent, isAboutAll ? contents.book.slots : [])
        }
        desk.post(urgent, urgently: true)
        desk.post(others, urgently: false)
    }

    /// How often the private parts of all keys are looked at.
    private static let keyLookInterval = Interval.hours(1)

    /// Lets each zone look at the private parts of its keys, if that is due.
    private func mustLookAtKeys(at now: Instant) -> Bool {
        let isDue = nextKeyLook.withLock { next in
            let isDue = next.map { $0 <= now || $0 > now + Self.keyLookInterval } ?? false
            if isDue || next == nil { next = now + Self.keyLookInterval }
            return isDue
        }
        if isDue { for slot in contents.withLock({ $0.slots }) { slot.mustLookAtKeys() } }
        return isDue
    }

    /// The next moment at which something is due, nil for none.
    func nextWake(after now: Instant) -> Instant? {
        let wake = contents.withLock { $0.book.nextWake }
        return [wake, clockFault == nil ? nil : now + .minutes(1)].compactMap(\.self).min()
    }

    /// A thread of the desk has a zone.
    private func work(on slot: HostedZone) {
        let time = moment()
        guard !isStopping, let outcome = slot.step(at: time) else { return }
        let isEarlier = contents.withLock { contents in
            let before = contents.book.nextWake
            contents.book.settle(slot, outcome)
            contents.newFiles += outcome.newFiles
            if outcome.isFull { contents.fullLooks += 1 }
            guard let wake = outcome.wake else { return false }
            return before.map { wake < $0 } ?? true
        }
        if isEarlier { wake() }
    }

    private func noteNews(of slot: HostedZone) {
        contents.withLock { $0.news.append(slot) }
        wake()
    }

    /// The files whose changes the engine wants to know of.
    public var watchedFiles: Set<String> {
        contents.withLock { contents in
            contents.newFiles = []
            var files = Set<String>(minimumCapacity: 2 * contents.slots.count)
            for slot in contents.slots { for file in slot.watchedFiles { files.insert(file) } }
            return files
        }
    }

    /// How often a zone was looked at in full, and not only by the state of its files.
    var fullLooks: Int { contents.withLock { $0.fullLooks } }

    /// How many zones are configured.
    var zoneCount: Int { contents.withLock { $0.slots.count } }

    /// Another number whenever a reload has brought other zones or files.
    var edition: Int { contents.withLock { $0.edition } }

    /// Lets every zone be looked at in the next round.
    func lookAtAll() {
        contents.withLock { $0.looksAtAll = true }
        wake()
    }

    /// The files that zones want watched since the last call, or since `watchedFiles` was asked for.
    func takeNewFiles() -> [String] {
        contents.withLock { contents in
            defer { contents.newFiles = [] }
            return contents.newFiles
        }
    }

    /// Lets no further zone begin a step; a step that is under way comes to its end.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        desk.close()
    }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// What to call when something came from another thread: a hook's end, a command, an earlier wake.
    public func onNews(_ call: @escaping @Sendable () -> Void) { listener.set(call) }

    func wake() { listener() }

    /// Runs one reload at a time.
    func exclusively<Result: Sendable>(_ body: () -> Result) -> Result {
        reloading.withLock { _ in body() }
    }
}

extension DaemonConfiguration {
    /// All but the zones, which their slots know.
    var withoutZones: DaemonConfiguration {
        var configuration = self
        configuration.zones = []
        return configuration
    }
}
