import CLinux
import Glibc

/// Wakes a thread that waits in `EventWait`, from any thread.
public final class Waker: Sendable {
    let file: Descriptor

    /// Makes a waker that has not been used.
    public init() throws(SystemError) {
        let number = keyturn_eventfd_create()
        guard number >= 0 else { throw SystemError(.create, "a waker") }
        file = Descriptor(owning: number)
    }

    /// Lets the present or the next wait return; several calls before it count as one.
    public func wake() {
        var one: UInt64 = 1
        // It fails only where 2^64 - 2 calls are unread, and then the waiter is awake as well.
        _ = unsafe write(file.number, &one, 8)
    }

    /// True if `wake` was called since the last call.
    func take() -> Bool {
        var count: UInt64 = 0
        return unsafe read(file.number, &count, 8) == 8
    }
}

/// All that a daemon sleeps for, on one thread: a wall-clock time, a set clock, changed files, a call from elsewhere.
public struct EventWait: ~Copyable {
    /// What ended a wait; at least one of them is there.
    public struct Events: Hashable, Sendable {
        /// The deadline has come.
        public var isDue = false
        /// The clock was set.
        public var isClockChanged = false
        /// `Waker.wake` was called.
        public var isWoken = false
        /// The watched paths that changed.
        public var changedPaths: Set<String> = []

        var isEmpty: Bool { self == Events() }
    }

    /// The waker of this wait, to be given to others.
    public let waker: Waker
    private var watcher: FileWatcher
    private var timer: WallClockTimer

    /// Prepares a wait that watches no file yet.
    public init() throws(SystemError) {
        let waker = try Waker()
        let watcher = try FileWatcher()
        let timer = try WallClockTimer()
        self.waker = waker
        self.watcher = watcher
        self.timer = timer
    }

    /// Watches these files and no others.
    public mutating func watch(_ paths: Set<String>) { watcher.watch(paths) }

    /// Watches these files, too.
    public mutating func watchMore(_ paths: [String]) { watcher.add(paths) }

    /// The files that are watched.
    public var watchedPaths: Set<String> { watcher.paths }

    /// Folders that cannot be watched, with the reason: changes in them go unseen.
    public var watchFailures: [String: SystemError] { watcher.failures }

    /// Sleeps until something happens; without a deadline, for as long as that takes.
    public mutating func wait(until deadline: ClockTime?) throws(SystemError) -> Events {
        try timer.set(to: deadline)
        while true {
            try sleep()
            var events = Events()
            switch try timer.takeEvent() {
            case .fired: events.isDue = true
            case .clockChanged: events.isClockChanged = true
            case nil: break
            }
            events.isWoken = waker.take()
            events.changedPaths = try watcher.takeChanges()
            // Files that nobody asked for change too, in the same folders.
            if !events.isEmpty { return events }
        }
    }

    /// Returns when one of the descriptors can be read, or a signal came.
    private func sleep() throws(SystemError) {
        if timer.hasPendingEvent { return }
        var entries = [timer.file.number, watcher.file.number, waker.file.number].map { number in
            pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        }
        let result = unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe poll(buffer.baseAddress, nfds_t(buffer.count), -1)
        }
        guard result < 0, case let code = keyturn_errno(), code != EINTR else { return }
        throw SystemError(.wait, "clock and files", errno: code)
    }
}
