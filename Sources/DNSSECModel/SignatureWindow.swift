/// When a signature begins and ends, both exactly.
public struct SignatureWindow: Hashable, Sendable {
    /// The signature counts from here.
    public var inception: Instant
    /// The signature counts up to here.
    public var expiration: Instant

    /// From one moment to another.
    public init(inception: Instant, expiration: Instant) {
        self.inception = inception
        self.expiration = expiration
    }
}
