import Dispatch
import Synchronization

/// Work that may have to wait: for a zone that is at work, for the disk, for the user database.
///
/// So many pieces of work are done at once, each on a thread of its own; so many more wait for their turn. Who waits here is
/// a client of the control socket, never a zone.
final class WorkLane: Sendable {
    /// Why work was not done.
    enum Refusal: Error {
        /// Too much is waiting already.
        case full
        /// Nobody waits for it any more.
        case calledOff
    }

    private struct State {
        var running = 0
        var next = 0
        var waiting: [(number: Int, turn: CheckedContinuation<Bool, Never>)] = []
        /// Numbers that were called off before they came to wait.
        var gone: Set<Int> = []
    }

    private let size: Int
    private let queue: Int
    private let state = Mutex(State())

    /// A lane for `size` pieces of work at once, and `queue` that wait.
    init(size: Int, queue: Int) { (self.size, self.queue) = (size, queue) }

    /// How many pieces of work are under way.
    var running: Int { state.withLock { $0.running } }

    /// How many pieces of work wait.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Does something in its turn, on a thread of its own.
    ///
    /// When the task is cancelled it returns at once: work that waits is dropped, and work that is under way is told by its
    /// `Effort` and keeps its place in the lane until it ends.
    func run<Result: Sendable>(_ body: @escaping @Sendable (Effort) -> Result) async throws(Refusal) -> Result
    {
        guard try await enter() else { throw .calledOff }
        let effort = Effort()
        let outcome = Outcome<Result>()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                outcome.wait(continuation)
                // A queue of its own has a thread at once, however many others wait.
                DispatchQueue(label: "keyturn.control").async { [self] in
                    let result = effort.isWanted ? body(effort) : nil
                    leave()
                    outcome.come(result)
                }
            }
        } onCancel: {
            effort.callOff()
            outcome.come(nil)
        }
        guard let result else { throw .calledOff }
        return result
    }

    /// Waits for a turn; false if the work was called off meanwhile.
    private func enter() async throws(Refusal) -> Bool {
        let number: Int? = try state.withLock { state throws(Refusal) in
            if state.running < size {
                state.running += 1
                return nil
            }
            guard state.waiting.count < queue else { throw .full }
            state.next += 1
            return state.next
        }
        guard let number else { return true }
        defer { state.withLock { _ = $0.gone.remove(number) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn in wait(number, turn) }
        } onCancel: {
            callOff(number)
        }
    }

    private func wait(_ number: Int, _ turn: CheckedContinuation<Bool, Never>) {
        let answer: Bool? = state.withLock { state in
            if state.gone.remove(number) != nil { return false }
            if state.running < size {
                state.running += 1
                return true
            }
            state.waiting.append((number, turn))
            return nil
        }
        if let answer { turn.resume(returning: answer) }
    }

    private func callOff(_ number: Int) {
        let turn = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                state.gone.insert(number)
                return nil
            }
            return state.waiting.remove(at: index).turn
        }
        turn?.resume(returning: false)
    }

    /// Gives the turn to who waits longest.
    private func leave() {
        let turn = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst().turn
        }
        turn?.resume(returning: true)
    }
}

/// What came of work: the first word counts, be it the result or that nobody waits.
private final class Outcome<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value?, Never>)
        case known(Value?)
    }

    private let state = Mutex(State.open)

    func wait(_ continuation: CheckedContinuation<Value?, Never>) {
        let known = state.withLock { state -> Value?? in
            if case .known(let value) = state { return .some(value) }
            state = .awaited(continuation)
            return nil
        }
        if let known { continuation.resume(returning: known) }
    }

    func come(_ value: Value?) {
        let continuation = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            switch state {
            case .known: return nil
            case .open:
                state = .known(value)
                return nil
            case .awaited(let continuation):
                state = .known(value)
                return continuation
            }
        }
        continuation?.resume(returning: value)
    }
}
