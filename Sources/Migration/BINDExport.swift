public import DNSSECModel
public import KeyStore

/// Why the keys of a ring cannot be handed to BIND.
public enum BINDExportRefusal: Error, Hashable, Sendable {
    /// There is no key in use.
    case noKeys
    /// The zone changes its algorithm or the roles of its keys, or goes back to unsigned.
    case changeUnderWay
    /// The key stands in reserve, which BIND would take for one too many.
    case standby(ManagedKey.ID)
    /// The key is revoked, or was and is still in caches.
    case revoked(ManagedKey.ID)
    /// The key's DS is at the parent, or in caches, before its DNSKEY is in the zone.
    case dsBeforeDNSKEY(ManagedKey.ID)
    /// The key's DNSKEY is in the zone, or was, and its files are not there.
    case noFiles(ManagedKey.ID)
}

extension BINDExportRefusal: CustomStringConvertible {
    /// What is wrong and what was expected, in lower case.
    public var description: String {
        switch self {
        case .noKeys: "no key is in use; expected a signed zone"
        case .changeUnderWay:
            "the zone changes its algorithm or the roles of its keys, or goes unsigned; expected the end of that"
        case .standby(let id): "key \(id.rawValue) stands in reserve, which BIND would retire; expected none"
        case .revoked(let id):
            "key \(id.rawValue) is revoked, for which BIND has no state; expected it to have left the caches"
        case .dsBeforeDNSKEY(let id):
            "key \(id.rawValue) has a DS before its DNSKEY, a roll that BIND does not know; expected its end"
        case .noFiles(let id): "key \(id.rawValue) has no files; expected its .key and .private"
        }
    }
}

/// The keys of a ring, as BIND with a `dnssec-policy` wants them.
///
/// A wait that is under way goes on: the time of each state is when the change was seen, or now where nobody saw it.
public struct BINDExport: Sendable {
    /// A key for BIND.
    public struct Entry: Sendable {
        /// Its number in the ring.
        public let id: ManagedKey.ID
        /// Its files, with their times.
        public let key: BINDKey
        /// Its states.
        public let state: BINDStateFile
    }

    /// The keys of which something is left; what is gone BIND has no use for.
    public let entries: [Entry]
    /// Keys that are asked for and not made yet: BIND makes its own.
    public let unmade: [ManagedKey.ID]

    /// Makes the files.
    ///
    /// - Parameters:
    ///   - ring: The keys and their states.
    ///   - files: Their key files.
    ///   - policy: The policy that they follow.
    ///   - now: The moment.
    /// - Throws: Where a key is in a place that BIND has no words for.
    public init(
        _ ring: KeyRing,
        files: [BINDKey],
        policy: DNSSECPolicy,
        at now: Instant
    ) throws(BINDExportRefusal) {
        let live = ring.keys.filter { !$0.isGone && $0.material != nil }
        guard live.contains(where: \.dnskey.state.isPublished) else { throw .noKeys }
        let isMixed = Set(live.map(\.algorithm)).count > 1 || Set(live.map { $0.role == .csk }).count > 1
        if isMixed || policy.keys.isEmpty { throw .changeUnderWay }
        var entries: [Entry] = []
        for key in live {
            try Self.demandExpressible(key)
            guard let file = files.first(where: { KeyMaterial(record: $0.record) == key.material }),
                file.signingKey != nil
            else {
                throw .noFiles(key.id)
            }
            let writer = BINDStateWriter(key, in: ring, file: file, policy: policy, now: now)
            entries.append(Entry(id: key.id, key: writer.file, state: writer.state))
        }
        self.entries = entries
        unmade = ring.keys.filter { !$0.isGone && $0.material == nil }.map(\.id)
    }

    private static func demandExpressible(_ key: ManagedKey) throws(BINDExportRefusal) {
        if key.goal == .standby { throw .standby(key.id) }
        if let revocation = key.revocation, revocation.state != .hidden { throw .revoked(key.id) }
        if key.dnskey.state == .hidden, let ds = key.ds, ds.state != .hidden { throw .dsBeforeDNSKEY(key.id) }
    }
}

extension BINDKeyFolder {
    /// Writes a key that comes from a ring, with its states; the files of another key are never overwritten.
    public func write(_ entry: BINDExport.Entry) throws(BINDKeyError) {
        guard let signingKey = entry.key.signingKey else { return }
        var made = try create(
            signingKey,
            zone: entry.key.name.zone,
            flags: entry.key.record.flags,
            ttl: entry.key.ttl,
            times: entry.key.times
        )
        // Files that were there already keep their own times otherwise.
        (made.ttl, made.times) = (entry.key.ttl, entry.key.times)
        try update(made)
        try writeState(entry.state, of: entry.key)
    }
}
