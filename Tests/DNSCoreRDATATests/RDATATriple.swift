import Testing

/// A record's data in three forms: text as an operator writes it, wire form, and the text that we write.
struct RDATATriple: Sendable, CustomTestStringConvertible {
    let type: String
    let text: String
    /// The wire form in hexadecimal; made by BIND 9.18 from `text`, not by us.
    let octets: String
    /// The text that the octets are written as.
    let written: String

    init(_ type: String, _ text: String, _ octets: String, written: String? = nil) {
        self.type = type
        self.text = text
        self.octets = octets
        self.written = written ?? text
    }

    var testDescription: String { "\(type) \(text)" }

    /// Every triple there is.
    static let all = classic + later + dnssec + service + generic
}
