public import DNSSECModel

extension KeyRing {
    /// Which keys the zone shows and which key signs what.
    public var plan: SigningPlan {
        var plan = SigningPlan()
        for key in keys where key.material != nil {
            let isRevoked = key.revocation?.state.isPublished ?? false
            let isPlain = key.dnskey.state.isPublished
            if isPlain || isRevoked {
                plan.dnskeys.append(SigningPlan.PublishedKey(key: key.id, isRevoked: isRevoked && !isPlain))
            }
            if isRevoked || (isPlain && key.krrsig?.state.isPublished ?? false) {
                plan.keySigners.append(key.id)
            }
            // An algorithm that comes or goes signs the zone without its DNSKEY (RFC 6781 4.1.4).
            if key.zrrsig?.state.isPublished ?? false { plan.zoneSigners.append(key.id) }
            if key.ds?.state.isPublished ?? false, isPlain || isAwaited(key) { plan.cds.append(key.id) }
        }
        plan.keptSignatures = keys.compactMap { keptSignatures(of: $0, plan) }
        plan.deletesDS = isLeavingDS
        return plan
    }

    /// True if the parent shall show the DS of a key that is not in the zone: with Double-DS the DS comes
    /// before the key and goes after it.
    private func isAwaited(_ key: ManagedKey) -> Bool {
        guard key.revocation == nil else { return false }
        return key.goal == .active || successor(of: key.id)?.method == .doubleDS
    }

    /// True if no key shall stay, and the parent is to drop all DS records (RFC 8078 4).
    private var isLeavingDS: Bool {
        let shown = keys.filter { $0.dnskey.state.isPublished }
        return shown.contains { $0.ds != nil } && keys.allSatisfy { $0.goal == .retired }
    }

    /// The key that follows another one in its role.
    func successor(of id: ManagedKey.ID) -> ManagedKey? { keys.last { $0.predecessor == id } }

    /// True if some DS that the parent is known to show leads to a key that the zone shows and that signs its DNSKEY RRset,
    /// or the parent shows none.
    public var isReachable: Bool {
        let believed = Set(keys.filter(\.isBelievedAtParent).map(\.id))
        let plan = plan
        return believed.isEmpty || plan.keySigners.contains { believed.contains($0) && plan.shows($0) }
    }

    /// True if the zone that the ring comes to is not broken in itself, in any of its algorithms.
    var isWhole: Bool {
        let plan = plan
        guard plan.isWhole else { return false }
        func algorithms(_ ids: [ManagedKey.ID]) -> Set<SecurityAlgorithm> {
            Set(ids.compactMap { self[$0]?.algorithm })
        }
        let plain = Set(plan.dnskeys.filter { !$0.isRevoked }.map(\.key))
        let shown = algorithms(plan.dnskeys.map(\.key))
        return shown.isSubset(of: algorithms(plan.keySigners))
            && shown.isSubset(of: algorithms(plan.zoneSigners.filter(plain.contains)))
    }
}

extension SigningPlan {
    /// True if a zone that is signed by this plan is not broken in itself: its DNSKEY RRset and its data
    /// are signed by plain keys of the set, or it has no key at all.
    public var isWhole: Bool {
        let plain = Set(dnskeys.filter { !$0.isRevoked }.map(\.key))
        if dnskeys.isEmpty { return keySigners.isEmpty }
        return !plain.isDisjoint(with: keySigners) && !plain.isDisjoint(with: zoneSigners)
    }

    /// True if the key stands in the DNSKEY RRset without the REVOKE bit.
    func shows(_ key: ManagedKey.ID) -> Bool { dnskeys.contains { $0.key == key && !$0.isRevoked } }

    /// True if the key stands in the DNSKEY RRset with the REVOKE bit.
    func showsRevoked(_ key: ManagedKey.ID) -> Bool { dnskeys.contains { $0.key == key && $0.isRevoked } }
}
