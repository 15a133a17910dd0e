public import ControlProtocol
public import DNSSECModel
import JSON

/// All zones: one line a zone, then what persons must do.
public struct StatusOverview {
    private var zones: [ZoneSummary] = []
    /// The reload that has changed nothing; nil if the configuration on the disk is in force.
    public var heldReload: HeldReload?

    /// No zone yet.
    public init() {}

    /// Adds a zone.
    public mutating func append(_ zone: ZoneSummary) { zones.append(zone) }

    /// The lines, told at a moment.
    public func lines(now: Instant, in language: Language = .english) -> [String] {
        let held = heldReload.map { [$0.sentence(now: now, in: language)] } ?? []
        guard !zones.isEmpty else {
            return [language.say("The daemon has no zones.", "常駐程式沒有任何區域。")]
                + held.flatMap { Prose.hanging($0, by: 2) }
        }
        var table = Columns(rightAligned: [2])
        table.append(
            language.say("ZONE", "區域"),
            language.say("STATE", "狀態"),
            language.say("SERIAL", "序號"),
            language.say("EXPIRES", "簽章到期"),
            language.say("NEXT STEP", "下一步驟")
        )
        for zone in zones {
            table.append(
                zone.zone.description,
                language.word(zone.condition)
                    + (zone.lastError == nil ? "" : language.say(", error", "，錯誤")),
                zone.serial.map(String.init) ?? "-",
                zone.signaturesExpire.map { language.distance(of: $0, from: now) } ?? "-",
                zone.next.map { StatusText.short($0, now, language) } ?? "-"
            )
        }
        let concerns =
            held + zones.filter(\.isOfConcern).flatMap { StatusText.concerns(of: $0, now, language) }
        let notices = zones.flatMap { zone in
            zone.notices.map { "\(zone.zone): \($0.sentence(language))" }
        }
        let parts = [
            (language.say("A person must act:", "須有人處理："), concerns),
            (language.say("Notices:", "通知："), notices),
        ].filter { !$0.1.isEmpty }
        return table.lines
            + parts.flatMap { title, texts in ["", title] + texts.flatMap { StatusText.item($0) } }
    }
}

/// The daemon's reports in plain words.
public enum StatusText {
    // MARK: - All zones

    /// What persons must do, and what endangers resolvers, a line each and no more: for monitoring.
    public static func concerns(_ zones: [ZoneSummary], now: Instant, in language: Language = .english)
        -> [String]
    {
        let lines = zones.flatMap { concerns(of: $0, now, language) }.map(line)
        return lines.isEmpty ? [language.say("No person needs to act.", "無須人員處理。")] : lines
    }

    /// A text as one line.
    public static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The worst first: signatures that end, what has gone wrong, what people must do, what endangers resolvers.
    static func concerns(of zone: ZoneSummary, _ now: Instant, _ language: Language) -> [String] {
        let signatures = zone.signatures > .sound ? [zone.signatureSentence(now, language)] : []
        let texts =
            signatures.compactMap(\.self) + (zone.lastError.map { [$0.message] } ?? [])
            + zone.tasks.map { $0.sentence(of: zone.zone, now: now, in: language) }
            + zone.risks.map { $0.sentence(language) }
        return texts.map { "\(zone.zone): \($0)" }
    }

    /// What persons should know and need not act on, a line each.
    public static func notices(_ zone: ZoneSummary, in language: Language = .english) -> [String] {
        zone.notices.map { notice in
            let text = "\(zone.zone): \(notice.sentence(language))"
            return language.say("notice: \(text)", "通知：\(text)")
        }
    }

    static func short(_ next: NextAction, _ now: Instant, _ language: Language) -> String {
        let key = "\(language.word(next.phase)) \(KeyName(next.wait.key).text(language))"
        guard let at = next.at else { return language.say("\(key), waiting", "\(key)，等待中") }
        let distance = language.distance(of: at, from: now)
        return language.say("\(distance): \(key)", "\(distance)：\(key)")
    }

