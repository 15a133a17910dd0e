import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Planning
import Timeline
import Wording

/// The books of a zone: its ring, with what was decided and is not on the disk yet, and the lines for the journal.
///
/// A value that touches no file. Whoever has it writes what is `unsaved`, first the ring, then the lines, and says so:
/// `ringSaved`, `linesWritten`, or `rollBack` where the ring could not be saved.
struct ZoneLedger {
    /// The ring, with what was decided since it was saved; nil before it was read.
    private(set) var ring: KeyRing?
    /// What is not on the disk yet.
    private(set) var unsaved: UnsavedChanges?
    /// The steps of keys that were saved in this turn.
    private(set) var events: [TimelineEvent] = []
    /// True if the key files may not tell yet what became of the keys.
    private(set) var isKeyTimesDue = true
    /// What the steps that wait were held up by last.
    private var reasons: [Waiting: HoldReason] = [:]
    /// When an engine looked last; nil if none is known.
    private var lastSeen: Instant?

    let zone: Name

    /// The books of a zone that nobody has looked at.
    init(_ zone: Name) { self.zone = zone }

    // MARK: - From the disk

    /// The ring as it is on the disk.
    mutating func take(_ loaded: KeyRing) { ring = loaded }

    /// A new zone: its empty ring is on the disk before anything else.
    mutating func open(at now: Instant) {
        ring = KeyRing(zone: zone)
        var changes = UnsavedChanges(saved: nil, isRingChanged: true, reasons: reasons)
        changes.lines.append(entry(JournalNote(.service, "the zone is new"), "the zone is new", at: now))
        unsaved = changes
    }

    /// A zone comes back that was looked at before: its key files were in order then.
    mutating func recall(seen: Instant) { (lastSeen, isKeyTimesDue) = (seen, false) }

    /// A turn begins.
    mutating func beginTurn() { events = [] }

    // MARK: - Changes

    /// Takes over a changed ring, with its lines for the journal and the log.
    mutating func commit(_ after: KeyRing, _ note: JournalNote, policy: DNSSECPolicy?, at now: Instant) {
        guard let before = ring else { return }
        var changes = unsaved ?? UnsavedChanges(saved: before, isRingChanged: true, reasons: reasons)
        if !changes.isRingChanged { (changes.saved, changes.isRingChanged) = (before, true) }
        (ring, isKeyTimesDue) = (after, true)
        if let text = note.text { changes.lines.append(entry(note, text, at: now)) }
        let news = policy.map { Timeline.events(from: before, to: after, at: now, policy: $0) } ?? []
        let told = news.map { withReason($0) }
        changes.events += told
        if let policy { tell(told, note, policy, after, at: now, to: &changes) }
        for text in Self.endsOfRisks(from: before, to: after) {
            changes.messages.append(LogLine(threshold: .notice, text: text))
            changes.lines.append(entry(JournalNote(note.kind, text), text, at: now))
        }
        let records = note.text == nil && news.isEmpty ? [RecordChange](from: before, to: after) : []
        if !records.isEmpty {
            let payload: JSONValue = ["records": .array(records.map(\.json))]
            changes.lines.append(entry(JournalNote(note.kind, payload: payload), records.sentence, at: now))
        }
        unsaved = changes
    }

    /// Adds a line to the journal, behind all that was decided before.
    mutating func append(_ note: JournalNote, at now: Instant) {
        guard let text = note.text else { return }
        if unsaved == nil { unsaved = UnsavedChanges(saved: ring, isRingChanged: false, reasons: reasons) }
        let line = entry(note, text, at: now)
        unsaved?.lines.append(line)
    }

    /// The last change came with this publication: it is recorded again if the change is lost.
    mutating func note(_ publication: Publication) { unsaved?.publication = publication }

    // MARK: - Reasons

    /// What holds the steps up that wait.
    mutating func remember(_ holds: [Hold]) {
        for hold in holds { reasons[Waiting(hold)] = hold.reason }
    }

    /// Remembers what held the steps up when an earlier engine last looked: so it is known which come late.
    ///
    /// The ring is as that engine left it: an order that comes now may end a wait.
    mutating func recallReasons(_ policy: DNSSECPolicy) {
        guard let ring, let last = lastSeen ?? ring.lastAdvanced else { return }
        remember(Timeline.advance(policy, ring, at: last).holds)
    }

    /// The event with the last reason that held it up.
    private mutating func withReason(_ event: TimelineEvent) -> TimelineEvent {
        var event = event
        event.reason =
            reasons.removeValue(forKey: Waiting(key: event.key, role: event.role, phase: event.phase))
            ?? (event.phase == .generate
                ? reasons.removeValue(forKey: Waiting(key: nil, role: event.role, phase: .generate)) : nil)
        return event
    }

    // MARK: - To the disk

    /// The ring is on the disk; what is to be said of it now.
    mutating func ringSaved() -> [LogLine] {
        guard let changes = unsaved else { return [] }
        unsaved?.isRingChanged = false
        events += changes.events
        return changes.messages
    }

