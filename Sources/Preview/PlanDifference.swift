public import ControlProtocol
public import DNSSECModel
public import JSON
public import Wording

/// Two plans side by side: what moves, what appears, what vanishes.
///
/// A step of one plan is that of the other where role, number of the key within its role, and phase are the same.
public struct PlanDifference: Hashable, Sendable {
    /// What became of a step.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Another moment.
        case moves
        /// Only in the second plan.
        case appears
        /// Only in the first plan.
        case vanishes
    }

    /// A step that is not the same in both plans.
    public struct Change: Hashable, Sendable {
        /// What became of it.
        public var kind: Kind
        /// The key's place among the keys of its role, from 1.
        public var ordinal: Int
        /// The step in the first plan.
        public var old: PlanEvent?
        /// The step in the second plan.
        public var new: PlanEvent?

        /// The step, as the later plan has it where it has it.
        public var event: PlanEvent? { new ?? old }
        /// How much later it comes; negative for earlier; `nil` if it does not move.
        public var by: Interval? {
            guard let old, let new else { return nil }
            return new.time - old.time
        }
        fileprivate var time: Instant? { old?.time ?? new?.time }
    }

    /// The first plan.
    public let old: PlanDocument
    /// The second plan.
    public let new: PlanDocument
    /// The steps that differ, in order of time.
    public let changes: [Change]
    /// How many steps are the same in both.
    public let unchanged: Int

    /// Compares two plans of the same time.
    public init(from old: PlanDocument, to new: PlanDocument) {
        self.old = old
        self.new = new
        let olds = Self.steps(old)
        let news = Self.steps(new)
        var changes: [Change] = []
        for (id, event) in olds {
            guard let other = news[id] else {
                changes.append(Change(kind: .vanishes, ordinal: id.ordinal, old: event, new: nil))
                continue
            }
            if other.time != event.time {
                changes.append(Change(kind: .moves, ordinal: id.ordinal, old: event, new: other))
            }
        }
        for (id, event) in news where olds[id] == nil {
            changes.append(Change(kind: .appears, ordinal: id.ordinal, old: nil, new: event))
        }
        self.changes = changes.sorted { $0.order < $1.order }
        unchanged = olds.filter { news[$0.key]?.time == $0.value.time }.count
    }

    private struct StepID: Hashable {
        var role: KeyRole
        var ordinal: Int
        var phase: KeyStep
        /// 1 for the first time that the key takes the step.
        var time: Int
    }

    private static func steps(_ document: PlanDocument) -> [StepID: PlanEvent] {
        var ordinals: [Int: Int] = [:]
        var counts: [KeyRole: Int] = [:]
        for key in document.keys {
            counts[key.role, default: 0] += 1
            ordinals[key.number] = counts[key.role]
        }
        var steps: [StepID: PlanEvent] = [:]
        for event in document.events {
            let ordinal = event.key.flatMap { ordinals[$0] } ?? 0
            var id = StepID(role: event.role, ordinal: ordinal, phase: event.phase, time: 1)
            while steps[id] != nil { id.time += 1 }
            steps[id] = event
        }
        return steps
    }
}

extension PlanDifference.Change {
    fileprivate var order: Order {
        Order(
            time: time?.secondsSinceEpoch ?? 0,
            role: event?.role ?? .ksk,
            ordinal: ordinal,
            phase: KeyStep.allCases.firstIndex(of: event?.phase ?? .generate) ?? 0
        )
    }

    fileprivate struct Order: Comparable {
        var time: Int64
        var role: KeyRole
        var ordinal: Int
        var phase: Int

        static func < (left: Order, right: Order) -> Bool {
            (left.time, left.role, left.ordinal, left.phase) < (
                right.time, right.role, right.ordinal, right.phase
            )
        }
    }
}

// MARK: - JSON

extension PlanDifference {
    /// The comparison as JSON.
    public var json: JSONValue {
        [
            "zone": .string(new.zone.description), "from": JSONValue(new.from), "until": JSONValue(new.until),
            "old": Self.json(old), "new": Self.json(new), "unchanged": .integer(Int64(unchanged)),
            "changes": .array(changes.compactMap(\.json)),
        ]
    }

    private static func json(_ plan: PlanDocument) -> JSONValue {
        [
            "policy": plan.policy.map { .string($0) } ?? .null,
            "largest-dnskey-octets": OctetSeries(plan).largest.map { .integer(Int64($0.octets)) } ?? .null,
        ]
    }
}

