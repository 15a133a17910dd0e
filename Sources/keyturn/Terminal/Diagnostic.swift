import DNSSECModel
import JSON
import PolicyFile

/// Something to say of an input: where, how bad, what.
struct Diagnostic: Hashable {
    var severity: DiagnosticSeverity
    var file: String?
    /// Line and column; `nil` if the whole file is meant.
    var position: SourcePosition?
    var message: String
    /// The `$INCLUDE` lines that led to the file, innermost first.
    var includedFrom: [SourcePosition] = []

    init(_ severity: DiagnosticSeverity, file: String? = nil, _ message: String) {
        (self.severity, self.file, self.message) = (severity, file, message)
    }

    init(_ severity: DiagnosticSeverity, at position: SourcePosition, _ message: String) {
        (self.severity, self.file, self.message) = (severity, position.file, message)
        self.position = position
    }

    init(_ diagnostic: ZoneDiagnostic) {
        self.init(diagnostic.severity, at: diagnostic.position, diagnostic.message)
        includedFrom = diagnostic.includedFrom
    }

    init(_ diagnostic: PolicyDiagnostic) {
        self.init(diagnostic.severity, at: diagnostic.position, "\(diagnostic.problem)")
    }

    /// Writes `FILE:LINE:COLUMN: error: what is wrong; what was expected` to standard error.
    func report() {
        let place = (position?.description ?? file).map {
            Terminal.styled("\(Terminal.printable($0)):", .bold, on: .error) + " "
        }
        let style: Terminal.Style = severity == .error ? .error : .warning
        let word = Terminal.styled("\(severity):", style, on: .error)
        Terminal.complain("\(place ?? "keyturn: ")\(word) \(Terminal.printable(message))")
        for include in includedFrom {
            Terminal.complain("\(Terminal.printable(include.description)): note: included from here")
        }
    }

    /// `{"file", "line", "column", "severity", "message", "included-from"}`.
    var json: JSONValue {
        [
            "file": file.map { .string($0) } ?? .null,
            "line": position.map { .integer(Int64($0.line)) } ?? .null,
            "column": position.map { .integer(Int64($0.column)) } ?? .null,
            "severity": .string(severity.rawValue), "message": .string(message),
            "included-from": .array(includedFrom.map { .string($0.description) }),
        ]
    }
}

extension [Diagnostic] {
    /// Those that stop the use of an input.
    var errors: [Diagnostic] { filter { $0.severity == .error } }

    /// Each once, in the order of their first appearance.
    var withoutRepetition: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return filter { seen.insert($0).inserted }
    }
}
