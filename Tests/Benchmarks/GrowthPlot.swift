/// How time and memory grow with the zone: two drawings side by side, both axes logarithmic.
///
/// One SVG file without scripts or fonts of its own; its colours follow the reader's light or dark page, and each line has
/// its own mark and its name beside it, so that nothing rests on colour alone.
struct GrowthPlot {
    /// A program's way through the sizes.
    struct Series {
        let name: String
        var points: [Point]
    }

    struct Point {
        let names: Int
        let seconds: Double
        /// Nil for the floor, which is a number and no program.
        let mebibytes: Double?
    }

    static let floorName = "signatures alone (floor)"

    let series: [Series]

    /// Takes the signing of delegations with NSEC and P-256, at every size that was measured.
    init(record: Record) {
        let outcomes = record.outcomes.filter { $0.work == "sign" && $0.subject == "tld nsec p256" }
            .sorted { ($0.names ?? 0) < ($1.names ?? 0) }
        var series: [Series] = []
        func add(_ point: Point, to name: String) {
            if let index = series.firstIndex(where: { $0.name == name }) {
                series[index].points.append(point)
            } else {
                series.append(Series(name: name, points: [point]))
            }
        }
        for outcome in outcomes {
            let names = outcome.names ?? 0
            for entry in outcome.entries {
                add(
                    Point(names: names, seconds: entry.medianSeconds, mebibytes: entry.medianMebibytes),
                    to: entry.name
                )
            }
            if let floor = outcome.floor {
                add(Point(names: names, seconds: floor.seconds, mebibytes: nil), to: Self.floorName)
            }
        }
        self.series = series
    }

    var svg: String {
        let panels = [
            Panel(title: "Wall time in seconds, by names", left: 70, series: series) { $0.seconds },
            Panel(title: "Peak memory in MiB, by names", left: 530, series: series) {
                $0.mebibytes
            },
        ]
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 940 480" role="img" aria-labelledby="title desc">
            <title id="title">Signing time and memory by number of names</title>
            <desc id="desc">\(Self.escaped(description))</desc>
            <style>\(Self.style)</style>
            <rect class="page" width="940" height="480"/>
            \(panels.map(\.svg).joined(separator: "\n"))
            \(legend)
            </svg>

            """
    }

    /// The drawing in words: the largest size of each line.
    private var description: String {
        let lines = series.compactMap { one -> String? in
            guard let last = one.points.last else { return nil }
            let memory = last.mebibytes.map { " and \(Figure.mebibytes($0))" } ?? ""
            return
                "\(one.name): \(Figure.seconds(last.seconds))\(memory) at \(Figure.grouped(last.names)) names"
        }
        return "Two drawings with logarithmic axes, for a zone of delegations, NSEC, ECDSA P-256. "
            + lines.joined(separator: "; ") + "."
    }

    private var legend: String {
        series.enumerated().map { index, one in
            let (x, y) = (70 + index % 3 * 300, 420 + index / 3 * 22)
            return """
                <g class="s\(index)"><path class="line" d="M\(x) \(y)h32"/>\(Mark.svg(index, Double(x) + 16, Double(y)))</g>
                <text x="\(x + 42)" y="\(y + 4)">\(Self.escaped(one.name))</text>
                """
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.map { ["<": "&lt;", ">": "&gt;", "&": "&amp;"][$0] ?? String($0) }.joined()
    }

    private static let light = ["#0b57d0", "#6a3fb5", "#b3261e", "#d9730d", "#146c2e", "#7a5c00", "#5f6368"]
    private static let dark = ["#8ab4f8", "#c9a7ff", "#ff8a80", "#ffb870", "#81c995", "#e6cf6b", "#bdc1c6"]

    private static var style: String {
        """

        text { font: 13px system-ui, sans-serif; fill: #202124 }
        .page { fill: #ffffff }
        .grid { stroke: #dadce0; fill: none }
        .line { stroke-width: 2; fill: none }
        \(colours(light))
        .s6 .line { stroke-dasharray: 5 4 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e8eaed }
        .page { fill: #16181b }
        .grid { stroke: #3c4043 }
        \(colours(dark))
        }

        """
    }

    private static func colours(_ colours: [String]) -> String {
        colours.enumerated().map { ".s\($0) { stroke: \($1); fill: \($1) }" }.joined(separator: "\n")
    }
}
