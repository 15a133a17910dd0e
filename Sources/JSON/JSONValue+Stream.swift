/// A document with one long list at its end, written piece by piece: together the pieces are what `JSONValue.pretty` of the
/// whole would be, and a line break.
public struct JSONListWriter: Sendable {
    /// What stands before the first element.
    public let opening: String
    private var isEmpty = true

    /// A document of these members and a list of this name behind them.
    public init(_ members: [JSONValue.Member], list name: String) {
        let head = JSONValue.object(members + [JSONValue.Member(name, .array([]))]).pretty
        // Without the list's closing bracket and the object's.
        opening = String(head.dropLast("]\n}".utf8.count))
    }

    /// The next element.
    public mutating func element(_ value: JSONValue) -> String {
        defer { isEmpty = false }
        return (isEmpty ? "\n    " : ",\n    ") + value.pretty(indentation: 4)
    }

    /// What stands behind the last element.
    public var closing: String { (isEmpty ? "]" : "\n  ]") + "\n}\n" }
}

/// Takes a document with one list of objects apart as it comes, so that it need not be held as a whole.
public struct JSONListSplitter: Sendable {
    private static let quote: UInt8 = 0x22
    private static let backslash: UInt8 = 0x5C
    private static let comma: UInt8 = 0x2C

    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private var element: [UInt8] = []
    /// What is not an element: the document with an empty list, once all has come.
    public private(set) var frame: [UInt8] = []

    /// Nothing has come yet.
    public init() {}

    /// Takes octets, and gives the elements that they complete to `body`.
    public mutating func take<Failure: Error>(
        _ octets: [UInt8],
        _ body: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        for octet in octets {
            let wasInside = depth > 2
            step(octet)
            if wasInside || depth > 2 {
                element.append(octet)
                guard depth == 2, !isInText else { continue }
                try body(element)
                element.removeAll(keepingCapacity: true)
            } else if depth != 2 || octet != Self.comma || isInText {
                frame.append(octet)
            }
        }
    }

    private mutating func step(_ octet: UInt8) {
        if isInText {
            if isEscaped {
                isEscaped = false
            } else if octet == Self.backslash {
                isEscaped = true
            } else if octet == Self.quote {
                isInText = false
            }
            return
        }
        switch octet {
        case Self.quote: isInText = true
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= 1
        default: break
        }
    }
}
