import ControlProtocol
import DNSSECModel
import Synchronization
import TestKit
import Testing

@testable import Daemon

/// What opens a gate, told a second time and in the plainest way: from what people were answered, and from the date.
struct GateModel {
    struct Vote {
        var user: String
        var approves: Bool
        var at: Instant
        /// False if the daemon died over it: it may have been heard, or not.
        var isCertain: Bool
    }

    struct Hold {
        var phase: KeyStep
        var until: Instant?
        var from: Instant
        var isCertain: Bool
    }

    /// Who may approve, and for how long that counts; as the policy of the test has it.
    static let approvers: Set<String> = ["anna", "ben", "cleo"]
    static let validity = Interval.days(3)

    var votes: [String: [Vote]] = [:]
    var holds: [Hold] = []

    static func gate(_ key: ManagedKey.ID, _ phase: KeyStep) -> String {
        "\(key.rawValue)/\(phase.rawValue)"
    }

    /// Why a step must not be taken at a moment; `nil` if it may.
    func obstacle(_ phase: KeyStep, of key: ManagedKey.ID, at now: Instant) -> String? {
        // Tuesday to Thursday, from nine to three; 1970-01-01 was a Thursday, day 4 of its week.
        let (days, seconds) = (now.secondsSinceEpoch / 86400, now.secondsSinceEpoch % 86400)
        if phase == .publish, !(2...4).contains((days + 4) % 7) || !(32400..<54000).contains(seconds) {
            return "it is not the hour"
        }
        if holds.contains(where: {
            $0.phase == phase && $0.isCertain && $0.from < now && now < ($0.until ?? now + .days(1))
        }) {
            return "it is held"
        }
        guard phase == .sign || phase == .remove else { return nil }
        let needed = phase == .sign ? 2 : 1
        var people: Set<String> = []
        for vote in votes[Self.gate(key, phase)] ?? [] where vote.at <= now {
            if !vote.approves {
                if vote.isCertain { people = [] }
            } else if now < vote.at + Self.validity, Self.approvers.contains(vote.user) {
                people.insert(vote.user)
            }
        }
        return people.count < needed ? "only \(people.sorted()) have approved" : nil
    }
}

