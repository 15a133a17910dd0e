public import DNSSECModel

/// Who makes a step happen.
public enum Actor: String, Hashable, Sendable, CaseIterable {
    /// The daemon, by itself.
    case daemon
    /// A person.
    case `operator`
    /// The parent zone's registry.
    case parent
}

/// A step of a key that happened or, in a forecast, will happen.
public struct TimelineEvent: Hashable, Sendable {
    /// When.
    public var at: Instant
    /// The step.
    public var phase: KeyStep
    /// The key.
    public var key: ManagedKey.ID
    /// The key's role.
    public var role: KeyRole
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The key tag at that moment; nil for a key that does not exist yet.
    public var tag: UInt16?
    /// The key that ends its work as this one begins, for `sign` and `submit-ds`.
    public var predecessor: ManagedKey.ID?
    /// For `sign`: over how long the signatures of the predecessor are replaced; nil = all at once.
    public var spread: Interval?
    /// Why not earlier: the last reason that held the step up; nil for a step that nothing held up.
    public var reason: HoldReason?
    /// Who makes it happen.
    public var actor: Actor
    /// Size of the answer to a DNSKEY query from that moment, in octets, with an OPT record of 11 octets.
    public var dnskeyOctets: Int
}

extension Timeline {
    /// The steps that lead from one ring to the next, in the order of a key's life.
    ///
    /// - Parameters:
    ///   - before: The ring before a decision or an observation.
    ///   - after: The ring after it.
    ///   - at: The moment of the decision or observation.
    ///   - policy: Its policy, which says who brings the DS to the parent.
    /// - Returns: The steps, all at the same moment.
    public static func events(
        from before: KeyRing,
        to after: KeyRing,
        at: Instant,
        policy: DNSSECPolicy
    ) -> [TimelineEvent] {
        // Dear: not for a change without a step.
        lazy var octets = after.dnskeyAnswerOctets(signers: policy.signatures.dnskeySigners)
        var events: [TimelineEvent] = []
        for (index, key) in after.keys.enumerated() {
            // Keys keep their places: new ones come at the end.
            let old = index < before.keys.count ? before.keys[index] : nil
            if old == key { continue }
            for phase in steps(from: old, to: key, stopsLater: after.stopsLater(key, policy, at: at)) {
                events.append(
                    TimelineEvent(
                        at: at,
                        phase: phase,
                        key: key.id,
                        role: key.role,
                        algorithm: key.algorithm,
                        tag: key.tag,
                        predecessor: key.predecessor,
                        spread: phase == .sign ? after.spread(before: key) : nil,
                        reason: nil,
                        actor: actor(of: phase, policy: policy),
                        dnskeyOctets: octets
                    )
                )
            }
        }
        return events.sorted { rank($0.phase) < rank($1.phase) }
    }

    /// The steps of a key; one that `stopsLater` goes on to sign for a while though another one has taken over.
    private static func steps(from old: ManagedKey?, to key: ManagedKey, stopsLater: Bool) -> [KeyStep] {
        var steps = KeyStep.allCases.filter { step in
            key.isInForce(step) && !(old?.isInForce(step) ?? false)
        }
        // A key is told of from the moment that it is asked for; its pair is made at once.
        steps.removeAll { $0 == .generate }
        if old == nil { steps.insert(.generate, at: 0) }
        // What went without being asked for was not asked for.
        if steps.contains(.dsGone) { steps.removeAll { $0 == .withdrawDS } }
        if stopsLater { steps.removeAll { $0 == .retire } }
        if hasStopped(old, key) { steps.append(.retire) }
        return steps
    }

    /// True if a key that was dismissed before ends its work now, by itself: what leaves with its DNSKEY, revoked or
    /// not, is told as that.
    private static func hasStopped(_ old: ManagedKey?, _ key: ManagedKey) -> Bool {
        guard let old, old.goal == .retired, old.krrsig?.state.isPublished ?? false else { return false }
        return !(key.krrsig?.state.isPublished ?? false) && key.dnskey.state.isPublished
    }

    private static func rank(_ phase: KeyStep) -> Int {
        let order: [KeyStep] = [
            .generate, .publish, .sign, .submitDS, .dsSeen, .withdrawDS, .dsGone, .retire, .revoke, .remove,
        ]
        return order.firstIndex(of: phase) ?? order.count
    }

    /// Who takes a step; what happens at the parent is a person's work unless a hook does it.
    private static func actor(of phase: KeyStep, policy: DNSSECPolicy) -> Actor {
        switch phase {
        case .submitDS, .withdrawDS: policy.parent.ds == .hook ? .daemon : .operator
        case .dsSeen, .dsGone: .parent
        case .generate, .publish, .sign, .retire, .revoke, .remove: .daemon
        }
    }
}

extension KeyRing {
    /// True if a dismissed key goes on to sign the DNSKEY RRset until no cache holds its DS: only then does a key that is
    /// to be revoked stop (RFC 5011 6.2).
    fileprivate func stopsLater(_ key: ManagedKey, _ policy: DNSSECPolicy, at now: Instant) -> Bool {
        guard key.goal == .retired, key.krrsig?.state.isPublished ?? false, key.revocation == nil else {
            return false
        }
        let planner = Planner(policy: policy, ring: self, now: now)
        return !planner.isInsecure && !planner.takesAlgorithm(key) && planner.isRevocable(key)
    }
}

// MARK: - Size of the DNSKEY answer

extension KeyRing {
    /// Octets of the answer to a DNSKEY query with DNSSEC OK, from an authoritative server.
    ///
    /// Header 12, question, one record for each key and signature with the owner compressed, OPT record 11.
    /// - Parameter signers: Whether the ZSKs sign the DNSKEY RRset too.
    /// - Returns: The size in octets.
    public func dnskeyAnswerOctets(signers: DNSKEYSigners) -> Int {
        let plan = plan
        let owner = zone.isRoot ? 1 : 2
        var octets = 12 + zone.octets.count + 4 + 11
        for entry in plan.dnskeys {
            octets += owner + 10 + (self[entry.key]?.material?.record.rdata.count ?? 0)
        }
        let shown = Set(plan.dnskeys.map(\.key))
        let signing = Set(plan.keySigners + (signers == .both ? plan.zoneSigners : [])).intersection(shown)
        for id in signing {
            guard let key = self[id], let material = key.material else { continue }
            octets += owner + 10 + 18 + zone.octets.count
            octets += material.record.signatureOctets
        }
        return octets
    }
}
