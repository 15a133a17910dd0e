import DNSSECModel
import TestKit
import Testing
import Timeline

/// The equations of RFC 7583, read off the events of a zone's life.
struct RFC7583Tests {
    private static func life(_ policy: DNSSECPolicy, days: Int64 = 800) -> VirtualWorld {
        var world = VirtualWorld(policy)
        world.live(for: .days(days))
        return world
    }

    private static func time(_ phase: KeyStep, _ key: Int, in world: VirtualWorld) throws -> Instant {
        let event = world.events.first { $0.phase == phase && $0.key.rawValue == key }
        return try #require(event, "no \(phase) of key \(key)").at
    }

    /// The second key of a role, and its predecessor.
    private static func successor(_ role: KeyRole, in world: VirtualWorld) throws -> (Int, Int) {
        let keys = world.ring.keys.filter { $0.role == role && $0.predecessor != nil }
        let key = try #require(keys.first)
        return (key.id.rawValue, try #require(key.predecessor).rawValue)
    }

    private static func intervals(_ policy: DNSSECPolicy) -> TimingIntervals {
        TimingIntervals(policy, zoneTTL: .days(1))
    }

    @Test func `3.2.1 Tpub(N+1) = Tact(N) + Lzsk - Ipub`() throws {
        let policy = TestPolicy.split()
        let world = Self.life(policy)
        let (new, old) = try Self.successor(.zsk, in: world)
        let published = try Self.time(.publish, new, in: world)
        let active = try Self.time(.sign, old, in: world)
        #expect(published == active + .days(90) - Self.intervals(policy).publicationInterval)
    }

    @Test func `3.2.1 Tact(N+1) = Tret(N) = Tact(N) + Lzsk`() throws {
        let world = Self.life(TestPolicy.split())
        let (new, old) = try Self.successor(.zsk, in: world)
        let active = try Self.time(.sign, old, in: world)
        #expect(try Self.time(.sign, new, in: world) == active + .days(90))
        #expect(try Self.time(.retire, old, in: world) == active + .days(90))
    }

    @Test func `3.2.1 Trem(N) = Tret(N) + Iret`() throws {
        let policy = TestPolicy.split()
        let world = Self.life(policy)
        let (_, old) = try Self.successor(.zsk, in: world)
        let retired = try Self.time(.retire, old, in: world)
        #expect(try Self.time(.remove, old, in: world) == retired + Self.intervals(policy).retireInterval)
    }

    @Test func `3.2.2 Tact(N+1) = Tact(N) + Lzsk - Iret and Trem(N) = Tact(N+1) + Iret`() throws {
        let policy = TestPolicy.split(zsk: .doubleSignature)
        let world = Self.life(policy)
        let (new, old) = try Self.successor(.zsk, in: world)
        let interval = Self.intervals(policy).doubleSignatureInterval
        let active = try Self.time(.sign, new, in: world)
        #expect(active == (try Self.time(.sign, old, in: world)) + .days(90) - interval)
        #expect(try Self.time(.remove, old, in: world) == active + interval)
    }

    @Test func `3.3.1 Tsbm >= Tpub + IpubC`() throws {
        let policy = TestPolicy.split()
        let world = Self.life(policy)
        let (new, _) = try Self.successor(.ksk, in: world)
        let submitted = try Self.time(.submitDS, new, in: world)
        let published = try Self.time(.publish, new, in: world)
        #expect(submitted >= published + Self.intervals(policy).childPublicationInterval)
    }

    @Test func `3.3.1 Trem(N) >= Tret(N) + DprpP + TTLds, from the moment at which the old DS was gone`()
        throws
    {
        let policy = TestPolicy.split()
        let world = Self.life(policy)
        let (_, old) = try Self.successor(.ksk, in: world)
        let gone = try Self.time(.dsGone, old, in: world)
        #expect(try Self.time(.remove, old, in: world) == gone + Self.intervals(policy).kskRetireInterval)
    }

    @Test func `3.3.4 a KSK signs alone only DprpC + max(Itrp, TTLkey) after its publication`() throws {
        let policy = TestPolicy.split(rfc5011: RFC5011Policy(), ds: .none)
        let world = Self.life(policy)
        let (new, old) = try Self.successor(.ksk, in: world)
        let interval = Self.intervals(policy).trustedPublicationInterval(RFC5011Policy())
        let signing = try Self.time(.sign, new, in: world)
        #expect(signing >= (try Self.time(.publish, new, in: world)) + interval)
        #expect(try Self.time(.retire, old, in: world) == signing)
    }

    @Test func `3.3.4 a revoked key stays for Irev and is signed by both keys`() throws {
        let policy = TestPolicy.split(rfc5011: RFC5011Policy(revoked: .days(70)), ds: .none)
        let world = Self.life(policy)
        let (new, old) = try Self.successor(.ksk, in: world)
        let revoked = try Self.time(.revoke, old, in: world)
        #expect(try Self.time(.remove, old, in: world) == revoked + .days(70))
        let shown = world.model.child.first { $0.time == Int(revoked.secondsSinceEpoch) }
        #expect(shown?.keySigners == [.init(String(new)), .init(String(old))])
        #expect(shown?.revoked == [.init(String(old))])
    }

    @Test func `3.3.5 the first DS is asked for once every cache has a signed zone`() throws {
        let policy = TestPolicy.split()
        let world = Self.life(policy, days: 10)
        let interval = Self.intervals(policy).retireInterval
        #expect(try Self.time(.submitDS, 1, in: world) == VirtualWorld.start + interval)
    }

    @Test func `4 a standby ZSK is published before it is needed and then takes over without a wait`() throws
    {
        let world = Self.life(TestPolicy.split(standby: 1))
        let (new, old) = try Self.successor(.zsk, in: world)
        let active = try Self.time(.sign, new, in: world)
        #expect(active == (try Self.time(.sign, old, in: world)) + .days(90))
        #expect((try Self.time(.publish, new, in: world)) + .days(80) < active)
    }
}
