public import ControlProtocol
import DNSSECModel

/// Why steps wait, in plain words.
public enum ExplainText {
    /// A paragraph for each wait; `isVerbose` adds the states of every key's records.
    public static func lines(
        _ report: ExplainReport,
        isVerbose: Bool,
        in language: Language = .english
    ) -> [String] {
        var lines = error(report, language)
        for wait in report.waits { lines += (lines.isEmpty ? [] : [""]) + paragraph(wait, report, language) }
        if report.waits.isEmpty { lines.append(language.say("No step waits.", "沒有等待中的步驟。")) }
        lines += holds(report.operatorHolds, report.time, language)
        lines += orders(report.orders, language)
        if !report.votes.isEmpty { lines += ["", language.say("Approved and refused:", "核准與拒絕：")] }
        for vote in report.votes { lines += StatusText.item(text(vote, report.time, language)) }
        lines += shortcuts(report.shortcuts, now: report.time, in: language)
        if isVerbose, !report.keys.isEmpty { lines += [""] + KeyText.states(report.keys, in: language) }
        return lines
    }

    /// What goes wrong, and what to type against it.
    private static func error(_ report: ExplainReport, _ language: Language) -> [String] {
        guard let error = report.error else { return [] }
        let distance = language.distance(of: error.at, from: report.time)
        let text = language.say(
            "error: \(error.message) (\(distance))",
            "錯誤：\(error.message)（\(distance)）"
        )
        return Prose.hanging(text, by: 2)
            + report.remedies.flatMap { fact(language.say("to type", "指令"), $0) }
    }

    // MARK: - Waits

    private static func paragraph(
        _ wait: WaitExplanation,
        _ report: ExplainReport,
        _ language: Language
    ) -> [String] {
        let now = report.time
        var lines = Prose.hanging(headline(wait, now, language), by: 2)
        lines += fact(language.say("why", "原因"), reason(wait, report, language))
        lines += fact(language.say("who acts", "執行者"), actor(wait, language))
        if let sum = wait.arithmetic {
            lines += fact(language.say("arithmetic", "計算"), "\(sum.since) + \(sum.interval) = \(sum.until)")
            lines += fact("", "\(sum.sum)  [\(sum.formula)]")
        }
        for (index, command) in wait.commands.enumerated() {
            lines += fact(index == 0 ? language.say("to type", "指令") : "", command)
        }
        return lines
    }

    private static func headline(_ wait: WaitExplanation, _ now: Instant, _ language: Language) -> String {
        let step = wait.hold.step(language)
        guard let earliest = wait.earliest ?? wait.hold.expected else {
            return language.say("\(step): nobody can tell yet when.", "\(step)：時間尚無法得知。")
        }
        let moment = language.moment(earliest, now)
        if wait.hold.until != nil {
            return language.say("\(step): \(moment) at the earliest.", "\(step)：最早於 \(moment)。")
        }
        let bound = language.say(
            "not before \(moment), if everyone acts at once.",
            "若各方立即行動，不早於 \(moment)。"
        )
        guard let expected = wait.hold.expected, expected != earliest else {
            return language.say("\(step): \(bound)", "\(step)：\(bound)")
        }
        let date = language.moment(expected, now)
        return language.say(
            "\(step): expected at \(date), as the plan has it; \(bound)",
            "\(step)：依計畫預計於 \(date)；\(bound)"
        )
    }

    private static func reason(
        _ wait: WaitExplanation,
        _ report: ExplainReport,
        _ language: Language
    ) -> String {
        switch wait.hold.kind {
        case .manual, .gate, .ordered:
            return wait.hold.sentence(of: report.zone, now: report.time, in: language)
        case .policy, .time, .chainOfTrust, .observation, .queued:
            let outcome = wait.hold.outcome(language)
            return language.say("it waits until \(outcome)", "等待：\(outcome)")
        }
    }

