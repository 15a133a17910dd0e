import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Publishing
import SystemIO
import Timeline

/// What a zone's engine has from outside.
struct ZoneEnvironment: Sendable {
    /// How many threads sign and verify.
    var threads: Int
    /// Who runs the hooks.
    var hooks: any HookRunning
    /// Where lines go.
    var log: DaemonLog
    /// Who gives large zones their turns.
    var largeZones = LargeZones(threads: 1)
    /// The secret of the seals of outputs; without it all that is taken over from them is verified.
    var sealKey: AuthenticationKey?
    /// The policies that rings have kept.
    var recalledPolicies = RecalledPolicies()
    /// Told of a moment of a zone's own that is later than a clock for which nothing else speaks.
    var onWitness: @Sendable (Instant) -> Void = { _ in }
    /// Asked between any two lasting changes; true lets the engine stop there as if the process had died.
    var diesAt: @Sendable (Checkpoint) -> Bool = { _ in false }
}

/// The places between two lasting changes.
enum Checkpoint: String, Hashable, Sendable, CaseIterable {
    case ringSaved, ringJournaled, keyMade, keyNoted, keyWritten, keyRecorded, zoneSigned, zoneWritten
    case hookReturned, publicationRecorded, parentAsked, keyTimesWritten
}

/// Why a part of a step stops.
enum StepStop: Error, Hashable {
    case trouble(ZoneTrouble)
    /// Only where `diesAt` says so.
    case died
}

/// One zone at work: it carries out what its turns decide.
///
/// What is known of the zone is `state`, a value; a turn (`ZoneTurn`) says what follows from it, and touches nothing. The
/// engine stands outside: it finds the facts, writes files, signs, calls hooks, and puts what came of it into the state.
///
/// The order of a step is the law: decide, persist, act, observe, until nothing is left to do at this moment. Every
/// action is safe to repeat, and what is to be done is found by looking at what is there: nothing is remembered
/// that a crash could make forget. A part of the work that fails is tried again later and leaves the published zone
/// as it was.
final class ZoneEngine {
    /// More turns than any moment has.
    private static let maximumTurns = 100

    let zone: Name
    let folder: StateFolder
    let mailbox: HookMailbox
    private(set) var environment: ZoneEnvironment
    private(set) var configuration: ZoneConfiguration

    /// All that is known of the zone.
    var state: ZoneState
    private(set) var now = Instant(secondsSinceEpoch: 0)
    /// From when on signatures that are made now must be valid: `now` unless the clock is doubted.
    private(set) var earliest = Instant(secondsSinceEpoch: 0)
    private(set) var clockFault: ClockFault?
    private(set) var hasDied = false

    // What does the work.
    var journal: JournalFile
    let keyFiles: ZoneKeyFiles
    let reader: ZoneReader
    /// What the log was told last.
    var told = ToldLines()
    /// The ring that the last line of the journal is of; nil if it is not known to have any.
    var journaled: RecordedState?
    /// When the first signature expires of a zone that is renewed without a state; nil if none is.
    var renewed: Instant?
    /// The row that the zone comes back from, until it was held against the disk.
    private(set) var recalled: RestingZone?

    /// The engine of a zone whose policy was read, or could not be.
    init(
        _ configuration: ZoneConfiguration,
        policy: SharedPolicy?,
        folder: StateFolder,
        environment: ZoneEnvironment,
        mailbox: HookMailbox
    ) {
        zone = configuration.name
        self.configuration = configuration
        self.folder = folder
        self.environment = environment
        self.mailbox = mailbox
        state = ZoneState(configuration.name, policy: policy)
        journal = JournalFile(path: folder.journalFile(of: zone), zone: zone)
        keyFiles = ZoneKeyFiles(zone, in: folder)
        reader = ZoneReader(environment.largeZones, sealKey: environment.sealKey)
    }

