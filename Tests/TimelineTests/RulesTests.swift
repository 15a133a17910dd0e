import DNSSECModel
import TestKit
import Testing

@testable import Timeline

/// The rule table against a brute-force reading of it: every combination of states of two keys.
///
/// An RRset has one version before, between and after the changes of its records; a cache holds any one of them,
/// whole. A rule that holds must make every combination of versions valid (sound); where all combinations of
/// single records are valid, versions or not, the rule must hold (not needlessly strict).
struct RulesTests {
    /// A record's state and the moment of its last change, 1 or 2.
    struct Part: Hashable {
        var state: RecordState
        var since: Int64

        static let all: [Part] = [
            Part(state: .hidden, since: 0), Part(state: .omnipresent, since: 0),
            Part(state: .rumoured, since: 1), Part(state: .rumoured, since: 2),
            Part(state: .unretentive, since: 1), Part(state: .unretentive, since: 2),
        ]

        /// Whether the record was published at a moment: 0 before, 1 and 2 after the changes.
        func isShown(at moment: Int64) -> Bool {
            switch state {
            case .hidden: false
            case .omnipresent: true
            case .rumoured: moment >= since
            case .unretentive: moment < since
            }
        }

        /// Whether a cache may hold it, or not hold it.
        var possible: [Bool] {
            switch state {
            case .hidden: [false]
            case .omnipresent: [true]
            case .rumoured, .unretentive: [false, true]
            }
        }

        var track: RecordTrack {
            RecordTrack(state, since: Instant(secondsSinceEpoch: since))
        }
    }

    private static func key(_ id: Int, _ role: KeyRole) -> ManagedKey {
        ManagedKey(
            id: ManagedKey.ID(rawValue: id),
            policy: KeyPolicy(role: role, algorithm: .ed25519),
            hasDS: true,
            goal: .active,
            predecessor: nil,
            isInitial: false,
            at: Instant(secondsSinceEpoch: 0)
        )
    }

    private static func chainHolds(_ trust: [Part], _ dnskey: [Part], _ signature: [Part]) -> Bool {
        let keys = (0..<2).map { index in
            var key = key(index + 1, .ksk)
            key.ds = trust[index].track
            key.dnskey = dnskey[index].track
            key.krrsig = signature[index].track
            return key
        }
        return Rules(keys: keys).held.contains(.chainFromDS)
    }

    /// Every cached DS version against every cached DNSKEY version.
    private static func chainIsValid(_ trust: [Part], _ dnskey: [Part], _ signature: [Part]) -> Bool {
        (0...2).allSatisfy { (before: Int64) in
            (0...2).allSatisfy { (after: Int64) in
                let named = (0..<2).filter { trust[$0].isShown(at: before) }
                return named.isEmpty
                    || named.contains { dnskey[$0].isShown(at: after) && signature[$0].isShown(at: after) }
            }
        }
    }

    /// Every single record there or not there, whatever the others.
    private static func chainIsValidInParts(_ trust: [Part], _ dnskey: [Part], _ signature: [Part]) -> Bool {
        choices(trust).allSatisfy { named in
            choices(dnskey).allSatisfy { shown in
                choices(signature).allSatisfy { signed in
                    !named.contains(true) || (0..<2).contains { named[$0] && shown[$0] && signed[$0] }
                }
            }
        }
    }

    private static func choices(_ parts: [Part]) -> [[Bool]] {
        parts[0].possible.flatMap { first in parts[1].possible.map { [first, $0] } }
    }

    private static let pairs: [[Part]] = Part.all.flatMap { first in Part.all.map { [first, $0] } }

    @Test func `a chain that the table calls good is good in every cache`() {
        var held = 0
        for trust in Self.pairs {
            for dnskey in Self.pairs {
                for signature in Self.pairs where Self.chainHolds(trust, dnskey, signature) {
                    held += 1
                    guard !Self.chainIsValid(trust, dnskey, signature) else { continue }
                    Issue.record("DS \(trust) DNSKEY \(dnskey) RRSIG \(signature)")
                    return
                }
            }
        }
        #expect(held > 1000)
    }

