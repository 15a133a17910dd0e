public import ControlProtocol
import DNSSECModel
public import Testing

@testable import Preview

extension Instant {
    /// A moment that a test writes down.
    init(_ text: String) {
        guard let instant = Instant(text: text, now: Instant(secondsSinceEpoch: 0)) else {
            preconditionFailure("\(text) is no moment")
        }
        self = instant
    }
}

// A plan is long; a test run needs its name only.
extension PlanDocument: CustomTestStringConvertible {
    /// What a test run calls it.
    public var testDescription: String { "the plan of \(zone) under \(policy ?? "-")" }
}

/// Plans for people who make drawings: written down by hand, so that they are the same for ever.
enum Plans {
    /// The root zone from 2016 to 2019, as it went: the first roll of its KSK, postponed by a year.
    static let root: PlanDocument = {
        var plan = PlanBuilder(".", "2016-07-01", "2019-10-01", policy: "root-2010-2019")
        plan.keys.append(
            PlanKey(
                number: 1,
                role: .ksk,
                algorithm: .rsaSHA256,
                tag: 19036,
                name: "KSK-2010",
                states: [.made, .published, .signing]
            )
        )
        plan.keys.append(PlanKey(number: 2, role: .ksk, algorithm: .rsaSHA256, tag: 20326, name: "KSK-2017"))
        plan.document.dnskeyOctets = 883
        plan.step("2016-10-27", .generate, 2, octets: 864, before: 1)
        plan.step("2017-07-11T14:00:00Z", .publish, 2, octets: 1139)
        plan.document.events[1].ready = Instant("2017-08-17")
        plan.step(
            "2018-10-11T16:00:00Z",
            .sign,
            2,
            octets: 1139,
            before: 1,
            reason: PlanReason(.calendar)
        )
        plan.document.events[2].late = .days(365)
        plan.step("2018-10-11T16:00:00Z", .retire, 1, octets: 1139)
        plan.step(
            "2019-01-11T14:00:00Z",
            .revoke,
            1,
            octets: 1425,
            tag: 19164
        )
        plan.step(
            "2019-03-22T14:00:00Z",
            .remove,
            1,
            octets: 1139,
            tag: 19164
        )
        plan.quarters(from: 2016, quarter: 3, count: 13, firstKey: 3)
        plan.document.holds = [
            PlanHold(
                from: Instant("2017-09-27"),
                until: Instant("2018-10-11"),
                key: 2,
                phase: .sign,
                reason: "Reports of trust anchors show validators that do not know KSK-2017 yet."
            )
        ]
        plan.document.milestones = [
            PlanMilestone(time: Instant("2016-07-22"), title: "Operational plans published"),
            PlanMilestone(time: Instant("2017-09-27"), title: "Roll postponed"),
            PlanMilestone(
                time: Instant("2018-02-01"),
                until: Instant("2018-04-01"),
                title: "Public comment on the draft plan",
                note: "Announced with the plan to resume."
            ),
            PlanMilestone(time: Instant("2018-09-16"), title: "Board resolution"),
        ]
        return plan.finished
    }()

    /// A zone with a KSK for two years and a ZSK for a quarter, over three years.
    static let ordinary: PlanDocument = {
        var plan = PlanBuilder("example.", "2026-11-01", "2029-11-01", policy: "default")
        plan.document.assumptions = [
            PlanAssumption(.dsDelay, .days(1)), PlanAssumption(.zoneTTL, .days(1)),
            PlanAssumption(.negativeTTL, .hours(1)),
        ]
        plan.document.dnskeyOctets = 299
        plan.keys.append(
            PlanKey(
                number: 1,
                role: .ksk,
                algorithm: .ecdsaP256SHA256,
                tag: 50211,
                states: [.made, .published, .signing, .ds]
            )
        )
        plan.keySigningRoll(at: "2027-03-01", old: 1, new: 20)
        plan.keySigningRoll(at: "2029-03-01", old: 20, new: 21)
        plan.zoneSigningRolls(from: "2026-11-01", count: 12, lifetime: .days(90), firstKey: 2)
        return plan.finished
    }()

