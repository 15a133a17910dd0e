import DNSSECModel

extension PolicySpec {
    /// The policy that a file without faults means; every key is taken out of its tuple here, and so is used.
    static func policy(_ file: File, name: String) -> DNSSECPolicy {
        let (
            description, zone, publishesReasons, ttl, signatures, denial, serial, zonemd, guards, propagation,
            safety,
            calendar, keys, parent,
            gates,
            milestones, postponements, revisions
        ) = file
        var whole = DNSSECPolicy(
            name: name,
            description: description ?? "",
            ttl: ttl.map(policy) ?? TTLPolicy(),
            signatures: signatures.map(policy) ?? SignaturePolicy(),
            denial: denial.map(policy) ?? DNSSECPolicy.Default.denial,
            serial: serial ?? DNSSECPolicy.Default.serial,
            zonemd: zonemd,
            propagation: propagation.map(policy) ?? PropagationPolicy(),
            safety: safety.map(policy) ?? SafetyPolicy(),
            keys: keys.compactMap(policy),
            parent: parent.map(policy) ?? ParentPolicy(),
            calendar: calendar,
            gates: gates ?? [],
            milestones: milestones ?? [],
            postponements: postponements ?? [],
            revisions: (revisions ?? []).compactMap(policy)
        )
        whole.usualZone = zone
        whole.guards = guards.map(policy) ?? GuardPolicy()
        whole.publishesReasons = publishesReasons ?? false
        return whole
    }

    /// nil only for a revision whose date is in the log.
    private static func policy(_ spec: Revision) -> PolicyRevision? {
        let (from, keys, isAssumed) = spec
        return from.map {
            PolicyRevision(from: $0, keys: keys.compactMap(policy), isAssumed: isAssumed ?? false)
        }
    }

    private static func policy(_ spec: TTL) -> TTLPolicy {
        let (dnskey, ds, zoneMaximum) = spec
        return TTLPolicy(
            dnskey: dnskey ?? DNSSECPolicy.Default.dnskeyTTL,
            ds: ds ?? DNSSECPolicy.Default.dsTTL,
            zoneMaximum: zoneMaximum?.interval
        )
    }

    private static func policy(_ spec: Signatures) -> SignaturePolicy {
        let (validity, dnskeyValidity, refresh, jitter, inceptionOffset, dnskeySigners) = spec
        return SignaturePolicy(
            validity: validity ?? DNSSECPolicy.Default.validity,
            dnskeyValidity: dnskeyValidity,
            refresh: refresh ?? DNSSECPolicy.Default.refresh,
            jitter: jitter ?? DNSSECPolicy.Default.jitter,
            inceptionOffset: inceptionOffset ?? DNSSECPolicy.Default.inceptionOffset,
            dnskeySigners: dnskeySigners ?? .ksk
        )
    }

    private static func policy(_ spec: Denial) -> DenialPolicy {
        guard case .nsec3(let parameters) = spec else { return .nsec }
        let (optOut, iterations, salt) = parameters
        return .nsec3(
            NSEC3Policy(optOut: optOut ?? false, iterations: UInt16(iterations ?? 0), salt: salt ?? [])
        )
    }

    private static func policy(_ spec: Guards) -> GuardPolicy {
        let (shrink, grow, names) = spec
        let usual = Share.percent(DNSSECPolicy.Default.guardedShare)
        return GuardPolicy(
            shrink: (shrink ?? usual).percent,
            grow: (grow ?? usual).percent,
            names: names ?? []
        )
    }

    private static func policy(_ spec: Propagation) -> PropagationPolicy {
        let (zone, parent) = spec
        return PropagationPolicy(
            zone: zone ?? DNSSECPolicy.Default.zonePropagation,
            parent: parent ?? DNSSECPolicy.Default.parentPropagation
        )
    }

    private static func policy(_ spec: Safety) -> SafetyPolicy {
        let (publish, retire) = spec
        return SafetyPolicy(
            publish: publish ?? DNSSECPolicy.Default.publishSafety,
            retire: retire ?? DNSSECPolicy.Default.retireSafety
        )
    }

    /// nil only for an entry whose role or algorithm is in the log.
    private static func policy(_ spec: Key) -> KeyPolicy? {
        let (role, algorithm, bits, lifetime, roll, spread, rfc5011, standby, calendar, known, jitter, _) =
            spec
        guard let role, let algorithm else { return nil }
        return KeyPolicy(
            role: role,
            algorithm: algorithm,
            bits: bits,
            lifetime: lifetime?.interval,
            roll: roll,
            spread: spread?.interval,
            rfc5011: rfc5011.map(policy),
            standby: standby ?? 0,
            calendar: calendar,
            known: known ?? [],
            lifetimeJitter: jitter ?? .zero,
            lifetimeSpan: span(lifetime)
        )
    }

    private static func policy(_ spec: RFC5011) -> RFC5011Policy {
        let (addHoldDown, revoked, isForced) = spec
        return RFC5011Policy(
            addHoldDown: addHoldDown ?? DNSSECPolicy.Default.addHoldDown,
            revoked: revoked ?? DNSSECPolicy.Default.revoked,
            isForced: isForced ?? false
        )
    }

    /// Without a parent that holds DS records nobody reads CDS: then it is off unless asked for.
    private static func policy(_ spec: Parent) -> ParentPolicy {
        let (ds, cds, digests) = spec
        return ParentPolicy(
            ds: ds ?? .manual,
            cds: cds ?? (ds != DSSubmission.none),
            digests: digests ?? DNSSECPolicy.Default.digests
        )
    }

    /// The months of a lifetime that counts in these.
    private static func span(_ spec: OrWord?) -> CalendarSpan? {
        guard case .span(let span) = spec else { return nil }
        return span
    }
}
