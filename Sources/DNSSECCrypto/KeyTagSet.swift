public import DNSCore

/// The key tags that a zone's keys have, plain and revoked, of any algorithm.
///
/// Two keys with one tag make every validator try both, and a tag that appears by setting REVOKE would do the same
/// later; so a new key has neither of its tags in common with either tag of another key (RFC 4034 5.3 and 8,
/// RFC 5011 2.1).
public struct KeyTagSet: Hashable, Sendable {
    private var tags: Set<UInt16>

    /// The tags of these keys.
    public init(of keys: [DNSKEYRecord] = []) {
        tags = []
        for key in keys { insert(key) }
    }

    /// Adds the tags of a key.
    public mutating func insert(_ key: DNSKEYRecord) {
        tags.formUnion(Self.tags(of: key))
    }

    /// Adds one tag, as of a key that only its tag is known of.
    public mutating func insert(tag: UInt16) {
        tags.insert(tag)
    }

    /// True if a tag of the key, plain or revoked, is taken.
    public func collides(with key: DNSKEYRecord) -> Bool {
        !tags.isDisjoint(with: Self.tags(of: key))
    }

    private static func tags(of key: DNSKEYRecord) -> [UInt16] {
        [key.unrevoked.keyTag, key.revoked.keyTag]
    }
}

extension SigningKey {
    /// How many keys are generated before the search for a free key tag ends.
    public static let keyTagTries = 64

    /// A new random key for a zone, none of whose tags is among `tags`.
    ///
    /// `flags` are those that its DNSKEY will have, for they are part of the tag. `bits` is as for `generate`.
    public static func generate(
        algorithm: SecurityAlgorithm,
        bits: Int = 2048,
        flags: UInt16,
        avoiding tags: KeyTagSet
    ) throws(CryptoError) -> SigningKey {
        for _ in 0..<keyTagTries {
            let key = try generate(algorithm: algorithm, bits: bits)
            if !tags.collides(with: key.dnskey(flags: flags)) { return key }
        }
        throw .noFreeKeyTag(tries: keyTagTries)
    }
}
