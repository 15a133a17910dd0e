import DNSSECModel
public import JSON

/// What the daemon answers: one form for each request.
public enum ControlAnswer: Hashable, Sendable {
    /// To `status` without a zone.
    case status(StatusReport)
    /// To `status` of one zone.
    case zoneStatus(ZoneStatus)
    /// To `plan`.
    case plan(PlanDocument)
    /// To `plans`, the head of it: the zones come one by one.
    case plans(PlansHead)
    /// To every command about one zone.
    case action(ActionReport)
    /// To a command about the zones of a policy.
    case actions(PolicyActionReport)
    /// To `explain`.
    case explanation(ExplainReport)
    /// To `ds`.
    case ds(DSReport)
    /// To `keys`.
    case keys(KeyList)
    /// To `history`.
    case history(HistoryReport)
    /// To `reload`.
    case reload(ReloadReport)
    /// To `clock`.
    case clock(ClockReport)

    /// The answer as JSON.
    public var json: JSONValue {
        switch self {
        case .status(let report): report.json
        case .zoneStatus(let report): report.json
        case .plan(let document): document.json
        case .plans(let head): .object(head.members + [.init("zones", .array([]))])
        case .action(let report): report.json
        case .actions(let report): report.json
        case .explanation(let report): report.json
        case .ds(let report): report.json
        case .keys(let list): list.json
        case .history(let report): report.json
        case .reload(let report): report.json
        case .clock(let report): report.json
        }
    }

    /// Reads the answer to a request, strictly.
    public init(json reader: JSONReader, to request: ControlRequest) throws(JSONShapeError) {
        switch request.verb.answer {
        case .status where request.target == nil: self = .status(try StatusReport(json: reader))
        case .status: self = .zoneStatus(try ZoneStatus(json: reader))
        case .plan where request.target == nil: self = .plans(try PlansHead(json: reader))
        case .plan: self = .plan(try PlanDocument(json: reader))
        case .action:
            if case .policy = request.target {
                self = .actions(try PolicyActionReport(json: reader))
            } else {
                self = .action(try ActionReport(json: reader))
            }
        case .explanation: self = .explanation(try ExplainReport(json: reader))
        case .ds: self = .ds(try DSReport(json: reader))
        case .keys: self = .keys(try KeyList(json: reader))
        case .history: self = .history(try HistoryReport(json: reader))
        case .reload: self = .reload(try ReloadReport(json: reader))
        case .clock: self = .clock(try ClockReport(json: reader))
        }
    }
}
