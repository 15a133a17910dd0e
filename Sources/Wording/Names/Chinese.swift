/// How Chinese text is put together.
public enum Chinese {
    /// The pieces with a blank wherever a Chinese character meets a word of another script.
    public static func joined(_ pieces: String...) -> String {
        pieces.reduce(into: "") { text, piece in
            guard let last = text.unicodeScalars.last, let first = piece.unicodeScalars.first else {
                return text += piece
            }
            text += (TextWidth.isWide(last) == TextWidth.isWide(first) ? "" : " ") + piece
        }
    }
}