    @Test func `a chain that is good however its records are cached is good by the table`() {
        for trust in Self.pairs {
            for dnskey in Self.pairs {
                for signature in Self.pairs where Self.chainIsValidInParts(trust, dnskey, signature) {
                    guard !Self.chainHolds(trust, dnskey, signature) else { continue }
                    Issue.record("DS \(trust) DNSKEY \(dnskey) RRSIG \(signature)")
                    return
                }
            }
        }
    }

    /// Two KSKs as of an algorithm that comes or goes beside another one, by which the zone is secure.
    private static func algorithmsHold(_ trust: [Part], _ dnskey: [Part], _ signature: [Part]) -> Bool {
        let lasting = Part(state: .omnipresent, since: 0).track
        var (entry, signer) = (key(3, .csk), key(4, .zsk))
        for record in [KeyRecord.ds, .dnskey, .krrsig, .zrrsig] { entry[record] = lasting }
        signer.algorithm = .ecdsaP256SHA256
        (signer.dnskey, signer.zrrsig) = (lasting, lasting)
        let keys = (0..<2).map { index in
            var key = key(index + 1, .ksk)
            key.algorithm = .ecdsaP256SHA256
            key.ds = trust[index].track
            key.dnskey = dnskey[index].track
            key.krrsig = signature[index].track
            return key
        }
        return Rules(keys: keys + [entry, signer]).held.contains(.algorithms)
    }

    /// A strict validator wants a key that the DS names in each of its algorithms: another one that signs will not do.
    @Test func `in each of several algorithms the table wants the chain that it wants in one`() {
        for trust in Self.pairs {
            for dnskey in Self.pairs {
                for signature in Self.pairs
                where Self.algorithmsHold(trust, dnskey, signature)
                    != Self.chainHolds(trust, dnskey, signature)
                {
                    Issue.record("DS \(trust) DNSKEY \(dnskey) RRSIG \(signature)")
                    return
                }
            }
        }
    }

    // MARK: - Zone signatures

    private static func zoneHolds(_ dnskey: [Part], _ signature: [Part]) -> Bool {
        var entry = key(3, .ksk)
        entry.ds = RecordTrack(.omnipresent, since: Instant(secondsSinceEpoch: 0))
        let keys = (0..<2).map { index in
            var key = key(index + 1, .zsk)
            key.dnskey = dnskey[index].track
            key.zrrsig = signature[index].track
            return key
        }
        return Rules(keys: keys + [entry]).held.contains(.zoneSignatures)
    }

    @Test func `zone signatures that the table calls good are good in every cache`() {
        var held = 0
        for dnskey in Self.pairs {
            for signature in Self.pairs where Self.zoneHolds(dnskey, signature) {
                held += 1
                let isValid = (0...2).allSatisfy { (before: Int64) in
                    (0...2).allSatisfy { (after: Int64) in
                        (0..<2).contains {
                            dnskey[$0].isShown(at: before) && signature[$0].isShown(at: after)
                        }
                    }
                }
                #expect(isValid, "DNSKEY \(dnskey) RRSIG \(signature)")
            }
        }
        #expect(held > 50)
    }

    @Test func `zone signatures that are good however they are cached are good by the table`() {
        for dnskey in Self.pairs {
            for signature in Self.pairs {
                let isValid = Self.choices(dnskey).allSatisfy { shown in
                    Self.choices(signature).allSatisfy { signed in
                        (0..<2).contains { shown[$0] && signed[$0] }
                    }
                }
                if isValid {
                    #expect(Self.zoneHolds(dnskey, signature), "DNSKEY \(dnskey) RRSIG \(signature)")
                }
            }
        }
    }

    @Test func `where no cache can hold a DS nothing can be bogus`() {
        let hidden = Self.key(1, .ksk)
        #expect(Rules(keys: [hidden]).held == [.chainFromDS, .chainFromAnchor, .zoneSignatures, .algorithms])
    }
}
