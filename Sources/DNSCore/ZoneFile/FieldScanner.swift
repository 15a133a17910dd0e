/// One field of a zone-file entry: a run of text between white space, or a quoted string.
struct Field: Hashable, Sendable {
    /// Offset of its first octet in the file; of a quoted string, the octet behind the opening quote.
    var start: Int
    /// Offset behind its last octet; of a quoted string, that of the closing quote.
    var end: Int
    /// The line it begins on, from 1.
    var line: Int
    /// The column of its first octet, from 1.
    var column: Int
    /// True for a string in double quotes.
    var isQuoted: Bool

    /// Number of octets, escapes not resolved.
    var count: Int { end - start }
}

/// What can be wrong with the text before any field has a meaning.
public enum FieldProblem: Error, Hashable, Sendable {
    /// A `)` without its `(`.
    case unmatchedClosingParenthesis
    /// The file ends inside parentheses.
    case unclosedParenthesis
    /// A line or the file ends inside a quoted string.
    case unclosedQuote
}

/// A problem with a field, and where.
public struct FieldError: Error, Hashable, Sendable {
    /// What is wrong.
    public var problem: FieldProblem
    /// Line, from 1.
    public var line: Int
    /// Column in octets, from 1.
    public var column: Int
}

/// Cuts the octets of a zone file into entries and fields (RFC 1035 5.1).
///
/// It knows white space, comments, quotes, escapes and parentheses, and nothing of what fields mean. Lines end
/// with LF or CRLF. A line break inside parentheses is white space. Escapes are skipped, not resolved.
struct FieldScanner: ~Escapable {
    /// The whole file.
    let octets: Span<UInt8>
    /// The octet that is read next.
    private(set) var position = 0
    /// The line of `position`, from 1.
    private(set) var line = 1
    /// True if the line break that ends the entry has been consumed; `beginEntry` clears it.
    private(set) var isAtEntryEnd = false
    /// The line of the last field that was read.
    private(set) var lastFieldLine = 1
    /// The column behind the last octet of that field.
    private(set) var lastFieldEndColumn = 1
    private var lineStart = 0
    private var depth = 0
    private var openLine = 0
    private var openColumn = 0