    /// A paragraph of a list: its first line stands out by two columns.
    public static func item(_ text: String) -> [String] {
        var lines = Prose.wrapped(text, indentation: "    ")
        if let first = lines.first { lines[0] = String(first.dropFirst(2)) }
        return lines
    }

    // MARK: - One zone

    /// Everything about a zone; `isVerbose` adds the states of every key's records and the formulas of waits.
    public static func zone(_ status: ZoneStatus, isVerbose: Bool, in language: Language = .english)
        -> [String]
    {
        let summary = status.summary
        var lines = Prose.hanging(headline(status, language), by: 2)
        lines += fact(language.say("policy", "政策"), summary.policy)
        for (label, text) in facts(summary, status.time, language) { lines += fact(label, text) }
        if !status.keys.isEmpty {
            lines += [""] + KeyText.table(status.keys, time: status.time, in: language)
        }
        if isVerbose, !status.keys.isEmpty { lines += [""] + KeyText.states(status.keys, in: language) }
        if !status.holds.isEmpty { lines += ["", language.say("Waiting:", "等待中：")] }
        for hold in status.holds {
            let date = hold.expected.map { expected in
                let moment = language.moment(expected, status.time)
                return language.say(" (expected at \(moment))", "（預計於 \(moment)）")
            }
            let more = hold.until == nil && hold.expected != status.time ? date ?? "" : ""
            lines += item(hold.sentence(of: summary.zone, now: status.time, in: language) + more)
            if isVerbose, let formula = hold.formula {
                lines += Prose.wrapped(formula.text, indentation: "      ")
            }
        }
        lines += ExplainText.holds(status.operatorHolds, status.time, language)
        lines += ExplainText.orders(status.orders, language)
        return lines
    }

    private static func headline(_ status: ZoneStatus, _ language: Language) -> String {
        let (summary, now) = (status.summary, status.time)
        let zone = summary.zone
        switch summary.condition {
        case .unknown where summary.lastError == nil:
            return language.say("\(zone) was not looked at yet.", "尚未檢視 \(zone)。")
        case .unknown: return language.say("Nothing is known of \(zone).", "\(zone) 的狀態不明。")
        case .unsigned: return language.say("\(zone) is not signed yet.", "\(zone) 尚未簽署。")
        case .signed where status.keys.contains(where: \.isParentShowing):
            return language.say(
                "\(zone) is signed; the parent shows the DS, which some caches do not know yet.",
                "\(zone) 已簽署；上層區域已提供 DS 紀錄，但部分快取尚未取得。"
            )
        case .signed:
            return language.say(
                "\(zone) is signed; nothing outside leads to its keys yet.",
                "\(zone) 已簽署；外界尚無任何紀錄指向其金鑰。"
            )
        case .secure:
            return language.say(
                "\(zone) is secure: signed, and a chain of trust leads to its keys.",
                "\(zone) 安全：已簽署，且有信任鏈指向其金鑰。"
            )
        case .bogus:
            let why =
                summary.signatureSentence(now, language) ?? language.say("the signatures expired", "簽章已到期")
            return language.say("\(zone) is bogus: \(why).", "\(zone) 無效：\(why)。")
        }
    }

    /// A label, and its text beside it.
    private static func fact(_ label: String, _ text: String) -> [String] {
        let margin = String(repeating: " ", count: 16)
        var lines = Prose.wrapped(text, indentation: margin)
        guard let first = lines.first else { return [] }
        let head = "  \(label)"
        let blank = String(repeating: " ", count: max(1, 16 - TextWidth.columns(head)))
        lines[0] = head + blank + first.dropFirst(16)
        return lines
    }

