public import DNSSECModel

extension Timeline {
    /// Takes a roll back, the safe way, from wherever it is.
    ///
    /// Before the new key has taken over it goes, by the waits and rules of any key that goes. After that the old key
    /// takes over again, as a successor would, as long as it is in the zone or in caches and not revoked. In both
    /// cases the next roll of the role waits until an operator releases it: else a lifetime that is over would
    /// begin the same roll again. A roll that was asked for and has not begun is forgotten.
    ///
    /// - Parameters:
    ///   - role: Whose roll.
    ///   - policy: The zone's policy.
    ///   - ring: The zone's keys.
    ///   - user: Who wants it.
    ///   - reason: Why.
    ///   - now: The present moment.
    /// - Returns: The ring from which the next decision leads back.
    /// - Throws: `Refusal`, where there is nothing to abort or no way back.
    public static func abort(
        _ role: KeyRole,
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        by user: String,
        reason: String,
        at now: Instant
    ) throws(Refusal) -> KeyRing {
        let planner = Planner(policy: policy, ring: ring, now: now)
        if let conflict = planner.conflict { throw .conflict(conflict) }
        if planner.isInsecure || !planner.foreignKeys.isEmpty { throw .policyDemands(role) }
        let before = ring
        var ring = ring
        let mine = planner.liveKeys.filter { $0.role == role }
        let active = mine.filter { $0.goal == .active }
        if let newest = Planner.newest(of: active), active.count > 1 {
            ring[newest.id]?.goal = .retired
            ring[newest.id]?.retired = now
        } else if let old = mine.last(where: { $0.goal == .retired }), let newest = active.last {
            try bringBack(old, after: newest.id, &ring, at: now)
        } else if ring.rollRequests.contains(where: { $0.role == role }) {
            ring.rollRequests.removeAll { $0.role == role }
            return ring
        } else {
            throw .nothingToAbort(role)
        }
        ring.rollRequests.removeAll { $0.role == role }
        let hold = OperatorHold(role: role, phase: .generate, reason: reason, user: user, at: now)
        return ring.recording(.held(hold)).notingPhases(since: before, at: now)
    }

    /// Lets a key that was on its way out follow the one that has followed it.
    private static func bringBack(
        _ old: ManagedKey,
        after newest: ManagedKey.ID,
        _ ring: inout KeyRing,
        at now: Instant
    ) throws(Refusal) {
        guard old.revocation == nil, !old.isLost, old.dnskey.state != .hidden || old.method == .doubleDS
        else {
            throw .noWayBack(old.id)
        }
        ring[old.id]?.goal = .active
        ring[old.id]?.retired = nil
        ring[old.id]?.predecessor = newest
        ring[old.id]?.takeover = nil
        // Its DS may be on the way out: key first, DS later, is safe from any state.
        if old.role != .zsk { ring[old.id]?.method = .doubleSignature }
        ring[newest]?.predecessor = nil
        if old.spread?.isOver == false { changeBack(to: old.id, from: newest, &ring, at: now) }
    }

    /// Takes a change-over of signatures back that is under way: every cache knows both keys, so the old one goes on as
    /// if the new one had signed all, and what that has signed is replaced at once.
    private static func changeBack(
        to old: ManagedKey.ID,
        from newest: ManagedKey.ID,
        _ ring: inout KeyRing,
        at now: Instant
    ) {
        ring[old]?.zrrsig = RecordTrack(.rumoured, since: now)
        ring[old]?.spread = nil
        ring[newest]?.zrrsig = RecordTrack(.unretentive, since: now)
        ring[newest]?.goal = .retired
        ring[newest]?.retired = now
    }
}
