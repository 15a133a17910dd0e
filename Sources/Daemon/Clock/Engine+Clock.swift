import ControlProtocol
public import DNSSECModel
import Glibc
import KeyStore
import Synchronization
import SystemIO

/// A person's or the system's word that the clock is right, as zones are told of it.
final class AcceptedClock: Sendable {
    let word: ClockAcceptance
    let actor: JournalActor

    init(_ word: ClockAcceptance, _ actor: JournalActor) { (self.word, self.actor) = (word, actor) }
}

/// What the engine remembers of its clock, in memory and in a file of the state folder.
struct EngineClock {
    /// How old the file may get.
    private static let interval = Interval.minutes(10)

    var guardian: ClockGuard
    /// The time that was believed last.
    private(set) var time: BelievedTime?
    /// When the file was written, by the clock that cannot be set.
    private var noted: Interval?
    private let folder: StateFolder
    private let log: DaemonLog

    /// Reads the file; what is damaged is told.
    init(_ folder: StateFolder, _ log: DaemonLog) {
        (self.folder, self.log) = (folder, log)
        guardian = ClockGuard()
        let file = Self.file(folder)
        do throws(SystemError) {
            let octets = try FileSystem.read(file)
            if let known = ClockGuard(text: String(decoding: octets, as: UTF8.self)) {
                guardian = known
                return
            }
            log.write(
                .error,
                "\(file) is damaged: the last time that was right is taken from what the zones have recorded"
            )
        } catch {
            if !error.isMissing { log.write(.error, error.description) }
        }
    }

    private static func file(_ folder: StateFolder) -> String { "\(folder.path)/clock" }

    /// Looks at the clocks; the time to go by, and whether a doubt has come or gone just now.
    mutating func observe(_ reading: ClockReading) -> (BelievedTime, isNew: Bool) {
        let (before, accepted) = (time, guardian.acceptance)
        var now = guardian.observe(reading)
        now.acceptance = guardian.acceptance
        time = now
        let isNew =
            (now.fault == nil) != (before.map { $0.fault == nil } ?? true) || guardian.acceptance != accepted
        let isOld = noted.map { reading.sinceBoot - $0 >= Self.interval } ?? true
        if isNew || isOld { note(reading) }
        return (now, isNew)
    }

    /// Takes the clock as it is; the time that was believed before.
    mutating func accept(_ reading: ClockReading, by user: String, reason: String) -> BelievedTime {
        let before = guardian.observe(reading)
        guardian.accept(reading, by: user, reason: reason)
        note(reading)
        return before
    }

    /// A time that something on the disk vouches for.
    mutating func witness(_ moment: Instant, _ reading: ClockReading?) {
        guardian.witness(moment, reading)
        if let reading { note(reading) }
    }

    private mutating func note(_ reading: ClockReading) {
        noted = reading.sinceBoot
        do throws(SystemError) {
            try AtomicFile.replace(Self.file(folder), with: Array(guardian.text.utf8).span, mode: 0o600)
        } catch {
            log.write(.error, error.description)
        }
    }
}

// MARK: - In the engine

extension Engine {
    /// Why the clock is not trusted, or nil.
    public var clockFault: ClockFault? { clock.withLock { $0.time?.fault } }

    /// The moment to go by.
    public var now: Instant { moment().now }

    /// The moment for a zone's step, and what is wrong with the clock.
    func moment() -> BelievedTime {
        if let reading = given.withLock({ $0 }) { return observeClock(reading).0 }
        let (time, isNew) = observeClock(ClockReading.now)
        if isNew { lookAtAll() }
        return time
    }

    /// The time to go by, and whether a doubt has come or gone just now.
    func observeClock(_ reading: ClockReading) -> (BelievedTime, isNew: Bool) {
        if let reason = options.clockReason, clock.withLock({ $0.time == nil }) {
            let actor = JournalActor.peer(userID: getuid(), user: Self.user, processID: getpid())
            accept(reading, by: Self.user ?? "uid \(getuid())", reason: reason, actor)
        }
        let (before, time, isNew) = clock.withLock { clock in
            let before = clock.guardian.acceptance
            let (time, isNew) = clock.observe(reading)
            return (before, time, isNew)
        }
        if let word = time.acceptance, word != before { tell(AcceptedClock(word, .daemon)) }
        return (time, isNew)
    }

    /// The name of the user that the process runs as.
    private static var user: String? { UserDatabase.user(getuid())?.name }

    /// A zone has something of a later time than the clock shows, and nothing but the clock speaks for it.
    func witness(_ moment: Instant) {
        clock.withLock { $0.witness(moment, given.withLock { $0 } ?? ClockReading.now) }
        lookAtAll()
    }

    /// Believes the clock as it is, on a person's word.
    func acceptClock(_ reason: String, by peer: Peer) -> ClockReport {
        let reading = given.withLock { $0 } ?? ClockReading.now
        let actor = JournalActor.peer(userID: peer.userID, user: peer.user, processID: peer.processID)
        let before = accept(reading, by: peer.person, reason: reason, actor)
        lookAtAll()
        return ClockReport(
            time: reading.wall,
            before: before.now,
            fault: before.fault?.observation,
            zones: zoneCount
        )
    }

    @discardableResult
    private func accept(
        _ reading: ClockReading,
        by user: String,
        reason: String,
        _ actor: JournalActor
    ) -> BelievedTime {
        let (before, word) = clock.withLock { clock in
            let before = clock.accept(reading, by: user, reason: reason)
            return (before, clock.guardian.acceptance)
        }
        if let word { tell(AcceptedClock(word, actor)) }
        return before
    }

    /// Every zone is looked at with all that is on the disk, and what it has of a later time counts from now.
    private func tell(_ accepted: AcceptedClock) {
        options.log.write(.notice, accepted.word.sentence)
        try? FileSystem.remove(ZoneIndex.file(in: folder))
        for slot in contents.withLock({ $0.slots }) { slot.accept(accepted) }
    }
}