    // What is asked of the state most.
    var ring: KeyRing? { state.ring }
    var policy: DNSSECPolicy? { state.policy }
    var shared: SharedPolicy? { state.policies.shared }
    var troubles: [ZoneStage: StageTrouble] { state.troubles.all }

    // MARK: - Settings

    /// The moment that all goes by, and whether the clock can be trusted.
    func look(at time: BelievedTime) { (now, earliest, clockFault) = (time.now, time.earliest, time.fault) }

    /// The moment of an order.
    func look(at now: Instant, _ fault: ClockFault?) { (self.now, earliest, clockFault) = (now, now, fault) }

    /// The moment that a question is answered for.
    func look(at now: Instant) { (self.now, earliest) = (now, now) }

    /// Takes over another configuration.
    func take(_ new: ZoneConfiguration) {
        if new.file != configuration.file || new.output != configuration.output { state.publisher.forget() }
        configuration = new
    }

    /// Signs and verifies with as many threads as are of use to the zone.
    func use(threads most: Int) { environment.threads = usefulThreads(most) }

    /// Takes over what a row remembers.
    func recall(_ row: RestingZone) {
        state.troubles.recall(row.troubles)
        guard let seen = row.seen.instant else { return }
        (recalled, now) = (row, seen)
        state.publisher.recall(warnings: row.uncommon?.warnings ?? [])
        told.recall(announcement: row.announcement, tasks: row.steps.filter(\.isTask).map(\.status))
        state.ledger.recall(seen: seen)
    }

    /// The row that the zone comes back from, once.
    func takeRecalled() -> RestingZone? {
        defer { recalled = nil }
        return recalled
    }

    // MARK: - A step

    /// Does all that is due; what comes next.
    func step(at time: BelievedTime, accepted: AcceptedClock? = nil, looksAtKeys: Bool = true) -> ZoneReport {
        look(at: time)
        state.ledger.beginTurn()
        reader.beginStep()
        readRing()
        settleClock(time, accepted)
        noteClock()
        lookAtPrivateKeys(isDue: looksAtKeys)
        noteSignatures(looks: false)
        if ring != nil { work() } else { renewPublished() }
        noteSignatures(looks: true)
        journal.close()
        keyFiles.forget()
        reader.forget()
        let report = report
        announce(report.next)
        announceTasks(report)
        return report
    }

    private func work() {
        for _ in 0..<Self.maximumTurns where !hasDied {
            takeHookOutcomes()
            guard let effects = decide() else { return }
            // What was done may change what is to be done: then it is decided anew.
            let acted = effects.contains { !hasDied && perform($0) }
            if state.troubles[.state] != nil || hasDied { return }
            if !acted, mailbox.isEmpty { break }
        }
        undertake(.state) { () throws(StepStop) in try persist() }
        if state.troubles[.state] != nil { return }
        if state.ledger.isKeyTimesDue, !hasDied {
            undertake(.keyTimes) { () throws(StepStop) in try updateKeyTimes() }
        }
    }

    /// Takes a turn and brings what it decided to the disk if anything follows from that; what is to be done now.
    ///
    /// - Returns: nil if it cannot be brought there.
    private func decide() -> [ZoneEffect]? {
        var effects: [ZoneEffect] = []
        undertake(.state) { () throws(StepStop) in
            let isFailing = state.troubles[.state] != nil
            if isFailing { try persist() }
            let turn = ZoneTurn(state, facts)
            (state, effects) = (turn.state, turn.effects)
            writeLines()
            if isFailing || effects.first == .save { try persist() }
        }
        return state.troubles[.state] == nil && !hasDied ? effects : nil
    }

    /// What a turn is to know of the world outside.
    var facts: TurnFacts {
        TurnFacts(
            now: now,
            clockFault: clockFault,
            rules: configuration.rules,
            areFilesTouched: state.publisher.signed.map { signed in
                signed.output != (try? FileIdentity(path: configuration.output))
                    || ZoneInput.hasChanged(signed.source)
            } ?? false,
            hasPublishedHook: configuration.hooks.published != nil
        )
    }

