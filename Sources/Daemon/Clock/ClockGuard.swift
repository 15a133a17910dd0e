public import DNSSECModel

/// A reading of the clocks that a daemon goes by.
public struct ClockReading: Hashable, Sendable {
    /// The wall clock, which can be set.
    public var wall: Instant
    /// Time since the machine was started, asleep or awake, which cannot.
    public var sinceBoot: Interval
    /// Names the start of the machine.
    public var bootID: String
    /// True if the system says that the wall clock follows a time server.
    public var isSynchronised: Bool

    /// All at one moment.
    public init(wall: Instant, sinceBoot: Interval, bootID: String = "", isSynchronised: Bool = false) {
        (self.wall, self.sinceBoot) = (wall, sinceBoot)
        (self.bootID, self.isSynchronised) = (bootID, isSynchronised)
    }
}

/// The time to go by, as the clocks and what is remembered come to it.
public struct BelievedTime: Hashable, Sendable {
    /// The moment that counts: for what is due, for the ends of signatures, for questions.
    public var now: Instant
    /// Signatures made now must be valid from here on: `now`, or a moment before it while nobody knows which is right.
    public var earliest: Instant
    /// Why the wall clock is not trusted: then no key takes a step.
    public var fault: ClockFault?
    /// True if the system vouches for the wall clock.
    public var isSynchronised = false
    /// True if more than the wall clock alone speaks for this time: something that was remembered, or the system's word.
    public var isFounded = true
    /// The last time that the clock was accepted although it was elsewhere before.
    public var acceptance: ClockAcceptance?

    /// A moment that counts without a doubt.
    public init(_ now: Instant) { (self.now, earliest) = (now, now) }

    /// A moment in doubt.
    init(_ now: Instant, earliest: Instant? = nil, _ fault: ClockFault) {
        (self.now, self.earliest, self.fault) = (now, earliest ?? now, fault)
    }
}

/// The word of a person, or of the system, that the clock is right although the time seemed to be another one.
public struct ClockAcceptance: Hashable, Sendable {
    /// The time that was accepted.
    public var at: Instant
    /// The time that was believed before; what is dated up to here counts as of `at`.
    public var before: Instant
    /// Who has said so; nil for the system's own synchronisation.
    public var user: String?
    /// Why.
    public var reason: String

    /// True if a moment counts as of the accepted time: it is of the time that was believed before.
    func covers(_ moment: Instant) -> Bool { at < moment && moment <= before }

    /// What was accepted, and on whose word.
    var sentence: String {
        let change = before > at ? "; what is dated up to \(before), believed before, counts as of then" : ""
        return "the clock is accepted as right at \(at) by \(user ?? "the system"): \(reason)\(change)"
    }
}

/// Decides which time to go by.
///
/// The last time that was known to be right, carried on by the clock that cannot be set, is what the wall clock is held
/// against. While the machine runs on, also from one process to the next, the wall clock is trusted if it is at most
/// `tolerance` behind that and at most `forwardLimit` ahead. After another start of the machine nothing tells how long it
/// was off: then a gap is believed if the system says that its clock is synchronised. Trust comes back when the clocks
/// agree again, when the system has synchronised the clock after a start, or when a person accepts it.
public struct ClockGuard: Hashable, Sendable {
    /// How far behind the clock may be: corrections by NTP, leap seconds.
    public static let tolerance = Interval.minutes(5)
    /// How far ahead it may be.
    public static let forwardLimit = Interval.minutes(10)

    /// The last wall clock time that was trusted.
    public private(set) var lastSeen: Instant?
    /// The last time that the clock was accepted although it was elsewhere before.
    public private(set) var acceptance: ClockAcceptance?
    private var sinceBoot = Interval.zero
    /// The start of the machine that `sinceBoot` counts from; nil if it is not known, before the first look.
    private var bootID: String?
    /// False if nothing was remembered when the clock was looked at first.
    private var isFounded = true
    /// True for the note of a version that knew no starts of the machine: it believed every gap, and so it stays, once.
    private var isOfEarlierVersion = false
    /// Stands for a start of the machine that is not known: time goes on from the first look.
    private static let unknownBoot = "-"

    /// Nothing was seen yet.
    public init() {}

    /// Takes the clock as it is.
    private mutating func trust(_ reading: ClockReading) -> BelievedTime {
        (lastSeen, sinceBoot, bootID) = (reading.wall, reading.sinceBoot, reading.bootID)
        isOfEarlierVersion = false
        var time = BelievedTime(reading.wall)
        time.isSynchronised = reading.isSynchronised
        time.isFounded = isFounded || reading.isSynchronised
        return time
    }

