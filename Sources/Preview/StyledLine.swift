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

/// Text in lines of a width, for every script.
enum PlainText {
    /// The width that output for people keeps to, in columns.
    static let width = 100

    /// The text in lines of at most `width` columns behind an indentation.
    ///
    /// Breaks at spaces, and between characters of East Asian width, but not before closing punctuation.
    static func wrapped(_ text: String, indentation: String) -> [String] {
        var lines: [String] = []
        var line = indentation
        var columns = TextWidth.columns(indentation)
        var isEmpty = true
        for piece in pieces(text) {
            let size = TextWidth.columns(piece)
            let isBlank = piece == " "
            if !isEmpty, columns + size > width, !isBlank {
                lines.append(trimmed(line))
                line = indentation
                columns = TextWidth.columns(indentation)
                isEmpty = true
            }
            if isBlank, isEmpty { continue }
            line += piece
            columns += size
            isEmpty = false
        }
        return isEmpty ? lines : lines + [trimmed(line)]
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Words, blanks, and wide characters each for itself with the punctuation that closes them.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            let isWide = character.unicodeScalars.first.map(TextWidth.isWide) ?? false
            let last = pieces.last?.last
            let lastIsWide = last?.unicodeScalars.first.map(TextWidth.isWide) ?? false
            if closing.contains(character), !pieces.isEmpty, last != " " {
                pieces[pieces.count - 1].append(character)
            } else if let last, last != " ", character != " ",
                opening.contains(last) || !isWide && !lastIsWide
            {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    private static let closing: Set<Character> = ["，", "。", "；", "：", "、", "）", "」", "』", "！", "？"]
    private static let opening: Set<Character> = ["（", "「", "『"]
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