    /// Does what a turn has decided; true if that was something, after which it is decided anew.
    private func perform(_ effect: ZoneEffect) -> Bool {
        switch effect {
        case .save: false
        case .makeKeys(let ids, let areFirst):
            (!areFirst || hasUsableZone()) && undertake(.keys) { () throws(StepStop) in try makeKeys(ids) }
        case .checkZoneFile: attempt(.signing) { () throws(StepStop) in checkZoneFile() }
        case .refuse(let refusal):
            attempt(.signing) { () throws(StepStop) in throw .trouble(.refused(refusal)) }
        case .publish(let plan): attempt(.signing) { () throws(StepStop) in try publish(plan) }
        case .callPublished(let serial):
            attempt(.publication, clears: false) { () throws(StepStop) in try callPublished(serial) }
        case .recordPublication:
            attempt(.publication, clears: false) { () throws(StepStop) in try recordPublication() }
        case .recallRequests:
            attempt(.parent, clears: false) { () throws(StepStop) in try recallRequests() }
        case .askParent(let request):
            attempt(.parent, clears: false) { () throws(StepStop) in try askParent(request) }
        }
    }

    /// Decides, and makes the keys that are missing, so that the answer to an order can name them; signing is left to the
    /// next step.
    func decideWithKeys() {
        for _ in 0..<2 {
            let effects = decide() ?? []
            let missing = effects.compactMap { if case .makeKeys(let ids, _) = $0 { ids } else { nil } }
                .joined()
            guard !missing.isEmpty,
                undertake(.keys, { () throws(StepStop) in try makeKeys(Array(missing)) })
            else { return }
        }
    }

    /// Ends the step as a crash would, where a test wants it.
    func checkpoint(_ place: Checkpoint) throws(StepStop) {
        if environment.diesAt(place) { throw .died }
    }

    // MARK: - Troubles

    /// Does a part of the work unless it has failed just now; true if something was done.
    ///
    /// `clears` is false if success is known only later.
    @discardableResult
    func attempt(
        _ stage: ZoneStage,
        clears: Bool = true,
        _ body: () throws(StepStop) -> Bool
    ) -> Bool {
        guard !hasDied, state.troubles.mayTry(stage, at: now) else { return false }
        do throws(StepStop) {
            let acted = try body()
            if clears { clear(stage) }
            return acted
        } catch {
            switch error {
            case .died: hasDied = true
            case .trouble(let trouble): note(trouble.isOfState ? .state : stage, trouble)
            }
            return false
        }
    }

    /// Does a part of the work that is something whenever it does not fail.
    @discardableResult
    func undertake(_ stage: ZoneStage, _ body: () throws(StepStop) -> Void) -> Bool {
        attempt(stage) { () throws(StepStop) -> Bool in
            try body()
            return true
        }
    }

    /// Notes a trouble; it is logged where it is new or another than before.
    func note(_ stage: ZoneStage, _ trouble: ZoneTrouble) {
        state.troubles.note(stage, trouble, at: now)
        writeLines()
    }

    /// Notes a trouble unless it is the one that is known.
    func noteOnce(_ stage: ZoneStage, _ trouble: ZoneTrouble) {
        if state.troubles[stage]?.trouble != trouble { note(stage, trouble) }
    }

    /// The trouble of a stage is over.
    func clear(_ stage: ZoneStage) {
        state.troubles.clear(stage, at: now)
        writeLines()
    }

    private func noteClock() {
        guard let clockFault else { return clear(.clock) }
        if state.troubles[.clock] == nil { note(.clock, .clock(clockFault)) }
    }

    // MARK: - Log

    /// Writes what is to be said of the troubles.
    func writeLines() { write(state.troubles.takeLines()) }

    /// Writes lines about the zone.
    func write(_ lines: [LogLine]) {
        for line in lines { environment.log.write(line.threshold, zone: zone, line.text) }
    }
}
