public import ControlProtocol
public import DNSSECModel
import PolicyFile
import Synchronization

// Reading everything again.
extension Engine {
    /// Of so many changed zones a reload looks at once what becomes of their rolls.
    private static let mostNotes = 200

    /// The configuration that is in force, without its zones.
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
        let kept = takeOver(new, slots, &report)
        let names = Set(kept.map(\.zone))
        let gone = slots.filter { !names.contains($0.zone) }
        report.removed = gone.map(\.zone)
        let changed = Set(report.changed)
        contents.withLock { contents in
            contents.configuration = new.withoutZones
            contents.book = ZoneTable(kept)
            contents.looksAtAll = true
            contents.edition += 1
        }
        retire(gone)
        noteChanges(of: kept.filter { changed.contains($0.zone) }, now, &report)
        return report
    }

    /// The zones of a new configuration: those that are there already, and new ones.
    private func takeOver(_ new: DaemonConfiguration, _ slots: [HostedZone], _ report: inout ReloadReport)
        -> [HostedZone]
    {
        let known = Dictionary(uniqueKeysWithValues: slots.map { ($0.zone, $0) })
        var policies = LoadedPolicies(new, inForce: Self.distinct(slots.compactMap(\.policy)))
        let context = context(new)
        var problems: Set<String> = []
        let kept = new.zones.map { zone -> HostedZone in
            let choice = policies.choice(for: zone)
            guard let slot = known[zone.name] else {
                report.added.append(zone.name)
                return HostedZone(
                    zone.name,
                    context.orders.order(zone, choice.shared),
                    choice,
                    context,
                    after: leaving.withLock { $0.removeValue(forKey: zone.name) }
                )
            }
            if let trouble = choice.trouble, problems.insert(trouble.description).inserted {
                report.problems.append(trouble.description)
            }
            if slot.reload(zone, choice) { report.changed.append(zone.name) }
            return slot
        }
        for warning in policies.warnings { options.log.write(.warning, warning.description) }
        return kept
    }

    /// Ends the work with zones; one that is stuck is waited for only where it comes back.
    private func retire(_ slots: [HostedZone]) {
        let busy = slots.filter { !$0.retire() }
        leaving.withLock { leaving in
            leaving = leaving.filter { !$0.value.retire() }
            for slot in busy { leaving[slot.zone] = slot }
        }
    }

    private static func distinct(_ policies: [SharedPolicy]) -> [SharedPolicy] {
        var seen: Set<ObjectIdentifier> = []
        return policies.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// Says what becomes of the rolls that are under way, of the first zones: more nobody reads.
    private func noteChanges(of slots: [HostedZone], _ now: Instant, _ report: inout ReloadReport) {
        report.notes = slots.prefix(Self.mostNotes).compactMap { $0.noteOnReload(at: now) }
    }
}
