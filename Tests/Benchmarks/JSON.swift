/// A JSON document, as much of it as figures need: this program depends on nothing that it measures.
enum JSON: Equatable {
    case object([Member])
    case array([JSON])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    struct Member: Equatable {
        let name: String
        let value: JSON
    }

    /// An object with its members in this order.
    static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    subscript(_ name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    var elements: [JSON] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    var text: String {
        guard case .string(let text) = self else { return "" }
        return text
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    var isTrue: Bool { self == .bool(true) }

    // MARK: - Writing

    /// The document with an element of the outer levels a line.
    func text(depth: Int = 0) -> String {
        let (open, close) =
            depth < 3
            ? ("\n" + String(repeating: "  ", count: depth + 1), "\n" + String(repeating: "  ", count: depth))
            : ("", "")
        let comma = depth < 3 ? "," + open : ", "
        switch self {
        case .object(let members):
            let pairs = members.map { "\(Self.quoted($0.name)): \($0.value.text(depth: depth + 1))" }
            return pairs.isEmpty ? "{}" : "{\(open)\(pairs.joined(separator: comma))\(close)}"
        case .array(let elements):
            let texts = elements.map { $0.text(depth: depth + 1) }
            return texts.isEmpty ? "[]" : "[\(open)\(texts.joined(separator: comma))\(close)]"
        case .string(let text): return Self.quoted(text)
        case .number(let number): return Figure.plain(number)
        case .bool(let value): return value ? "true" : "false"
        case .null: return "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case _ where scalar.value < 32: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Reads what `JSON` writes.
struct JSONReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    static func read(_ text: String) throws(BenchmarkError) -> JSON {
        var reader = JSONReader(scalars: Array(text.unicodeScalars))
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == reader.scalars.count else { throw reader.fault }
        return value
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var fault: BenchmarkError { BenchmarkError(text: "no JSON at character \(position)") }
    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipSpace() {
        while let next, next.properties.isWhitespace { position += 1 }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(BenchmarkError) -> JSON {
        if skip("{") {
            return .object(try list(until: "}") { reader throws(BenchmarkError) in try reader.member() })
        }
        if skip("[") {
            return .array(try list(until: "]") { reader throws(BenchmarkError) in try reader.value() })
        }
        if skip("\"") { return .string(try string()) }
        return try word()
    }

    private mutating func list<Element>(
        until end: Unicode.Scalar,
        _ element: (inout JSONReader) throws(BenchmarkError) -> Element
    ) throws(BenchmarkError) -> [Element] {
        var elements: [Element] = []
        if skip(end) { return elements }
        repeat { elements.append(try element(&self)) } while skip(",")
        guard skip(end) else { throw fault }
        return elements
    }

    private mutating func member() throws(BenchmarkError) -> JSON.Member {
        guard skip("\"") else { throw fault }
        let name = try string()
        guard skip(":") else { throw fault }
        return JSON.Member(name: name, value: try value())
    }

    /// Behind the opening quotation mark.
    private mutating func string() throws(BenchmarkError) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = next {
            position += 1
            if scalar == "\"" { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = next else { break }
            position += 1
            text.append(escaped == "n" ? "\n" : escaped)
        }
        throw fault
    }

    private mutating func word() throws(BenchmarkError) -> JSON {
        let rest = scalars[position...].prefix {
            $0.properties.isAlphabetic || "+-.0123456789".unicodeScalars.contains($0)
        }
        position += rest.count
        let word = String(String.UnicodeScalarView(rest))
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = Double(word) else { throw fault }
            return .number(number)
        }
    }
}
