import DNSCore
import DNSSECModel
import JSON
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
    /// The policies that rings have kept.
    var recalledPolicies = RecalledPolicies()
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

/// All of one zone: its policy, its keys, its signed output, its journal.
///
/// The order of a step is the law: decide, persist, act, observe, until nothing is left to do at this moment. Every
/// action is safe to repeat, and what is to be done is found by looking at what is there: nothing is remembered
/// that a crash could make forget. A part of the work that fails is tried again later and leaves the published zone
/// as it was.
final class ZoneEngine {
    /// More rounds than any moment has steps.
    private static let maximumRounds = 100

    let zone: Name
    let folder: StateFolder
    var environment: ZoneEnvironment
    let mailbox: HookMailbox
    var configuration: ZoneConfiguration
    /// The policy in force, as other zones have it too.
    var shared: SharedPolicy?
    /// Which recent rules count for the zone's content, since it was read last; nil before.
    var judgedZoneRules: RuleRecord?
    /// A newer policy that does not fit the keys: the one before stays in force.
    var rejected: SharedPolicy?

    // What is on the disk, as it was last read or written.
    /// With what was decided since and is in `unsaved`.
    var ring: KeyRing?
    var unsaved: UnsavedChanges?
    var journal: Journal?
    /// Keys that were read from their files, or written, in this step.
    var keysAtHand: [BINDKeyFileName: BINDKey] = [:]
    /// The zone file as it was read in this step, if the first keys wait for it.
    var inputAtHand: ZoneInput?
    var signed: SignedState?
    var unrecorded: Publication?

    // What was found out.
    var now = Instant(secondsSinceEpoch: 0)
    var clockFault: ClockFault?
    var holds: [Hold] = []
    var plannedWake: Instant?
    var troubles: [ZoneStage: StageTrouble] = [:]
    var warnings: [String] = []
    var events: [TimelineEvent] = []
    var reasons: [Waiting: HoldReason] = [:]
    var hasRecalled = false
    /// Of the last line about the next step.
    var announcement: UInt64 = 0
    /// What the log was told last of the signatures' end.
    var toldLife = SignatureLife.sound
    /// What was found in an output whose signatures nobody has noted.
    var lookedInto: OutputExpiration?
    /// When an engine looked last; `nil` if none is known.
    var lastSeen: Instant?
    /// The row that the zone comes back from, until it was held against the disk.
    var recalled: RestingZone?
    var hasDied = false

