/// Comparisons of octets, as unsigned numbers from the left.
enum OctetOrder {
    /// Compares octet by octet; a prefix comes first.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        while index < shared {
            if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
            index += 1
        }
        return left.count - right.count
    }

    /// True where `octets` begin with `prefix`.
    static func hasPrefix(_ octets: Span<UInt8>, _ prefix: Span<UInt8>) -> Bool {
        guard octets.count >= prefix.count else { return false }
        var index = 0
        while index < prefix.count {
            if octets[index] != prefix[index] { return false }
            index += 1
        }
        return true
    }

    /// The octets of a run.
    @_lifetime(copy arena)
    static func octets(_ range: OctetRange, in arena: Span<UInt8>) -> Span<UInt8> {
        let start = Int(range.offset)
        return arena.extracting(start..<(start + Int(range.count)))
    }
}
