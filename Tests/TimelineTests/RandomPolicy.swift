import DNSSECModel
import TestKit

extension TestPolicy {
    /// A policy that an operator might write, drawn at random; lifetimes leave room for a whole roll.
    static func random(_ random: inout SplitMix64) -> DNSSECPolicy {
        func pick(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
        func chance(_ percent: Int64) -> Bool { pick(1...100) <= percent }
        var policy = DNSSECPolicy(name: "random", description: "", keys: [])
        policy.ttl = TTLPolicy(dnskey: .seconds(pick(60...200_000)), ds: .seconds(pick(60...200_000)))
        policy.propagation = PropagationPolicy(
            zone: .seconds(pick(0...7200)),
            parent: .seconds(pick(0...90_000))
        )
        policy.safety = SafetyPolicy(publish: .seconds(pick(0...7200)), retire: .seconds(pick(0...7200)))
        policy.parent.ds = chance(75) ? .manual : .none
        let rfc5011 =
            chance(40) || policy.parent.ds == .none
            ? RFC5011Policy(addHoldDown: .days(30), revoked: .days(pick(1...60))) : nil
        let lifetimes: (Interval, Interval) = (.days(pick(20...120)), .days(pick(130...700)))
        let standby = chance(25) ? 1 : 0
        if chance(30) {
            policy.keys = [
                KeyPolicy(
                    role: .csk,
                    algorithm: .ed25519,
                    lifetime: lifetimes.1,
                    roll: chance(50) ? .doubleSignature : .prePublication,
                    rfc5011: rfc5011,
                    standby: standby
                )
            ]
        } else {
            policy.keys = [
                KeyPolicy(
                    role: .ksk,
                    algorithm: .ed25519,
                    lifetime: chance(80) ? lifetimes.1 : nil,
                    rfc5011: rfc5011,
                    standby: standby
                ),
                KeyPolicy(
                    role: .zsk,
                    algorithm: .ed25519,
                    lifetime: lifetimes.0,
                    roll: chance(50) ? .doubleSignature : .prePublication,
                    standby: chance(25) ? 1 : 0
                ),
            ]
        }
        addSpread(&policy)
        return policy
    }

    /// Lets the signatures of half the policies that can change over little by little.
    ///
    /// By chance of its own, so that seeds mean the same with and without.
    private static func addSpread(_ policy: inout DNSSECPolicy) {
        var random = SplitMix64(seed: UInt64(policy.ttl.dnskey.seconds))
        for index in policy.keys.indices where policy.keys[index].role != .ksk {
            guard policy.keys[index].roll == .prePublication, Bool.random(using: &random) else { continue }
            policy.keys[index].spread = .seconds(.random(in: 1...(10 * 86_400), using: &random))
        }
    }
}
