/// Figures as people read them.
enum Figure {
    /// At least three digits: `0.0123 s`, `1.23 s`, `123 s`.
    static func seconds(_ value: Double) -> String { "\(number(value)) s" }

    static func mebibytes(_ value: Double) -> String { "\(grouped(Int(value.rounded()))) MiB" }

    static func ratio(_ value: Double) -> String {
        value >= 99.5 ? number(value) : fixed(value, value < 9.95 ? 2 : 1)
    }

    /// With about three digits that count.
    static func number(_ value: Double) -> String {
        switch value {
        case 99.5...: grouped(Int(value.rounded()))
        case 9.95...: fixed(value, 1)
        case 0.0995...: fixed(value, 2)
        default: fixed(value, 4)
        }
    }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        let rest = String(scaled % scale)
        return
            "\(grouped(scaled / scale)).\(String(repeating: "0", count: max(0, digits - rest.count)))\(rest)"
    }

    /// As short as it can be written: `12`, `12.5`.
    static func plain(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }

    /// `1,049,930`.
    static func grouped(_ value: Int) -> String {
        let digits = Array(String(value))
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
        }.joined()
    }
}

/// The table of one item, on a terminal of at most 100 columns.
struct Table {
    let outcome: Outcome

    var text: String {
        let rows = outcome.entries.map(cells)
        let all = [["", "wall", "memory", "/ floor", "wall : ours", "memory : ours", "runs"]] + rows
        let lines = all.map { row in
            row.enumerated().map { index, cell in
                let space = String(repeating: " ", count: max(0, Self.widths[index] - cell.count))
                return index == 0 ? cell + space : space + cell
            }.joined()
        }
        return ([title] + lines + checks).joined(separator: "\n") + "\n"
    }

    /// How many checks of the outputs went well, and which did not.
    private var checks: [String] {
        let bad = outcome.findings.filter { !$0.isGood }
        guard !outcome.findings.isEmpty else { return [] }
        let count =
            "\(outcome.findings.count - bad.count) of \(outcome.findings.count) checks of the outputs are good"
        return ["  " + count] + bad.map { "  NOT GOOD: \($0.text)" }
    }

    private static let widths = [28, 11, 12, 9, 13, 15, 6]

    private var title: String {
        guard let floor = outcome.floor else { return outcome.item }
        let rates = [floor.before, floor.after].map { Figure.grouped(Int($0)) }.joined(separator: " and ")
        return
            "\(outcome.item): \(Figure.grouped(floor.count)) signatures, floor \(Figure.seconds(floor.seconds))"
            + " (\(rates)/s)"
    }

    private func cells(_ entry: Entry) -> [String] {
        let floor = outcome.floor.flatMap {
            $0.seconds > 0 ? Figure.ratio(entry.medianSeconds / $0.seconds) : nil
        }
        let ours = outcome.ours.flatMap { $0.name == entry.name ? nil : $0 }
        return [
            entry.name, Figure.seconds(entry.medianSeconds), Figure.mebibytes(entry.medianMebibytes),
            floor ?? "", ours.map { Figure.ratio(entry.times($0)) } ?? "",
            ours.map { Figure.ratio(entry.medianMebibytes / max(1, $0.medianMebibytes)) } ?? "",
            String(entry.seconds.count),
        ]
    }
}
