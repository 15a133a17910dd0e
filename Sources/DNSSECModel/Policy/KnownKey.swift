/// A key that a policy knows by name, before the zone has it.
public struct KnownKey: Hashable, Sendable {
    /// What it is called: `KSK-2017`.
    public var name: String
    /// Its DNSKEY record without the REVOKE bit, where it was published already.
    public var record: DNSKEYRecord?
    /// When it takes which step: not before, and on that date unless caches or a rule forbid it.
    public var dates: [KeyStep: Instant]
    /// The dates that nobody published: somebody took them for granted.
    public var assumed: Set<KeyStep>

    /// A name alone, unless given.
    public init(
        name: String,
        record: DNSKEYRecord? = nil,
        dates: [KeyStep: Instant] = [:],
        assumed: Set<KeyStep> = []
    ) {
        self.name = name
        self.record = record
        self.dates = dates
        self.assumed = assumed
    }
}

/// The keys of a policy from a date on: a change of algorithm, of sizes or of roles that was set beforehand.
public struct PolicyRevision: Hashable, Sendable {
    /// From when on it counts.
    public var from: Instant
    /// The keys from then on; empty = the zone becomes insecure.
    public var keys: [KeyPolicy]
    /// True if nobody published the date.
    public var isAssumed: Bool

    /// All fields as they are.
    public init(from: Instant, keys: [KeyPolicy], isAssumed: Bool = false) {
        self.from = from
        self.keys = keys
        self.isAssumed = isAssumed
    }
}

extension DNSSECPolicy {
    /// The policy with the keys that count at a moment.
    public func effective(at now: Instant) -> DNSSECPolicy {
        guard let revision = revisions.last(where: { $0.from <= now }) else { return self }
        var policy = self
        policy.keys = revision.keys
        return policy
    }

    /// The policy without the postponements that were announced after a moment.
    public func announced(by moment: Instant) -> DNSSECPolicy {
        var policy = self
        policy.postponements.removeAll { $0.announced > moment }
        return policy
    }

    /// When its keys change next, or nil.
    public func nextRevision(after now: Instant) -> Instant? {
        revisions.map(\.from).filter { $0 > now }.min()
    }

    /// The earliest date of a named key, where there is any: the policy tells of times from then on.
    public var beginning: Instant? {
        keys.flatMap(\.known).flatMap { $0.dates.values }.min()
    }

    /// What the policy, in any of its revisions, knows of a key by its name; nil if it knows nothing.
    public func known(_ key: ManagedKey) -> KnownKey? {
        guard let name = key.name else { return nil }
        return allKeys.lazy.filter { $0.role == key.role }.flatMap(\.known).first { $0.name == name }
    }

    /// The keys of all its revisions, in order.
    public var allKeys: [KeyPolicy] { keys + revisions.flatMap(\.keys) }
}