extension PlanDifference.Change {
    fileprivate var json: JSONValue? {
        guard let event else { return nil }
        return [
            "kind": .string(kind.rawValue), "role": .string(event.role.rawValue),
            "ordinal": .integer(Int64(ordinal)), "tag": event.tag.map { .integer(Int64($0)) } ?? .null,
            "name": event.name.map { .string($0) } ?? .null, "phase": .string(event.phase.rawValue),
            "from": JSONValue(old?.time), "to": JSONValue(new?.time),
            "by": by.map { .string($0.description) } ?? .null, "change": .string(event.change()),
            "because": .string(event.because()),
        ]
    }
}

// MARK: - Table

extension PlanDifference {
    /// The comparison for people at a terminal; at most 100 columns.
    public func lines(language: Language = .english) -> [StyledLine] {
        let words = DifferenceWords(language)
        var lines = [StyledLine(words.title(old.policy, new.policy, new.zone.description), .bold)]
        if let assumed = PlanText(new, language).assumptions {
            lines = PlainText.wrapped(assumed, indentation: "").map { StyledLine($0) } + lines
        }
        guard !changes.isEmpty else { return lines + [StyledLine(words.same(unchanged))] }
        var table = AlignedRows()
        table.append(words.head)
        for change in changes { table.append(cells(change, language, words)) }
        let rows = table.padded
        lines.append(StyledLine(rows[0].joined(separator: "  ")))
        for (change, row) in zip(changes, rows.dropFirst()) {
            let emphasis: StyledLine.Emphasis =
                switch change.kind {
                case .moves: .plain
                case .appears: .task
                case .vanishes: .warning
                }
            lines.append(StyledLine(row.joined(separator: "  "), emphasis))
        }
        return lines + [StyledLine(words.summary(self))] + sizes(words).map { StyledLine($0) }
    }

    private func sizes(_ words: DifferenceWords) -> [String] {
        guard let before = OctetSeries(old).largest?.octets, let after = OctetSeries(new).largest?.octets,
            before != after
        else { return [] }
        return [words.sizes(before, after)]
    }

    private func cells(_ change: Change, _ language: Language, _ words: DifferenceWords) -> [String] {
        guard let event = change.event else { return [] }
        let key = event.name ?? "\(event.role) " + (event.tag.map(String.init) ?? "#\(change.ordinal)")
        let by = change.by.map { ($0 > .zero ? "+" : "") + $0.description } ?? ""
        return [
            words.word(change.kind), key, language.word(event.phase), change.old?.time.description ?? "-",
            change.new?.time.description ?? "-", by,
        ]
    }
}

/// What stands around the differences of two plans.
private struct DifferenceWords {
    private let isEnglish: Bool

    init(_ language: Language) { isEnglish = language == .english }

    var head: [String] {
        isEnglish ? ["", "KEY", "STEP", "FROM", "TO", "BY"] : ["", "金鑰", "步驟", "原定", "改為", "相差"]
    }

    func word(_ kind: PlanDifference.Kind) -> String {
        switch kind {
        case .moves: isEnglish ? "moves" : "移動"
        case .appears: isEnglish ? "appears" : "新增"
        case .vanishes: isEnglish ? "vanishes" : "取消"
        }
    }

    func title(_ old: String?, _ new: String?, _ zone: String) -> String {
        let names = (old ?? "?", new ?? "?")
        return isEnglish
            ? "\(zone) under policy \(names.1) compared with \(names.0)"
            : "\(zone) 政策 \(names.1) 與 \(names.0) 的時程比較"
    }

    func same(_ count: Int) -> String {
        isEnglish ? "No difference in \(count) steps." : "共 \(count) 個步驟，沒有差異。"
    }

    func summary(_ difference: PlanDifference) -> String {
        let counts = PlanDifference.Kind.allCases.map { kind in
            difference.changes.filter { $0.kind == kind }.count
        }
        return isEnglish
            ? "\(counts[0]) move, \(counts[1]) appear, \(counts[2]) vanish; \(difference.unchanged) are the same."
            : "移動 \(counts[0]) 項，新增 \(counts[1]) 項，取消 \(counts[2]) 項；\(difference.unchanged) 項相同。"
    }

    func sizes(_ old: Int, _ new: Int) -> String {
        isEnglish
            ? "The largest DNSKEY answer has \(new) octets instead of \(old)."
            : "最大的 DNSKEY 回應由 \(old) 位元組變為 \(new) 位元組。"
    }
}
