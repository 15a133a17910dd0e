import ControlProtocol
import DNSSECModel
import Wording

/// Paints a drawing from top to bottom: milestones, axis, lanes, sizes, legend.
struct DrawingPainter {
    let drawing: PlanDrawing
    /// Behind everything, and in front of the grid.
    private var back = Markup()
    private var front = Markup()
    private var y = 8.0

    init(_ drawing: PlanDrawing) { self.drawing = drawing }

    private var scale: TimeScale { drawing.scale }
    private var words: PlanWords { drawing.words }

    /// Paints; the height that it took.
    consuming func paint(_ markup: inout Markup) -> Double {
        let top = y
        milestones()
        let axis = y
        if scale.contains(drawing.now) { y += 21 }
        axisLabels()
        let lanes = y
        let zoneHolds = drawing.document.holds.filter { $0.key == nil }
        if !zoneHolds.isEmpty { holdRow(zoneHolds) }
        for row in drawing.rows {
            var painter = LanePainter(drawing, y: y)
            painter.paint(row)
            Pen.rectangle(
                &back,
                "lane",
                x: 4,
                y: y + 1,
                width: PlanDrawing.width - 8,
                height: painter.height - 2,
                corner: 4
            )
            front.raw(painter.markup.text)
            y += painter.height
        }
        y += 6
        sizes()
        let bottom = y
        grid(lanes - 2, bottom)
        milestoneLines(top, bottom)
        today(axis, bottom)
        legend()
        let height = y + 6
        Pen.rectangle(&markup, "paper", x: 0, y: 0, width: PlanDrawing.width, height: height)
        markup.raw(back.text)
        markup.raw(front.text)
        return height
    }

    // MARK: - Axis

    private mutating func axisLabels() {
        let unit = scale.unit(apart: 46)
        var isFine = false
        if case .years = unit {} else { isFine = true }
        let years = scale.ticks(isFine ? .years(1) : unit)
        var starts = years
        if isFine, starts.first.map({ scale.x($0) - scale.left > 62 }) ?? true {
            starts.insert(scale.from, at: 0)
        }
        for year in starts {
            let number = CalendarTime(year).year
            Pen.text(
                &front,
                "year",
                words.year(number),
                x: scale.x(year) + (isFine ? 2 : 0),
                y: y + 14,
                anchor: isFine ? .start : .middle
            )
        }
        y += 20
        guard isFine else { return y += 4 }
        for tick in scale.ticks(unit) where scale.x(tick) < scale.right - 12 {
            Pen.text(&front, "tick", label(tick, unit), x: scale.x(tick) + 2, y: y + 12)
        }
        y += 20
    }

    private func label(_ tick: Instant, _ unit: TimeScale.Unit) -> String {
        let time = CalendarTime(tick)
        switch unit {
        case .hours where time.hour != 0: return String(tick.dateAndTime.suffix(5))
        case .hours, .days: return String(tick.date.suffix(5))
        case .months, .years: return words.months[Int(time.month - 1)]
        }
    }

    private mutating func grid(_ top: Double, _ bottom: Double) {
        for tick in scale.ticks(scale.unit(apart: 20)) {
            let x = scale.x(tick)
            let time = CalendarTime(tick)
            let isYear = time.month == 1 && time.day == 1 && tick.isMidnight
            Pen.line(
                &back,
                isYear ? "grid strong" : "grid",
                from: (x, isYear ? top - 18 : top),
                to: (x, bottom)
            )
        }
    }

    // MARK: - Milestones

    private mutating func milestones() {
        let shown = drawing.document.milestones.filter { scale.contains($0.time) }
        guard !shown.isEmpty else { return }
        var rows: [TakenPlaces] = []
        for milestone in shown {
            let x = scale.x(milestone.time)
            let title = milestone.title.count > 60 ? milestone.title.prefix(59) + "…" : milestone.title[...]
            let width = TextWidth.ems(String(title)) * 11.5 + 20
            let isLeft = x + width > PlanDrawing.width
            let place = isLeft ? (x - width, x + 8) : (x - 8, x + width)
            let row = rows.indices.first { rows[$0].take(place.0, place.1) } ?? rows.count
            if row == rows.count {
                rows.append(TakenPlaces())
                _ = rows[row].take(place.0, place.1)
            }
            let middle = y + 9 + Double(row) * 18
            if let until = milestone.until {
                Pen.rectangle(
                    &front,
                    "milestone",
                    x: x,
                    y: middle + 7,
                    width: max(2, scale.x(until) - x),
                    height: 2.5
                )
            }
            Pen.path(
                &front,
                "milestone",
                "M\(Pen.number(x)) \(Pen.number(middle - 6))l6 6l-6 6l-6 -6Z",
                tooltip: "\(milestone.time.date) \(milestone.title)"
            )
            Pen.text(
                &front,
                "small halo",
                String(title),
                x: isLeft ? x - 10 : x + 10,
                y: middle + 4,
                anchor: isLeft ? .end : .start
            )
        }
        y += Double(rows.count) * 18 + 6
    }

    private mutating func milestoneLines(_ top: Double, _ bottom: Double) {
        for milestone in drawing.document.milestones where scale.contains(milestone.time) {
            let x = scale.x(milestone.time)
            Pen.line(&back, "milestone-line", from: (x, top + 10), to: (x, bottom))
        }
    }

