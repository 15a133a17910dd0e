import Glibc

/// One drawing of a growth plot.
struct Panel {
    let title: String
    let left: Double
    let series: [GrowthPlot.Series]
    let value: (GrowthPlot.Point) -> Double?

    private let width = 360.0
    private let top = 50.0
    private let height = 310.0

    var svg: String {
        let lines = series.enumerated().map { line($0, $1) }
        let heading = "<text x=\"\(Self.text(left))\" y=\"30\" font-weight=\"bold\">\(title)</text>"
        return ([heading] + grid + lines).joined(separator: "\n")
    }

    // MARK: - Axes

    /// The powers of ten around all that is drawn.
    private var heights: ClosedRange<Int> {
        Self.decades(series.flatMap { $0.points.compactMap(value) })
    }

    private var sizes: ClosedRange<Int> {
        Self.decades(series.flatMap { $0.points.map { Double($0.names) } })
    }

    private static func decades(_ values: [Double]) -> ClosedRange<Int> {
        let logarithms = values.filter { $0 > 0 }.map { log10($0) }
        let low = Int((logarithms.min() ?? 0).rounded(.down))
        return low...max(low + 1, Int((logarithms.max() ?? 1).rounded(.up)))
    }

    private func x(_ names: Double) -> Double {
        left + width * (log10(names) - Double(sizes.lowerBound)) / Double(sizes.count - 1)
    }

    private func y(_ value: Double) -> Double {
        top + height * (1 - (log10(value) - Double(heights.lowerBound)) / Double(heights.count - 1))
    }

    private var grid: [String] {
        let (right, bottom) = (Self.text(left + width), Self.text(top + height))
        let columns = sizes.map { power in
            let place = Self.text(x(pow(10, Double(power))))
            return """
                <path class="grid" d="M\(place) \(Self.text(top))V\(bottom)"/>
                <text x="\(place)" y="\(Self.text(top + height + 20))" text-anchor="middle">\(Self.label(power))</text>
                """
        }
        let rows = heights.map { power in
            let place = Self.text(y(pow(10, Double(power))))
            return """
                <path class="grid" d="M\(Self.text(left)) \(place)H\(right)"/>
                <text x="\(Self.text(left - 8))" y="\(place)" dy="4" text-anchor="end">\(Self.label(power))</text>
                """
        }
        return columns + rows
    }

    /// `0.01`, `1`, `1,000`.
    private static func label(_ power: Int) -> String {
        power < 0
            ? "0." + String(repeating: "0", count: -power - 1) + "1"
            : Figure.grouped(Int(pow(10, Double(power))))
    }

    // MARK: - Lines

    private func line(_ index: Int, _ one: GrowthPlot.Series) -> String {
        let places = one.points.compactMap { point in
            value(point).map { (x: x(Double(point.names)), y: y($0)) }
        }
        guard !places.isEmpty else { return "" }
        let path = places.map { "\(Self.text($0.x)) \(Self.text($0.y))" }.joined(separator: "L")
        let marks = places.map { Mark.svg(index, $0.x, $0.y) }.joined()
        return "<g class=\"s\(index)\"><path class=\"line\" d=\"M\(path)\"/>\(marks)</g>"
    }

    /// With one digit behind the point.
    static func text(_ value: Double) -> String { Figure.plain((value * 10).rounded() / 10) }
}

/// The marks that tell lines apart where colours do not.
enum Mark {
    static func svg(_ index: Int, _ x: Double, _ y: Double) -> String {
        let (x, y) = (Panel.text(x), Panel.text(y))
        switch index % 6 {
        case 0: return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
        case 1: return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"none\" stroke-width=\"2\"/>"
        case 2: return "<path d=\"M\(x) \(y)m-4 -4h8v8h-8z\"/>"
        case 3: return "<path d=\"M\(x) \(y)m0 -6l5 9h-10z\"/>"
        case 4: return "<path d=\"M\(x) \(y)m0 -6l5 6l-5 6l-5 -6z\"/>"
        default: return "<path d=\"M\(x) \(y)m-4 -4l8 8m0 -8l-8 8\" stroke-width=\"2\"/>"
        }
    }
}
