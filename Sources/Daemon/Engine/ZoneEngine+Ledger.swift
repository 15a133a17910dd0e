import DNSSECModel
import JSON
import KeyStore
import SystemIO
import Timeline

// Ring and journal between the ledger and the disk.
extension ZoneEngine {
    /// Reads the zone's ring, once; a new zone gets an empty one, on the disk before anything else.
    func loadState() throws(StepStop) {
        guard ring == nil else { return }
        do throws(StateFileError) {
            if let loaded = try folder.load(zone) {
                state.ledger.take(loaded)
                return
            }
        } catch {
            throw .trouble(.state(error))
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
            try StateFile.save(ring, to: folder.stateFile(of: zone))
        } catch {
            state.rollBack()
            throw .trouble(.state(error))
        }
    }

    private func write(_ lines: [JournalEntry]) throws(StepStop) {
        let (log, zone) = (environment.log, zone)
        do throws(JournalError) {
            try journal.append(lines, at: now) { log.write(.error, zone: zone, $0) }
        } catch {
            throw .trouble(.journal(error))
        }
    }
}