    /// Takes the clock as it is on somebody's word.
    ///
    /// - Parameters:
    ///   - reading: The clocks.
    ///   - user: Who says so; nil for the system.
    ///   - reason: Why.
    public mutating func accept(_ reading: ClockReading, by user: String?, reason: String) {
        let before = max(observed(reading).now, lastSeen ?? reading.wall)
        acceptance = ClockAcceptance(at: reading.wall, before: before, user: user, reason: reason)
        isFounded = true
        _ = trust(reading)
    }

    /// A time that something on the disk vouches for: it is not before that.
    ///
    /// - Parameters:
    ///   - moment: The time.
    ///   - reading: The clocks; nil before the first look at them.
    public mutating func witness(_ moment: Instant, _ reading: ClockReading? = nil) {
        guard lastSeen.map({ $0 < moment }) ?? true else { return }
        (lastSeen, isFounded) = (moment, true)
        (sinceBoot, bootID) = (reading?.sinceBoot ?? .zero, reading?.bootID)
    }

    /// Looks at the clocks; the time to go by.
    public mutating func observe(_ reading: ClockReading) -> BelievedTime {
        if lastSeen == nil { isFounded = false }
        if bootID == nil { (sinceBoot, bootID) = (reading.sinceBoot, Self.unknownBoot) }
        let time = observed(reading)
        guard time.fault == nil else { return time }
        if let lastSeen, reading.wall < lastSeen - Self.tolerance {
            accept(reading, by: nil, reason: "the system says that its clock is synchronised")
        }
        return trust(reading)
    }

    private func observed(_ reading: ClockReading) -> BelievedTime {
        guard let lastSeen else { return BelievedTime(reading.wall) }
        let isSameBoot = bootID == reading.bootID && reading.sinceBoot >= sinceBoot
        let hasAnchor = isSameBoot || bootID == Self.unknownBoot
        let passed = hasAnchor ? max(.zero, reading.sinceBoot - sinceBoot) : reading.sinceBoot
        let (expected, wall) = (lastSeen + passed, reading.wall)
        if expected - Self.tolerance <= wall, wall <= expected + Self.forwardLimit {
            return BelievedTime(wall)
        }
        if !isSameBoot, reading.isSynchronised || isOfEarlierVersion && wall > expected {
            return BelievedTime(wall)
        }
        if wall < expected { return BelievedTime(expected, .backwards(expected: expected, found: wall)) }
        guard !isSameBoot else { return BelievedTime(expected, .forwards(expected: expected, found: wall)) }
        return BelievedTime(wall, earliest: expected, .unconfirmed(lastKnown: expected, found: wall))
    }
}

// MARK: - On disk

extension ClockGuard {
    /// The text of its file: the time, the start of the machine, and the last acceptance.
    var text: String {
        var lines = [lastSeen.map(\.description) ?? "never"]
        if let bootID { lines.append("boot \(sinceBoot.seconds) \(bootID)") }
        if let acceptance {
            lines.append(
                "accepted \(acceptance.at) \(acceptance.before) \(acceptance.user ?? "-") \(acceptance.reason.oneLine)"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads the text of its file; nil if it cannot be understood.
    init?(text: String) {
        let lines = text.split(separator: "\n")
        guard let first = lines.first else { return nil }
        if first != "never" {
            guard let seen = Self.instant(first) else { return nil }
            lastSeen = seen
        }
        isOfEarlierVersion = first != "never" && lines.count == 1
        for line in lines.dropFirst() {
            let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            switch words.first {
            case "boot":
                guard words.count >= 2, let seconds = Int64(words[1]) else { return nil }
                // A system that does not name its starts: nobody knows whether this is the same one.
                let name = words.count > 2 ? String(words[2]) : ""
                (sinceBoot, bootID) = (.seconds(seconds), name.isEmpty ? nil : name)
            case "accepted":
                guard words.count == 5, let at = Self.instant(words[1]), let before = Self.instant(words[2])
                else {
                    return nil
                }
                let user = words[3] == "-" ? nil : String(words[3])
                acceptance = ClockAcceptance(at: at, before: before, user: user, reason: String(words[4]))
            // A version before noted a jump ahead here; what it believed is in the first line.
            case "distrusted": continue
            default: return nil
            }
        }
    }

    private static func instant(_ word: Substring) -> Instant? {
        Instant(text: String(word), now: Instant(secondsSinceEpoch: 0))
    }
}

extension String {
    fileprivate var oneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
