import Synchronization
import Testing

@testable import DNSCore

struct OrderedWorkTests {
    private struct Fault: Error, Equatable {
        var piece: Int
    }

    @Test(arguments: [1, 2, 3, 8])
    func `products are taken in order, each once`(_ threads: Int) {
        var taken: [Int] = []
        OrderedWork.run(count: 1000, threads: threads) {
            $0 * 2
        } take: { piece, product in
            #expect(product == piece * 2)
            taken.append(piece)
            return true
        }
        #expect(taken == Array(0..<1000))
    }

    @Test(arguments: [1, 2, 8])
    func `the work ends where nothing more is taken`(_ threads: Int) {
        var taken: [Int] = []
        OrderedWork.run(count: 1000, threads: threads) {
            $0
        } take: { piece, _ in
            taken.append(piece)
            return piece < 10
        }
        #expect(taken == Array(0...10))
    }

    @Test(arguments: [1, 2, 8])
    func `a failure comes out, and nothing behind it is taken`(_ threads: Int) {
        var taken: [Int] = []
        let failure = #expect(throws: Fault.self) {
            try OrderedWork.run(count: 1000, threads: threads) { (piece) throws(Fault) in
                if piece == 20 { throw Fault(piece: piece) }
                return piece
            } take: { (piece, _) throws(Fault) in
                taken.append(piece)
                return true
            }
        }
        #expect(failure == Fault(piece: 20))
        #expect(taken == Array(taken.indices))
        #expect(taken.count <= 20)
    }

    @Test func `no more products wait than the threads can have made meanwhile`() {
        let made = Atomic<Int>(0)
        var most = 0
        OrderedWork.run(count: 500, threads: 2) { piece in
            made.add(1, ordering: .relaxed)
            return piece
        } take: { piece, _ in
            most = max(most, made.load(ordering: .relaxed) - piece)
            return true
        }
        #expect(most <= 5)
    }

    @Test func `nothing to do is done at once`() {
        OrderedWork.run(count: 0, threads: 2) {
            $0
        } take: { _, _ in
            Issue.record("there is no product")
            return true
        }
    }
}

struct ParallelSortTests {
    @Test(arguments: [1, 2, 3, 8])
    func `is the order of the standard library`(_ threads: Int) {
        var values = (0..<50_000).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) }
        let expected = values.sorted()
        unsafe values.withUnsafeMutableBufferPointer {
            unsafe ParallelSort.sort($0, threads: threads) { $0 < $1 }
        }
        #expect(values == expected)
    }
}
