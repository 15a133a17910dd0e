/// What is wrong with a type bitmap in wire form.
public enum TypeBitmapProblem: Error, Hashable, Sendable {
    /// No type at all where one is demanded.
    case empty
    /// The octets end inside a window block.
    case truncated
    /// A block whose window is not above the one before.
    case windowOrder
    /// A block whose length is not 1 to 32, or whose last octet is zero.
    case blockLength

    /// What is wrong; expected what.
    public var message: String {
        switch self {
        case .empty: "an empty type bitmap; expected at least one type"
        case .truncated: "the octets end inside the type bitmap; expected a whole window block"
        case .windowOrder: "window blocks out of order; expected each window once, in rising order"
        case .blockLength: "a window block of a bad length; expected 1 to 32 octets, the last not zero"
        }
    }
}

/// The type bitmaps of NSEC, NSEC3 and CSYNC (RFC 4034 4.1.2).
public enum TypeBitmap {
    /// Appends the bitmap of types that are in rising order without repeats.
    public static func append(_ types: [RRType], to octets: inout [UInt8]) {
        var window = -1
        var header = 0
        for type in types {
            let number = Int(type.rawValue)
            if number >> 8 != window {
                window = number >> 8
                header = octets.count
                octets.append(UInt8(window))
                octets.append(0)
            }
            let length = (number & 0xFF) / 8 + 1
            while Int(octets[header + 1]) < length {
                octets.append(0)
                octets[header + 1] += 1
            }
            octets[header + 1 + length] |= 0x80 >> UInt8(number & 7)
        }
    }

    /// The bitmap of any types; order and repeats do not matter.
    public static func octets(of types: [RRType]) -> [UInt8] {
        var octets: [UInt8] = []
        append(types.sorted(), to: &octets)
        return octets
    }

    /// The types of a bitmap that fills `octets`, in rising order, or nil for a malformed one.
    public static func types(in octets: Span<UInt8>) -> [RRType]? {
        guard problem(in: octets, from: 0) == nil else { return nil }
        var types: [RRType] = []
        forEachType(in: octets, from: 0) { types.append($0) }
        return types
    }

    /// What is wrong with a bitmap that reaches from `start` to the end; an empty one is well formed.
    static func problem(in octets: Span<UInt8>, from start: Int) -> TypeBitmapProblem? {
        var position = start
        var window = -1
        while position < octets.count {
            guard position + 2 <= octets.count else { return .truncated }
            let length = Int(octets[position + 1])
            guard Int(octets[position]) > window else { return .windowOrder }
            guard length >= 1, length <= 32 else { return .blockLength }
            guard position + 2 + length <= octets.count else { return .truncated }
            guard octets[position + 1 + length] != 0 else { return .blockLength }
            window = Int(octets[position])
            position += 2 + length
        }
        return nil
    }

    /// Calls `body` for each type of a well-formed bitmap that reaches from `start` to the end.
    static func forEachType(in octets: Span<UInt8>, from start: Int, _ body: (RRType) -> Void) {
        var position = start
        while position < octets.count {
            let window = UInt16(octets[position]) << 8
            let length = Int(octets[position + 1])
            for index in 0..<(length * 8)
            where octets[position + 2 + index / 8] & (0x80 >> UInt8(index & 7)) != 0 {
                body(RRType(rawValue: window | UInt16(index)))
            }
            position += 2 + length
        }
    }
}
