import ControlProtocol
import DNSSECModel
import KeyStore
import Synchronization
import SystemIO
import Timeline

/// A zone of the daemon: its engine, which one thread at a time may use, and what it said last, which all may read.
///
/// So a zone that takes long holds up its own commands only, and no question at all.
final class ZoneSlot: Sendable {
    let zone: Name
    let mailbox: HookMailbox
    private let engine: Mutex<ZoneEngine>
    private let latest: Mutex<ZoneReport>
    private let files: Mutex<Set<String>>
    private let isRetired = Atomic<Bool>(false)
    private let hasNews = Atomic<Bool>(true)

    init(
        _ configuration: ZoneConfiguration,
        _ policy: PolicyChoice,
        folder: StateFolder,
        environment: ZoneEnvironment,
        wake: @escaping @Sendable () -> Void
    ) {
        let mailbox = HookMailbox(wake: wake)
        let engine = ZoneEngine(
            configuration,
            policy: policy.policy,
            folder: folder,
            environment: environment,
            mailbox: mailbox
        )
        if let trouble = policy.trouble { engine.note(.policy, trouble) }
        let report = engine.report
        zone = configuration.name
        self.mailbox = mailbox
        latest = Mutex(report)
        files = Mutex(Self.files(of: configuration))
        self.engine = Mutex(engine)
    }

    /// What the engine said last.
    var report: ZoneReport { latest.withLock { $0 } }

    /// The files whose changes the zone wants to know of.
    var watchedFiles: Set<String> { files.withLock { $0 } }

    /// True where a step may change something.
    func isDue(at now: Instant, changed: Set<String>?) -> Bool {
        guard let changed else { return true }
        return hasNews.load(ordering: .relaxed) || !mailbox.isEmpty || !changed.isDisjoint(with: watchedFiles)
            || report.nextWake.map { $0 <= now } ?? false
    }

    /// Does all that is due.
    func step(at now: Instant, clockFault: ClockFault?) {
        guard !isRetired.load(ordering: .acquiring) else { return }
        hasNews.store(false, ordering: .relaxed)
        let (report, watched) = engine.withLock { engine in
            let report = engine.step(at: now, clockFault: clockFault)
            return (report, engine.watchedFiles)
        }
        latest.withLock { $0 = report }
        files.withLock { $0 = watched }
    }

    /// Carries out a command; the step that follows from it comes with the engine's next round.
    func command(
        at now: Instant,
        _ body: (ZoneEngine) throws(ControlFailure) -> ActionReport
    ) throws(ControlFailure) -> ActionReport {
        let result: Result<(ActionReport, ZoneReport), ControlFailure> = engine.withLock { engine in
            engine.now = now
            do throws(ControlFailure) {
                let action = try body(engine)
                engine.closeJournal()
                engine.lookAhead()
                return .success((action, engine.report))
            } catch {
                engine.closeJournal()
                return .failure(error)
            }
        }
        var (action, report) = try result.get()
        latest.withLock { $0 = report }
        hasNews.store(true, ordering: .relaxed)
        action.next = report.nextAction(now)
        return action
    }

    /// Takes over what a reload brought; true where something is new, and what becomes of it.
    func reload(_ configuration: ZoneConfiguration, _ policy: PolicyChoice, at now: Instant) -> (
        Bool, String?
    ) {
        let (isNew, note, watched) = engine.withLock { engine in
            let old = engine.policy
            let isNew = engine.reload(configuration, policy)
            let note = old == engine.policy ? nil : engine.noteOnPolicy(at: now)
            return (isNew, note, engine.watchedFiles)
        }
        files.withLock { $0 = watched }
        hasNews.store(true, ordering: .relaxed)
        return (isNew, note)
    }

    /// Ends the work with the zone; a step that is under way is waited for.
    func retire() {
        isRetired.store(true, ordering: .releasing)
        engine.withLock { _ in }
    }

    fileprivate static func files(of configuration: ZoneConfiguration) -> Set<String> {
        [configuration.file, configuration.output]
    }
}

extension ZoneEngine {
    /// The zone file, what it includes, and the output.
    var watchedFiles: Set<String> {
        ZoneSlot.files(of: configuration).union(signed?.source.keys ?? [:].keys)
    }

    /// Closes the journal until the next line.
    func closeJournal() { journal = nil }

    /// Takes over another configuration and policy; true where something is new.
    ///
    /// A policy that cannot be read, or that does not fit the zone's keys, leaves the old one in force.
    func reload(_ new: ZoneConfiguration, _ choice: PolicyChoice) -> Bool {
        let isMoved = new.file != configuration.file || new.output != configuration.output
        let isNew = isMoved || new.policy != configuration.policy || new.hooks != configuration.hooks
        configuration = new
        if isMoved { signed = nil }
        retryNow()
        if let trouble = choice.trouble { note(.policy, trouble) }
        guard let fresh = choice.policy else { return isNew }
        if policy != nil, let ring, let conflict = Timeline.advance(fresh, ring, at: now).conflict {
            note(.policy, .conflict(conflict))
            rejectedPolicy = fresh
            return isNew
        }
        rejectedPolicy = nil
        if choice.trouble == nil { clear(.policy) }
        defer { policy = fresh }
        return isNew || policy != fresh
    }

    /// What becomes of a changed policy while a roll is under way; nil where none is.
    func noteOnPolicy(at now: Instant) -> String? {
        guard let ring, let policy else { return nil }
        let decision = Timeline.advance(policy, ring, at: now)
        if let queued = decision.holds.first(where: { $0.reason == .queued }) {
            return
                "\(zone): the new policy \(policy.name) is read; its change of the \(queued.role) keys waits until "
                + "the roll that is under way is over"
        }
        let rolling = Set(ring.keys.filter { $0.goal == .retired && !$0.isGone }.map(\.role))
        guard !rolling.isEmpty else { return nil }
        let roles = rolling.sorted().map(\.description).joined(separator: ", ")
        return
            "\(zone): the new policy \(policy.name) is in force; the roll of the \(roles) that is under way goes on, and "
            + "waits for the largest TTL that a cache can hold"
    }

    /// Looks what waits after a command, and changes nothing.
    func lookAhead() {
        guard let ring, let policy else { return }
        let decision = Timeline.advance(policy, ring, at: now)
        holds = decision.holds
        plannedWake = decision.nextWake
    }
}
