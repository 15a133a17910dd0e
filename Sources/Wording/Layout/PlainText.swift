/// Text in lines of a width, for every script.
public enum PlainText {
    /// The width that output for people keeps to, in columns.
    public static let width = 100

    /// The text in lines of at most `width` columns behind an indentation.
    ///
    /// Breaks at spaces, and between characters of East Asian width, but not before closing punctuation.
    public static func wrapped(_ text: String, indentation: String) -> [String] {
        var lines: [String] = []
        var line = indentation
        var columns = TextWidth.columns(indentation)
        var isEmpty = true
        for piece in pieces(text) {
            let size = TextWidth.columns(piece)
            let isBlank = piece == " "
            if !isEmpty, columns + size > width, !isBlank {
                lines.append(trimmed(line))
                line = indentation
                columns = TextWidth.columns(indentation)
                isEmpty = true
            }
            if isBlank, isEmpty { continue }
            line += piece
            columns += size
            isEmpty = false
        }
        return isEmpty ? lines : lines + [trimmed(line)]
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Words, blanks, and wide characters each for itself with the punctuation that closes them.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            let isWide = character.unicodeScalars.first.map(TextWidth.isWide) ?? false
            let last = pieces.last?.last
            let lastIsWide = last?.unicodeScalars.first.map(TextWidth.isWide) ?? false
            if closing.contains(character), !pieces.isEmpty, last != " " {
                pieces[pieces.count - 1].append(character)
            } else if let last, last != " ", character != " ",
                opening.contains(last) || !isWide && !lastIsWide
            {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    private static let closing: Set<Character> = ["，", "。", "；", "：", "、", "）", "」", "』", "！", "？"]
    private static let opening: Set<Character> = ["（", "「", "『"]
}
