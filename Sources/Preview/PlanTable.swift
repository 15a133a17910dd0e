public import ControlProtocol
import DNSSECModel
public import Wording

/// A plan for people at a terminal: a line for each step, and what changes and why below it; at most 100 columns.
public struct PlanTable {
    private let document: PlanDocument
    private let text: PlanText
    private let isVerbose: Bool

    /// The table of a plan.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - language: For all but the moments.
    ///   - isVerbose: Whether formulas are shown.
    public init(_ document: PlanDocument, language: Language = .english, isVerbose: Bool) {
        self.document = document
        self.isVerbose = isVerbose
        text = PlanText(document, language)
    }

    private var words: PlanWords { text.words }
    private var language: Language { text.language }

    /// The lines from the assumptions to the notes.
    public var lines: [StyledLine] {
        let head = assumptions + [StyledLine(title, .bold)] + tasks + holds
        guard !document.events.isEmpty || !document.milestones.isEmpty else {
            return head + [StyledLine(words.noStep)]
        }
        return head + steps + notes
    }

    private var title: String {
        language == .english
            ? "\(document.zone) from \(document.from) until \(document.until)"
            : "\(document.zone) 自 \(document.from) 至 \(document.until)"
    }

    private var assumptions: [StyledLine] {
        text.assumptions.map { PlainText.wrapped($0, indentation: "").map { StyledLine($0) } } ?? []
    }

    private var tasks: [StyledLine] {
        document.tasks.flatMap { task in
            let sentence = language.sentence(
                task.sentence(of: document.zone, now: document.from, in: language)
            )
            return PlainText.wrapped(sentence, indentation: "").map { StyledLine($0, .task) }
        }
    }

    private var holds: [StyledLine] {
        document.holds.flatMap { hold in
            let end = hold.until.map { words.heldUntil($0.description) } ?? words.heldOpen
            let phase = hold.phase.map { " \(language.word($0))" } ?? ""
            let sentence = "\(text.keys(of: hold))\(phase)\(words.colon)\(end)\(words.colon)\(hold.reason)"
            return PlainText.wrapped(sentence, indentation: "").map { StyledLine($0, .warning) }
        }
    }

    // MARK: - Steps

    private var steps: [StyledLine] {
        var table = AlignedRows(rightAligned: [5])
        table.append(
            language == .english
                ? ["TIME", "", "KEY", "STEP", "WHO", "OCTETS"]
                : [words.time, "", words.key, words.step, words.who, "位元組"]
        )
        let entries = self.entries
        for entry in entries { table.append(cells(entry)) }
        let rows = table.padded
        var lines = [StyledLine(rows[0].joined(separator: "  "), .plain)]
        for (entry, row) in zip(entries, rows.dropFirst()) {
            switch entry {
            case .event(let event): lines += [line(event, row)] + below(event)
            case .milestone(let milestone):
                let cells = row.prefix(2).joined(separator: "  ")
                lines += PlainText.wrapped("\(cells)\u{A0} ◆ \(milestone.title)", indentation: "")
                    .map { StyledLine(String($0.map { $0 == "\u{A0}" ? " " : $0 }), .bold) }
                lines += text.remarks(milestone).flatMap { PlainText.wrapped($0, indentation: "    ") }
                    .map { StyledLine($0, .dim) }
            }
        }
        return lines
    }

    private enum Entry {
        case event(PlanEvent)
        case milestone(PlanMilestone)

        var time: Instant {
            switch self {
            case .event(let event): event.time
            case .milestone(let milestone): milestone.time
            }
        }
    }

    private var entries: [Entry] {
        let all = document.milestones.map(Entry.milestone) + document.events.map(Entry.event)
        return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private func cells(_ entry: Entry) -> [String] {
        let time = entry.time
        let distance = language.distance(of: time, from: document.from)
        guard case .event(let event) = entry else { return [time.description, distance] }
        return [
            time.description, distance, text.key(of: event), language.word(event.phase),
            language.word(event.actor),
            "\(event.dnskeyOctets)" + (event.dnskeyOctets > OctetSeries.safe ? "!" : " "),
        ]
    }

    private func line(_ event: PlanEvent, _ row: [String]) -> StyledLine {
        let emphasis: StyledLine.Emphasis =
            switch event.actor {
            case .daemon: .plain
            case .operator: .task
            case .parent: .parent
            }
        let isLarge = event.dnskeyOctets > OctetSeries.safe
        let end = row[5].last == " " ? String(row[5].dropLast()) : row[5]
        return StyledLine(parts: [
            (row[0...2].joined(separator: "  ") + "  ", .plain),
            (row[3...4].joined(separator: "  ") + "  ", emphasis), (end, isLarge ? .warning : .plain),
        ])
    }

    private func below(_ event: PlanEvent) -> [StyledLine] {
        let sentence =
            language == .english
            ? "\(text.change(event)): \(text.because(event))"
            : "\(text.change(event))；原因：\(text.because(event))。"
        var lines = PlainText.wrapped(sentence, indentation: "    ").map { StyledLine($0, .dim) }
        if isVerbose, let formula = event.formula {
            lines += PlainText.wrapped(formula, indentation: "    ").map { StyledLine($0, .dim) }
        }
        return lines
            + text.remarks(event).flatMap { PlainText.wrapped($0, indentation: "    ") }
            .map { StyledLine($0, event.late == nil ? .dim : .warning) }
    }

    private var notes: [StyledLine] {
        let column = language == .english ? "OCTETS" : "「位元組」"
        let ending = language == .english ? "." : "。"
        var notes = ["\(column) \(words.octetsNote)\(ending)"]
        if document.events.contains(where: { $0.dnskeyOctets > OctetSeries.safe }) {
            notes.append("! \(words.tooLarge(OctetSeries.safe))")
        }
        return notes.flatMap { PlainText.wrapped($0, indentation: "") }.map { StyledLine($0) }
    }
}
