import DNSCore
import DNSSECModel
import KeyStore
import SystemIO
import Timeline

// Going to rest, and coming back from it: what the engine knows beside the disk goes into the row and comes from it.
extension ZoneEngine {
    /// The largest zone file, in octets, that one thread signs alone: the others have zones of their own.
    private static let smallZone: Int64 = 1 << 20

    /// How many threads are of use to the zone.
    func usefulThreads(_ most: Int) -> Int {
        let size = (try? FileIdentity(path: configuration.file))?.size ?? 0
        return size <= Self.smallZone ? 1 : most
    }

    // MARK: - To rest

    /// The row of a zone with which nothing goes on; `nil` if something does that the disk does not tell.
    func restingRow(_ report: ZoneReport) -> RestingZone? {
        guard isQuiet, let ring, report.risks(at: now).isEmpty else { return nil }
        var row = RestingZone()
        row.seen = PackedInstant(now)
        row.wake = PackedInstant(report.nextWake)
        row.condition = report.standing
        row.serial = report.serial
        row.published = PackedInstant(ring.publication?.at)
        row.signaturesExpire = PackedInstant(report.signaturesExpire)
        row.nextSigning = PackedInstant(report.nextSigning)
        row.steps = report.steps(ring)
        row.announcement = told.announcement
        row.statePrint = Fingerprint.ofFile(folder.stateFile(of: zone))
        var sources: [String] = []
        if let signed = state.publisher.signed {
            row.sourcePrint = Fingerprint.ofFiles(signed.source)
            row.outputPrint = Fingerprint(signed.output).value
            if signed.source.count > 1 { sources = signed.source.keys.sorted() }
        }
        let warnings = report.warnings
        if !sources.isEmpty || !warnings.isEmpty || !troubles.isEmpty {
            row.uncommon = RestingZone.UncommonFields(
                sources: sources,
                warnings: warnings,
                troubles: troubles
            )
        }
        return row
    }

    /// True if nothing goes on that only the memory knows.
    private var isQuiet: Bool {
        guard !hasDied, state.ledger.unsaved == nil, state.hook == nil, state.publisher.unrecorded == nil,
            state.policies.rejected == nil, !state.ledger.isKeyTimesDue, ring?.forcedSteps.isEmpty ?? true,
            mailbox.isEmpty,
            troubles.allSatisfy({ $0 == .policy || $0 == .clock || $1.trouble.isExcused })
        else { return false }
        guard let signed = state.publisher.signed else { return true }
        return signed.plan == ring?.publication?.plan && signed.serial == ring?.publication?.serial
            && signed.policy == policy
    }

    // MARK: - Back

    /// Reads the ring of a zone that was looked at before; a new zone is left to its first step.
    func recallRing() {
        guard ring == nil, recalled != nil else { return }
        readRing()
    }

    /// Reads the ring where that was not done yet, and what the zone comes back from with it.
    func readRing() {
        guard ring == nil else { return }
        let print = Fingerprint.ofFile(folder.stateFile(of: zone))
        undertake(.state) { () throws(StepStop) in try loadState() }
        settlePolicy()
        if let policy { state.ledger.recallReasons(policy) }
        if let row = recalled { recallSigned(row, statePrint: print) } else { removeLeftovers() }
    }

    /// What was signed last, as the row and the ring know it, where no file was touched since.
    private func recallSigned(_ row: RestingZone, statePrint: UInt64) {
        guard ring != nil else { return }
        _ = takeRecalled()
        guard row.statePrint == statePrint, let publication = ring?.publication, let policy else {
            state.ledger.lookAtKeyTimes()
            return removeLeftovers()
        }
        let identities = row.sources(configuration.file).map { ($0, try? FileIdentity(path: $0)) }
        let source = Dictionary(uniqueKeysWithValues: identities)
        let output = try? FileIdentity(path: configuration.output)
        guard row.sourcePrint == Fingerprint.ofFiles(source),
            row.outputPrint == Fingerprint(output).value
        else { return }
        state.publisher.recall(
            SignedState(
                source: source,
                rules: configuration.rules,
                policy: policy,
                plan: publication.plan,
                output: output,
                serial: publication.serial,
                earliestExpiration: row.signaturesExpire.instant,
                due: row.nextSigning.instant
            )
        )
    }

    /// Removes what a writer that was killed has left among the keys, when nobody has looked since.
    private func removeLeftovers() {
        undertake(.keyTimes) { () throws(StepStop) in
            for file in try keyFiles.removeLeftovers() {
                environment.log.write(.notice, zone: zone, "removed \(file), which was never finished")
            }
        }
    }

    /// What a zone at rest says of itself: as it was when it was last looked at.
    func reportAtRest(_ row: RestingZone) -> ZoneReport {
        if recalled != nil {
            undertake(.state) { () throws(StepStop) in try loadState(isForQuestion: true) }
            settlePolicy()
        } else if ring == nil {
            // Right after a start nobody has looked yet; what is recorded can be told all the same.
            if let loaded = try? folder.load(zone) { state.ledger.take(loaded) }
        }
        look(at: row.seen.instant ?? ring?.lastAdvanced ?? now)
        lookAhead()
        guard row.seen.instant != nil else { return report }
        var report = report(next: row.steps.first(where: \.isNext)?.hold)
        report.nextWake = row.wake.instant
        report.serial = row.serial
        report.signaturesExpire = row.signaturesExpire.instant ?? report.signaturesExpire
        report.nextSigning = row.nextSigning.instant
        return report
    }
}

extension RestingZone {
    /// The files that the zone was read from.
    func sources(_ file: String) -> [String] {
        guard let sources = uncommon?.sources, !sources.isEmpty else { return [file] }
        return sources
    }

    /// What `sourcePrint` would be now.
    func sourcePrintNow(_ file: String) -> UInt64 {
        let identities = sources(file).map { ($0, try? FileIdentity(path: $0)) }
        return Fingerprint.ofFiles(Dictionary(uniqueKeysWithValues: identities))
    }
}

extension ZoneReport {
    /// The steps that a row keeps: the next one, and those that a person must do.
    func steps(_ ring: KeyRing) -> [RowStep] {
        var steps = holds.filter { isTask($0, at: time) }.map {
            RowStep($0, in: ring, isNext: $0 == next, isTask: true)
        }
        if let next, !steps.contains(where: \.isNext) {
            steps.insert(RowStep(next, in: ring, isNext: true, isTask: false), at: 0)
        }
        return steps
    }
}

extension ZoneEngine {
    /// The zone file, what it includes, and the output.
    var watchedFiles: Set<String> {
        Set([configuration.file, configuration.output]).union(state.publisher.signed?.source.keys ?? [:].keys)
    }

    /// Closes the journal until the next line.
    func closeJournal() { journal.close() }

    /// Looks what waits after a command, and changes nothing.
    ///
    /// - Returns: True if a step is due at once: then what waits is behind it, and not what comes next.
    @discardableResult
    func lookAhead() -> Bool {
        guard let ring, let policy else { return false }
        let decision = Timeline.advance(policy, ring, at: now)
        state.outlook = Outlook(decision, before: ring)
        return decision.ring.keys != ring.keys
    }
}
