import DNSCore
import DNSSECModel
import JSON
import SystemIO
import TestKit
import Testing
import Timeline

@testable import Simulation

/// A roll of each key under the shipped default policy, on the disk, before the tools of other houses.
struct SimulationTests {
    /// The default policy with lifetimes that make both keys roll within the time.
    static func policy() throws -> DNSSECPolicy {
        try Rehearsal.policy("default") { policy in
            for index in policy.keys.indices {
                policy.keys[index].lifetime = policy.keys[index].role == .ksk ? .days(20) : .days(9)
            }
        }
    }

    let rehearsal: Rehearsal

    init() throws { rehearsal = try Rehearsal(Self.policy(), days: 45) }

    @Test func `both keys roll, in the steps that the plan has`() throws {
        let events = rehearsal.run.forecast.events
        #expect(rehearsal.steps.flatMap(\.events) == events)
        for role in [KeyRole.ksk, .zsk] {
            #expect(rehearsal.steps(.remove, role).count >= 1, "\(role)")
        }
        #expect(rehearsal.steps(.dsGone, .ksk).count >= 1)
        #expect(events.filter { $0.phase != .generate }.allSatisfy { $0.tag != nil })
    }

    @Test(.enabled(if: ExternalTool("ldns-verify-zone").isExpected))
    func `every zone is valid from its step to the next`() throws {
        let ldns = ExternalTool("ldns-verify-zone")
        let ends = rehearsal.steps.dropFirst().map(\.time) + [rehearsal.order.until]
        for (step, end) in zip(rehearsal.steps, ends) {
            for moment in [step.time, end] {
                let run = ldns.run(
                    ["-V", "1", "-t", moment.compact, rehearsal.path(step.zoneFile)],
                    in: rehearsal.folder.path
                )
                #expect(run.status == 0, "\(step.zoneFile) at \(moment): \(run.output)")
            }
        }
    }

    @Test func `signatures are renewed between the steps, and not more often than they must be`() throws {
        let renewals = rehearsal.steps.filter(\.events.isEmpty)
        #expect(renewals.count >= 1)
        let ends = rehearsal.steps.dropFirst().map(\.time) + [rehearsal.order.until]
        for (step, end) in zip(rehearsal.steps, ends) {
            #expect(end - step.time <= .days(9), "\(step.zoneFile)")
            if step.events.isEmpty, let before = rehearsal.steps.last(where: { $0.time < step.time }) {
                #expect(step.time - before.time > .hours(1))
            }
        }
        let serials = rehearsal.steps.map(\.serial)
        #expect(serials == serials.sorted())
    }

    @Test(.enabled(if: ExternalTool("dnssec-dsfromkey").isExpected))
    func `the parent's DS are those of DNSKEYs in the zone, and what other tools make of the keys`() throws {
        var shown: [Int] = []
        for step in rehearsal.steps {
            let lines = try rehearsal.dsLines(step)
            shown.append(lines.count)
            let run = ExternalTool("dnssec-dsfromkey").run(
                ["-T", "86400", "-f", rehearsal.path(step.zoneFile), "example."],
                in: rehearsal.folder.path
            )
            let made = run.output.split(separator: "\n").map { $0.uppercased().filter { !$0.isWhitespace } }
            for line in lines {
                #expect(
                    made.contains(line.uppercased().filter { !$0.isWhitespace }),
                    "\(line): \(run.output)"
                )
            }
        }
        // None before it was seen, then one, two at most during the roll, and one.
        #expect(shown.first == 0)
        #expect(Set(shown).isSubset(of: [0, 1, 2]))
        #expect(shown.last == 1)
        #expect(
            try rehearsal.text(rehearsal.steps[0].dsFile).hasPrefix(
                "; the parent shows no DS of example. at 2026"
            )
        )
    }

    @Test func `each key has its files, as BIND has them`() throws {
        let files = Set(rehearsal.steps.flatMap(\.keys).map(\.file))
        let published = rehearsal.run.forecast.events.filter { $0.phase == .publish }.map(\.key)
        #expect(files.count == Set(published).count)
        for file in files {
            let line = try rehearsal.text("\(file).key")
            #expect(line.contains(" DNSKEY 25"))
            #expect(try FileSystem.permissions(of: rehearsal.path("\(file).private")) == 0o600)
        }
    }

    @Test func `the size of the DNSKEY answer is the plan's`() throws {
        for step in rehearsal.steps {
            guard let octets = step.events.last?.dnskeyOctets else { continue }
            #expect(step.dnskeyOctets == octets, "\(step.zoneFile)")
        }
    }

    @Test func `the index has what was promised`() throws {
        guard case .array(let entries) = try rehearsal.index() else {
            Issue.record("no list")
            return
        }
        #expect(entries.count == rehearsal.steps.count)
        for (entry, step) in zip(entries, rehearsal.steps) {
            guard case .object(let members) = entry else { continue }
            #expect(
                members.map(\.name) == [
                    "step", "time", "zone", "ds", "dnskey-octets", "serial", "keys", "events",
                ]
            )
            #expect(entry["time"] == .string(step.time.description))
            #expect(entry["zone"] == .string(step.zoneFile))
        }
        let first = rehearsal.steps[0]
        #expect(first.zoneFile == "0001-20260101000000.zone")
        #expect(first.dsFile == "0001-20260101000000.ds")
        let present = try FileSystem.names(in: rehearsal.order.folder)
        #expect(
            Set(present)
                == Set(rehearsal.steps.flatMap { [$0.zoneFile, $0.dsFile] } + ["index.json", "keys"])
        )
    }

    @Test func `a folder that is not empty is left alone`() throws {
        let folder = TemporaryFolder()
        folder.write("mine", to: "notes")
        let order = try Rehearsal.order(Self.policy(), days: 1, in: folder.path)
        #expect(throws: SimulationError.notEmpty(folder.path)) { try SimulationRun(order) }
        #expect(folder.names() == ["notes"])
    }

    @Test func `a folder that cannot be made is named`() throws {
        let folder = TemporaryFolder()
        folder.write("a file", to: "notes")
        let order = try Rehearsal.order(Self.policy(), days: 1, in: folder.path("notes/out"))
        #expect(throws: SimulationError.self) { try SimulationRun(order) }
    }
}
