// Rolls of many zones that were added on one day are spread over many days, and of each zone they are always the same.

extension KeyPolicy {
    /// The lifetime of the keys of a zone, the shortest that it can be; nil = unlimited.
    public func lifetime(in zone: Name) -> Interval? {
        guard let lifetime, lifetimeJitter > .zero else { return lifetime }
        let share = Int64(zone.spreadNumber % UInt64(lifetimeJitter.seconds + 1))
        return lifetime - Interval(seconds: share)
    }

    /// The shortest lifetime that the keys of any zone have; nil = unlimited.
    public var shortestLifetime: Interval? { lifetime.map { $0 - lifetimeJitter } }
}

extension DNSSECPolicy {
    /// The policy with the lifetimes that it means for a zone.
    public func tailored(to zone: Name) -> DNSSECPolicy {
        guard allKeys.contains(where: { $0.lifetimeJitter > .zero }) else { return self }
        var policy = self
        for index in policy.keys.indices { policy.keys[index] = policy.keys[index].tailored(to: zone) }
        for revision in policy.revisions.indices {
            for index in policy.revisions[revision].keys.indices {
                let key = policy.revisions[revision].keys[index]
                policy.revisions[revision].keys[index] = key.tailored(to: zone)
            }
        }
        return policy
    }
}

extension KeyPolicy {
    /// The policy with the lifetime that it means for a zone.
    func tailored(to zone: Name) -> KeyPolicy {
        var policy = self
        policy.lifetime = lifetime(in: zone)
        policy.lifetimeJitter = .zero
        return policy
    }
}

extension Name {
    /// A number that is spread evenly over names, the same for a name on every machine: FNV-1a and a last stir.
    fileprivate var spreadNumber: UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in lowercased.octets { state = (state ^ UInt64(octet)) &* 0x0000_0100_0000_01B3 }
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        return state ^ (state >> 31)
    }
}