    // MARK: - Across all lanes

    private mutating func holdRow(_ holds: [PlanHold]) {
        Pen.text(&front, "name", words.held, x: 14, y: y + 14)
        LanePainter.strip(holds, drawing, y: y + 3, into: &front)
        y += 22
    }

    private mutating func today(_ top: Double, _ bottom: Double) {
        guard scale.contains(drawing.now) else { return }
        let x = scale.x(drawing.now)
        let label = "\(words.today) \(drawing.now.date)"
        let width = TextWidth.ems(label) * 11.5 + 10
        let start = min(max(4, x - width / 2), PlanDrawing.width - 4 - width)
        Pen.line(&front, "today", from: (x, top + 17), to: (x, bottom))
        Pen.rectangle(&front, "today-box", x: start, y: top, width: width, height: 17, corner: 3)
        Pen.text(&front, "today-text", label, x: start + width / 2, y: top + 12.5, anchor: .middle)
    }

    // MARK: - Sizes

    private mutating func sizes() {
        let steps = drawing.octets.steps
        guard let largest = drawing.octets.largest, let first = steps.first else { return }
        let height = 74.0
        let base = y + height - 4
        let unit = (height - 24) / Double(max(largest.octets, OctetSeries.safe))
        var line = "M\(Pen.number(scale.x(first.from))) \(Pen.number(base))"
        for (index, step) in steps.enumerated() {
            let end = index + 1 < steps.count ? scale.x(steps[index + 1].from) : scale.right
            let level = base - Double(step.octets) * unit
            line += "V\(Pen.number(level))H\(Pen.number(end))"
        }
        let limit = base - Double(OctetSeries.safe) * unit
        Pen.path(&front, "size", line + "V\(Pen.number(base))Z")
        Pen.path(&front, "size-line", line)
        Pen.line(&front, "limit", from: (scale.left, limit), to: (scale.right, limit))
        sizeLabels { base - Double($0) * unit - 3 }
        let lines = [words.answerSize, words.udpLimit(OctetSeries.safe)]
        Pen.text(&front, "small", lines[0], x: 14, y: base - 8)
        Pen.text(&front, "small soft", lines[1], x: 14, y: limit + 4)
        y += height + 4
    }

    /// The sizes in figures, the largest first, as far as there is room; one that recurs soon is not said again.
    private mutating func sizeLabels(_ level: (Int) -> Double) {
        var places = TakenPlaces()
        var last: [Int: Double] = [:]
        for step in drawing.octets.steps.sorted(by: { ($1.octets, $0.from) < ($0.octets, $1.from) }) {
            let isLarge = step.octets > OctetSeries.safe
            let label = isLarge ? "\(step.octets) !" : "\(step.octets)"
            let x = scale.x(step.from)
            let width = TextWidth.ems(label) * 10.5
            guard x + width < scale.right, last[step.octets].map({ x - $0 > 240 }) ?? true,
                places.take(x, x + width + 4)
            else { continue }
            last[step.octets] = x
            Pen.text(&front, isLarge ? "small over halo" : "small halo", label, x: x, y: level(step.octets))
        }
    }

    // MARK: - Legend

    private mutating func legend() {
        y += 12
        var x = PlanDrawing.left
        for entry in DrawingLegend(drawing).entries {
            let width = 34 + TextWidth.ems(entry.words) * 12 + 18
            if x + width > PlanDrawing.width {
                x = PlanDrawing.left
                y += 20
            }
            entry.paint(&front, x, y)
            Pen.text(&front, "small", entry.words, x: x + 32, y: y + 10)
            x += width
        }
        y += 18
    }
}

/// What the signs of a drawing mean: only those that it has.
struct DrawingLegend {
    struct Entry {
        var words: String
        var paint: (inout Markup, Double, Double) -> Void
    }

    let entries: [Entry]

    init(_ drawing: PlanDrawing) {
        let lanes = KeyLane.all(of: drawing.document)
        let stages = Set(lanes.flatMap { $0.spans.map(\.stage) })
        let delegations = Set(lanes.flatMap { $0.delegation.map(\.stage) })
        var entries = LaneStage.allCases.filter(stages.contains).map { stage in
            Entry(words: drawing.language.word(stage)) { markup, x, y in
                Pen.rectangle(&markup, "bar \(stage.rawValue)", x: x, y: y, width: 26, height: 13, corner: 2)
            }
        }
        entries += DelegationStage.allCases.filter(delegations.contains).map { stage in
            Entry(words: drawing.language.word(stage)) { markup, x, y in
                Pen.rectangle(&markup, "ds-\(stage.rawValue)", x: x, y: y + 3, width: 26, height: 7)
            }
        }
        if !drawing.document.holds.isEmpty {
            entries.append(
                Entry(words: drawing.words.held) { markup, x, y in
                    Pen.rectangle(&markup, "hold", x: x, y: y, width: 26, height: 13)
                }
            )
        }
        if drawing.document.milestones.contains(where: { drawing.scale.contains($0.time) }) {
            entries.append(
                Entry(words: drawing.words.milestone) { markup, x, y in
                    Pen.path(&markup, "milestone", "M\(Pen.number(x + 13)) \(Pen.number(y))l6 6l-6 6l-6 -6Z")
                }
            )
        }
        self.entries = entries
    }
}