    /// Begins at the first octet of a file.
    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) {
        self.octets = octets
    }

    /// The column of `position`, from 1.
    var column: Int { position - lineStart + 1 }

    /// True if white space or nothing stands before the next field, as for an entry with a blank owner.
    var isAtWhiteSpace: Bool {
        position < octets.count && (octets[position] == 0x20 || octets[position] == 0x09)
    }

    /// Passes octets of this line that were read before in another, the last field among them.
    mutating func pass(_ count: Int, lastField field: Field) {
        position += count
        lastFieldLine = line
        lastFieldEndColumn = field.column + field.count
    }

    /// True at the end of the file.
    var isAtEnd: Bool { position >= octets.count }

    /// The place of the parenthesis that is open now, or nil.
    var openParenthesis: (line: Int, column: Int)? { depth > 0 ? (openLine, openColumn) : nil }

    /// Goes to the start of a line, of which entries before have been read by others.
    mutating func skip(to position: Int, line: Int) {
        self.position = position
        self.line = line
        lineStart = position
        isAtEntryEnd = true
    }

    /// Says that the fields which follow belong to another entry.
    mutating func beginEntry() { isAtEntryEnd = false }

    /// The next field of the entry, or nil at its end; the line break of the end is consumed.
    ///
    /// At the end of the file with nothing left it is nil too: ask `isAtEnd`. Behind the end of an entry it stays
    /// nil until `beginEntry`.
    mutating func nextField() throws(FieldError) -> Field? {
        if isAtEntryEnd { return nil }
        while position < octets.count {
            switch octets[position] {
            case 0x20, 0x09, 0x0D:
                position += 1
            case 0x0A:
                passLineBreak()
                if depth == 0 {
                    isAtEntryEnd = true
                    return nil
                }
            case 0x3B:
                skipComment()
            case 0x28:
                open()
            case 0x29:
                guard depth > 0 else { throw error(.unmatchedClosingParenthesis) }
                depth -= 1
                position += 1
            case 0x22:
                return try quotedField()
            default:
                return plainField()
            }
        }
        guard depth == 0 else {
            throw FieldError(problem: .unclosedParenthesis, line: openLine, column: openColumn)
        }
        return nil
    }

    /// Goes on at the entry after this one, for reading on after an error.
    ///
    /// Inside parentheses it passes lines up to the closing one. A line that begins without white space is taken
    /// for the next entry even there, so that one forgotten `)` does not swallow the rest of the file.
    mutating func skipEntry() {
        while !isAtEntryEnd, position < octets.count {
            switch octets[position] {
            case 0x0A:
                passLineBreak()
                isAtEntryEnd = depth == 0 || !continuesEntry
            case 0x3B: skipComment()
            case 0x28:
                depth += 1
                position += 1
            case 0x29:
                depth = max(0, depth - 1)
                position += 1
            case 0x22: skipQuoted()
            case 0x5C: skipEscape()
            default: position += 1
            }
        }
        depth = 0
        isAtEntryEnd = true
    }

    /// True if the line at `position` looks like the continuation of an entry in parentheses.
    private var continuesEntry: Bool {
        guard position < octets.count else { return false }
        return [0x20, 0x09, 0x0A, 0x0D, 0x29, 0x3B].contains(octets[position])
    }

    private mutating func skipQuoted() {
        position += 1
        while position < octets.count, octets[position] != 0x0A {
            if octets[position] == 0x22 {
                position += 1
                return
            }
            skipEscape()
        }
    }

    /// Passes an octet, or a backslash and what it escapes; a line break is never escaped.
    private mutating func skipEscape() {
        let isEscape = octets[position] == 0x5C
        position += 1
        if isEscape, position < octets.count, octets[position] != 0x0A { position += 1 }
    }

    private mutating func open() {
        if depth == 0 {
            openLine = line
            openColumn = column
        }
        depth += 1
        position += 1
    }

    private mutating func passLineBreak() {
        position += 1
        line += 1
        lineStart = position
    }

    private mutating func skipComment() {
        while position < octets.count, octets[position] != 0x0A { position += 1 }
    }

    private mutating func plainField() -> Field {
        let start = position
        let startColumn = column
        passOrdinary()
        while position < octets.count {
            let octet = octets[position]
            if octet == 0x5C {
                position += 1
                if position < octets.count, octets[position] != 0x0A { position += 1 }
            } else if Self.endsField(octet) {
                break
            } else {
                position += 1
            }
            passOrdinary()
        }
        lastFieldLine = line
        lastFieldEndColumn = column
        return Field(start: start, end: position, line: line, column: startColumn, isQuoted: false)
    }

    /// Passes letters, digits, dots and their neighbours: nearly all that fields consist of.
    private mutating func passOrdinary() {
        position = OctetWord.firstMarked(in: octets, from: position) {
            $0.below(0x2A) | $0.equal(0x3B) | $0.equal(0x5C)
        }
    }

    private static func endsField(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x20, 0x09, 0x0A, 0x0D, 0x3B, 0x28, 0x29, 0x22: true
        default: false
        }
    }

    private mutating func quotedField() throws(FieldError) -> Field {
        let opening = error(.unclosedQuote)
        position += 1
        let start = position
        while position < octets.count, octets[position] != 0x0A {
            let octet = octets[position]
            if octet == 0x22 {
                position += 1
                lastFieldLine = line
                lastFieldEndColumn = column
                return Field(
                    start: start,
                    end: position - 1,
                    line: opening.line,
                    column: opening.column,
                    isQuoted: true
                )
            }
            position += 1
            if octet == 0x5C, position < octets.count, octets[position] != 0x0A { position += 1 }
        }
        throw opening
    }

    private func error(_ problem: FieldProblem) -> FieldError {
        FieldError(problem: problem, line: line, column: column)
    }
}
