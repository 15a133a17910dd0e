import CLinux
import Glibc

/// A timer that goes off at a wall-clock time, and when somebody sets the clock.
///
/// A sleep of so many seconds is wrong as soon as the clock is set or the machine sleeps; this one is not.
public struct WallClockTimer: ~Copyable {
    /// What a timer tells.
    public enum Event: Hashable, Sendable {
        /// The time has come.
        case fired
        /// The clock was set, whichever way and however little: all plans need a new look.
        case clockChanged
    }

    /// Later than any time that a zone can be due: 9999-12-31.
    private static let farAway: Int64 = 253_402_214_400

    let file: Descriptor
    /// A clock change that the system told while the timer was being set.
    private var hasMissedChange: Bool

    /// Makes a timer that only notices clock changes, until it is set.
    public init() throws(SystemError) {
        let number = keyturn_timer_create()
        guard number >= 0 else { throw SystemError(.setTimer, "a timer") }
        let file = Descriptor(owning: number)
        let hasMissedChange = try WallClockTimer.set(file, to: nil)
        self.file = file
        self.hasMissedChange = hasMissedChange
    }

    /// Sets the time; without one, only clock changes are noticed.
    ///
    /// A time that has passed fires at once.
    public mutating func set(to time: ClockTime?) throws(SystemError) {
        if try WallClockTimer.set(file, to: time) { hasMissedChange = true }
    }

    /// Sets the timer; true if the clock was set since it was set last.
    private static func set(_ file: borrowing Descriptor, to time: ClockTime?) throws(SystemError) -> Bool {
        let seconds = min(max(time?.seconds ?? farAway, 0), farAway)
        // All zero would switch the timer off.
        let nanoseconds = seconds == 0 ? 1 : Int(time?.nanoseconds ?? 0)
        guard keyturn_timer_set(file.number, Int(seconds), nanoseconds) != 0 else { return false }
        let error = SystemError(.setTimer, "a timer")
        // The timer is set all the same: see timerfd_create(2), TFD_TIMER_CANCEL_ON_SET.
        guard error.errno == ECANCELED else { throw error }
        return true
    }

    /// What has happened since the last call, without waiting; `nil` if nothing has.
    public mutating func takeEvent() throws(SystemError) -> Event? {
        if hasMissedChange {
            hasMissedChange = false
            return .clockChanged
        }
        var expirations: UInt64 = 0
        let count = unsafe read(file.number, &expirations, 8)
        return try WallClockTimer.event(readCount: count, errno: count < 0 ? keyturn_errno() : 0)
    }

    /// True if `takeEvent` has something to tell that `poll` cannot see.
    var hasPendingEvent: Bool { hasMissedChange }

    /// The meaning of what read(2) gave back.
    static func event(readCount count: Int, errno: Int32) throws(SystemError) -> Event? {
        if count > 0 { return .fired }
        switch errno {
        case ECANCELED: return .clockChanged
        case EAGAIN, EINTR: return nil
        default: throw SystemError(.read, "a timer", errno: errno)
        }
    }
}
