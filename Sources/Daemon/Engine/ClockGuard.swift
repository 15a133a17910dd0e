public import DNSSECModel

/// A reading of the two clocks that a daemon goes by.
public struct ClockReading: Hashable, Sendable {
    /// The wall clock, which can be set.
    public var wall: Instant
    /// Time since the machine was started, asleep or awake, which cannot.
    public var sinceBoot: Interval

    /// Both at one moment.
    public init(wall: Instant, sinceBoot: Interval) {
        self.wall = wall
        self.sinceBoot = sinceBoot
    }
}

/// Why the wall clock cannot be trusted.
public enum ClockFault: Hashable, Sendable {
    /// It shows a time before one that was seen already.
    case backwards(from: Instant, to: Instant)
    /// It ran ahead of the clock that cannot be set.
    case forwards(expected: Instant, found: Instant)
}

extension ClockFault: CustomStringConvertible {
    /// What happened, what pauses, and the way out.
    public var description: String {
        let jump =
            switch self {
            case .backwards(let from, let to): "the clock shows \(to), which is before \(from), seen earlier"
            case .forwards(let expected, let found):
                "the clock jumped ahead to \(found); expected \(expected)"
            }
        return jump + "; key transitions pause, signing goes on; correct the clock, or confirm it by "
            + "restarting with keyturnd --accept-clock"
    }
}

/// Decides whether the wall clock is to be trusted with key transitions.
///
/// It is not where it stands more than a few minutes before the last time that was seen, also by an earlier
/// process, or where it ran ahead of the boot clock between two readings of one process. A time during which no
/// daemon ran is no jump, however long. Trust comes back when the clock agrees again, or when a person confirms it.
public struct ClockGuard: Hashable, Sendable {
    /// How far back the clock may go: corrections by NTP, leap seconds.
    public static let tolerance = Interval.minutes(5)
    /// How far ahead of the boot clock it may run.
    public static let forwardLimit = Interval.minutes(10)

    /// The last wall clock time that was trusted.
    public private(set) var lastSeen: Instant?
    /// The wall clock time from which on it is not trusted, after a jump ahead.
    public private(set) var distrusted: Instant?
    private var sinceBoot: Interval?

    /// What an earlier process has seen; nothing for a new state folder.
    public init(lastSeen: Instant? = nil, distrusted: Instant? = nil) {
        self.lastSeen = lastSeen
        self.distrusted = distrusted
    }

    /// Takes the clock as it is, on a person's word.
    public mutating func accept(_ reading: ClockReading) {
        lastSeen = reading.wall
        distrusted = nil
        sinceBoot = reading.sinceBoot
    }

    /// Looks at the clocks; the fault, or `nil` if the wall clock is to be trusted.
    public mutating func observe(_ reading: ClockReading) -> ClockFault? {
        guard let lastSeen else {
            accept(reading)
            return nil
        }
        if reading.wall < lastSeen - Self.tolerance {
            return .backwards(from: lastSeen, to: reading.wall)
        }
        if let sinceBoot {
            let expected = lastSeen + max(.zero, reading.sinceBoot - sinceBoot)
            if reading.wall > expected + Self.forwardLimit {
                if distrusted == nil { distrusted = reading.wall }
                return .forwards(expected: expected, found: reading.wall)
            }
        } else if let distrusted, reading.wall >= distrusted {
            return .forwards(expected: lastSeen, found: reading.wall)
        }
        accept(reading)
        return nil
    }
}

// MARK: - On disk

extension ClockGuard {
    /// The text of its file.
    var text: String {
        "\(lastSeen.map(\.description) ?? "never")\n" + (distrusted.map { "distrusted \($0)\n" } ?? "")
    }

    /// Reads the text of its file; what is no time is passed over, as for a new state folder.
    init(text: String) {
        let lines = text.split(separator: "\n")
        let zero = Instant(secondsSinceEpoch: 0)
        self.init(
            lastSeen: lines.first.flatMap { Instant(text: String($0), now: zero) },
            distrusted: lines.dropFirst().first.flatMap {
                Instant(text: String($0.dropFirst("distrusted ".count)), now: zero)
            }
        )
    }
}
