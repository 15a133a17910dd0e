import DNSSECModel
import TestKit
import Testing

@testable import Timeline

/// A planner that waits one second too little for one formula, and the proof that must notice.
struct ProofMutationTests {
    /// Policies without margins whose keys roll on demand: no date lies between a wait's end and the next step.
    static let policies: [(name: String, policy: DNSSECPolicy)] = {
        let short = RFC5011Policy(addHoldDown: .days(30), revoked: .hours(1))
        let all: [(String, DNSSECPolicy)] = [
            ("pre-publication", TestPolicy.split(zskLifetime: nil, kskLifetime: nil)),
            (
                "ZSK double-signature",
                TestPolicy.split(zskLifetime: nil, kskLifetime: nil, zsk: .doubleSignature)
            ),
            ("RFC 5011 and DS", TestPolicy.split(zskLifetime: nil, kskLifetime: nil, rfc5011: short)),
            (
                "RFC 5011 without DS",
                TestPolicy.split(zskLifetime: nil, kskLifetime: nil, rfc5011: short, ds: .none)
            ),
            ("double-DS", TestPolicy.split(zskLifetime: nil, kskLifetime: nil, ksk: .doubleDS)),
            ("double-RRset", TestPolicy.split(zskLifetime: nil, kskLifetime: nil, ksk: .doubleRRset)),
            ("CSK", TestPolicy.combined(lifetime: nil)),
            ("CSK pre-publication", TestPolicy.combined(lifetime: nil, roll: .prePublication)),
            ("CSK RFC 5011", TestPolicy.combined(lifetime: nil, rfc5011: short)),
            (
                "CSK pre-publication RFC 5011",
                TestPolicy.combined(lifetime: nil, roll: .prePublication, rfc5011: short)
            ),
            (
                "pre-publication over two days",
                TestPolicy.split(zskLifetime: nil, kskLifetime: nil, spread: .days(2))
            ),
            (
                "CSK pre-publication over two days",
                TestPolicy.combined(lifetime: nil, roll: .prePublication, spread: .days(2))
            ),
        ]
        return all.map { name, policy in
            var policy = policy
            policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
            return (name, policy)
        }
    }()

    /// Three rolls of each role, by a planner that believes to have seen some changes a second before.
    static func life(_ policy: DNSSECPolicy, hasty: @escaping (ManagedKey, KeyRecord) -> Bool) -> WorldHistory
    {
        var behaviour = VirtualWorld.Behaviour()
        behaviour.belief = { before, after in
            var after = after
            for key in after.keys {
                for record in KeyRecord.allCases where hasty(key, record) {
                    guard let seen = key[record]?.seen, seen != before[key.id]?[record]?.seen else {
                        continue
                    }
                    after[key.id]?[record]?.seen = seen - .seconds(1)
                }
            }
            return after
        }
        var world = VirtualWorld(policy, behaviour: behaviour)
        for _ in 0..<3 {
            for role in policy.keys.map(\.role) {
                world.live(for: .days(100))
                world.now = world.now + .days(100)
                world.ring = world.ring.recording(
                    .rollRequested(RollRequest(role: role, start: world.now))
                )
            }
        }
        world.live(for: .days(100))
        return history(of: world)
    }

    /// What the world showed; a DS may come and go from the moment at which the parent is asked.
    static func history(of world: VirtualWorld) -> WorldHistory {
        let policy = world.policy
        var history = WorldHistory(world.model)
        let changes = world.events.filter { $0.phase == .dsSeen || $0.phase == .dsGone }.map {
            ParentChange(at: $0.at, key: $0.key, comes: $0.phase == .dsSeen, ttl: policy.ttl.ds)
        }
        let transitions = DSTransition.all(
            KeyRing(zone: Name.root),
            world.events,
            changes,
            propagation: policy.propagation.parent
        )
        history.parent = DSTransition.versions(
            transitions,
            lasting: [],
            ttls: [DSTTL(ttl: policy.ttl.ds, from: .always, until: .never)]
        )
        history.dnskeyValidity = policy.signatures.dnskeyValidity
        history.anchors = history.anchorLists(
            of: Set(world.ring.keys.filter { $0.anchor != nil }.map(\.id))
        )
        return history
    }

    @Test(arguments: policies.indices)
    func `a planner that waits long enough is proven without any margin`(_ index: Int) {
        let proof = Proof(
            of: Self.life(Self.policies[index].policy) { _, _ in false },
            from: VirtualWorld.start
        )
        #expect(proof.story.isEmpty, "\(Self.policies[index].name)")
    }

    /// The policies in which each formula alone stands between a step and a bogus answer.
    ///
    /// In the others a longer wait covers it: with double signatures the old ZSK stays for the longer Iret anyway, and
    /// a CSK outlasts it while its DS goes. A zone without a DS is signed for nobody
    /// at first, and beside a DS the old KSK goes on signing until that has gone, long after the new anchor is known. Signatures that
    /// change over in two days outlast the old DS.
    static let decisive: [(formula: TimingFormula, policies: [String])] = [
        (.publicationInterval, ["pre-publication", "RFC 5011 and DS", "RFC 5011 without DS"]),
        (
            .retireInterval,
            policies.map(\.name).filter {
                ![
                    "ZSK double-signature", "CSK", "CSK pre-publication", "CSK RFC 5011",
                    "CSK pre-publication RFC 5011",
                ].contains($0)
            }
        ),
        (.signaturePublicationInterval, policies.map(\.name).filter { $0 != "RFC 5011 without DS" }),
        (
            .childPublicationInterval,
            policies.map(\.name).filter { !["CSK", "double-DS", "double-RRset"].contains($0) }
        ),
        (.parentPublicationInterval, ["double-DS", "double-RRset"]),
        (
            .kskRetireInterval,
            policies.map(\.name).filter {
                !["RFC 5011 without DS", "double-DS", "double-RRset", "CSK pre-publication over two days"]
                    .contains($0)
            }
        ),
        (.dnskeyRetireInterval, ["double-DS", "RFC 5011 without DS"]),
        (.trustPointInterval, ["RFC 5011 without DS"]),
        (.revocationInterval, policies.map(\.name).filter { $0.contains("RFC 5011") }),
    ]

    @Test(arguments: decisive.indices)
    func `a wait that is one second too short yields a counter-example`(_ index: Int) {
        let (formula, names) = Self.decisive[index]
        for (name, policy) in Self.policies where names.contains(name) {
            let history = Self.life(policy) { formula.times($1, of: $0) }
            let proof = Proof(of: history, from: VirtualWorld.start)
            #expect(!proof.holds, "\(formula.text) is not needed for \(name)?")
        }
    }
}

extension TimingFormula {
    /// True if the formula is the wait of a record in its present state.
    fileprivate func times(_ record: KeyRecord, of key: ManagedKey) -> Bool {
        let isComing = key[record]?.state == .rumoured
        switch self {
        case .publicationInterval: return record == .dnskey && isComing && !key.role.signsKeys
        case .childPublicationInterval:
            return (record == .dnskey || record == .krrsig) && isComing && key.role.signsKeys
        case .retireInterval: return record == .zrrsig && !isComing
        case .signaturePublicationInterval: return record == .zrrsig && isComing
        case .parentPublicationInterval: return record == .ds && isComing
        case .kskRetireInterval: return record == .ds && !isComing
        case .dnskeyRetireInterval:
            return !isComing && (record == .dnskey || record == .krrsig || record == .revocation)
        case .trustPointInterval: return record == .anchor && isComing
        case .revocationInterval: return record == .revocation && isComing
        }
    }
}
