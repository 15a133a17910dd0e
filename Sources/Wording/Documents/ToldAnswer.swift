public import ControlProtocol
public import DNSSECModel
public import JSON

// What `--json` prints: the facts as the daemon sends them, and beside them, for people and for programs that show them
// to people, the English sentences that are made of them.

extension ControlAnswer {
    /// The answer with its sentences.
    public var told: JSONValue {
        switch self {
        case .zoneStatus(let status): status.told
        case .plan(let document): document.told
        case .action(let report): report.told
        case .actions(let report):
            report.json.setting("zones", .array(report.zones.map(\.told)))
        case .explanation(let report): report.told
        case .reload(let report): report.told
        case .status, .plans, .ds, .keys, .history, .clock: json
        }
    }
}

extension ZoneStatus {
    /// The status with its sentences.
    public var told: JSONValue {
        summary.told(json, now: time)
            .setting("holds", .array(holds.map { $0.told(summary.zone, now: time) }))
            .setting("orders", .array(orders.map(\.told)))
    }
}

extension ZoneSummary {
    /// The summary with its sentences, told at a moment.
    public func told(now: Instant) -> JSONValue { told(json, now: now) }

    /// A document that has the members of the summary, with its sentences.
    fileprivate func told(_ document: JSONValue, now: Instant) -> JSONValue {
        document.setting("next", next?.told(zone, now: now) ?? .null)
            .setting("tasks", .array(tasks.map { $0.told(zone, now: now) }))
            .setting("risks", .array(risks.map(\.told)))
            .setting("notices", .array(notices.map(\.told)))
    }
}

extension OrderStatus {
    fileprivate var told: JSONValue {
        json.setting("risks", .array(risks.map(\.told))).adding([.init("sentence", .string(sentence()))])
    }
}

extension NextAction {
    fileprivate func told(_ zone: Name, now: Instant) -> JSONValue {
        json.setting("wait", wait.told(zone, now: now))
            .adding([.init("sentence", .string(wait.sentence(of: zone, now: now)))])
    }
}

extension HoldStatus {
    fileprivate func told(_ zone: Name, now: Instant) -> JSONValue {
        json.adding([.init("sentence", .string(sentence(of: zone, now: now)))])
    }
}

extension ZoneTask {
    fileprivate func told(_ zone: Name, now: Instant) -> JSONValue {
        json.adding([.init("sentence", .string(sentence(of: zone, now: now)))])
    }
}

extension PlanDocument {
    /// The plan with its sentences.
    public var told: JSONValue {
        json.setting("events", .array(events.map(\.told)))
            .setting("tasks", .array(tasks.map { $0.told(zone, now: from) }))
            .setting("proof", proof?.told ?? .null)
    }
}

extension PlanProof {
    fileprivate var told: JSONValue {
        let story = story.map { $0.json.adding([.init("text", .string($0.text()))], after: "just-before") }
        return json.setting("story", .array(story))
            .adding([.init("sentence", .string(sentence()))], after: "holds")
    }
}

extension PlanEvent {
    fileprivate var told: JSONValue { json.adding(sentences, after: "name") }
}

extension ZonePlan {
    /// The plan with its sentences.
    public var told: JSONValue { json.setting("steps", .array(steps.map(\.told))) }
}

extension ActionReport {
    /// The report with its sentences.
    public var told: JSONValue {
        json.adding([.init("done", .string(done))], after: "time")
            .setting("risks", .array(risks.map(\.told)))
            .setting("costs", .array(costs.map(\.told)))
            .setting("next", next?.told(zone, now: time) ?? .null)
            .setting("moves", .array(moves.map { $0.json.adding([.init("step", .string($0.step()))]) }))
            .setting("steps", .array(steps.map(\.told)))
            .setting("shortcuts", .array(shortcuts.map(\.told)))
    }
}

extension ReloadReport {
    /// The report with its sentences.
    public var told: JSONValue {
        json.setting(
            "doubts",
            .array(doubts.map { $0.json.adding([.init("sentence", .string($0.sentence()))]) })
        ).setting("notes", .array(notes.map { $0.json.adding([.init("sentence", .string($0.sentence()))]) }))
    }
}

extension ScheduleCost {
    fileprivate var told: JSONValue { json.adding([.init("sentence", .string(sentence()))]) }
}

extension RiskStatus {
    fileprivate var told: JSONValue { json.adding([.init("sentence", .string(sentence()))]) }
}

extension Shortcut {
    fileprivate var told: JSONValue {
        json.setting("risks", .array(risks.map(\.told))).adding([.init("step", .string(step()))])
    }
}

extension ExplainReport {
    /// The report with its sentences.
    public var told: JSONValue {
        let waits = waits.map { wait in
            wait.json.setting("hold", wait.hold.told(zone, now: time)).adding([
                .init("step", .string(wait.hold.step())), .init("observed", .string(wait.hold.outcome())),
            ])
        }
        return json.setting("waits", .array(waits)).setting("shortcuts", .array(shortcuts.map(\.told)))
            .setting("orders", .array(orders.map(\.told)))
    }
}

// MARK: - Objects

extension JSONValue {
    /// The object with another value for a member that it has.
    fileprivate func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? Member(name, value) : $0 })
    }

    /// The object with more members behind one that it has, or at its end.
    fileprivate func adding(_ more: [Member], after name: String? = nil) -> JSONValue {
        guard case .object(var members) = self else { return self }
        let place = members.firstIndex { $0.name == name }.map { $0 + 1 }
        members.insert(contentsOf: more, at: place ?? members.endIndex)
        return .object(members)
    }
}
