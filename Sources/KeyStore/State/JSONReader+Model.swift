import DNSSECModel
import JSON

// The words of the state file in JSON: each value has one text only, and whatever would be written otherwise is
// refused. What other documents share is in DNSSECModel.

extension JSONValue {
    /// A length of time, or `null`.
    init(_ interval: Interval?) {
        self = interval.map { .string($0.description) } ?? .null
    }

    /// Octets in base64.
    init(base64 octets: [UInt8]) {
        var text: [UInt8] = []
        Base64Text.append(octets.span, to: &text)
        self = .string(String(decoding: text, as: UTF8.self))
    }

    /// A key's number.
    init(_ id: ManagedKey.ID) {
        self = .integer(Int64(id.rawValue))
    }
}

extension JSONReader {
    func interval() throws(JSONShapeError) -> Interval {
        let text = try string()
        guard let interval = try? Interval(text: text), interval.description == text else {
            throw error(.invalid(.interval))
        }
        return interval
    }

    func optionalInterval() throws(JSONShapeError) -> Interval? {
        value == .null ? nil : try interval()
    }

    func algorithm() throws(JSONShapeError) -> SecurityAlgorithm {
        let text = try string()
        guard let algorithm = SecurityAlgorithm(text: text), algorithm.description.lowercased() == text else {
            throw error(.unknownWord(text))
        }
        return algorithm
    }

    /// The number of a key that the ring has or had.
    func keyID(in ring: KeyRing) throws(JSONShapeError) -> ManagedKey.ID {
        let number = try integer(in: 1...Int64(Int32.max))
        guard number < ring.nextKey else { throw error(.invalid(.consistent)) }
        return ManagedKey.ID(rawValue: Int(number))
    }

    func keyIDs(in ring: KeyRing) throws(JSONShapeError) -> [ManagedKey.ID] {
        var ids: [ManagedKey.ID] = []
        for element in try elements() { ids.append(try element.keyID(in: ring)) }
        return ids
    }

    func base64() throws(JSONShapeError) -> [UInt8] {
        let text = Array(try string().utf8)
        var octets: [UInt8] = []
        guard Base64Text.decode(text.span, to: &octets), JSONValue(base64: octets) == value else {
            throw error(.invalid(.base64))
        }
        return octets
    }

    /// Demands exactly this value.
    func expect(_ expected: JSONValue) throws(JSONShapeError) {
        guard value == expected else { throw error(.invalid(.consistent)) }
    }
}
