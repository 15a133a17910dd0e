/// Rows of cells with their columns aligned.
public struct Columns {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// No rows yet; these columns end at one place, the others begin at one.
    public init(rightAligned: Set<Int> = []) { self.rightAligned = rightAligned }

    /// Adds a row.
    public mutating func append(_ cells: String...) { append(cells) }

    /// Adds a row.
    public mutating func append(_ cells: [String]) { rows.append(cells) }

    /// The rows as lines, two spaces between columns, none at the end.
    public var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], TextWidth.columns(cell))
            }
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - TextWidth.columns(cell))
                return rightAligned.contains(column) ? blank + cell : cell + blank
            }
            let line = cells.joined(separator: "  ")
            return String(line.prefix(line.utf8.count - line.utf8.reversed().prefix { $0 == 0x20 }.count))
        }
    }
}

/// Text for people.
public enum Prose {
    /// The width that output for people keeps to.
    public static let width = 100

    /// The words of a text in lines of at most `width` columns, each behind the indentation; a line of the text begins a
    /// line.
    public static func wrapped(_ text: String, indentation: String) -> [String] {
        text.split(separator: "\n").flatMap { line in
            // Between wide characters a line may break anywhere.
            line.unicodeScalars.contains(where: TextWidth.isWide)
                ? PlainText.wrapped(String(line), indentation: indentation) : wrapped(line: line, indentation)
        }
    }

    private static func wrapped(line text: Substring, _ indentation: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = indentation + word
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = indentation + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// `1 key`, `2 keys`, `no keys`.
    public static func count(_ number: Int, _ one: String, _ many: String) -> String {
        number == 0 ? "no \(many)" : number == 1 ? "1 \(one)" : "\(number) \(many)"
    }
}

extension Prose {
    /// A text whose first line begins at the left, and all others some columns further right.
    public static func hanging(_ text: String, by columns: Int) -> [String] {
        let marker = String(repeating: " ", count: columns)
        var lines = wrapped("\u{1}" + text, indentation: marker)
        guard let first = lines.first else { return [] }
        lines[0] = String(first.dropFirst(columns + 1))
        return lines
    }
}
