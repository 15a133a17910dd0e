import DNSSECModel
import JSON

/// Rows of cells with their columns aligned.
struct Columns {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// No rows yet; these columns end at one place, the others begin at one.
    init(rightAligned: Set<Int> = []) { self.rightAligned = rightAligned }

    mutating func append(_ cells: String...) { rows.append(cells) }

    /// The rows as lines, two spaces between columns, none at the end.
    var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? blank + cell : cell + blank
            }
            let line = cells.joined(separator: "  ")
            return String(line.prefix(line.utf8.count - line.utf8.reversed().prefix { $0 == 0x20 }.count))
        }
    }
}

/// Text for people.
enum Prose {
    /// The width that output for people keeps to.
    static let width = 100

    /// The words of a text in lines of at most `width` columns, each behind the indentation.
    static func wrapped(_ text: String, indentation: String) -> [String] {
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
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        number == 0 ? "no \(many)" : number == 1 ? "1 \(one)" : "\(number) \(many)"
    }
}

extension JSONValue {
    /// A moment, or `null`.
    static func time(_ instant: Instant?) -> JSONValue {
        instant.map { .string($0.description) } ?? .null
    }

    /// A number.
    static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
}
