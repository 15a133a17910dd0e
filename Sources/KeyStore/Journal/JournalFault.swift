public import DNSSECCrypto
public import DNSSECModel
public import JSON
public import SystemIO

/// What is wrong with a line of a journal.
public enum JournalFault: Error, Hashable, Sendable {
    /// It is not JSON.
    case notJSON(JSONError)
    /// Its own checksum is missing or does not fit.
    case checksum
    /// It has not the form of a journal line.
    case shape(JSONShapeError)
    /// It does not follow the line before: that one was changed, or lines were taken out or put in.
    case chain
    /// Its number is not that of its place.
    case number(Int)
    /// It belongs to another zone.
    case otherZone(Name)
    /// The entry cannot be written in this form.
    case notRepresentable
    /// No checksum could be made.
    case digest(CryptoError)
}

/// Why a journal cannot be used.
public enum JournalError: Error, Hashable, Sendable {
    /// The file cannot be read or written.
    case system(SystemError)
    /// A line is bad; the number counts from 1.
    case badLine(path: String, line: Int, fault: JournalFault)
}

/// What a reading of a whole journal found.
public struct JournalReport: Hashable, Sendable {
    /// The good lines at its beginning.
    public var goodLines = 0
    /// What is wrong with the line after them; `nil` if there is none, or it is torn.
    public var fault: JournalFault?
    /// The octets of a torn line at the end, as a crash leaves them.
    public var tornOctets = 0

    /// True if every line is good and the last one whole.
    public var isSound: Bool { fault == nil && tornOctets == 0 }
}

extension JournalError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .badLine(let path, let line, let fault): "\(path):\(line): \(fault)"
        }
    }
}

extension JournalFault: CustomStringConvertible {
    /// What is wrong, in lower case.
    public var description: String {
        switch self {
        case .notJSON(let error): "column \(error.column): not JSON: \(error.problem)"
        case .checksum: "the line's checksum does not fit; it was changed"
        case .shape(let error): error.description
        case .chain: "the line does not follow the one before; lines were changed, taken out or put in"
        case .number(let number): "the line has number \(number); expected that of its place"
        case .otherZone(let name): "the line belongs to \(name)"
        case .notRepresentable: "the entry cannot be written in this form"
        case .digest(let error): "no checksum: \(error)"
        }
    }
}
