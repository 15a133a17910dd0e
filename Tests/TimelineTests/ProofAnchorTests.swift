import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Wording

@testable import Timeline

/// Validators that follow RFC 5011, of a zone without DS.
struct ProofAnchorTests {
    private static let start = Instant(secondsSinceEpoch: 1_600_000_000)

    private static func ids(_ numbers: [Int]) -> [ManagedKey.ID] {
        numbers.map(ManagedKey.ID.init(rawValue:))
    }

    /// A publication with a TTL of four hours, so validators ask every two; servers need five minutes.
    private static func zone(
        _ at: Instant,
        _ keys: [Int],
        revoked: [Int] = [],
        by signers: [Int]
    ) -> Publication {
        Publication(
            at: at,
            serial: 1,
            plan: SigningPlan(
                dnskeys: ids(keys + [9]).map { .init(key: $0) }
                    + ids(revoked).map { .init(key: $0, isRevoked: true) },
                keySigners: ids(signers),
                zoneSigners: ids([9])
            ),
            dnskeyTTL: .hours(4),
            maximumTTL: .hours(1),
            negativeTTL: .hours(1),
            propagation: .minutes(5)
        )
    }

    private static func proof(
        _ publications: [Publication],
        offline: Interval = .zero,
        anchors: [WorldHistory.AnchorList]? = nil
    ) -> Proof {
        let history = history(publications, anchors)
        return Proof(of: history, from: start, assumptions: ProofAssumptions(offline: offline))
    }

    private static func history(
        _ publications: [Publication],
        _ anchors: [WorldHistory.AnchorList]? = nil
    ) -> WorldHistory {
        let keys = (1...9).map {
            (ManagedKey.ID(rawValue: $0), WorldHistory.Key(algorithm: .ed25519, isEntry: $0 < 9))
        }
        var history = WorldHistory(keys: Dictionary(uniqueKeysWithValues: keys), publications: publications)
        history.anchors =
            anchors ?? history.anchorLists(of: Set(ids([1, 2, 3])), knownAtFirst: Set(ids([1])))
        return history
    }

    private static let first = zone(start, [1], by: [1])
    private static let published = start + .days(10)
    /// When the unluckiest validator trusts a key that was published then: propagation, question, hold-down, a question
    /// that fails, and the next.
    private static let trusted = published + .minutes(5) + .hours(2) + .days(30) + .hours(2) + retry
    /// When a question that failed is asked again, with a TTL of four hours (RFC 5011 2.3).
    private static let retry = Interval.hours(1)

    private static func roll(signing: Instant) -> [Publication] {
        [first, zone(published, [1, 2], by: [1]), zone(signing, [1, 2], by: [2])]
    }

    @Test func `a new anchor signs when the unluckiest validator trusts it, and not a second before`() {
        let proof = Self.proof(Self.roll(signing: Self.trusted))
        #expect(proof.story.isEmpty)
        let early = Self.proof(Self.roll(signing: Self.trusted - .seconds(1)))
        #expect(early.counterExample?.fault == .noAnchor)
        #expect(early.counterExample?.at == Self.trusted - .seconds(1))
    }

    /// RFC 5011 2.4.1 says what validators wait, and no policy can change it; `isForced` makes nobody wait less.
    @Test(arguments: [5, 20, 29] as [Int64], [false, true])
    func `a hold-down that a policy hopes for is not believed`(days: Int64, isForced: Bool) {
        let timers = RFC5011Policy(addHoldDown: .days(days), isForced: isForced)
        let proof = Timeline.proveOneRoll(
            of: TestPolicy.split(rfc5011: timers, ds: .none),
            from: Self.start
        )
        #expect(proof.counterExample?.fault == .noAnchor)
        let usual = Timeline.proveOneRoll(
            of: TestPolicy.split(rfc5011: RFC5011Policy(), ds: .none),
            from: Self.start
        )
        #expect(usual.holds, "\(usual.story)")
    }

    /// The same roll with another TTL of the DNSKEY RRset.
    private static func roll(signing: Instant, ttl: Interval) -> [Publication] {
        roll(signing: signing).map { publication in
            var publication = publication
            publication.dnskeyTTL = ttl
            return publication
        }
    }

