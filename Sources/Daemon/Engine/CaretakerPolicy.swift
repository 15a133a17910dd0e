import DNSCore
import DNSSECModel

/// The policy that keeps a signed zone as it is, if nothing is left of its own.
///
/// State of version 0.1 has no copy of the policy. If the file cannot be used either, the zone still must not expire:
/// its keys stay, rolls that are under way come to their ends, none begins, and signatures get the default times.
/// Denial is that of the zone that is published, for what it denies by may not change unasked.
struct CaretakerPolicy {
    /// The policy.
    let policy: DNSSECPolicy

    /// A policy made of what is published; nil if no key is in use.
    ///
    /// - Parameters:
    ///   - ring: The keys.
    ///   - output: The zone that is published; nil if it cannot be read, and then NSEC is assumed.
    ///   - name: The name of the policy that cannot be used.
    init?(_ ring: KeyRing, output: Zone?, name: String) {
        let active = ring.keys.filter { $0.goal == .active && $0.material != nil }
        let roles = Set(active.map(\.role))
        let keys = roles.sorted().compactMap { role in
            active.last { $0.role == role }.map { Self.entry(for: $0, in: ring) }
        }
        guard !keys.isEmpty else { return nil }
        let hasDS = active.contains { $0.ds != nil }
        policy = DNSSECPolicy(
            name: name,
            description: "keeps the zone as it is, for its own policy is lost",
            ttl: TTLPolicy(dnskey: ring.dnskeyTTL.current ?? DNSSECPolicy.Default.dnskeyTTL),
            denial: output.map(Self.denial) ?? DNSSECPolicy.Default.denial,
            // The one that fits behind any other.
            serial: .counter,
            keys: keys,
            parent: ParentPolicy(
                ds: hasDS ? .manual : .none,
                cds: !(ring.publication?.plan.cds.isEmpty ?? true)
            )
        )
    }

    private static func entry(for key: ManagedKey, in ring: KeyRing) -> KeyPolicy {
        KeyPolicy(
            role: key.role,
            algorithm: key.algorithm,
            bits: key.bits,
            roll: key.method,
            rfc5011: key.anchor == nil ? nil : RFC5011Policy(),
            standby: ring.keys.count { $0.goal == .standby && $0.role == key.role && !$0.isGone }
        )
    }

    /// How a signed zone denies names (RFC 5155 4.2 and 3.1.2.1).
    static func denial(of zone: Zone) -> DenialPolicy {
        guard let set = zone.rrset(.nsec3param, of: zone.owners[0]) else { return .nsec }
        let fields = zone.copy(zone.records[Int(set.firstRecord)])
        guard fields.count >= 5, fields.count == 5 + Int(fields[4]) else { return .nsec }
        let chain = zone.owners.lazy.compactMap { zone.rrset(.nsec3, of: $0) }.first
        let flags = chain.map { zone.copy(zone.records[Int($0.firstRecord)]) }.flatMap {
            $0.dropFirst().first
        }
        return .nsec3(
            NSEC3Policy(
                optOut: (flags ?? 0) & 1 == 1,
                iterations: UInt16(fields[2]) << 8 | UInt16(fields[3]),
                salt: Array(fields[5...])
            )
        )
    }
}
