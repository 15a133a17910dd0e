import DNSSECModel
import JSON
import KeyStore
import Publishing
import Signing
import SystemIO
import Timeline

// Ring and journal between the ledger and the disk.
extension ZoneEngine {
    /// Reads the zone's ring, once; a new zone gets an empty one, on the disk before anything else.
    ///
    /// - Parameter isForQuestion: True if it is only told of: then it is not held against what else is known.
    /// - Throws: What keeps the ring from being followed.
    func loadState(isForQuestion: Bool = false) throws(StepStop) {
        guard ring == nil else { return }
        let loaded: StateContent?
        do throws(StateFileError) {
            loaded = try folder.content(of: zone)
        } catch {
            throw .trouble(.state(error))
        }
        if let loaded {
            if !isForQuestion { try check(loaded) }
            return state.ledger.take(loaded.ring)
        }
        // No state and no journal: only a zone without any key is new.
        let findings = try keyFiles.strays(KeyRing(zone: zone), policy)
        guard findings.isEmpty else {
            throw .trouble(.keys(zone: zone, folder: keyFiles.path, findings))
        }
        if reader.isOutputSigned(configuration) {
            throw .trouble(.outputOfUnknownKeys(file: configuration.output))
        }
        state.ledger.open(at: now)
    }

    /// Takes over a changed ring, with its lines for the journal and the log.
    ///
    /// `persist` brings it to the disk: at once where a person has ordered the change and waits for the answer, or where
    /// the last time has failed; else before anything is done that follows from it. So what is decided and observed
    /// with nothing done in between goes to the disk in one piece.
    func commit(_ after: KeyRing, _ note: JournalNote) throws(StepStop) {
        state.ledger.commit(after, note, policy: policy, at: now)
        if note.kind == .command || state.troubles[.state] != nil { try persist() }
    }

    /// Adds a line to the journal, behind all that was decided before.
    func append(_ note: JournalNote) throws(StepStop) {
        state.ledger.append(note, at: now)
        try persist()
    }

    /// Brings what was decided to the disk, first the ring, then its lines in the journal: nothing is done that follows
    /// from it before this returns.
    ///
    /// Where the ring cannot be saved, the engine goes back to the one on the disk, and all is decided anew later. Lines
    /// that cannot be written come with the next call.
    func persist() throws(StepStop) {
        guard let changes = state.ledger.unsaved else { return }
        if changes.isRingChanged {
            try saveRing()
            write(state.ledger.ringSaved())
            try checkpoint(.ringSaved)
        }
        if !changes.lines.isEmpty { try write(changes.lines) }
        state.ledger.linesWritten()
        try checkpoint(.ringJournaled)
    }

    private func saveRing() throws(StepStop) {
        guard let ring else { return }
        do throws(StateFileError) {
            try StateFile.save(ring, to: folder.stateFile(of: zone), after: journalHead)
        } catch {
            state.rollBack()
            throw .trouble(.state(error))
        }
    }

    /// The end of the journal; nil if it cannot be opened, of which writing to it will tell.
    private var journalHead: JournalHead? {
        let (log, zone) = (environment.log, zone)
        return try? journal.head(at: now) { log.write(.error, zone: zone, $0) }
    }

    /// Writes lines, the last of them with the state's record.
    private func write(_ lines: [JournalEntry]) throws(StepStop) {
        let (log, zone) = (environment.log, zone)
        var lines = lines
        let written = lines.isEmpty ? nil : ring.flatMap(RecordedState.init)
        if let written { lines[lines.count - 1].state = StateRecord(from: journaled, to: written) }
        do throws(JournalError) {
            try journal.append(lines, at: now) { log.write(.error, zone: zone, $0) }
            if !lines.isEmpty { journaled = written }
        } catch {
            throw .trouble(.journal(error))
        }
    }

    // MARK: - Checks

    /// Holds a state against the journal and the published zone: the older one of two must not be followed.
    private func check(_ content: StateContent) throws(StepStop) {
        let path = folder.journalFile(of: zone)
        let (standing, recorded) = try StepStop.ofSystem { () throws(SystemError) in
            try content.standing(to: path)
        }
        switch standing {
        case .current(let isRecorded): journaled = isRecorded ? recorded : nil
        case .behind(let lines, let last):
            throw .trouble(.stateBehind(zone: zone, .journal(lines: lines, last: last)))
        case .unknown(let last): throw .trouble(.stateBehind(zone: zone, .unknownToJournal(last: last)))
        case .cut(let lines, let expected):
            tell("\(path) has \(lines) lines; expected \(expected), the same as when the state was saved")
        case .damaged(let line, let fault): tell("\(path):\(line): \(fault)")
        }
        try checkOutput(content.ring)
    }

    /// A journal that is damaged goes on behind the damage, and keeps the whole state with its next line.
    private func tell(_ problem: String) {
        state.publisher.warn(problem)
        environment.log.write(.error, zone: zone, problem)
    }

    private func checkOutput(_ ring: KeyRing) throws(StepStop) {
        let identity = try? FileIdentity(path: configuration.output)
        if let recalled, recalled.outputPrint == Fingerprint(identity).value { return }
        if let difference = difference(of: ring) {
            throw .trouble(.stateBehind(zone: zone, difference))
        }
    }

    /// What the published zone knows and a ring does not; nil if the ring knows all of it, or if the zone is no witness.
    func difference(of ring: KeyRing) -> StateDifference? {
        sealedOutput.flatMap { ring.difference(to: $0.keys, file: configuration.output) }
    }
}