    private static func facts(
        _ summary: ZoneSummary,
        _ now: Instant,
        _ language: Language
    ) -> [(String, String)] {
        var facts: [(String, String)] = []
        if let serial = summary.serial {
            let when =
                summary.published.map { published in
                    let moment = language.moment(published, now)
                    return language.say(", published \(moment)", "，發布於 \(moment)")
                } ?? ""
            facts.append((language.say("serial", "序號"), "\(serial)\(when)"))
        }
        if let end = summary.signaturesExpire {
            let text = summary.signatures > .sound ? summary.signatureSentence(now, language) : nil
            let moment = language.moment(end, now)
            let first = language.say("the first expires \(moment)", "最早到期於 \(moment)")
            facts.append((language.say("signatures", "簽章"), text ?? first))
        }
        if let signing = summary.nextSigning {
            facts.append((language.say("next signing", "下次簽署"), language.moment(signing, now)))
        }
        return facts + concerns(summary, now, language)
    }

    /// What comes next, and what people should know or do.
    private static func concerns(
        _ summary: ZoneSummary,
        _ now: Instant,
        _ language: Language
    ) -> [(String, String)] {
        var facts: [(String, String)] = []
        if let next = summary.next {
            let text = next.wait.sentence(of: summary.zone, now: now, in: language)
            facts.append((language.say("next step", "下一步驟"), text))
        }
        for task in summary.tasks {
            let text = task.sentence(of: summary.zone, now: now, in: language)
            facts.append((language.say("to do", "待辦"), text))
        }
        facts += summary.risks.map { (language.say("danger", "危險"), $0.sentence(language)) }
        facts += summary.notices.map { (language.say("notice", "通知"), $0.sentence(language)) }
        facts += summary.warnings.map { (language.say("warning", "警告"), $0) }
        if let error = summary.lastError {
            let distance = language.distance(of: error.at, from: now)
            let text = language.say("\(error.message) (\(distance))", "\(error.message)（\(distance)）")
            facts.append((language.say("error", "錯誤"), text))
        }
        return facts
    }

    static func moment(_ instant: Instant, _ now: Instant) -> String {
        "\(instant) (\(instant.distance(from: now)))"
    }

    // MARK: - Commands

    /// One entry a paragraph, the oldest first.
    public static func history(_ report: HistoryReport) -> [String] {
        guard !report.entries.isEmpty else { return ["The journal of \(report.zone) is empty."] }
        return report.entries.flatMap { entry in
            let actor = entry.actor == "daemon" ? "" : " [\(entry.actor)]"
            let reason =
                if case .string(let text) = entry.payload["reason"] { ", because: \(text)" } else { "" }
            let late =
                if case .integer(let seconds) = entry.payload["late"] {
                    ", late by \(Interval(seconds: seconds))"
                } else {
                    ""
                }
            return Prose.hanging("\(entry.time) \(entry.decision)\(reason)\(late)\(actor)", by: 21)
        }
    }
}

extension Language {
    /// Where a zone stands, in a column.
    fileprivate func word(_ condition: ZoneCondition) -> String {
        switch condition {
        case .unsigned: say(condition.rawValue, "未簽署")
        case .signed: say(condition.rawValue, "已簽署")
        case .secure: say(condition.rawValue, "安全")
        case .bogus: say(condition.rawValue, "無效")
        case .unknown: say("not looked at yet", "尚未檢視")
        }
    }
}

extension ZoneSummary {
    /// True if a line of `status --check` is about the zone.
    public var isOfConcern: Bool { needsPerson || !risks.isEmpty }

    /// How near the signatures are to their end, in words; nil for a zone that is not signed.
    func signatureSentence(_ now: Instant, _ language: Language) -> String? {
        signaturesExpire.map { signatures.sentence(end: $0, isTrusted: isTrusted, now: now, in: language) }
    }
}

extension KeyStatus {
    /// True if the parent's servers show its DS, though caches may not know that yet.
    fileprivate var isParentShowing: Bool {
        records.contains { $0.record == .ds && $0.state == .rumoured && $0.seen != nil }
    }
}
