/// How the digest of a whole zone is made: the hash algorithms of ZONEMD (RFC 8976 5.3), by the scheme SIMPLE.
public enum ZoneDigestMethod: String, Hashable, Sendable, CaseIterable {
    /// SHA-384, which all who verify must know.
    case sha384
    /// SHA-512.
    case sha512

    /// The number of the hash algorithm.
    public var number: UInt8 {
        switch self {
        case .sha384: 1
        case .sha512: 2
        }
    }

    /// Octets of the digest.
    public var octets: Int {
        switch self {
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The method of a record; `nil` if its scheme or its algorithm is not known.
    public init?(_ record: ZoneDigestRecord) {
        guard record.scheme == ZoneDigestRecord.simpleScheme,
            let method = Self.allCases.first(where: { $0.number == record.algorithm })
        else { return nil }
        self = method
    }
}
