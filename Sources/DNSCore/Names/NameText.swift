// The presentation form of names: RFC 1035 5.1, with the escapes `\DDD` and `\X`.

extension Name: CustomStringConvertible {
    /// Reads a name as text; one without a final dot is completed with `origin`.
    ///
    /// - Parameters:
    ///   - text: The presentation form, escapes allowed; `.` is the root, `@` the origin.
    ///   - origin: The name that completes a relative name; nil refuses relative names.
    /// - Throws: `NameError` for malformed text or a broken limit.
    public init(_ text: String, origin: Name? = nil) throws(NameError) {
        var wire: [UInt8] = []
        let octets = Array(text.utf8)
        try Name.appendWire(of: octets.span, origin: origin?.octets, to: &wire)
        self.init(uncheckedWire: wire)
    }

    /// Reads a name as text that is absolute with or without its final dot, as operators type zone names.
    public init(absolute text: String) throws(NameError) {
        try self.init(text, origin: .root)
    }

    /// Appends the wire form of a name in presentation form.
    ///
    /// - Parameters:
    ///   - text: The octets of the text, escapes not yet resolved.
    ///   - origin: Wire form of the name that completes a relative name; nil refuses relative names.
    ///   - wire: Where to append; left with partial octets when an error is thrown.
    /// - Throws: `NameError` for malformed text or a broken limit.
    static func appendWire(
        of text: Span<UInt8>,
        origin: [UInt8]?,
        to wire: inout [UInt8]
    ) throws(NameError) {
        guard text.count > 0 else { throw .empty }
        let start = wire.count
        if text.count == 1, text[0] == 0x2E {
            wire.append(0)
            return
        }
        if text.count == 1, text[0] == 0x40 {
            guard let origin else { throw .relativeWithoutOrigin }
            wire.append(contentsOf: origin)
            return
        }
        var isAbsolute = appendPlainLabels(of: text, to: &wire)
        if isAbsolute == nil { isAbsolute = try appendLabels(of: text, to: &wire) }
        if isAbsolute == false {
            guard let origin else { throw .relativeWithoutOrigin }
            wire.append(contentsOf: origin)
        }
        guard wire.count - start <= maximumOctets else { throw .nameTooLong }
    }

    /// Appends the labels of text without escapes; true if it ends with a dot, which the root's label follows.
    ///
    /// The wire form is then the text one octet farther on, each dot replaced by the length of the label behind it.
    ///
    /// - Returns: Nil, and nothing appended, for text with a backslash or with an error.
    private static func appendPlainLabels(of text: Span<UInt8>, to wire: inout [UInt8]) -> Bool? {
        guard text.count < maximumOctets else { return nil }
        let start = wire.count
        wire.append(0)
        wire.append(run: text)
        var label = 0
        while label < text.count {
            let end = OctetWord.firstMarked(in: text, from: label) { $0.equal(0x2E) | $0.equal(0x5C) }
            let length = end - label
            guard length > 0, length <= maximumLabelOctets, end == text.count || text[end] == 0x2E else {
                wire.removeLast(text.count + 1)
                return nil
            }
            wire[start + label] = UInt8(length)
            label = end + 1
        }
        // The last dot stands where the root's label belongs.
        guard label == text.count else { return false }
        wire[start + label] = 0
        return true
    }

    /// Appends the labels; true if the text ends with a dot that is not escaped, which the root's label follows.
    private static func appendLabels(
        of text: Span<UInt8>,
        to wire: inout [UInt8]
    ) throws(NameError) -> Bool {
        var labelStart = wire.count
        wire.append(0)
        var position = 0
        while position < text.count {
            var octet = text[position]
            position += 1
            if octet == 0x2E {
                try closeLabel(at: labelStart, in: &wire)
                labelStart = wire.count
                wire.append(0)
                if position == text.count { return true }
                continue
            }
            if octet == 0x5C {
                octet = try unescape(text, &position)
            }
            wire.append(octet)
        }
        try closeLabel(at: labelStart, in: &wire)
        return false
    }

    private static func closeLabel(at start: Int, in wire: inout [UInt8]) throws(NameError) {
        let length = wire.count - start - 1
        guard length > 0 else { throw .emptyLabel }
        guard length <= maximumLabelOctets else { throw .labelTooLong(octets: length) }
        wire[start] = UInt8(length)
    }

    /// The octet that the escape after a backslash stands for; `position` is just behind the backslash.
    static func unescape(_ text: Span<UInt8>, _ position: inout Int) throws(NameError) -> UInt8 {
        guard position < text.count else { throw .badEscape }
        let first = text[position]
        guard first &- 0x30 < 10 else {
            position += 1
            return first
        }
        guard position + 2 < text.count, text[position + 1] &- 0x30 < 10, text[position + 2] &- 0x30 < 10
        else { throw .badEscape }
        let value =
            Int(first - 0x30) * 100 + Int(text[position + 1] - 0x30) * 10 + Int(text[position + 2] - 0x30)
        guard value <= 255 else { throw .badEscape }
        position += 3
        return UInt8(value)
    }

    /// The presentation form with its final dot.
    public var description: String {
        var text: [UInt8] = []
        Name.appendText(of: octets.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the presentation form of an uncompressed wire-form name, with its final dot.
    ///
    /// It is what BIND, Knot, NSD and ldns read alike: letters, digits, `*`, `-`, `/` and `_` stand as they are, `.`, `;`,
    /// `(`, `)`, `"`, `@` and `$` with a backslash, and all else as `\DDD`. Knot refuses other octets as they are, and
    /// NSD `\#`, `\[` and `\\`.
    public static func appendText(of wire: Span<UInt8>, to text: inout [UInt8]) {
        if wire[0] == 0 { text.append(0x2E) }
        let start = text.count
        // The text is the wire form without its first octet, a dot in the place of each other length.
        text.append(run: wire.extracting(1..<wire.count))
        var position = 0
        while wire[position] != 0 {
            let end = position + 1 + Int(wire[position])
            guard isPlain(wire.extracting((position + 1)..<end)) else {
                text.removeLast(text.count - start)
                return appendLabels(of: wire, to: &text)
            }
            text[start + end - 1] = 0x2E
            position = end
        }
    }

    /// Appends all labels octet by octet.
    private static func appendLabels(of wire: Span<UInt8>, to text: inout [UInt8]) {
        var position = 0
        while wire[position] != 0 {
            let end = position + 1 + Int(wire[position])
            for index in (position + 1)..<end { appendText(ofLabelOctet: wire[index], to: &text) }
            text.append(0x2E)
            position = end
        }
    }

    /// True if a label has only octets that are written as they are, such as letters, digits, hyphens, underscores.
    private static func isPlain(_ label: Span<UInt8>) -> Bool {
        OctetWord.firstMarked(in: label) { $0.specialInText } == label.count
    }

    private static func appendText(ofLabelOctet octet: UInt8, to text: inout [UInt8]) {
        switch octet {
        case 0x2E, 0x3B, 0x28, 0x29, 0x22, 0x40, 0x24:
            text.append(0x5C)
            text.append(octet)
        case 0x2A, 0x2D, 0x2F...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A:
            text.append(octet)
        default:
            appendDecimalEscape(octet, to: &text)
        }
    }

    /// Appends `\DDD`.
    static func appendDecimalEscape(_ octet: UInt8, to text: inout [UInt8]) {
        text.append(0x5C)
        text.append(0x30 + octet / 100)
        text.append(0x30 + octet / 10 % 10)
        text.append(0x30 + octet % 10)
    }
}
