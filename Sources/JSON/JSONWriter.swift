// Writing JSON: into octets, since state files and journals are that, and since it is much faster than into a `String`.

extension JSONValue {
    /// The value on one line, without white space.
    public var compact: String { String(decoding: compactOctets, as: UTF8.self) }

    /// The value over several lines, two spaces a level, without a final line break.
    public var pretty: String { String(decoding: prettyOctets, as: UTF8.self) }

    /// The octets of `compact`.
    public var compactOctets: [UInt8] {
        var writer = JSONWriter()
        writer.appendCompact(self)
        return writer.octets
    }

    /// The octets of `pretty`.
    public var prettyOctets: [UInt8] {
        var writer = JSONWriter()
        writer.appendPretty(self, indentation: 0)
        return writer.octets
    }

    /// The value over several lines, all but the first indented by this many spaces.
    func pretty(indentation: Int) -> String {
        var writer = JSONWriter()
        writer.appendPretty(self, indentation: indentation)
        return String(decoding: writer.octets, as: UTF8.self)
    }

    /// True if the text can be read again: no name stands twice, and nothing lies too deep.
    public var isReadable: Bool { isReadable(depth: 0) }

    private func isReadable(depth: Int) -> Bool {
        switch self {
        case .array(let elements):
            return depth < Self.maximumDepth && elements.allSatisfy { $0.isReadable(depth: depth + 1) }
        case .object(let members):
            guard depth < Self.maximumDepth, members.haveDistinctNames else { return false }
            return members.allSatisfy { $0.value.isReadable(depth: depth + 1) }
        case .null, .bool, .integer, .decimal, .string:
            return true
        }
    }
}

extension [JSONValue.Member] {
    /// True if no name stands twice.
    fileprivate var haveDistinctNames: Bool {
        // Comparing is cheaper than hashing for what most objects have.
        guard count < 24 else { return Set(map(\.name)).count == count }
        return indices.allSatisfy { index in !self[..<index].contains { $0.name == self[index].name } }
    }
}

/// The text of JSON values in the making.
struct JSONWriter {
    private static let comma: UInt8 = 0x2C
    private static let lineBreak: UInt8 = 0x0A
    private static let space: UInt8 = 0x20
    private static let backslash: UInt8 = 0x5C

    private(set) var octets: [UInt8] = []

    mutating func appendCompact(_ value: JSONValue) {
        switch value {
        case .array(let elements):
            octets.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { octets.append(Self.comma) }
                appendCompact(element)
            }
            octets.append(0x5D)
        case .object(let members):
            octets.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { octets.append(Self.comma) }
                appendQuoted(member.name)
                octets.append(0x3A)
                appendCompact(member.value)
            }
            octets.append(0x7D)
        default:
            appendScalar(value)
        }
    }

    mutating func appendPretty(_ value: JSONValue, indentation: Int) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            octets.append(0x5B)
            for (index, element) in elements.enumerated() {
                beginLine(isFirst: index == 0, indentation + 2)
                appendPretty(element, indentation: indentation + 2)
            }
            endLines(indentation)
            octets.append(0x5D)
        case .object(let members) where !members.isEmpty:
            octets.append(0x7B)
            for (index, member) in members.enumerated() {
                beginLine(isFirst: index == 0, indentation + 2)
                appendQuoted(member.name)
                octets.append(0x3A)
                octets.append(Self.space)
                appendPretty(member.value, indentation: indentation + 2)
            }
            endLines(indentation)
            octets.append(0x7D)
        default:
            appendCompact(value)
        }
    }

    private mutating func beginLine(isFirst: Bool, _ indentation: Int) {
        if !isFirst { octets.append(Self.comma) }
        endLines(indentation)
    }

    private mutating func endLines(_ indentation: Int) {
        octets.append(Self.lineBreak)
        octets.append(contentsOf: repeatElement(Self.space, count: indentation))
    }

    private mutating func appendScalar(_ value: JSONValue) {
        switch value {
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        case .decimal(let value):
            precondition(value.isFinite, "JSON has no word for it")
            append(value.description)
        case .string(let value): appendQuoted(value)
        case .null, .array, .object: append("null")
        }
    }

    private mutating func append(_ text: String) { octets.append(contentsOf: text.utf8) }

    private mutating func appendQuoted(_ string: String) {
        octets.append(0x22)
        if Self.needsEscapes(string) {
            for octet in string.utf8 {
                if Self.needsEscape(octet) { appendEscaped(octet) } else { octets.append(octet) }
            }
        } else {
            append(string)
        }
        octets.append(0x22)
    }

    private static func needsEscapes(_ string: String) -> Bool {
        let text = string.utf8.span
        for index in text.indices where needsEscape(text[index]) { return true }
        return false
    }

    private static func needsEscape(_ octet: UInt8) -> Bool {
        octet < 0x20 || octet == 0x22 || octet == backslash || octet == 0x7F
    }

    private mutating func appendEscaped(_ octet: UInt8) {
        octets.append(Self.backslash)
        switch octet {
        case 0x22, Self.backslash: octets.append(octet)
        case Self.lineBreak: append("n")
        case 0x0D: append("r")
        case 0x09: append("t")
        default:
            let digits = String(octet, radix: 16)
            append("u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        }
    }
}
