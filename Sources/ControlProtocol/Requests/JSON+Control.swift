import DNSSECModel
import JSON

// The words of the control protocol in JSON; what other documents share is in DNSSECModel.

extension JSONValue {
    init(_ text: String?) {
        self = text.map { .string($0) } ?? .null
    }

    init(_ name: Name) {
        self = .string(name.description)
    }

    init<Number: BinaryInteger>(number: Number?) {
        self = number.map { .integer(Int64($0)) } ?? .null
    }

    /// The word of an enumeration, or `null`.
    init<Word: RawRepresentable>(word: Word?) where Word.RawValue == String {
        self = word.map { .string($0.rawValue) } ?? .null
    }

    static let version = JSONValue.integer(ControlProtocolVersion.current)
}

extension JSONMembers {
    /// Takes the version and refuses any but this program's.
    mutating func takeVersion() throws(JSONShapeError) {
        let current = ControlProtocolVersion.current
        _ = try take("version").integer(in: current...current)
    }
}

extension JSONReader {
    func optionalString() throws(JSONShapeError) -> String? {
        value == .null ? nil : try string()
    }

    func tag() throws(JSONShapeError) -> UInt16 {
        UInt16(try integer(in: 0...Int64(UInt16.max)))
    }

    func optionalTag() throws(JSONShapeError) -> UInt16? {
        value == .null ? nil : try tag()
    }

    func algorithm() throws(JSONShapeError) -> SecurityAlgorithm {
        SecurityAlgorithm(rawValue: UInt8(try integer(in: 0...255)))
    }

    /// A number that is never negative.
    func count() throws(JSONShapeError) -> Int {
        Int(try integer(in: 0...Int64(Int32.max)))
    }

    func optionalWord<Word: RawRepresentable>(_ type: Word.Type) throws(JSONShapeError) -> Word?
    where Word.RawValue == String {
        value == .null ? nil : try word(type)
    }

    func strings() throws(JSONShapeError) -> [String] {
        var strings: [String] = []
        for element in try elements() { strings.append(try element.string()) }
        return strings
    }

    /// The elements, each read by `read`.
    func list<Element>(_ read: (JSONReader) throws(JSONShapeError) -> Element) throws(JSONShapeError)
        -> [Element]
    {
        var list: [Element] = []
        for element in try elements() { list.append(try read(element)) }
        return list
    }

    /// The value read by `read`, or nil for `null`.
    func optional<Element>(_ read: (JSONReader) throws(JSONShapeError) -> Element) throws(JSONShapeError)
        -> Element?
    {
        value == .null ? nil : try read(self)
    }
}
