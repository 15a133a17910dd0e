import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Synchronization
import SystemIO
import Timeline

/// What all zones of a daemon share.
final class ZoneContext: Sendable {
    let folder: StateFolder
    let environment: ZoneEnvironment
    let orders = AllZoneSettings()
    /// Called when something came for a zone from elsewhere: a hook's end, a command.
    let onNews: @Sendable (HostedZone) -> Void
    /// Called when a hook of a zone has ended.
    ///
    /// By the name: a weak reference would cost each zone memory for good.
    let onHookEnd: @Sendable (Name) -> Void

    init(
        folder: StateFolder,
        environment: ZoneEnvironment,
        onNews: @escaping @Sendable (HostedZone) -> Void,
        onHookEnd: @escaping @Sendable (Name) -> Void
    ) {
        (self.folder, self.environment) = (folder, environment)
        (self.onNews, self.onHookEnd) = (onNews, onHookEnd)
    }
}

/// A zone of the daemon: a row while it rests; and while it is at work its engine, which one thread at a time may use.
///
/// What the zone said last may be read by all at any time: so a zone that takes long holds up its own commands only, and
/// no question at all.
final class HostedZone: Sendable {
    /// What a step has changed for the daemon.
    struct Outcome {
        /// When the zone is due next.
        var wake: Instant?
        /// When the next step of a key is.
        var keyStep: Instant?
        /// True if something fails.
        var isFailing: Bool
        /// Files that the zone did not watch before.
        var newFiles: [String] = []
        /// True if the zone's engine was at work.
        var isFull = false
    }

    private struct State {
        var order: ZoneSettings
        var policy: SharedPolicy?
        var row = RestingZone()
        /// What the zone watches beside zone file and output.
        var included: [String] = []
        /// The same zone's slot before it was taken out of the configuration: its step may not have come to its end.
        var predecessor: HostedZone?
        /// What a reload brought and the engine does not know yet.
        var pending: Pending?
        /// What the zone said last, while it is at work.
        var report: ReportBox?
        /// The clock was accepted, and the engine does not know it yet.
        var accepted: AcceptedClock?
        /// True if the private parts of the keys are to be looked at.
        var mustLookAtKeys = true
        var hasNews = true
        var isRetired = false
    }

    private final class Pending: Sendable {
        let order: ZoneSettings
        let choice: PolicyChoice

        init(_ order: ZoneSettings, _ choice: PolicyChoice) { (self.order, self.choice) = (order, choice) }
    }

    private final class ReportBox: Sendable {
        let report: ZoneReport

        init(_ report: ZoneReport) { self.report = report }
    }

    let zone: Name
    let place = Atomic<ZoneWorkers.Place>(.away)
    private let context: ZoneContext
    private let state: Mutex<State>
    private let engine = Mutex<ZoneEngine?>(nil)

    init(
        _ zone: Name,
        _ order: ZoneSettings,
        _ choice: PolicyChoice,
        _ context: ZoneContext,
        after predecessor: HostedZone? = nil
    ) {
        self.zone = zone
        self.context = context
        var state = State(order: order, policy: choice.shared)
        state.predecessor = predecessor
        if let trouble = choice.trouble {
            context.environment.log.write(.error, zone: zone, trouble.description)
            let noted = StageTrouble(trouble, after: nil, at: Instant(secondsSinceEpoch: 0))
            state.row.uncommon = RestingZone.UncommonFields(
                sources: [],
                warnings: [],
                troubles: [.policy: noted]
            )
        }
        self.state = Mutex(state)
    }

    // MARK: - Questions

    /// The name of the zone's policy.
    var policyName: String { state.withLock { $0.pending?.order.policy ?? $0.order.policy } }

    /// The zone's paths and hooks.
    var order: ZoneSettings { state.withLock { $0.pending?.order ?? $0.order } }

    /// The policy in force.
    var policy: SharedPolicy? { state.withLock { $0.policy } }

    /// The files whose changes the zone wants to know of.
    var watchedFiles: [String] {
        state.withLock { state in
            let order = state.pending?.order ?? state.order
            return [order.file(of: zone), order.output(of: zone)] + state.included
        }
    }

    /// What the zone says of itself; one that rests is looked up on the disk.
    var report: ZoneReport {
        let state = state.withLock { $0 }
        if let spoken = state.report { return spoken.report }
        return wakened(state, isForQuestion: true).reportAtRest(state.row)
    }

    /// True if the zone was looked at since the daemon began, or before, and the row tells of that.
    var isLookedAt: Bool { state.withLock { $0.report != nil || $0.row.seen.instant != nil } }

