/// A text of elements and attributes, for HTML and SVG: what is written as text can never become an element.
struct Markup {
    private(set) var text = ""

    /// Writes an element with what the body writes between its tags.
    mutating func element(
        _ name: String,
        _ attributes: [(String, String)] = [],
        _ body: (inout Markup) -> Void = { _ in }
    ) {
        open(name, attributes)
        text += ">"
        body(&self)
        text += "</\(name)>"
    }

    /// Writes an element that holds text alone, on a line of its own.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        element(name, attributes) { $0.write(text) }
        line()
    }

    /// Writes an element that holds nothing; SVG demands the slash, HTML allows it for its void elements.
    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        open(name, attributes)
        text += "/>\n"
    }

    /// Writes text with its special characters escaped.
    mutating func write(_ text: String) { self.text += Self.escaped(text) }

    /// Writes markup as it is: only what this module has made itself.
    mutating func raw(_ markup: String) { text += markup }

    /// Ends a line of the source.
    mutating func line() { text += "\n" }

    private mutating func open(_ name: String, _ attributes: [(String, String)]) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
    }

    /// The text with `&`, `<`, `>` and both quotation marks as entities, and without characters that XML forbids.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// How much room text takes.
enum TextWidth {
    /// Columns of a terminal: two for a character of East Asian width.
    static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : isMark($1) ? 0 : 1) }
    }

    /// An estimate for a proportional typeface, in units of its size.
    static func ems(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 1 : isMark($1) ? 0 : 0.56) }
    }

    /// True for characters that terminals draw in two columns (Unicode TR 11: W and F).
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }
}
