import DNSSECModel
import Glibc
import TestKit
import Testing
import Timeline

/// What a plan says is what comes: line for line, over ten years, and from any moment on.
struct PlanTruthTests {
    private static let length = Interval.days(3650)

    /// Two hundred; `KEYTURN_PLANS=40` asks for less.
    private static let seeds = 0..<(ProcessEnvironment.number("KEYTURN_PLANS") ?? 200)

    @Test(arguments: seeds)
    func `a zone lives by its plan, and no cache suffers`(_ seed: Int) {
        var random = SplitMix64(seed: 5_000 + UInt64(seed))
        let policy = TestPolicy.randomSchedule(&random)
        let delay = Interval.seconds(.random(in: 60...(9 * 86400), using: &random))
        var world = Self.world(policy, delay: delay, seed: UInt64(seed))
        let end = world.now + Self.length
        let assumptions = ForecastAssumptions(
            dsDelay: delay,
            zoneTTL: world.behaviour.zoneTTL,
            negativeTTL: world.behaviour.negativeTTL
        )
        let plan = Forecast(policy, world.ring, from: world.now, until: end, assumptions: assumptions)
        #expect(plan.reached == end, "seed \(seed)")
        let middle = world.now + .seconds(.random(in: 0...Self.length.seconds, using: &random))
        world.pass(until: middle)
        // Between two wakes a call changes nothing, and a new plan is the rest of the old one.
        let known = world.events.count
        let rest = Forecast(policy, world.ring, from: middle, until: end, assumptions: assumptions)
        world.pass(until: end)
        #expect(Self.lines(world.events) == Self.lines(plan.events), "seed \(seed): \(policy)")
        #expect(
            Self.lines(rest.events) == Self.lines(Array(world.events.dropFirst(known))),
            "seed \(seed): rest of \(policy)"
        )
        #expect(world.events.count > 5, "seed \(seed): nothing happens")
        let problems = world.problems
        #expect(problems.isEmpty, "seed \(seed): \(problems.joined(separator: "\n")) \(policy)")
    }

    private static func world(_ policy: DNSSECPolicy, delay: Interval, seed: UInt64) -> VirtualWorld {
        var behaviour = VirtualWorld.Behaviour()
        behaviour.zoneTTL = policy.ttl.zoneMaximum ?? .days(1)
        behaviour.dsDelay = { _ in delay }
        // The other property tests ask whether calls are idempotent.
        behaviour.checksIdempotence = false
        return VirtualWorld(policy, behaviour: behaviour, seed: seed)
    }

    private static func lines(_ events: [TimelineEvent]) -> [String] {
        events.map { event in
            "\(event.at) \(event.phase) \(event.role) \(event.key.rawValue) \(event.algorithm.rawValue) "
                + "\(event.actor) after \(event.predecessor?.rawValue ?? 0)"
        }
    }
}

private enum ProcessEnvironment {
    static func number(_ name: String) -> Int? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe Int(String(cString: text))
    }
}
