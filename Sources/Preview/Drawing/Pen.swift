/// Draws on a markup text; lengths in the drawing's own units.
enum Pen {
    /// A length with at most one decimal.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let size = tenths.magnitude
        let text = size % 10 == 0 ? "\(size / 10)" : "\(size / 10).\(size % 10)"
        return tenths < 0 ? "-" + text : text
    }

    static func rectangle(
        _ markup: inout Markup,
        _ style: String,
        x: Double,
        y: Double,
        width: Double,
        height: Double,
        corner: Double = 0,
        tooltip: String? = nil
    ) {
        var attributes = [
            ("class", style), ("x", number(x)), ("y", number(y)), ("width", number(width)),
            ("height", number(height)),
        ]
        if corner > 0 { attributes.append(("rx", number(corner))) }
        element(&markup, "rect", attributes, tooltip)
    }

    static func path(_ markup: inout Markup, _ style: String, _ data: String, tooltip: String? = nil) {
        element(&markup, "path", [("class", style), ("d", data)], tooltip)
    }

    static func line(
        _ markup: inout Markup,
        _ style: String,
        from: (x: Double, y: Double),
        to: (x: Double, y: Double)
    ) {
        path(&markup, style, "M\(number(from.x)) \(number(from.y))L\(number(to.x)) \(number(to.y))")
    }

    /// Where a text stands from its point.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    static func text(
        _ markup: inout Markup,
        _ style: String,
        _ text: String,
        x: Double,
        y: Double,
        anchor: Anchor = .start
    ) {
        var attributes = [("class", style), ("x", number(x)), ("y", number(y))]
        if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
        markup.element("text", attributes, text: text)
    }

    private static func element(
        _ markup: inout Markup,
        _ name: String,
        _ attributes: [(String, String)],
        _ tooltip: String?
    ) {
        guard let tooltip else { return markup.empty(name, attributes) }
        markup.element(name, attributes) { $0.element("title", text: tooltip) }
        markup.line()
    }
}

/// Places on a line that are taken, so that no two texts lie on each other.
struct TakenPlaces {
    private var taken: [ClosedRange<Double>] = []

    /// Takes a place if it is free.
    mutating func take(_ from: Double, _ to: Double) -> Bool {
        guard !taken.contains(where: { $0.overlaps(from...max(from, to)) }) else { return false }
        taken.append(from...max(from, to))
        return true
    }
}
