/// Eight octets in one number, the first one lowest, to look at all of them at once.
///
/// The tests give a word in which the highest bit of an octet marks it. Above the first mark there may be false
/// ones, as a subtraction borrows; the first is always right, and no mark means that there is none.
struct OctetWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private let word: UInt64

    /// The octets from `index` on, of which there is at least one; behind the last one come zeros.
    @inline(__always)
    init(_ octets: Span<UInt8>, at index: Int) {
        let count = octets.count - index
        if count >= 8 {
            word = OctetOrder.word(octets, at: index).byteSwapped
        } else if octets.count >= 8 {
            word = OctetOrder.word(octets, at: octets.count - 8).byteSwapped >> UInt64(64 - 8 * count)
        } else {
            var word: UInt64 = 0
            for offset in 0..<count { word |= UInt64(octets[index + offset]) << UInt64(8 * offset) }
            self.word = word
        }
    }

    /// Offset of the first octet from `start` on that a test marks, or the end.
    @inline(__always)
    static func firstMarked(
        in octets: Span<UInt8>,
        from start: Int = 0,
        _ test: (OctetWord) -> UInt64
    ) -> Int {
        var position = start
        while position < octets.count {
            let marks = test(OctetWord(octets, at: position))
            // Where the zeros are marked, the first of them is, which stands at the end.
            if marks != 0 { return position + first(marks) }
            position += 8
        }
        return octets.count
    }

    /// Marks octets that are smaller than `limit`, which is at most 128.
    @inline(__always)
    func below(_ limit: UInt8) -> UInt64 {
        (word &- Self.ones &* UInt64(limit)) & ~word & Self.highBits
    }

    /// Marks octets that equal `octet`.
    @inline(__always)
    func equal(_ octet: UInt8) -> UInt64 {
        let difference = word ^ (Self.ones &* UInt64(octet))
        return (difference &- Self.ones) & ~difference & Self.highBits
    }

    /// Marks capitals, and octets above 127.
    @inline(__always)
    var capitalsAndHighOctets: UInt64 {
        let low = word & ~Self.highBits
        let fromA = low &+ Self.ones &* (0x80 - 0x41)
        let beyondZ = low &+ Self.ones &* (0x80 - 0x5B)
        return (word | (fromA ^ beyondZ)) & Self.highBits
    }

    /// Marks octets above 127.
    @inline(__always)
    var highOctets: UInt64 { word & Self.highBits }

    /// Marks all octets but those that stand in the text of a name as they are: `-`, `/`, `_`, letters and digits.
    ///
    /// `*` is marked too, for which there is no room in these few comparisons: it is looked at by itself.
    @inline(__always)
    var specialInText: UInt64 {
        let low = word & ~Self.highBits
        let special =
            (Self.from(0x3A, low) ^ Self.from(0x41, low)) | (Self.from(0x5B, low) ^ Self.from(0x5F, low))
            | (Self.from(0x60, low) ^ Self.from(0x61, low)) | Self.from(0x7B, low)
        return (special | word) & Self.highBits | below(0x2D) | equal(0x2E)
    }

    /// Has the high bit of each octet of `low` that is not below `first`; no octet of `low` is above 127.
    @inline(__always)
    private static func from(_ first: UInt8, _ low: UInt64) -> UInt64 {
        low &+ ones &* UInt64(0x80 - first)
    }

    /// Which octet the first mark belongs to, from 0; 8 where there is none.
    @inline(__always)
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}

extension [UInt8] {
    /// Appends a run of octets at once.
    @inline(__always)
    mutating func append(run octets: Span<UInt8>) {
        unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
