import ControlProtocol
import DNSSECModel
import Testing
import Wording

@testable import Preview

@Suite struct `The lanes of a drawing` {
    private func lane(_ name: String) throws -> KeyLane {
        try #require(KeyLane.all(of: Plans.root).first { $0.key.name == name })
    }

    @Test func `tell the life of the key that goes`() throws {
        let spans = try lane("KSK-2010").spans
        #expect(spans.map(\.stage) == [.signing, .retired, .revoked])
        #expect(spans.map(\.from.date) == ["2016-07-01", "2018-10-11", "2019-01-11"])
        #expect(spans.map(\.until.date) == ["2018-10-11", "2019-01-11", "2019-03-22"])
        #expect(spans.map(\.beganBefore) == [true, false, false])
        #expect(spans.allSatisfy { !$0.goesOn })
    }

    @Test func `tell the life of the key that comes, standby from the moment that it is known everywhere`()
        throws
    {
        let spans = try lane("KSK-2017").spans
        #expect(spans.map(\.stage) == [.made, .published, .standby, .signing])
        #expect(spans.map(\.from.date) == ["2016-10-27", "2017-07-11", "2017-08-17", "2018-10-11"])
        #expect(spans.map(\.goesOn) == [false, false, false, true])
    }

    @Test func `follow the DS at the parent`() throws {
        let lanes = KeyLane.all(of: Plans.ordinary).filter { $0.key.role == .ksk }
        #expect(
            lanes.map { $0.delegation.map(\.stage) } == [
                [.shown, .leaving], [.asked, .shown, .leaving], [.asked, .shown],
            ]
        )
    }

    @Test func `know a key that signs before it is published`() throws {
        var plan = PlanBuilder("example.", "2026-11-01", "2027-11-01", policy: "algorithm")
        plan.keys.append(PlanKey(number: 1, role: .zsk, algorithm: .ed25519, tag: nil))
        plan.step("2026-12-01", .generate, 1, octets: 300)
        plan.step("2026-12-02", .sign, 1, octets: 300)
        plan.step("2026-12-03", .publish, 1, octets: 300)
        plan.document.events[2].ready = Instant("2026-12-04")
        plan.step("2027-03-01", .retire, 1, octets: 300)
        plan.step("2027-03-02", .remove, 1, octets: 300)
        let lane = try #require(KeyLane.all(of: plan.finished).first)
        #expect(lane.spans.map(\.stage) == [.made, .signing, .retired])
    }

    @Test func `are in the order of roles and numbers, one for each key`() {
        let lanes = KeyLane.all(of: Plans.root)
        #expect(lanes.map(\.key.role) == lanes.map(\.key.role).sorted())
        #expect(Set(lanes.map(\.key.number)).count == lanes.count)
        #expect(lanes.count == 16)
    }

    @Test func `are shared where there are too many, without two keys on one place`() {
        let rows = LaneRow.all(of: Plans.many)
        #expect(rows.count == 3)
        for case .shared(let role, let lanes) in rows {
            #expect(role == .zsk)
            for (lane, next) in zip(lanes, lanes.dropFirst()) {
                let end = lane.spans.map(\.until).max()
                let start = next.spans.map(\.from).min()
                #expect(end.flatMap { end in start.map { end <= $0 } } == true)
            }
        }
    }
}

@Suite struct `The size of the DNSKEY answer` {
    @Test func `is known from the first moment, and changes only where it changes`() {
        let series = OctetSeries(Plans.root)
        #expect(series.steps.first?.octets == 883)
        #expect(
            zip(series.steps, series.steps.dropFirst()).allSatisfy {
                $0.octets != $1.octets && $0.from < $1.from
            }
        )
        #expect(series.largest?.octets == 1425)
        #expect(series.largest?.from.date == "2019-01-11")
    }
}

@Suite struct `The scale of a drawing` {
    private func scale(_ from: String, _ until: String) -> TimeScale {
        TimeScale(from: Instant(from), until: Instant(until), left: 100, right: 1100)
    }

    @Test func `places moments, those outside at its ends`() {
        let scale = scale("2026-01-01", "2026-01-11")
        #expect(scale.x(Instant("2026-01-06")) == 600)
        #expect(scale.x(Instant("2025-01-06")) == 100)
        #expect(scale.x(Instant("2027-01-06")) == 1100)
    }

    @Test(
        arguments: [
            ("2026-01-01", "2026-01-02", "06:00"), ("2026-01-01", "2026-02-20", "01-05"),
            ("2026-01-01", "2029-01-01", "2026-04-01"), ("2026-01-01", "2076-01-01", "2030-01-01"),
        ]
    )
    func `has ticks that are not too close`(from: String, until: String, one: String) {
        let scale = scale(from, until)
        let ticks = scale.ticks(scale.unit(apart: 46))
        #expect(ticks.count >= 2 && ticks.count <= 22)
        #expect(ticks.contains { $0.description.contains(one) }, "\(ticks)")
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { scale.x($1) - scale.x($0) >= 44 })
    }

    @Test func `stands a plan of no length`() {
        let scale = scale("2026-01-01", "2026-01-01")
        #expect(scale.x(Instant("2026-01-01")) == 100)
        #expect(scale.ticks(scale.unit(apart: 46)).count == 1)
    }
}
