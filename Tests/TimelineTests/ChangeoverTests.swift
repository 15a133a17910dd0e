import DNSSECModel
import TestKit
import Testing
import Timeline

/// Changes that concern all roles at once (RFC 6781 4.1.4 and 4.3, RFC 8078 4).
struct ChangeoverTests {
    /// A world under one policy until its keys are settled, then under another.
    private static func world(_ first: DNSSECPolicy, then second: DNSSECPolicy, seed: UInt64 = 1)
        -> VirtualWorld
    {
        var world = VirtualWorld(first, seed: seed)
        world.live(for: .days(100))
        world.policy = second
        world.live(for: .days(200))
        return world
    }

    /// The steps from the first one of a new algorithm on.
    private static func phases(_ world: VirtualWorld, from algorithm: SecurityAlgorithm) -> [String] {
        world.events.drop { $0.algorithm != algorithm }
            .map { "\($0.role) \($0.algorithm.rawValue) \($0.phase.rawValue)" }
    }

    private static func policy(_ roles: [KeyRole], _ algorithm: SecurityAlgorithm) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "test",
            description: "",
            keys: roles.map { KeyPolicy(role: $0, algorithm: algorithm) }
        )
    }

    static let changes: [(String, DNSSECPolicy, DNSSECPolicy)] = [
        ("algorithm", policy([.ksk, .zsk], .rsaSHA256), policy([.ksk, .zsk], .ecdsaP256SHA256)),
        ("CSK algorithm", policy([.csk], .ecdsaP256SHA256), policy([.csk], .ed25519)),
        ("to CSK", policy([.ksk, .zsk], .ed25519), policy([.csk], .ed25519)),
        ("from CSK", policy([.csk], .ed25519), policy([.ksk, .zsk], .ed25519)),
        ("both", policy([.ksk, .zsk], .rsaSHA256), policy([.csk], .ecdsaP256SHA256)),
    ]

    @Test(arguments: changes.indices)
    func `the new keys take over from the old ones, and no cache ever sees a broken chain`(_ index: Int) {
        let (name, first, second) = Self.changes[index]
        let world = Self.world(first, then: second)
        #expect(world.faults.isEmpty, "\(name): \(world.faults.prefix(3))")
        #expect(world.model.violations().isEmpty, "\(name): \(world.model.violations())")
        let alive = world.ring.keys.filter { !$0.isGone }
        #expect(Set(alive.map(\.role)) == Set(second.keys.map(\.role)), "\(name): \(alive)")
        #expect(Set(alive.map(\.algorithm)) == Set(second.keys.map(\.algorithm)), "\(name)")
        let isEverywhere = alive.allSatisfy { $0.dnskey.state == .omnipresent }
        #expect(isEverywhere, "\(name)")
    }

    @Test func `an algorithm's signatures come before its keys and go after them`() throws {
        let (_, first, second) = Self.changes[0]
        let world = Self.world(first, then: second)
        let steps = Self.phases(world, from: .ecdsaP256SHA256)
        let wanted = [
            "KSK 13 generate", "ZSK 13 generate", "ZSK 13 sign", "KSK 13 publish", "ZSK 13 publish",
            "KSK 13 sign", "KSK 13 submit-ds", "KSK 13 ds-seen", "KSK 8 withdraw-ds", "KSK 8 retire",
            "ZSK 8 retire", "KSK 8 ds-gone", "KSK 8 remove", "ZSK 8 remove",
        ]
        #expect(steps == wanted)
    }

    @Test func `an algorithm change with RFC 5011 shows the old key revoked while its algorithm still signs`()
    {
        var (_, first, second) = Self.changes[0]
        first.keys[0].rfc5011 = RFC5011Policy()
        second.keys[0].rfc5011 = RFC5011Policy()
        for submission in [DSSubmission.none, .manual] {
            first.parent.ds = submission
            second.parent.ds = submission
            let world = Self.world(first, then: second)
            #expect(world.faults.isEmpty, "\(world.faults.prefix(3))")
            #expect(world.model.violations().isEmpty, "\(world.model.violations())")
            let end = Int(world.now.secondsSinceEpoch)
            let start = world.anchorLists.first?.time ?? end
            let violations = world.anchorModel.violations(from: start, until: end)
            #expect(violations.isEmpty, "\(violations)")
            #expect(world.events.contains { $0.phase == .revoke })
            #expect(world.ring.keys.filter { !$0.isGone }.count == 2, "\(world.ring.keys)")
        }
    }

    @Test func `a zone becomes insecure once no cache holds its DS`() throws {
        var policy = Self.changes[0].1
        var world = VirtualWorld(policy)
        world.live(for: .days(20))
        policy.keys = []
        world.policy = policy
        let decision = Timeline.advance(policy, world.ring, at: world.now)
        #expect(decision.plan.deletesDS)
        #expect(decision.plan.zoneSigners.count == 1)
        world.live(for: .days(30))
        #expect(world.faults.isEmpty, "\(world.faults.prefix(3))")
        #expect(world.model.violations().isEmpty, "\(world.model.violations())")
        #expect(world.ring.plan == .unsigned)
        let left = world.ring.keys.filter { !$0.isGone }
        #expect(left.isEmpty)
        let gone = try #require(world.events.last { $0.phase == .dsGone }).at
        let removed = try #require(world.events.last { $0.phase == .remove }).at
        #expect(removed - gone == .days(1) + .hours(2))
    }

    @Test func `a change waits for the roll that is under way, and says so`() throws {
        let (_, first, second) = Self.changes[0]
        var world = VirtualWorld(first)
        world.live(for: .days(20))
        let request = RollRequest(role: .zsk, start: world.now)
        world.ring = world.ring.recording(.rollRequested(request))
        world.live(for: .hours(4))
        let decision = Timeline.advance(second, world.ring, at: world.now)
        #expect(decision.ring.keys.filter { $0.algorithm == .ecdsaP256SHA256 }.isEmpty)
        let queued = decision.holds.filter { $0.reason == .queued && $0.phase == .generate }
        #expect(queued.count == 2)
        world.policy = second
        world.live(for: .days(30))
        let algorithms = Set(world.ring.keys.filter { !$0.isGone }.map(\.algorithm))
        #expect(algorithms == [.ecdsaP256SHA256])
    }

    @Test func `a change that is taken back half-way ends where it began`() {
        let (_, first, second) = Self.changes[0]
        for hours in stride(from: 0, through: 120, by: 7) {
            var world = VirtualWorld(first)
            world.live(for: .days(20))
            world.policy = second
            world.live(for: .hours(Int64(hours)))
            world.policy = first
            world.live(for: .days(60))
            #expect(world.faults.isEmpty, "\(hours): \(world.faults.prefix(3))")
            #expect(world.model.violations().isEmpty, "\(hours): \(world.model.violations())")
            let alive = world.ring.keys.filter { !$0.isGone }
            #expect(alive.map(\.algorithm) == [.rsaSHA256, .rsaSHA256], "\(hours)")
        }
    }
}
