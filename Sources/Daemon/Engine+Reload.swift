public import ControlProtocol
public import DNSSECModel
import Synchronization

// Reading everything again.
extension Engine {
    /// The configuration that is in force.
    public var configuration: DaemonConfiguration { contents.withLock { $0.configuration } }

    /// Reads configuration and policies again, and lets everything that failed be tried again.
    ///
    /// What has an error stays as it was.
    public func reload(now: Instant) -> ReloadReport {
        let report = exclusively { takeOver(now) }
        for problem in report.problems { options.log.write(.error, problem) }
        for note in report.notes { options.log.write(.notice, note) }
        options.log.write(
            .notice,
            "read configuration and policies: \(report.added.count) zones added, \(report.removed.count) removed, "
                + "\(report.changed.count) changed"
        )
        wake()
        return report
    }

    private func takeOver(_ now: Instant) -> ReloadReport {
        var report = ReloadReport(time: now, added: [], removed: [], changed: [], problems: [])
        let new: DaemonConfiguration
        do throws(EngineError) {
            new = try Engine.read(configurationFile, log: options.log)
        } catch {
            report.problems = error.description.split(whereSeparator: \.isNewline).map(String.init)
            return report
        }
        let (old, slots) = contents.withLock { ($0.configuration, $0.slots) }
        if new.state != old.state { report.problems.append("state: another folder needs a restart") }
        if new.socket != old.socket { report.problems.append("socket: another path needs a restart") }
        var known = Dictionary(uniqueKeysWithValues: slots.map { ($0.zone, $0) })
        var kept: [ZoneSlot] = []
        for zone in new.zones {
            guard let slot = known.removeValue(forKey: zone.name) else {
                report.added.append(zone.name)
                kept.append(slot(zone, in: new))
                continue
            }
            let policy = PolicyChoice(zone, in: new)
            if let trouble = policy.trouble { report.problems.append(trouble.description) }
            let (isNew, note) = slot.reload(zone, policy, at: now)
            if isNew { report.changed.append(zone.name) }
            if let note { report.notes.append(note) }
            kept.append(slot)
        }
        report.removed = slots.map(\.zone).filter { known[$0] != nil }
        for slot in known.values { slot.retire() }
        contents.withLock { $0 = Contents(configuration: new, slots: kept) }
        return report
    }
}
