import DNSCore
import DNSSECCrypto
import DNSSECModel
import JSON
import KeyStore
import Publishing
import SystemIO
import Testing
import Timeline

@testable import Daemon

/// A zone whose turns are carried out in memory alone: keys, output and parent are stand-ins, and no file is touched.
private struct MemoryWorld {
    var state: ZoneState
    var now = Instant(secondsSinceEpoch: 1_800_000_000)
    var clockFault: ClockFault?
    var hasHook = false
    var areFilesTouched = false
    /// All that was done, in order, but for saving.
    var done: [ZoneEffect] = []
    /// The steps of keys that were saved, in order.
    var events: [TimelineEvent] = []
    private var serial: UInt32 = 0

    init(ds: DSSubmission = .manual) throws {
        let zone = try Name(absolute: "example.")
        let policy = DNSSECPolicy(
            name: "memory",
            description: "a KSK for good, a ZSK each month",
            keys: [
                KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
                KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256, lifetime: .days(30)),
            ],
            parent: ParentPolicy(ds: ds)
        )
        state = ZoneState(zone, policy: SharedPolicy(recalled: policy))
        state.ledger.open(at: now)
    }

    var facts: TurnFacts {
        TurnFacts(
            now: now,
            clockFault: clockFault,
            rules: ZoneRules(),
            areFilesTouched: areFilesTouched,
            hasPublishedHook: hasHook
        )
    }

    /// Takes turns until nothing is left to do at this moment; what was done.
    @discardableResult
    mutating func step() -> [ZoneEffect] {
        let before = done.count
        for _ in 0..<100 {
            let turn = ZoneTurn(state, facts)
            state = turn.state
            let acted = turn.effects.contains { effect in
                if effect != .save { done.append(effect) }
                return perform(effect)
            }
            if !acted { break }
        }
        save()
        return Array(done[before...])
    }

    /// What was decided counts as saved.
    mutating func save() {
        state.ledger.beginTurn()
        _ = state.ledger.ringSaved()
        state.ledger.linesWritten()
        events += state.ledger.events
    }

    /// Lives on from wake to wake; the parent shows each DS a day after it was asked.
    mutating func live(until end: Instant) {
        while true {
            step()
            let ds = dsDue.map { $0.at }
            let due = [state.outlook.wake, state.publisher.signed?.due].compactMap(\.self) + ds
            guard let next = due.filter({ $0 > now }).min(), next <= end else { return }
            now = next
            for change in dsDue where change.at <= now { observe(change.key, change.isComing) }
        }
    }

    private var dsDue: [(key: ManagedKey.ID, at: Instant, isComing: Bool)] {
        (state.ring?.keys ?? []).compactMap { key in
            guard let ds = key.ds, ds.seen == nil, ds.state == .rumoured || ds.state == .unretentive else {
                return nil
            }
            return (key.id, ds.since + .days(1), ds.state == .rumoured)
        }
    }

    private mutating func observe(_ key: ManagedKey.ID, _ isComing: Bool) {
        guard let ring = state.ring else { return }
        let seen: Observation = isComing ? .dsSeen(key, at: now, ttl: nil) : .dsGone(key, at: now, ttl: nil)
        state.ledger.commit(
            ring.recording(seen),
            JournalNote(.observation, "seen"),
            policy: state.policy,
            at: now
        )
    }

    private mutating func perform(_ effect: ZoneEffect) -> Bool {
        switch effect {
        case .save:
            save()
            return false
        case .checkZoneFile, .refuse: return false
        case .makeKeys(let ids, _): for id in ids { make(id) }
        case .publish(let plan): publish(plan)
        case .callPublished:
            state.hook = publishedCall
            return false
        case .recordPublication: state.recordPublication(at: now, clockFault)
        case .recallRequests: state.parent.recall([])
        case .askParent(let request): state.parent.noteAsked(request)
        }
        return true
    }

    private var publishedCall: HookCall {
        HookCall(
            .published,
            zone: state.ledger.zone,
            words: ["hook"],
            environment: [:],
            timeLimit: .minutes(1)
        )
    }

    private mutating func make(_ id: ManagedKey.ID) {
        guard let ring = state.ring, let key = ring[id] else { return }
        let octets = (0..<64).map { UInt8(truncatingIfNeeded: $0 + id.rawValue) }
        let record = DNSKEYRecord(flags: key.role.flags, algorithm: key.algorithm, publicKey: octets)
        let after = ring.recording(.keyGenerated(id, KeyMaterial(record: record), at: now))
        state.ledger.commit(after, JournalNote(.observation, "made"), policy: state.policy, at: now)
    }

    private mutating func publish(_ plan: SigningPlan) {
        guard let policy = state.policy else { return }
        serial += 1
        state.publisher.recall(
            SignedState(
                source: [:],
                rules: ZoneRules(),
                policy: policy,
                plan: plan,
                output: nil,
                serial: serial,
                earliestExpiration: now + policy.signatures.validity,
                due: now + policy.signatures.validity - policy.signatures.refresh
            )
        )
        areFilesTouched = false
        state.publisher.recordAgain(
            Publication(
                at: now,
                serial: serial,
                plan: plan,
                dnskeyTTL: policy.ttl.dnskey,
                maximumTTL: .days(1),
                negativeTTL: .hours(1),
                propagation: policy.propagation.zone
            )
        )
    }
}

