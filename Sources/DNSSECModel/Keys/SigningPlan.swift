/// Which keys the zone shows and which key signs what: a pure function of the key ring.
public struct SigningPlan: Hashable, Sendable {
    /// A key in the DNSKEY RRset.
    public struct PublishedKey: Hashable, Sendable {
        /// The key.
        public var key: ManagedKey.ID
        /// True if it stands there with the REVOKE bit.
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
    /// Keys that sign everything else.
    ///
    /// One that is not in `dnskeys` is of an algorithm that comes or has just gone: its signatures stand there without
    /// its DNSKEY, because signatures must be known before the algorithm is announced (RFC 6781 4.1.4).
    public var zoneSigners: [ManagedKey.ID]
    /// Keys whose signatures may be kept beside those of `zoneSigners`, each until its turn; empty = none may.
    public var keptSignatures: [KeptSignatures]
    /// Keys that CDS and CDNSKEY ask the parent to point to; empty = neither is published (RFC 7344 4).
    public var cds: [ManagedKey.ID]
    /// True if CDS and CDNSKEY ask the parent to drop every DS (RFC 8078 4); then `cds` does not count.
    public var deletesDS: Bool

    /// A plan of these parts.
    public init(
        dnskeys: [PublishedKey] = [],
        keySigners: [ManagedKey.ID] = [],
        zoneSigners: [ManagedKey.ID] = [],
        keptSignatures: [KeptSignatures] = [],
        cds: [ManagedKey.ID] = [],
        deletesDS: Bool = false
    ) {
        self.dnskeys = dnskeys
        self.keySigners = keySigners
        self.zoneSigners = zoneSigners
        self.keptSignatures = keptSignatures
        self.cds = cds
        self.deletesDS = deletesDS
    }

    /// The plan of a zone without any key.
    public static let unsigned = SigningPlan()
}
