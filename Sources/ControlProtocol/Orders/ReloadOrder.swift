/// How configuration, policies and zone files are read again.
public struct ReloadOrder: Hashable, Sendable {
    /// True if the daemon only tells what would happen.
    public var isDryRun: Bool
    /// True if a person has agreed to what the daemon asks about: many changed zones, or a roll that begins soon.
    public var isConfirmed: Bool

    /// A reload that is carried out if nothing has to be asked, unless given otherwise.
    public init(isDryRun: Bool = false, isConfirmed: Bool = false) {
        (self.isDryRun, self.isConfirmed) = (isDryRun, isConfirmed)
    }
}
