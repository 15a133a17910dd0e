import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import TestKit
import Testing
import Timeline

@testable import Daemon

/// A ZSK roll whose signatures change over little by little, by the daemon's own engine on real files.
struct SpreadTests {
    static let names = 120
    static let spread = Interval.days(2)

    /// A secure zone of many names, whose policy has a spread or none.
    private static func world(_ spread: String) throws -> EngineWorld {
        let world = EngineWorld()
        let policy = """
            version: 1
            ttl: { dnskey: 1h, ds: 1d }
            keys:
              - { role: ksk, algorithm: ecdsap256sha256, rfc5011: {} }
              - { role: zsk, algorithm: ecdsap256sha256, spread: \(spread) }

            """
        world.folder.write(policy, to: "policies/default.yaml")
        let hosts = (0..<names).map { "host\($0) A 192.0.2.9\n" }.joined()
        world.folder.write(EngineWorld.zoneText + hosts, to: "example.zone")
        try world.run()
        try world.live(until: world.now + .days(2))
        return world
    }

    /// A publication: when, and how many signatures were made and are by the old key.
    private struct Share {
        var at: Instant
        var made: Int
        var old: Int
    }

    private static func old(_ world: EngineWorld, _ tag: UInt16) throws -> Int {
        let zone = try #require(world.output())
        return zone.owners.reduce(0) { count, owner in
            count
                + (zone.rrset(.rrsig, of: owner)?.records ?? 0..<0).count { record in
                    let rdata = zone.copy(zone.records[record])
                    return UInt16(rdata[16]) << 8 | UInt16(rdata[17]) == tag
                }
        }
    }

    /// Rolls the ZSK, and lives on until the old key is gone; all publications that made signatures.
    private static func roll(_ world: EngineWorld, _ recorder: inout LifeRecorder) throws -> [Share] {
        let zone = try Name(absolute: "example.")
        let tag = try #require(try world.ring().keys.first { $0.role == .zsk }?.tag)
        try world.order(.roll(zone: zone, role: .zsk, start: nil))
        var shares: [Share] = []
        var seen = world.log.all.count
        let end = world.now + .days(7)
        try LifeTests.live(world, &recorder, until: end) { world in
            let lines = world.log.all
            for line in lines.dropFirst(seen) where line.contains("signatures made") {
                let words = line.split(separator: " ")
                let place = try #require(words.firstIndex(of: "signatures"))
                let made = try #require(Int(words[place - 1]))
                shares.append(Share(at: world.now, made: made, old: try old(world, tag)))
            }
            seen = lines.count
        }
        return shares
    }

    @Test
    func `a spread makes a small share in each publication, and at its end none of the old key is left`()
        throws
    {
        let world = try Self.world("2d")
        let policy = try #require(try world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        recorder.look(world)
        let shares = try Self.roll(world, &recorder)
        let total = try Self.old(world, try #require(try world.ring().keys.last?.tag))
        let changing = shares.filter { $0.old > 0 && $0.made > 1 }
        #expect(changing.count >= 40)
        #expect(changing.dropFirst(2).allSatisfy { $0.made < total / 10 }, "\(shares), all are \(total)")
        for (one, next) in zip(changing, changing.dropFirst()) {
            #expect(next.at - one.at >= .minutes(10) && next.old <= one.old)
        }
        #expect(shares.last?.old == 0)
        let retired = try #require(try world.ring().keys.first { $0.retired != nil })
        #expect(retired.spread?.length == Self.spread)
        #expect(retired.spread?.delay == Self.spread)
        #expect(retired.dnskey.state == .hidden)
        #expect(recorder.faults == [])
        #expect(recorder.model.violations(until: Int(world.now.secondsSinceEpoch)) == [])
        #expect(recorder.model.child.contains { $0.dataSigners.count == 2 })
    }

    @Test func `without a spread all signatures are made in one publication`() throws {
        let world = try Self.world("none")
        let policy = try #require(try world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        recorder.look(world)
        let shares = try Self.roll(world, &recorder)
        let total = try Self.old(world, try #require(try world.ring().keys.last?.tag))
        #expect(shares.contains { $0.made >= total })
        #expect(recorder.model.child.dropFirst().allSatisfy { $0.dataSigners.count == 1 })
    }

    @Test func `a daemon that starts again in the middle goes on where it was`() throws {
        let world = try Self.world("2d")
        let policy = try #require(try world.report().policy)
        var recorder = LifeRecorder(policy, start: EngineWorld.start)
        recorder.look(world)
        let tag = try #require(try world.ring().keys.first { $0.role == .zsk }?.tag)
        try world.order(.roll(zone: try Name(absolute: "example."), role: .zsk, start: nil))
        try LifeTests.live(world, &recorder, until: world.now + .hours(26))
        let before = try Self.old(world, tag)
        let kept = try #require(try world.ring().plan.keptSignatures.first)
        try world.restart()
        try world.run()
        recorder.look(world)
        #expect(try world.ring().plan.keptSignatures == [kept])
        let after = try Self.old(world, tag)
        #expect(after > 0 && after <= before)
        #expect(after > before - Self.names / 4)
        #expect(recorder.faults == [])
    }

    @Test func `what waits says Dsgn among its numbers`() throws {
        let world = try Self.world("2d")
        let old = try #require(try world.ring().keys.first { $0.role == .zsk })
        try world.order(.roll(zone: try Name(absolute: "example."), role: .zsk, start: nil))
        try world.live(until: world.now + .hours(26))
        let sum = try world.explain(old.tag).waits.compactMap(\.arithmetic?.sum)
        #expect(
            sum.contains("Dsgn 2d + Dprp 5m + TTLsig 1h + retire safety 1h = 2d2h5m"),
            "\(sum)"
        )
    }

    @Test(arguments: [
        (Interval.seconds(1), Interval.minutes(10)), (.hours(1), .minutes(10)), (.hours(12), .minutes(30)),
        (.days(3), .hours(1)), (.days(300), .hours(1)),
    ])
    func `shares are not closer than ten minutes and not further apart than an hour`(
        _ length: Interval,
        _ step: Interval
    ) {
        var plan = SigningPlan()
        #expect(plan.nextShare(after: EngineWorld.start) == nil)
        let (old, new) = (ManagedKey.ID(rawValue: 1), ManagedKey.ID(rawValue: 2))
        plan.keptSignatures = [
            .init(key: old, successor: new, start: EngineWorld.start, length: length)
        ]
        #expect(plan.nextShare(after: EngineWorld.start) == EngineWorld.start + step)
    }
}
