/// Which keys the zone shows and which key signs what: a pure function of the key ring.
public struct SigningPlan: Hashable, Sendable {
    /// A key in the DNSKEY RRset.
    public struct PublishedKey: Hashable, Sendable {
        /// The key.
        public var key: ManagedKey.ID
        /// True where it stands there with the REVOKE bit.
        public var isRevoked: Bool

        /// A key, plain or revoked.
        public init(key: ManagedKey.ID, isRevoked: Bool = false) {
            self.key = key
            self.isRevoked = isRevoked
        }
    }

    /// The DNSKEY RRset, in order of key number; empty = the zone is unsigned.
    public var dnskeys: [PublishedKey]
    /// Keys that sign the DNSKEY, CDS and CDNSKEY RRsets; all are in `dnskeys`.
    public var keySigners: [ManagedKey.ID]
    /// Keys that sign everything else; all are in `dnskeys`.
    public var zoneSigners: [ManagedKey.ID]
    /// Keys that CDS and CDNSKEY ask the parent to point to; empty = neither is published (RFC 7344 4).
    public var cds: [ManagedKey.ID]

    /// A plan of these parts.
    public init(
        dnskeys: [PublishedKey] = [],
        keySigners: [ManagedKey.ID] = [],
        zoneSigners: [ManagedKey.ID] = [],
        cds: [ManagedKey.ID] = []
    ) {
        self.dnskeys = dnskeys
        self.keySigners = keySigners
        self.zoneSigners = zoneSigners
        self.cds = cds
    }

    /// The plan of a zone without any key.
    public static let unsigned = SigningPlan()
}
