public import DNSSECCrypto
public import DNSSECModel
public import JSON
public import SystemIO

/// Why a state file cannot be used.
public enum StateProblem: Error, Hashable, Sendable {
    /// The file cannot be read or written.
    case system(SystemError)
    /// It is not JSON: damaged, or cut.
    case notJSON(JSONError)
    /// It is of a version that this program does not know.
    case unsupportedVersion(Int64)
    /// Its checksum is missing or does not fit its content.
    case checksum
    /// Its content has not the form of a key ring.
    case shape(JSONShapeError)
    /// It is the state of another zone than its name says.
    case otherZone(Name)
    /// It is missing, although the zone has a journal: the zone is not new.
    case lost(journal: String)
    /// The ring holds something that the file's form cannot express, such as a year beyond 9999.
    case notRepresentable
    /// No checksum could be made.
    case digest(CryptoError)
}

/// A state file that cannot be used, and why.
public struct StateFileError: Error, Hashable, Sendable {
    /// The file.
    public let path: String
    /// Why.
    public let problem: StateProblem

    /// A problem of a file.
    public init(path: String, problem: StateProblem) {
        self.path = path
        self.problem = problem
    }
}

extension StateFileError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        if case .system(let error) = problem { return error.description }
        return "\(path): \(problem)"
    }
}

extension StateProblem: CustomStringConvertible {
    /// What is wrong and what was expected, in lower case.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .notJSON(let error): "\(error); the file is damaged"
        case .unsupportedVersion(let version):
            "state of version \(version); this program knows version \(StateFile.version) only"
        case .checksum: "the checksum does not fit; the file was changed, cut or damaged"
        case .shape(let error): error.description
        case .otherZone(let name): "holds the state of \(name); expected that of the zone in its name"
        case .lost(let journal):
            "the zone's state is lost: it has a journal, \(journal); expected a state file"
        case .notRepresentable: "the state cannot be written in this form; nothing was saved"
        case .digest(let error): "no checksum: \(error)"
        }
    }
}
