/// Numbers and texts one after the other, as octets.
struct OctetWriter {
    private(set) var octets: [UInt8] = []

    mutating func add(_ octet: UInt8) { octets.append(octet) }

    /// Any whole number, the least octet first.
    mutating func add<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    /// Octets behind their count.
    mutating func add(_ list: [UInt8]) {
        add(UInt16(list.count))
        octets += list
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }
}

/// Takes apart what an `OctetWriter` has put together; `nil` if the octets end too early.
struct OctetReader {
    private let octets: [UInt8]
    private var position: Int
    private let end: Int

    init(_ octets: [UInt8], from start: Int = 0, to end: Int) {
        (self.octets, position, self.end) = (octets, start, end)
    }

    /// True if all was read.
    var isAtEnd: Bool { position == end }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        let width = Number.bitWidth / 8
        guard end - position >= width else { return nil }
        var number: Number = 0
        for index in 0..<width {
            number |= Number(truncatingIfNeeded: octets[position + index]) << Number(index * 8)
        }
        position += width
        return number
    }

    mutating func list() -> [UInt8]? {
        guard let count: UInt16 = number(), end - position >= Int(count) else { return nil }
        defer { position += Int(count) }
        return Array(octets[position..<(position + Int(count))])
    }

    mutating func text() -> String? { list().map { String(decoding: $0, as: UTF8.self) } }

    /// A value of an enumeration by its place in it.
    mutating func word<Word: CaseIterable>(_ type: Word.Type = Word.self) -> Word? {
        number().flatMap { WordPlace.word(at: $0) }
    }
}

extension OctetWriter {
    /// A value of an enumeration as its place in it.
    mutating func add<Word: CaseIterable & Equatable>(word: Word) { add(WordPlace.place(of: word)) }
}

/// The values of enumerations as their places among all of them.
enum WordPlace {
    static func place<Word: CaseIterable & Equatable>(of word: Word) -> UInt8 {
        let place = Word.allCases.firstIndex(of: word)
        return UInt8(place.map { Word.allCases.distance(from: Word.allCases.startIndex, to: $0) } ?? 0xFF)
    }

    /// Nil if there is none.
    static func word<Word: CaseIterable>(at place: UInt8) -> Word? {
        guard Int(place) < Word.allCases.count else { return nil }
        return Word.allCases[Word.allCases.index(Word.allCases.startIndex, offsetBy: Int(place))]
    }
}
