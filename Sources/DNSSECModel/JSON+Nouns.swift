public import JSON

// The nouns' words in JSON: one text for each value, whoever writes or reads it.

extension JSONValue {
    /// A moment as ISO 8601, or `null`.
    public init(_ instant: Instant?) {
        self = instant.map { .string($0.description) } ?? .null
    }
}

extension JSONReader {
    /// A moment in its one text; whatever would be written otherwise is refused.
    public func instant() throws(JSONShapeError) -> Instant {
        let text = try string()
        guard let instant = Instant(text: text, now: Instant(secondsSinceEpoch: 0)),
            instant.description == text
        else { throw error(.invalid(.instant)) }
        return instant
    }

    /// A moment, or nil for `null`.
    public func optionalInstant() throws(JSONShapeError) -> Instant? {
        value == .null ? nil : try instant()
    }

    /// An absolute name in its one text.
    public func name() throws(JSONShapeError) -> Name {
        let text = try string()
        guard let name = try? Name(text), name.description == text else { throw error(.invalid(.name)) }
        return name
    }

    /// A value of an enumeration, by its word.
    public func word<Word: RawRepresentable>(_ type: Word.Type) throws(JSONShapeError) -> Word
    where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else { throw error(.unknownWord(text)) }
        return word
    }
}
