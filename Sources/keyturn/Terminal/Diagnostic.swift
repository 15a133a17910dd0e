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
        self.init(diagnostic.severity, at: diagnostic.position, "\(diagnostic.problem)")
        includedFrom = diagnostic.includedFrom
    }

    init(_ diagnostic: PolicyDiagnostic) {
        self.init(diagnostic.severity, at: diagnostic.position, "\(diagnostic.problem)")
    }

    /// Writes `FILE:LINE:COLUMN: error: what is wrong; what was expected` to standard error.
    func report() {
        let place = (position?.description ?? file).map {
            Terminal.styled("\(Self.printable($0)):", .bold, on: .error) + " "
        }
        let style: Terminal.Style = severity == .error ? .error : .warning
        let word = Terminal.styled("\(severity):", style, on: .error)
        Terminal.complain("\(place ?? "keyturn: ")\(word) \(Self.printable(message))")
        for include in includedFrom {
            Terminal.complain("\(Self.printable(include.description)): note: included from here")
        }
    }

    /// The text with control characters as `\DDD`: names of files must not steer a terminal.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return text
        }
        return text.unicodeScalars.reduce(into: "") { printable, scalar in
            guard scalar.properties.generalCategory == .control else {
                printable.unicodeScalars.append(scalar)
                return
            }
            let digits = String(scalar.value)
            printable += "\\" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
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
