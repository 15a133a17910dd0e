public import DNSSECModel
public import JSON

/// Where one zone stands, with its keys and what waits.
public struct ZoneStatus: Hashable, Sendable {
    /// The daemon's clock.
    public var time: Instant
    /// What the report on all zones says of it.
    public var summary: ZoneSummary
    /// The keys that are not gone, in order of their numbers.
    public var keys: [KeyStatus]
    /// The steps that wait, and why.
    public var holds: [HoldStatus]
    /// What operators hold up, whether a step waits for it at present or not.
    public var operatorHolds: [OperatorHoldStatus]
    /// What people have ordered and what has not come to its end.
    public var orders: [OrderStatus]

    /// All fields as they are; nothing held or ordered by operators unless given.
    public init(
        time: Instant,
        summary: ZoneSummary,
        keys: [KeyStatus],
        holds: [HoldStatus],
        operatorHolds: [OperatorHoldStatus] = [],
        orders: [OrderStatus] = []
    ) {
        self.time = time
        self.summary = summary
        self.keys = keys
        self.holds = holds
        self.operatorHolds = operatorHolds
        self.orders = orders
    }
}

// MARK: - JSON

extension ZoneStatus {
    /// The report as JSON.
    public var json: JSONValue {
        let head: [JSONValue.Member] = [.init("version", .version), .init("time", JSONValue(time))]
        let tail: [JSONValue.Member] = [
            .init("keys", .array(keys.map(\.json))), .init("holds", .array(holds.map(\.json))),
            .init("operator-holds", .array(operatorHolds.map(\.json))),
            .init("orders", .array(orders.map(\.json))),
        ]
        return .object(head + summary.members + tail)
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        time = try members.take("time").instant()
        summary = try ZoneSummary(taking: &members)
        keys = try members.take("keys").list { reader throws(JSONShapeError) in try KeyStatus(json: reader) }
        holds = try members.take("holds").list { reader throws(JSONShapeError) in try HoldStatus(json: reader)
        }
        operatorHolds = try members.take("operator-holds").list { reader throws(JSONShapeError) in
            try OperatorHoldStatus(json: reader)
        }
        orders = try OrderStatus.list(in: try members.take("orders"))
        try members.finish()
    }
}
