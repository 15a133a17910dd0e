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
    public func lines(now: Instant) -> [String] {
        let held = heldReload.map { [$0.sentence(now: now)] } ?? []
        guard !zones.isEmpty else {
            return ["The daemon has no zones."] + held.flatMap { Prose.hanging($0, by: 2) }
        }
        var table = Columns(rightAligned: [2])
        table.append("ZONE", "STATE", "SERIAL", "EXPIRES", "NEXT STEP")
        for zone in zones {
            table.append(
                zone.zone.description,
                zone.condition.word + (zone.lastError == nil ? "" : ", error"),
                zone.serial.map(String.init) ?? "-",
                zone.signaturesExpire.map { $0.distance(from: now) } ?? "-",
                zone.next.map { StatusText.short($0, now: now) } ?? "-"
            )
        }
        let concerns =
            held + zones.filter(\.isOfConcern).flatMap { StatusText.concerns(of: $0, now: now) }
        let notices = zones.flatMap { zone in zone.notices.map { "\(zone.zone): \($0.sentence())" } }
        let parts = [("A person must act:", concerns), ("Notices:", notices)].filter { !$0.1.isEmpty }
        return table.lines
            + parts.flatMap { title, texts in ["", title] + texts.flatMap { StatusText.item($0) } }
    }
}

/// The daemon's reports in plain words.
public enum StatusText {
    // MARK: - All zones

    /// What persons must do, and what endangers resolvers, a line each and no more: for monitoring.
    public static func concerns(_ zones: [ZoneSummary], now: Instant) -> [String] {
        let lines = zones.flatMap { concerns(of: $0, now: now) }.map(line)
        return lines.isEmpty ? ["No person needs to act."] : lines
    }

    /// A text as one line.
    public static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The worst first: signatures that end, what has gone wrong, what people must do, what endangers resolvers.
    static func concerns(of zone: ZoneSummary, now: Instant) -> [String] {
        let signatures = zone.signatures > .sound ? [zone.signatureSentence(now: now)] : []
        let texts =
            signatures.compactMap(\.self) + (zone.lastError.map { [$0.message] } ?? [])
            + zone.tasks.map { $0.sentence(of: zone.zone, now: now) } + zone.risks.map { $0.sentence() }
        return texts.map { "\(zone.zone): \($0)" }
    }

    /// What persons should know and need not act on, a line each.
    public static func notices(_ zone: ZoneSummary) -> [String] {
        zone.notices.map { "notice: \(zone.zone): \($0.sentence())" }
    }

    static func short(_ next: NextAction, now: Instant) -> String {
        let key = "\(next.phase.rawValue) \(KeyName(next.wait.key).text())"
        return next.at.map { "\($0.distance(from: now)): \(key)" } ?? "\(key), waiting"
    }

    /// A paragraph of a list: its first line stands out by two columns.
    public static func item(_ text: String) -> [String] {
        var lines = Prose.wrapped(text, indentation: "    ")
        if let first = lines.first { lines[0] = String(first.dropFirst(2)) }
        return lines
    }

    // MARK: - One zone

    /// Everything about a zone; `isVerbose` adds the states of every key's records and the formulas of waits.
    public static func zone(_ status: ZoneStatus, isVerbose: Bool) -> [String] {
        let summary = status.summary
        var lines = Prose.hanging(headline(status), by: 2) + fact("policy", summary.policy)
        for (label, text) in facts(summary, now: status.time) { lines += fact(label, text) }
        if !status.keys.isEmpty { lines += [""] + KeyText.table(status.keys, time: status.time) }
        if isVerbose, !status.keys.isEmpty { lines += [""] + KeyText.states(status.keys) }
        if !status.holds.isEmpty { lines += ["", "Waiting:"] }
        for hold in status.holds {
            let date = hold.expected.map { " (expected at \(moment($0, status.time)))" }
            let more = hold.until == nil && hold.expected != status.time ? date ?? "" : ""
            lines += item(hold.sentence(of: summary.zone, now: status.time) + more)
            if isVerbose, let formula = hold.formula {
                lines += Prose.wrapped(formula.text, indentation: "      ")
            }
        }
        lines += ExplainText.holds(status.operatorHolds, status.time)
        lines += ExplainText.orders(status.orders)
        return lines
    }

    private static func headline(_ status: ZoneStatus) -> String {
        let (summary, now) = (status.summary, status.time)
        return switch summary.condition {
        case .unknown where summary.lastError == nil: "\(summary.zone) was not looked at yet."
        case .unknown: "Nothing is known of \(summary.zone)."
        case .unsigned: "\(summary.zone) is not signed yet."
        case .signed where status.keys.contains(where: \.isParentShowing):
            "\(summary.zone) is signed; the parent shows the DS, which some caches do not know yet."
        case .signed: "\(summary.zone) is signed; nothing outside leads to its keys yet."
        case .secure: "\(summary.zone) is secure: signed, and a chain of trust leads to its keys."
        case .bogus:
            "\(summary.zone) is bogus: \(summary.signatureSentence(now: now) ?? "the signatures expired")."
        }
    }

    /// A label, and its text beside it.
    private static func fact(_ label: String, _ text: String) -> [String] {
        let margin = String(repeating: " ", count: 16)
        var lines = Prose.wrapped(text, indentation: margin)
        guard let first = lines.first else { return [] }
        let head = "  \(label)"
        lines[0] = head + String(repeating: " ", count: max(1, 16 - head.count)) + first.dropFirst(16)
        return lines
    }

    private static func facts(_ summary: ZoneSummary, now: Instant) -> [(String, String)] {
        var facts: [(String, String)] = []
        if let serial = summary.serial {
            let when = summary.published.map { ", published \(moment($0, now))" } ?? ""
            facts.append(("serial", "\(serial)\(when)"))
        }
        if let end = summary.signaturesExpire {
            let text = summary.signatures > .sound ? summary.signatureSentence(now: now) : nil
            facts.append(("signatures", text ?? "the first expires \(moment(end, now))"))
        }
        if let signing = summary.nextSigning { facts.append(("next signing", moment(signing, now))) }
        if let next = summary.next {
            facts.append(("next step", next.wait.sentence(of: summary.zone, now: now)))
        }
        for task in summary.tasks { facts.append(("to do", task.sentence(of: summary.zone, now: now))) }
        for risk in summary.risks { facts.append(("danger", risk.sentence())) }
        for notice in summary.notices { facts.append(("notice", notice.sentence())) }
        for warning in summary.warnings { facts.append(("warning", warning)) }
        if let error = summary.lastError {
            facts.append(("error", "\(error.message) (\(error.at.distance(from: now)))"))
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

extension ZoneCondition {
    /// The condition in a column.
    fileprivate var word: String { self == .unknown ? "not looked at yet" : rawValue }
}

extension ZoneSummary {
    /// True if a line of `status --check` is about the zone.
    public var isOfConcern: Bool { needsPerson || !risks.isEmpty }

    /// How near the signatures are to their end, in words; nil for a zone that is not signed.
    func signatureSentence(now: Instant) -> String? {
        signaturesExpire.map { signatures.sentence(end: $0, isTrusted: isTrusted, now: now) }
    }
}

extension KeyStatus {
    /// True if the parent's servers show its DS, though caches may not know that yet.
    fileprivate var isParentShowing: Bool {
        records.contains { $0.record == .ds && $0.state == .rumoured && $0.seen != nil }
    }
}
