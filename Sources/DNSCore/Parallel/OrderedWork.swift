internal import Dispatch
internal import Synchronization

/// Numbered pieces of work, done by several threads, whose products are taken in the order of their numbers.
///
/// It is what reading, signing and writing of large zones have in common: each piece can be made by itself, and all
/// pieces together must come out as one thread would have made them. What is made but not taken yet is bounded, so
/// that memory does not grow with the number of pieces.
package enum OrderedWork {
    /// Makes the products of the pieces `0..<count` and takes each in its turn.
    ///
    /// With one thread all is done in this one. A product is taken by the thread that completes the row; no two
    /// are taken at once.
    ///
    /// - Parameters:
    ///   - count: How many pieces.
    ///   - threads: At least 1; no more than the machine has processors work at once.
    ///   - make: Makes the product of a piece; called from several threads at once.
    ///   - take: Takes the product of a piece; false ends the work, and products made beyond it are dropped.
    /// - Throws: The first failure, in the order of time; pieces that were not begun are left.
    package static func run<Product: Sendable, Failure: Error>(
        count: Int,
        threads: Int,
        make: @Sendable (Int) throws(Failure) -> Product,
        take: (Int, consuming Product) throws(Failure) -> Bool
    ) throws(Failure) {
        let useful = min(threads, count)
        guard useful > 1 else {
            for piece in 0..<count { guard try take(piece, try make(piece)) else { return } }
            return
        }
        try withoutActuallyEscaping(take) { (take) throws(Failure) in
            nonisolated(unsafe) let take = take
            let row = ProductRow<Product, Failure>(count: count, window: useful + 2)
            DispatchQueue.concurrentPerform(iterations: useful) { _ in
                while let piece = row.claim() {
                    do throws(Failure) {
                        row.put(piece, try make(piece))
                        while let (next, product) = row.beginTaking() {
                            row.endTaking(goesOn: try unsafe take(next, product))
                        }
                    } catch {
                        row.fail(error)
                    }
                }
            }
            if let failure = row.failure { throw failure }
        }
    }
}

/// The products that are made and not taken yet.
private final class ProductRow<Product: Sendable, Failure: Error>: Sendable {
    private struct State {
        /// The next piece to be made.
        var begun = 0
        /// The next piece to be taken.
        var taken = 0
        var isTaking = false
        var isOver = false
        var ready: [Int: Product] = [:]
        var failure: Failure?

        mutating func end() {
            isOver = true
            ready = [:]
        }
    }

    private let count: Int
    private let state = Mutex(State())
    /// Each piece that is begun takes one, and gives it back when its product is taken.
    private let tokens = DispatchSemaphore(value: 0)

    init(count: Int, window: Int) {
        self.count = count
        for _ in 0..<window { tokens.signal() }
    }

    var failure: Failure? { state.withLock { $0.failure } }

    /// The next piece to make, or nil when there is none any more.
    ///
    /// It waits while too many products wait: the piece that all wait for has been claimed, so it comes.
    func claim() -> Int? {
        tokens.wait()
        let piece: Int? = state.withLock { state in
            guard !state.isOver, state.begun < count else { return nil }
            state.begun += 1
            return state.begun - 1
        }
        if piece == nil { tokens.signal() }
        return piece
    }

    func put(_ piece: Int, _ product: Product) {
        state.withLock { state in
            if !state.isOver { state.ready[piece] = product }
        }
    }

    /// The product whose turn it is, unless another thread is taking one.
    func beginTaking() -> (Int, Product)? {
        state.withLock { state in
            guard !state.isTaking, !state.isOver,
                let product = state.ready.removeValue(forKey: state.taken)
            else { return nil }
            state.isTaking = true
            return (state.taken, product)
        }
    }

    func endTaking(goesOn: Bool) {
        state.withLock { state in
            state.isTaking = false
            state.taken += 1
            if !goesOn { state.end() }
        }
        tokens.signal()
    }

    func fail(_ error: Failure) {
        state.withLock { state in
            state.failure = state.failure ?? error
            state.end()
        }
        tokens.signal()
    }
}
