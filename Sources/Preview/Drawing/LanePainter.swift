import ControlProtocol
import DNSSECModel
import Wording

/// Paints one row of lanes.
struct LanePainter {
    private let drawing: PlanDrawing
    private let y: Double
    private(set) var markup = Markup()
    private(set) var height = 0.0

    init(_ drawing: PlanDrawing, y: Double) {
        (self.drawing, self.y) = (drawing, y)
    }

    private var scale: TimeScale { drawing.scale }

    mutating func paint(_ row: LaneRow) {
        switch row {
        case .key(let lane) where lane.key.role == .zsk: zoneKey(lane)
        case .key(let lane): signingKey(lane)
        case .shared(let role, let lanes): shared(role, lanes)
        }
    }

    // MARK: - Rows

    /// A KSK or CSK: what is postponed, the bar, the parent's DS, the dates.
    private mutating func signingKey(_ lane: KeyLane) {
        var top = y + 7
        let holds = drawing.document.holds.filter { $0.key == lane.key.number }
        if !holds.isEmpty {
            Self.strip(holds, drawing, y: top, into: &markup)
            top += 18
        }
        let name = drawing.text.name(of: lane.key)
        label(name, detail(lane, name), y: top)
        bars(lane, y: top, height: 22)
        var bottom = top + 22
        for span in lane.delegation {
            let x = scale.x(span.from)
            Pen.rectangle(
                &markup,
                "ds-\(span.stage.rawValue)",
                x: x,
                y: bottom + 4,
                width: max(2, scale.x(span.until) - x),
                height: 6,
                tooltip: "\(name): \(drawing.language.word(span.stage)), \(drawing.period(span))"
            )
        }
        if !lane.delegation.isEmpty { bottom += 11 }
        height = dates(lane, y: bottom) + 6 - y
    }

    /// A ZSK: the bar, and beside it when it signs.
    private mutating func zoneKey(_ lane: KeyLane) {
        let name = drawing.text.name(of: lane.key)
        Pen.text(&markup, "name", name, x: 14, y: y + 17)
        if drawing.hasAlgorithms {
            let number = drawing.words.algorithm(lane.key.algorithm.rawValue)
            Pen.text(&markup, "small soft", number, x: PlanDrawing.left - 10, y: y + 17, anchor: .end)
        }
        bars(lane, y: y + 5, height: 16)
        height = 26
        guard let work = lane.spans.first(where: { $0.stage == .signing }) else { return }
        let period = drawing.period(work)
        let ends = (
            lane.spans.map { scale.x($0.from) }.min() ?? 0, lane.spans.map { scale.x($0.until) }.max() ?? 0
        )
        let width = TextWidth.ems(period) * 10.5 + 8
        if ends.1 + width < scale.right {
            Pen.text(&markup, "small soft halo", period, x: ends.1 + 6, y: y + 17)
        } else if ends.0 - width > scale.left {
            Pen.text(&markup, "small soft halo", period, x: ends.0 - 6, y: y + 17, anchor: .end)
        }
    }

    private mutating func shared(_ role: KeyRole, _ lanes: [KeyLane]) {
        Pen.text(&markup, "name", drawing.words.manyKeys(role.description, lanes.count), x: 14, y: y + 17)
        for lane in lanes { bars(lane, y: y + 5, height: 16, number: true) }
        height = 26
    }

    // MARK: - Parts

    private mutating func label(_ name: String, _ detail: String, y: Double) {
        Pen.text(&markup, "name", name, x: 14, y: y + 11)
        Pen.text(&markup, "small soft", detail, x: 14, y: y + 25)
    }

    /// What the name does not tell: role and algorithm.
    private func detail(_ lane: KeyLane, _ name: String) -> String {
        let isTold = name.hasPrefix("\(lane.key.role)") && lane.key.name == nil
        return (isTold ? "" : "\(lane.key.role), ") + "\(lane.key.algorithm)"
    }

