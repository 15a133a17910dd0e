public import ControlProtocol
import DNSSECModel

/// What commands did, in plain words.
public enum ActionText {
    /// Moved steps that are shown; the rest is counted.
    private static let shownMoves = 16

    /// What a command did, what moves, what it costs and endangers, and what comes next.
    public static func lines(_ report: ActionReport) -> [String] {
        var lines = Prose.hanging(capitalized(report.done), by: 2)
        if !report.risks.isEmpty { lines.append("This endangers resolvers:") }
        for risk in report.risks {
            let distance = risk.until.map { ", \($0.distance(from: report.time))" } ?? ""
            lines += StatusText.item("\(risk.sentence()) [rule \(risk.rule.rawValue)\(distance)]")
        }
        lines += moves(report.moves)
        if !report.costs.isEmpty {
            lines += ["Costs:"] + report.costs.flatMap { StatusText.item($0.sentence()) }
        }
        lines += steps(report.steps, now: report.time)
        if let assumed = Language.english.sentence(report.assumptions), !report.steps.isEmpty {
            lines += Prose.hanging(assumed, by: 2)
        }
        lines += ExplainText.shortcuts(report.shortcuts, now: report.time)
        if let next = report.next {
            let sentence = next.wait.sentence(of: report.zone, now: report.time)
            lines += Prose.hanging("Next: \(sentence)", by: 2)
        }
        return lines
    }

    /// The same for each zone of a policy.
    public static func lines(_ report: PolicyActionReport) -> [String] {
        report.zones.enumerated().flatMap { index, zone in
            (index == 0 ? [] : [""]) + ["\(zone.zone)"] + lines(zone)
        }
    }

    private static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    // MARK: - Tables

    private static func moves(_ moves: [StepMove]) -> [String] {
        guard !moves.isEmpty else { return [] }
        var table = Columns()
        table.append("BEFORE", "NOW", "", "STEP")
        for move in moves.prefix(shownMoves) {
            table.append(
                move.from?.description ?? "no date",
                move.to?.description ?? "no date",
                distance(move),
                move.step()
            )
        }
        let more = moves.count - min(moves.count, shownMoves)
        let rest = more == 0 ? [] : ["and \(Prose.count(more, "later step", "later steps"))"]
        return table.lines + rest
    }

    private static func distance(_ move: StepMove) -> String {
        guard let from = move.from, let to = move.to else { return "" }
        return to > from ? "+\(to - from)" : "\(to - from)"
    }

    private static func steps(_ steps: [PlanEvent], now: Instant) -> [String] {
        guard !steps.isEmpty else { return [] }
        var table = Columns()
        table.append("TIME", "", "WHO", "STEP")
        for step in steps {
            table.append(
                step.time.description,
                step.time.distance(from: now),
                step.actor.rawValue,
                step.change()
            )
        }
        return table.lines
    }
}
