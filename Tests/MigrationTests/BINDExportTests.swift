import DNSSECCrypto
import DNSSECModel
import TestKit
import Testing
import Timeline

@testable import KeyStore
@testable import Migration

/// What keyturn hands to BIND, keyturn would take back as it was.
struct BINDExportTests {
    /// A zone whose keys are really made and rolled, in virtual time.
    private final class World {
        let temporary = TemporaryFolder()
        let policy: DNSSECPolicy
        var ring = KeyRing(zone: BINDFolder.zone)
        var now = BINDFolder.now

        init(_ policy: DNSSECPolicy) { self.policy = policy }

        var folder: BINDKeyFolder { BINDKeyFolder(path: temporary.path) }

        /// Does all that is due but what is left out, and gives the decision that is left.
        func settle(parent: Bool = true, publication: Bool = true) throws -> Decision {
            while true {
                let decision = Timeline.advance(policy, ring, at: now)
                ring = decision.ring
                var acted = false
                for action in decision.actions {
                    switch action {
                    case .generateKey(let id):
                        try generate(id)
                        acted = true
                    case .publish(let plan) where publication:
                        publish(plan)
                        acted = true
                    case .changeDS(let add, let remove) where parent:
                        for id in add { ring = ring.recording(.dsSeen(id, at: now, ttl: nil)) }
                        for id in remove { ring = ring.recording(.dsGone(id, at: now, ttl: nil)) }
                        acted = true
                    case .publish, .changeDS: break
                    }
                }
                if !acted { return decision }
            }
        }

        private func generate(_ id: ManagedKey.ID) throws {
            guard let key = ring[id] else { return }
            var times = BINDKeyTimes()
            times[.created] = now
            let made = try folder.create(
                .generate(algorithm: key.algorithm, bits: 2048),
                zone: ring.zone,
                flags: key.role.flags,
                ttl: 3600,
                times: times
            )
            ring = ring.recording(.keyGenerated(id, KeyMaterial(record: made.record), at: now))
        }

        func publish(_ plan: SigningPlan) {
            let publication = Publication(
                at: now,
                serial: UInt32(now.secondsSinceEpoch),
                plan: plan,
                dnskeyTTL: .hours(1),
                maximumTTL: .days(1),
                negativeTTL: .minutes(5),
                propagation: policy.propagation.zone
            )
            ring = ring.recording(.zonePublished(publication))
        }

        /// The ring after a way to BIND and back.
        func thereAndBack() throws -> KeyRing {
            let bind = TemporaryFolder()
            let keys = try folder.keys(of: ring.zone).keys
            let export = try BINDExport(ring, files: keys, policy: policy, at: now)
            for entry in export.entries { try BINDKeyFolder(path: bind.path).write(entry) }
            let files = try BINDFiles(folder: bind.path, zone: ring.zone)
            return try BINDImport(files, policy: policy, published: nil, at: now).ring
        }
    }

    /// The states of a ring's living keys, by tag.
    private static func states(_ ring: KeyRing) -> [UInt16?: [KeyRecord: RecordState]] {
        var states: [UInt16?: [KeyRecord: RecordState]] = [:]
        for key in ring.keys where !key.isGone && key.material != nil {
            for record in KeyRecord.allCases {
                states[key.material?.tag, default: [:]][record] = key[record]?.state
            }
        }
        return states
    }

    private static func tags(_ plan: SigningPlan, in ring: KeyRing) -> [[UInt16?]] {
        [plan.dnskeys.map(\.key), plan.keySigners, plan.zoneSigners, plan.cds].map { ids in
            ids.map { ring[$0]?.material?.tag }.sorted { ($0 ?? 0) < ($1 ?? 0) }
        }
    }

