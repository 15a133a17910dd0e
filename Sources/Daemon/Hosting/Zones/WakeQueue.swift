import DNSSECModel

/// When each of many things is due, the next one always at hand.
///
/// Things are numbered from zero. A binary heap that knows where each number stands: setting a time, and taking what
/// is due, cost as much as the logarithm of their count. Of two that are due at one moment the lower number comes first.
struct WakeQueue {
    private static let absent: Int32 = -1

    /// The moment of each number, in seconds; only where the number stands in the heap.
    private var moments: [Int64]
    /// The place of each number in the heap.
    private var places: [Int32]
    private var heap: [Int32] = []

    /// A queue of `count` things, none of which is due at any time.
    init(count: Int = 0) {
        moments = Array(repeating: 0, count: count)
        places = Array(repeating: Self.absent, count: count)
    }

    /// How many things have a time.
    var count: Int { heap.count }

    /// What is due next, and when.
    var first: (number: Int, at: Instant)? {
        heap.first.map { (Int($0), Instant(secondsSinceEpoch: moments[Int($0)])) }
    }

    /// The moment of a number.
    subscript(number: Int) -> Instant? {
        get {
            places[number] == Self.absent ? nil : Instant(secondsSinceEpoch: moments[number])
        }
        set {
            if let newValue { set(number, newValue.secondsSinceEpoch) } else { remove(number) }
        }
    }

    /// Takes out all that is due, the earliest first.
    mutating func takeDue(at now: Instant) -> [Int] {
        var due: [Int] = []
        while let first, first.at <= now {
            remove(first.number)
            due.append(first.number)
        }
        return due
    }

    // MARK: - The heap

    private mutating func set(_ number: Int, _ moment: Int64) {
        moments[number] = moment
        var place = Int(places[number])
        if places[number] == Self.absent {
            place = heap.count
            heap.append(Int32(number))
            places[number] = Int32(place)
        }
        siftUp(place)
        siftDown(Int(places[number]))
    }

    private mutating func remove(_ number: Int) {
        guard places[number] != Self.absent else { return }
        let place = Int(places[number])
        places[number] = Self.absent
        let last = heap.removeLast()
        guard place < heap.count else { return }
        heap[place] = last
        places[Int(last)] = Int32(place)
        siftUp(place)
        siftDown(Int(places[Int(last)]))
    }

    private func isBefore(_ left: Int32, _ right: Int32) -> Bool {
        (moments[Int(left)], left) < (moments[Int(right)], right)
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        places[Int(heap[left])] = Int32(left)
        places[Int(heap[right])] = Int32(right)
    }

    private mutating func siftUp(_ start: Int) {
        var place = start
        while place > 0, case let parent = (place - 1) / 2, isBefore(heap[place], heap[parent]) {
            swap(place, parent)
            place = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2)
            where child < heap.count && isBefore(heap[child], heap[least]) { least = child }
            if least == place { return }
            swap(place, least)
            place = least
        }
    }
}
