public import ControlProtocol
import DNSSECModel

/// The steps of a plan in a language.
public struct PlanText {
    /// The plan.
    public let document: PlanDocument
    /// The language that it is told in.
    public let language: Language
    private let keys: [Int: PlanKey]

    /// The sentences of a plan.
    public init(_ document: PlanDocument, _ language: Language) {
        self.document = document
        self.language = language
        keys = Dictionary(document.keys.map { ($0.number, $0) }) { first, _ in first }
    }

    /// What stands beside the steps.
    public var words: PlanWords { language.words }

    // MARK: - Keys

    /// The name of a step's key.
    public func key(of event: PlanEvent) -> String { KeyName(event.subject).text(language) }

    /// The name of a key.
    public func name(of key: PlanKey) -> String { KeyName(key.reference).text(language) }

    /// The names of a hold's keys.
    public func keys(of hold: PlanHold) -> String { subject(of: hold).keys(language) }

    /// What a hold holds: which step of which keys.
    public func subject(of hold: PlanHold) -> HeldSubject {
        HeldSubject(key: hold.key.flatMap { keys[$0]?.reference }, role: hold.role, phase: hold.phase)
    }

    // MARK: - Sentences

    /// What changes, without a full stop.
    public func change(_ event: PlanEvent) -> String { event.change(language) }

    /// Why then and not earlier, without a full stop.
    public func because(_ event: PlanEvent) -> String { event.because(language) }

    /// What else is to be said of a step: its latest time, and how late it is.
    public func remarks(_ event: PlanEvent) -> [String] {
        (event.latest.map { [words.latest($0.dateAndTime + " UTC")] } ?? [])
            + (event.late.map { [words.late(language.text($0))] } ?? [])
            + (event.isAssumed ? [words.assumedDate] : [])
            + (event.approval.map { [words.approval($0.needed, $0.approvers)] } ?? [])
    }

    /// What else is to be said of a milestone.
    public func remarks(_ milestone: PlanMilestone) -> [String] {
        (milestone.until.map { [words.until($0.isMidnight ? $0.date : $0.dateAndTime)] } ?? [])
            + [milestone.note].compactMap(\.self) + (milestone.isAssumed ? [words.assumedDate] : [])
    }

    /// The assumptions in one sentence, or nil.
    public var assumptions: String? {
        language.sentence(document.assumptions)
    }
}

extension Language {
    /// Assumptions in one sentence; nil if there are none.
    func sentence(_ assumptions: [PlanAssumption]) -> String? {
        guard !assumptions.isEmpty else { return nil }
        let clauses = assumptions.map(clause)
        return self == .english
            ? "Assumed: \(clauses.joined(separator: ", "))." : "假設：\(clauses.joined(separator: "；"))。"
    }
}