    private static func actor(_ wait: WaitExplanation, _ language: Language) -> String {
        switch wait.actor {
        case .daemon:
            language.say("nobody; the daemon goes on by itself", "無須人員；常駐程式將自行繼續")
        case .operator:
            wait.trouble.map { trouble in language.say("you: \(trouble)", "您：\(trouble)") }
                ?? language.say("you", "您")
        case .policy:
            language.say(
                "nobody can: this policy does not let the step come; change the policy",
                "無人可行：此政策使該步驟無法進行，請修改政策"
            )
        case .parent:
            language.say(
                "the parent; the daemon, or you, must be told when it has",
                "上層區域；完成後須告知常駐程式，或由您告知"
            )
        case .approvers:
            language.say(
                "any of \(wait.people.joined(separator: ", "))",
                "\(wait.people.joined(separator: "、")) 之中任一人"
            )
        }
    }

    /// A label and its text beside it.
    private static func fact(_ label: String, _ text: String) -> [String] {
        let margin = String(repeating: " ", count: 14)
        var lines = Prose.wrapped(text, indentation: margin)
        guard let first = lines.first else { return [] }
        let head = "  \(label)"
        let blank = String(repeating: " ", count: max(1, 14 - TextWidth.columns(head)))
        lines[0] = head + blank + first.dropFirst(14)
        return lines
    }

    // MARK: - People

    /// What operators hold up.
    static func holds(_ holds: [OperatorHoldStatus], _ now: Instant, _ language: Language) -> [String] {
        guard !holds.isEmpty else { return [] }
        return ["", language.say("Held:", "暫緩：")]
            + holds.flatMap { hold in
                let end = language.end(of: hold.until, now: now)
                let what = HeldSubject(hold).text(language)
                return StatusText.item(
                    language.say(
                        "\(what), \(end), by \(hold.user) since \(hold.at): \(hold.reason)",
                        "\(what)，\(end)，由 \(hold.user) 於 \(hold.at) 暫緩：\(hold.reason)"
                    )
                )
            }
    }

    /// What people have ordered and what is not over.
    static func orders(_ orders: [OrderStatus], _ language: Language) -> [String] {
        guard !orders.isEmpty else { return [] }
        return ["", language.say("Ordered:", "已下令：")]
            + orders.flatMap { StatusText.item($0.sentence(language)) }
    }

    private static func text(_ vote: VoteStatus, _ now: Instant, _ language: Language) -> String {
        let end =
            vote.until.map { until in
                let moment = language.moment(until, now)
                return language.say(", until \(moment)", "，效期至 \(moment)")
            } ?? ""
        let reason = vote.reason.map { language.say(": \($0)", "：\($0)") } ?? ""
        let key = KeyName(vote.key).text(language)
        let step = language.word(vote.phase)
        return language.say(
            "\(vote.user) \(vote.approves ? "approved" : "refused") \(step) of \(key) at \(vote.at)\(end)\(reason)",
            "\(vote.user) 於 \(vote.at) \(vote.approves ? "核准" : "拒絕") \(key) 的「\(step)」\(end)\(reason)"
        )
    }

    // MARK: - Shortcuts

    /// What a person could force, and what breaks.
    static func shortcuts(_ shortcuts: [Shortcut], now: Instant, in language: Language = .english) -> [String]
    {
        guard !shortcuts.isEmpty else { return [] }
        let head = language.say(
            "Faster, at a risk; nothing of this is done by itself:",
            "可加速但有風險；以下皆不會自動執行："
        )
        return ["", head] + shortcuts.flatMap { lines(of: $0, now, language) }
    }

    private static func lines(of shortcut: Shortcut, _ now: Instant, _ language: Language) -> [String] {
        let margin = "      "
        let instead =
            shortcut.scheduled.map { date in
                let moment = language.moment(date, now)
                return language.say(", instead of \(moment)", "，而非 \(moment)")
            } ?? ""
        let step = shortcut.step(language)
        var lines = StatusText.item(language.say("\(step) now\(instead):", "立即：\(step)\(instead)："))
        for risk in shortcut.risks {
            let end =
                risk.until.map { until in
                    language.say(" (for \(until - now))", "（為時 \(language.text(until - now))）")
                } ?? ""
            lines += Prose.wrapped("\(risk.sentence(language))\(end)", indentation: margin)
        }
        if shortcut.risks.isEmpty {
            lines.append(margin + language.say("this endangers nothing", "不危及任何解析器"))
        }
        return lines + shortcut.commands.flatMap { Prose.wrapped($0, indentation: margin) }
    }
}
