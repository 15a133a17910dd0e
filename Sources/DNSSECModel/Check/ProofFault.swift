/// An RRset of the chain of trust.
public enum ChainPart: String, Hashable, Sendable, CaseIterable {
    /// The DS RRset at the parent.
    case ds
    /// The DNSKEY RRset with its signatures.
    case dnskey
    /// Any other RRset of the zone with its signatures.
    case data

    /// The part as texts about resolvers call it.
    public var text: String {
        switch self {
        case .ds: "the DS RRset"
        case .dnskey: "the DNSKEY RRset"
        case .data: "the zone's data"
        }
    }
}

/// Why something that a resolver can hold does not validate.
public enum ProofFault: Hashable, Sendable {
    /// There is a DS RRset, and the zone has no DNSKEY RRset.
    case noDNSKEY
    /// No key that the DS RRset names is in the DNSKEY RRset.
    case dsNamesNoKey
    /// The keys that the DS RRset names are in the DNSKEY RRset, each with the REVOKE bit.
    case dsNamesRevokedKey
    /// No key that the DS RRset names signs the DNSKEY RRset.
    case dsKeyDoesNotSign
    /// The DS RRset has an algorithm by which the DNSKEY RRset is not signed.
    case algorithmWithoutEntry(SecurityAlgorithm)
    /// The data has no signature.
    case dataUnsigned
    /// No key that signed the data is in the DNSKEY RRset.
    case dataSignerUnknown
    /// The keys that signed the data are in the DNSKEY RRset, each with the REVOKE bit.
    case dataSignerRevoked
    /// The DNSKEY RRset has an algorithm by which the data is not signed.
    case algorithmWithoutSignature(SecurityAlgorithm)
    /// A cache may keep an RRset for longer than its signature is valid.
    case signatureExpires(ChainPart)
    /// No trust anchor of an RFC 5011 validator vouches for the DNSKEY RRset.
    case noAnchor
    /// An RFC 5011 validator has an anchor, and the zone is not signed.
    case unsignedUnderAnchor
    /// An RFC 5011 validator never sees that a key was revoked, and trusts it for ever.
    case revocationMissed(ManagedKey.ID)

    /// What the resolver finds, in English, for diagnostics of policies; without a full stop.
    ///
    /// - Parameter name: What a key is called.
    /// - Returns: Such as `it holds a DS RRset, and the zone has no DNSKEY RRset`.
    public func text(naming name: (ManagedKey.ID) -> String) -> String {
        switch self {
        case .noDNSKEY: "it holds a DS RRset, and the zone has no DNSKEY RRset"
        case .dsNamesNoKey: "no key of its DS RRset is in its DNSKEY RRset"
        case .dsNamesRevokedKey: "the keys of its DS RRset are revoked in its DNSKEY RRset"
        case .dsKeyDoesNotSign: "no key of its DS RRset has signed its DNSKEY RRset"
        case .algorithmWithoutEntry(let algorithm):
            "its DS RRset has algorithm \(algorithm), and no such key of it has signed the DNSKEY RRset "
                + "(RFC 4035 2.2)"
        case .dataUnsigned: "it holds data without a signature, and the zone ought to be signed"
        case .dataSignerUnknown: "no key that signed its data is in its DNSKEY RRset"
        case .dataSignerRevoked: "the keys that signed its data are revoked in its DNSKEY RRset"
        case .algorithmWithoutSignature(let algorithm):
            "its DNSKEY RRset has algorithm \(algorithm), and no such key has signed its data (RFC 4035 2.2)"
        case .signatureExpires(let part):
            "the signature over \(part.text) expires while it is in the cache"
        case .noAnchor: "none of its trust anchors vouches for that DNSKEY RRset"
        case .unsignedUnderAnchor: "it has a trust anchor, and the zone has no DNSKEY RRset"
        case .revocationMissed(let key):
            "the revoked \(name(key)) is gone before it asks again: it trusts that key for ever"
        }
    }
}

/// What of a plan never comes.
public enum StallKind: String, Hashable, Sendable, CaseIterable {
    /// No key comes for a role of the policy.
    case noKey = "no-key"
    /// A key was asked for and never does its work.
    case neverWorks = "never-works"
    /// No key takes over from one whose time is over.
    case neverReplaced = "never-replaced"
    /// A key whose work has ended never leaves.
    case neverLeaves = "never-leaves"
    /// The zone shall have no keys, and validators hold a trust anchor of this one.
    case staysSecure = "stays-secure"
}
