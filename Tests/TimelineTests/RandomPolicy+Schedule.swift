import DNSSECModel
import TestKit

extension TestPolicy {
    /// A policy with everything that a schedule can have, drawn at random; `keyturn check` has no objection.
    static func randomSchedule(_ random: inout SplitMix64) -> DNSSECPolicy {
        while true {
            var policy = Self.random(&random)
            decorate(&policy, &random)
            let errors = PolicyCheck.findings(policy, zone: nil).filter { $0.severity == .error }
            if errors.isEmpty { return policy }
        }
    }

    private static func decorate(_ policy: inout DNSSECPolicy, _ random: inout SplitMix64) {
        func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }
        // The world's largest TTL is what the policy says: the forecast knows no zone.
        policy.ttl.zoneMaximum = .seconds(.random(in: 60...200_000, using: &random))
        for index in policy.keys.indices where policy.keys[index].role == .ksk {
            guard policy.parent.ds != .none, policy.keys[index].rfc5011 == nil else { continue }
            let methods: [RolloverMethod] = [.doubleSignature, .doubleDS, .doubleRRset]
            policy.keys[index].roll = methods.randomElement(using: &random) ?? .doubleSignature
        }
        if chance(30) { addCalendar(&policy) }
        if chance(30) { addNames(&policy, &random) }
        if chance(30) { addGates(&policy, &random) }
        if chance(40) { addRevision(&policy, &random) }
    }

    private static func addCalendar(_ policy: inout DNSSECPolicy) {
        policy.calendar = SlotCalendar(editTime: .hours(16))
        for index in policy.keys.indices where policy.keys[index].role == .zsk {
            policy.keys[index].lifetime = nil
            policy.keys[index].calendar = KeyCalendar(
                every: 3,
                rules: [.publish: .init(9...9), .sign: .init(1...1), .remove: .init(2...9)]
            )
        }
    }

    private static func addNames(_ policy: inout DNSSECPolicy, _ random: inout SplitMix64) {
        let first = VirtualWorld.start + .days(.random(in: 200...400, using: &random))
        let last = policy.keys.count - 1
        policy.keys[last].known = [
            KnownKey(name: "first"),
            KnownKey(name: "second", dates: [.publish: first, .sign: first + .days(60)]),
            KnownKey(name: "third", dates: [.sign: first + .days(900)]),
        ]
    }

    private static func addGates(_ policy: inout DNSSECPolicy, _ random: inout SplitMix64) {
        let phases: [KeyStep] = [.publish, .sign, .submitDS, .withdrawDS, .revoke, .remove, .retire]
        let phase = phases.randomElement(using: &random) ?? .sign
        let window = WeeklyWindow(days: [.tuesday, .thursday], opens: .hours(9), closes: .hours(15))
        policy.gates = [GatePolicy(phase: phase, windows: [window])]
    }

    private static func addRevision(_ policy: inout DNSSECPolicy, _ random: inout SplitMix64) {
        let from = VirtualWorld.start + .days(.random(in: 400...2500, using: &random))
        let algorithm: SecurityAlgorithm = Bool.random(using: &random) ? .ecdsaP256SHA256 : .ed25519
        let timers = policy.keys[0].rfc5011
        let lifetime = Interval.days(.random(in: 200...700, using: &random))
        let keys =
            Bool.random(using: &random)
            ? [KeyPolicy(role: .csk, algorithm: algorithm, lifetime: lifetime, rfc5011: timers)]
            : [
                KeyPolicy(role: .ksk, algorithm: algorithm, lifetime: lifetime, rfc5011: timers),
                KeyPolicy(role: .zsk, algorithm: algorithm, lifetime: .days(120)),
            ]
        policy.revisions = [PolicyRevision(from: from, keys: keys)]
    }
}
