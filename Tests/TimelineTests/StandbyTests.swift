import DNSSECModel
import TestKit
import Testing
import Timeline

/// Standby keys are published and do nothing until they take over.
struct StandbyTests {
    private static let policies: [(name: String, policy: DNSSECPolicy)] = {
        var combined = TestPolicy.combined(roll: .prePublication)
        combined.keys[0].standby = 1
        var doubled = TestPolicy.combined()
        doubled.keys[0].standby = 1
        var trusted = TestPolicy.combined(rfc5011: RFC5011Policy())
        trusted.keys[0].standby = 2
        return [
            ("KSK and ZSK", TestPolicy.split(standby: 1)),
            ("KSK Double-RRset", TestPolicy.split(ksk: .doubleRRset, standby: 1)),
            ("RFC 5011", TestPolicy.split(rfc5011: RFC5011Policy(), standby: 1)),
            ("RFC 5011 without a parent", TestPolicy.split(rfc5011: RFC5011Policy(), standby: 2, ds: .none)),
            ("CSK pre-publication", combined), ("CSK double-signature", doubled), ("CSK RFC 5011", trusted),
        ]
    }()

    @Test(arguments: policies.indices)
    func `a standby key signs nothing`(_ index: Int) {
        let (name, policy) = Self.policies[index]
        var world = VirtualWorld(policy)
        var seen = 0
        for _ in 0..<60 {
            world.live(for: .days(8))
            let plan = world.ring.plan
            for key in world.ring.keys where key.goal == .standby && key.dnskey.state.isPublished {
                seen += 1
                #expect(!plan.keySigners.contains(key.id) && !plan.zoneSigners.contains(key.id), "\(name)")
                #expect(key.krrsig?.state ?? .hidden == .hidden, "\(name)")
            }
        }
        #expect(seen > 30, "\(name)")
        #expect(world.problems.isEmpty, "\(name): \(world.problems)")
    }

    /// RFC 7583 3.3.1: what the new DS leads to, every cache must have the signature of.
    @Test func `a standby KSK signs IpubC before the key in use ends its work, and its DS comes then`() throws
    {
        let policy = TestPolicy.split(standby: 1)
        var world = VirtualWorld(policy)
        world.live(for: .days(500))
        let new = try #require(world.ring.keys.first { $0.role == .ksk && $0.predecessor != nil })
        let old = try #require(new.predecessor.flatMap { world.ring[$0] })
        let interval = TimingIntervals(policy).childPublicationInterval
        func time(_ phase: KeyStep, _ key: ManagedKey) -> Instant? {
            world.events.first { $0.phase == phase && $0.key == key.id }?.at
        }
        let end = try #require(old.activated) + .days(365)
        #expect(time(.sign, new) == end - interval)
        #expect(time(.submitDS, new) == end)
        #expect(time(.retire, old) == end)
        let published = try #require(time(.publish, new))
        #expect(published < end - .days(300))
    }

    @Test(arguments: [100, 500])
    func `under a hold of all steps the standby key's signing is what waits`(_ days: Int64) throws {
        let policy = TestPolicy.split(standby: 1)
        var world = VirtualWorld(policy)
        world.live(for: .days(90))
        let hold = OperatorHold(reason: "a freeze", user: "anna", at: world.now)
        world.ring = world.ring.recording(.held(hold))
        world.live(for: .days(days - 90))
        let spare = try #require(world.ring.keys.first { $0.role == .ksk && $0.goal == .standby })
        let holds = Timeline.advance(policy, world.ring, at: world.now).holds.filter { $0.role == .ksk }
        #expect(holds.map(\.key) == [spare.id], "\(holds)")
        #expect(holds.map(\.phase) == [.sign], "\(holds)")
    }

    /// An emergency at any moment, with the DS of the standby key at the parent since long, since just now, or not.
    @Test(arguments: policies.indices, ["no DS", "new DS", "old DS"])
    func `a standby key takes over in an emergency and no chain breaks`(_ index: Int, ds: String) throws {
        let (name, policy) = Self.policies[index]
        for hours in [24 * 61 + 7] {
            var world = VirtualWorld(policy)
            world.pass(until: VirtualWorld.start + .hours(Int64(hours)))
            guard let spare = world.ring.keys.first(where: { $0.goal == .standby && $0.role.signsKeys })
            else { continue }
            if ds != "no DS", spare.ds != nil { world.parentChanges(spare.id, comes: true) }
            if ds == "old DS" { world.pass(until: world.now + .days(3)) }
            let request = RollRequest(role: spare.role, start: world.now, isEmergency: true, reason: "lost")
            world.ring = world.ring.recording(.rollRequested(request))
            let ring = world.ring
            let proof = Timeline.prove(policy, ring, from: world.now, until: world.now + .days(90))
            #expect(proof.story.isEmpty, "\(name), \(ds), after \(hours) hours")
            let roll = world.now
            world.live(for: .days(90))
            #expect(world.problems.isEmpty, "\(name), \(ds), after \(hours) hours: \(world.problems)")
            let successor = try #require(world.ring.keys.first { $0.id == spare.id })
            #expect(successor.goal != .standby, "\(name), \(ds), after \(hours) hours")
            let signed = try #require(world.events.first { $0.key == spare.id && $0.phase == .sign }).at
            #expect(signed >= roll, "\(name), \(ds), after \(hours) hours")
        }
    }
}
