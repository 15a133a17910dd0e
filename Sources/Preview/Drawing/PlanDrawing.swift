public import ControlProtocol
public import DNSSECModel
public import Wording

/// A plan as a drawing: a lane for each key, milestones, what is postponed, today's line, the size of DNSKEY answers.
///
/// The same drawing stands alone as SVG and inside the page.
public struct PlanDrawing {
    let text: PlanText
    let now: Instant
    let scale: TimeScale
    let rows: [LaneRow]
    let octets: OctetSeries

    /// The width of the drawing in its own units.
    static let width = 1120.0
    static let left = 164.0
    static let right = 1096.0

    /// True if keys have to be told apart by their algorithm.
    var hasAlgorithms: Bool { Set(document.keys.map(\.algorithm)).count > 1 }
    var document: PlanDocument { text.document }
    var language: Language { text.language }
    var words: PlanWords { text.words }

    /// A drawing of a plan.
    ///
    /// - Parameters:
    ///   - document: The plan; lanes come from its `keys`.
    ///   - language: For what is written in it.
    ///   - now: Where today's line stands.
    public init(_ document: PlanDocument, language: Language = .english, now: Instant) {
        text = PlanText(document, language)
        self.now = now
        scale = TimeScale(from: document.from, until: document.until, left: Self.left, right: Self.right)
        rows = LaneRow.all(of: document)
        octets = OctetSeries(document)
    }

    /// The drawing as a file: SVG 1.1 with title, description and styles of its own.
    public var svg: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + markup(style: DrawingStyle.colours + "\n" + DrawingStyle.parts)
    }

    /// The `svg` element.
    func markup(style: String?) -> String {
        var body = Markup()
        let height = DrawingPainter(self).paint(&body)
        var markup = Markup()
        markup.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "kt"), ("role", "img"),
                ("aria-labelledby", "kt-title kt-description"), ("lang", language.tag),
                ("viewBox", "0 0 \(Pen.number(Self.width)) \(Pen.number(height))"),
                ("width", Pen.number(Self.width)), ("height", Pen.number(height)),
            ]
        ) { markup in
            markup.line()
            markup.element("title", [("id", "kt-title")], text: title)
            markup.element("desc", [("id", "kt-description")], text: description)
            if let style { markup.raw("<style>\n\(style)\n</style>\n") }
            markup.raw(DrawingStyle.patterns)
            markup.raw(body.text)
        }
        markup.line()
        return markup.text
    }

    // MARK: - For people who do not see it

    var title: String { words.title(document.zone.description) }

    /// The lanes in sentences; where there are very many ZSKs, only how many.
    private var description: String {
        var sentences = [
            words.description(document.zone.description, document.from.date, document.until.date)
        ]
        for row in rows {
            switch row {
            case .key(let lane): sentences.append(sentence(lane))
            case .shared(let role, let lanes):
                sentences.append(words.manyKeys(role.description, lanes.count) + words.stop)
            }
        }
        return sentences.joined(separator: " ")
    }

    private func sentence(_ lane: KeyLane) -> String {
        let spans =
            lane.spans.map { language.word($0.stage) + " " + period($0) }
            + lane.delegation.map { language.word($0.stage) + " " + period($0) }
        return text.name(of: lane.key) + words.colon + spans.joined(separator: words.listComma) + words.stop
    }

    /// When a span is: between two dates, or open at an end.
    func period<Stage>(_ span: LaneSpan<Stage>) -> String {
        switch (span.beganBefore, span.goesOn) {
        case (true, true): words.throughout
        case (true, false): words.until(span.until.date)
        case (false, true): words.since(span.from.date)
        case (false, false): words.between(span.from.date, span.until.date)
        }
    }
}

/// A row of the drawing.
enum LaneRow {
    /// One key.
    case key(KeyLane)
    /// Keys of a role that follow each other, too many for a lane each.
    case shared(KeyRole, [KeyLane])

    /// Keys of a role up to which each has a lane of its own.
    private static let mostLanes = 24

    static func all(of document: PlanDocument) -> [LaneRow] {
        let lanes = KeyLane.all(of: document)
        return Set(lanes.map(\.key.role)).sorted().flatMap { role in
            let own = lanes.filter { $0.key.role == role }
            return own.count <= mostLanes ? own.map { .key($0) } : packed(role, own)
        }
    }

    /// As few rows as it takes for keys that do not overlap.
    private static func packed(_ role: KeyRole, _ lanes: [KeyLane]) -> [LaneRow] {
        var rows: [[KeyLane]] = []
        let margin = Interval.zero
        for lane in lanes.sorted(by: { $0.start < $1.start }) {
            if let index = rows.firstIndex(where: { ($0.last?.end).map { $0 + margin <= lane.start } ?? true }
            ) {
                rows[index].append(lane)
            } else {
                rows.append([lane])
            }
        }
        return rows.map { .shared(role, $0) }
    }
}

extension KeyLane {
    fileprivate var start: Instant {
        (spans.map(\.from) + delegation.map(\.from)).min() ?? Instant(secondsSinceEpoch: 0)
    }
    fileprivate var end: Instant {
        (spans.map(\.until) + delegation.map(\.until)).max() ?? Instant(secondsSinceEpoch: 0)
    }
}

/// The size of the DNSKEY answer over time.
struct OctetSeries {
    /// A size and the moment from which it holds; each differs from the one before.
    private(set) var steps: [(from: Instant, octets: Int)] = []

    /// The largest answer, in octets, that passes nearly everywhere over UDP (DNS flag day 2020).
    static let safe = 1232

    init(_ document: PlanDocument) {
        if let octets = document.dnskeyOctets { steps.append((document.from, octets)) }
        for event in document.events where event.dnskeyOctets != steps.last?.octets {
            if steps.last?.from == event.time { steps.removeLast() }
            steps.append((event.time, event.dnskeyOctets))
        }
    }

    var largest: (from: Instant, octets: Int)? {
        steps.max { $0.octets < $1.octets }.flatMap { most in steps.first { $0.octets == most.octets } }
    }
}
