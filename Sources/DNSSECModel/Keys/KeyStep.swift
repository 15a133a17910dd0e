/// The steps of a key's life, in the root zone's words where it has some.
public enum KeyStep: String, Hashable, Sendable, CaseIterable {
    /// The key pair is made.
    case generate
    /// The DNSKEY enters the zone.
    case publish
    /// The key begins to sign what it is for.
    case sign
    /// The parent is asked for the key's DS.
    case submitDS = "submit-ds"
    /// The parent's servers show the DS.
    case dsSeen = "ds-seen"
    /// The parent is asked to take the DS away.
    case withdrawDS = "withdraw-ds"
    /// The parent's servers no longer show the DS.
    case dsGone = "ds-gone"
    /// The key ends its work.
    case retire
    /// The REVOKE bit is set (RFC 5011 2.1).
    case revoke
    /// The DNSKEY leaves the zone.
    case remove
}
