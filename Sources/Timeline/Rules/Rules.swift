import DNSSECModel

/// The rules that keep a valid chain for every cache at every moment, over the record states of all keys.
///
/// Each rule is a table: it holds where one of its rows does. (h hidden, r rumoured, o omnipresent,
/// u unretentive; T is the DS or the trust anchor, D the DNSKEY, K its signature, Z the zone's signatures.)
///
/// | Rule | Row | Demands |
/// |---|---|---|
/// | chain | anchored | one key with T = D = K = o |
/// | chain | every trust is good | every key with T not h has D = K = o; none at all = insecure |
/// | chain | key swap | two keys with T = o; one's D and K came no later than the other's D or K went |
/// | zone | insecure | every T is h |
/// | zone | signed | one key with D = Z = o |
/// | zone | signature swap (RFC 7583 3.2.1) | two keys with D = o; one's Z came no later than the other's went |
/// | zone | key swap (RFC 7583 3.2.2) | two keys with Z = o; one's D came no later than the other's went |
///
/// The rows are those of Schaeffer, Overeinder and Mekking ("Flexible and Robust Key Rollover"), for one
/// algorithm. A fourth rule, algorithms, demands the same within each algorithm that some cached DS or DNSKEY RRset
/// speaks of (RFC 4035 2.2, RFC 6781 4.1.4). A swap is safe because a cache holds the previous RRset or the new one, whole.
struct Rules {
    /// The keys of the ring that are not gone.
    let keys: [ManagedKey]

    /// The rules that hold now.
    var held: Set<SafetyRule> {
        var held: Set<SafetyRule> = []
        if isChained(keys, from: .ds) { held.insert(.chainFromDS) }
        if isChained(keys, from: .anchor) { held.insert(.chainFromAnchor) }
        if zoneHolds { held.insert(.zoneSignatures) }
        if algorithmsHold { held.insert(.algorithms) }
        return held
    }

    // MARK: Chain of trust

    /// True if whatever of some keys a cache trusts leads it to a signature over whatever DNSKEY RRset it holds.
    private func isChained(_ keys: [ManagedKey], from trust: KeyRecord) -> Bool {
        let trusted = keys.filter { ($0[trust]?.state ?? .hidden) != .hidden }
        return trusted.contains { $0[trust]?.state == .omnipresent && $0.isEntry }
            || trusted.allSatisfy(\.isEntry)
            || hasPair(of: trusted.filter { $0[trust]?.state == .omnipresent }, swapping: [.dnskey, .krrsig])
    }

    // MARK: Zone signatures

    private var zoneHolds: Bool {
        keys.allSatisfy(\.isUntrusted) || isSigned(by: keys.filter { $0.zrrsig != nil })
    }

    private func isSigned(by signers: [ManagedKey]) -> Bool {
        signers.contains { $0.dnskey.state == .omnipresent && $0.zrrsig?.state == .omnipresent }
            || hasPair(of: signers.filter { $0.dnskey.state == .omnipresent }, swapping: [.zrrsig])
            || hasPair(of: signers.filter { $0.zrrsig?.state == .omnipresent }, swapping: [.dnskey])
    }

    // MARK: Algorithms

    /// A strict validator wants, in every algorithm that a DS or DNSKEY RRset speaks of, what the other rules
    /// demand in one.
    private var algorithmsHold: Bool {
        if keys.allSatisfy(\.isUntrusted) { return true }
        return Set(keys.map(\.algorithm)).allSatisfy { algorithm in
            let mine = keys.filter { $0.algorithm == algorithm }
            return isChained(mine, from: .ds) && isSignedWhereShown(mine)
        }
    }

    private func isSignedWhereShown(_ mine: [ManagedKey]) -> Bool {
        let shown = mine.filter(\.isSomewhere)
        let signers = mine.filter { $0.zrrsig != nil }
        return shown.isEmpty || isSigned(by: signers)
            || signers.contains { $0.zrrsig?.state == .omnipresent && accompanies($0, shown) }
    }

    /// True if the DNSKEY of a key came no later than those of all others, or goes no earlier.
    private func accompanies(_ signer: ManagedKey, _ shown: [ManagedKey]) -> Bool {
        switch signer.dnskey.state {
        case .rumoured:
            return shown.allSatisfy { key in
                key.revocation == nil && key.dnskey.state == .rumoured
                    && signer.dnskey.since <= key.dnskey.since
            }
        case .unretentive:
            return shown.allSatisfy { key in
                [key.dnskey, key.revocation].compactMap { $0 }.allSatisfy { track in
                    track.state == .hidden
                        || track.state == .unretentive && track.since <= signer.dnskey.since
                }
            }
        case .hidden, .omnipresent:
            return false
        }
    }

    // MARK: Swaps

    /// True if two of the keys cover each other: the records of one came no later than those of the other
    /// went.
    private func hasPair(of keys: [ManagedKey], swapping records: [KeyRecord]) -> Bool {
        keys.contains { old in
            keys.contains { new in old.id != new.id && covers(new, old, records) }
        }
    }

    private func covers(_ new: ManagedKey, _ old: ManagedKey, _ records: [KeyRecord]) -> Bool {
        let olds = records.compactMap { old[$0] }
        let news = records.compactMap { new[$0] }
        guard olds.count == records.count, news.count == records.count,
            olds.allSatisfy({ $0.state == .omnipresent || $0.state == .unretentive }),
            news.allSatisfy({ $0.state == .omnipresent || $0.state == .rumoured })
        else { return false }
        let came = news.filter { $0.state == .rumoured }.map(\.since).max()
        let went = olds.filter { $0.state == .unretentive }.map(\.since).min()
        guard let came, let went else { return true }
        return came <= went
    }
}

extension ManagedKey {
    /// True if every cache can find the key and its signature over the DNSKEY RRset.
    fileprivate var isEntry: Bool { dnskey.state == .omnipresent && krrsig?.state == .omnipresent }

    /// True if some cache may hold a DNSKEY RRset with the key, plain or revoked.
    fileprivate var isSomewhere: Bool {
        dnskey.state != .hidden || (revocation?.state ?? .hidden) != .hidden
    }

    /// True if no cache can hold a DS or an anchor of the key.
    fileprivate var isUntrusted: Bool {
        (ds?.state ?? .hidden) == .hidden && (anchor?.state ?? .hidden) == .hidden
    }
}
