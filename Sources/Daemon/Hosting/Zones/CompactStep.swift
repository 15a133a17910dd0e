import ControlProtocol
import DNSSECModel

/// A step that waits, without the name of its key, in 40 octets: for rows, and for the index.
///
/// Steps that people hold up or decide do not fit into it, nor do those of keys that are not made yet.
struct CompactStep: Hashable, Sendable {
    private enum Kind: CaseIterable {
        case policy
        case time
        case chainOfTrust
        case observation
        case queued
    }

    /// Moments and an interval in seconds, where the kind of the wait has them.
    private var until: Int64 = 0
    private var since: Int64 = 0
    private var interval: Int64 = 0
    /// The key's number in its ring; negative for none.
    private var key: Int32
    /// Negative for none.
    private var tag: Int32
    private var role: KeyRole
    private var phase: KeyStep
    private var kind: Kind
    /// Which formula, rule or observation: the place among all of the kind.
    private var word: UInt8 = 0
    private var isNext: Bool
    private var isTask: Bool

    /// Nil for a step that does not fit.
    init?(_ step: RowStep) {
        guard let key = Int32(exactly: step.hold.key?.rawValue ?? -1), step.key.number == nil else {
            return nil
        }
        (self.key, tag) = (key, step.key.tag.map { Int32($0) } ?? -1)
        (role, phase) = (step.hold.role, step.hold.phase)
        (isNext, isTask) = (step.isNext, step.isTask)
        switch step.hold.reason {
        case .policy(let until):
            kind = .policy
            self.until = until.secondsSinceEpoch
        case .time(let until, let since, let interval, let formula):
            kind = .time
            (self.until, self.since) = (until.secondsSinceEpoch, since.secondsSinceEpoch)
            (self.interval, word) = (interval.seconds, WordPlace.place(of: formula))
        case .chainOfTrust(let rule): (kind, word) = (.chainOfTrust, WordPlace.place(of: rule))
        case .observation(let awaited):
            (kind, word) = (.observation, WordPlace.place(of: awaited))
            since = step.since?.secondsSinceEpoch ?? 0
        case .queued: kind = .queued
        case .manual, .gate, .ordered: return nil
        }
    }

    /// The step; nil for octets that say nothing.
    var step: RowStep? {
        guard let reason else { return nil }
        let id = key < 0 ? nil : ManagedKey.ID(rawValue: Int(key))
        let hold = Hold(key: id, role: role, phase: phase, reason: reason)
        var step = RowStep(hold, tag: UInt16(exactly: tag), isNext: isNext, isTask: isTask)
        if kind == .observation, since != 0 { step.since = Instant(secondsSinceEpoch: since) }
        return step
    }

    private var reason: HoldReason? {
        let until = Instant(secondsSinceEpoch: until)
        switch kind {
        case .policy: return .policy(until: until)
        case .time:
            let since = Instant(secondsSinceEpoch: since)
            return WordPlace.word(at: word).map {
                .time(until: until, since: since, interval: Interval(seconds: interval), formula: $0)
            }
        case .chainOfTrust: return WordPlace.word(at: word).map { .chainOfTrust($0) }
        case .observation: return WordPlace.word(at: word).map { .observation($0) }
        case .queued: return .queued
        }
    }

    // MARK: - Octets

    func write(to writer: inout OctetWriter) {
        for number in [until, since, interval] { writer.add(number) }
        for number in [key, tag] { writer.add(number) }
        writer.add(word: role)
        writer.add(word: phase)
        writer.add(word: kind)
        writer.add(word)
        writer.add(UInt8((isNext ? 1 : 0) | (isTask ? 2 : 0)))
    }

    /// Reads a step; `nil` if the octets are none.
    init?(_ reader: inout OctetReader) {
        guard let until: Int64 = reader.number(), let since: Int64 = reader.number(),
            let interval: Int64 = reader.number(), let key: Int32 = reader.number(),
            let tag: Int32 = reader.number(), let role = reader.word(KeyRole.self),
            let phase = reader.word(KeyStep.self), let kind = reader.word(Kind.self),
            let word: UInt8 = reader.number(), let flags: UInt8 = reader.number()
        else { return nil }
        (self.until, self.since, self.interval) = (until, since, interval)
        (self.key, self.tag, self.role, self.phase) = (key, tag, role, phase)
        (self.kind, self.word) = (kind, word)
        (isNext, isTask) = (flags & 1 != 0, flags & 2 != 0)
        guard step != nil else { return nil }
    }
}
