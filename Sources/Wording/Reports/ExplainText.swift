public import ControlProtocol
import DNSSECModel

/// Why steps wait, in plain words.
public enum ExplainText {
    /// A paragraph for each wait; `isVerbose` adds the states of every key's records.
    public static func lines(_ report: ExplainReport, isVerbose: Bool) -> [String] {
        var lines = error(report)
        for wait in report.waits { lines += (lines.isEmpty ? [] : [""]) + paragraph(wait, report) }
        if report.waits.isEmpty { lines.append("No step waits.") }
        lines += holds(report.operatorHolds, report.time)
        lines += orders(report.orders)
        if !report.votes.isEmpty { lines += ["", "Approved and refused:"] }
        for vote in report.votes { lines += StatusText.item(text(vote, report.time)) }
        lines += shortcuts(report.shortcuts, now: report.time)
        if isVerbose, !report.keys.isEmpty { lines += [""] + KeyText.states(report.keys) }
        return lines
    }

    /// What goes wrong, and what to type against it.
    private static func error(_ report: ExplainReport) -> [String] {
        guard let error = report.error else { return [] }
        return Prose.hanging("error: \(error.message) (\(error.at.distance(from: report.time)))", by: 2)
            + report.remedies.flatMap { fact("to type", $0) }
    }

    // MARK: - Waits

    private static func paragraph(_ wait: WaitExplanation, _ report: ExplainReport) -> [String] {
        let now = report.time
        var lines = Prose.hanging(headline(wait, now), by: 2)
        lines += fact("why", reason(wait, report))
        lines += fact("who acts", actor(wait))
        if let sum = wait.arithmetic {
            lines += fact("arithmetic", "\(sum.since) + \(sum.interval) = \(sum.until)")
            lines += fact("", "\(sum.sum)  [\(sum.formula)]")
        }
        for (index, command) in wait.commands.enumerated() {
            lines += fact(index == 0 ? "to type" : "", command)
        }
        return lines
    }

    private static func headline(_ wait: WaitExplanation, _ now: Instant) -> String {
        let step = wait.hold.step()
        let moment = { (instant: Instant) in "\(instant) (\(instant.distance(from: now)))" }
        guard let earliest = wait.earliest ?? wait.hold.expected else {
            return "\(step): nobody can tell yet when."
        }
        if wait.hold.until != nil { return "\(step): \(moment(earliest)) at the earliest." }
        let bound = "not before \(moment(earliest)), if everyone acts at once."
        guard let expected = wait.hold.expected, expected != earliest else { return "\(step): \(bound)" }
        return "\(step): expected at \(moment(expected)), as the plan has it; \(bound)"
    }

    private static func reason(_ wait: WaitExplanation, _ report: ExplainReport) -> String {
        switch wait.hold.kind {
        case .manual, .gate, .ordered: wait.hold.sentence(of: report.zone, now: report.time)
        case .policy, .time, .chainOfTrust, .observation, .queued: "it waits until \(wait.hold.outcome())"
        }
    }

    private static func actor(_ wait: WaitExplanation) -> String {
        switch wait.actor {
        case .daemon: "nobody; the daemon goes on by itself"
        case .operator: wait.trouble.map { "you: \($0)" } ?? "you"
        case .policy: "nobody can: this policy does not let the step come; change the policy"
        case .parent: "the parent; the daemon, or you, must be told when it has"
        case .approvers: "any of \(wait.people.joined(separator: ", "))"
        }
    }

    /// A label and its text beside it.
    private static func fact(_ label: String, _ text: String) -> [String] {
        let margin = String(repeating: " ", count: 14)
        var lines = Prose.wrapped(text, indentation: margin)
        guard let first = lines.first else { return [] }
        let head = "  \(label)"
        lines[0] = head + String(repeating: " ", count: max(1, 14 - head.count)) + first.dropFirst(14)
        return lines
    }

    // MARK: - People

    /// What operators hold up.
    static func holds(_ holds: [OperatorHoldStatus], _ now: Instant) -> [String] {
        guard !holds.isEmpty else { return [] }
        return ["", "Held:"]
            + holds.flatMap { hold in
                let end =
                    hold.until.map { "until \($0) (\($0.distance(from: now)))" } ?? "until it is released"
                let what = HeldSubject(hold).text()
                return StatusText.item("\(what), \(end), by \(hold.user) since \(hold.at): \(hold.reason)")
            }
    }

    /// What people have ordered and what is not over.
    static func orders(_ orders: [OrderStatus]) -> [String] {
        orders.isEmpty ? [] : ["", "Ordered:"] + orders.flatMap { StatusText.item($0.sentence()) }
    }

    private static func text(_ vote: VoteStatus, _ now: Instant) -> String {
        let verb = vote.approves ? "approved" : "refused"
        let end = vote.until.map { ", until \($0) (\($0.distance(from: now)))" } ?? ""
        let reason = vote.reason.map { ": \($0)" } ?? ""
        let key = KeyName(vote.key).text()
        return "\(vote.user) \(verb) \(vote.phase.rawValue) of \(key) at \(vote.at)\(end)\(reason)"
    }

    // MARK: - Shortcuts

    /// What a person could force, and what breaks.
    static func shortcuts(_ shortcuts: [Shortcut], now: Instant) -> [String] {
        guard !shortcuts.isEmpty else { return [] }
        var lines = ["", "Faster, at a risk; nothing of this is done by itself:"]
        for shortcut in shortcuts {
            let instead = shortcut.scheduled.map { ", instead of \($0) (\($0.distance(from: now)))" } ?? ""
            lines += StatusText.item("\(shortcut.step()) now\(instead):")
            for risk in shortcut.risks {
                let end = risk.until.map { " (for \($0 - now))" } ?? ""
                lines += Prose.wrapped("\(risk.sentence())\(end)", indentation: "      ")
            }
            if shortcut.risks.isEmpty { lines.append("      this endangers nothing") }
            for command in shortcut.commands { lines += Prose.wrapped(command, indentation: "      ") }
        }
        return lines
    }
}
