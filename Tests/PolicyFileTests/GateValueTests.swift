import DNSSECModel
import PolicyFile
import Testing

@Suite struct GateValueTests {
    private func gates(_ lines: String) throws -> [GatePolicy] {
        let reading = Fixture.read(
            policy: "version: 1\nkeys: [{ role: csk, algorithm: 15 }]\ngates:\n" + lines
        )
        #expect(reading.diagnostics.map(\.description) == [])
        return try #require(reading.policy).gates
    }

    @Test func `a gate arrives with people, windows and conditions`() throws {
        let gates = try gates(
            """
              - phase: submit-ds
                role: csk
                approve: 2 of [root, group dns-approvers]
                approval-validity: 10d
                windows:
                  - Tue-Thu 09:00-15:00 Europe/Prague
                  - Fri-Mon,Wed 00:00-24:00 UTC-03:30
                conditions: [verified, ds-seen]
              - { phase: remove, approve: 1 of anna, windows: [Sun 10:00-11:00] }
            """
        )
        let approvers: [Principal] = [.user("root"), .group("dns-approvers")]
        let submit = try #require(gates.first)
        #expect((submit.phase, submit.role) == (.submitDS, .csk))
        #expect(submit.approval == ApprovalPolicy(count: 2, approvers: approvers, validity: .days(10)))
        #expect(submit.conditions == [.verified, .dsSeen])
        #expect(submit.windows[0].days == [.tuesday, .wednesday, .thursday])
        #expect(submit.windows[0].opens == .hours(9))
        #expect(submit.windows[0].closes == .hours(15))
        #expect(
            submit.windows[0].zone == TimeZoneRule(posix: "CET-1CEST,M3.5.0,M10.5.0/3", name: "Europe/Prague")
        )
        #expect(submit.windows[1].days == [.friday, .saturday, .sunday, .monday, .wednesday])
        #expect(submit.windows[1].closes == .days(1))
        #expect(submit.windows[1].zone.standard == .minutes(-210))
        let remove = GatePolicy(
            phase: .remove,
            approval: ApprovalPolicy(count: 1, approvers: [.user("anna")]),
            windows: [WeeklyWindow(days: [.sunday], opens: .hours(10), closes: .hours(11))]
        )
        #expect(gates.dropFirst() == [remove])
    }

    @Test func `time zones come from whoever knows them`() {
        let file = Array("TZif2 and what follows\n<+01>-1\n".utf8)
        let zones = TimeZoneSource { $0 == "Moon/Tycho" ? file : nil }
        func read(_ zone: String) -> PolicyReading {
            let text = """
                version: 1
                keys: [{ role: csk, algorithm: 15 }]
                gates: [{ phase: sign, windows: [Mon 09:00-15:00 \(zone)] }]
                """
            return PolicyFile.read(
                octets: Array(text.utf8).span,
                file: "test.yaml",
                name: "test",
                timeZones: zones
            )
        }
        let window = read("Moon/Tycho").policy?.gates.first?.windows.first
        #expect(window?.zone == TimeZoneRule(name: "Moon/Tycho", standard: .hours(1)))
        #expect(
            read("Europe/Prague").diagnostics.map(\.problem) == [
                .schedule(.unknownTimeZone("Europe/Prague", suggestion: nil))
            ]
        )
    }

    @Test func `the example of the template is a policy that says all there is to say`() throws {
        let octets = try #require(Fixture.octets("\(Fixture.root)/Policies/template.yaml"))
        let lines = String(decoding: octets, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let start = try #require(lines.firstIndex { $0.hasPrefix("# The schedule:") })
        let example = lines[start...].filter { $0.hasPrefix("#     ") }.map { $0.dropFirst(6) }
        let reading = Fixture.read(policy: "version: 1\n" + example.joined(separator: "\n"))
        #expect(reading.diagnostics.map(\.description) == [])
        #expect(reading.findings().filter { $0.severity == .error }.map(\.description) == [])
        let policy = try #require(reading.policy)
        #expect(policy.keys.first?.known.first?.record.map { KeyMaterial(record: $0).tag } == 38696)
        #expect(policy.keys.allSatisfy { $0.calendar != nil })
        #expect(policy.calendar?.signatureValidity != nil)
        #expect(policy.gates.first?.windows.count == 2)
        #expect(policy.milestones.first?.note != nil)
        #expect(policy.postponements.first?.key != nil)
        #expect(policy.revisions.count == 1)
    }
}
