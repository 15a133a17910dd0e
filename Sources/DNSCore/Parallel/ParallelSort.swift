internal import Dispatch

/// Sorts large arrays of small values on several threads.
enum ParallelSort {
    /// Arrays shorter than this are sorted by one thread.
    private static let worthwhile = 1 << 14

    /// Sorts by a strict total order: equal elements must not be, so that the result is always the same.
    static func sort<Element: BitwiseCopyable & Sendable>(
        _ buffer: UnsafeMutableBufferPointer<Element>,
        threads: Int,
        by precedes: @Sendable (Element, Element) -> Bool
    ) {
        guard threads > 1, buffer.count >= worthwhile else {
            var buffer = unsafe buffer
            return unsafe buffer.sort(by: precedes)
        }
        let middle = buffer.count / 2
        nonisolated(unsafe) let halves = unsafe [
            UnsafeMutableBufferPointer(rebasing: buffer[..<middle]),
            UnsafeMutableBufferPointer(rebasing: buffer[middle...]),
        ]
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            unsafe sort(halves[index], threads: (threads + 1) / 2, by: precedes)
        }
        unsafe merge(buffer, middle, precedes)
    }

    /// Merges two sorted parts of a buffer; the first of them is copied.
    private static func merge<Element: BitwiseCopyable>(
        _ buffer: UnsafeMutableBufferPointer<Element>,
        _ middle: Int,
        _ precedes: (Element, Element) -> Bool
    ) {
        let first = unsafe Array(buffer[..<middle])
        var (left, right, next) = (0, middle, 0)
        while left < first.count {
            if right < buffer.count, unsafe precedes(buffer[right], first[left]) {
                unsafe buffer[next] = unsafe buffer[right]
                right += 1
            } else {
                unsafe buffer[next] = first[left]
                left += 1
            }
            next += 1
        }
    }
}
