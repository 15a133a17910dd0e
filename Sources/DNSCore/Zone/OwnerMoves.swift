internal import Dispatch

/// Moves the owners of a zone to their places, without a copy of all of them.
///
/// A permutation consists of cycles. Along a cycle each place is known only when the one before it has been looked up,
/// and each lookup waits for the memory. Therefore the cycles are cut at many places, and each thread goes along many of
/// the pieces at once.
@safe struct OwnerMoves {
    private let order: UnsafeMutableBufferPointer<PrefixSort.Entry>
    private let owners: UnsafeMutableBufferPointer<ZoneOwner>
    /// The owners at the cuts, as they were: each piece ends with one of them.
    private let cut: [ZoneOwner]

    /// Cycles are cut at each place whose number has this many zeros at its end.
    private static let cutBits = 8
    /// How many pieces a thread goes along at once.
    private static let lanes = 16
    /// How many it takes at a time.
    private static let share = 256

    /// Makes the owner at each place the one that `order` names for it; the indices in `order` become the places.
    static func apply(
        _ order: UnsafeMutableBufferPointer<PrefixSort.Entry>,
        to owners: UnsafeMutableBufferPointer<ZoneOwner>,
        threads: Int
    ) {
        let cut = stride(from: 0, to: owners.count, by: 1 << cutBits).map { unsafe owners[$0] }
        nonisolated(unsafe) let moves = unsafe OwnerMoves(order: order, owners: owners, cut: cut)
        if threads > 1 {
            let shares = (cut.count + share - 1) / share
            DispatchQueue.concurrentPerform(iterations: shares) { index in
                unsafe moves.goAlong((index * share)..<min((index + 1) * share, cut.count))
            }
        } else {
            unsafe moves.goAlong(0..<cut.count)
        }
        unsafe moves.goAlongWholeCycles()
    }

    /// Goes along the pieces that begin at some cuts.
    private func goAlong(_ pieces: Range<Int>) {
        var waiting = pieces.dropFirst(Self.lanes)
        var places = pieces.prefix(Self.lanes).map { $0 << Self.cutBits }
        while !places.isEmpty {
            for lane in places.indices.reversed() {
                if let next = fill(places[lane]) {
                    places[lane] = next
                } else if let piece = waiting.popFirst() {
                    places[lane] = piece << Self.cutBits
                } else {
                    places.swapAt(lane, places.count - 1)
                    places.removeLast()
                }
            }
        }
    }

    /// Brings its owner to a place; that owner's place comes next, or nil at the end of the piece.
    @inline(__always)
    private func fill(_ place: Int) -> Int? {
        let source = unsafe Int(order[place].index)
        unsafe order[place].index = UInt32(place)
        guard source & (1 << Self.cutBits - 1) != 0 else {
            unsafe owners[place] = cut[source >> Self.cutBits]
            return nil
        }
        unsafe owners[place] = unsafe owners[source]
        return source
    }

    /// Goes along the few cycles that have no cut.
    private func goAlongWholeCycles() {
        for start in unsafe order.indices where unsafe order[start].index != start {
            let first = unsafe owners[start]
            var place = start
            while case let source = unsafe Int(order[place].index), source != start {
                unsafe order[place].index = UInt32(place)
                unsafe owners[place] = unsafe owners[source]
                place = source
            }
            unsafe order[place].index = UInt32(place)
            unsafe owners[place] = first
        }
    }
}
