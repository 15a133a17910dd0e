import ControlProtocol
import DNSSECModel
import JSON
import TestKit
import Testing
import Wording

@testable import Daemon

/// Status, explanation, plan, journal and log of random lives, held against each other at every moment.
@Suite struct `What is said side by side` {
    @Test(arguments: [UInt64(1), 2, 3, SplitMix64.freshSeed()])
    func `is the same of every step, key, wait and reason, at every moment of a life`(seed: UInt64) throws {
        var life = RandomLife(seed: seed)
        let world = EngineWorld()
        world.folder.write(life.policy, to: "policies/default.yaml")
        var voices = Voices(zone: try Name(absolute: "example"))
        try life.run(world, days: 120) { try voices.listen(world) }
        #expect(voices.faults.isEmpty, "seed \(seed), \(life.policy): \(voices.faults.prefix(5))")
        #expect(voices.moments > 20 && voices.steps > 15, "seed \(seed): \(voices.moments), \(voices.steps)")
        #expect(voices.datedWaits > 10 && voices.foretold > 10, "seed \(seed): \(voices)")
    }
}

/// A policy, a parent and operators by chance.
private struct RandomLife {
    let policy: String
    private var random: SplitMix64
    private let delay: Interval

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let ksk = ["ecdsap256sha256, lifetime: \(Int.random(in: 40...70, using: &random))d"].joined()
        let roll = ["double-signature", "double-ds", "double-rrset"].randomElement(using: &random) ?? ""
        let zsk = Int.random(in: 20...35, using: &random)
        let ttl = ["1h", "4h", "1d"].randomElement(using: &random) ?? "1h"
        policy = """
            version: 1
            description: random
            ttl: { dnskey: \(ttl), ds: 1d }
            keys:
              - { role: ksk, algorithm: \(ksk), roll: \(roll) }
              - { role: zsk, algorithm: ecdsap256sha256, lifetime: \(zsk)d }

            """
        delay = .hours(Int64.random(in: 1...60, using: &random))
        self.random = random
    }

    /// Lives on; the parent changes each DS some time after it was asked for, and now and then a person holds a step.
    mutating func run(_ world: EngineWorld, days: Int64, each: () throws -> Void) throws {
        let end = EngineWorld.start + .days(days)
        for _ in 0..<5000 {
            var next = try world.run()
            try each()
            if try confirm(world) {
                next = try world.run()
                try each()
            }
            if Int.random(in: 0..<12, using: &random) == 0 { try holdSomething(world) }
            let coming = try dues(world).map(\.at)
            guard let moment = ([next].compactMap(\.self) + coming).filter({ $0 > world.now }).min(),
                moment <= end
            else { break }
            world.now = moment
        }
    }

    private func dues(_ world: EngineWorld) throws -> [(key: ManagedKey, at: Instant)] {
        try world.ring().keys.compactMap { key in
            guard let ds = key.ds, ds.seen == nil, ds.state == .rumoured || ds.state == .unretentive else {
                return nil
            }
            return (key, ds.since + delay)
        }
    }

    private func confirm(_ world: EngineWorld) throws -> Bool {
        let zone = try Name(absolute: "example")
        let due = try dues(world).filter { $0.at <= world.now }
        for (key, _) in due {
            guard let tag = key.tag else { continue }
            _ =
                try world.ask(
                    key.ds?.state == .rumoured
                        ? .dsSeen(zone: zone, tag: tag, at: nil) : .dsGone(zone: zone, tag: tag, at: nil)
                ).get()
        }
        return !due.isEmpty
    }

    private mutating func holdSomething(_ world: EngineWorld) throws {
        let phase = [KeyStep.generate, .publish, .sign, .remove].randomElement(using: &random)
        let until = world.now + .hours(Int64.random(in: 1...72, using: &random))
        _ = world.ask(
            .hold(
                HoldOrder(
                    target: .zone(try Name(absolute: "example")),
                    phase: phase,
                    until: until,
                    reason: "a freeze"
                )
            ),
            as: "anna"
        )
    }
}

/// Listens to all that is said of a zone, and notes where two voices differ.
private struct Voices {
    let zone: Name
    var faults: [String] = []
    var moments = 0
    /// Steps in the journal; those among them that the plan of the moment before had.
    var steps = 0
    var foretold = 0
    var datedWaits = 0
    private var plan: PlanDocument?
    private var entries = 0
    /// What each key was called first; a key that is not made yet changes its name once.
    private var names: [Int: String] = [:]
    /// When the journal has each step of each key.
    private var taken: [Int: [KeyStep: Instant]] = [:]

    init(zone: Name) { self.zone = zone }

