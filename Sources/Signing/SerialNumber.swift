public import DNSSECModel

/// Arithmetic of SOA serials (RFC 1982), and how a serial moves under a policy.
///
/// A serial never goes backwards against the one that was published last: secondaries would keep the older zone.
/// The policies `unixtime` and `datecounter` jump forward by any distance below 2^31; behind a serial that is ahead
/// of the clock they step by one, with a warning, until the clock has caught up. A change of policy from
/// `datecounter` (about 2,026,000,000) to `unixtime` (about 1,795,000,000) steps by one until 2034.
public enum SerialNumber {
    /// True if `left` is newer than `right` (RFC 1982 3.2); false for the two that are 2^31 apart.
    public static func isNewer(_ left: UInt32, than right: UInt32) -> Bool {
        Int32(bitPattern: left &- right) > 0
    }

    /// The serial after this one; 0 is left out, because some servers read it as "no serial".
    public static func successor(of serial: UInt32) -> UInt32 {
        serial == .max ? 1 : serial + 1
    }

    /// The serial for changed content.
    ///
    /// - Parameters:
    ///   - policy: How the serial moves.
    ///   - input: The operator's serial.
    ///   - previous: The serial that was published last, or nil.
    ///   - now: For `unixtime` and `datecounter`.
    /// - Returns: The serial, and a warning where it is ahead of the clock.
    /// - Throws: `serialUnchanged` and `serialBackwards`, with the policy `keep` only.
    public static func next(
        policy: SerialPolicy,
        input: UInt32,
        previous: UInt32?,
        now: Instant
    ) throws(SigningError) -> (serial: UInt32, warning: SigningWarning?) {
        switch policy {
        case .keep: (try kept(input, previous), nil)
        case .counter: (stepped(to: input, from: previous), nil)
        case .unixtime: timed(now.signatureTime, previous, limit: now.signatureTime)
        case .datecounter: timed(dateCounter(now), previous, limit: dateCounter(now) &+ 99)
        }
    }

    /// True if the operator's serial alone makes a new version of the zone.
    static func isMoved(by policy: SerialPolicy, input: UInt32, previous: UInt32) -> Bool {
        switch policy {
        case .keep: input != previous
        case .counter: isNewer(input, than: previous)
        case .unixtime, .datecounter: false
        }
    }

    private static func kept(_ input: UInt32, _ previous: UInt32?) throws(SigningError) -> UInt32 {
        guard let previous else { return input }
        guard input != previous else { throw .serialUnchanged(input) }
        guard isNewer(input, than: previous) else { throw .serialBackwards(input: input, previous: previous) }
        return input
    }

    private static func stepped(to wanted: UInt32, from previous: UInt32?) -> UInt32 {
        guard let previous, !isNewer(wanted, than: previous) else { return wanted }
        return successor(of: previous)
    }

    private static func timed(
        _ wanted: UInt32,
        _ previous: UInt32?,
        limit: UInt32
    ) -> (serial: UInt32, warning: SigningWarning?) {
        let serial = stepped(to: wanted, from: previous)
        guard let previous, isNewer(previous, than: limit) else { return (serial, nil) }
        return (serial, .serialAheadOfClock(previous: previous, clock: wanted))
    }

    /// `YYYYMMDD00`.
    private static func dateCounter(_ now: Instant) -> UInt32 {
        let time = CalendarTime(now)
        return UInt32(truncatingIfNeeded: (time.year * 10000 + time.month * 100 + time.day) * 100)
    }
}
