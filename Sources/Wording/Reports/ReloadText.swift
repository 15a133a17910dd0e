public import ControlProtocol
import DNSSECModel

// What a reload brought, for people.
extension StatusText {
    /// What was changed or would be, which steps move, and why nothing was changed if that is so.
    public static func reload(_ report: ReloadReport) -> [String] {
        let parts = [("Added", report.added), ("Removed", report.removed), ("Changed", report.changed)]
        let zones = parts.filter { !$0.1.isEmpty }.flatMap { word, zones in
            Prose.hanging("\(word): \(zones.map(\.description).joined(separator: " "))", by: 2)
        }
        let none = "No zone is added, removed or changed."
        return report.problems + (zones.isEmpty && report.problems.isEmpty ? [none] : zones)
            + report.schedules.flatMap { moves(of: $0, report.time) } + omission(report)
            + (report.settings + report.notes.map { $0.sentence() }).flatMap { Prose.hanging($0, by: 2) }
            + report.doubts.flatMap { Prose.hanging("Careful: \($0.sentence()).", by: 2) } + verdict(report)
    }

    private static func moves(of schedule: ZoneSchedule, _ now: Instant) -> [String] {
        ["\(schedule.zone) moves:"]
            + schedule.moves.flatMap { move -> [String] in
                let (from, to) = (move.from.map { moment($0, now) }, move.to.map { moment($0, now) })
                let change =
                    switch (from, to) {
                    case (let from?, let to?): "\(to), before \(from)"
                    case (nil, let to?): "\(to), new"
                    case (let from?, nil): "no longer, before \(from)"
                    case (nil, nil): "no date"
                    }
                return Prose.hanging("  \(move.step()): \(change)", by: 4)
            }
    }

    private static func omission(_ report: ReloadReport) -> [String] {
        report.omitted == 0
            ? [] : ["\(Prose.count(report.omitted, "changed zone", "changed zones")) not looked at."]
    }

    private static func verdict(_ report: ReloadReport) -> [String] {
        switch report.outcome {
        case .applied: ["Read again; it is in force."]
        case .dryRun: ["Nothing was changed; keyturn reload\(report.doubts.isEmpty ? "" : " --yes") does it."]
        case .refused: ["refused: nothing was changed."]
        case .unconfirmed: ["refused: nothing was changed; keyturn reload --yes does it."]
        }
    }
}
