import CLinux
import Glibc

/// A reading of one of the system's clocks.
public struct ClockTime: Hashable, Comparable, Sendable {
    /// Whole seconds since the clock's zero.
    public let seconds: Int64
    /// Nanoseconds beyond them, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// A moment; `nanoseconds` must be below 1,000,000,000.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition(0..<1_000_000_000 ~= nanoseconds)
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Microseconds since the clock's zero, rounded down.
    public var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds / 1000) }

    /// The earlier reading of one clock is the smaller one.
    public static func < (left: ClockTime, right: ClockTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// The system's clocks.
///
/// Rollovers go by the wall clock, because signatures and caches do. The other two measure distances.
public enum WallClock {
    /// Time since the epoch, 1970-01-01 UTC, without leap seconds; can be set, and can then jump either way.
    public static func now() -> ClockTime {
        read(CLOCK_REALTIME)
    }

    /// Time that the machine was awake; never goes back.
    public static func monotonic() -> ClockTime {
        read(CLOCK_MONOTONIC)
    }

    /// Time since the machine was started, asleep or awake; never goes back.
    public static func sinceBoot() -> ClockTime {
        read(CLOCK_BOOTTIME)
    }

    private static func read(_ clock: Int32) -> ClockTime {
        var value = timespec()
        let result = unsafe clock_gettime(clock, &value)
        precondition(result == 0, "Linux has had these clocks since 2.6.39")
        return ClockTime(seconds: Int64(value.tv_sec), nanoseconds: Int32(value.tv_nsec))
    }
}
