import ControlProtocol
import DNSSECModel
import Daemon
import Planning
import Testing
import Timeline
import Wording

@Suite struct `What people read of steps and waits` {
    private let start = Instant(secondsSinceEpoch: 1_800_000_000)
    private let policy = DNSSECPolicy(
        name: "own",
        description: "",
        keys: [
            KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
            KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256, lifetime: .days(90)),
        ]
    )

    private func zone() throws -> Name { try Name(absolute: "example") }

    private func plan(days: Int64) throws -> PlanDocument {
        let until = start + .days(days)
        let forecast = Forecast(policy, KeyRing(zone: try zone()), from: start, until: until)
        return PlanDocument(forecast: forecast, zone: try zone(), from: start, until: until, policy: policy)
    }

    /// A ring whose first keys have just been made.
    private func ringWithKeys() throws -> KeyRing {
        var ring = Timeline.advance(policy, KeyRing(zone: try zone()), at: start).ring
        for key in ring.keys {
            let octets = [UInt8](repeating: UInt8(key.id.rawValue), count: 64)
            let record = DNSKEYRecord(flags: key.role.flags, algorithm: key.algorithm, publicKey: octets)
            ring = ring.recording(.keyGenerated(key.id, KeyMaterial(record: record), at: start))
        }
        return ring
    }

    // MARK: - Steps

    @Test func `a ZSK that takes over is told with the one that stops, and the lifetime that ends`() throws {
        let event = try #require(try plan(days: 100).events.last { $0.phase == .sign })
        #expect(event.role == .zsk)
        #expect(event.tag == nil)
        #expect(event.change() == "ZSK no. 2 signs the zone; ZSK no. 1 stops")
        #expect(event.because() == "the lifetime of ZSK no. 1, 90d, ends")
        #expect(event.actor == .daemon)
    }

    @Test func `a ZSK that leaves is told with the wait and its formula`() throws {
        let event = try #require(try plan(days: 100).events.last { $0.phase == .remove })
        #expect(event.change() == "ZSK no. 1 leaves the DNSKEY RRset")
        #expect(
            event.because().hasPrefix(
                "no cache holds a previous signature any more, 1d1h5m after "
            )
        )
        let numbers = "Dprp 5m + TTLsig 1d + retire safety 1h = 1d1h5m"
        #expect(event.formula == "RFC 7583 3.2.1: Iret = Dsgn + Dprp + TTLsig + retire safety = \(numbers)")
    }

    @Test func `a successor is told with its predecessor and the lifetime that ends`() throws {
        let event = try #require(try plan(days: 100).events.last { $0.phase == .generate })
        #expect(event.change() == "ZSK no. 2 is made, to follow ZSK no. 1")
        #expect(event.because().contains("90d"))
        #expect(event.formula == nil)
    }

    @Test func `what happens at the parent is told with who does it`() throws {
        let events = try plan(days: 10).events
        let submission = try #require(events.first { $0.phase == .submitDS })
        #expect(submission.actor == .operator)
        #expect(submission.change() == "the parent is asked for the DS of KSK no. 1")
        let sight = try #require(events.first { $0.phase == .dsSeen })
        #expect(sight.actor == .parent)
        #expect(sight.because() == "the parent has done what it was asked")
    }

    @Test func `a key that exists is told by its tag`() throws {
        let before = try ringWithKeys()
        let after = Timeline.advance(policy, before, at: start).ring
        let events = Timeline.events(from: before, to: after, at: start, policy: policy)
        let event = try #require(events.first { $0.phase == .publish && $0.role == .ksk })
        let tag = try #require(before.keys.first { $0.role == .ksk }?.tag)
        #expect(PlanEvent(event, in: after, policy: policy).change() == "KSK \(tag) enters the DNSKEY RRset")
    }

    // MARK: - Waits

    private func sentence(_ phase: KeyStep, _ reason: HoldReason) throws -> (String, tag: UInt16) {
        let ring = try ringWithKeys()
        let key = try #require(ring.keys.first { $0.role == .ksk })
        let hold = Hold(key: key.id, role: key.role, phase: phase, reason: reason)
        return (HoldStatus(hold, in: ring).sentence(of: ring.zone, now: start), try #require(key.tag))
    }

    @Test func `a wait for caches has its end, the distance, the danger and the arithmetic`() throws {
        let reason = HoldReason.time(
            until: start + .hours(2),
            since: start - .minutes(5),
            interval: .minutes(125),
            formula: .kskRetireInterval
        )
        let (text, tag) = try sentence(.remove, reason)
        #expect(
            text
                == "KSK \(tag) leaves the DNSKEY RRset at \(start + .hours(2)) (in 2h) at the earliest: until then a "
                + "cache may hold the old DS (RFC 7583 3.3.1: Iret = DprpP + TTLds + retire safety = 2h5m, since "
                + "\(start - .minutes(5)))"
        )
    }

    @Test func `a wait for the parent says what to type`() throws {
        let (seen, tag) = try sentence(.dsSeen, .observation(.dsSeen))
        #expect(seen.hasSuffix("; then: keyturn ds-seen example. \(tag)"))
        let (gone, _) = try sentence(.dsGone, .observation(.dsGone))
        #expect(gone.hasSuffix("; then: keyturn ds-gone example. \(tag)"))
    }

    @Test func `a roll that the policy has set has its date`() throws {
        let hold = Hold(key: nil, role: .zsk, phase: .generate, reason: .policy(until: start + .days(80)))
        #expect(
            HoldStatus(hold, in: try ringWithKeys()).sentence(of: try zone(), now: start)
                == "the next ZSK is made at \(start + .days(80)) (in 80d), as scheduled by the policy"
        )
    }

    @Test(arguments: SafetyRule.allCases)
    func `a step that would break a rule says what the rule keeps`(rule: SafetyRule) throws {
        let (text, tag) = try sentence(.revoke, .chainOfTrust(rule))
        #expect(
            text.hasPrefix("not yet: KSK \(tag) gets the REVOKE bit. Another step must come first, so that ")
        )
    }
}
