internal import DNSCore

/// Comparisons of runs of octets.
enum Octets {
    /// Negative, zero or positive as the left octets are before, equal to or behind the right ones; a prefix is before.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        while index + 8 <= shared, word(left, at: index) == word(right, at: index) { index += 8 }
        while index < shared {
            if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
            index += 1
        }
        return left.count - right.count
    }

    /// Eight octets as they lie in memory: equal where the octets are.
    private static func word(_ octets: Span<UInt8>, at index: Int) -> UInt64 {
        precondition(index >= 0 && index + 8 <= octets.count, "octets beyond the end")
        return unsafe octets.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
    }

    static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        left.count == right.count && compare(left, right) == 0
    }

    /// Appends a run to an array.
    static func append(_ octets: Span<UInt8>, to target: inout [UInt8]) {
        unsafe octets.withUnsafeBufferPointer { unsafe target.append(contentsOf: $0) }
    }

    /// Appends a name in lower case; length octets are below the capitals and do not change.
    static func appendLowercased(_ name: Span<UInt8>, to target: inout [UInt8]) {
        for index in name.indices { target.append(Name.lowercased(name[index])) }
    }

    /// Appends a number in network order.
    static func append(_ number: UInt16, to target: inout [UInt8]) {
        target.append(UInt8(number >> 8))
        target.append(UInt8(truncatingIfNeeded: number))
    }

    /// Appends a number in network order.
    static func append(_ number: UInt32, to target: inout [UInt8]) {
        append(UInt16(number >> 16), to: &target)
        append(UInt16(truncatingIfNeeded: number), to: &target)
    }

    /// The number of two octets in network order at a place.
    static func number16(_ octets: Span<UInt8>, at offset: Int) -> UInt16 {
        UInt16(octets[offset]) << 8 | UInt16(octets[offset + 1])
    }

    /// The number of four octets in network order at a place.
    static func number32(_ octets: Span<UInt8>, at offset: Int) -> UInt32 {
        UInt32(number16(octets, at: offset)) << 16 | UInt32(number16(octets, at: offset + 2))
    }
}
