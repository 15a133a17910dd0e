import DNSSECModel
import TestKit
import Testing
import Timeline

@testable import Simulation

/// The root's first roll, 2017 to 2019, by the calendar: keys that stand in, and answers of the published sizes.
struct RootRollTests {
    private static let zone = """
        . 86400 SOA a.root-servers.net. nstld.example. 2017070100 1800 900 604800 86400
        . 518400 NS a.root-servers.net.
        a.root-servers.net. 518400 A 198.41.0.4
        org. 172800 NS a.root-servers.net.

        """

    private static func moment(_ text: String) throws -> Instant {
        try #require(Instant(text: text, now: Instant(secondsSinceEpoch: 0)))
    }

    /// A public key of the size of the root's KSKs.
    private static func record(_ octet: UInt8) -> DNSKEYRecord {
        let key = [3, 1, 0, 1] + [UInt8](repeating: octet, count: 256)
        return DNSKEYRecord(flags: 257, algorithm: .rsaSHA256, publicKey: key)
    }

    private static func policy() throws -> DNSSECPolicy {
        try Rehearsal.policy("root") { policy in
            policy.ttl.zoneMaximum = .days(6)
            policy.safety = SafetyPolicy(publish: .zero, retire: .zero)
            policy.calendar = SlotCalendar(
                editTimes: [
                    .init(day: try moment("2018-10-11"), time: .hours(16)),
                    .init(day: try moment("2019-01-11"), time: .hours(14)),
                ],
                signatureValidity: .days(21)
            )
            for index in policy.keys.indices where policy.keys[index].role == .ksk {
                policy.keys[index].rfc5011 = RFC5011Policy(revoked: .days(69))
                policy.keys[index].known = [
                    KnownKey(
                        name: "KSK-2010",
                        record: record(0xC1),
                        dates: [
                            .publish: try moment("2017-01-11"), .revoke: try moment("2019-01-11T14:00:00Z"),
                            .remove: try moment("2019-03-22"),
                        ]
                    ),
                    KnownKey(
                        name: "KSK-2017",
                        record: record(0xC3),
                        dates: [
                            .publish: try moment("2017-07-11"), .sign: try moment("2018-10-11T16:00:00Z"),
                        ]
                    ),
                ]
            }
            for index in policy.keys.indices where policy.keys[index].role == .zsk {
                policy.keys[index].lifetime = nil
                policy.keys[index].calendar = KeyCalendar(
                    every: 3,
                    rules: [.publish: .init(9...9), .sign: .init(1...1), .remove: .init(2...2)]
                )
            }
        }
    }

    @Test func `the answers have the published sizes in the published slots`() throws {
        let rehearsal = try Rehearsal(
            Self.policy(),
            days: 650,
            zone: Self.zone,
            from: try Self.moment("2017-07-01")
        )
        // The last step up to a moment has the zone of that moment.
        let sizes: [(String, Int)] = [
            ("2017-07-01", 1139), ("2017-07-11", 1139), ("2017-09-18", 1139), ("2017-09-19", 1414),
            ("2017-10-11", 1139), ("2018-10-01", 1414), ("2018-10-11T15:59:59Z", 1414),
            ("2018-10-11T16:00:00Z", 1139), ("2019-01-11", 1414), ("2019-01-11T14:00:00Z", 1425),
            ("2019-03-21", 1425), ("2019-03-22", 1139), ("2019-04-11", 864),
        ]
        for (moment, octets) in sizes {
            let time = try Self.moment(moment)
            let step = try #require(rehearsal.steps.last { $0.time <= time })
            #expect(step.dnskeyOctets == octets, "\(moment): \(step.zoneFile)")
        }
        #expect(rehearsal.steps.first?.time == rehearsal.order.from)
        #expect(rehearsal.steps.map(\.dnskeyOctets).max() == 1425)
        try expectKeys(rehearsal)
    }

    /// Both KSKs stand in for the real ones, and sign when those did; the zone is valid when keys change.
    private func expectKeys(_ rehearsal: Rehearsal) throws {
        let tool = ExternalTool("ldns-verify-zone")
        for step in rehearsal.steps where tool.isExpected && !step.events.isEmpty {
            let run = tool.run(
                ["-V", "1", "-t", step.time.compact, rehearsal.path(step.zoneFile)],
                in: rehearsal.folder.path
            )
            #expect(run.status == 0, "\(step.zoneFile): \(run.output)")
        }
        let roll = try #require(rehearsal.steps(.sign, .ksk).first)
        #expect(roll.time.description == "2018-10-11T16:00:00Z")
        #expect(roll.keys.filter { $0.role == .ksk }.map(\.standsInFor) == ["KSK-2010", "KSK-2017"])
        #expect(roll.keys.filter(\.signsKeys).map(\.name) == ["KSK-2017"])
        let signature = try #require(
            try rehearsal.apexLines(roll, "RRSIG").first { $0.contains(" RRSIG DNSKEY ") }
        )
        #expect(signature.contains(" 20181101000000 20181011000000 "))
        let revocation = try #require(rehearsal.steps(.revoke, .ksk).first)
        let revoked = try #require(revocation.keys.first { $0.record.isRevoked })
        #expect(revoked.standsInFor == "KSK-2010")
        #expect(revocation.keys.filter(\.signsKeys).count == 2)
        // The trust anchors, in the form of DS: the key that signs and is not revoked.
        #expect(try rehearsal.dsLines(revocation).count == 1)
    }
}
