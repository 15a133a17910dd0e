import Synchronization

/// Something to call, which any thread may set and call; nothing until it is set.
///
/// The closure stands in a structure of its own. As the very value of a generic lock it would be wrapped once more
/// at every access, without end: memory and the depth of a call would grow with each.
final class Callback<Argument>: Sendable {
    private struct Content {
        var body: (@Sendable (Argument) -> Void)?
    }

    private let content = Mutex(Content())

    /// Sets what is called from now on.
    func set(_ body: @escaping @Sendable (Argument) -> Void) { content.withLock { $0.body = body } }

    /// Calls it; the lock is not held meanwhile.
    func callAsFunction(_ argument: Argument) { content.withLock { $0.body }?(argument) }
}

extension Callback where Argument == Void {
    /// Calls it.
    func callAsFunction() { self(()) }
}
