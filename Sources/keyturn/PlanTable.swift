import ControlProtocol
import DNSSECModel

/// A plan for people: a line for each step, and what changes and why below it.
struct PlanTable {
    private let document: PlanDocument
    private let isVerbose: Bool

    /// Answers of up to so many octets pass nearly everywhere over UDP (DNS flag day 2020).
    private static let safeOctets = 1232

    init(_ document: PlanDocument, isVerbose: Bool) {
        (self.document, self.isVerbose) = (document, isVerbose)
    }

    var lines: [String] {
        let title = "\(document.zone) from \(document.from) until \(document.until)"
        guard !document.events.isEmpty else { return [title, "No step."] }
        var table = Columns(rightAligned: [5])
        table.append("TIME", "", "KEY", "STEP", "WHO", "OCTETS")
        for event in document.events {
            table.append(
                event.time.description,
                event.time.distance(from: document.from),
                event.keyText,
                event.phase.rawValue,
                event.actor.rawValue,
                "\(event.dnskeyOctets)" + (event.dnskeyOctets > Self.safeOctets ? "!" : " ")
            )
        }
        let rows = table.lines
        var lines = [Terminal.styled(title, .bold, on: .output), rows[0]]
        for (event, row) in zip(document.events, rows.dropFirst()) {
            lines.append(row)
            lines += Prose.wrapped("\(event.change): \(event.because)", indentation: "    ")
                .map { Terminal.styled($0, .dim, on: .output) }
            if isVerbose, let formula = event.formula {
                lines += Prose.wrapped(formula, indentation: "    ").map {
                    Terminal.styled($0, .dim, on: .output)
                }
            }
        }
        return lines + footer
    }

    private var footer: [String] {
        var notes = ["OCTETS is the size of the answer to a DNSKEY query from that moment."]
        if document.events.contains(where: { $0.dnskeyOctets > Self.safeOctets }) {
            notes.append(
                "! More than \(Self.safeOctets) octets: such answers are cut off over UDP and asked for over TCP."
            )
        }
        return notes
    }
}

extension PlanEvent {
    /// Role and tag; a key that does not exist yet is new.
    fileprivate var keyText: String { "\(role) \(tag.map(String.init) ?? "new")" }
}
