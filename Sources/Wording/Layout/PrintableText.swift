/// Text from outside (reasons, names, paths, what hooks print) on its way to a person's screen.
public enum PrintableText {
    /// The text with control characters as `\DDD`, so that none of them steers a terminal.
    ///
    /// Line breaks (LF, or CR and LF) and tabs stay.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - sequences: Sequences with control characters that stay, such as the tool's own colours.
    /// - Returns: The text itself if there is nothing to escape in it.
    public static func escaped(_ text: String, keeping sequences: [String] = []) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 })
        else {
            return text
        }
        let kept = sequences.map { Array($0.unicodeScalars) }
        var rest = Array(text.unicodeScalars)[...]
        var escaped = String.UnicodeScalarView()
        while let scalar = rest.first {
            let sequence = kept.first { rest.starts(with: $0) } ?? lineBreak(rest)
            if let sequence {
                escaped += sequence
                rest = rest.dropFirst(sequence.count)
                continue
            }
            escaped += isHarmless(scalar) ? [scalar] : Array(code(of: scalar).unicodeScalars)
            rest = rest.dropFirst()
        }
        return String(escaped)
    }

    private static func lineBreak(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        text.starts(with: ["\r", "\n"]) ? ["\r", "\n"] : nil
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
    }

    /// As in names of zone files: a backslash and three digits.
    private static func code(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value)
        return "\\" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }
}
