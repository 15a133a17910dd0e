public import ControlProtocol
public import DNSSECModel
import PolicyFile
import Synchronization
import Wording

// Reading everything again: all of it comes into force, or nothing at all.
extension Engine {
    /// Changed zones whose rolls a reload looks at immediately; the others follow in the next round.
    private static let mostNotes = 200

    /// The configuration that is in force, without its zones.
    public var configuration: DaemonConfiguration { contents.withLock { $0.configuration } }

    /// Reads configuration and policies again, and lets everything that failed be tried again.
    ///
    /// Nothing at all is changed if something has an error that did not stand before, or if a person has to agree first
    /// (`ReloadLimits`) and has not.
    public func reload(_ order: ReloadOrder, now: Instant) -> ReloadReport {
        let report = exclusively { takeOver(order, now) }
        note(report)
        tell(report)
        if report.outcome == .applied { wake() }
        return report
    }

    /// Remembers for `status` whether the configuration on the disk is in force.
    private func note(_ report: ReloadReport) {
        switch report.outcome {
        case .dryRun: return
        case .applied: heldReload.withLock { $0 = nil }
        case .refused, .unconfirmed:
            let held = HeldReload(
                at: report.time,
                outcome: report.outcome,
                problems: report.problems,
                doubts: report.outcome == .unconfirmed ? report.doubts : []
            )
            heldReload.withLock { $0 = held }
        }
    }

    private func tell(_ report: ReloadReport) {
        for problem in report.problems { options.log.write(.error, problem) }
        switch report.outcome {
        case .dryRun: return
        case .refused: options.log.write(.error, "the reload was refused: everything stays as it was")
        case .unconfirmed:
            for doubt in report.doubts { options.log.write(.warning, doubt.sentence()) }
            options.log.write(
                .warning,
                "the reload waits for a person: everything stays as it was; look at keyturn reload --dry-run, then "
                    + "keyturn reload --yes"
            )
        case .applied:
            for line in report.settings + report.notes.map({ $0.sentence() }) {
                options.log.write(.notice, line)
            }
            options.log.write(
                .notice,
                "read configuration and policies: \(report.added.count) zones added, "
                    + "\(report.removed.count) removed, \(report.changed.count) changed"
            )
        }
    }

    private func takeOver(_ order: ReloadOrder, _ now: Instant) -> ReloadReport {
        let new: DaemonConfiguration
        do throws(EngineError) {
            new = try Engine.read(configurationFile, log: options.log)
        } catch {
            let problems = error.description.split(whereSeparator: \.isNewline).map(String.init)
            return ReloadReport(time: now, outcome: .refused, problems: problems)
        }
        let (old, slots) = contents.withLock { ($0.configuration, $0.slots) }
        let settings = SettingChanges(from: old, to: new, isLogLevelFixed: options.isLogLevelFixed)
        var change = PendingReload(new, slots)
        change.compare(at: now)
        var report = change.report(at: now)
        report.settings = settings.lines
        report.outcome =
            if !report.problems.isEmpty {
                .refused
            } else if order.isDryRun {
                .dryRun
            } else if !report.doubts.isEmpty, !order.isConfirmed {
                .unconfirmed
            } else {
                .applied
            }
        guard report.outcome == .applied else { return report }
        apply(change, settings.inForce, now, &report)
        return report
    }

    private func apply(
        _ change: PendingReload,
        _ configuration: DaemonConfiguration,
        _ now: Instant,
        _ report: inout ReloadReport
    ) {
        for warning in change.warnings { options.log.write(.warning, warning.description) }
        if !options.isLogLevelFixed { options.log.threshold = configuration.logLevel }
        let context = context(configuration)
        let kept = change.zones.map { zone -> HostedZone in
            guard let slot = zone.slot else {
                return HostedZone(
                    zone.configuration.name,
                    context.orders.order(zone.configuration, zone.choice.shared),
                    zone.choice,
                    context,
                    after: leaving.withLock { $0.removeValue(forKey: zone.configuration.name) }
                )
            }
            slot.reload(zone.configuration, zone.choice)
            return slot
        }
        contents.withLock { contents in
            contents.configuration = configuration.withoutZones
            contents.book = ZoneTable(kept)
            contents.looksAtAll = true
            contents.edition += 1
        }
        retire(change.gone)
        let changed = Set(report.changed)
        // What becomes of rolls that are under way, of the first zones: more nobody reads.
        report.notes += kept.filter { changed.contains($0.zone) }.prefix(Self.mostNotes).compactMap {
            $0.noteOnReload(at: now)
        }
    }

    /// Ends the work with zones; one that is stuck is waited for only where it comes back.
    private func retire(_ slots: [HostedZone]) {
        let busy = slots.filter { !$0.retire() }
        leaving.withLock { leaving in
            leaving = leaving.filter { !$0.value.retire() }
            for slot in busy { leaving[slot.zone] = slot }
        }
    }
}