    mutating func listen(_ world: EngineWorld) throws {
        guard case .zoneStatus(let status) = try world.ask(.status(zone: zone)).get(),
            case .explanation(let explanation) = try world.ask(.explain(zone: zone, tag: nil)).get(),
            case .plan(let plan) = try world.ask(
                .plan(zone: zone, from: nil, until: world.now + .days(60))
            ).get(), case .history(let history) = try world.ask(.history(zone: zone, limit: nil)).get()
        else { return }
        moments += 1
        compare(status, explanation, world.now)
        compare(status, plan)
        name(status, plan)
        let news = history.entries.dropFirst(entries)
        compare(Array(news), world.log.all, world.now)
        compare(status.keys, world.now)
        entries = history.entries.count
        self.plan = plan
    }

    private mutating func fault(_ now: Instant, _ text: String) { faults.append("\(now): \(text)") }

    // MARK: - Status and explanation

    private mutating func compare(_ status: ZoneStatus, _ explanation: ExplainReport, _ now: Instant) {
        if status.holds != explanation.waits.map(\.hold) { fault(now, "status and explain wait for others") }
        for wait in explanation.waits {
            let sentence = wait.hold.sentence(of: zone, now: now)
            let isTask = status.summary.tasks.contains { "\($0)".contains(sentence) }
            if isTask, wait.actor == .daemon { fault(now, "nobody has to do the task: \(sentence)") }
            if let until = wait.hold.until, wait.earliest != until {
                fault(now, "explain says \(wait.earliest as Instant?), status \(sentence)")
            }
            if let sum = wait.arithmetic, sum.since + sum.interval != wait.hold.until {
                fault(now, "the arithmetic is not that of \(sentence)")
            }
        }
        if let next = status.summary.next, !status.holds.contains(next.wait) {
            fault(now, "the next step does not wait: \(next)")
        }
    }

    // MARK: - Status and plan

    /// A wait with an end is the plan's date of the step; one without an end is not over before now.
    private mutating func compare(_ status: ZoneStatus, _ plan: PlanDocument) {
        for hold in status.holds {
            let event = plan.events.first {
                $0.phase == hold.phase && $0.role == hold.role && (hold.key.id ?? $0.key) == $0.key
            }
            guard let until = hold.until, let event else { continue }
            datedWaits += 1
            if event.time < until {
                fault(
                    status.time,
                    "the plan has \(event.time): \(event.change()), and status says "
                        + hold.sentence(of: zone, now: status.time)
                )
            }
        }
    }

    // MARK: - Names

    private mutating func name(_ status: ZoneStatus, _ plan: PlanDocument) {
        let told =
            status.keys.map(\.reference) + status.holds.map(\.key) + plan.keys.map(\.reference)
            + plan.events.map(\.subject)
        for key in told {
            guard let id = key.id, key.tag != nil || key.name != nil else { continue }
            let name = KeyName(key).text()
            if let other = names[id], other != name { fault(status.time, "\(other) is now called \(name)") }
            names[id] = name
        }
        for wait in status.holds where wait.key.tag != nil {
            let isShown = status.keys.contains { $0.reference == wait.key }
            if !isShown { fault(status.time, "\(KeyName(wait.key).text()) is not in the table") }
        }
    }

    // MARK: - Journal, log and plan

    private mutating func compare(_ news: [HistoryEntry], _ log: [String], _ now: Instant) {
        for entry in news {
            guard let record = StepRecord(payload: entry.payload, at: entry.time) else {
                if entry.payload["phase"] != nil, entry.kind != "command" {
                    fault(now, "no facts in \(entry.payload.compact)")
                }
                continue
            }
            steps += 1
            if let key = record.step.key { taken[key, default: [:]][record.step.phase] = record.step.time }
            if entry.decision != record.journalLine { fault(now, "journal: \(entry.decision)") }
            if entry.inputs["because"] != .string(record.because) { fault(now, "because: \(entry.inputs)") }
            if !log.contains(where: { $0.hasSuffix(record.logLine) }) {
                fault(now, "the log does not have: \(record.logLine)")
            }
            compare(record)
        }
    }

    /// A key is in its phase since the step that the journal has.
    private mutating func compare(_ keys: [KeyStatus], _ now: Instant) {
        for key in keys {
            guard let phase = key.phase, let step = taken[key.id]?[phase], step != key.since else { continue }
            fault(now, "\(KeyName(key.reference).text()): \(phase) since \(key.since), journal \(step)")
        }
    }

    /// A step that was in the last plan for this moment has the same key, reason and actor as there.
    private mutating func compare(_ record: StepRecord) {
        let step = record.step
        guard record.order == nil,
            let planned = plan?.events.first(where: {
                $0.phase == step.phase && $0.key == step.key && $0.time == step.time
            })
        else { return }
        foretold += 1
        if planned.actor != step.actor {
            fault(step.time, "\(step.change()): \(planned.actor), \(step.actor)")
        }
        if planned.subject.tag == step.subject.tag, planned.change() != step.change() {
            fault(step.time, "plan: \(planned.change()); journal: \(step.change())")
        }
    }
}
