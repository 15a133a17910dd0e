public import DNSSECModel

/// The timing metadata of a key's files.
public struct BINDKeyTimes: Hashable, Sendable {
    /// What happens to a key, in the order of its files; the raw value is the tag there.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// The key was made.
        case created = "Created"
        /// The DNSKEY enters the zone.
        case publish = "Publish"
        /// The key begins to sign.
        case activate = "Activate"
        /// The REVOKE bit is set.
        case revoke = "Revoke"
        /// The key ends to sign.
        case inactive = "Inactive"
        /// The DNSKEY leaves the zone.
        case delete = "Delete"
        /// The DS was published at the parent.
        case dsPublish = "DSPublish"
        /// CDS and CDNSKEY enter the zone.
        case syncPublish = "SyncPublish"
        /// CDS and CDNSKEY leave the zone.
        case syncDelete = "SyncDelete"
        /// The DS was removed at the parent.
        case dsRemoved = "DSRemoved"
    }

    private var times: [Event: Instant] = [:]

    /// Nothing is planned, nothing is known.
    public init() {}

    /// When the event is or was, or nil.
    public subscript(event: Event) -> Instant? {
        get { times[event] }
        set { times[event] = newValue }
    }

    /// The events that have a time, in the order of the files.
    package var entries: [(event: Event, time: Instant)] {
        Event.allCases.compactMap { event in times[event].map { (event, $0) } }
    }

    /// Reads `YYYYMMDDHHMMSS`.
    package static func instant(_ text: String) -> Instant? {
        guard text.utf8.count == 14, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Instant(text: text, now: Instant(secondsSinceEpoch: 0))
    }

    /// The time as BIND comments it, in UTC: `Mon Nov 23 06:27:37 2026`.
    package static func comment(_ instant: Instant) -> String {
        let time = CalendarTime(instant)
        let days = Int64(instant.secondsSinceEpoch - time.secondOfDay) / 86400
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[Int(((days + 4) % 7 + 7) % 7)]
        let day = time.day < 10 ? " \(time.day)" : "\(time.day)"
        let clock = [time.hour, time.minute, time.second].map { String(100 + $0).dropFirst() }
        return "\(weekday) \(months[Int(time.month) - 1]) \(day) \(clock.joined(separator: ":")) \(time.year)"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension CalendarTime {
    /// Seconds since midnight.
    fileprivate var secondOfDay: Int64 { hour * 3600 + minute * 60 + second }
}