/// A turn is a function: state and facts in, state and effects out.
///
/// No test here has a file, a clock or a hook.
struct ZoneTurnTests {
    @Test
    func `a new zone saves, makes its first keys, signs, and asks the parent once`() throws {
        var world = try MemoryWorld()
        let first = ZoneTurn(world.state, world.facts)
        #expect(first.effects.first == .save)
        guard case .makeKeys(let ids, areFirst: true)? = first.effects.dropFirst().first else {
            Issue.record("\(first.effects)")
            return
        }
        #expect(ids.count == 2)
        world.live(until: world.now + .days(10))
        let names = world.done.map { String(describing: $0).prefix { $0 != "(" } }
        #expect(names.first == "makeKeys")
        #expect(names.count { $0 == "makeKeys" } == 1)
        #expect(names.count { $0 == "askParent" } == 1)
        #expect(names.count { $0 == "recallRequests" } == 1)
        let signing = try #require(names.firstIndex(of: "publish"))
        #expect(names[(signing + 1)...].first == "recordPublication")
        #expect(world.state.ring?.isTrusted == true)
    }

    @Test
    func `a life of a year in memory takes the steps that the forecast shows`() throws {
        var world = try MemoryWorld()
        let (policy, start) = (try #require(world.state.policy), world.now)
        let ring = try #require(world.state.ring)
        world.live(until: start + .days(365))
        let forecast = Forecast(policy, ring, from: start, until: start + .days(365))
        let name = { (event: TimelineEvent) in "\(event.at) \(event.phase) \(event.role) \(event.key)" }
        #expect(world.events.map(name) == forecast.events.map(name))
        #expect(world.events.count > 50)
    }

    @Test
    func `the same state and facts give the same turn, and a turn that was carried out leaves nothing`()
        throws
    {
        var world = try MemoryWorld()
        for day in 0..<60 {
            let (one, two) = (ZoneTurn(world.state, world.facts), ZoneTurn(world.state, world.facts))
            #expect(one.effects == two.effects)
            #expect(one.state.ring == two.state.ring)
            world.step()
            #expect(ZoneTurn(world.state, world.facts).effects.filter { $0 != .save } == [], "day \(day)")
            world.now = world.now + .days(1)
        }
    }

    @Test
    func `a clock that cannot be trusted stops the keys, and signing goes on`() throws {
        var world = try MemoryWorld()
        world.step()
        let ring = world.state.ring
        world.now = world.now + .days(365)
        world.clockFault = .backwards(expected: world.now + .days(1), found: world.now)
        let effects = world.step()
        #expect(effects.count == 2)
        guard case .publish? = effects.first, effects.last == .recordPublication else {
            Issue.record("\(effects)")
            return
        }
        #expect(world.state.ring?.keys == ring?.keys)
        #expect(world.state.ring?.publication?.at == ring?.publication?.at)
    }

    @Test
    func `a stage that has failed is left alone until its time`() throws {
        var world = try MemoryWorld()
        world.state.troubles.note(.keys, .generation(.unsupportedAlgorithm(.rsaSHA1)), at: world.now)
        let made = { (effects: [ZoneEffect]) in
            effects.contains { if case .makeKeys = $0 { true } else { false } }
        }
        #expect(!made(ZoneTurn(world.state, world.facts).effects))
        world.now = world.now + .minutes(1)
        #expect(made(ZoneTurn(world.state, world.facts).effects))
    }

    @Test
    func `a trouble ends in words when there is nothing left to do for it`() throws {
        var world = try MemoryWorld()
        world.step()
        world.state.troubles.note(.parent, .hookMissing(.dsSubmit), at: world.now)
        _ = world.state.troubles.takeLines()
        world.now = world.now + .minutes(2)
        world.step()
        #expect(world.state.troubles[.parent] == nil)
        #expect(
            world.state.troubles.takeLines() == [
                LogLine(threshold: .notice, text: "parent works again, after 2m")
            ]
        )
    }

    @Test
    func `one hook runs at a time, and nothing is signed while the one after publication does`() throws {
        var world = try MemoryWorld()
        world.hasHook = true
        world.step()
        guard case .callPublished? = world.done.last else {
            Issue.record("\(world.done)")
            return
        }
        world.areFilesTouched = true
        #expect(world.step() == [])
        world.state.hook = nil
        guard case .publish? = world.step().first else {
            Issue.record("\(world.done)")
            return
        }
    }

    @Test
    func `a ring that could not be saved takes its publication back`() throws {
        var world = try MemoryWorld()
        world.step()
        let saved = world.state.ring
        world.now = world.now + .days(20)
        world.state.publisher.recordAgain(try #require(saved?.publication))
        world.state.recordPublication(at: world.now, nil)
        #expect(world.state.ring != saved)
        #expect(world.state.publisher.unrecorded == nil)
        world.state.rollBack()
        #expect(world.state.ring == saved)
        #expect(world.step().contains(.recordPublication))
    }

    @Test
    func `a zone is not published without the keys that it had`() throws {
        var world = try MemoryWorld()
        world.step()
        var ring = try #require(world.state.ring)
        ring.keys = []
        world.state.ledger.take(ring)
        let effects = ZoneTurn(world.state, world.facts).effects
        #expect(effects.contains(.refuse(.wouldBeUnsigned)))
        #expect(!effects.contains { if case .publish = $0 { true } else { false } })
    }
}