    // RFC 5011 2.3: a question at most every fifteen days, and a day after a failure; 2.4.1: the larger of TTL and thirty days.
    @Test func `a TTL of forty days is the hold-down, and questions are as rare`() {
        let trusted = Self.published + .minutes(5) + .days(15) + .days(40) + .days(15) + .days(1)
        #expect(Self.proof(Self.roll(signing: trusted, ttl: .days(40))).story.isEmpty)
        let early = Self.proof(Self.roll(signing: trusted - .seconds(1), ttl: .days(40)))
        #expect(early.counterExample?.fault == .noAnchor)
    }

    // RFC 5011 2.3: half of the time to the signatures' end, where that is less than half of the TTL.
    @Test func `signatures that end before the TTL make validators ask sooner`() {
        let trusted = Self.published + .minutes(5) + .hours(5) + .days(30) + .hours(5) + .hours(1)
        for (signing, isProven) in [(trusted, true), (trusted - .seconds(1), false)] {
            var history = Self.history(Self.roll(signing: signing, ttl: .hours(20)))
            history.dnskeyValidity = .hours(10)
            let fault = Proof(of: history, from: Self.start).counterExample?.fault
            #expect(isProven ? fault != .noAnchor : fault == .noAnchor)
        }
    }

    @Test func `a validator that has learnt an anchor keeps it when the zone is unsigned`() {
        let revoked = Self.trusted + .days(10)
        var unsigned = Self.zone(revoked + .days(90), [], by: [])
        unsigned.plan = SigningPlan()
        let publications =
            Self.roll(signing: Self.trusted) + [
                Self.zone(revoked, [2], revoked: [1], by: [1, 2]),
                Self.zone(revoked + .days(60), [2], by: [2]), unsigned,
            ]
        let list = WorldHistory.AnchorList(at: Self.start, keys: Set(Self.ids([1])))
        var walk = AnchorWalk(
            Self.history(publications, [list]),
            from: Self.start,
            assumptions: ProofAssumptions(offline: .zero)
        )
        walk.walk()
        #expect(walk.shortest?.fault == .unsignedUnderAnchor)
    }

    @Test func `validators that were off need that much more`() {
        let roll = Self.roll(signing: Self.trusted + .days(20))
        #expect(Self.proof(roll, offline: .days(20)).holds)
        let proof = Self.proof(roll, offline: .days(20) + .seconds(1))
        #expect(proof.counterExample?.fault == .noAnchor)
        #expect(proof.told.safety().hasPrefix("Not proven: at "))
    }

    @Test func `the longest time off is found to the day`() {
        for days in [0, 1, 57] as [Int64] {
            let signing = Self.trusted + .days(days) + .hours(5)
            let history = Self.history(Self.roll(signing: signing))
            #expect(Proof.longestOffline(of: history, from: Self.start) == .days(days))
        }
        let still = Self.history([Self.first])
        #expect(Proof.longestOffline(of: still, from: Self.start) == nil)
    }

    @Test func `a key that vanishes during its hold-down begins anew`() {
        let gap = Self.published + .days(20)
        let back = gap + .hours(1)
        let proof = Self.proof([
            Self.first, Self.zone(Self.published, [1, 2], by: [1]), Self.zone(gap, [1], by: [1]),
            Self.zone(back, [1, 2], by: [1]), Self.zone(Self.trusted + .days(1), [1, 2], by: [2]),
        ])
        #expect(proof.counterExample?.fault == .noAnchor)
        let late = Self.proof([
            Self.first, Self.zone(Self.published, [1, 2], by: [1]), Self.zone(gap, [1], by: [1]),
            Self.zone(back, [1, 2], by: [1]),
            Self.zone(back + (Self.trusted - Self.published), [1, 2], by: [2]),
        ])
        #expect(late.story.isEmpty)
    }

    @Test func `an anchor that is missing for a while stays an anchor, but new validators do not get it`() {
        let back = Self.trusted + .days(1)
        let publications = [
            Self.first, Self.zone(Self.published, [1, 2], by: [1]), Self.zone(Self.trusted, [1], by: [1]),
            Self.zone(back, [1, 2], by: [2]),
        ]
        let old = WorldHistory.AnchorList(at: Self.start, keys: Set(Self.ids([1])))
        #expect(Self.proof(publications, anchors: [old]).holds)
        let new = WorldHistory.AnchorList(at: Self.trusted, keys: Set(Self.ids([1])))
        let example = Self.proof(publications, anchors: [old, new]).counterExample
        #expect(example?.fault == .noAnchor)
        #expect(example?.at == back)
        #expect(example?.steps.count == 2)
    }

