import Dispatch

/// Work that may have to wait: for a zone that is at work, for the disk, for the user database.
enum BlockingWork {
    /// Does something on a thread of its own: who waits holds up nobody else.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            // A queue of its own has a thread at once, however many others wait.
            DispatchQueue(label: "keyturn.control").async { continuation.resume(returning: body()) }
        }
    }
}