    /// The zone in short, without a look at the disk.
    func summary(_ now: Instant, _ clockFault: ClockFault?) -> ZoneSummary {
        let state = state.withLock { $0 }
        if let spoken = state.report { return spoken.report.summary(now, clockFault) }
        let name = (state.pending?.order ?? state.order).policy
        return state.row.summary(
            of: zone,
            policyName: name,
            refresh: state.policy?.policy.signatures.refresh,
            now: now,
            clockFault: clockFault
        )
    }

    /// What fails.
    var troubles: [ZoneStage: StageTrouble] {
        state.withLock { $0.report?.report.troubles ?? $0.row.troubles }
    }

    /// The row, where the zone rests and was looked at.
    var restingRow: (row: RestingZone, order: ZoneSettings, policy: SharedPolicy?)? {
        state.withLock { state in
            guard state.report == nil, state.pending == nil, !state.hasNews, state.row.seen.instant != nil
            else { return nil }
            return (state.row, state.order, state.policy)
        }
    }

    /// Takes over a row that an earlier daemon has left: what it says is looked at again before the zone rests on it.
    func recall(_ row: RestingZone) {
        state.withLock { state in
            (state.row, state.hasNews) = (row, false)
            state.included = (row.uncommon?.sources ?? []).filter { $0 != state.order.file(of: zone) }
        }
    }

    /// The private parts of the keys are looked at in the next step, though nothing else may be due.
    func mustLookAtKeys() { state.withLock { $0.mustLookAtKeys = true } }

    /// True if nothing is wrong with the private parts of a resting zone's keys.
    private var haveGoodKeys: Bool {
        guard let ring = try? context.folder.load(zone) else { return false }
        return context.folder.privateKeyFaults(ring).isEmpty
    }

    /// The clock was accepted: nothing that was remembered counts, all is looked at on the disk.
    func accept(_ clock: AcceptedClock) {
        state.withLock { state in
            state.row = RestingZone()
            (state.accepted, state.hasNews) = (clock, true)
        }
        context.onNews(self)
    }

    // MARK: - Work

    /// Something came for the zone: a hook's end, a command.
    func tellNews() {
        state.withLock { $0.hasNews = true }
        context.onNews(self)
    }

    /// What the zone came to last.
    var outcome: Outcome {
        state.withLock { state in state.report.map { Outcome($0.report) } ?? Outcome(state.row) }
    }

    /// Does all that is due, and nothing where that is nothing: then it costs a look at three files.
    ///
    /// - Returns: What the zone came to; nil for one that is no longer the daemon's.
    func step(at time: BelievedTime) -> Outcome? {
        let state = state.withLock { state in
            defer { (state.hasNews, state.accepted, state.mustLookAtKeys) = (false, nil, false) }
            return state
        }
        if state.isRetired { return nil }
        if isUndisturbed(state, time), !state.mustLookAtKeys || haveGoodKeys { return Outcome(state.row) }
        return engine.withLock { engine in
            let active = ready(engine)
            active.use(threads: context.environment.threads)
            let files = watchedFiles
            let report = active.step(at: time, accepted: state.accepted, looksAtKeys: state.mustLookAtKeys)
            engine = rest(active, report)
            var outcome = Outcome(report)
            outcome.isFull = true
            outcome.newFiles = watchedFiles.filter { !files.contains($0) }
            return outcome
        }
    }

    /// True if the zone rests, is not due, and no file of it was touched.
    private func isUndisturbed(_ state: State, _ time: BelievedTime) -> Bool {
        let row = state.row
        guard !state.hasNews, state.report == nil, state.pending == nil, row.seen.instant != nil,
            row.sourcePrint != 0, row.wake.instant.map({ $0 > time.now }) ?? true,
            (row.troubles[.clock] == nil) == (time.fault == nil)
        else { return false }
        return row.statePrint == Fingerprint.ofFile(context.folder.stateFile(of: zone))
            && row.outputPrint == Fingerprint.ofFile(state.order.output(of: zone))
            && row.sourcePrint == row.sourcePrintNow(state.order.file(of: zone))
    }

    /// Lets the zone rest where it can; the engine that goes on, or nil.
    private func rest(_ engine: ZoneEngine, _ report: ZoneReport) -> ZoneEngine? {
        let row = engine.restingRow(report)
        let files = [engine.configuration.file, engine.configuration.output]
        let order = context.orders.order(engine.configuration, engine.shared)
        state.withLock { state in
            if order != state.order { state.order = order }
            state.included = engine.watchedFiles.filter { !files.contains($0) }.sorted()
            state.policy = engine.shared
            state.report = row == nil ? ReportBox(report) : nil
            if let row { state.row = row }
        }
        return row == nil ? engine : nil
    }

    /// Lets everybody read what a zone at work says; only while its engine is held.
    private func speak(_ engine: ZoneEngine) {
        let spoken = ReportBox(engine.report)
        state.withLock { $0.report = spoken }
    }

