public import ControlProtocol
public import DNSSECModel

// What comes next, in a few words: for the log, for systemctl and for tables.

extension HoldStatus {
    /// `ZSK 12345, sign at 2026-11-23T10:00:00Z`, or what it comes after; `nil` if only our own work is awaited.
    public var announcement: String? {
        let when: String
        switch reason {
        case .observation(.dsSeen), .observation(.dsGone): when = " as soon as the parent has changed its DS"
        case .gate(.approval): when = " as soon as it is approved"
        case .manual(nil, _, _): when = " as soon as it is released"
        case .observation: return nil
        default: when = until.map { " at \($0)" } ?? " after another step"
        }
        return "\(KeyName(key).text()), \(phase.rawValue)\(when)"
    }
}

extension ZoneTask {
    /// What the log says, as a warning, once a person must act.
    ///
    /// - Parameters:
    ///   - zone: The zone.
    ///   - now: The moment that distances count from.
    ///   - order: The roll that the step belongs to, if a person has ordered it.
    ///   - votes: What people said about the step.
    /// - Returns: The task with all its reasons: `a person must act: ...; root ordered it at ...; anna approved it: tested`.
    public func logLine(of zone: Name, now: Instant, order: RollRequest?, votes: [VoteStatus]) -> String {
        let because = order.flatMap { $0.user == nil ? nil : "; \($0.because())" } ?? ""
        let said = votes.compactMap { vote in
            vote.reason.map { "; \(vote.user) \(vote.approves ? "approved" : "refused") it: \($0)" }
        }
        return "a person must act: \(sentence(of: zone, now: now))\(because)\(said.joined())"
    }
}

extension NextAction {
    /// Key and step: `ZSK 12345 sign`.
    public var short: String { "\(KeyName(wait.key).text()) \(phase.rawValue)" }
}

/// What a key does for the zone that it signs.
public enum KeyWork {
    /// Said of a key that signs the zone's list of keys.
    public static let signsKeys = "signs the DNSKEY RRset"
    /// Said of a key that signs the zone's data.
    public static let signsZone = "signs the zone"
}
