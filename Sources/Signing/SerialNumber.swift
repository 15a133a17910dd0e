public import DNSSECModel

/// Arithmetic of SOA serials (RFC 1982), and how a serial moves under a policy.
///
/// A serial never goes backwards against the one that was published last: secondaries would keep the older zone. The
/// first serial of a zone that keyturn did not publish yet is newer than the zone file's too, which secondaries may serve
/// unsigned; from then on the zone has its own line of serials. With `keep` it is always the zone file's.
///
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
    ///   - isFirst: True if keyturn has not published the zone yet: the operator's serial counts as served, too. Without a
    ///     previous serial it always does.
    ///   - now: For `unixtime` and `datecounter`.
    /// - Returns: The serial, and a warning where it is ahead of the clock or may be served unsigned.
    /// - Throws: `serialUnchanged` and `serialBackwards`, with the policy `keep` only.
    public static func next(
        policy: SerialPolicy,
        input: UInt32,
        previous: UInt32?,
        isFirst: Bool = false,
        now: Instant
    ) throws(SigningError) -> (serial: UInt32, warning: SigningWarning?) {
        let served = isFirst || previous == nil ? [previous, input].compactMap(\.self) : [previous ?? input]
        switch policy {
        case .keep:
            return (try kept(input, previous), isFirst || previous == nil ? .serialShared(input) : nil)
        case .counter: return (stepped(to: input, from: served), nil)
        case .unixtime: return timed(now.signatureTime, served, limit: now.signatureTime)
        case .datecounter: return timed(dateCounter(now), served, limit: dateCounter(now) &+ 99)
        }
    }

    /// The newer of two serials; the first one if neither is newer.
    static func newest(_ serials: [UInt32]) -> UInt32? {
        serials.dropFirst().reduce(serials.first) { best, next in
            best.map { isNewer(next, than: $0) ? next : $0 }
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

    /// The wanted serial if it is newer than all that were served, or else the one after the newest of these.
    private static func stepped(to wanted: UInt32, from served: [UInt32]) -> UInt32 {
        guard let newest = newest(served), !served.allSatisfy({ isNewer(wanted, than: $0) }) else {
            return wanted
        }
        return successor(of: newest)
    }

    private static func timed(
        _ wanted: UInt32,
        _ served: [UInt32],
        limit: UInt32
    ) -> (serial: UInt32, warning: SigningWarning?) {
        let serial = stepped(to: wanted, from: served)
        guard let newest = newest(served), serial != wanted, newest != limit, !isNewer(limit, than: newest)
        else {
            return (serial, nil)
        }
        return (serial, .serialAheadOfClock(served: newest, clock: wanted))
    }

    /// `YYYYMMDD00`.
    private static func dateCounter(_ now: Instant) -> UInt32 {
        let time = CalendarTime(now)
        return UInt32(truncatingIfNeeded: (time.year * 10000 + time.month * 100 + time.day) * 100)
    }
}
