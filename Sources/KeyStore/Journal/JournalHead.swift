/// The last line of a journal, as a state remembers it: what the journal had when the state was saved.
public struct JournalHead: Hashable, Sendable {
    /// The number of lines.
    public var lines: Int
    /// The SHA-256 of the last of them, its line break included, in hexadecimal digits; zeros for an empty journal.
    public var checksum: String

    /// A journal that ends so.
    public init(lines: Int, checksum: String) { (self.lines, self.checksum) = (lines, checksum) }
}
