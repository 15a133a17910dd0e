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
            if isPlain, key.zrrsig?.state.isPublished ?? false { plan.zoneSigners.append(key.id) }
            if isPlain, key.ds?.state.isPublished ?? false { plan.cds.append(key.id) }
        }
        return plan
    }
}

extension SigningPlan {
    /// True where a zone that is signed by this plan is not broken in itself: its DNSKEY RRset and its data
    /// are signed by plain keys of the set, or it has no key at all.
    public var isWhole: Bool {
        let plain = Set(dnskeys.filter { !$0.isRevoked }.map(\.key))
        if dnskeys.isEmpty { return keySigners.isEmpty && zoneSigners.isEmpty }
        return !plain.isDisjoint(with: keySigners) && !plain.isDisjoint(with: zoneSigners)
    }

    /// True where the key stands in the DNSKEY RRset without the REVOKE bit.
    func shows(_ key: ManagedKey.ID) -> Bool { dnskeys.contains { $0.key == key && !$0.isRevoked } }

    /// True where the key stands in the DNSKEY RRset with the REVOKE bit.
    func showsRevoked(_ key: ManagedKey.ID) -> Bool { dnskeys.contains { $0.key == key && $0.isRevoked } }
}
