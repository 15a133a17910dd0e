/// Comparisons of octets, as unsigned numbers from the left.
enum OctetOrder {
    /// Negative, zero or positive as the left octets are before, equal to or behind the right ones; a prefix comes
    /// first.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        while index + 8 <= shared {
            let (one, other) = (word(left, at: index), word(right, at: index))
            if one != other { return one < other ? -1 : 1 }
            index += 8
        }
        while index < shared {
            if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
            index += 1
        }
        return left.count - right.count
    }

    /// True if `octets` begin with `prefix`.
    static func hasPrefix(_ octets: Span<UInt8>, _ prefix: Span<UInt8>) -> Bool {
        octets.count >= prefix.count && isEqual(octets.extracting(0..<prefix.count), prefix)
    }

    /// True if both are the same octets.
    static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var index = 0
        while index + 8 <= left.count {
            if word(left, at: index) != word(right, at: index) { return false }
            index += 8
        }
        while index < left.count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }

    /// Eight octets as a number in network order, so that numbers compare as the octets do.
    @inline(__always)
    static func word(_ octets: Span<UInt8>, at index: Int) -> UInt64 {
        precondition(index >= 0 && index + 8 <= octets.count, "octets beyond the end")
        return unsafe octets.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            .bigEndian
    }

    /// The octets of a run.
    @_lifetime(copy arena)
    static func octets(_ range: OctetRange, in arena: Span<UInt8>) -> Span<UInt8> {
        let start = Int(range.offset)
        return arena.extracting(start..<(start + Int(range.count)))
    }
}