/// People at random, and a daemon that dies at random: no step passes a gate that is closed.
struct GateModelTests {
    private static let policy =
        EngineWorld.policyText.replacing("lifetime: 30d", with: "lifetime: unlimited") + """
            gates:
              - { phase: publish, role: zsk, windows: [ Tue-Thu 09:00-15:00 UTC ] }
              - { phase: sign, role: zsk, approve: "2 of [anna, group dns]", approval-validity: 3d }
              - { phase: remove, role: zsk, approve: "1 of [anna, group dns]", approval-validity: 3d }

            """

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no interleaving of people, time and crashes passes a closed gate`(seed: UInt64) throws {
        var life = Life(seed: seed)
        try life.begin(Self.policy)
        for _ in 0..<160 { try life.act() }
        #expect(life.violations.isEmpty, "seed \(seed): \(life.violations.prefix(3))")
        #expect(life.taken[.sign, default: 0] > 0 && life.taken[.publish, default: 0] > 0, "\(life.taken)")
    }

    private struct Life {
        private let world = EngineWorld()
        private var random: SplitMix64
        private var model = GateModel()
        private let reaper: Reaper
        private var seen: Set<String> = []
        private let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
        var taken: [KeyStep: Int] = [:]
        var violations: [String] = []

        init(seed: UInt64) {
            random = SplitMix64(seed: seed)
            reaper = Reaper(seed: seed) { _, _, random in Int.random(in: 0..<60, using: &random) == 0 }
        }

        mutating func begin(_ policy: String) throws {
            world.folder.write(policy, to: "policies/default.yaml")
            try world.live(until: EngineWorld.start + .days(1))
            try world.confirmParent()
            let reaper = reaper
            world.diesAt = { reaper.comes(at: $0) }
            try world.restart()
            try pass(.days(6))
        }

        mutating func act() throws {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4: try pass(.hours(Int64.random(in: 1...14, using: &random)))
            case 5, 6, 7: try vote()
            case 8: try hold()
            default: try force()
            }
            // A roll follows the other: the next is ordered as soon as there may be one.
            _ = try ask(.roll(zone: zone, role: .zsk, start: nil), "root", [])
            // Two words of the same second have no order that people could tell.
            world.now = world.now + .seconds(1)
            try pass(.zero)
        }

        // MARK: - Time

        /// Lives on, with a new daemon whenever one dies.
        private mutating func pass(_ length: Interval) throws {
            let end = world.now + length
            repeat {
                let deaths = reaper.deaths
                let next = try world.run()
                try look()
                if reaper.deaths > deaths {
                    world.now = world.now + .seconds(1)
                    try world.restart()
                } else {
                    guard let next, next <= end else { break }
                    world.now = max(next, world.now + .seconds(1))
                }
            } while world.now <= end
            world.now = max(world.now, end)
        }

        /// Holds every step that was taken against the model.
        private mutating func look() throws {
            guard let ring = try? world.ring() else { return }
            for key in ring.keys where key.role == .zsk && !key.isInitial {
                if key.dnskey.state == .rumoured { check(.publish, key, key.dnskey.since) }
                if key.zrrsig?.state == .rumoured { check(.sign, key, key.zrrsig?.since) }
            }
            for key in ring.keys where key.role == .zsk && key.dnskey.state == .unretentive {
                check(.remove, key, key.dnskey.since)
            }
        }

        private mutating func check(_ phase: KeyStep, _ key: ManagedKey, _ since: Instant?) {
            guard let since, seen.insert(GateModel.gate(key.id, phase)).inserted else { return }
            taken[phase, default: 0] += 1
            if let obstacle = model.obstacle(phase, of: key.id, at: since) {
                violations.append("\(since): \(phase.rawValue) of key \(key.id.rawValue), but \(obstacle)")
            }
        }

        // MARK: - People

        /// The answer to an order; `nil` if the daemon died over it.
        private mutating func ask(_ request: ControlRequest, _ user: String, _ groups: [String]) throws
            -> Result<ControlAnswer, ControlFailure>?
        {
            let deaths = reaper.deaths
            let answer = world.ask(request, as: user, groups: groups)
            guard reaper.deaths > deaths else { return answer }
            try world.restart()
            return nil
        }

        private mutating func vote() throws {
            guard let ring = try? world.ring(),
                let key = ring.keys.filter({ $0.role == .zsk && !$0.isGone && $0.tag != nil })
                    .randomElement(using: &random), let tag = key.tag
            else { return }
            let phase = Bool.random(using: &random) ? KeyStep.sign : .remove
            let people = [("anna", []), ("ben", ["dns"]), ("cleo", ["staff", "dns"]), ("eve", ["staff"])]
            guard let (user, groups) = people.randomElement(using: &random) else { return }
            let approves = Int.random(in: 0..<5, using: &random) > 0
            let order = VoteOrder(
                zone: zone,
                gate: GateName(phase: phase, tag: tag),
                approves: approves,
                reason: "r"
            )
            let now = world.now
            let answer = try ask(.vote(order), user, groups)
            if case .failure? = answer { return }
            model.votes[GateModel.gate(key.id, phase), default: []].append(
                GateModel.Vote(user: user, approves: approves, at: now, isCertain: answer != nil)
            )
        }

        private mutating func hold() throws {
            let phase = [KeyStep.publish, .sign, .remove].randomElement(using: &random) ?? .sign
            let now = world.now
            if Bool.random(using: &random) {
                let until = now + .hours(Int64.random(in: 5...50, using: &random))
                let order = HoldOrder(target: .zone(zone), phase: phase, until: until, reason: "r")
                let answer = try ask(.hold(order), "anna", [])
                if case .failure? = answer { return }
                for index in model.holds.indices where model.holds[index].phase == phase {
                    model.holds[index].until = min(model.holds[index].until ?? now, now)
                }
                model.holds.append(.init(phase: phase, until: until, from: now, isCertain: answer != nil))
            } else {
                let answer = try ask(.release(ReleaseOrder(target: .zone(zone), phase: phase)), "ben", [])
                if case .failure? = answer { return }
                for index in model.holds.indices where model.holds[index].phase == phase {
                    model.holds[index].until = min(model.holds[index].until ?? now, now)
                }
            }
        }

        /// Somebody tries to pass by force.
        private mutating func force() throws {
            guard let ring = try? world.ring(),
                let tag = ring.keys.filter({ $0.role == .zsk && !$0.isGone }).randomElement(using: &random)?
                    .tag
            else { return }
            let phase = AdvanceOrder.phases.randomElement(using: &random) ?? .sign
            let order = AdvanceOrder(zone: zone, tag: tag, phase: phase, force: true, reason: "r")
            _ = try ask(.advance(order), "root", [])
        }
    }
}
