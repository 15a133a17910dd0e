import ControlProtocol
import DNSSECModel
import Dispatch
import Synchronization
public import SystemIO

/// The daemon's loop: lets zones work, sleeps until the next wake, a changed file, a set clock or a call, and so on.
///
/// It tells the service manager how it is doing, and installs no signal handler: who owns the process calls `stop`
/// and `reload`.
public final class DaemonRunner: Sendable {
    /// Where zones wait for longer than this, in seconds, and none comes to its end, the engine counts as one that hangs:
    /// the watchdog hears no more of us.
    public static let longestStep: Int64 = 3600
    /// READY comes after the first round, or after this many seconds, and the rest of the round follows it.
    ///
    /// With a few zones READY can well mean that all of them were looked at; with very many nobody wants to wait.
    static func longestStart(zones: Int) -> Int64 { zones > 1000 ? 1 : 10 }

    /// How often the loop looks after zones at work, in seconds.
    private static let tick: Int64 = 1
    /// Seconds between two status lines for the service manager, at least.
    private static let statusInterval: Int64 = 5
    /// How long a stop waits for steps that are under way, in seconds.
    private static let longestStop = 60

    private let engine: Engine
    private let log: DaemonLog
    private let notifier: ServiceNotifier
    private let waker = Mutex<Waker?>(nil)
    private let mustStop = Atomic<Bool>(false)
    private let mustReload = Atomic<Bool>(false)
    /// When the present round began, in seconds since boot; 0 while asleep.
    private let busySince = Atomic<Int64>(0)

    /// A runner of an engine.
    public init(engine: Engine, log: DaemonLog, notifier: ServiceNotifier = ServiceNotifier()) {
        self.engine = engine
        self.log = log
        self.notifier = notifier
    }

    /// Ends `run`: steps that are under way come to their ends, and no other begins.
    public func stop() {
        mustStop.store(true, ordering: .releasing)
        engine.stop()
        tell(.stopping)
        wake()
    }

    /// Lets configuration and policies be read again.
    public func reload() {
        mustReload.store(true, ordering: .releasing)
        wake()
    }

    /// Works until `stop`; sends READY after the first round, or a few seconds after it has begun.
    public func run() throws(SystemError) {
        var wait = try EventWait()
        let ownWaker = wait.waker
        waker.withLock { $0 = ownWaker }
        engine.onNews { ownWaker.wake() }
        let watchdog = startWatchdog()
        defer { watchdog?.cancel() }
        var progress = Progress(begun: WallClock.sinceBoot().seconds)
        watch(&wait, &progress)
        // Reading a large configuration takes much more than what is kept of it.
        ProcessMemory.giveBack()
        round(changed: nil)
        while !mustStop.load(ordering: .acquiring) {
            tellProgress(&progress)
            let events = try wait.wait(until: deadline(progress))
            reloadIfAsked()
            round(changed: events.isClockChanged ? nil : events.changedPaths)
            watch(&wait, &progress)
        }
        if !engine.desk.drain(seconds: Self.longestStop) {
            log.write(
                .warning,
                "some zones are still at work; what they do not finish now is done at the next start"
            )
        }
        engine.saveIndex()
        log.write(.notice, "stopped")
    }

    // MARK: - Rounds

    /// What the loop has to remember.
    private struct Progress {
        let begun: Int64
        var isReady = false
        /// The order of the zones that is watched.
        var watched: Int?
        var toldAt: Int64?
        var wasIdle = false
    }

    private func round(changed: Set<String>?) {
        busySince.store(WallClock.sinceBoot().seconds, ordering: .relaxed)
        defer { busySince.store(0, ordering: .relaxed) }
        engine.desk.relieve()
        engine.begin(ClockReading.now, changed: changed)
    }

    /// The moment at which the loop goes on by itself.
    private func deadline(_ progress: Progress) -> ClockTime? {
        let (now, believed) = (WallClock.now(), engine.now)
        // The wait goes by the wall clock, what is due by the time that is believed.
        let wakes = [engine.nextWake(after: believed), engine.nextKeyLook.withLock { $0 }]
        let next = wakes.compactMap(\.self).min().map {
            ClockTime(seconds: now.seconds + max(0, ($0 - believed).seconds))
        }
        guard !engine.desk.isIdle else { return next }
        let tick = ClockTime(seconds: now.seconds + Self.tick, nanoseconds: now.nanoseconds)
        return next.map { min($0, tick) } ?? tick
    }

    /// Watches what the engine wants watched; the files that are new in it were read before they were watched.
    private func watch(_ wait: inout EventWait, _ progress: inout Progress) {
        let edition = engine.edition
        let known = wait.watchFailures.keys
        if progress.watched != edition {
            let isFirst = progress.watched == nil
            progress.watched = edition
            wait.watch(engine.watchedFiles)
            if !isFirst { engine.lookAtAll() }
        } else if case let more = engine.takeNewFiles(), !more.isEmpty {
            wait.watchMore(more)
            engine.begin(ClockReading.now, changed: Set(more))
        }
        for (folder, error) in wait.watchFailures where !known.contains(folder) {
            log.write(.warning, "changes in \(folder) go unseen: \(error)")
        }
    }

    private func reloadIfAsked() {
        guard mustReload.exchange(false, ordering: .acquiringAndReleasing) else { return }
        tell(.reloading)
        _ = engine.reload(ReloadOrder(), now: engine.now)
        tell(.ready)
    }

    // MARK: - Telling

    /// Says how we are, and READY in time.
    private func tellProgress(_ progress: inout Progress) {
        let now = WallClock.sinceBoot().seconds
        let isIdle = engine.desk.isIdle
        let isReady = isIdle || now - progress.begun >= Self.longestStart(zones: engine.zoneCount)
        if isIdle, !progress.wasIdle { engine.noteIdle() }
        let isOld = progress.toldAt.map { now - $0 >= Self.statusInterval } ?? true
        if isReady, isOld || isIdle != progress.wasIdle {
            progress.toldAt = now
            tell(.status(engine.statusLine(at: engine.now)))
        }
        if !progress.isReady, isReady {
            progress.isReady = true
            tell(.ready)
            log.write(.notice, "ready" + (isIdle ? "" : "; some zones are still to be looked at"))
        }
        progress.wasIdle = isIdle
    }

    private func wake() { waker.withLock { $0 }?.wake() }

    private func tell(_ message: ServiceNotifier.Message) {
        do throws(SystemError) {
            try notifier.send(message)
        } catch {
            log.write(.warning, error.description)
        }
    }

    /// Signs of life from a thread of its own, for as long as the engine does not hang.
    private func startWatchdog() -> (any DispatchSourceTimer)? {
        guard let interval = notifier.watchdogInterval else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "keyturn.watchdog"))
        timer.schedule(deadline: .now(), repeating: .microseconds(Int(clamping: interval / 3)))
        timer.setEventHandler { [weak self] in
            guard let self else { return }
            let since = self.busySince.load(ordering: .relaxed)
            let isAlive = since == 0 || WallClock.sinceBoot().seconds - since < Self.longestStep
            if isAlive, self.engine.desk.stalled < Self.longestStep { self.tell(.watchdog) }
        }
        timer.resume()
        return timer
    }
}

extension ClockReading {
    /// The machine's clocks.
    public static var now: ClockReading {
        ClockReading(
            wall: Instant(secondsSinceEpoch: WallClock.now().seconds),
            sinceBoot: Interval(seconds: WallClock.sinceBoot().seconds),
            bootID: ClockTrust.bootID,
            isSynchronised: ClockTrust.isSynchronised
        )
    }
}
