/// The version of both programs, of which one tells the other.
public enum KeyturnVersion {
    /// As in CHANGELOG.md.
    public static let current = "0.1.0"
}
