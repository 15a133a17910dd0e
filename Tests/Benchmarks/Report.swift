/// Tables and a plot of what was measured: `keyturn-bench report JSON... [--document FILE] [--plot FILE]`.
struct Report {
    private var sources: [String] = []
    private var document: String?
    private var plot: String?

    /// Between these lines of a document stands what is written here.
    static let begin = "<!-- Written by `keyturn-bench report`: -->"
    static let end = "<!-- End of what is written by `keyturn-bench report`. -->"

    init(_ arguments: [String]) throws(BenchmarkError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--document": document = rest.popFirst()
            case "--plot": plot = rest.popFirst()
            default: sources.append(word)
            }
        }
        guard !sources.isEmpty else { throw BenchmarkError(text: "expected: report JSON...") }
    }

    /// Prints the tables where no document was named.
    func write() throws(BenchmarkError) {
        let record = try Record(reading: sources)
        let tables = MarkdownTables(record: record).text
        if let document {
            let text = try Self.replacing(tables, in: try TextFile.read(document))
            try TextFile.write(text, to: document)
        } else {
            print(tables)
        }
        if let plot { try TextFile.write(GrowthPlot(record: record).svg, to: plot) }
    }

    static func replacing(_ tables: String, in document: String) throws(BenchmarkError) -> String {
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.firstIndex(of: begin), let last = lines.firstIndex(of: end), first < last
        else {
            throw BenchmarkError(text: "the document lacks the lines\n\(begin)\n\(end)")
        }
        return (lines[...first] + ["", tables] + lines[last...]).joined(separator: "\n")
    }
}

/// The tables for the documentation, one for each kind of work.
struct MarkdownTables {
    let record: Record

    var text: String {
        ([record.machine.sentence] + Self.sections.compactMap(section) + growth).joined(separator: "\n\n")
            + "\n"
    }

    /// Which items stand under which heading.
    private struct Section: Sendable {
        let heading: String
        let has: @Sendable (Outcome) -> Bool
    }

    private static let sections = [
        Section(heading: "Signing") { $0.work == "sign" },
        Section(heading: "Signing again, with the previous signatures") { $0.work.hasPrefix("resign") },
        Section(heading: "Verifying a signed zone") { $0.work == "verify" },
        Section(heading: "Reading and checking a zone") { $0.work == "read" },
        Section(heading: "Planning, proving and starting") { $0.subject == nil },
    ]

    private func section(_ section: Section) -> String? {
        let outcomes = record.outcomes.filter(section.has)
        guard !outcomes.isEmpty else { return nil }
        let hasFloor = outcomes.contains { $0.floor != nil }
        var lines = ["### \(section.heading)", ""]
        let head =
            ["Zone", "Program", "Wall", "Memory"] + (hasFloor ? ["/ floor"] : []) + [
                "Wall : ours", "Memory : ours",
            ]
        lines.append(Self.row(head))
        lines.append("|---|---|" + String(repeating: "---:|", count: head.count - 2))
        for outcome in outcomes { lines += rows(outcome, hasFloor: hasFloor) }
        return lines.joined(separator: "\n")
    }

    private func rows(_ outcome: Outcome, hasFloor: Bool) -> [String] {
        outcome.entries.enumerated().map { index, entry in
            let ours = index == 0 ? nil : outcome.ours
            var cells = [
                index == 0 ? title(outcome) : "", "`\(entry.name)`", Figure.seconds(entry.medianSeconds),
                Figure.mebibytes(entry.medianMebibytes),
            ]
            if hasFloor { cells.append(overFloor(entry, outcome.floor)) }
            cells.append(ours.map { Figure.ratio(entry.times($0)) } ?? "")
            cells.append(ours.map { Figure.ratio(entry.medianMebibytes / max(1, $0.medianMebibytes)) } ?? "")
            return Self.row(cells)
        }
    }

    private func overFloor(_ entry: Entry, _ floor: Floor?) -> String {
        guard let floor, floor.seconds > 0 else { return "" }
        return Figure.ratio(entry.medianSeconds / floor.seconds)
    }

    /// Such as `tld 100,000, nsec p256: 105,066 signatures, floor 1.20 s`.
    private func title(_ outcome: Outcome) -> String {
        guard let subject = outcome.subject, let names = outcome.names else { return outcome.item }
        let words = subject.split(separator: " ").map(String.init)
        var title = "\(words[0]) \(Figure.grouped(names))"
        if outcome.work != "read" { title += ", \(words.dropFirst().joined(separator: ", "))" }
        if let change = Change.allCases.first(where: { outcome.work == "resign-\($0.rawValue)" }) {
            title += ", \(change.title)"
        }
        guard let floor = outcome.floor else { return title }
        return title + "; \(Figure.grouped(floor.count)) signatures, floor \(Figure.seconds(floor.seconds))"
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    /// The figures of the plot, for those who cannot see it.
    private var growth: [String] {
        let series = GrowthPlot(record: record).series
        let sizes = Set(series.flatMap { $0.points.map(\.names) }).sorted()
        guard sizes.count > 1 else { return [] }
        var lines = ["### Growth: signing a zone of delegations with NSEC and P-256", ""]
        lines.append(Self.row(["Program"] + sizes.map { Figure.grouped($0) }))
        lines.append("|---|" + String(repeating: "---:|", count: sizes.count))
        for one in series {
            let cells = sizes.map { size in
                guard let point = one.points.first(where: { $0.names == size }) else { return "" }
                let memory = point.mebibytes.map { ", \(Figure.mebibytes($0))" } ?? ""
                return Figure.seconds(point.seconds) + memory
            }
            lines.append(Self.row([one.name == GrowthPlot.floorName ? one.name : "`\(one.name)`"] + cells))
        }
        return [lines.joined(separator: "\n")]
    }
}
