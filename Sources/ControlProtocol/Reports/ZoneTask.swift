public import DNSSECModel
public import JSON

/// Something that a person must do before a step of a key can be taken: facts alone.
public struct ZoneTask: Hashable, Sendable {
    /// What there is to do.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The parent must get the key's DS, and all its servers must show it.
        case bringDS = "bring-ds"
        /// The parent must drop the key's DS, and none of its servers may show it.
        case removeDS = "remove-ds"
        /// The step waits at a gate for people to approve it.
        case approve
    }

    /// What there is to do.
    public var kind: Kind
    /// The step that waits for it.
    public var wait: HoldStatus
    /// Since when it can be done; nil if nobody knows.
    public var since: Instant?
    /// True if another task of the zone must be done before: a new DS comes before the old one goes.
    public var isAfterOthers: Bool
    /// What to type, in this order; empty as long as the key has no tag.
    public var commands: [String]

    /// The task that a wait is; nil for a wait that no person ends.
    ///
    /// - Parameters:
    ///   - wait: The wait.
    ///   - zone: The zone, for what there is to type.
    ///   - since: Since when it waits for a person.
    public init?(_ wait: HoldStatus, of zone: Name, since: Instant?) {
        guard let kind = Kind(wait.reason) else { return nil }
        self.kind = kind
        self.wait = wait
        self.since = since
        isAfterOthers = false
        commands = wait.tag.map { kind.commands(zone, $0, wait.phase) } ?? []
    }

    /// Some tasks in the order in which they are to be done.
    public static func ordered(_ tasks: [ZoneTask]) -> [ZoneTask] {
        let removals = tasks.filter { $0.kind == .removeDS }
        let others = tasks.filter { $0.kind != .removeDS }
        let isBringing = others.contains { $0.kind == .bringDS }
        return others
            + removals.map { task in
                var task = task
                task.isAfterOthers = isBringing
                return task
            }
    }
}

extension ZoneTask.Kind {
    fileprivate init?(_ reason: HoldReason) {
        switch reason {
        case .observation(.dsSeen): self = .bringDS
        case .observation(.dsGone): self = .removeDS
        case .gate(.approval): self = .approve
        case .policy, .ordered, .time, .chainOfTrust, .observation, .manual, .gate, .queued: return nil
        }
    }

    fileprivate func commands(_ zone: Name, _ tag: UInt16, _ step: KeyStep) -> [String] {
        switch self {
        case .bringDS: ["keyturn ds \(zone)", "keyturn ds-seen \(zone) \(tag)"]
        case .removeDS: ["keyturn ds-gone \(zone) \(tag)"]
        case .approve:
            [
                "keyturn approve \(zone) \(tag)/\(step.rawValue)",
                "keyturn refuse \(zone) \(tag)/\(step.rawValue) --reason TEXT",
            ]
        }
    }
}

// MARK: - JSON

extension ZoneTask {
    /// The task as JSON.
    public var json: JSONValue {
        [
            "kind": JSONValue(word: kind), "key": wait.key.json, "since": JSONValue(since),
            "after-others": .bool(isAfterOthers), "commands": .array(commands.map { .string($0) }),
            "wait": wait.json,
        ]
    }

    /// Reads what `json` writes.
    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        let key = try members.take("key")
        since = try members.take("since").optionalInstant()
        isAfterOthers = try members.take("after-others").bool()
        commands = try members.take("commands").strings()
        wait = try HoldStatus(json: try members.take("wait"))
        try members.finish()
        guard try KeyReference(json: key) == wait.key else { throw key.error(.invalid(.consistent)) }
    }
}