    @Test(arguments: [BINDFolder.policy, BINDFolder.cskPolicy])
    func `at every moment of its life a zone could go to BIND and come back`(policy: DNSSECPolicy) throws {
        let world = World(policy)
        var moments = 0
        var midRoll = 0
        var wasAsked = false
        let end = world.now + .days(250)
        while world.now < end {
            // The parent sometimes takes its time.
            let isParentSlow = moments % 3 == 1
            let decision = try world.settle(parent: !isParentSlow)
            if world.ring.plan.isWhole, !world.ring.plan.dnskeys.isEmpty {
                let back = try world.thereAndBack()
                #expect(Self.states(back) == Self.states(world.ring), "\(world.now)")
                #expect(Self.tags(back.plan, in: back) == Self.tags(world.ring.plan, in: world.ring))
                let again = Timeline.advance(policy, back, at: world.now)
                #expect(
                    Self.tags(again.plan, in: again.ring) == Self.tags(back.plan, in: back),
                    "\(world.now)"
                )
                if world.ring.keys.count(where: { !$0.isGone }) > policy.keys.count { midRoll += 1 }
            }
            moments += 1
            if !wasAsked, world.now > BINDFolder.now + .days(20), policy.keys[0].role == .ksk {
                wasAsked = true
                let request = RollRequest(role: .ksk, start: world.now)
                world.ring = world.ring.recording(.rollRequested(request))
            }
            world.now = min(
                decision.nextWake ?? world.now + .hours(7),
                world.now + (isParentSlow ? .hours(3) : .days(11))
            )
        }
        #expect(moments > 30 && midRoll > 5)
    }

    @Test func `a wait that was not seen to begin begins for BIND now`() throws {
        let world = World(BINDFolder.policy)
        _ = try world.settle()
        world.now = world.now + .days(2)
        world.ring = world.ring.recording(.rollRequested(RollRequest(role: .zsk, start: world.now)))
        _ = try world.settle(publication: false)
        world.now = world.now + .hours(1)
        let keys = try world.folder.keys(of: world.ring.zone).keys
        let export = try BINDExport(world.ring, files: keys, policy: world.policy, at: world.now)
        let rumoured = try #require(export.entries.first { $0.state.states[.dnskey] == .rumoured })
        #expect(rumoured.state.times[.dnskeyChange] == world.now)
        #expect(rumoured.state.times[.active] == world.now + .minutes(125))
        // The old key knows its successor, and its end.
        let old = try #require(export.entries.first { $0.state.numbers[.successor] != nil })
        #expect(old.state.states[.goal] == .hidden && old.state.times[.retired] == world.now + .minutes(125))
        #expect(rumoured.state.numbers[.predecessor] == UInt32(old.key.record.keyTag))
    }

    @Test func `what BIND has no words for is refused`() throws {
        let world = World(BINDFolder.policy)
        let key = {
            try BINDExport(
                world.ring,
                files: try world.folder.keys(of: world.ring.zone).keys,
                policy: world.policy,
                at: world.now
            )
        }
        #expect(throws: BINDExportRefusal.noKeys) { try key() }
        _ = try world.settle()
        let settled = world.ring
        world.ring.keys[0].goal = .standby
        #expect(throws: BINDExportRefusal.standby(settled.keys[0].id)) { try key() }
        world.ring = settled
        world.ring.keys[0].revocation = RecordTrack(.unretentive, since: world.now)
        #expect(throws: BINDExportRefusal.revoked(settled.keys[0].id)) { try key() }
        world.ring = settled
        world.ring.keys[0].dnskey.state = .hidden
        world.ring.keys[0].ds?.state = .rumoured
        #expect(throws: BINDExportRefusal.dsBeforeDNSKEY(settled.keys[0].id)) { try key() }
        world.ring = settled
        world.ring.keys[0].algorithm = .ed25519
        #expect(throws: BINDExportRefusal.changeUnderWay) { try key() }
        let none = { try BINDExport(settled, files: [], policy: world.policy, at: world.now) }
        #expect(throws: BINDExportRefusal.noFiles(settled.keys[0].id)) { try none() }
    }

    // MARK: - BIND's own tool

    @Test(.enabled(if: ExternalTool("dnssec-settime").isExpected))
    func `dnssec-settime reads what is exported, and what it writes is taken over`() throws {
        let world = World(BINDFolder.policy)
        world.now = Instant(secondsSinceEpoch: 1_700_000_000)
        _ = try world.settle()
        let bind = TemporaryFolder()
        let keys = try world.folder.keys(of: world.ring.zone).keys
        let export = try BINDExport(world.ring, files: keys, policy: world.policy, at: world.now)
        for entry in export.entries { try BINDKeyFolder(path: bind.path).write(entry) }
        let settime = ExternalTool("dnssec-settime")
        for entry in export.entries {
            let name = entry.key.name
            let isKSK = entry.state.role == .ksk
            let before = bind.read(name.stateFile) ?? []
            // Reads all of it, and writes it again with one state changed.
            let options =
                isKSK ? ["-d", "omnipresent", "20260101000000"] : ["-z", "omnipresent", "20260101000000"]
            let outcome = settime.run(["-s"] + options + ["\(name)"], in: bind.path)
            #expect(outcome.status == 0, "\(outcome.output)")
            let after = bind.read(name.stateFile) ?? []
            let old = try BINDStateReading(before.span, file: name.stateFile).content
            let new = try BINDStateReading(after.span, file: name.stateFile).content
            let field = isKSK ? BINDStateFile.State.ds : .zrrsig
            var expected = old
            expected.states[field] = .omnipresent
            if let change = field.change {
                expected.times[change] = Instant(text: "20260101000000", now: world.now)
            }
            #expect(new == expected)
        }
        let files = try BINDFiles(folder: bind.path, zone: world.ring.zone)
        let now = Instant(secondsSinceEpoch: 1_790_000_000)
        let ring = try BINDImport(files, policy: world.policy, published: nil, at: now).ring
        #expect(
            ring.keys.allSatisfy {
                $0.role == .ksk ? $0.ds?.state == .omnipresent : $0.zrrsig?.state == .omnipresent
            }
        )
    }
}
