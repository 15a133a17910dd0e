import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Planning
import SystemIO
import Timeline
import Wording

// Loading, saving, and the journal.
extension ZoneEngine {
    /// Reads the zone's ring, once; a new zone gets an empty one, on the disk before anything else.
    func loadState() throws(StepStop) {
        guard ring == nil else { return }
        do throws(StateFileError) {
            if let loaded = try folder.load(zone) {
                ring = loaded
                return
            }
        } catch {
            throw .trouble(.state(error))
        }
        // No state and no journal: only a zone without any key is new.
        let empty = KeyRing(zone: zone)
        let findings = try strayKeys(empty)
        guard findings.isEmpty else { throw .trouble(.keys(zone: zone, folder: keyFolder.path, findings)) }
        if isOutputSigned { throw .trouble(.outputOfUnknownKeys(file: configuration.output)) }
        ring = empty
        unsaved = UnsavedChanges(saved: nil, isRingChanged: true, reasons: reasons)
        unsaved?.lines.append(entry(.service, "the zone is new", payload: nil))
    }

    /// Takes over a changed ring, with its lines for the journal and the log.
    ///
    /// `persist` brings it to the disk: at once where a person has ordered the change and waits for the answer, or where
    /// the last time has failed; else before anything is done that follows from it. So what is decided and observed
    /// with nothing done in between goes to the disk in one piece.
    func commit(
        _ after: KeyRing,
        kind: JournalKind,
        actor: JournalActor = .daemon,
        because text: String? = nil,
        payload: JSONValue = nil
    ) throws(StepStop) {
        guard let before = ring else { return }
        var changes = unsaved ?? UnsavedChanges(saved: before, isRingChanged: true, reasons: reasons)
        if !changes.isRingChanged { (changes.saved, changes.isRingChanged) = (before, true) }
        ring = after
        isKeyTimesDue = true
        let news = policy.map { Timeline.events(from: before, to: after, at: now, policy: $0) } ?? []
        if let text { changes.lines.append(entry(kind, text, actor: actor, payload: payload)) }
        let told = news.map(withReason)
        changes.events += told
        let order = kind == .command ? text.map { "\($0) by \(actor.words)" } : nil
        for event in told { note(event, among: told, kind: kind, order: order, in: after, &changes) }
        noteEndsOfRisks(from: before, to: after, kind, &changes)
        let records = text == nil && news.isEmpty ? [RecordChange](from: before, to: after) : []
        if !records.isEmpty {
            let payload: JSONValue = ["records": .array(records.map(\.json))]
            changes.lines.append(entry(kind, records.sentence, payload: payload))
        }
        unsaved = changes
        if kind == .command || troubles[.state] != nil { try persist() }
    }

    /// Notes the forced steps that endanger nothing any more.
    private func noteEndsOfRisks(
        from before: KeyRing,
        to after: KeyRing,
        _ kind: JournalKind,
        _ changes: inout UnsavedChanges
    ) {
        for forced in before.forcedSteps where !after.forcedSteps.contains(forced) {
            let text = OrderLine.endOfRisk(forced, of: KeyNames(after)[forced.key])
            changes.messages.append((.notice, text))
            changes.lines.append(entry(kind, text, payload: nil))
        }
    }

    /// Brings what was decided to the disk, first the ring, then its lines in the journal: nothing is done that follows
    /// from it before this returns.
    ///
    /// Where the ring cannot be saved, the engine goes back to the one on the disk, and all is decided anew later. Lines
    /// that cannot be written come with the next call.
    func persist() throws(StepStop) {
        guard let changes = unsaved else { return }
        if changes.isRingChanged {
            try saveRing(changes)
            unsaved?.isRingChanged = false
            events += changes.events
            for message in changes.messages {
                environment.log.write(message.threshold, zone: zone, message.text)
            }
            try checkpoint(.ringSaved)
        }
        if !changes.lines.isEmpty { try write(changes.lines) }
        unsaved = nil
        try checkpoint(.ringJournaled)
    }

    private func saveRing(_ changes: UnsavedChanges) throws(StepStop) {
        guard let ring else { return }
        do throws(StateFileError) {
            try StateFile.save(ring, to: folder.stateFile(of: zone))
        } catch {
            (self.ring, reasons, unsaved) = (changes.saved, changes.reasons, nil)
            unrecorded = unrecorded ?? changes.publication
            throw .trouble(.state(error))
        }
    }

