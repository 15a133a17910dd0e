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
