import DNSSECModel
import JSON
import TestKit
import Testing
import Timeline

@testable import KeyStore
@testable import Migration

/// What contradicts itself, is not whole, or does not fit is not taken over.
struct BINDImportFaultTests {
    private static let now = BINDFolder.now

    /// A KSK (0) and a ZSK (1) at rest.
    private static func settled() throws -> BINDFolder {
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        try bind.addSettled(.zsk)
        return bind
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var key = 0
        /// The tag whose line has the fault; nil = the whole file.
        var tag: String?
        var problem: BINDImportProblem
        var edit: @Sendable (inout BINDStateFile) -> Void
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "algorithm", tag: "Algorithm", problem: .otherNumber(expected: 13)) {
            $0.numbers[.algorithm] = 8
        },
        Case(name: "length", tag: "Length", problem: .otherNumber(expected: 256)) {
            $0.numbers[.length] = 2048
        },
        Case(name: "no length", problem: .missing("Length")) { $0.numbers[.length] = nil },
        Case(name: "no flag", problem: .missing("ZSK")) { $0.flags[.zsk] = nil },
        Case(name: "for nothing", tag: "KSK", problem: .noRole) { $0.flags = [.ksk: false, .zsk: false] },
        Case(name: "other role", tag: "KSK", problem: .otherRole(.zsk, flags: 257)) { state in
            state.flags = [.ksk: false, .zsk: true]
            (state.states[.krrsig], state.states[.ds]) = (nil, nil)
            state.states[.zrrsig] = .hidden
        },
        Case(name: "no state", problem: .missing("KRRSIGState")) { $0.states[.krrsig] = nil },
        Case(name: "no goal", problem: .missing("GoalState")) { $0.states[.goal] = nil },
        Case(name: "bad goal", tag: "GoalState", problem: .badGoal) { $0.states[.goal] = .rumoured },
        Case(name: "foreign state", key: 1, tag: "KRRSIGState", problem: .foreignState(.zsk)) {
            $0.states[.krrsig] = .omnipresent
        },
        Case(name: "no time of a wait", tag: "DSState", problem: .missing("DSChange")) { state in
            state.states[.ds] = .rumoured
            state.times[.dsChange] = nil
        },
        Case(name: "future", tag: "DNSKEYChange", problem: .inTheFuture(now)) {
            $0.times[.dnskeyChange] = now + .seconds(1)
        },
        Case(name: "DS in the future", tag: "DSPublish", problem: .inTheFuture(now)) { state in
            state.states[.ds] = .rumoured
            state.times[.dsPublish] = now + .seconds(1)
        },
        Case(name: "revoked", tag: "Revoked", problem: .revoked) { $0.times[.revoked] = now },
    ]

    @Test(arguments: cases)
    func `a key that contradicts itself or is not whole is refused`(_ sample: Case) throws {
        let bind = try Self.settled()
        bind.edit(sample.key, sample.edit)
        bind.write()
        let faults = try bind.faults()
        let file = "\(bind.path)/\(bind.names[sample.key].stateFile)"
        let lines = String(
            decoding: bind.temporary.read(bind.names[sample.key].stateFile) ?? [],
            as: UTF8.self
        )
        .split(separator: "\n")
        let line = sample.tag.flatMap { tag in lines.firstIndex { $0.hasPrefix(tag + ":") } }.map { $0 + 1 }
        let expected = BINDImportFault(
            file: file,
            line: line ?? 0,
            column: line == nil ? 0 : 1,
            sample.problem
        )
        #expect(faults == [expected])
    }

    @Test func `a DNSKEY out of the zone leaves nothing that it signs in it`() throws {
        let bind = try Self.settled()
        bind.edit(1) { $0.states[.dnskey] = .unretentive }
        bind.write()
        let problem = BINDImportProblem.withoutDNSKEY(.zrrsig, .omnipresent, dnskey: .unretentive)
        #expect(try bind.faults().map(\.problem) == [problem])
    }

    @Test func `a roll that only one of the keys knows is refused`() throws {
        let bind = try Self.settled()
        let new = try bind.add(
            .zsk,
            made: .hours(1),
            [.dnskey: (.rumoured, .hours(1)), .zrrsig: (.hidden, .hours(1))]
        )
        bind.edit(new) { $0.numbers[.predecessor] = UInt32(bind.names[1].keyTag) }
        bind.write()
        #expect(try bind.faults().map(\.problem) == [.oneSidedRelation(bind.names[1].keyTag)])
    }

    @Test func `files without their counterparts are refused`() throws {
        let bind = try Self.settled()
        bind.temporary.write("", to: "Kexample.+013+00001.state")
        let folder = bind.path
        #expect(
            Set(try bind.faults()) == [
                BINDImportFault(file: "\(folder)/\(bind.names[0].publicFile)", .noStateFile),
                BINDImportFault(file: "\(folder)/\(bind.names[1].publicFile)", .noStateFile),
                BINDImportFault(file: "\(folder)/Kexample.+013+00001.state", .noKeyFile),
            ]
        )
    }

    @Test func `a key that signs needs its private file`() throws {
        let bind = try Self.settled()
        bind.write()
        let name = bind.names[0].privateFile
        let other = TemporaryFolder()
        other.write(bind.temporary.read(bind.names[0].publicFile) ?? [], to: bind.names[0].publicFile)
        other.write(bind.temporary.read(bind.names[0].stateFile) ?? [], to: bind.names[0].stateFile)
        let files = try BINDFiles(folder: other.path, zone: BINDFolder.zone)
        do throws(BINDImportError) {
            _ = try BINDImport(files, policy: BINDFolder.policy, published: nil, at: Self.now)
            Issue.record("a key without its private file was taken over")
        } catch {
            #expect(error.faults.contains(BINDImportFault(file: "\(other.path)/\(name)", .noPrivateKey)))
        }
    }

    @Test func `a zone without keys, or that no key signs, is refused`() throws {
        let empty = BINDFolder()
        #expect(try empty.faults() == [BINDImportFault(file: empty.path, .noKeys)])
        let bind = BINDFolder()
        try bind.addSettled(.ksk)
        bind.write()
        #expect(try bind.faults() == [BINDImportFault(file: bind.path, .nothingSigned(.zrrsig))])
    }

    @Test(arguments: [(KeyRole.csk, SecurityAlgorithm.ecdsaP256SHA256), (.zsk, .ed25519)])
    func `a change of algorithm or roles must end in BIND first`(
        role: KeyRole,
        algorithm: SecurityAlgorithm
    ) throws {
        let bind = try Self.settled()
        try bind.addSettled(role, algorithm: algorithm)
        bind.write()
        #expect(try bind.faults() == [BINDImportFault(file: bind.path, .changeUnderWay)])
    }

    @Test func `RSA keys of another size than the policy's are refused unless told`() throws {
        let bind = BINDFolder()
        try bind.addSettled(.ksk, algorithm: .rsaSHA256)
        try bind.addSettled(.zsk, algorithm: .rsaSHA256)
        bind.write()
        var policy = BINDFolder.policy
        for index in policy.keys.indices {
            policy.keys[index].algorithm = .rsaSHA256
            policy.keys[index].bits = index == 0 ? 2048 : 3072
        }
        #expect(try bind.faults(policy).map(\.problem) == [.otherSize(.zsk, 2048, policy: 3072)])
        #expect(try bind.taken(policy, allowsOtherPolicy: true).ring.keys.count == 2)
    }

    @Test func `keys that the policy does not have are refused unless told`() throws {
        let bind = try Self.settled()
        bind.write()
        #expect(
            try bind.faults(BINDFolder.cskPolicy).map(\.problem)
                == bind.names.indices.map { $0 }.sorted { bind.names[$0].keyTag < bind.names[$1].keyTag }
                .map { .roleNotInPolicy($0 == 0 ? .ksk : .zsk) }
        )
        var policy = BINDFolder.policy
        policy.keys[1].algorithm = .ed25519
        let problem = BINDImportProblem.otherAlgorithm(.zsk, .ecdsaP256SHA256, policy: .ed25519)
        #expect(try bind.faults(policy).map(\.problem) == [problem])
        #expect(try bind.taken(policy, allowsOtherPolicy: true).ring.keys.count == 2)
        policy = BINDFolder.policy
        policy.parent.ds = .none
        #expect(try bind.faults(policy).map(\.problem) == [.parentNotInPolicy])
    }

    // MARK: - The signed zone

    /// A zone with the DNSKEY records of some keys and the signatures of others, CDS of the first.
    private static func published(
        _ bind: BINDFolder,
        keys: [Int],
        keySigners: [Int],
        zoneSigners: [Int]
    ) throws -> PublishedZone {
        let folder = BINDKeyFolder(path: bind.path)
        var text = "$ORIGIN example.\n$TTL 7200\n@ SOA a b 2026112301 1 1 1 300\n@ NS ns.other.\n"
        for key in keys {
            let record = try folder.read(bind.names[key]).record
            text += "@ 600 DNSKEY \(record.flags) 3 13 \(base64(record.publicKey))\n"
        }
        for (type, signers) in [("DNSKEY", keySigners), ("SOA", zoneSigners)] {
            for key in signers {
                text +=
                    "@ \(type == "SOA" ? 7200 : 600) RRSIG \(type) 13 1 600 20300101000000 20260101000000 "
                text += "\(bind.names[key].keyTag) example. AAAA\n"
            }
        }
        text += "@ CDS \(bind.names[0].keyTag) 13 2 \(String(repeating: "00", count: 32))\n"
        let octets = Array(text.utf8)
        let reading = ZoneFileReader().read(octets.span, file: "zone", origin: BINDFolder.zone)
        let zone = try #require(reading.zone, "\(reading.diagnostics)")
        return try #require(PublishedZone(zone))
    }

    private static func base64(_ octets: [UInt8]) -> String {
        guard case .string(let text) = JSONValue(base64: octets) else { return "" }
        return text
    }

    @Test func `the signed zone gives serial, TTLs and the plan`() throws {
        let bind = try Self.settled()
        bind.write()
        let zone = try Self.published(bind, keys: [0, 1], keySigners: [0], zoneSigners: [1])
        let ring = try bind.taken(published: zone).ring
        let publication = try #require(ring.publication)
        #expect(publication.serial == 2_026_112_301 && publication.at == Self.now)
        #expect(publication.dnskeyTTL == .minutes(10) && publication.maximumTTL == .hours(2))
        #expect(publication.negativeTTL == .minutes(5))
        #expect(publication.plan == ring.plan)
        #expect(ring.dnskeyTTL.current == .minutes(10) && ring.zoneTTL.current == .hours(2))
    }

    @Test func `a signed zone that says otherwise than the states is refused`() throws {
        let bind = try Self.settled()
        bind.write()
        let problems = { (keys: [Int], keySigners: [Int], zoneSigners: [Int]) throws in
            let zone = try Self.published(bind, keys: keys, keySigners: keySigners, zoneSigners: zoneSigners)
            return try bind.faults(published: zone).map(\.problem)
        }
        #expect(try problems([0], [0], [1]) == [.notInZone(bind.names[1])])
        #expect(try problems([0, 1], [], [1]) == [.signatureMissing(bind.names[0], .krrsig)])
        #expect(try problems([0, 1], [0], []) == [.signatureMissing(bind.names[1], .zrrsig)])
        let new = try bind.add(
            .zsk,
            made: .hours(1),
            [.dnskey: (.rumoured, .hours(1)), .zrrsig: (.hidden, .hours(1))]
        )
        bind.write()
        #expect(
            try problems([0, 1, new], [0], [1, new]) == [.signatureWithoutState(bind.names[new], .zrrsig)]
        )
        bind.edit(new) { state in
            state.states = [.dnskey: .hidden, .zrrsig: .hidden, .goal: .omnipresent]
        }
        bind.write()
        #expect(
            try problems([0, 1, new], [0], [1]) == [.unknownInZone(bind.names[new].keyTag, .ecdsaP256SHA256)]
        )
    }

    @Test func `signatures that are wholly replaced wait from now on`() throws {
        let bind = try Self.settled()
        bind.edit(1) { $0.states[.zrrsig] = .rumoured }
        bind.write()
        let zone = try Self.published(bind, keys: [0, 1], keySigners: [0], zoneSigners: [1])
        let taken = try bind.taken(published: zone)
        #expect(bind.id(1, in: taken.ring)?.zrrsig?.seen == Self.now)
        #expect(bind.id(1, in: taken.ring)?.zrrsig?.ttl == .hours(2))
        #expect(taken.notes.isEmpty)
    }
}