    /// The lines are in the journal.
    mutating func linesWritten() { unsaved = nil }

    /// The ring could not be saved: goes back to the one on the disk, and all is decided anew later.
    ///
    /// - Returns: The publication that must be recorded again.
    mutating func rollBack() -> Publication? {
        guard let changes = unsaved else { return nil }
        (ring, reasons, unsaved) = (changes.saved, changes.reasons, nil)
        return changes.publication
    }

    /// The key files tell what became of the keys.
    mutating func keyTimesWritten() { isKeyTimesDue = false }

    /// Somebody may have touched the key files.
    mutating func lookAtKeyTimes() { isKeyTimesDue = true }
}

// MARK: - Lines

extension ZoneLedger {
    private func entry(
        _ note: JournalNote,
        _ text: String,
        inputs: JSONValue = nil,
        at now: Instant
    ) -> JournalEntry {
        JournalEntry(
            time: now,
            zone: zone,
            kind: note.kind,
            actor: note.actor,
            inputs: inputs,
            decision: text,
            payload: note.payload
        )
    }

    /// Notes the steps of keys for the journal and the log.
    private func tell(
        _ events: [TimelineEvent],
        _ note: JournalNote,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        at now: Instant,
        to changes: inout UnsavedChanges
    ) {
        let order = note.kind == .command ? note.text.map { "\($0) by \(note.actor.words)" } : nil
        for event in events {
            let record = StepRecord(
                PlanEvent(event, in: ring, policy: policy, among: events),
                order: order,
                // A step that was ordered has the order as its reason, and perhaps no other.
                late: order == nil ? event.lateness : nil
            )
            let threshold = record.late == nil ? LogThreshold.notice : .warning
            changes.messages.append(LogLine(threshold: threshold, text: record.logLine))
            let line = JournalNote(note.kind, payload: record.payload)
            let inputs = record.inputs(policy, serial: ring.publication?.serial)
            changes.lines.append(entry(line, record.journalLine, inputs: inputs, at: now))
        }
    }

    /// The forced steps that endanger nothing any more, a sentence each.
    private static func endsOfRisks(from before: KeyRing, to after: KeyRing) -> [String] {
        before.forcedSteps.filter { !after.forcedSteps.contains($0) }.map { forced in
            OrderLine.endOfRisk(forced, of: KeyNames(after)[forced.key])
        }
    }
}

extension StepRecord {
    /// What the step was decided by, for the journal.
    fileprivate func inputs(_ policy: DNSSECPolicy, serial: UInt32?) -> JSONValue {
        [
            "because": .string(because),
            "formula": step.formula.map { .string($0) } ?? nil,
            "policy": .string(policy.name),
            "serial": serial.map { .integer(Int64($0)) } ?? nil,
        ]
    }
}

/// What the journal is told of a change.
struct JournalNote {
    var kind: JournalKind
    var actor: JournalActor = .daemon
    /// The line; nil if the steps of the keys, or their records, say it all.
    var text: String?
    var payload: JSONValue

    init(
        _ kind: JournalKind,
        _ text: String? = nil,
        actor: JournalActor = .daemon,
        payload: JSONValue = nil
    ) {
        (self.kind, self.text, self.actor, self.payload) = (kind, text, actor, payload)
    }
}

/// What was decided or observed and is not on the disk yet.
struct UnsavedChanges {
    /// The ring on the disk; nil for a zone that has none there.
    fileprivate(set) var saved: KeyRing?
    /// False if only lines of the journal are left to be written.
    fileprivate(set) var isRingChanged: Bool
    /// What held the steps up, as it was known before.
    fileprivate let reasons: [Waiting: HoldReason]
    /// A publication that is in the ring: it is recorded again where that is lost.
    fileprivate var publication: Publication?
    fileprivate(set) var lines: [JournalEntry] = []
    fileprivate var messages: [LogLine] = []
    fileprivate var events: [TimelineEvent] = []

    fileprivate init(saved: KeyRing?, isRingChanged: Bool, reasons: [Waiting: HoldReason]) {
        (self.saved, self.isRingChanged, self.reasons) = (saved, isRingChanged, reasons)
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

extension TimelineEvent {
    /// How much after its time a step counts as late: the daemon was not there to take it.
    private static let punctuality = Interval.hours(1)

    /// How late the step is; `nil` if it is not.
    var lateness: Interval? {
        guard let due = reason?.until, at - due > Self.punctuality else { return nil }
        return at - due
    }
}

extension [RecordChange] {
    /// The records whose states changed from one ring to another, without any step of a key: caches have caught up.
    init(from before: KeyRing, to after: KeyRing) {
        self = after.keys.flatMap { key in
            KeyRecord.allCases.compactMap { record -> RecordChange? in
                guard let new = key[record]?.state, before[key.id]?[record]?.state != new,
                    let reference = after.reference(to: key.id)
                else { return nil }
                return RecordChange(key: reference, record: record, state: new)
            }
        }
    }
}