    /// The event with the last reason that held it up.
    private func withReason(_ event: TimelineEvent) -> TimelineEvent {
        var event = event
        event.reason =
            reasons.removeValue(forKey: Waiting(key: event.key, role: event.role, phase: event.phase))
            ?? (event.phase == .generate
                ? reasons.removeValue(forKey: Waiting(key: nil, role: event.role, phase: .generate)) : nil)
        return event
    }

    /// Notes a step for the journal and the log; not where there is no policy that could tell of it.
    private func note(
        _ event: TimelineEvent,
        among events: [TimelineEvent],
        kind: JournalKind,
        order: String?,
        in ring: KeyRing,
        _ changes: inout UnsavedChanges
    ) {
        guard let policy else { return }
        // A step that was ordered has the order as its reason, and perhaps no other.
        let record = StepRecord(
            PlanEvent(event, in: ring, policy: policy, among: events),
            order: order,
            late: order == nil ? event.lateness : nil
        )
        let threshold = record.late == nil ? LogThreshold.notice : .warning
        changes.messages.append((threshold, record.logLine))
        let line = entry(
            kind,
            record.journalLine,
            inputs: [
                "because": .string(record.because),
                "formula": record.step.formula.map { .string($0) } ?? nil,
                "policy": .string(policy.name),
                "serial": ring.publication.map { .integer(Int64($0.serial)) } ?? nil,
            ],
            payload: record.payload
        )
        changes.lines.append(line)
    }

    /// Remembers what held the steps up when an earlier engine last looked: so it is known which come late.
    func recallReasons() {
        guard !hasRecalled, let ring, let policy else { return }
        hasRecalled = true
        guard let last = lastSeen ?? ring.lastAdvanced, last < now else { return }
        for hold in Timeline.advance(policy, ring, at: last).holds { reasons[Waiting(hold)] = hold.reason }
    }

    /// Adds a line to the journal, behind all that was decided before.
    func append(
        _ kind: JournalKind,
        _ text: String,
        actor: JournalActor = .daemon,
        payload: JSONValue
    ) throws(StepStop) {
        if unsaved == nil { unsaved = UnsavedChanges(saved: ring, isRingChanged: false, reasons: reasons) }
        unsaved?.lines.append(entry(kind, text, actor: actor, payload: payload))
        try persist()
    }

    private func write(_ lines: [JournalEntry]) throws(StepStop) {
        do throws(JournalError) {
            try openJournal()
            try journal?.append(lines)
        } catch {
            throw .trouble(.journal(error))
        }
    }

    private func entry(
        _ kind: JournalKind,
        _ text: String,
        actor: JournalActor = .daemon,
        inputs: JSONValue = nil,
        payload: JSONValue
    ) -> JournalEntry {
        JournalEntry(
            time: now,
            zone: zone,
            kind: kind,
            actor: actor,
            inputs: inputs,
            decision: text,
            payload: payload
        )
    }

    /// Opens the journal; one that is damaged is set aside, and a new one begins with a line that says so.
    private func openJournal() throws(JournalError) {
        guard journal == nil else { return }
        let path = folder.journalFile(of: zone)
        var repair: String?
        do throws(JournalError) {
            journal = try Journal(path: path, zone: zone)
            repair = journal?.tornEnd.map {
                "the journal's last line was torn; its \($0.count) octets are in \($0.path)"
            }
        } catch {
            guard case .badLine = error else { throw error }
            do throws(SystemError) {
                let other = try Journal.setAside(path)
                repair = "the journal was damaged (\(error)) and is kept in \(other); this one begins anew"
            } catch {
                throw .system(error)
            }
            journal = try Journal(path: path, zone: zone)
        }
        guard let repair else { return }
        environment.log.write(.error, zone: zone, repair)
        try journal?.append(JournalEntry(time: now, zone: zone, kind: .repair, decision: repair))
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

/// What was decided or observed and is not on the disk yet.
struct UnsavedChanges {
    /// The ring on the disk; nil for a zone that has none there.
    var saved: KeyRing?
    /// False if only lines of the journal are left to be written.
    var isRingChanged: Bool
    /// What held the steps up, as it was known before.
    let reasons: [Waiting: HoldReason]
    /// A publication that is in the ring: it is recorded again where that is lost.
    var publication: Publication?
    var lines: [JournalEntry] = []
    var messages: [(threshold: LogThreshold, text: String)] = []
    var events: [TimelineEvent] = []

    init(saved: KeyRing?, isRingChanged: Bool, reasons: [Waiting: HoldReason]) {
        (self.saved, self.isRingChanged, self.reasons) = (saved, isRingChanged, reasons)
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
