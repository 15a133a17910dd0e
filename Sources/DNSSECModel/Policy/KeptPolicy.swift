public import JSON

/// The policy that a zone is signed by, as its file had it, without comments and layout.
///
/// A ring keeps it, so that the zone is renewed under it if the file is lost or can no longer be used.
public struct KeptPolicy: Hashable, Sendable {
    /// The policy's name.
    public var name: String
    /// The tree of the file: mappings as objects, lists as arrays, text as strings, nothing as null.
    public var content: JSONValue

    /// A policy of this name and content.
    public init(name: String, content: JSONValue) {
        (self.name, self.content) = (name, content)
    }
}