    /// A ZSK a fortnight for three years: more keys than lanes.
    static let many: PlanDocument = {
        var plan = PlanBuilder("例え.example.", "2026-11-01", "2029-11-01", policy: "fast")
        plan.keys.append(
            PlanKey(
                number: 1,
                role: .ksk,
                algorithm: .ed25519,
                tag: 1,
                states: [.made, .published, .signing, .ds]
            )
        )
        plan.zoneSigningRolls(from: "2026-11-01", count: 70, lifetime: .days(15), firstKey: 2)
        return plan.finished
    }()
}

extension Plans {
    /// Words that would do harm if they were taken for more than words, and everything that can be said of a step.
    static let hostile: PlanDocument = {
        var plan = PlanBuilder("example.", "2026-11-01", "2027-01-01", policy: "<b>&\"'")
        let words = "<script>alert(\"1\")</script>, & more\r\nof it; so \\ there"
        plan.keys.append(PlanKey(number: 1, role: .csk, algorithm: .ed448, tag: nil, name: "<i>鑰匙"))
        plan.step(
            "2026-12-01T12:00:00Z",
            .sign,
            1,
            octets: 4000,
            reason: PlanReason(.manual, user: words),
            actor: .operator
        )
        plan.step("2026-12-02T12:00:00Z", .sign, 1, octets: 4001, actor: .parent)
        plan.document.events[0].latest = Instant("2026-11-30T12:00:00Z")
        plan.document.events[0].isAssumed = true
        plan.document.events[0].approval = PlanApproval(needed: 2, of: ["root", "group dns-approvers"])
        let title = words + String(repeating: "公開徵詢意見", count: 20)
        plan.document.milestones = [
            PlanMilestone(time: Instant("2026-12-24"), title: title, note: words, isAssumed: true),
            PlanMilestone(time: Instant("2026-12-24T12:00:00Z"), title: title),
        ]
        plan.document.holds = [
            PlanHold(from: Instant("2026-11-02"), until: nil, reason: words),
            PlanHold(from: Instant("2026-11-02"), until: Instant("2026-11-09"), key: 1, reason: words),
        ]
        return plan.finished
    }()

    /// Nothing at all.
    static let empty = PlanBuilder(".", "2026-11-01", "2026-11-01", policy: "none").finished
}

/// Makes plans step by step.
struct PlanBuilder {
    var document: PlanDocument
    var keys: [PlanKey] = []

    init(_ zone: String, _ from: String, _ until: String, policy: String) {
        guard let name = try? Name(absolute: zone == "例え.example." ? "xn--r8jz45g.example." : zone) else {
            preconditionFailure("\(zone) is no name")
        }
        document = PlanDocument(
            zone: name,
            from: Instant(from),
            until: Instant(until),
            events: [],
            policy: policy
        )
    }

    /// The plan with its steps in order of time.
    var finished: PlanDocument {
        var finished = document
        finished.keys = keys
        finished.events = document.events.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
            .filter { $0.time >= document.from && $0.time <= document.until }
            .map { step in
                var step = step
                step.relieves =
                    step.phase == .sign
                    && document.events.contains {
                        $0.phase == .retire && $0.key == step.predecessor && $0.time == step.time
                    }
                return step
            }
        return finished
    }

    mutating func step(
        _ time: String,
        _ phase: KeyStep,
        _ number: Int,
        octets: Int,
        before: Int? = nil,
        tag: UInt16? = nil,
        reason: PlanReason = PlanReason(.calendar),
        actor: PlanActor = .daemon
    ) {
        guard let key = keys.first(where: { $0.number == number }) else {
            preconditionFailure("no key \(number)")
        }
        document.events.append(
            PlanEvent(
                time: Instant(time),
                phase: phase,
                subject: key.reference,
                algorithm: key.algorithm,
                tag: tag ?? key.tag,
                actor: actor,
                dnskeyOctets: octets,
                follows: keys.first { $0.number == before }?.reference,
                reason: reason
            )
        )
    }

