import DNSSECModel
import TestKit
import Testing
import Timeline

@testable import KeyStore
@testable import Migration

/// What BIND has begun goes on, and nothing else happens.
struct BINDImportTests {
    private static let now = BINDFolder.now
    private static let policy = BINDFolder.policy

    /// What the planner makes of an import at a moment.
    private static func decision(
        _ taken: BINDImport,
        _ policy: DNSSECPolicy = policy,
        at now: Instant = now
    ) -> Decision {
        Timeline.advance(policy, taken.ring, at: now)
    }

    private static func tags(_ ids: [ManagedKey.ID], in ring: KeyRing) -> Set<UInt16?> {
        Set(ids.map { ring[$0]?.material?.tag })
    }

    // MARK: - At rest

    @Test func `a zone at rest goes on as it is`() throws {
        let bind = BINDFolder()
        let ksk = try bind.addSettled(.ksk)
        let zsk = try bind.addSettled(.zsk)
        bind.write()
        let taken = try bind.taken()
        let ring = taken.ring
        #expect(ring.keys.count == 2 && ring.keys.allSatisfy { $0.goal == .active })
        #expect(bind.id(ksk, in: ring)?.ds?.state == .omnipresent)
        #expect(bind.id(zsk, in: ring)?.zrrsig?.state == .omnipresent)
        #expect(bind.id(zsk, in: ring)?.activated == Self.now - .days(10))
        let decision = Self.decision(taken)
        #expect(decision.plan == ring.plan && decision.conflict == nil)
        #expect(decision.ring.keys == ring.keys)
        // The next roll begins when BIND's would: at the end of the lifetime, less Ipub.
        #expect(decision.nextWake == Self.now + .days(80) - .minutes(125))
        #expect(taken.notes == [.noSignedZone])
        #expect(
            taken.keys.map(\.name).sorted { $0.keyTag < $1.keyTag }
                == bind.names.sorted { $0.keyTag < $1.keyTag }
        )
    }

    @Test func `the ring survives the state file`() throws {
        let bind = BINDFolder()
        _ = try Self.zskRoll(bind, age: .hours(1))
        bind.write()
        let ring = try bind.taken().ring
        let octets = try StateFile.octets(of: ring)
        let copy = try StateFile.ring(from: octets.span)
        #expect(copy == ring)
    }

    // MARK: - In the middle of a roll

    private struct Roll {
        var old: Int
        var new: Int
    }

    /// A ZSK whose successor was published some time ago.
    private static func zskRoll(_ bind: BINDFolder, age: Interval) throws -> Roll {
        try bind.addSettled(.ksk)
        let old = try bind.addSettled(.zsk, goal: .hidden)
        let new = try bind.add(
            .zsk,
            made: age,
            [.dnskey: (.rumoured, age), .zrrsig: (.hidden, age)]
        )
        bind.relate(old, new)
        bind.edit(new) { state in
            state.times[.active] = now - age + .minutes(125)
            state.times[.retired] = now - age + .minutes(125) + .days(90)
        }
        return Roll(old: old, new: new)
    }

    @Test func `a new ZSK takes over when BIND would let it, and not earlier`() throws {
        let bind = BINDFolder()
        let roll = try Self.zskRoll(bind, age: .hours(1))
        let old = roll.old
        let new = roll.new
        bind.write()
        let taken = try bind.taken()
        #expect(Self.decision(taken).plan == taken.ring.plan)
        let end = Self.now + .minutes(65)
        #expect(Self.decision(taken, at: end - .seconds(1)).plan == taken.ring.plan)
        let after = Self.decision(taken, at: end)
        #expect(Self.tags(after.plan.zoneSigners, in: after.ring) == [bind.names[new].keyTag])
        #expect(bind.id(old, in: after.ring)?.goal == .retired)
    }

    @Test func `where BIND waits longer than the policy, keyturn does too`() throws {
        let bind = BINDFolder()
        let new = try Self.zskRoll(bind, age: .hours(3)).new
        bind.edit(new) { $0.times[.active] = Self.now - .hours(3) + .hours(10) }
        bind.write()
        let taken = try bind.taken()
        let end = Self.now + .hours(7)
        #expect(Self.decision(taken, at: end - .seconds(1)).plan == taken.ring.plan)
        #expect(Self.decision(taken, at: end).plan != taken.ring.plan)
    }

    @Test func `old signatures are waited for from keyturn's own publication on`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        let old = try bind.add(
            .zsk,
            goal: .hidden,
            made: .days(90),
            [.dnskey: (.omnipresent, .days(89)), .zrrsig: (.unretentive, .days(5))]
        )
        let new = try bind.add(
            .zsk,
            made: .days(6),
            [.dnskey: (.omnipresent, .days(5)), .zrrsig: (.rumoured, .days(5))]
        )
        bind.relate(old, new)
        bind.write()
        let taken = try bind.taken()
        let later = Self.decision(taken, at: Self.now + .days(30))
        #expect(later.plan == taken.ring.plan)
        let publication = Publication(
            at: Self.now + .hours(1),
            serial: 1,
            plan: taken.ring.plan,
            dnskeyTTL: .hours(1),
            maximumTTL: .days(1),
            negativeTTL: .minutes(5),
            propagation: .minutes(5)
        )
        let ring = taken.ring.recording(.zonePublished(publication))
        let end = publication.at + .days(1) + .minutes(65)
        #expect(Timeline.advance(Self.policy, ring, at: end - .seconds(1)).plan == ring.plan)
        let after = Timeline.advance(Self.policy, ring, at: end)
        #expect(
            Self.tags(after.plan.dnskeys.map(\.key), in: after.ring).contains(bind.names[old].keyTag) == false
        )
        #expect(taken.notes.contains(.signaturesInTransition(bind.names[new])))
    }

    /// A KSK roll with the DS in the given states.
    private static func kskRoll(
        _ bind: BINDFolder,
        old oldDS: BINDFolder.Track,
        new newDS: BINDFolder.Track
    ) throws -> Roll {
        try bind.addSettled(.zsk)
        let settled: BINDFolder.Track = (.omnipresent, .days(300))
        let old = try bind.add(
            .ksk,
            goal: .hidden,
            made: .days(365),
            [.dnskey: settled, .krrsig: settled, .ds: oldDS]
        )
        let shown: BINDFolder.Track = (.omnipresent, .days(2))
        let new = try bind.add(.ksk, made: .days(3), [.dnskey: shown, .krrsig: shown, .ds: newDS])
        bind.relate(old, new)
        return Roll(old: old, new: new)
    }

    @Test func `a DS that BIND still waits for is waited for`() throws {
        let bind = BINDFolder()
        let new = try Self.kskRoll(bind, old: (.unretentive, .days(1)), new: (.rumoured, .days(1))).new
        bind.write()
        let taken = try bind.taken()
        let decision = Self.decision(taken, at: Self.now + .days(9))
        #expect(decision.plan == taken.ring.plan)
        #expect(bind.id(new, in: decision.ring)?.ds?.seen == nil)
        #expect(decision.holds.contains { $0.phase == .dsSeen && $0.reason == .observation(.dsSeen) })
    }

    @Test func `a DS that BIND has seen counts from then`() throws {
        let bind = BINDFolder()
        let roll = try Self.kskRoll(bind, old: (.unretentive, .hours(9)), new: (.rumoured, .hours(9)))
        let old = roll.old
        let new = roll.new
        bind.edit(old) { $0.times[.dsRemoved] = Self.now - .hours(6) }
        bind.edit(new) { $0.times[.dsPublish] = Self.now - .hours(6) }
        bind.write()
        let taken = try bind.taken()
        // A day, an hour of the parent's servers and an hour of safety.
        let end = Self.now - .hours(6) + .hours(26)
        #expect(Self.decision(taken, at: end - .seconds(1)).plan == taken.ring.plan)
        let after = Self.decision(taken, at: end)
        #expect(Self.tags(after.plan.keySigners, in: after.ring) == [bind.names[new].keyTag])
    }

    @Test func `caches of a DS that was seen are waited for by the policy, and BIND's longer wait is told`()
        throws
    {
        let bind = BINDFolder()
        let roll = try Self.kskRoll(bind, old: (.unretentive, .hours(9)), new: (.rumoured, .hours(9)))
        bind.edit(roll.old) { $0.times[.dsRemoved] = Self.now - .hours(1) }
        bind.edit(roll.new) { $0.times[.dsPublish] = Self.now - .hours(1) }
        bind.write()
        var policy = Self.policy
        policy.ttl.ds = .hours(2)
        let taken = try bind.taken(policy)
        let end = Self.now - .hours(1) + .hours(4)
        func plan(_ time: Instant) -> SigningPlan { Timeline.advance(policy, taken.ring, at: time).plan }
        #expect(plan(end - .seconds(1)) == taken.ring.plan)
        #expect(plan(end) != taken.ring.plan)
        let note = BINDImportNote.shorterDSWait(bind.names[roll.old], bind: .hours(26), policy: .hours(4))
        #expect(taken.notes.contains(note))
    }

    @Test func `a ZSK that is taken over while its signatures come keeps its lifetime`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        let old = try bind.add(
            .zsk,
            goal: .hidden,
            made: .days(90),
            [.dnskey: (.omnipresent, .days(89)), .zrrsig: (.unretentive, .days(5))]
        )
        let new = try bind.add(
            .zsk,
            made: .days(6),
            [.dnskey: (.omnipresent, .days(5)), .zrrsig: (.rumoured, .days(5))]
        )
        bind.relate(old, new)
        bind.edit(new) { $0.times[.active] = Self.now - .days(5) }
        bind.write()
        let key = try #require(bind.id(new, in: try bind.taken().ring))
        #expect(key.activated == Self.now - .days(5))
        bind.edit(new) { $0.times[.active] = nil }
        bind.write()
        #expect(bind.id(new, in: try bind.taken().ring)?.activated == Self.now - .days(5))
    }

    /// Where BIND would wait longer than the policy, a state counts from later on.
    @Test func `what was just taken over can be handed back and taken over again at once`() throws {
        let bind = BINDFolder()
        let new = try Self.zskRoll(bind, age: .hours(3)).new
        bind.edit(new) { $0.times[.active] = Self.now - .hours(3) + .hours(10) }
        bind.write()
        let taken = try bind.taken()
        #expect(bind.id(new, in: taken.ring)?.dnskey.seen.map { $0 > Self.now } == true)
        let export = try BINDExport(taken.ring, files: taken.keys, policy: Self.policy, at: Self.now)
        let folder = TemporaryFolder()
        for entry in export.entries { try BINDKeyFolder(path: folder.path).write(entry) }
        let files = try BINDFiles(folder: folder.path, zone: BINDFolder.zone)
        let again = try BINDImport(files, policy: Self.policy, published: nil, at: Self.now)
        #expect(again.ring.plan == taken.ring.plan)
    }

    @Test func `a new KSK whose DS is not due leaves the old one in use`() throws {
        let bind = BINDFolder()
        let roll = try Self.kskRoll(bind, old: (.omnipresent, .days(300)), new: (.hidden, .days(3)))
        let old = roll.old
        let new = roll.new
        bind.edit(new) { state in
            state.states[.dnskey] = .rumoured
            state.states[.krrsig] = .rumoured
            for moment in [BINDStateFile.Moment.dnskeyChange, .krrsigChange, .published] {
                state.times[moment] = Self.now - .minutes(10)
            }
        }
        bind.write()
        let taken = try bind.taken()
        #expect(bind.id(old, in: taken.ring)?.goal == .active)
        let decision = Self.decision(taken)
        #expect(decision.plan == taken.ring.plan && decision.ring.keys == taken.ring.keys)
    }

    @Test func `a combined key in the middle of its roll is taken over`() throws {
        let bind = BINDFolder()
        let old = try bind.addSettled(.csk, goal: .hidden)
        let new = try bind.add(
            .csk,
            made: .hours(1),
            [
                .dnskey: (.rumoured, .hours(1)), .krrsig: (.rumoured, .hours(1)),
                .zrrsig: (.hidden, .hours(1)), .ds: (.hidden, .hours(1)),
            ]
        )
        bind.relate(old, new)
        bind.edit(new) { $0.times[.active] = Self.now + .minutes(65) }
        bind.write()
        let taken = try bind.taken(BINDFolder.cskPolicy)
        let decision = Self.decision(taken, BINDFolder.cskPolicy)
        #expect(decision.plan == taken.ring.plan)
        let after = Self.decision(taken, BINDFolder.cskPolicy, at: Self.now + .minutes(65))
        #expect(Self.tags(after.plan.zoneSigners, in: after.ring) == [bind.names[new].keyTag])
    }

    // MARK: - Keys beside

    @Test func `keys of the past are history, keys of the future stay where they are`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        try bind.addSettled(.zsk)
        let past = try bind.add(
            .zsk,
            goal: .hidden,
            made: .days(200),
            [.dnskey: (.hidden, .days(90)), .zrrsig: (.hidden, .days(91))]
        )
        let future = try bind.add(.zsk, goal: .hidden, made: .days(1), [:])
        bind.edit(future) { state in
            for moment in [BINDStateFile.Moment.published, .active, .retired] { state.times[moment] = nil }
        }
        bind.write()
        let taken = try bind.taken()
        #expect(bind.id(past, in: taken.ring)?.removed == Self.now - .days(90))
        #expect(bind.id(future, in: taken.ring) == nil)
        #expect(taken.notes.contains(.unusedKey(bind.names[future])))
        #expect(!taken.keys.contains { $0.name == bind.names[future] })
        #expect(Self.decision(taken).plan == taken.ring.plan)
    }

    @Test func `states that dnssec-settime made have no flags, and their keys the role of the DNSKEY`() throws
    {
        for role in KeyRole.allCases {
            let bind = BINDFolder()
            let key = try bind.addSettled(role)
            if role != .csk { try bind.addSettled(role == .ksk ? .zsk : .ksk) }
            bind.edit(key) { $0.flags = [:] }
            bind.write()
            let ring = try bind.taken(role == .csk ? BINDFolder.cskPolicy : BINDFolder.policy).ring
            #expect(bind.id(key, in: ring)?.role == role)
        }
    }

    @Test func `a roll that was ordered by hand is asked for`() throws {
        let bind = BINDFolder()
        let ksk = try bind.addSettled(.ksk)
        try bind.addSettled(.zsk)
        bind.edit(ksk) { $0.times[.retired] = Self.now + .days(2) }
        bind.write()
        let taken = try bind.taken()
        let start = Self.now + .days(2) - .minutes(125)
        #expect(taken.ring.rollRequests == [RollRequest(role: .ksk, start: start)])
        #expect(taken.notes.contains(.rollRequested(bind.names[ksk], .ksk, start: start)))
    }

    @Test func `a lifetime that differs from the policy's is told`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        let zsk = try bind.addSettled(.zsk)
        bind.edit(zsk) { state in
            state.numbers[.lifetime] = 0
            state.times[.retired] = nil
        }
        bind.write()
        let taken = try bind.taken()
        #expect(taken.notes.contains(.otherLifetime(bind.names[zsk], nil, policy: .days(90))))
        let end = Self.now + .days(80)
        #expect(taken.notes.contains(.earlierRoll(bind.names[zsk], bind: nil, policy: end)))
    }

    @Test func `only times that have come true go into the key files`() throws {
        let bind = BINDFolder()
        let ksk = try bind.addSettled(.ksk)
        try bind.addSettled(.zsk)
        let folder = BINDKeyFolder(path: bind.path)
        var key = try folder.read(bind.names[ksk])
        key.times[.inactive] = Self.now + .days(1)
        key.times[.publish] = Self.now
        try folder.update(key)
        bind.write()
        let copy = try #require(try bind.taken().keys.first { $0.name == bind.names[ksk] })
        #expect(copy.times[.inactive] == nil && copy.times[.publish] == Self.now)
    }

    @Test func `validators that follow by RFC 5011 are counted from the publication`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.zsk)
        let ksk = try bind.addSettled(.ksk)
        bind.edit(ksk) { $0.numbers[.predecessor] = 1 }
        bind.write()
        var policy = Self.policy
        policy.keys[0].rfc5011 = RFC5011Policy()
        let taken = try bind.taken(policy)
        #expect(bind.id(ksk, in: taken.ring)?.anchor?.state == .rumoured)
        #expect(bind.id(ksk, in: taken.ring)?.anchor?.seen == Self.now - .days(10))
        #expect(taken.notes.contains(.anchorAssumed(bind.names[ksk])))
    }
}
