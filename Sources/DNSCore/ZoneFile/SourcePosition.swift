/// A place in a file that a person edits.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    /// The file as the user named it.
    public var file: String
    /// Line, from 1.
    public var line: Int
    /// Column in octets, from 1.
    public var column: Int

    /// A place; `line` and `column` count from 1.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `FILE:LINE:COLUMN`.
    public var description: String { "\(file):\(line):\(column)" }
}

/// How much a diagnostic matters.
public enum DiagnosticSeverity: String, Hashable, Sendable, CustomStringConvertible {
    /// The input cannot be used.
    case error
    /// The input can be used, but hardly means what its author wanted.
    case warning

    /// The word in front of a message.
    public var description: String { rawValue }
}
