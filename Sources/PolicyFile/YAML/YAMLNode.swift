/// A place in a YAML text: line and column from 1, the column in octets.
struct Mark: Hashable, Comparable, Sendable {
    var line: Int
    var column: Int

    static let start = Mark(line: 1, column: 1)

    static func < (left: Mark, right: Mark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A YAML document as a tree in which every node knows where it stands.
///
/// Only what the files of keyturn need: text, lists and mappings with text keys. Scalars stay text; whether one is
/// a number or a word is for its reader to say, so YAML's guesses about types never matter.
indirect enum YAMLNode: Hashable, Sendable {
    case scalar(String, isQuoted: Bool, at: Mark)
    case sequence([YAMLNode], at: Mark)
    case mapping([YAMLEntry], at: Mark)

    var mark: Mark {
        switch self {
        case .scalar(_, _, let mark), .sequence(_, let mark), .mapping(_, let mark): mark
        }
    }

    /// What it looks like to the one who wrote it.
    var shape: NodeShape {
        switch self {
        case .scalar(let text, let isQuoted, _): text.isEmpty && !isQuoted ? .nothing : .text
        case .sequence: .list
        case .mapping: .mapping
        }
    }
}

/// One `key: value` of a mapping, in the order of the file.
struct YAMLEntry: Hashable, Sendable {
    var key: String
    var keyMark: Mark
    var value: YAMLNode
}

/// Why a text is no document that keyturn reads; the first such fault ends the reading.
struct YAMLFault: Error, Hashable {
    var mark: Mark
    var problem: PolicyProblem
}
