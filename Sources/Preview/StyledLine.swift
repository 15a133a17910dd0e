import Wording

/// A line of text for a terminal, with what stands out in it; the tool knows whether colour is wanted.
public struct StyledLine: Hashable, Sendable {
    /// How a part stands out.
    public enum Emphasis: String, Hashable, Sendable, CaseIterable {
        /// Not at all.
        case plain
        /// A title.
        case bold
        /// What explains the rest.
        case dim
        /// What a person must do.
        case task
        /// What goes on at the parent.
        case parent
        /// What may do harm.
        case warning
    }

    /// A part of a line.
    public struct Part: Hashable, Sendable {
        /// Its text.
        public var text: String
        /// How it stands out.
        public var emphasis: Emphasis
    }

    /// The parts in order.
    public var parts: [Part]

    /// A line of one part.
    public init(_ text: String, _ emphasis: Emphasis = .plain) {
        parts = [Part(text: text, emphasis: emphasis)]
    }

    init(parts: [(String, Emphasis)]) { self.parts = parts.map { Part(text: $0.0, emphasis: $0.1) } }

    /// The line without emphasis.
    public var plain: String { parts.map(\.text).joined() }
}

/// Rows of cells with their columns aligned, for every script.
struct AlignedRows {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    init(rightAligned: Set<Int> = []) { self.rightAligned = rightAligned }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    /// The cells of each row, filled up to the width of their column.
    var padded: [[String]] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], TextWidth.columns(cell))
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - TextWidth.columns(cell))
                if rightAligned.contains(column) { return blank + cell }
                return column == row.count - 1 ? cell : cell + blank
            }
        }
    }
}
