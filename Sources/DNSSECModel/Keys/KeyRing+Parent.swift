// What the parent is known to show, and whether the world can rely on it.
extension ManagedKey {
    /// True if the parent is known to show the key's DS.
    public var isBelievedAtParent: Bool {
        guard let ds else { return false }
        return switch ds.state {
        case .hidden: false
        case .rumoured: ds.seen != nil
        case .omnipresent: true
        case .unretentive: ds.seen == nil
        }
    }

    /// True if the parent shall show a DS of the key, now or already.
    public var isWantedAtParent: Bool { ds?.state.isPublished ?? false }
}

extension KeyRing {
    /// True if every cache can rely on a DS or a trust anchor of the zone.
    ///
    /// During a roll no DS alone need be in every cache: it is enough that one came no later than the other went, for then
    /// there was never a DS RRset without either.
    public var isTrusted: Bool {
        if keys.contains(where: { ($0.ds ?? $0.anchor)?.state == .omnipresent }) { return true }
        let came = keys.compactMap(\.ds).filter { $0.state == .rumoured }.compactMap(\.seen).min()
        return keys.contains { key in
            // A DS that was never seen has never been there.
            guard let old = key.ds, old.state == .unretentive, key.activated != nil else { return false }
            return old.seen.map { gone in came.map { $0 <= gone } ?? false } ?? true
        }
    }
}