    /// The root's quarters: a new ZSK from slot 9 of the quarter before to slot 1 of the quarter after.
    mutating func quarters(from year: Int64, quarter: Int64, count: Int, firstKey: Int) {
        for index in 0...count {
            let number = firstKey + index
            let start = Self.quarter(year * 4 + quarter - 1 + Int64(index))
            let next = Self.quarter(year * 4 + quarter + Int64(index))
            let tag = UInt16(14000 + index * 3217 % 40000)
            keys.append(
                PlanKey(
                    number: number,
                    role: .zsk,
                    algorithm: .rsaSHA256,
                    tag: tag,
                    states: index == 0 ? [.made, .published, .signing] : []
                )
            )
            if index > 0 {
                slot(start - .days(11), .publish, number, zsks: 2)
                slot(start, .sign, number, zsks: 2)
            }
            slot(next, .retire, number, zsks: 2)
            slot(next + .days(10), .remove, number, zsks: 1)
        }
    }

    private static func quarter(_ count: Int64) -> Instant {
        CalendarTime(year: count / 4, month: count % 4 * 3 + 1, day: 1)?.instant
            ?? Instant(secondsSinceEpoch: 0)
    }

    private mutating func slot(_ time: Instant, _ phase: KeyStep, _ number: Int, zsks: Int) {
        let before = phase == .sign ? number - 1 : nil
        step(time.description, phase, number, octets: octets(time, zsks: zsks), before: before)
    }

    private func octets(_ time: Instant, zsks: Int) -> Int {
        if time < Instant("2017-07-11") { return zsks == 2 ? 1139 : 864 }
        if time >= Instant("2019-03-22") { return zsks == 2 ? 1139 : 864 }
        if time >= Instant("2019-01-11") { return 1425 }
        return zsks == 2 ? 1414 : 1139
    }

    /// A ZSK after the other, each after the lifetime of the one before.
    mutating func zoneSigningRolls(from: String, count: Int, lifetime: Interval, firstKey: Int) {
        for index in 0..<count {
            let number = firstKey + index
            let start = Instant(from) + Int64(index) * lifetime
            keys.append(
                PlanKey(
                    number: number,
                    role: .zsk,
                    algorithm: .ecdsaP256SHA256,
                    tag: index == 0 ? 31007 : nil,
                    states: index == 0 ? [.made, .published, .signing] : []
                )
            )
            if index > 0 { zoneSigningRoll(number, at: start, lifetime) }
        }
    }

    private mutating func zoneSigningRoll(_ number: Int, at start: Instant, _ lifetime: Interval) {
        let early = (start - .hours(2)).description
        let late = (start + .hours(25)).description
        let made = PlanReason(.preparation, interval: lifetime)
        let known = PlanReason(
            .time,
            since: start - .hours(2),
            interval: .hours(2),
            formula: .publicationInterval
        )
        let old = PlanReason(.time, since: start, interval: .hours(25), formula: .retireInterval)
        step(early, .generate, number, octets: 299, before: number - 1, reason: made)
        step(early, .publish, number, octets: 379)
        step(start.description, .sign, number, octets: 379, before: number - 1, reason: known)
        step(start.description, .retire, number - 1, octets: 379)
        step(late, .remove, number - 1, octets: 299, reason: old)
    }

    /// A KSK follows another, by double signature.
    mutating func keySigningRoll(at time: String, old: Int, new: Int) {
        keys.append(PlanKey(number: new, role: .ksk, algorithm: .ecdsaP256SHA256, tag: nil))
        let asked = (Instant(time) + .hours(2)).description
        let seen = Instant(time) + .hours(26)
        let gone = PlanReason(.time, since: seen, interval: .hours(26), formula: .kskRetireInterval)
        step(time, .generate, new, octets: 299, before: old)
        step(time, .publish, new, octets: 482)
        step(time, .sign, new, octets: 482, before: old)
        step(asked, .submitDS, new, octets: 482, actor: .operator)
        step(asked, .withdrawDS, old, octets: 482, actor: .operator)
        step(asked, .retire, old, octets: 482, reason: PlanReason(.relieved))
        step(seen.description, .dsSeen, new, octets: 482, actor: .parent)
        step(seen.description, .dsGone, old, octets: 482, actor: .parent)
        step((seen + .hours(26)).description, .remove, old, octets: 299, reason: gone)
    }
}
