public import ControlProtocol
import DNSSECModel

// What comes next, in a few words: for the log, for systemctl and for tables.

extension HoldStatus {
    /// `ZSK 12345, sign at 2026-11-23T10:00:00Z`, or that a person must act; `nil` if only our own work is awaited.
    public var announcement: String? {
        let when: String
        switch reason {
        case .observation(.dsSeen), .observation(.dsGone): when = ": a person must act"
        case .observation: return nil
        default: when = until.map { " at \($0)" } ?? " after another step"
        }
        return "\(KeyName(key).text()), \(phase.rawValue)\(when)"
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
