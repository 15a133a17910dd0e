import DNSCore
import DNSSECModel
import TestKit
import Testing
import Timeline

@testable import Simulation

/// Simulations of other kinds of policies and zones.
struct SimulationKindsTests {
    /// Slots of ten days, edited at 13:00, signatures for 21 days from the slot's midnight.
    private func slotted() throws -> DNSSECPolicy {
        try Rehearsal.policy("default") { policy in
            policy.calendar = SlotCalendar(editTime: .hours(13), signatureValidity: .days(21))
        }
    }

    @Test(.enabled(if: ExternalTool("ldns-verify-zone").isExpected))
    func `DNSKEY signatures have the times of their slots, and the zone gets them at the edit`() throws {
        let rehearsal = try Rehearsal(slotted(), days: 60, from: Rehearsal.start + .hours(14))
        let calendar = try #require(rehearsal.order.policy.calendar)
        var windows: Set<String> = []
        for step in rehearsal.steps {
            let signatures = try rehearsal.apexLines(step, "RRSIG").filter { $0.contains(" RRSIG DNSKEY ") }
            let words = try #require(signatures.first).split(separator: " ")
            let (expiration, inception) = (String(words[8]), String(words[9]))
            let window = try #require(calendar.signatureWindow(at: step.time))
            #expect(inception == window.inception.compact)
            #expect(expiration == (window.inception + .days(21)).compact)
            #expect(inception.hasSuffix("000000"))
            windows.insert(inception)
            let run = ExternalTool("ldns-verify-zone").run(
                ["-V", "1", "-t", step.time.compact, rehearsal.path(step.zoneFile)],
                in: rehearsal.folder.path
            )
            #expect(run.status == 0, "\(step.zoneFile): \(run.output)")
        }
        // 1, 11, 21 and 31 January, 10 and 20 February, 2 March.
        #expect(windows.count == 7)
        let edits = rehearsal.steps.map(\.time.description).filter { $0.hasSuffix("T13:00:00Z") }
        #expect(edits.count == 6, "\(edits)")
    }

