import DNSSECModel
import Dispatch
import Synchronization
public import SystemIO

/// The daemon's loop: works, sleeps until the next wake, a changed file, a set clock or a call, and works again.
///
/// It tells the service manager how it is doing, and installs no signal handler: who owns the process calls `stop`
/// and `reload`.
public final class DaemonRunner: Sendable {
    /// A step that takes longer than this, in seconds, counts as one that hangs: the watchdog hears no more of us.
    public static let longestStep: Int64 = 3600

    private let engine: Engine
    private let log: DaemonLog
    private let notifier: ServiceNotifier
    private let waker = Mutex<Waker?>(nil)
    private let mustStop = Atomic<Bool>(false)
    private let mustReload = Atomic<Bool>(false)
    /// When the present step began, in seconds since boot; 0 while asleep.
    private let busySince = Atomic<Int64>(0)

    /// A runner of an engine.
    public init(engine: Engine, log: DaemonLog, notifier: ServiceNotifier = ServiceNotifier()) {
        self.engine = engine
        self.log = log
        self.notifier = notifier
    }

    /// Ends `run`: a step that is under way comes to its end, and no other begins.
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

    /// Works until `stop`; sends READY after the first round.
    public func run() throws(SystemError) {
        var wait = try EventWait()
        let ownWaker = wait.waker
        waker.withLock { $0 = ownWaker }
        engine.onNews { ownWaker.wake() }
        let watchdog = startWatchdog()
        defer { watchdog?.cancel() }
        wait.watch(engine.watchedFiles)
        var next = round(changed: nil)
        tell(.ready)
        var changed = watch(&wait)
        while !mustStop.load(ordering: .acquiring) {
            if changed?.isEmpty ?? false {
                let deadline = next.map { ClockTime(seconds: $0.secondsSinceEpoch) }
                let events = try wait.wait(until: deadline)
                changed = events.isClockChanged ? nil : events.changedPaths
            }
            reloadIfAsked()
            next = round(changed: changed)
            changed = watch(&wait)
        }
        log.write(.notice, "stopped")
    }

    // MARK: - Rounds

    private func round(changed: Set<String>?) -> Instant? {
        busySince.store(WallClock.sinceBoot().seconds, ordering: .relaxed)
        defer { busySince.store(0, ordering: .relaxed) }
        let next = engine.runDue(ClockReading.now, changed: changed)
        tell(.status(engine.statusLine(at: ClockReading.now.wall)))
        return next
    }

    /// Watches what the engine wants watched; the files that are new in it were read before they were watched.
    private func watch(_ wait: inout EventWait) -> Set<String>? {
        let known = wait.watchedPaths
        let wanted = engine.watchedFiles
        guard wanted != known else { return [] }
        wait.watch(wanted)
        for (folder, error) in wait.watchFailures {
            log.write(.warning, "changes in \(folder) go unseen: \(error)")
        }
        return wanted.subtracting(known)
    }

    private func reloadIfAsked() {
        guard mustReload.exchange(false, ordering: .acquiringAndReleasing) else { return }
        tell(.reloading)
        _ = engine.reload(now: ClockReading.now.wall)
        tell(.ready)
    }

    // MARK: - Telling

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
            if since == 0 || WallClock.sinceBoot().seconds - since < Self.longestStep { self.tell(.watchdog) }
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
            sinceBoot: Interval(seconds: WallClock.sinceBoot().seconds)
        )
    }
}
