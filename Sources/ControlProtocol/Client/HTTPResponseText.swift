/// An HTTP/1.1 response that was read to the end of the connection.
struct HTTPResponseText: Hashable {
    /// The number in its first line.
    let status: Int
    /// Its body.
    let body: [UInt8]

    /// Takes a response apart; `nil` if it is none, or where less came than was announced.
    init?(_ octets: [UInt8]) {
        var parser = HTTPResponseParser()
        body = parser.take(octets)
        guard parser.isComplete, let status = parser.status else { return nil }
        self.status = status
    }
}

/// Takes an HTTP/1.1 response apart as it comes: of a length that is announced, or in chunks (RFC 9112 7.1).
struct HTTPResponseParser {
    private enum Place {
        case head
        case counted(left: Int)
        case chunkSize
        case chunk(left: Int)
        case trailer
        case end
        case broken
    }

    private static let longestLine = 65_536

    /// The number in the first line; nil before it has come.
    private(set) var status: Int?
    private var place = Place.head
    /// A line of the head, of a chunk's size or of the trailer, as far as it has come.
    private var line: [UInt8] = []
    private var length: Int?
    private var isChunked = false

    /// True if all has come, and nothing behind it.
    var isComplete: Bool { if case .end = place { true } else { false } }

    /// Takes octets, and gives those of the body among them back.
    mutating func take(_ octets: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        var rest = octets[...]
        while !rest.isEmpty {
            switch place {
            case .counted(let left):
                let part = rest.prefix(left)
                body += part
                rest = rest.dropFirst(part.count)
                place = part.count == left ? .end : .counted(left: left - part.count)
            case .chunk(let left):
                // The line break behind a chunk is no part of it.
                let part = rest.prefix(left)
                body += part.prefix(max(0, left - 2))
                rest = rest.dropFirst(part.count)
                place = part.count == left ? .chunkSize : .chunk(left: left - part.count)
            case .head, .chunkSize, .trailer:
                takeLine(&rest)
            case .end:
                place = .broken
            case .broken:
                return []
            }
        }
        return body
    }

    private mutating func takeLine(_ rest: inout ArraySlice<UInt8>) {
        guard let end = rest.firstIndex(of: 0x0A) else {
            line += rest
            rest = []
            if line.count > Self.longestLine { place = .broken }
            return
        }
        line += rest[..<end]
        rest = rest[(end + 1)...]
        if line.last == 0x0D { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line = []
        use(text)
    }

    private mutating func use(_ text: String) {
        switch place {
        case .chunkSize:
            guard let size = Int(text.prefix { $0 != ";" && $0 != " " }, radix: 16), size >= 0 else {
                place = .broken
                return
            }
            place = size == 0 ? .trailer : .chunk(left: size + 2)
        case .trailer: if text.isEmpty { place = .end }
        default: useHead(text)
        }
    }

    private mutating func useHead(_ text: String) {
        if status == nil {
            let words = text.split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let number = Int(words[1]) else {
                place = .broken
                return
            }
            status = number
        } else if text.isEmpty {
            place = isChunked ? .chunkSize : length.map { $0 == 0 ? .end : .counted(left: $0) } ?? .broken
        } else {
            let sides = text.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { return }
            let value = String(sides[1]).filter { $0 != " " }
            switch sides[0].lowercased() {
            case "content-length": length = Int(value).flatMap { $0 < 0 ? nil : $0 }
            case "transfer-encoding": isChunked = value.lowercased() == "chunked"
            default: break
            }
        }
    }
}