    @Test func `an old anchor is revoked only when no cache holds what it alone vouches for`() {
        func roll(revoking: Instant) -> [Publication] {
            Self.roll(signing: Self.trusted) + [Self.zone(revoking, [2], revoked: [1], by: [1, 2])]
        }
        let forgotten = Self.trusted + .minutes(5) + .hours(4)
        let proof = Self.proof(roll(revoking: forgotten))
        #expect(proof.story.isEmpty)
        let early = Self.proof(roll(revoking: forgotten - .seconds(1)))
        #expect(early.counterExample?.fault == .noAnchor)
    }

    @Test func `a revoked key stays until every validator has seen it`() {
        let revoked = Self.trusted + .days(1)
        func roll(removing: Instant) -> [Publication] {
            Self.roll(signing: Self.trusted) + [
                Self.zone(revoked, [2], revoked: [1], by: [1, 2]), Self.zone(removing, [2], by: [2]),
            ]
        }
        let seen = revoked + .minutes(5) + .hours(2) + Self.retry
        #expect(Self.proof(roll(removing: seen)).holds)
        let early = Self.proof(roll(removing: seen - .seconds(1)))
        #expect(early.counterExample?.fault == .revocationMissed(ManagedKey.ID(rawValue: 1)))
        let off = Self.proof(roll(removing: seen), offline: .seconds(1))
        #expect(!off.holds)
    }

    @Test func `a zone goes unsigned only when every anchor was revoked and all have seen it`() {
        let revoked = Self.start + .days(5)
        func roll(unsigned: Instant) -> [Publication] {
            var last = Self.zone(unsigned, [], by: [])
            last.plan = .unsigned
            return [Self.first, Self.zone(revoked, [], revoked: [1], by: [1]), last]
        }
        let seen = revoked + .minutes(5) + .hours(2) + Self.retry
        let proof = Self.proof(roll(unsigned: seen))
        #expect(proof.story.isEmpty)
        let early = Self.proof(roll(unsigned: seen - .seconds(1)))
        #expect(early.counterExample?.at == seen - .seconds(1))
        let never = Self.proof([Self.first, roll(unsigned: seen)[2]])
        #expect(never.counterExample?.at == seen)
    }

    /// What the other model of RFC 5011, written for the planner's tests, finds is found here.
    @Test func `every life that the trust anchor model finds lost is lost here`() {
        var lost = 0
        for seed in 0..<150 {
            var random = SplitMix64(seed: UInt64(seed))
            let hold = Interval.days(.random(in: 28...33, using: &random))
            let publications = [
                Self.first, Self.zone(Self.published, [1, 2], by: [1]),
                Self.zone(Self.published + hold, [1, 2], by: Bool.random(using: &random) ? [2] : [1, 2]),
                Self.zone(Self.published + hold + .days(3), [2], revoked: [1], by: [1, 2]),
                Self.zone(Self.published + hold + .hours(.random(in: 72...80, using: &random)), [2], by: [2]),
            ]
            let violations = Self.model(publications).violations(
                from: Int(Self.start.secondsSinceEpoch),
                until: Int((Self.start + .days(100)).secondsSinceEpoch)
            )
            guard !violations.isEmpty else { continue }
            lost += 1
            #expect(!Self.proof(publications).holds, "seed \(seed): \(violations)")
        }
        #expect(lost > 20)
    }

    private static func model(_ publications: [Publication]) -> TrustAnchorModel {
        func names(_ ids: [ManagedKey.ID]) -> Set<ResolverModel.Key> {
            Set(ids.map { ResolverModel.Key(String($0.rawValue)) })
        }
        let child = publications.map { publication in
            ResolverModel.ChildPublication(
                time: Int(publication.at.secondsSinceEpoch),
                delay: 300,
                keys: names(publication.plan.dnskeys.map(\.key)),
                revoked: names(publication.plan.dnskeys.filter(\.isRevoked).map(\.key)),
                keySigners: names(publication.plan.keySigners),
                dataSigners: [["9"]],
                keyTTL: 14_400,
                dataTTL: 3600,
                negativeTTL: 3600
            )
        }
        return TrustAnchorModel(
            child: child,
            anchors: [
                .init(time: Int(start.secondsSinceEpoch), keys: ["1"]),
                .init(time: Int(published.secondsSinceEpoch), keys: ["1", "2"]),
            ],
            entryPoints: ["1", "2", "3"]
        )
    }
}