    /// Carries out a command; the step that follows from it comes with the desk's next turn.
    ///
    /// An engine that rested knows no clock and must be told before it decides. What nobody waits for any more is dropped.
    func command(
        at now: Instant,
        clockFault: ClockFault?,
        _ effort: Effort = Effort(),
        _ body: (ZoneEngine) throws(ControlFailure) -> ActionReport
    ) throws(ControlFailure) -> ActionReport {
        let result: Result<(ActionReport, ZoneReport?), ControlFailure> = engine.withLock { engine in
            guard effort.isWanted else { return .failure(.calledOff) }
            let active = ready(engine)
            engine = active
            active.look(at: now, clockFault)
            active.recallRing()
            defer { speak(active) }
            do throws(ControlFailure) {
                let action = try body(active)
                active.closeJournal()
                return .success((action, active.lookAhead() ? nil : active.report))
            } catch {
                active.closeJournal()
                return .failure(error)
            }
        }
        tellNews()
        var (action, report) = try result.get()
        action.next = report?.nextAction
        return action
    }

    // MARK: - Reload

    /// True if a configuration and policy are others than those in force.
    func isChanged(by configuration: ZoneConfiguration, _ choice: PolicyChoice) -> Bool {
        let order = context.orders.order(configuration, choice.shared)
        return state.withLock { state in
            order != state.order || choice.policy.map { $0 != state.policy?.policy } ?? false
        }
    }

    /// True if this very fault of the zone's policy is known already.
    func suffers(from trouble: ZoneTrouble) -> Bool {
        let known = troubles[.policy]?.trouble
        return known == trouble || known == .policyKept(trouble)
    }

    /// Takes over what a reload brought.
    ///
    /// A zone that rests and for which nothing is new is left alone.
    func reload(_ configuration: ZoneConfiguration, _ choice: PolicyChoice) {
        let order = context.orders.order(configuration, choice.shared)
        state.withLock { state in
            let isNew = order != state.order || choice.shared !== state.policy
            let isIdle = state.report == nil && state.pending == nil && state.row.troubles.isEmpty
            if !isNew, isIdle, choice.trouble == nil { return }
            state.pending = Pending(order, choice)
            state.hasNews = true
        }
    }

    /// Brings what a reload brought to the zone's engine at once, and says what becomes of it; `nil` if there is nothing
    /// to say, or where the zone is at work.
    func noteOnReload(at now: Instant) -> ReloadNote? {
        engine.withLockIfAvailable { engine -> ReloadNote? in
            let active = engine ?? wakened(state.withLock { $0 }, appliesPending: false)
            engine = active
            active.look(at: now)
            active.recallRing()
            let old = active.shared
            applyPending(to: active)
            speak(active)
            return old?.policy == active.policy ? nil : active.noteOnPolicy(at: now)
        } ?? nil
    }

    /// Ends the work with the zone; true if no step is under way any more.
    func retire() -> Bool {
        state.withLock { $0.isRetired = true }
        return engine.withLockIfAvailable { $0 = nil } != nil
    }

    // MARK: - Waking

    /// The zone's engine as it was when the zone went to rest.
    private func wakened(
        _ state: State,
        isForQuestion: Bool = false,
        appliesPending: Bool = true
    ) -> ZoneEngine {
        var environment = context.environment
        if isForQuestion { environment.log = DaemonLog(threshold: .error) { _, _ in } }
        let engine = ZoneEngine(
            state.order.configuration(of: zone),
            policy: state.policy,
            folder: context.folder,
            environment: environment,
            mailbox: HookMailbox { [context, zone] in context.onHookEnd(zone) }
        )
        engine.recall(state.row)
        if isForQuestion {
            if let pending = state.pending {
                engine.take(pending.order.configuration(of: zone), pending.choice)
            }
        } else if appliesPending {
            awaitPredecessor()
            engine.recallRing()
            applyPending(to: engine)
        }
        return engine
    }

    /// The engine at work, or one that is wakened; what a reload brought is in force in it.
    private func ready(_ engine: ZoneEngine?) -> ZoneEngine {
        guard let engine else { return wakened(state.withLock { $0 }) }
        applyPending(to: engine)
        return engine
    }

    /// One zone has one engine: that of the slot before comes to its end first.
    private func awaitPredecessor() {
        let predecessor = state.withLock { state in
            defer { state.predecessor = nil }
            return state.predecessor
        }
        predecessor?.engine.withLock { $0 = nil }
    }

    private func applyPending(to engine: ZoneEngine) {
        let pending = state.withLock { state in
            defer { state.pending = nil }
            return state.pending
        }
        if let pending { engine.take(pending.order.configuration(of: zone), pending.choice) }
    }
}
