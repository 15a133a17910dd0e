import TestKit
import Testing

/// Whether resolvers with caches of every age validate while the keys of a zone below a signed parent roll.
@Suite(.serialized) struct `Resolvers with old caches` {
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"), arguments: Roll.allCases)
    func `no answer is bogus`(_ roll: Roll) throws {
        let zone = try RollingZone(roll)
        let play = try zone.play(delayingDS: false)
        #expect(play.before.isDisjoint(with: play.after), "nothing has rolled")
        #expect(play.after.count == 1)
        #expect(play.lab.answers > 300)
        #expect(play.lab.faults.isEmpty, "seed \(play.seed)\n\(play.lab.firstFaults)")
    }

    // What the test above would see: the DS is reported as seen a day before the parent shows it. One play of random
    // questions in fourteen never asks a cache that is wrong: five of them miss it once in 500,000 runs.
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"))
    func `a DS that comes a day later than reported is noticed`() throws {
        let zone = try RollingZone(.doubleSignature)
        var seeds: [UInt64] = []
        let isNoticed = try (1...5).contains { _ in
            let play = try zone.play(delayingDS: true)
            seeds.append(play.seed)
            return play.lab.faults.contains { $0.code == 2 }
        }
        #expect(isNoticed, "seeds \(seeds)")
    }
}

/// How the key with the DS rolls.
enum Roll: CaseIterable {
    case doubleSignature
    case doubleDS
    case algorithm

    /// A policy under which such a roll happens within 50 days.
    var policy: String {
        let revisions = """
            revisions:
              - from: 2026-01-15
                keys:
                  - { role: ksk, algorithm: ed25519 }
                  - { role: zsk, algorithm: ed25519 }

            """
        return """
            version: 1
            ttl: { dnskey: 1h, ds: 1d }
            signatures: { validity: 14d, dnskey-validity: 14d, refresh: 7d }
            propagation: { zone: 5m, parent: 1h }
            safety: { publish: 1h, retire: 1h }
            parent: { ds: manual }
            keys:
              - role: ksk
                algorithm: ecdsap256sha256
                lifetime: \(self == .algorithm ? "unlimited" : "25d")
                roll: \(self == .doubleDS ? "double-ds" : "double-signature")
              - { role: zsk, algorithm: ecdsap256sha256, lifetime: 20d }

            """ + (self == .algorithm ? revisions : "")
    }
}

/// A simulated zone with its parent, served to a crowd of resolvers that ask at random moments.
struct RollingZone {
    /// What came of it.
    struct Play {
        let lab: Laboratory
        let seed: UInt64
        /// The keys with the SEP bit at the beginning and at the end.
        var before: Set<String>
        var after: Set<String> = []
    }

    private let steps: SimulatedSteps
    private let parent: ParentZone
    /// From when on every cache knows of a DS: the parent's TTLs are a day.
    private let secure: Moment

    init(_ roll: Roll) throws { try self.init(policy: roll.policy, until: "2026-02-12") }

    /// Simulates a policy under which the zone is signed on 2026-01-01.
    init(policy: String, until: String) throws {
        parent = try ParentZone(of: "example.")
        let zone = """
            example. 3600 SOA ns.example. hostmaster.example. 1 3600 900 604800 300
            example. 3600 NS ns.example.
            ns.example. 3600 A 127.0.0.1
            www.example. 3600 A 192.0.2.2
            long.example. 86400 A 192.0.2.3
            *.wild.example. 600 A 192.0.2.4

            """
        steps = try SimulatedSteps(policy: policy, zone: zone, from: "2026-01-01", until: until)
        guard let first = steps.all.first(where: { [steps] in !steps.ds(of: $0).isEmpty }) else {
            throw LabError.failed("keyturn simulate", "no DS")
        }
        secure = first.time + 2 * 86_400
    }

    /// Serves step after step; three times unbound and twice named ask at random moments, mostly around changes.
    func play(delayingDS: Bool) throws -> Play {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        guard let first = steps.all.first else { throw LabError.failed("keyturn simulate", "no steps") }
        let lab = try Laboratory(try zones(at: first, first), at: first.time)
        defer { lab.stop() }
        try lab.addResolvers(unbound: 3, named: 2, following: false)
        var play = Play(lab: lab, seed: seed, before: try entryPoints(lab))
        for (index, step) in steps.all.enumerated() {
            let next = index + 1 < steps.all.count ? steps.all[index + 1].time : step.time + 86_400
            lab.clock.set(to: step.time)
            let old = steps.all.last { step.time - $0.time >= 86_400 } ?? first
            try lab.authority.publish(zones(at: step, delayingDS ? old : step))
            for moment in moments(from: step.time, to: next, &random) {
                lab.clock.set(to: moment)
                ask(lab, moment, &random)
            }
        }
        play.after = try entryPoints(lab)
        return play
    }

    private func zones(at step: SimulatedSteps.Step, _ parentStep: SimulatedSteps.Step) throws -> [String:
        [UInt8]]
    {
        try [".": parent.edition(steps.ds(of: parentStep)), "example.": steps.zone(of: step)]
    }

    private func entryPoints(_ lab: Laboratory) throws -> Set<String> {
        Set(try lab.keys(of: "example.").filter(\.isEntryPoint).map(\.material))
    }

    /// More moments soon after the change and shortly before the next than between.
    private func moments(from start: Moment, to end: Moment, _ random: inout SplitMix64) -> [Moment] {
        let length = Double(min(end - start, 3 * 86_400))
        var moments: Set<Moment> = [start]
        for number in 0..<12 {
            let share = Double.random(in: 0..<1, using: &random)
            let distance = Int64(share * share * share * length)
            moments.insert(number < 8 ? start + distance : max(end + (-1 - distance), start))
        }
        return moments.sorted()
    }

    /// Some of the resolvers are asked something, so that each has a cache of its own.
    private func ask(_ lab: Laboratory, _ moment: Moment, _ random: inout SplitMix64) {
        for resolver in lab.resolvers where Int.random(in: 0..<3, using: &random) == 0 {
            resolver.server.port.wake()
            let (name, type, code) = question(moment, &random)
            lab.ask(resolver, name, type, code: code, validated: moment >= secure, at: moment)
        }
    }

    private func question(_ moment: Moment, _ random: inout SplitMix64) -> (String, RecordType, Int) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: ("example.", .dnskey, 0)
        case 1: moment >= secure ? ("example.", .ds, 0) : ("example.", .soa, 0)
        case 2: ("example.", .soa, 0)
        case 3: ("long.example.", .a, 0)
        case 4: ("n\(moment.seconds).wild.example.", .a, 0)
        case 5: ("n\(moment.seconds).example.", .a, 3)
        default: ("www.example.", .a, 0)
        }
    }
}
