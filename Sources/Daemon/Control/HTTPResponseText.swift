/// An HTTP/1.1 response that was read to the end of the connection.
struct HTTPResponseText: Hashable {
    /// The number in its first line.
    let status: Int
    /// Its body.
    let body: [UInt8]

    /// Takes a response apart; nil where it is none, or where less came than was announced.
    init?(_ octets: [UInt8]) {
        guard let end = Self.endOfHead(octets) else { return nil }
        let lines = String(decoding: octets[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]),
            let length = Self.contentLength(lines.dropFirst())
        else { return nil }
        let body = octets[(end + 4)...]
        guard body.count == length else { return nil }
        self.status = status
        self.body = Array(body)
    }

    private static func endOfHead(_ octets: [UInt8]) -> Int? {
        octets.indices.dropLast(3).first { Array(octets[$0..<$0 + 4]) == [13, 10, 13, 10] }
    }

    private static func contentLength(_ lines: ArraySlice<Substring>) -> Int? {
        for line in lines {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, sides[0].lowercased() == "content-length" else { continue }
            return Int(String(sides[1]).filter { $0 != " " })
        }
        return nil
    }
}
