internal import Dispatch
internal import Synchronization

/// Hands out ranges of indices to workers, so that none waits while another still has much to do.
final class WorkQueue: Sendable {
    let count: Int
    let chunk: Int
    private let position = Atomic<Int>(0)

    init(count: Int, chunk: Int) {
        self.count = count
        self.chunk = chunk
    }

    /// The next range of indices, or nil when all are handed out.
    func next() -> Range<Int>? {
        let start = position.add(chunk, ordering: .relaxed).oldValue
        return start < count ? start..<min(start + chunk, count) : nil
    }

    /// Hands out nothing any more.
    func stop() { position.store(count, ordering: .relaxed) }

    /// Runs `worker` on `threads` threads until all is handed out and done.
    ///
    /// - Parameters:
    ///   - threads: At least 1; no more than the machine has processors run at once.
    ///   - worker: Takes ranges from the queue until there are none; it shares what it captures with the others.
    /// - Throws: The first failure of a worker.
    func run(
        threads: Int,
        _ worker: @Sendable (WorkQueue) throws(SigningError) -> Void
    ) throws(SigningError) {
        let failure = Mutex<SigningError?>(nil)
        let useful = max(1, min(threads, (count + chunk - 1) / chunk))
        DispatchQueue.concurrentPerform(iterations: useful) { _ in
            do throws(SigningError) {
                try worker(self)
            } catch {
                stop()
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

extension WorkQueue {
    /// Runs a worker that cannot fail on `threads` threads until all is handed out and done.
    func runAll(threads: Int, _ worker: @Sendable (WorkQueue) -> Void) {
        let useful = max(1, min(threads, (count + chunk - 1) / chunk))
        DispatchQueue.concurrentPerform(iterations: useful) { _ in worker(self) }
    }
}