    // What goes on beside the engine.
    var runningHook: HookCall?
    var askedParent: [ManagedKey.ID: HookEvent]?
    var isKeyTimesDue = true

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
        shared = policy
        self.folder = folder
        self.environment = environment
        self.mailbox = mailbox
    }

    /// The policy in force.
    var policy: DNSSECPolicy? { shared?.policy }

    // MARK: - A step

    /// Does all that is due; what comes next.
    func step(at now: Instant, clockFault: ClockFault?) -> ZoneReport {
        self.now = now
        events = []
        noteClock(clockFault)
        readRing()
        noteSignatures(looks: false)
        if ring != nil { work() }
        noteSignatures(looks: true)
        journal = nil
        keysAtHand = [:]
        inputAtHand = nil
        announceNext()
        return report
    }

    private func work() {
        for _ in 0..<Self.maximumRounds where !hasDied {
            takeHookOutcomes()
            var actions: [Action] = []
            undertake(.state) { () throws(StepStop) in actions = try decide() }
            if troubles[.state] != nil || hasDied { return }
            let missing = actions.compactMap { if case .generateKey(let id) = $0 { id } else { nil } }
            var acted =
                !missing.isEmpty && hasUsableZone()
                && undertake(.keys) { () throws(StepStop) in try makeKeys(missing) }
            acted = attempt(.signing) { () throws(StepStop) in try publishIfDue() } || acted
            acted =
                attempt(.publication, clears: false) { () throws(StepStop) in try finishPublication() }
                || acted
            for case .changeDS(let add, let remove) in actions {
                acted =
                    attempt(.parent, clears: false) { () throws(StepStop) in try askParent(add, remove) }
                    || acted
            }
            if troubles[.state] != nil || hasDied { return }
            clearIdle(actions)
            if !acted, mailbox.isEmpty { break }
        }
        undertake(.state) { () throws(StepStop) in try persist() }
        if troubles[.state] != nil { return }
        if isKeyTimesDue, !hasDied {
            undertake(.keyTimes) { () throws(StepStop) in try updateKeyTimes() }
        }
    }

    /// A policy that did not fit the keys may fit them now: a roll has ended, perhaps.
    private func retryRejectedPolicy() {
        guard let ring, let policy = rejected?.policy,
            Timeline.conflict(of: policy, with: ring, at: now) == nil
        else { return }
        (shared, rejected) = (rejected, nil)
    }

    private func noteConflict(_ conflict: PolicyConflict?) {
        if let conflict {
            if troubles[.policy]?.trouble != .conflict(conflict) { note(.policy, .conflict(conflict)) }
        } else if rejected == nil, troubles[.policy]?.trouble.isConflict ?? false {
            clear(.policy)
        }
    }

    /// What is not to be done any more is no trouble any more.
    private func clearIdle(_ actions: [Action]) {
        guard clockFault == nil else { return }
        if !actions.contains(where: { if case .changeDS = $0 { true } else { false } }) { clear(.parent) }
        if !actions.contains(where: { if case .generateKey = $0 { true } else { false } }) { clear(.keys) }
    }

    /// Decides; the actions that follow from it.
    ///
    /// What they follow from is on the disk.
    private func decide() throws(StepStop) -> [Action] {
        if troubles[.state] != nil { try persist() }
        retryRejectedPolicy()
        guard let ring, let policy, clockFault == nil else { return [] }
        recallReasons()
        let decision = Timeline.advance(policy, ring, at: now)
        noteConflict(Timeline.conflict(of: policy, with: ring, at: now))
        let after = keepingRules(decision.conflict == nil ? keepingPolicy(decision.ring) : decision.ring)
        if after != ring { try commit(after, kind: .decision) }
        for hold in decision.holds { reasons[Waiting(hold)] = hold.reason }
        holds = decision.holds
        plannedWake = decision.nextWake
        if !decision.actions.isEmpty { try persist() }
        return decision.actions
    }

    /// Decides, and makes the keys that are missing, so that the answer to an order can name them; signing is left to the
    /// next step.
    func decideWithKeys() {
        for _ in 0..<2 {
            var actions: [Action] = []
            undertake(.state) { () throws(StepStop) in actions = try decide() }
            let missing = actions.compactMap { if case .generateKey(let id) = $0 { id } else { nil } }
            guard !missing.isEmpty,
                undertake(.keys, { () throws(StepStop) in try makeKeys(missing) })
            else { return }
        }
    }

    /// Ends the step as a crash would, where a test wants it.
    func checkpoint(_ place: Checkpoint) throws(StepStop) {
        if environment.diesAt(place) { throw .died }
    }
}

/// A step of a key that waits.
struct Waiting: Hashable {
    var key: ManagedKey.ID?
    var role: KeyRole
    var phase: KeyStep

    init(_ hold: Hold) {
        (key, role, phase) = (hold.key, hold.role, hold.phase)
    }

    init(key: ManagedKey.ID?, role: KeyRole, phase: KeyStep) {
        (self.key, self.role, self.phase) = (key, role, phase)
    }
}

// MARK: - Troubles

extension ZoneEngine {
    /// Does a part of the work unless it has failed just now; true if something was done.
    ///
    /// `clears` is false if success is known only later.
    @discardableResult
    func attempt(
        _ stage: ZoneStage,
        clears: Bool = true,
        _ body: () throws(StepStop) -> Bool
    ) -> Bool {
        guard !hasDied else { return false }
        if let trouble = troubles[stage], trouble.retry > now { return false }
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
        let old = troubles[stage]
        troubles[stage] = StageTrouble(trouble, after: old, at: now)
        if old?.trouble != trouble { environment.log.write(.error, zone: zone, trouble.description) }
    }

    /// The trouble of a stage is over.
    func clear(_ stage: ZoneStage) {
        guard let old = troubles.removeValue(forKey: stage) else { return }
        environment.log.write(.notice, zone: zone, "\(stage.rawValue) works again, after \(now - old.since)")
    }

    /// Lets everything be tried at once: something was mended, perhaps.
    func retryNow() {
        for stage in troubles.keys { troubles[stage]?.retry = now }
    }

    private func noteClock(_ fault: ClockFault?) {
        clockFault = fault
        if let fault {
            if troubles[.clock] == nil { note(.clock, .clock(fault)) }
        } else {
            clear(.clock)
        }
    }
}