    @Test(.enabled(if: ExternalTool("ldns-verify-zone").isExpected))
    func `a roll over some days has steps with signatures by both keys, each valid`() throws {
        let policy = try Rehearsal.policy("default") { policy in
            // No signature is due to be made anew meanwhile.
            policy.signatures = SignaturePolicy(validity: .days(60))
            for index in policy.keys.indices where policy.keys[index].role == .zsk {
                policy.keys[index].lifetime = .days(30)
                policy.keys[index].spread = .days(4)
            }
        }
        let rehearsal = try Rehearsal(policy, days: 60)
        var mixed = 0
        for step in rehearsal.steps {
            var signers: Set<Substring> = []
            for line in try rehearsal.text(step.zoneFile).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count > 10, words[3] == "RRSIG" else { continue }
                let isOfKeys = words[4].hasSuffix("KEY") || words[4] == "CDS"
                if !isOfKeys { signers.insert(words[10]) }
            }
            if signers.count == 2 { mixed += 1 }
            let run = ExternalTool("ldns-verify-zone").run(
                ["-V", "1", "-t", step.time.compact, rehearsal.path(step.zoneFile)],
                in: rehearsal.folder.path
            )
            #expect(run.status == 0, "\(step.zoneFile): \(run.output)")
        }
        #expect(mixed == 3)
    }

    @Test func `before the edit of the day the signatures of the slot before count`() throws {
        let calendar = try #require(try slotted().calendar)
        let day = Rehearsal.start + .days(10)
        #expect(calendar.signatureWindow(at: day + .hours(12))?.inception == Rehearsal.start)
        #expect(calendar.signatureWindow(at: day + .hours(13))?.inception == day)
        #expect(calendar.nextSignatureEdit(after: day - .hours(1)) == day + .hours(13))
        #expect(calendar.nextSignatureEdit(after: day) == day + .hours(13))
        #expect(calendar.nextSignatureEdit(after: day + .hours(13)) == day + .days(10) + .hours(13))
    }

    @Test func `a key whose public part alone is known is stood in for by one of its size`() throws {
        let real = [UInt8]([3, 1, 0, 1]) + [UInt8](repeating: 0xC1, count: 128)
        var known = KnownKey(name: "KSK-2017")
        known.record = DNSKEYRecord(flags: 257, algorithm: .rsaSHA256, publicKey: real)
        let policy = DNSSECPolicy(
            name: "known",
            description: "",
            keys: [KeyPolicy(role: .csk, algorithm: .rsaSHA256, bits: 2048, known: [known])]
        )
        let folder = TemporaryFolder()
        let keys = SimulatedKeys(try Rehearsal.order(policy, days: 1, in: folder.path), in: folder.path)
        var key = ManagedKey(
            id: ManagedKey.ID(rawValue: 1),
            policy: policy.keys[0],
            hasDS: true,
            goal: .active,
            predecessor: nil,
            isInitial: true,
            at: Rehearsal.start
        )
        key.name = "KSK-2017"
        let made = try keys.made(key, at: Rehearsal.start)
        #expect(made.standsInFor == "KSK-2017")
        #expect(made.record.publicKey.count == real.count)
        #expect(made.record != known.record)
        key.name = "KSK-2024"
        #expect(try keys.made(key, at: Rehearsal.start).record == made.record)
        var other = key
        other.name = nil
        #expect(keys.material(of: other, at: Rehearsal.start).record == made.record)
    }

    @Test func `NSEC3, a root without DS at its parent, and a serial that nobody raises`() throws {
        let zone =
            ". 86400 SOA a.root-servers.net. nstld.example. 2026010100 1800 900 604800 86400\n"
            + ". 518400 NS a.root-servers.net.\na.root-servers.net. 518400 A 198.41.0.4\n"
            + "org. 172800 NS a.root-servers.net.\n"
        let policy = try Rehearsal.policy("csk") { policy in
            policy.serial = .keep
            policy.denial = .nsec3(NSEC3Policy())
            policy.parent.ds = .none
            policy.ttl.zoneMaximum = .days(6)
        }
        let rehearsal = try Rehearsal(policy, days: 20, zone: zone)
        let last = try #require(rehearsal.steps.last)
        #expect(rehearsal.steps.count >= 3)
        #expect(Set(rehearsal.steps.map(\.serial)).count == rehearsal.steps.count)
        for step in rehearsal.steps where ExternalTool("ldns-verify-zone").isExpected {
            let run = ExternalTool("ldns-verify-zone").run(
                ["-V", "1", "-t", step.time.compact, rehearsal.path(step.zoneFile)],
                in: rehearsal.folder.path
            )
            #expect(run.status == 0, "\(step.zoneFile): \(run.output)")
        }
        let anchors = try rehearsal.dsLines(last)
        #expect(anchors.count == 1)
        #expect(anchors.allSatisfy { $0.hasPrefix(". ") })
        #expect(
            try rehearsal.text(last.dsFile).hasPrefix("; no parent has DS records of .: its trust anchors")
        )
    }

    @Test func `keys that the operator's zone came with are replaced`() throws {
        let line = "@ DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\n"
        let rehearsal = try Rehearsal(
            try Rehearsal.policy("default"),
            days: 1,
            zone: Rehearsal.zoneText + line
        )
        for step in rehearsal.steps {
            #expect(try rehearsal.apexLines(step, "DNSKEY").count == step.keys.filter(\.isPublished).count)
            #expect(
                try !rehearsal.text(step.zoneFile).contains("l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=")
            )
        }
    }

    @Test func `threads change nothing but the time it takes`() throws {
        let policy = try Rehearsal.policy("default") { policy in
            for index in policy.keys.indices { policy.keys[index].algorithm = .ed25519 }
        }
        let rehearsal = try Rehearsal(policy, days: 10, threads: 3)
        #expect(rehearsal.steps.map(\.time) == (try Rehearsal(policy, days: 10).steps.map(\.time)))
    }

    // MARK: - Other rolls

    /// The default policy without lifetimes, whose keys are others from the tenth day on.
    private func changing(_ change: (inout [KeyPolicy]) -> Void) throws -> DNSSECPolicy {
        try Rehearsal.policy("default") { policy in
            for index in policy.keys.indices { policy.keys[index].lifetime = nil }
            var keys = policy.keys
            change(&keys)
            policy.revisions = [PolicyRevision(from: Rehearsal.start + .days(10), keys: keys)]
        }
    }

    /// Every zone is valid at its step, for the tool of another house.
    private func expectValid(_ rehearsal: Rehearsal) {
        let tool = ExternalTool("ldns-verify-zone")
        for step in rehearsal.steps where tool.isExpected && step.keys.contains(where: \.isPublished) {
            let run = tool.run(
                ["-V", "1", "-t", step.time.compact, rehearsal.path(step.zoneFile)],
                in: rehearsal.folder.path
            )
            #expect(run.status == 0, "\(step.zoneFile): \(run.output)")
        }
    }

    @Test func `an algorithm roll shows signatures before and after their keys`() throws {
        let policy = try changing { keys in
            for index in keys.indices { keys[index].algorithm = .ed25519 }
        }
        let rehearsal = try Rehearsal(policy, days: 40)
        expectValid(rehearsal)
        let unshown = rehearsal.steps.filter { $0.keys.contains { !$0.isPublished && $0.signsZone } }
        let algorithms = unshown.flatMap { $0.keys.filter { !$0.isPublished }.map(\.record.algorithm) }
        #expect(algorithms.first == .ed25519)
        #expect(algorithms.last == .ecdsaP256SHA256)
        let last = try #require(rehearsal.steps.last)
        #expect(last.keys.allSatisfy { $0.record.algorithm == .ed25519 })
        #expect(
            try rehearsal.dsLines(last).allSatisfy { $0.contains(" DS \(last.keys[0].record.keyTag) 15 2 ") }
        )
    }

    @Test func `a zone becomes insecure: the parent is asked, the DS goes, and then everything`() throws {
        let rehearsal = try Rehearsal(try changing { $0 = [] }, days: 40)
        expectValid(rehearsal)
        let asking = try rehearsal.steps.filter {
            try rehearsal.apexLines($0, "CDS").contains { $0.hasSuffix(" CDS 0 0 0 00") }
        }
        #expect(!asking.isEmpty)
        let bare = rehearsal.steps.filter { !$0.keys.contains(where: \.isPublished) }
        let first = try #require(bare.first)
        #expect(first.time > (try #require(asking.last)).time)
        #expect(try rehearsal.dsLines(first).isEmpty)
        #expect(try !rehearsal.text(first.zoneFile).contains("RRSIG"))
        #expect(rehearsal.steps.last?.number == first.number)
    }

    @Test func `a double-DS roll has the new DS before the new key`() throws {
        let policy = try Rehearsal.policy("default") { policy in
            for index in policy.keys.indices where policy.keys[index].role == .ksk {
                policy.keys[index].roll = .doubleDS
                policy.keys[index].lifetime = .days(15)
            }
        }
        let rehearsal = try Rehearsal(policy, days: 25)
        expectValid(rehearsal)
        let both = try #require(try rehearsal.steps.first { try rehearsal.dsLines($0).count == 2 })
        #expect(both.keys.count { $0.role == .ksk } == 1)
        #expect(try rehearsal.apexLines(both, "CDS").count == 2)
    }

    @Test func `roles change from KSK and ZSK to a CSK`() throws {
        let policy = try changing { $0 = [KeyPolicy(role: .csk, algorithm: .ecdsaP256SHA256)] }
        let rehearsal = try Rehearsal(policy, days: 40)
        expectValid(rehearsal)
        #expect(rehearsal.steps.last?.keys.map(\.role) == [.csk])
    }
}
