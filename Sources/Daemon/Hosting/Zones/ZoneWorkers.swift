import Dispatch
import Glibc
import Synchronization
import SystemIO

/// Where zones wait for a thread, and the threads that take them.
///
/// Many more threads than processors, since a zone mostly waits for the disk; but none while there is nothing to do. A
/// zone that takes long does not count among them after a while, and another thread takes its place: so a zone that is
/// stuck delays no other. What is urgent comes before what is not, and within both who came first.
final class ZoneWorkers: Sendable {
    /// No more threads than this, however many are stuck.
    static let mostThreads = 256

    /// Where a zone is; kept in the zone, under the desk's lock.
    enum Place: UInt8, AtomicRepresentable {
        case away, waiting, waitingUrgently, atWork, atWorkAndWanted
    }

    fileprivate struct Contents {
        var urgent = Line()
        var others = Line()
        /// When each busy thread began its zone, in seconds since boot.
        var begun: [Int: Int64] = [:]
        var threads = 0
        var slow = 0
        var nextThread = 0
        var lastEnd: Int64 = 0
        var isClosed = false
    }

    /// How many threads work, slow ones not counted.
    let size: Int
    /// Seconds with one zone after which a thread counts as slow.
    let patience: Int64
    private let contents = Mutex(Contents())
    private let work = Callback<HostedZone>()
    private let idle = Callback<Void>()
    private let crew = DispatchGroup()

    /// A desk without work.
    init(size: Int, patience: Int64 = 5) { (self.size, self.patience) = (size, patience) }

    /// Says what is done with a zone, and what when nothing is left; before the first `post`.
    func open(onIdle: @escaping @Sendable () -> Void, _ body: @escaping @Sendable (HostedZone) -> Void) {
        work.set(body)
        idle.set(onIdle)
    }

    /// A zone is to be worked on; several calls before that begins count as one.
    func post(_ slots: some Sequence<HostedZone>, urgently isUrgent: Bool) {
        let threads = contents.withLock { contents -> [Int] in
            for slot in slots { contents.add(slot, isUrgent) }
            return engage(&contents)
        }
        threads.forEach(start)
    }

    /// Lets other threads take the places of those that have been at one zone for long.
    func relieve() {
        let threads = contents.withLock { contents -> [Int] in
            let limit = WallClock.sinceBoot().seconds - patience
            contents.slow = contents.begun.values.count { $0 <= limit }
            return engage(&contents)
        }
        threads.forEach(start)
    }

    /// Takes no more zones; those that are under way come to their ends.
    func close() { contents.withLock { $0.isClosed = true } }

    /// Waits until nothing is under way; false if that takes longer than some seconds.
    @discardableResult
    func drain(seconds: Int? = nil) -> Bool {
        crew.wait(timeout: seconds.map { .now() + .seconds($0) } ?? .distantFuture) == .success
    }

    /// True if nothing waits and nothing is under way but by slow threads.
    var isIdle: Bool {
        contents.withLock { $0.isEmpty && $0.begun.count <= $0.slow }
    }

    /// Seconds for which zones have waited and none has come to its end; 0 where none waits.
    var stalled: Int64 {
        contents.withLock { contents in
            contents.isEmpty ? 0 : WallClock.sinceBoot().seconds - contents.lastEnd
        }
    }

    // MARK: - Threads

    /// The threads that are to begin.
    private func engage(_ contents: inout Contents) -> [Int] {
        var threads: [Int] = []
        let waiting = contents.urgent.count + contents.others.count
        while !contents.isClosed, threads.count < waiting, contents.threads - contents.slow < size,
            contents.threads < Self.mostThreads
        {
            if contents.threads == 0 { contents.lastEnd = WallClock.sinceBoot().seconds }
            contents.threads += 1
            contents.nextThread += 1
            threads.append(contents.nextThread)
        }
        return threads
    }

    private func start(_ thread: Int) {
        // A queue of its own: a shared one would hold back threads while others wait for the disk.
        DispatchQueue(label: "keyturn.zones").async(group: crew) { [self] in run(thread) }
    }

    private func run(_ thread: Int) {
        while let slot = take(thread) {
            work(slot)
            finish(slot, thread)
        }
        if isIdle { idle() }
    }

    private func take(_ thread: Int) -> HostedZone? {
        let now = WallClock.sinceBoot().seconds
        return contents.withLock { contents in
            guard !contents.isClosed, contents.threads - contents.slow <= size,
                let slot = contents.urgent.take(.waitingUrgently) ?? contents.others.take(.waiting)
            else {
                contents.threads -= 1
                return nil
            }
            slot.place.store(.atWork, ordering: .relaxed)
            contents.begun[thread] = now
            return slot
        }
    }

    private func finish(_ slot: HostedZone, _ thread: Int) {
        let now = WallClock.sinceBoot().seconds
        contents.withLock { contents in
            if let begun = contents.begun.removeValue(forKey: thread), contents.slow > 0,
                begun <= now - patience
            {
                contents.slow -= 1
            }
            contents.lastEnd = now
            let isWanted = slot.place.load(ordering: .relaxed) == .atWorkAndWanted
            slot.place.store(.away, ordering: .relaxed)
            if isWanted { contents.add(slot, true) }
        }
    }
}

extension ZoneWorkers.Contents {
    fileprivate var isEmpty: Bool { urgent.count + others.count == 0 }

    fileprivate mutating func add(_ slot: HostedZone, _ isUrgent: Bool) {
        switch slot.place.load(ordering: .relaxed) {
        case .away:
            slot.place.store(isUrgent ? .waitingUrgently : .waiting, ordering: .relaxed)
            if isUrgent { urgent.add(slot) } else { others.add(slot) }
        case .waiting where isUrgent:
            slot.place.store(.waitingUrgently, ordering: .relaxed)
            others.abandoned += 1
            urgent.add(slot)
        case .atWork: slot.place.store(.atWorkAndWanted, ordering: .relaxed)
        case .waiting, .waitingUrgently, .atWorkAndWanted: break
        }
    }
}

/// Zones in the order in which they came; some have gone elsewhere meanwhile.
private struct Line {
    private var slots: [HostedZone?] = []
    private var head = 0
    /// How many stand here that have gone elsewhere.
    var abandoned = 0

    var count: Int { slots.count - head - abandoned }

    mutating func add(_ slot: HostedZone) { slots.append(slot) }

    /// The first that still waits in this line.
    mutating func take(_ place: ZoneWorkers.Place) -> HostedZone? {
        while head < slots.count {
            let slot = slots[head]
            slots[head] = nil
            head += 1
            if head == slots.count { (slots, head) = ([], 0) }
            guard let slot else { continue }
            if slot.place.load(ordering: .relaxed) == place { return slot }
            abandoned -= 1
        }
        return nil
    }
}
