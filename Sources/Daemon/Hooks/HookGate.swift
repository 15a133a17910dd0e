import Synchronization

/// Limits how many hooks run at once; they start in the order in which they came.
///
/// A hook that runs for long does not count any more after a while: so hooks that hang keep no other from running, and a
/// thousand zones that are signed at once start no thousand programs at once.
final class HookGate: Sendable {
    private struct Contents {
        var young = 0
        var all = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// A hook that runs.
    final class Pass: Sendable {
        private let gate: HookGate
        private let isYoung = Atomic(true)

        fileprivate init(_ gate: HookGate) { self.gate = gate }

        /// The hook has run for long.
        func age() {
            if isYoung.exchange(false, ordering: .acquiringAndReleasing) { gate.change(young: -1, all: 0) }
        }

        /// The hook has ended.
        func end() {
            let wasYoung = isYoung.exchange(false, ordering: .acquiringAndReleasing)
            gate.change(young: wasYoung ? -1 : 0, all: -1)
        }
    }

    private let mostYoung: Int
    private let mostOfAll: Int
    private let contents = Mutex(Contents())

    /// A gate with a limit for hooks that have just begun, and one for all.
    init(young: Int, all: Int) { (mostYoung, mostOfAll) = (young, all) }

    /// Waits until a hook may run.
    func enter() async -> Pass {
        await withCheckedContinuation { continuation in
            contents.withLock { $0.waiting.append(continuation) }
            change(young: 0, all: 0)
        }
        return Pass(self)
    }

    private func change(young: Int, all: Int) {
        let admitted = contents.withLock { contents in
            contents.young += young
            contents.all += all
            let room = min(mostYoung - contents.young, mostOfAll - contents.all, contents.waiting.count)
            guard room > 0 else { return [CheckedContinuation<Void, Never>]() }
            contents.young += room
            contents.all += room
            defer { contents.waiting.removeFirst(room) }
            return Array(contents.waiting.prefix(room))
        }
        for continuation in admitted { continuation.resume() }
    }
}
