import DNSSECModel

// Signatures that change over from one key to the next little by little, in place of all at once.
//
// The old key's ZRRSIG is unretentive from the change-over on and the new key's rumoured, as without a spread: the old
// key makes no signature any more. Both wait for the publication in which none of the old ones is left.
extension Planner {
    /// Over how long the signatures are replaced of a key that ends its work now; nil = at once.
    ///
    /// Not in an emergency; not where the successor has signed before, since then its signatures are there already, or
    /// it takes over again because the roll was aborted.
    func spread(of key: ManagedKey) -> SignatureSpread? {
        guard let successor = ring.successor(of: key.id), successor.method == .prePublication,
            !key.isUrgent, !successor.isUrgent, !ring.isEmergency(key.role, at: now),
            let track = successor.zrrsig, track.state == .rumoured, track.since == now,
            track.seen == nil, successor.activated == nil
        else { return nil }
        return keyPolicy(successor)?.spread.map { SignatureSpread(length: $0) }
    }

    /// Ends the spreads whose time is over, or that something ends before; a policy that wants less shortens them.
    mutating func endSpreads() {
        for key in liveKeys {
            guard var spread = key.spread, !spread.isOver, let track = key.zrrsig else { continue }
            if let wanted = policy.keys.first(where: { $0.role == key.role }) {
                spread.length = min(spread.length, wanted.spread ?? .zero)
            }
            spread.isOver =
                track.since + spread.length <= now || key.isUrgent || ring.isEmergency(key.role, at: now)
                || ring.keptSignatures(of: key, ring.plan) == nil
            ring[key.id]?.spread = spread
        }
    }

    /// When the spreads that are under way are over.
    var spreadEnds: [Instant] { ring.plan.keptSignatures.map(\.end) }

    /// The change-over that the signatures of a key take part in, its own or those that they replace; `nil` if all
    /// change at once.
    func changeOver(of key: ManagedKey) -> ChangeOver? {
        let old = key.zrrsig?.state == .unretentive ? key : key.predecessor.flatMap { ring[$0] }
        guard let old, let spread = old.spread, let track = old.zrrsig, track.state == .unretentive else {
            return nil
        }
        let seen = key.zrrsig?.seen.map { max(.zero, $0 - track.since) }
        return ChangeOver(since: track.since, delay: seen ?? (spread.isOver ? nil : spread.length))
    }
}

/// Signatures that change over from one key to the next little by little.
struct ChangeOver {
    /// When it began.
    var since: Instant
    /// Dsgn: what it is expected to be, and then what it came to be; nil from the end until that was published.
    var delay: Interval?
}

extension KeyRing {
    /// Over how long the signatures are replaced of the key from which a key takes over at the same moment.
    func spread(before key: ManagedKey) -> Interval? {
        guard let old = key.predecessor.flatMap({ self[$0] }), let spread = old.spread, !spread.isOver,
            old.zrrsig?.state == .unretentive, old.zrrsig?.since == key.zrrsig?.since
        else { return nil }
        return spread.length
    }

    /// Which signatures of a key are kept while those of its successor come; `nil` if none are.
    func keptSignatures(of key: ManagedKey, _ plan: SigningPlan) -> SigningPlan.KeptSignatures? {
        guard let spread = key.spread, !spread.isOver, let track = key.zrrsig, track.state == .unretentive,
            plan.shows(key.id), let successor = successor(of: key.id), plan.zoneSigners.contains(successor.id)
        else { return nil }
        return SigningPlan.KeptSignatures(
            key: key.id,
            successor: successor.id,
            start: track.since,
            length: spread.length
        )
    }
}
