public import ControlProtocol
import DNSSECModel
import Wording

/// A plan as comma-separated values (RFC 4180): a head line, a line for each step and milestone, in order of time.
public struct PlanCSV {
    private let document: PlanDocument

    /// The form of a plan.
    public init(_ document: PlanDocument) { self.document = document }

    /// The file: UTF-8, lines end with CR LF.
    public var text: String {
        var rows = document.events.map { ($0.time, Self.row($0)) }
        rows += document.milestones.map { ($0.time, Self.row($0)) }
        // Stable: what happens at one moment keeps its order.
        let sorted = rows.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
        return ([Self.head] + sorted.map(\.element.1)).map { Self.line($0) }.joined()
    }

    /// The members of an event in the JSON document, in their order; a milestone is a phase of its own.
    private static let head = [
        "time", "phase", "role", "algorithm", "tag", "name", "change", "because", "formula", "actor",
        "dnskey-octets", "key", "latest", "late", "assumed",
    ]

    private static func row(_ event: PlanEvent) -> [String] {
        [
            event.time.description, event.phase.rawValue, event.role.rawValue, "\(event.algorithm.rawValue)",
            event.tag.map(String.init) ?? "", event.name ?? "", event.change(), event.because(),
            event.formula ?? "", event.actor.rawValue, "\(event.dnskeyOctets)",
            event.key.map(String.init) ?? "", event.latest?.description ?? "", event.late?.description ?? "",
            event.isAssumed ? "true" : "false",
        ]
    }

    private static func row(_ milestone: PlanMilestone) -> [String] {
        var row = [String](repeating: "", count: head.count)
        row[0] = milestone.time.description
        row[1] = "milestone"
        row[6] = milestone.title
        row[7] = milestone.note ?? ""
        row[14] = milestone.isAssumed ? "true" : "false"
        return row
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = field.unicodeScalars.allSatisfy { !["\"", ",", "\r", "\n"].contains($0) }
        if isPlain { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