    private mutating func bars(_ lane: KeyLane, y: Double, height: Double, number: Bool = false) {
        let name = drawing.text.name(of: lane.key)
        for span in lane.spans {
            let x = scale.x(span.from)
            let width = max(2.5, scale.x(span.until) - x)
            let word = drawing.language.word(span.stage)
            Pen.rectangle(
                &markup,
                "bar \(span.stage.rawValue)",
                x: x,
                y: y,
                width: width,
                height: height,
                corner: 2,
                tooltip: "\(name): \(word), \(drawing.period(span))"
            )
            let inside = number ? lane.key.tag.map(String.init) ?? "\(lane.key.number)" : word
            let isShown = number ? span.stage == .signing : true
            if isShown, TextWidth.ems(inside) * 11.5 + 8 <= width {
                Self.inside(inside, span.stage.rawValue, (x + width / 2, y + height / 2), into: &markup)
            }
            if span.goesOn { arrow(scale.right + 2, y + height / 2, toRight: true) }
            if span.beganBefore { arrow(scale.left - 2, y + height / 2, toRight: false) }
        }
    }

    /// The sign that a lane goes on beyond the drawing.
    private mutating func arrow(_ x: Double, _ y: Double, toRight: Bool) {
        let tip = toRight ? "l6 5l-6 5Z" : "l-6 5l6 5Z"
        Pen.path(&markup, "on", "M\(Pen.number(x)) \(Pen.number(y - 5))\(tip)")
    }

    /// A word on a pattern, on a plain ground of its own.
    private static func inside(
        _ word: String,
        _ style: String,
        _ middle: (x: Double, y: Double),
        into markup: inout Markup
    ) {
        let width = TextWidth.ems(word) * 11.5 + 4
        Pen.rectangle(
            &markup,
            "f-\(style)",
            x: middle.x - width / 2,
            y: middle.y - 6.5,
            width: width,
            height: 13,
            corner: 2
        )
        Pen.text(&markup, "inside in-\(style)", word, x: middle.x, y: middle.y + 4, anchor: .middle)
    }

    /// The date of each turn below the bar, those that matter most first, in two lines; the bottom of it.
    private mutating func dates(_ lane: KeyLane, y: Double) -> Double {
        let order: [LaneStage] = [.signing, .revoked, .published, .retired, .standby, .made]
        var turns = lane.spans.filter { !$0.beganBefore }.map {
            (time: $0.from, rank: order.firstIndex(of: $0.stage) ?? 0)
        }
        if let last = lane.spans.last, !last.goesOn { turns.append((last.until, 1)) }
        var places = [TakenPlaces(), TakenPlaces()]
        var bottom = y + 14
        for turn in turns.sorted(by: { ($0.rank, $0.time) < ($1.rank, $1.time) }) {
            let width = TextWidth.ems(turn.time.date) * 10.5
            let x = scale.x(turn.time)
            let start = min(max(scale.left - 20, x - width / 2), PlanDrawing.width - 4 - width)
            guard let line = places.indices.first(where: { places[$0].take(start - 3, start + width + 3) })
            else { continue }
            let base = y + 14 + Double(line) * 12
            Pen.line(&markup, "drop", from: (x, y), to: (x, base - 9))
            Pen.text(&markup, "small halo", turn.time.date, x: start, y: base)
            bottom = max(bottom, base)
        }
        return bottom
    }

    /// What is postponed, as a strip with its words.
    static func strip(_ holds: [PlanHold], _ drawing: PlanDrawing, y: Double, into markup: inout Markup) {
        for hold in holds where hold.from <= drawing.scale.until {
            let x = drawing.scale.x(hold.from)
            let width = max(3, drawing.scale.x(hold.until ?? drawing.scale.until) - x)
            let end = hold.until.map { drawing.words.heldUntil($0.date) } ?? drawing.words.heldOpen
            let phase = hold.phase.map { drawing.language.word($0) + drawing.words.listComma } ?? ""
            let reason = hold.isPublic ? "\(drawing.words.colon)\(hold.reason)" : ""
            let tooltip = "\(hold.from.date): \(phase)\(end)\(reason)"
            Pen.rectangle(&markup, "hold", x: x, y: y, width: width, height: 14, tooltip: tooltip)
            if TextWidth.ems(end) * 11 + 8 <= width {
                inside(end, "hold", (x + width / 2, y + 7), into: &markup)
            }
        }
    }
}
